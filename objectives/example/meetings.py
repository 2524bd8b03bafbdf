"""The example's Executive Group: who came to each meeting, what was raised about each pack, and what became of it.

Everything is raised against a pack that was issued, so there are meetings only where packs are.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial

from objectives.actions import find_commitment
from objectives.example import plan
from objectives.example.cast import Cast
from objectives.example.story import ENDED, GIVEN, JUDGED, PLANNED, SAID, Step
from objectives.matters import NewMatter, answer_matter, close_matter, find_matter, link_outcome, raise_matter
from objectives.meetings import Attended, NewQuorum, call_meeting, note_attendance, set_quorum, sign_off
from objectives.receipts import confirm_reading
from objectives.tables.action import Action
from objectives.tables.meeting import Meeting
from objectives.words import Presence, Role

CALLED_BEFORE = 7  # days
READ_BEFORE = 2  # days


class Issued:
    """The pack of each round by its digest, with the number printed beside the first line about each reference."""

    def __init__(self) -> None:
        self.digests: dict[int, str] = {}
        self.lines: dict[int, Mapping[str, str]] = {}
        self.meetings: dict[int, Meeting] = {}

    def keep(self, round: int, digest: str, lines: Mapping[str, str]) -> None:
        self.digests[round], self.lines[round] = digest, lines


def meeting_steps(key: str, cast: Cast, issued: Issued) -> Iterator[Step]:
    """Everything about meetings, each on its day. The numbers of matters follow the file, which is in order of days."""
    told, day = plan.read_meetings(), cast.anchors.day
    yield Step(day("S+3"), PLANNED, partial(_set_quorum, key, cast, told.quorum))
    for meeting in told.meetings:
        held_on = f"E{meeting.round}"
        yield Step(day(f"{held_on}-{CALLED_BEFORE}"), PLANNED, partial(_call, cast, issued, meeting))
        yield Step(day(f"{held_on}-{READ_BEFORE}"), PLANNED, partial(_read, cast, issued, meeting))
        yield Step(day(held_on), PLANNED, partial(_meet, cast, issued, meeting))
        yield Step(day(f"{held_on}+1"), ENDED, partial(_sign_off, cast, issued, meeting))
    for number, matter in enumerate(told.matters, 1):
        yield Step(day(matter.on or f"E{matter.round}"), SAID, partial(_raise, key, cast, issued, matter))
        if matter.makes:
            made_on = next(
                a.added for a in plan.read_actions(plan.read_partnership()) if a.title == matter.makes
            )
            yield Step(day(made_on), GIVEN, partial(_link, key, cast, number, matter.makes))
        for step in matter.steps:
            yield Step(day(step.on), JUDGED, partial(_take, key, cast, number, matter, step))


async def _set_quorum(key: str, cast: Cast, told: plan.Quorum, day: dt.date) -> None:
    partners = {name: cast.agencies[getattr(told, name)] for name in ("local_authority", "health", "police")}
    await set_quorum(cast.unit[0], key, NewQuorum(least_members=told.least_members, **partners))


async def _call(cast: Cast, issued: Issued, told: plan.Meeting, day: dt.date) -> None:
    held_on, chair = cast.anchors.day(f"E{told.round}"), cast.people[told.chair]
    digest = issued.digests[told.round]
    issued.meetings[told.round] = await call_meeting(cast.unit[0], digest, held_on, chair)


async def _read(cast: Cast, issued: Issued, told: plan.Meeting, day: dt.date) -> None:
    """Whoever comes themselves has read it."""
    for name in _members():
        if name not in told.substitutes and name not in told.apologies:
            await confirm_reading(cast.people[name], issued.digests[told.round])


async def _meet(cast: Cast, issued: Issued, told: plan.Meeting, day: dt.date) -> None:
    attended = {cast.people[name].id: _attended(told, name) for name in _members()}
    chair, meeting = cast.people[told.chair], issued.meetings[told.round]
    await note_attendance(cast.unit[0], meeting, chair, attended, told.in_attendance)


def _members() -> tuple[str, ...]:
    people = plan.read_partnership().people
    return tuple(person.name for person in people if Role.EXECUTIVE_GROUP in person.roles)


def _attended(told: plan.Meeting, name: str) -> Attended:
    if name in told.substitutes:
        return Attended(Presence.SUBSTITUTE, told.substitutes[name])
    return Attended(Presence.APOLOGIES if name in told.apologies else Presence.PRESENT)


async def _sign_off(cast: Cast, issued: Issued, told: plan.Meeting, day: dt.date) -> None:
    await sign_off(cast.people[told.chair], issued.meetings[told.round], told.said)


async def _raise(key: str, cast: Cast, issued: Issued, told: plan.Matter, day: dt.date) -> None:
    new = NewMatter(
        kind=told.kind,
        words=told.words,
        owner=cast.posts[told.owner],
        due_on=cast.anchors.day(told.due),
        about=await find_commitment(key, told.of),
        line=issued.lines[told.round].get(told.of, ""),
        meeting=None if told.on else issued.meetings[told.round],
        settles=await find_matter(key, told.settles) if told.settles else None,
    )
    await raise_matter(cast.people[told.by], issued.digests[told.round], new)


async def _link(key: str, cast: Cast, number: int, title: str, day: dt.date) -> None:
    (made,) = await Action.objects().where(Action.title == title)
    await link_outcome(cast.unit[0], await find_matter(key, number), made)


async def _take(
    key: str, cast: Cast, number: int, told: plan.Matter, step: plan.MatterStep, day: dt.date
) -> None:
    matter, holder = await find_matter(key, number), cast.holder(told.owner, day)
    if step.became:
        await close_matter(cast.people[step.by], matter, step.became)
    elif holder:
        await answer_matter(holder, matter, step.words)
