"""Section 7, what difference it made for children: the business unit's words, and what owners say of impact.

Output and reach are not impact; "too early to tell" is an answer and is counted as one, saying nothing is not.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import count

from objectives.rated import Judgement
from objectives.standing import Action, Commentary, Objective
from objectives.words import Confidence
from reports.content import Section
from reports.sections import Confident, Difference, Doubt, Impact, ObjectiveDifference, Point, Said
from reports.wording import counted, number, sentence_case, verb

NAME = "What difference it made for children"
NOTHING = "No commentary was written and no update was sent in this round."


def difference_of(judgement: Judgement) -> Difference:
    """Objective by objective; the points of all commentaries are numbered through, 7.1, 7.2 …"""
    place = (f"7.{n}" for n in count(1))
    objectives = tuple(_objective(o, judgement, place) for o in judgement.standing.objectives)
    return Difference(
        objectives=objectives,
        updates=sum(o.updates for o in objectives),
        without_impact=sum(o.without_impact for o in objectives),
    )


def section_of(found: Difference) -> Section:
    is_empty = not found.updates and not any(o.said for o in found.objectives)
    return Section(7, NAME, headline(found), NOTHING if is_empty else "")


def headline(found: Difference) -> str:
    """How many updates say what was different for children, without a full stop."""
    if not found.updates:
        return "No update was sent, so none says what was different for children"
    without, told = found.without_impact, found.updates - found.without_impact
    if not without:
        return f"{_every(found.updates)} {verb(told, 'says', 'say')} what was different for children"
    if not told:
        return f"None of {counted(found.updates, 'update')} says what was different for children"
    return (
        f"{sentence_case(number(told))} of {counted(found.updates, 'update')} {verb(told, 'says', 'say')} "
        f"what was different for children; {number(without)} {verb(without, 'does', 'do')} not"
    )


def _every(updates: int) -> str:
    return {1: "The only update", 2: "Both updates"}.get(updates, f"All {number(updates)} updates")


def _objective(objective: Objective, judgement: Judgement, place: Iterator[str]) -> ObjectiveDifference:
    round = judgement.standing.this_round
    commentary = next((c for c in objective.commentaries if round and c.round == round.name), None)
    rated = [judgement.commitments[c.reference] for c in objective.commitments]
    confidence = Counter(r.confidence for r in rated)
    impacts = _impacts([a for c in objective.commitments for a in c.actions], judgement)
    return ObjectiveDifference(
        key=objective.key,
        name=objective.name,
        said=_said(commentary, place) if commentary else None,
        confidence=Confident(
            high=confidence[Confidence.HIGH],
            medium=confidence[Confidence.MEDIUM],
            low=confidence[Confidence.LOW],
            unsaid=confidence[None],
        ),
        doubts=tuple(
            Doubt(r.reference, r.confidence_reason) for r in rated if r.confidence is Confidence.LOW
        ),
        impacts=tuple(Impact(text, tuple(told)) for text, told in impacts.items() if text),
        updates=sum(map(len, impacts.values())),
        without_impact=len(impacts.get("", ())),
    )


def _said(commentary: Commentary, place: Iterator[str]) -> Said:
    return Said(
        working_well=_points(commentary.working_well, place),
        worried_about=_points(commentary.worried_about, place),
        needs_to_happen=_points(commentary.needs_to_happen, place),
        written_by=commentary.written_by,
    )


def _points(text: str, place: Iterator[str]) -> tuple[Point, ...]:
    """A point for each line that says something."""
    return tuple(Point(next(place), line.strip()) for line in text.splitlines() if line.strip())


def _impacts(actions: list[Action], judgement: Judgement) -> dict[str, list[str]]:
    """By what it says of impact, nothing included: the references of this round's updates that say it."""
    found: dict[str, list[str]] = {}
    for action in actions:
        if update := action.update_for(judgement.standing.this_round):
            found.setdefault(update.impact.strip(), []).append(action.reference)
    return found
