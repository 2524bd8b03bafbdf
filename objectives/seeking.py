"""Drafting section 2: the business unit words a decision sought, adds its own, leaves one out, and puts them in order.

From a round's opening until its freeze; after that the section stands as it is, and what comes up belongs into the
meeting. What a rule proposes is in `proposing`, how both come together in `sought`.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from objectives.dates import in_words
from objectives.days import today_at
from objectives.faults import Faults, refuse_if
from objectives.mandates import Act, acting, refuse_stale, write
from objectives.permissions import why_not_judge, why_not_run
from objectives.problems import Conflict, NotFound
from objectives.sought import OWN, Entry, Wording
from objectives.standing import Action, Commitment
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.sought import DecisionSought
from objectives.tables.strategy import Strategy


class NewWording(Struct, frozen=True):
    """The four texts as typed: questions, facts and options one a line."""

    question: str
    why: str
    recommendation: str
    options: str


class Sitting(Struct, frozen=True):
    """The round that decisions are sought in, of the strategy with that key."""

    strategy: str
    round: ReportingRound


async def word_decision(
    person: Person,
    sitting: Sitting,
    entry: Entry,
    thing: Action | Commitment | None,
    new: NewWording,
    seen: int | None = None,
) -> DecisionSought:
    """Puts a decision into the business unit's words. `thing` is what it is about, None for the strategy as a whole.

    `seen` is the newest history sequence that the form showed. Raises NotAllowed, Invalid, Conflict.
    """
    async with acting(person) as act:
        row = await _row_for(act, sitting, entry.origin, entry.reference, thing, seen)
        return await _write(act, row, _written(new))


async def add_decision(
    person: Person, sitting: Sitting, thing: Action | Commitment | None, new: NewWording
) -> DecisionSought:
    """The business unit's own decision, that no rule asks for. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        strategy = await _open_for(act, sitting)
        here = (DecisionSought.strategy == strategy) & (DecisionSought.round == sitting.round.id)
        own = await DecisionSought.count().where(here & DecisionSought.origin.like(f"{OWN}%"))
        row = _new_row(act, strategy, sitting, f"{OWN}{own + 1}", thing.reference if thing else "")
        return await _write(act, row, _written(new))


async def leave_out(
    person: Person,
    sitting: Sitting,
    entry: Entry,
    thing: Action | Commitment | None,
    why: str,
    seen: int | None = None,
) -> DecisionSought:
    """Does not put it to the Group, with the reason, which the pack prints. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        row = await _row_for(act, sitting, entry.origin, entry.reference, thing, seen)
        faults = Faults()
        reason = faults.text(
            why, "left_out", "Say why it is not put to the Executive Group; the pack prints it."
        )
        faults.refuse()
        return await _write(act, row, {"left_out": reason})


async def take_back(person: Person, sitting: Sitting, origin: str, seen: int | None = None) -> DecisionSought:
    """Puts to the Group after all what had been left out. Raises NotAllowed, NotFound, Conflict."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        row = await _row_of(await _open_for(act, sitting), sitting, origin)
        if row is None:
            raise NotFound("Nothing has been said of this decision yet.")
        await refuse_stale(seen, row)
        return await _write(act, row, {"left_out": ""})


async def order_decisions(person: Person, sitting: Sitting, entries: Sequence[Entry]) -> None:
    """Puts the round's decisions in this order; whoever orders last is right. Raises NotAllowed, Conflict."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        strategy = await _open_for(act, sitting)
        for position, entry in enumerate(entries, 1):
            row = await _row_of(strategy, sitting, entry.origin)
            row = row or _new_row(act, strategy, sitting, entry.origin, entry.reference)
            if row.position != position:
                await _write(act, row, {"position": position})


def moved(entries: Sequence[Entry], origin: str, up: bool) -> list[Entry]:
    """The order with one of them a place further up or down; at an end it stays where it is. Raises NotFound."""
    order = list(entries)
    at = next((n for n, entry in enumerate(order) if entry.origin == origin), None)
    if at is None:
        raise NotFound("This decision is not among those that are put to the Group.")
    to = max(0, at - 1) if up else min(len(order) - 1, at + 1)
    order.insert(to, order.pop(at))
    return order


def words_of(wording: Wording) -> dict[str, str]:
    """A wording as its form shows it: one text a field, lists one a line."""
    return {
        "question": "\n".join(wording.question),
        "why": "\n".join(wording.why),
        "recommendation": wording.recommendation,
        "options": "\n".join(wording.options),
    }


def why_not_draft(round: ReportingRound, now: dt.datetime) -> str | None:
    """Why nothing of a round's decisions sought can be changed at an instant."""
    if round.opens_on > today_at(now):
        return f"{round.name} opens on {in_words(round.opens_on)}; its decisions can be drafted from then."
    if round.freezes_at <= now:
        return (
            f"{round.name} froze on {in_words(today_at(round.freezes_at))}, so what is sought in it stands. "
            "What came up since can be raised in the meeting."
        )
    return None


async def _row_for(
    act: Act,
    sitting: Sitting,
    origin: str,
    reference: str,
    thing: Action | Commitment | None,
    seen: int | None,
) -> DecisionSought:
    """The row of a decision, a new one where nothing was said of it. Nobody judges their own."""
    refuse_if(why_not_judge(act.by, thing) if thing else why_not_run(act.by))
    strategy = await _open_for(act, sitting)
    row = await _row_of(strategy, sitting, origin)
    if row is None:
        return _new_row(act, strategy, sitting, origin, reference)
    await refuse_stale(seen, row)
    return row


async def _open_for(act: Act, sitting: Sitting) -> int:
    """The id of the strategy. Raises Conflict where the round is not open for drafting."""
    if why := why_not_draft(sitting.round, act.now):
        raise Conflict(why)
    found = await Strategy.objects().where(Strategy.key == sitting.strategy).first()
    if found is None:
        raise NotFound(f"No strategy is called “{sitting.strategy}”.")
    return int(found.id)


async def _row_of(strategy: int, sitting: Sitting, origin: str) -> DecisionSought | None:
    here = (DecisionSought.strategy == strategy) & (DecisionSought.round == sitting.round.id)
    rows = await DecisionSought.objects().where(here & (DecisionSought.origin == origin))
    return next(iter(rows), None)


def _new_row(act: Act, strategy: int, sitting: Sitting, origin: str, reference: str) -> DecisionSought:
    return DecisionSought(
        strategy=strategy,
        round=sitting.round.id,
        origin=origin,
        reference=reference,
        written_by=act.by.person,
        written_at=act.now,
    )


async def _write(act: Act, row: DecisionSought, columns: dict[str, Any]) -> DecisionSought:
    return await write(row, columns | {"written_by": act.by.person, "written_at": act.now})


def _written(new: NewWording) -> dict[str, Any]:
    faults = Faults()
    columns = {
        "question": faults.text(new.question, "question", "Say what the Executive Group is to decide."),
        "why": faults.text(new.why, "why", "Say why it is asked, with the facts."),
        "recommendation": faults.text(new.recommendation, "recommendation", "Say what you recommend."),
        "options": faults.text(new.options, "options", "Give the options, one a line."),
    }
    faults.need(
        len(columns["options"].splitlines()) > 1 or not columns["options"],
        "options",
        "Give at least two options, one a line; with one there is nothing to decide.",
    )
    faults.refuse()
    return columns
