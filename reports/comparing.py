"""What changed between two packs, line by line: ratings, status, dates, scope, owners and kind. Pure.

Only what both packs print is compared; neither history nor the database is asked. Each change says what stood before,
what stands after, and a sentence that can be read aloud.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from objectives.problems import Invalid
from reports.content import ActionLine, CommitmentLine, Content, Judged, MilestoneDates, ObjectivePart
from reports.wording import Mark, counted, day, listed, number, sentence_case

WITHOUT_DETAIL = "1"
"""The format whose packs hold no milestones but the next, no deputies and no accountable executives of actions."""


class Aspect(StrEnum):
    """What a change is a change of, in the order in which changes are listed."""

    RATING = "rating"
    STATUS = "status"
    DATES = "dates"
    SCOPE = "scope"
    OWNERS = "owners"
    KIND = "kind"


class Change(Struct, frozen=True):
    """`before` and `after` are in words, "none" where there was nothing. Marks are those of published ratings.

    `by` is how far a date moved, such as "31 days later".
    """

    aspect: Aspect
    what: str
    before: str
    after: str
    sentence: str
    by: str = ""
    before_mark: Mark | None = None
    after_mark: Mark | None = None


class ChangedLine(Struct, frozen=True):
    """An objective, commitment or action that differs; `objective` is the name of the objective it is under."""

    reference: str
    title: str
    objective: str
    changes: tuple[Change, ...]


class Comparison(Struct, frozen=True):
    """`before` and `after` name the packs in words. `notes` say what could not be compared, or only with care."""

    before: str
    after: str
    headline: str
    notes: tuple[str, ...]
    lines: tuple[ChangedLine, ...]


class Fact(Struct, frozen=True):
    """One thing that a pack says of a line. A day is kept as one, so that a move can be counted in days."""

    aspect: Aspect
    what: str
    words: str
    on: dt.date | None = None
    mark: Mark | None = None


class Line(Struct, frozen=True):
    """A line of either pack and everything it says that is compared. `kind` is what it is called."""

    kind: str
    reference: str
    title: str
    objective: str
    facts: tuple[Fact, ...]


def compare(before: Content, after: Content) -> Comparison:
    """What changed from one pack to another, in the order of the plan. Raises Invalid for packs of two strategies."""
    if before.strategy != after.strategy:
        raise Invalid("These packs are of two strategies. Choose two of the same one.")
    detailed = WITHOUT_DETAIL not in (before.format, after.format)
    then, now = ({line.reference: line for line in _lines(pack, detailed)} for pack in (before, after))
    lines = tuple(
        ChangedLine(line.reference, line.title, line.objective, changes)
        for line in _in_plan_order(then, now)
        if (changes := tuple(_changes(then.get(line.reference), now.get(line.reference))))
    )
    return Comparison(
        before=before.as_at_words,
        after=after.as_at_words,
        headline=_headline(lines),
        notes=tuple(_notes(before, after)),
        lines=lines,
    )


def _in_plan_order(then: dict[str, Line], now: dict[str, Line]) -> Iterator[Line]:
    """The lines of the later pack, each gone line behind the one that it stood behind."""
    order = list(now)
    place = 0
    for reference in then:
        if reference in now:
            place = order.index(reference) + 1
        else:
            order.insert(place, reference)
            place += 1
    return (now.get(reference) or then[reference] for reference in order)


def _headline(lines: tuple[ChangedLine, ...]) -> str:
    if not lines:
        return "Nothing changed in rating, status, dates, scope, owners or kind."
    told = [
        f"{aspect} of {number(count)}"
        for aspect in Aspect
        if (count := sum(any(change.aspect is aspect for change in line.changes) for line in lines))
    ]
    return f"{sentence_case(counted(len(lines), 'line'))} changed: {listed(told)}."


def _notes(before: Content, after: Content) -> Iterator[str]:
    if before.rules != after.rules:
        yield (
            f"The first pack was rated by rules {before.rules} and the second by rules {after.rules}, "
            "so a changed rating may be the rules’ doing."
        )
    if WITHOUT_DETAIL in (before.format, after.format):
        yield (
            f"A pack in format {WITHOUT_DETAIL} holds neither every milestone nor the deputy and accountable "
            "executive of an action, so these were not compared."
        )
    if before.as_at > after.as_at:
        yield "The first pack is the later one: what is said here runs backwards in time."


# ------------------------------------------------------------------------------------ what a pack says of a line


def _lines(pack: Content, detailed: bool) -> Iterator[Line]:
    for objective in pack.objectives:
        yield _of_objective(objective)
        for commitment in objective.lines:
            yield _of_commitment(objective, commitment)
            for action in commitment.actions:
                yield _of_action(objective, action, detailed)


def _of_objective(part: ObjectivePart) -> Line:
    published = Fact(Aspect.RATING, "Published rating", part.published.spoken, mark=part.published)
    return Line("objective", part.key, part.name, part.name, (published,))


def _of_commitment(objective: ObjectivePart, line: CommitmentLine) -> Line:
    facts = (
        *_ratings(line.judged),
        Fact(Aspect.STATUS, "Status", line.status),
        Fact(Aspect.SCOPE, "Wording", line.wording),
        *(Fact(Aspect.SCOPE, f"Variation of {day(noted.dated_on)}", noted.note) for noted in line.variations),
        Fact(Aspect.OWNERS, "Lead agency", line.lead),
        Fact(Aspect.OWNERS, "Accountable executive", line.accountable),
        Fact(Aspect.KIND, "Kind", line.kind),
    )
    return Line("commitment", line.reference, line.short_title, objective.name, facts)


def _of_action(objective: ObjectivePart, line: ActionLine, detailed: bool) -> Line:
    facts = (
        *_ratings(line.judged),
        Fact(Aspect.STATUS, "Status", line.status),
        *(_dates(line.milestones) if detailed else ()),
        Fact(Aspect.SCOPE, "Title", line.title),
        Fact(Aspect.OWNERS, "Agency", line.agency),
        Fact(Aspect.OWNERS, "Owner", line.owner),
        *(_answerable(line) if detailed else ()),
    )
    return Line("action", line.reference, line.title, objective.name, facts)


def _ratings(judged: Judged) -> Iterator[Fact]:
    yield Fact(Aspect.RATING, "Published rating", judged.published.spoken, mark=judged.published)
    yield Fact(Aspect.RATING, "Owner’s rating", judged.owners or "")
    yield Fact(Aspect.RATING, "Calculated rating", judged.calculated or "")
    yield Fact(Aspect.RATING, "Moderated rating", judged.moderated or "")


def _answerable(line: ActionLine) -> Iterator[Fact]:
    yield Fact(Aspect.OWNERS, "Deputy", line.deputy)
    yield Fact(Aspect.OWNERS, "Accountable executive", line.accountable)


def _dates(milestones: tuple[MilestoneDates, ...]) -> Iterator[Fact]:
    for milestone in milestones:
        name = f"“{milestone.title}”"
        yield Fact(Aspect.SCOPE, f"Milestone {name}", "planned")
        for what, on in (
            ("Baseline", milestone.baseline_on),
            ("Forecast", milestone.forecast_on),
            ("Actual date", milestone.met_on),
        ):
            yield Fact(Aspect.DATES, f"{what} of {name}", day(on) if on else "", on=on)


# --------------------------------------------------------------------------------------------- what changed in it


def _changes(then: Line | None, now: Line | None) -> Iterator[Change]:
    if then and now:
        before, after = _by_name(then.facts), _by_name(now.facts)
        found = (_change(what, before.get(what), after.get(what)) for what in {**before, **after})
        yield from sorted(filter(None, found), key=lambda change: list(Aspect).index(change.aspect))
    elif now:
        yield _scope(now, "none", now.title, f"This {now.kind} was added.")
    elif then:
        yield _scope(then, then.title, "none", f"This {then.kind} is no longer in the plan.")


def _scope(line: Line, before: str, after: str, sentence: str) -> Change:
    return Change(Aspect.SCOPE, line.kind.capitalize(), before, after, sentence)


def _by_name(facts: tuple[Fact, ...]) -> dict[str, Fact]:
    """Facts by what they say; of two milestones with one title, the second is called so."""
    named: dict[str, Fact] = {}
    seen = Counter[str]()
    for fact in facts:
        seen[fact.what] += 1
        named[fact.what if seen[fact.what] == 1 else f"{fact.what} ({seen[fact.what]})"] = fact
    return named


def _change(what: str, then: Fact | None, now: Fact | None) -> Change | None:
    told = now or then
    before, after = (fact.words if fact else "" for fact in (then, now))
    if told is None or before == after:
        return None
    by = _moved_by(then, now)
    return Change(
        aspect=told.aspect,
        what=what,
        before=before or "none",
        after=after or "none",
        sentence=f"{what} moved {by}, to {after}." if by else _said(what, before, after),
        by=by,
        before_mark=then.mark if then else None,
        after_mark=now.mark if now else None,
    )


def _said(what: str, before: str, after: str) -> str:
    if not before:
        return f"{what}: {after}; there was none before."
    if not after:
        return f"{what}: none now; it was {before}."
    return f"{what}: {before} before, {after} now."


def _moved_by(then: Fact | None, now: Fact | None) -> str:
    """How far a date moved; nothing where it is no date, or was not there on both sides."""
    if not (then and now and then.on and now.on):
        return ""
    days = (now.on - then.on).days
    return f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"
