"""The lines of the plan as a pack prints them: objectives, commitments and actions with their ratings side by side.

Pure: every rating was decided before; this only puts it into words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from objectives.rated import Judgement, Rated
from objectives.standing import Action, Commitment, Objective
from objectives.words import Rating, Status
from reports.content import (
    ActionLine,
    CommitmentLine,
    Judged,
    MilestoneDates,
    NextMilestone,
    Noted,
    ObjectivePart,
    Reason,
    Then,
)
from reports.exceptions import held_words
from reports.wording import (
    Mark,
    counted,
    day,
    frozen_mark,
    listed,
    mark_of,
    number,
    owner_of,
    post_words,
    published_mark,
    sentence_case,
)

AHEAD = (Status.NOT_STARTED, Status.IN_PROGRESS)
STRIP = 8
"""Rounds in a strip, the pack's own included."""


def part_of_plan(objective: Objective, judgement: Judgement) -> ObjectivePart:
    """One objective with everything under it."""
    rolled = judgement.objectives[objective.key]
    return ObjectivePart(
        key=objective.key,
        name=objective.name,
        published=published_mark(rolled.published, False, None, ""),
        sentence=rolled.sentence,
        commitments=rolled.commitments,
        actions=rolled.actions,
        lines=tuple(_commitment(commitment, judgement) for commitment in objective.commitments),
    )


def _commitment(commitment: Commitment, judgement: Judgement) -> CommitmentLine:
    return CommitmentLine(
        reference=commitment.reference,
        short_title=commitment.short_title,
        wording=commitment.wording,
        kind=sentence_case(commitment.kind),
        status=_status_of(commitment),
        lead=commitment.lead_agency.short_name if commitment.lead_agency else "No lead agency",
        accountable=post_words(commitment.accountable),
        judged=_judged(judgement.commitments[commitment.reference]),
        strip=_strip(commitment, judgement),
        next=_next_of(commitment.actions),
        variations=tuple(Noted(v.dated_on, v.note, v.wording) for v in commitment.variations),
        actions=tuple(_action(action, judgement) for action in commitment.actions),
    )


def _status_of(commitment: Commitment) -> str:
    """Business as usual with its review date; else how many of its actions stand where."""
    if commitment.business_as_usual_from:
        review = f", review due {day(commitment.review_on)}" if commitment.review_on else ""
        return f"Business as usual{review}"
    if not commitment.actions:
        return "No action yet"
    counts = Counter(str(action.status) for action in commitment.actions)
    said = listed([f"{number(count)} {status}" for status, count in counts.items()])
    return f"{sentence_case(counted(len(commitment.actions), 'action'))}: {said}"


def _action(action: Action, judgement: Judgement) -> ActionLine:
    return ActionLine(
        reference=action.reference,
        title=action.title,
        agency=action.agency.short_name,
        owner=owner_of(action),
        status=sentence_case(action.status),
        judged=_judged(judgement.actions[action.reference]),
        next=_next_of([action]),
        deputy=action.deputy.name if action.deputy else "",
        accountable=post_words(action.accountable, "vacant"),
        milestones=tuple(
            MilestoneDates(m.title, m.baseline_on, m.forecast_on, m.met_on) for m in action.milestones
        ),
    )


def _next_of(actions: Iterable[Action]) -> NextMilestone | None:
    """The open milestone expected first among those of these actions that are still to be delivered."""
    ahead = [
        (m.expected_on, a.reference, m.title)
        for a in actions
        if a.status in AHEAD and (m := a.next_milestone)
    ]
    if not ahead:
        return None
    on, reference, title = min(ahead)
    return NextMilestone(on, title, reference)


def _strip(commitment: Commitment, judgement: Judgement) -> tuple[Then, ...]:
    """The rounds up to this one, oldest first; the last mark is what is published now."""
    standing = judgement.standing
    now = Then(
        standing.this_round.name if standing.this_round else "Now",
        mark_of(judgement.commitments[commitment.reference]),
    )
    past = [
        r
        for r in standing.rounds
        if standing.this_round and r.period_starts_on < standing.this_round.period_starts_on
    ]
    rows = {row.round: row for row in commitment.frozen}
    return (*(Then(r.name, frozen_mark(rows.get(r.name))) for r in past[1 - STRIP :]), now)


def _judged(rated: Rated) -> Judged:
    return Judged(
        published=mark_of(rated),
        owners=_word(rated.owners),
        calculated=_word(rated.calculated),
        moderated=_word(rated.moderated),
        moderation=_moderation(rated),
        direction=rated.direction,
        streak=rated.streak,
        held=held_words(rated.streak),
        confidence=rated.confidence or "",
        confidence_reason=rated.confidence_reason,
        dates_moved=_dates_moved(rated),
        because=rated.because,
        notes=tuple(_notes(rated)),
        reasons=tuple(
            Reason(Mark(fired.rating.lower(), fired.rating), fired.sentence) for fired in rated.fired
        ),
    )


def _notes(rated: Rated) -> Iterator[str]:
    """What a reader must know beside the rating, in the handbook's own labels."""
    if rated.due_on:
        yield f"Update due on {day(rated.due_on)}; the last one stands"
    if rated.not_updated:
        yield "Not updated"
    if rated.returned:
        yield "Returned, not answered"
    if rated.green_if_accepted:
        yield "Would be Green if its evidence were accepted"
    if rated.needs_plan:
        yield "No recovery plan given"


def _word(rating: Rating | None) -> str | None:
    return rating.value if rating else None


def _moderation(rated: Rated) -> str:
    if rated.moderated is None:
        return ""
    until = f", in force until {day(rated.moderation_expires_on)}" if rated.moderation_expires_on else ""
    return f"Moderated to {rated.moderated} by {rated.moderated_by}{until}: {rated.moderation_reason}"


def _dates_moved(rated: Rated) -> str:
    """How many times dates moved, and by how much in all; nothing where none ever moved."""
    if not rated.integrity.moves:
        return ""
    times = {1: "once", 2: "twice"}.get(rated.integrity.moves, f"{number(rated.integrity.moves)} times")
    return f"Dates moved {times}, {counted(rated.integrity.days_moved, 'day')} in all"
