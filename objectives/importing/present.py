"""What the service holds now that a plan is compared with: commitments, agencies, posts, and the actions there are."""

import datetime as dt
from typing import Any

from msgspec import Struct

from objectives.problems import NotFound
from objectives.tables.strategy import Strategy
from objectives.words import Status

STILL_PLANNED = (Status.NOT_STARTED, Status.IN_PROGRESS)


class Promise(Struct, frozen=True):
    """A commitment."""

    id: int
    reference: str
    short_title: str
    wording: str


class Partner(Struct, frozen=True):
    """An agency that has not ended."""

    id: int
    name: str
    short_name: str


class Position(Struct, frozen=True):
    """A post. `holder` and `email` are of whoever holds it today, empty where nobody does."""

    id: int
    title: str
    agency: int
    holder: str
    email: str


class Stage(Struct, frozen=True):
    """A milestone that there is."""

    title: str
    baseline_on: dt.date


class Noted(Struct, frozen=True):
    """What an action's starting note says, by column; `id` is 0 where there is none."""

    id: int = 0
    plan_reference: str = ""
    rating: str = ""
    read_as: str = ""
    status: str = ""
    timescale: str = ""
    progress: str = ""
    evidence: str = ""
    notes: str = ""


class Kept(Struct, frozen=True):
    """An action that there is."""

    id: int
    commitment: int
    reference: str
    title: str
    description: str
    agency: int
    owner: int | None
    accountable: int | None
    planned_start_on: dt.date | None
    status: Status
    milestones: tuple[Stage, ...] = ()
    note: Noted = Noted()


class Present(Struct, frozen=True):
    strategy: int
    promises: tuple[Promise, ...]
    partners: tuple[Partner, ...]
    positions: tuple[Position, ...]
    actions: tuple[Kept, ...]


async def present_of(key: str, today: dt.date) -> Present:
    """What there is in a strategy now; five queries, whatever there is. Raises NotFound."""
    strategy = await Strategy.objects().get(Strategy.key == key)
    if strategy is None:
        raise NotFound(f"There is no strategy called “{key}” here.")
    id = strategy.id
    stages: dict[int, list[Stage]] = {}
    for row in await Strategy.raw(_STAGES, id):
        stages.setdefault(row["action"], []).append(Stage(row["title"], row["baseline_on"]))
    return Present(
        strategy=id,
        promises=tuple(Promise(**row) for row in await Strategy.raw(_PROMISES, id)),
        partners=tuple(Partner(**row) for row in await Strategy.raw(_PARTNERS)),
        positions=await positions_on(today),
        actions=tuple(_kept(row, stages) for row in await Strategy.raw(_ACTIONS, id)),
    )


async def positions_on(today: dt.date) -> tuple[Position, ...]:
    """Every post that has not ended, with who holds it on a day; one query."""
    return tuple(Position(**row) for row in await Strategy.raw(_POSITIONS, today))


def _kept(row: dict[str, Any], stages: dict[int, list[Stage]]) -> Kept:
    note = {name.removeprefix("note_"): row.pop(name) for name in list(row) if name.startswith("note_")}
    status = Status(str(row.pop("status")))
    said = Noted(**note) if note["id"] else Noted()
    return Kept(**row, status=status, milestones=tuple(stages.get(row["id"], ())), note=said)


_PROMISES = "SELECT id, reference, short_title, wording FROM commitment WHERE strategy = {} ORDER BY id"
_PARTNERS = "SELECT id, name, short_name FROM agency WHERE ended_on IS NULL ORDER BY name, id"
_POSITIONS = """
SELECT t.id, t.title, t.agency, coalesce(p.name, '') AS holder, coalesce(p.email, '') AS email
FROM post t LEFT JOIN post_holding h ON h.post = t.id
    AND {}::date BETWEEN h.starts_on AND coalesce(h.ends_on, 'infinity')
LEFT JOIN person p ON p.id = h.person AND p.disabled_at IS NULL WHERE t.ended_on IS NULL ORDER BY t.title, t.id
"""
_STAGES = """
SELECT m.action, m.title, m.baseline_on FROM milestone m JOIN action a ON a.id = m.action
WHERE a.strategy = {} ORDER BY m.action, m.position
"""
_ACTIONS = """
SELECT a.id, a.commitment, a.reference, a.title, a.description, a.agency, a.owner, a.accountable, a.planned_start_on,
    a.status, n.id AS note_id, n.plan_reference AS note_plan_reference, n.rating AS note_rating,
    n.read_as AS note_read_as, n.status AS note_status, n.timescale AS note_timescale, n.progress AS note_progress,
    n.evidence AS note_evidence, n.notes AS note_notes
FROM action a LEFT JOIN starting_note n ON n.action = a.id WHERE a.strategy = {} ORDER BY a.id
"""
