"""Whether a stored pack still is what history gives: built again as at its own instant, and compared to the byte.

Nothing is written, and nothing that the pack says of itself is taken on trust but the instant, the day and the time
zone it was read at. Files of an issued pack are checked where they are kept (`governance_app.kept_formats`).
"""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from itertools import zip_longest
from typing import Any

import msgspec
from msgspec import Struct

from objectives.judging import judged_at, moment_of
from objectives.moments import day_of
from objectives.problems import NotFound
from objectives.rated import Distribution
from objectives.redacting import PackRedaction, redactions_of_pack
from objectives.tables.pack import Pack
from reports.composing import content_of
from reports.content import FORMAT, Content, canonical, digest_of
from reports.wording import counted, day, listed

LONGEST = 80


class Answer(StrEnum):
    """The four answers of the handbook, section 6."""

    REPRODUCES = "reproduces"
    DIFFERS = "does not reproduce"
    REDACTED = "redacted"
    OTHER_VERSIONS = "made by other versions, figures compared"


class Verified(Struct, frozen=True):
    """`holds` is False where somebody must look into it. `findings` are the differences, each a sentence."""

    digest: str
    answer: Answer
    holds: bool
    sentence: str
    findings: tuple[str, ...] = ()


class Milestone(Struct, frozen=True):
    title: str
    baseline_on: dt.date
    forecast_on: dt.date | None
    met_on: dt.date | None


class Word(Struct, frozen=True):
    word: str
    note: str = ""


class Published(Struct, frozen=True):
    published: Word


class Next(Struct, frozen=True):
    on: dt.date


class ActionFigures(Struct, frozen=True):
    reference: str
    judged: Published
    next: Next | None = None
    milestones: tuple[Milestone, ...] | None = None


class CommitmentFigures(Struct, frozen=True):
    reference: str
    judged: Published
    next: Next | None
    actions: tuple[ActionFigures, ...]


class ObjectiveFigures(Struct, frozen=True):
    name: str
    published: Word
    commitments: Distribution
    actions: Distribution
    lines: tuple[CommitmentFigures, ...]


class Figures(Struct, frozen=True):
    """What a pack of every format holds: who made it, as at when, and its counts, published ratings and dates."""

    format: str
    rules: str
    strategy: str
    as_at: dt.datetime
    as_at_on: dt.date
    time_zone: str
    commitments: Distribution
    actions: Distribution
    objectives: tuple[ObjectiveFigures, ...]


async def verify_pack(pack: Pack) -> Verified:
    """Builds a kept pack's content again, at its own instant and in its own time zone, and compares."""
    stored = pack.content.encode()
    if redactions := await redactions_of_pack(pack.digest):
        return await _redacted(pack, redactions[-1])
    if digest_of(stored) != pack.digest:
        return _differs(
            pack, f"The stored content is not what the digest names: its own is {digest_of(stored)}."
        )
    made = _figures_of(stored)
    if made is None:
        return _differs(pack, "The stored content cannot be read as a pack.")
    try:
        rebuilt = await _rebuilt(made)
    except NotFound as fault:
        return _differs(pack, f"History no longer gives this pack: {fault.sentence}")
    return _compared(pack, made, rebuilt)


async def _redacted(pack: Pack, last: PackRedaction) -> Verified:
    """What was redacted is gone from the pack and from history alike, so what is left is compared by its figures."""
    made = _figures_of(pack.content.encode())
    if made is None:
        return _differs(pack, "The stored content cannot be read as a pack.")
    now = msgspec.json.decode(canonical(await _rebuilt(made)), type=Figures)
    findings = tuple(f for f in _differing(made, now) if not f.startswith(DATES_OF))
    sentence = (
        f"Redacted on {day(day_of(last.redacted_at, made.time_zone))} by {last.asked_by}, agreed to by "
        f"{last.agreed_by}: {last.reason.rstrip('.')}. Its digest is of what it said before. "
        + (
            "Not all that is left agrees."
            if findings
            else "All its counts and ratings are what history gives."
        )
    )
    return Verified(pack.digest, Answer.REDACTED, not findings, sentence, findings)


async def _rebuilt(made: Figures) -> Content:
    moment = await moment_of(made.as_at, made.time_zone, today=made.as_at_on)
    return content_of(await judged_at(made.strategy, moment))


def _figures_of(canonical_content: bytes) -> Figures | None:
    try:
        return msgspec.json.decode(canonical_content, type=Figures)
    except msgspec.DecodeError:
        return None


def _compared(pack: Pack, made: Figures, rebuilt: Content) -> Verified:
    again = canonical(rebuilt)
    if again == pack.content.encode():
        return Verified(
            pack.digest,
            Answer.REPRODUCES,
            True,
            "Built again from history as at the same instant, the content is the same to the byte.",
        )
    if (made.format, made.rules) != (FORMAT, rebuilt.rules):
        return _by_figures(pack, made, msgspec.json.decode(again, type=Figures))
    found = first_difference(msgspec.json.decode(pack.content), msgspec.json.decode(again))
    return _differs(pack, f"The first difference is at {found}.")


def _differs(pack: Pack, finding: str) -> Verified:
    sentence = "This pack does not reproduce: its content is not what history gives for its instant."
    return Verified(pack.digest, Answer.DIFFERS, False, sentence, (finding,))


# ------------------------------------------------------------------------------------ made by other versions


def _by_figures(pack: Pack, made: Figures, now: Figures) -> Verified:
    findings = tuple(_differing(made, now))
    versions = listed(
        [
            f"{name} {then} then and {today} now"
            for name, then, today in (("rules", made.rules, now.rules), ("format", made.format, now.format))
            if then != today
        ]
    )
    outcome = (
        f"{counted(len(findings), 'figure')} differ{'s' if len(findings) == 1 else ''}."
        if findings
        else "All counts, published ratings and dates are the same."
    )
    sentence = f"Made by other versions ({versions}), so its figures were compared. {outcome}"
    return Verified(pack.digest, Answer.OTHER_VERSIONS, not findings, sentence, findings)


def _differing(made: Figures, now: Figures) -> Iterator[str]:
    then, today = dict(_named(made)), dict(_named(now))
    for name in {**then, **today}:
        if name not in then and name.startswith(DATES_OF):
            continue  # An older format holds fewer dates; those it holds are compared.
        was, is_now = then.get(name, "nothing"), today.get(name, "nothing")
        if was != is_now:
            yield f"{name}: the pack says {was}, history now gives {is_now}."


DATES_OF = "Dates of "


def _named(figures: Figures) -> Iterator[tuple[str, str]]:
    """Every figure with its name, in words."""
    yield from _counts("all", figures.commitments, figures.actions)
    for objective in figures.objectives:
        yield from _counts(objective.name, objective.commitments, objective.actions)
        yield f"Rating of {objective.name}", objective.published.word
        for line in objective.lines:
            yield from _of_line(line)
            for action in line.actions:
                yield from _of_line(action)
                for milestone in action.milestones or ():
                    yield f"{DATES_OF}{action.reference}, “{milestone.title}”", _dates(milestone)


def _counts(of: str, commitments: Distribution, actions: Distribution) -> Iterator[tuple[str, str]]:
    for noun, stands in (("Commitments", commitments), ("Actions", actions)):
        for column, count in msgspec.structs.asdict(stands).items():
            yield f"{noun} of {of}, {column.replace('_', ' ')}", str(count)


def _of_line(line: CommitmentFigures | ActionFigures) -> Iterator[tuple[str, str]]:
    published = line.judged.published
    yield f"Rating of {line.reference}", ", ".join(filter(None, (published.word, published.note)))
    yield f"Next date of {line.reference}", line.next.on.isoformat() if line.next else "none"


def _dates(milestone: Milestone) -> str:
    dates = (milestone.baseline_on, milestone.forecast_on, milestone.met_on)
    return " / ".join(on.isoformat() if on else "none" for on in dates)


# ------------------------------------------------------------------------------------------ the same versions

ABSENT = object()


def first_difference(kept: Any, rebuilt: Any, path: str = "") -> str | None:
    """Where two values as JSON first differ, names in order: the path, what the pack holds, what history gives."""
    for name, one, other in _pairs(kept, rebuilt):
        if one != other:
            return first_difference(one, other, f"{path}{name}")
    if kept == rebuilt:
        return None
    return f"{path.lstrip('.') or 'the whole'}: the pack holds {_shown(kept)}, history now gives {_shown(rebuilt)}"


def _pairs(kept: Any, rebuilt: Any) -> Iterator[tuple[str, Any, Any]]:
    """What stands at the same place in both, each with its step of the path."""
    if isinstance(kept, dict) and isinstance(rebuilt, dict):
        for name in sorted(kept.keys() | rebuilt.keys()):
            yield f".{name}", kept.get(name, ABSENT), rebuilt.get(name, ABSENT)
    if isinstance(kept, list) and isinstance(rebuilt, list):
        for place, (one, other) in enumerate(zip_longest(kept, rebuilt, fillvalue=ABSENT)):
            yield f"[{_called(one if one is not ABSENT else other, place)}]", one, other


def _called(element: Any, place: int) -> str:
    """A line by its reference, where it has one."""
    named = element if isinstance(element, dict) else {}
    return str(named.get("reference") or named.get("key") or place)


def _shown(value: Any) -> str:
    if value is ABSENT:
        return "nothing"
    written = msgspec.json.encode(value).decode()
    return written if len(written) <= LONGEST else f"{written[:LONGEST]}…"
