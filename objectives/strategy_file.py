"""A strategy as it stands in a TOML file: its form, and what its parts must have to do with one another.

Knows nothing of the database.
"""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from objectives.problems import Invalid
from objectives.toml_file import parsed, read_form, text_of
from objectives.words import Kind

SHIPPED = Path(__file__).parent / "strategies"  # the strategies that come with the service, by key
ONE_COMMITMENT = re.compile(r"objectives\[(\d+)\]\.commitments\[(\d+)\]\.(?!reference$)")

StrategyKey = Annotated[
    str,
    Meta(
        pattern=r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
        max_length=60,
        description="small letters, digits and single hyphens",
    ),
]
ObjectiveKey = Annotated[
    str, Meta(pattern=r"\A[A-Z]{2,8}\Z", description="2 to 8 capital letters, such as PREV")
]
Reference = Annotated[
    str, Meta(pattern=r"\A[A-Z]{2,8}-[1-9][0-9]?\Z", description="a reference, such as PREV-1")
]
Title = Annotated[str, Meta(min_length=1, max_length=150, description="one line of 1 to 150 characters")]
ShortTitle = Annotated[str, Meta(min_length=1, max_length=60, description="one line of 1 to 60 characters")]
Sentence = Annotated[str, Meta(min_length=1, max_length=2_000, description="text of 1 to 2,000 characters")]
Prose = Annotated[
    str,
    Meta(
        min_length=1, max_length=20_000, description="text of 1 to 20,000 characters", extra={"prose": True}
    ),
]
Day = Annotated[datetime.date, Meta(description="a date without quotes or time, such as 2025-04-01")]
KnownKind = Annotated[Kind, Meta(description=f"one of {', '.join(Kind)}")]
Address = Annotated[
    str,
    Meta(
        pattern=r"\Ahttps?://[^\s<>\"]+\Z", max_length=500, description="an address that begins with https://"
    ),
]


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """Points to published guidance (`address`) or to another commitment of the strategy (`reference`)."""

    title: Title
    address: Address | None = None
    reference: Reference | None = None


class VariationNote(msgspec.Struct, frozen=True, omit_defaults=True):
    """A dated note of changed context beside a locked wording.

    `wording` is there where the words changed too. A file never gives it: it comes from loading, with a
    reason, a file whose wording differs.
    """

    dated_on: Day
    note: Sentence
    wording: Sentence | None = None


class CommitmentText(msgspec.Struct, frozen=True):
    """A promise in the strategy's own words, and what this service calls it and classes it as."""

    reference: Reference
    short_title: ShortTitle
    kind: KnownKind
    wording: Sentence
    links: tuple[Link, ...] = ()
    variations: tuple[VariationNote, ...] = ()


class ObjectiveText(msgspec.Struct, frozen=True):
    """One objective, its commitments in the strategy's order; `promise` is the line that leads to them."""

    key: ObjectiveKey
    name: ShortTitle
    introduction: Prose
    promise: Sentence
    commitments: Annotated[tuple[CommitmentText, ...], Meta(min_length=1)]


class Quotation(msgspec.Struct, frozen=True):
    """Words that the strategy quotes, and whose they are."""

    text: Sentence
    source: Title


class Definition(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the strategy means by a term, and what has changed about that since."""

    heading: Title
    text: Prose
    links: tuple[Link, ...] = ()
    variations: tuple[VariationNote, ...] = ()


class KeyFact(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact that the strategy rests on; `source` as the strategy gives it, or None where it gives none."""

    text: Sentence
    source: Title | None = None


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """The strategy's text apart from its objectives, in order. `about` is this service's note on the text."""

    introduction: Prose
    aim_lead: Sentence
    aim: Sentence
    values_lead: Sentence
    values: Annotated[tuple[Sentence, ...], Meta(min_length=1)]
    definitions: tuple[Definition, ...]
    key_facts_heading: Title
    key_facts_lead: Prose
    key_facts: tuple[KeyFact, ...]
    objectives_heading: Title
    objectives_lead: Prose
    governance: Prose
    quotation: Quotation | None = None
    about: Prose | None = None


class StrategyText(msgspec.Struct, frozen=True):
    """A whole strategy. `starts_on` is the first day for which progress can be asked."""

    key: StrategyKey
    title: Title
    short_title: ShortTitle
    partnership: Title
    starts_on: Day
    document: Document
    objectives: Annotated[tuple[ObjectiveText, ...], Meta(min_length=1)]

    @property
    def commitments(self) -> tuple[CommitmentText, ...]:
        """All commitments, in the strategy's order."""
        return tuple(commitment for objective in self.objectives for commitment in objective.commitments)


def read_strategy_file(path: Path) -> StrategyText:
    """The strategy that the file at `path` holds. Raises Invalid if it cannot be read or holds faults."""
    return read_strategy(text_of(path), str(path))


def read_strategy(toml: str, name: str) -> StrategyText:
    """The strategy in a TOML text; `name` is what a refusal calls it. Raises Invalid with every fault."""
    strategy, faults = read_form(StrategyText, parsed(toml, name))
    for path, fault in (*_misnumbered(strategy), *_misdirected(strategy), *_misdated(strategy)):
        faults.setdefault(path, fault)
    if faults:
        count = "one fault" if len(faults) == 1 else f"{len(faults)} faults"
        named = {path: f"{path}: {fault}{_of_which(path, strategy)}." for path, fault in faults.items()}
        raise Invalid(f"{name} has {count}.", named)
    return strategy


def _misnumbered(strategy: StrategyText) -> Iterator[tuple[str, str]]:
    """References count up from 1 under their objective's key, so none can be lost or doubled."""
    keys: set[str] = set()
    for o, objective in enumerate(strategy.objectives):
        if objective.key in keys:
            yield f"objectives[{o}].key", f"must be used once; {objective.key} names an earlier objective"
        keys.add(objective.key)
        for n, commitment in enumerate(objective.commitments):
            right = f"{objective.key}-{n + 1}"
            if objective.key and commitment.reference not in ("", right):
                fault = f"must be {right}, as references count up under their objective"
                yield f"objectives[{o}].commitments[{n}].reference", f"{fault}; it is {commitment.reference}"


def _misdirected(strategy: StrategyText) -> Iterator[tuple[str, str]]:
    references = {commitment.reference for commitment in strategy.commitments}
    for path, _, links in _annotated(strategy):
        for n, link in enumerate(links):
            if (link.address is None) == (link.reference is None):
                yield f"{path}.links[{n}]", "must have an address or a reference, and not both"
            elif link.reference and link.reference not in references:
                yield (
                    f"{path}.links[{n}].reference",
                    f"names no commitment of this file; it is {link.reference}",
                )


def _misdated(strategy: StrategyText) -> Iterator[tuple[str, str]]:
    for path, notes, _ in _annotated(strategy):
        days = [note.dated_on for note in notes]
        for n, note in enumerate(notes):
            if note.dated_on and note.dated_on in days[:n]:
                yield f"{path}.variations[{n}].dated_on", "must differ from the other notes' dates here"
            if note.wording is not None:
                fault = "cannot be given here; change the wording itself and load the file with --variation"
                yield f"{path}.variations[{n}].wording", fault


def _annotated(strategy: StrategyText) -> Iterator[tuple[str, tuple[VariationNote, ...], tuple[Link, ...]]]:
    """Everything that has variation notes and links, with its path."""
    for n, definition in enumerate(strategy.document.definitions):
        yield f"document.definitions[{n}]", definition.variations, definition.links
    for o, objective in enumerate(strategy.objectives):
        for n, commitment in enumerate(objective.commitments):
            yield f"objectives[{o}].commitments[{n}]", commitment.variations, commitment.links


def _of_which(path: str, strategy: StrategyText) -> str:
    """The reference of the commitment that a fault's path leads into, as people know commitments by it."""
    if not (found := ONE_COMMITMENT.match(path)):
        return ""
    reference = strategy.objectives[int(found[1])].commitments[int(found[2])].reference
    return reference and f" ({reference})"
