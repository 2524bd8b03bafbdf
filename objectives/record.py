"""What history recorded of an action and its milestones, told with the names of those who did it; one query."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from objectives.history import Actor
from objectives.redacted import Teller, teller
from objectives.tables.installation import Installation
from objectives.world import tables_kept

# Rows name these by number, which says nothing to a reader; that they changed does.
BY_NUMBER = frozenset({"strategy", "commitment", "agency", "owner", "deputy", "accountable", "action"})
UNTOLD = frozenset({"id", "position", "written_by", "written_at"})
SUBJECTS = {"action": "Action", "starting_note": "What the plan said"}
WHO = {
    "command": "the command line ({})",
    "migration": "a change of the service itself ({})",
    "psql": "somebody straight in the database ({})",
    "system": "the service ({})",
}


class Recorded(Struct, frozen=True):
    """One version of one row. `what` is empty where it was recorded for the first time."""

    sequence: int
    at: dt.datetime
    by: str
    subject: str
    what: tuple[str, ...]


class StartingNote(Struct, frozen=True):
    """What the partnership's plan said of an action when it was brought in; empty where it said nothing."""

    plan_reference: str
    rating: str
    read_as: str
    status: str
    timescale: str
    progress: str
    evidence: str
    notes: str
    source: str


class Record(Struct, frozen=True):
    """Every version of an action, its milestones and its starting note, newest first; and the note as it was then."""

    versions: tuple[Recorded, ...] = ()
    starting_note: StartingNote | None = None


async def recorded_of(action: int, milestones: Sequence[int], until: dt.datetime) -> Record:
    """What history recorded of an action up to an instant (UTC)."""
    rows = await Installation.raw(_VERSIONS, action, list(milestones), action, until)
    tell = teller(tables_kept())
    notes = (_columns(row, tell, row["row_json"]) for row in rows if row["table_name"] == "starting_note")
    note = next(notes, None)
    return Record(
        tuple(_told(row, tell) for row in rows), msgspec.convert(note, StartingNote) if note else None
    )


def _told(row: dict[str, Any], tell: Teller) -> Recorded:
    new, old = (_columns(row, tell, text) for text in (row["row_json"], row["before"] or "{}"))
    subject = SUBJECTS.get(row["table_name"]) or f"Milestone “{new['title']}”"
    return Recorded(
        row["sequence"], row["recorded_at"], _who(row), subject, _changes(old, new) if old else ()
    )


def _columns(row: dict[str, Any], tell: Teller, text: str) -> dict[str, Any]:
    columns: dict[str, Any] = msgspec.json.decode(text)
    return {name: tell(row["table_name"], row["row_id"], name, value) for name, value in columns.items()}


def _changes(old: dict[str, Any], new: dict[str, Any]) -> tuple[str, ...]:
    changed = [name for name in new if new[name] != old.get(name) and name not in UNTOLD]
    return tuple(_change(name, old.get(name), new[name]) for name in changed)


def _change(column: str, before: Any, after: Any) -> str:
    name = column.replace("_", " ").removesuffix(" on")
    if column in BY_NUMBER:
        return f"{name} changed"
    return f"{name}: {'none' if before is None else before} → {'none' if after is None else after}"


def _who(row: dict[str, Any]) -> str:
    actor = Actor.parse(row["actor"])
    return row["name"] or WHO.get(actor.kind, "{}").format(actor.name)


_VERSIONS = """
SELECT h.sequence, h.table_name, h.row_id, h.row_json, h.actor, h.recorded_at, p.name,
    lag(h.row_json) OVER (PARTITION BY h.table_name, h.row_id ORDER BY h.sequence) AS before
FROM history h LEFT JOIN person p ON h.actor = 'person:' || p.id
WHERE ((h.table_name = 'action' AND h.row_id = {})
    OR (h.table_name = 'milestone' AND h.row_id = ANY({}::bigint[]))
    OR (h.table_name = 'starting_note' AND h.row_id = (SELECT id FROM starting_note WHERE action = {})))
    AND h.recorded_at <= {}
ORDER BY h.sequence DESC
"""
