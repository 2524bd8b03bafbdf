"""Turns a judged strategy into a pack's content. Pure: asks nobody, decides no rating, and knows no format."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from objectives.moments import Moment, end_of_day
from objectives.rated import Judgement, Rated
from objectives.standing import Action, Commitment, Objective, Round, Standing
from objectives.thresholds import THRESHOLDS
from objectives.words import Direction, Rating, Status
from reports import headlines
from reports.content import (
    FORMAT,
    ActionLine,
    Anchor,
    CommitmentLine,
    Content,
    Definition,
    Exceptions,
    Judged,
    MilestoneDates,
    Moved,
    NextMilestone,
    Noted,
    ObjectivePart,
    Reason,
    RoundFacts,
    Section,
    Then,
)
from reports.definitions import DEFINITIONS
from reports.exceptions import exceptions_of, headline_of, held_words, needs_of
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


MOVED = (Direction.WORSENED, Direction.IMPROVED, Direction.NEW)


def content_of(judgement: Judgement) -> Content:
    """Everything that the pack of this judgement prints. The same judgement always gives the same content."""
    standing = judgement.standing
    found = exceptions_of(judgement)
    return Content(
        format=FORMAT,
        rules=judgement.rules,
        partnership=standing.partnership,
        strategy=standing.key,
        title=f"{standing.short_title}: progress pack",
        example=standing.example,
        as_at=standing.moment.instant,
        as_at_on=standing.moment.today,
        as_at_words=as_at_words(standing),
        time_zone=standing.moment.time_zone,
        round=_round_facts(standing.this_round, standing.moment.time_zone),
        last_issued=_last_issued(standing),
        anchor=Anchor(standing.moment.sequence, standing.moment.chain_digest),
        finding=headlines.position(judgement),
        standfirst=f"{headlines.since_last(judgement)} {headlines.coverage(judgement)}",
        of_the_actions=headlines.of_the_actions(judgement),
        needs=needs_of(found, judgement),
        sections=_sections(judgement, found),
        commitments=judgement.all_commitments,
        actions=judgement.all_actions,
        objectives=tuple(_objective(objective, judgement) for objective in standing.objectives),
        movement=headlines.movement(judgement),
        moved=tuple(_moved(judgement)),
        not_comparable=tuple(_not_comparable(judgement)),
        exceptions=found,
        definitions=DEFINITIONS,
        thresholds=tuple(Definition(*pair) for pair in THRESHOLDS.definitions()),
    )


def _sections(judgement: Judgement, found: Exceptions) -> tuple[Section, ...]:
    return (
        Section(1, "Cover", headlines.position(judgement)),
        Section(3, "Plan on a page", headlines.objectives(judgement)),
        Section(4, "Exceptions", headline_of(found)),
        Section(13, "Annex", "The full plan, with the reasons for each rating"),
    )


def as_at_words(standing: Standing) -> str:
    """The instant in local words: a round's freeze, the end of a day, or a time of day."""
    moment, round = standing.moment, standing.this_round
    if round and round.freezes_at == moment.instant:
        return f"the freeze of {round.name}, {local_words(moment)}"
    if moment.instant == end_of_day(moment.today, moment.time_zone):
        return f"the end of {day(moment.today)}"
    return local_words(moment)


def local_words(moment: Moment) -> str:
    return _local(moment.instant, moment.time_zone)


def _local(instant: dt.datetime, time_zone: str) -> str:
    there = instant.astimezone(ZoneInfo(time_zone))
    return f"{day(there.date())}, {there:%H:%M}"


def _round_facts(round: Round | None, time_zone: str) -> RoundFacts | None:
    if round is None:
        return None
    return RoundFacts(
        name=round.name,
        period_starts_on=round.period_starts_on,
        period_ends_on=round.period_ends_on,
        updates_due_on=round.updates_due_on,
        freezes=_local(round.freezes_at, time_zone),
        meets_on=round.meets_on,
    )


def _last_issued(standing: Standing) -> str:
    last = standing.last_issued
    if last is None:
        return "none issued before this one"
    return f"the pack of {last.round}, as at {day(last.as_at_on)}, digest {last.digest[:12]}"


def _objective(objective: Objective, judgement: Judgement) -> ObjectivePart:
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


def _moved(judgement: Judgement) -> Iterator[Moved]:
    """Worsened first; nothing where no pack was issued before."""
    last = judgement.standing.last_issued
    if last is None:
        return
    for direction in MOVED:
        for commitment in judgement.standing.commitments():
            rated = judgement.commitments[commitment.reference]
            if rated.direction is direction:
                was = next((row for row in commitment.frozen if row.round == last.round), None)
                yield Moved(
                    reference=commitment.reference,
                    title=commitment.short_title,
                    was=frozen_mark(was) if was else None,
                    now=mark_of(rated),
                    direction=direction,
                )


def _not_comparable(judgement: Judgement) -> Iterator[str]:
    if judgement.standing.last_issued:
        for commitment in judgement.standing.commitments():
            if judgement.commitments[commitment.reference].direction is Direction.NOT_COMPARABLE:
                yield commitment.reference


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
