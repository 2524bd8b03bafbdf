"""Meetings of the Executive Group: called for an issued pack, who was there, and the pack signed off as reviewed.

The business unit calls them and keeps their record. The chair signs the pack off, or the business unit writes it down
for the chair; from then on the record stands, and whatever comes later is raised from the pack.
"""

import datetime as dt
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from objectives.dates import in_words
from objectives.faults import Faults, refuse_if
from objectives.mandates import Act, acting, fresh, refuse_stale, write
from objectives.matters import refuse_signed_off
from objectives.packs import kept_pack
from objectives.permissions import why_not_run, why_not_sign_off
from objectives.problems import Conflict, NotFound
from objectives.quoracy import Quoracy, Rule, Seat, quoracy_of
from objectives.tables.agency import Agency
from objectives.tables.meeting import Attendance, Meeting, PackReview, Quorum
from objectives.tables.pack import PackIssue
from objectives.tables.person import Person
from objectives.tables.strategy import Strategy
from objectives.text import clean_line, clean_text
from objectives.words import Presence


class NewQuorum(Struct, frozen=True, kw_only=True):
    """How many members make a quorum, and which agency is which statutory partner; None where none is."""

    least_members: int
    local_authority: Agency | None = None
    health: Agency | None = None
    police: Agency | None = None


class Attended(Struct, frozen=True):
    """How a member was at a meeting; `substitute` is who came for them: name and post."""

    presence: Presence
    substitute: str = ""


async def set_quorum(person: Person, strategy: str, new: NewQuorum) -> Quorum:
    """Says when meetings about a strategy are quorate. Raises NotAllowed, NotFound, Invalid."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        faults = Faults()
        faults.need(1 <= new.least_members <= 99, "least_members", "Give a number of members from 1 to 99.")
        faults.refuse()
        of = await Strategy.objects().get(Strategy.key == strategy)
        if of is None:
            raise NotFound(f"There is no strategy called “{strategy}” here.")
        quorum = await Quorum.objects().get(Quorum.strategy == of.id) or Quorum(
            strategy=of.id, set_by=person.id
        )
        partners = {
            name: agency.id if (agency := getattr(new, name)) else None
            for name in ("local_authority", "health", "police")
        }
        columns = {"least_members": new.least_members, "set_by": person.id, "set_at": act.now}
        return await write(quorum, columns | partners)


async def call_meeting(
    person: Person, digest: str, held_on: dt.date | None, chair: Person | None = None
) -> Meeting:
    """Calls the meeting that reviews an issued pack. Raises NotAllowed, NotFound, Conflict, Invalid."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        pack = await kept_pack(digest)
        if not await PackIssue.exists().where(PackIssue.pack == pack.id):
            raise Conflict("This pack is a draft. A meeting reviews a pack that has been issued.")
        if await Meeting.exists().where(Meeting.pack == pack.id):
            raise Conflict("A meeting about this pack has been called already.")
        faults = Faults()
        faults.need(held_on, "held_on", "Give the day of the meeting.")
        faults.refuse()
        meeting = Meeting(
            strategy=pack.strategy,
            pack=pack.id,
            held_on=held_on,
            chair=chair.id if chair else None,
            called_by=person.id,
            called_at=act.now,
        )
        await meeting.save()
        return meeting


async def note_attendance(
    person: Person,
    meeting: Meeting,
    chair: Person | None,
    attended: Mapping[int, Attended],
    in_attendance: str = "",
    seen: int | None = None,
    held_on: dt.date | None = None,
) -> None:
    """Records who was there, by the id of each member, and the day if it was held on another than it was called for.

    Raises NotAllowed, Invalid, and Conflict where the record moved on after the history sequence `seen`.
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        await refuse_signed_off(meeting)
        _refuse_unnamed(attended)
        found = await fresh(meeting)
        noted = await Attendance.objects().where(Attendance.meeting == meeting.id).order_by(Attendance.id)
        await refuse_stale(seen, found, *noted)
        await write(
            found,
            {
                "chair": chair.id if chair else None,
                "in_attendance": clean_text(in_attendance),
                "held_on": held_on or found.held_on,
            },
        )
        rows = {row.person: row for row in noted}
        for member, how in attended.items():
            row = rows.get(member) or Attendance(meeting=meeting.id, person=member)
            came = clean_line(how.substitute) if how.presence is Presence.SUBSTITUTE else ""
            await write(row, {"presence": how.presence, "substitute": came})


async def sign_off(person: Person, meeting: Meeting, words: str = "", seen: int | None = None) -> PackReview:
    """Signs the pack off as reviewed, for the chair, with how many were there.

    Raises NotAllowed, and Conflict before the day of the meeting, or where who was there was changed after the history
    sequence `seen`: nobody signs for a quorum that they did not see.
    """
    async with acting(person) as act:
        found = await fresh(meeting)
        refuse_if(why_not_sign_off(act.by, found.chair))
        if found.chair is None:
            raise Conflict("Say who chaired the meeting before its pack is signed off.")
        await refuse_signed_off(found)
        if found.held_on > act.today:
            raise Conflict(
                f"The meeting is on {in_words(found.held_on)}, and its pack is signed off once it has been held. If it "
                "was held earlier, put its day right where you record who was there."
            )
        noted = await Attendance.objects().where(Attendance.meeting == meeting.id).order_by(Attendance.id)
        await refuse_stale(seen, found, *noted)
        was = await quoracy_at(found, act)
        review = PackReview(
            meeting=found.id,
            quorate=was.quorate,
            quoracy=was.sentence,
            words=clean_text(words),
            reviewed_by=found.chair,
            recorded_by=person.id,
            reviewed_at=act.now,
        )
        await review.save()
        return review


async def quoracy_at(meeting: Meeting, act: Act) -> Quoracy:
    """Whether the meeting is quorate as it is recorded now."""
    return quoracy_of(await rule_of(meeting.strategy), await seats_of(meeting, act.today))


async def rule_of(strategy: int) -> Rule | None:
    """When meetings about a strategy are quorate; None where nobody has said."""
    rows = await Quorum.raw(f"SELECT ({RULE}) AS rule FROM (SELECT {{}}::int AS strategy) AS m", strategy)
    return msgspec.json.decode(rows[0]["rule"] or "null", type=Rule | None)


async def seats_of(meeting: Meeting, today: dt.date) -> tuple[Seat, ...]:
    """Every member of the Executive Group on the day of the meeting, by name, with how they were there."""
    rows = await Person.raw(f"SELECT ({SEATS}) AS seats FROM meeting m WHERE m.id = {{}}", today, meeting.id)
    return msgspec.json.decode(rows[0]["seats"], type=tuple[Seat, ...])


def _refuse_unnamed(attended: Mapping[int, Attended]) -> None:
    faults = Faults()
    for member, how in attended.items():
        if how.presence is Presence.SUBSTITUTE:
            faults.line(how.substitute, f"substitute-{member}", "Say who came for them: name and post.")
    faults.refuse()


# Both as JSON, of a meeting `m`, to stand in any query about it. The first takes the day that it is.
SEATS = """
SELECT coalesce(json_agg(json_build_object('person', p.id, 'name', p.name, 'agency', p.agency, 'agency_name', a.name,
    'presence', t.presence, 'substitute', coalesce(t.substitute, '')) ORDER BY p.name, p.id), '[]')::text
FROM person p JOIN agency a ON a.id = p.agency LEFT JOIN attendance t ON t.person = p.id AND t.meeting = m.id
WHERE t.id IS NOT NULL OR p.disabled_at IS NULL AND EXISTS (
    SELECT FROM role_grant g WHERE g.person = p.id AND g.role = 'executive group'
    AND least(m.held_on, {}::date) BETWEEN g.given_on AND coalesce(g.ended_on, 'infinity'))
"""
RULE = """
SELECT json_build_object('least_members', q.least_members, 'partners', (
    SELECT coalesce(json_agg(json_build_array(a.id, a.name) ORDER BY partner.place), '[]') FROM (
        SELECT id, min(place) AS place
        FROM unnest(ARRAY[q.local_authority, q.health, q.police]) WITH ORDINALITY AS named (id, place) GROUP BY id
    ) AS partner JOIN agency a ON a.id = partner.id))::text
FROM quorum q WHERE q.strategy = m.strategy
"""
