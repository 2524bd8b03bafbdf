"""What the Executive Group is asked to do, and what else needs watching: the pack's exceptions, for one reader.

Where the reasons behind a rating are closed to the reader, only what is published is said.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from governance_app.reading import Reading
from governance_app.showing.kept import kept
from objectives.permissions import Mandate
from objectives.rated import Judgement
from objectives.standing import Action, Commitment
from objectives.visibility import why_not_read
from reports.content import ExceptionLine, Exceptions
from reports.exceptions import exceptions_of, needs_of
from reports.wording import Mark, day, verb


class Ask(Struct, frozen=True):
    """One thing for the Group to do: the question, and the facts behind it. Either may be empty."""

    reference: str
    title: str
    address: str
    mark: Mark
    question: str
    why: str


class Line(Struct, frozen=True):
    reference: str
    title: str
    address: str
    mark: Mark
    note: str


class Watch(Struct, frozen=True):
    heading: str
    lines: tuple[Line, ...]


class Attention(Struct, frozen=True):
    """`asks` need the Executive Group, reds first; `watch` are lesser worries by kind, none of them empty."""

    asks: tuple[Ask, ...]
    watch: tuple[Watch, ...]


def attention_of(reading: Reading, reader: Mandate) -> Attention:
    """What the pack's cover says needs the Group, and the rest of its exceptions."""
    found, needing = kept(reading, "exceptions", lambda: _exceptions(reading.judgement))
    cautious = [*found.red, *found.amber]
    groups = (
        Watch(
            "Red, with a way back",
            _lines([line for line in found.red if line.reference not in needing], reading),
        ),
        Watch(
            "Amber for two rounds or more", _lines([line for line in found.amber if not line.asks], reading)
        ),
        Watch("Owner and rules disagree", tuple(_disagreements(reading, reader))),
        Watch("Carried forward, or without enough to rate", _lines(found.stale, reading)),
        Watch("Without an owner", _lines(found.unowned, reading)),
    )
    return Attention(
        asks=tuple(_ask(line, reading, reader) for line in cautious if line.reference in needing),
        watch=tuple(group for group in groups if group.lines),
    )


def _exceptions(judgement: Judgement) -> tuple[Exceptions, frozenset[str]]:
    """The pack's exceptions, and the references of those that need the Group."""
    found = exceptions_of(judgement)
    return found, frozenset(need.reference for need in needs_of(found, judgement))


def updates_sentence(judgement: Judgement) -> str:
    """How many of the expected updates have come in, and until when there is time. Empty before the first round."""
    this = judgement.standing.this_round
    if this is None:
        return ""
    given = sum(action.update_for(this) is not None for action in judgement.standing.actions())
    awaited = sum(rated.due_on is not None for rated in judgement.actions.values())
    missing = sum(rated.not_updated for rated in judgement.actions.values())
    expected = given + awaited + missing
    if awaited:
        until = day(this.updates_due_on)
        return f"{given:,} of {expected:,} updates for {this.name} {verb(given or 2)} in; the rest are due by {until}."
    if missing:
        return f"{given:,} of {expected:,} actions were updated this round."
    return f"Every update expected for {this.name} is in." if given else ""


def _ask(line: ExceptionLine, reading: Reading, reader: Mandate) -> Ask:
    thing = reading.standing.by_reference[line.reference]
    held = (
        f"{line.mark.word} for {line.held}"
        if "round" in line.held and "first" not in line.held
        else line.mark.word
    )
    known = _as_read_by(reader, thing, line)
    return Ask(
        reference=line.reference,
        title=line.title,
        address=_address(thing, reading),
        mark=line.mark,
        question=_question(line) if known and known.actions == line.actions else "",
        why=f"{held}. {known.sentences[0]}" if known and known.sentences else f"{held}.",
    )


def _as_read_by(reader: Mandate, thing: Commitment | Action, line: ExceptionLine) -> ExceptionLine | None:
    """The line without what is said of a commitment's actions of other agencies; None where all of it is closed."""
    if why_not_read(reader, thing):
        return None
    beneath = thing.actions if isinstance(thing, Commitment) else ()
    closed = {action.reference for action in beneath if why_not_read(reader, action)}
    return replace(
        line,
        sentences=tuple(said for said in line.sentences if said.partition(":")[0] not in closed),
        actions=tuple(action for action in line.actions if action.reference not in closed),
    )


def _question(line: ExceptionLine) -> str:
    """In the owner's words where something was asked; else what the facts ask for."""
    asked = next((action.ask for action in line.actions if action.ask.strip()), "")
    if asked:
        return asked
    if any(action.unowned for action in line.actions):
        return "Name an owner: an action of it has none."
    if any(not action.plan for action in line.actions):
        return "Ask for a recovery plan: none has been given."
    return line.asks or "Decide what should happen next."


def _disagreements(reading: Reading, reader: Mandate) -> Iterator[Line]:
    for action in reading.standing.actions():
        rated = reading.judgement.actions[action.reference]
        if rated.disagrees and why_not_read(reader, action) is None:
            note = f"owner {rated.owners}, rules {rated.calculated}"
            shape = rated.published.lower() if rated.published else "no-round"
            mark = Mark(shape, str(rated.published or "Not rated"))
            yield Line(action.reference, action.title, reading.places.action(action.reference), mark, note)


def _lines(found: tuple[ExceptionLine, ...] | list[ExceptionLine], reading: Reading) -> tuple[Line, ...]:
    return tuple(
        Line(
            reference=line.reference,
            title=line.title,
            address=_address(reading.standing.by_reference[line.reference], reading),
            mark=line.mark,
            note=line.mark.note or line.held,
        )
        for line in found
    )


def _address(thing: Commitment | Action, reading: Reading) -> str:
    places = reading.places
    return places.action(thing.reference) if isinstance(thing, Action) else places.commitment(thing.reference)
