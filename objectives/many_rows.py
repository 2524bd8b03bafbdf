"""The rows that a change of many actions looks at: the chosen actions with their open milestones; one query."""

import datetime as dt
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from objectives.tables.action import Action


class Asked(Struct, frozen=True):
    """A new approved date that waits for a decision."""

    id: int
    to_on: dt.date
    asked_by: int


class OpenMilestone(Struct, frozen=True):
    id: int
    title: str
    baseline_on: dt.date
    asked: Asked | None


class Chosen(Struct, frozen=True):
    """An action as it is now. What holds ids can be asked about with `permissions`, as any action can."""

    id: int
    reference: str
    title: str
    status: str
    agency: int
    agency_name: str
    owner: int | None
    owner_title: str | None
    deputy: int | None
    accountable: int | None
    accountable_title: str | None
    milestones: tuple[OpenMilestone, ...]


async def chosen_of(strategy: int, references: Sequence[str]) -> list[Chosen]:
    """The actions of these references, in the order of the plan; a reference that names none is left out."""
    rows = await Action.raw(_CHOSEN, strategy, list(references))
    return [
        msgspec.convert(row | {"milestones": msgspec.json.decode(row["milestones"])}, Chosen) for row in rows
    ]


_CHOSEN = """
SELECT a.id, a.reference, a.title, a.status, a.agency, g.name AS agency_name, a.owner, o.title AS owner_title, a.deputy,
    a.accountable, x.title AS accountable_title,
    coalesce((
        SELECT json_agg(json_build_object('id', m.id, 'title', m.title, 'baseline_on', m.baseline_on, 'asked',
            (SELECT json_build_object('id', b.id, 'to_on', b.to_on, 'asked_by', b.asked_by)
             FROM rebaseline b WHERE b.milestone = m.id AND b.approved IS NULL ORDER BY b.id LIMIT 1))
            ORDER BY m.position, m.id)
        FROM milestone m WHERE m.action = a.id AND m.met_on IS NULL), '[]')::text AS milestones
FROM action a JOIN commitment c ON c.id = a.commitment JOIN objective j ON j.id = c.objective
JOIN agency g ON g.id = a.agency LEFT JOIN post o ON o.id = a.owner LEFT JOIN post x ON x.id = a.accountable
WHERE a.strategy = {} AND a.reference = ANY({}::text[]) ORDER BY j.position, c.position, a.id
"""
