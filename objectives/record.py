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
UNTOLD = frozenset({"id", "position"})
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


async def recorded_of(action: int, milestones: Sequence[int], until: dt.datetime) -> tuple[Recorded, ...]:
    """Every version of an action and of its milestones up to an instant (UTC), newest first."""
    rows = await Installation.raw(_VERSIONS, action, list(milestones), until)
    tell = teller(tables_kept())
    return tuple(_told(row, tell) for row in rows)


def _told(row: dict[str, Any], tell: Teller) -> Recorded:
    new, old = (_columns(row, tell, text) for text in (row["row_json"], row["before"] or "{}"))
    subject = "Action" if row["table_name"] == "action" else f"Milestone “{new['title']}”"
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
    OR (h.table_name = 'milestone' AND h.row_id = ANY({}::bigint[]))) AND h.recorded_at <= {}
ORDER BY h.sequence DESC
"""
