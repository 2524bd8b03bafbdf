"""What one member of the Executive Group needs of a pack before the meeting: their own agency's part of it. Pure.

Everything is said by the pack's own content, so a brief and its pack cannot disagree.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from reports.content import ActionLine, CommitmentLine, Content
from reports.sections import Decision, Disagreement, Override
from reports.wording import Mark, counted, listed, number, sentence_case

GOOD = ("Green", "Blue")
AT_REST = ("superseded", "business-as-usual")


class Concern(Struct, frozen=True):
    """An action of the agency that somebody may ask about: red, amber or grey, carried forward, late or not updated."""

    reference: str
    title: str
    mark: Mark
    owner: str
    says: tuple[str, ...]


class ForDecision(Struct, frozen=True):
    """A decision of section 2; `is_mine` where it is about the agency's own."""

    decision: Decision
    is_mine: bool


class Brief(Struct, frozen=True):
    """`position` says how the agency's actions stand, `rest` what is said of those that are no concern."""

    position: str
    concerns: tuple[Concern, ...]
    rest: str
    late: int
    greener: tuple[Disagreement, ...]
    regraded: tuple[Override, ...]
    decisions: tuple[ForDecision, ...]


def brief_of(content: Content, agency: str) -> Brief:
    """The part of an agency, by the short name by which the pack calls it."""
    own = [action for line in _lines(content) for action in line.actions if action.agency == agency]
    mine = {action.reference for action in own}
    mine |= {line.reference for line in _lines(content) if line.lead == agency}
    above = {action.reference.rsplit(".", 1)[0] for action in own}
    concerns = tuple(
        _concern(action, content.as_at_on) for action in own if _is_concern(action, content.as_at_on)
    )
    decisions = [ForDecision(one, _is_about(one, mine, above)) for one in content.decisions]
    return Brief(
        position=_position(own, agency),
        concerns=concerns,
        rest=_rest(len(own), len(concerns)),
        late=sum(_is_late(action, content.as_at_on) for action in own),
        greener=tuple(one for one in content.disagreements.greener if one.reference in mine),
        regraded=tuple(one for one in content.disagreements.overrides if one.reference in mine),
        decisions=tuple(sorted(decisions, key=lambda one: not one.is_mine)),
    )


def headline(brief: Brief) -> str:
    """What somebody reads first: how many decisions, and how many of them are about their own agency."""
    sought, own = len(brief.decisions), sum(one.is_mine for one in brief.decisions)
    if not sought:
        return "Nothing is put to you to decide"
    if not own:
        return f"You are asked for {counted(sought, 'decision')}; none is about your own agency"
    about = "it is" if sought == own == 1 else f"{number(own)} {'is' if own == 1 else 'are'}"
    return f"You are asked for {counted(sought, 'decision')}; {about} about your own agency"


def _lines(content: Content) -> Iterator[CommitmentLine]:
    for objective in content.objectives:
        yield from objective.lines


def _is_about(decision: Decision, mine: set[str], above: set[str]) -> bool:
    """Whether it is about something of theirs: an action of theirs, or a commitment that one is under or they lead."""
    return decision.reference in mine or decision.reference in above


def _is_concern(action: ActionLine, today: dt.date) -> bool:
    judged = action.judged
    if judged.published.shape in AT_REST:
        return False
    solid = judged.published.word in GOOD and not judged.published.note
    return not solid or _is_late(action, today) or "Not updated" in judged.notes


def _is_late(action: ActionLine, today: dt.date) -> bool:
    open_ones = [milestone for milestone in action.milestones if milestone.met_on is None]
    at_rest = action.judged.published.shape in AT_REST
    return not at_rest and any(milestone.baseline_on < today for milestone in open_ones)


def _concern(action: ActionLine, today: dt.date) -> Concern:
    reasons = [reason.sentence for reason in action.judged.reasons[:1]] or [action.judged.because]
    notes = [f"{note}." for note in action.judged.notes]
    moved = [f"{action.judged.dates_moved}."] if action.judged.dates_moved else []
    said = (*reasons, *_late(action, today), *notes, *moved)
    return Concern(
        reference=action.reference,
        title=action.title,
        mark=action.judged.published,
        owner=action.owner,
        says=tuple(dict.fromkeys(filter(None, said))),
    )


def _late(action: ActionLine, today: dt.date) -> list[str]:
    """Each milestone past its approved date and not met; the rule's own sentence of it is not said twice."""
    said = " ".join(reason.sentence for reason in action.judged.reasons[:1])
    return [
        f"“{milestone.title}” is {counted((today - milestone.baseline_on).days, 'day')} late."
        for milestone in action.milestones
        if milestone.met_on is None and milestone.baseline_on < today and milestone.title not in said
    ]


def _position(own: list[ActionLine], agency: str) -> str:
    if not own:
        return f"{agency} answers for no action in this plan."
    words = Counter(
        "carried forward"
        if action.judged.published.shape.endswith("-hollow")
        else action.judged.published.word.lower()
        for action in own
    )
    said = listed([f"{count} {word}" for word, count in words.items()])
    return f"{agency} answers for {counted(len(own), 'action')}: {said}."


def _rest(all: int, concerns: int) -> str:
    left = all - concerns
    if not left or not concerns:
        return "Nothing of it is late, not updated or below green." if all and not concerns else ""
    return f"{sentence_case(number(left))} more {'is' if left == 1 else 'are'} as planned, or at rest."
