"""Meetings as pages and minutes show them, in one query: all of them, or one with its pack and who was there.

What was recorded at one is in the standing, with every other matter.
"""

import datetime as dt

import msgspec
from msgspec import Struct

from objectives.meetings import RULE, SEATS
from objectives.pack_shelf import FACTS, SHELF, ShelvedPack, shelved
from objectives.problems import NotFound
from objectives.quoracy import Rule, Seat
from objectives.tables.meeting import Meeting


class Called(Struct, frozen=True):
    """One of all meetings. `recorded` matters at it, `still_open` of them not closed; `reviewed_at` in UTC."""

    id: int
    held_on: dt.date
    round: str
    digest: str
    chair: str | None
    reviewed_at: dt.datetime | None
    quorate: bool | None
    recorded: int
    still_open: int


class Calendar(Struct, frozen=True):
    """Every meeting, the latest first; the issued packs without one, by digest and round; the rule as it is set."""

    meetings: tuple[Called, ...]
    uncalled: tuple[tuple[str, str], ...]
    quorum: dict[str, int | None] | None


class Signed(Struct, frozen=True):
    """The pack was signed off: by the chair, written down by whom where it was somebody else, and when (UTC)."""

    by: str
    recorded_by: str
    at: dt.datetime
    quoracy: str
    words: str


class Held(Struct, frozen=True):
    """`content` is the pack's, as stored; `chair` is empty while nobody has said who it was."""

    meeting: Meeting
    pack: ShelvedPack
    content: str
    chair: str
    seats: tuple[Seat, ...]
    rule: Rule | None
    signed: Signed | None


async def calendar_of(strategy: str) -> Calendar:
    """All meetings about the strategy of a key, and what is still to be called."""
    (row,) = await Meeting.raw(_CALENDAR, strategy)
    return msgspec.json.decode(row["found"], type=Calendar)


async def held_meeting(strategy: str, id: int, today: dt.date) -> Held:
    """The meeting of an id about the strategy of a key, on a day of the partnership's. Raises NotFound."""
    rows = await Meeting.raw(_HELD, today, strategy, id)
    if not rows:
        raise NotFound("There is no such meeting in this strategy.")
    (row,) = rows
    columns = {name: row[f"meeting_{name}"] for name in _COLUMNS}
    return Held(
        meeting=Meeting(**columns, _exists_in_db=True),
        pack=shelved(row),
        content=row["content"],
        chair=row["chair"] or "",
        seats=msgspec.json.decode(row["seats"], type=tuple[Seat, ...]),
        rule=msgspec.json.decode(row["rule"] or "null", type=Rule | None),
        signed=msgspec.json.decode(row["signed"] or "null", type=Signed | None),
    )


_COLUMNS = tuple(column._meta.name for column in Meeting._meta.columns)

_SIGNED = """
SELECT json_build_object('by', c.name, 'recorded_by', CASE WHEN w.id = c.id THEN '' ELSE w.name END,
    'at', v.reviewed_at, 'quoracy', v.quoracy, 'words', v.words)::text
FROM pack_review v JOIN person c ON c.id = v.reviewed_by JOIN person w ON w.id = v.recorded_by WHERE v.meeting = m.id
"""

_HELD = f"""
SELECT {FACTS}, p.content, {", ".join(f"m.{name} AS meeting_{name}" for name in _COLUMNS)},
    (SELECT name FROM person WHERE id = m.chair) AS chair, ({SEATS}) AS seats, ({RULE}) AS rule, ({_SIGNED}) AS signed
{SHELF} JOIN meeting m ON m.pack = p.id WHERE s.key = {{}} AND m.id = {{}}
"""

_MEETINGS = """
SELECT m.id, m.held_on, r.name AS round, p.digest, c.name AS chair, v.reviewed_at, v.quorate,
    (SELECT count(*) FROM matter WHERE meeting = m.id) AS recorded,
    (SELECT count(*) FROM matter WHERE meeting = m.id AND state <> 'closed') AS still_open
FROM meeting m JOIN pack p ON p.id = m.pack JOIN reporting_round r ON r.id = p.round
LEFT JOIN person c ON c.id = m.chair LEFT JOIN pack_review v ON v.meeting = m.id WHERE m.strategy = s.id
"""

_UNCALLED = """
SELECT p.as_at, p.id, p.digest, r.name FROM pack p JOIN reporting_round r ON r.id = p.round
WHERE p.strategy = s.id AND EXISTS (SELECT FROM pack_issue WHERE pack = p.id)
AND NOT EXISTS (SELECT FROM meeting WHERE pack = p.id)
"""

_QUORUM = """
SELECT json_build_object('least_members', least_members, 'local_authority', local_authority, 'health', health,
    'police', police) FROM quorum WHERE strategy = s.id
"""

_CALENDAR = f"""
SELECT json_build_object(
    'meetings', (SELECT coalesce(json_agg(a ORDER BY a.held_on DESC, a.id DESC), '[]') FROM ({_MEETINGS}) AS a),
    'uncalled', (SELECT coalesce(json_agg(json_build_array(u.digest, u.name) ORDER BY u.as_at DESC, u.id DESC), '[]')
                 FROM ({_UNCALLED}) AS u),
    'quorum', ({_QUORUM})
)::text AS found FROM strategy s WHERE s.key = {{}}
"""
