"""Loading a strategy: whole or not at all, with a sentence for each change. A wording, once loaded, is locked.

What a file must look like is `strategy_file`'s business; what is loaded is read as a standing.
"""

import datetime as dt
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from piccolo.table import Table

from objectives.days import time_zone, today_at
from objectives.gathering import assemble
from objectives.history import Act, Actor, acting_as
from objectives.moments import Moment
from objectives.problems import Invalid, NotFound
from objectives.standing import Standing
from objectives.strategy_file import CommitmentText, Document, ObjectiveText, StrategyText
from objectives.tables.strategy import Commitment, Objective, Strategy, Variation
from objectives.text import clean_line
from objectives.words import Kind
from objectives.world import world_now

AnyTable = TypeVar("AnyTable", bound=Table)

STRATEGY_COLUMNS = ("key", "title", "short_title", "partnership", "starts_on")
OBJECTIVE_COLUMNS = ("key", "name", "introduction", "promise")
SHOWN = {"title", "short_title", "partnership", "starts_on", "name", "promise", "kind"}


class Loaded(Struct, frozen=True):
    """What loading came to; `changes` is empty where the file says nothing that is not held already."""

    key: str
    changes: tuple[str, ...]


class Held(Struct, frozen=True):
    """A strategy as it is loaded: its rows by what they are known by, a commitment's notes oldest first."""

    strategy: Strategy | None
    objectives: dict[str, Objective]
    commitments: dict[str, Commitment]
    notes: dict[str, list[Variation]]

    def wording_in_force(self, reference: str) -> str:
        """The wording varied last, else the original."""
        varied = [note.wording for note in self.notes[reference] if note.wording]
        return varied[-1] if varied else self.commitments[reference].wording


async def load_strategy(actor: Actor, file: StrategyText, variation: str | None = None) -> Loaded:
    """Brings the strategy with the file's key to what the file says, in one act.

    A commitment whose wording differs from the one in force is refused, unless `variation` says why: then the
    new wording is put beside the original, dated today, and the original stays.
    Nothing that is loaded is ever removed. Raises Invalid, naming every commitment that stands in the way.
    """
    why = clean_line(variation or "")
    async with acting_as(actor) as act:
        held = await _held(file.key)
        _refuse_losses(held, file, why)
        loading = _Loading(act, today_at(act.now), held, why)
        await loading.strategy(file)
    if held.strategy is None:
        counts = f"{len(file.objectives)} objectives and {len(file.commitments)} commitments"
        return Loaded(file.key, (f"{file.title}: {counts} loaded.",))
    return Loaded(file.key, tuple(loading.changes))


async def strategy_keys() -> tuple[str, ...]:
    """The keys of the strategies that are loaded, in order."""
    return tuple(row["key"] for row in await Strategy.select(Strategy.key).order_by(Strategy.key))


async def find_strategy(key: str) -> Strategy:
    """The strategy of a key. Raises NotFound."""
    found = await Strategy.objects().get(Strategy.key == key)
    if found is None:
        raise NotFound(f"No strategy is called “{key}”. See `governance strategy show`.")
    return found


async def strategy_standing(key: str) -> Standing:
    """The strategy as it stands now, unjudged. Raises NotFound, naming the strategies that there are."""
    if key not in (keys := await strategy_keys()):
        loaded = f"Loaded: {', '.join(keys)}." if keys else "None is loaded; see `governance strategy load`."
        raise NotFound(f"There is no strategy called “{key}”. {loaded}")
    world = await world_now()
    today, zone = today_at(world.now), time_zone()
    return assemble(world.tables, key, Moment(world.now, today, zone, world.sequence, world.chain_digest))


def document_of(standing: Standing) -> Document:
    """A strategy's text apart from its objectives, as it stood then."""
    return msgspec.json.decode(standing.document, type=Document)


async def _held(key: str) -> Held:
    strategy = await Strategy.objects().get(Strategy.key == key)
    if strategy is None:
        return Held(None, {}, {}, {})
    objectives = await Objective.objects().where(Objective.strategy == strategy.id).order_by(Objective.id)
    commitments = await Commitment.objects().where(Commitment.strategy == strategy.id).order_by(Commitment.id)
    notes = await Variation.objects().order_by(Variation.dated_on, Variation.id)
    return Held(
        strategy,
        {objective.key: objective for objective in objectives},
        {commitment.reference: commitment for commitment in commitments},
        {made.reference: [note for note in notes if note.commitment == made.id] for made in commitments},
    )


def _refuse_losses(held: Held, file: StrategyText, why: str) -> None:
    """What has been promised is neither dropped nor silently reworded (handbook, section 2)."""
    given = {commitment.reference: commitment for commitment in file.commitments}
    faults = {}
    for reference, commitment in held.commitments.items():
        if reference not in given:
            faults[reference] = (
                f"{reference} is loaded but missing from the file; a commitment stays once made."
            )
        elif given[reference].wording != held.wording_in_force(reference) and not why:
            faults[reference] = (
                f"{reference} is worded otherwise in the file, and its wording is locked. To put the new wording"
                ' beside the original, load the file with --variation "why".'
            )
        elif commitment.business_as_usual_from and given[reference].kind != Kind.STANDING:
            faults[reference] = f"{reference} is business as usual, so its kind must stay standing."
    if faults:
        raise Invalid(faults=faults)


class _Loading:
    """One loading: each part is written only where it differs, and notes a sentence when it is."""

    def __init__(self, act: Act, today: dt.date, held: Held, why: str) -> None:
        self.act, self.today, self.held, self.why = act, today, held, why
        self.changes: list[str] = []

    async def strategy(self, file: StrategyText) -> None:
        columns = {name: getattr(file, name) for name in STRATEGY_COLUMNS}
        columns["document"] = msgspec.json.encode(file.document).decode()
        strategy = await self.keep(Strategy, self.held.strategy, columns, "Strategy")
        for position, text in enumerate(file.objectives, 1):
            await self.objective(strategy, position, text)

    async def objective(self, strategy: Strategy, position: int, text: ObjectiveText) -> None:
        columns = {name: getattr(text, name) for name in OBJECTIVE_COLUMNS}
        columns |= {"strategy": strategy.id, "position": position}
        objective = await self.keep(Objective, self.held.objectives.get(text.key), columns, text.name)
        for place, commitment in enumerate(text.commitments, 1):
            await self.commitment(objective, place, commitment)

    async def commitment(self, objective: Objective, position: int, text: CommitmentText) -> None:
        held = self.held.commitments.get(text.reference)
        columns = {
            "strategy": objective.strategy,
            "objective": objective.id,
            "reference": text.reference,
            "position": position,
            "short_title": text.short_title,
            "kind": text.kind.value,
            "links": msgspec.json.encode(text.links).decode(),
            "wording": held.wording if held else text.wording,
        }
        commitment = await self.keep(Commitment, held, columns, text.reference)
        await self.notes(commitment, text)

    async def notes(self, commitment: Commitment, text: CommitmentText) -> None:
        """The file's dated notes, one for each day, and a note for a wording that has come to differ."""
        reference = text.reference
        noted = {note.dated_on: note for note in self.held.notes.get(reference, ()) if note.wording is None}
        for note in text.variations:
            columns = {"commitment": commitment.id, "dated_on": note.dated_on, "note": note.note}
            await self.note(
                noted.get(note.dated_on),
                columns,
                f"{reference}, note of {note.dated_on.day} {note.dated_on:%B %Y}",
            )
        if reference in self.held.commitments and text.wording != self.held.wording_in_force(reference):
            columns = {"commitment": commitment.id, "dated_on": self.today, "note": self.why}
            await self.note(None, columns | {"wording": text.wording}, f"{reference}, varied wording")

    async def note(self, held: Variation | None, columns: dict[str, Any], called: str) -> None:
        recorded_at = held.recorded_at if held else self.act.now
        await self.keep(Variation, held, columns | {"recorded_at": recorded_at}, called)

    async def keep(
        self, table: type[AnyTable], held: AnyTable | None, columns: dict[str, Any], called: str
    ) -> AnyTable:
        """The row with these columns: added if it is new, changed where it differs, left alone otherwise."""
        if held is None:
            row = table(**columns)
            await row.save()
            self.changes.append(f"{called}: added.")
            return row
        differing = {name: now for name, now in columns.items() if getattr(held, name) != now}
        for name, now in differing.items():
            self.changes += _changes(called, name, getattr(held, name), now)
            setattr(held, name, now)
        if differing:
            await held.save(columns=list(differing))
        return held


def _changes(called: str, column: str, was: Any, now: Any) -> list[str]:
    words = column.replace("_", " ")
    if column == "document":
        return [f"{called}: {part.replace('_', ' ')} changed." for part in _differing_parts(was, now)]
    if column in SHOWN:
        return [f"{called}: {words} is now “{now}”; it was “{was}”."]
    return [f"{called}: {words} changed."]


def _differing_parts(was: str, now: str) -> list[str]:
    """Which parts differ between two of a strategy's texts in JSON, whatever the shape of the older one."""
    before, after = msgspec.json.decode(was), msgspec.json.decode(now)
    return sorted(part for part in before.keys() | after.keys() if before.get(part) != after.get(part))
