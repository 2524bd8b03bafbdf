"""Rates one commitment: the roll-up of its actions, what was asked of partners, and the moderator's word.

Source: handbook, section 3 ("Roll-up", "Assurance"). A commitment itself is never hollow.
"""

import datetime as dt
from collections.abc import Sequence

from objectives.assurance_rules import overdue_assurance, requests_of, worst_opinion
from objectives.calendar import Calendar
from objectives.delivery_rules import review_overdue
from objectives.evidence_rules import UNPROVEN, weigh
from objectives.movement import direction, streak, together
from objectives.publishing import Published, in_force, moderated, more_cautious
from objectives.rated import Fired, Rated
from objectives.rollup import Rolled, commitment_from
from objectives.standing import Commitment, Evidence
from objectives.words import Confidence, GreyReason, Kind, Rating, Status

ROLL_UP = "roll-up"
NOT_ALL_BLUE = Fired(UNPROVEN, Rating.GREEN, "A commitment is Blue only if all its actions are Blue.")
LOWEST_FIRST = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
NO_VERDICT = (GreyReason.NOT_YET_DUE, GreyReason.NOTHING_TO_RATE)


def rate_commitment(commitment: Commitment, actions: Sequence[Rated], calendar: Calendar) -> Rated:
    """One commitment from the ratings of its actions, in the order of its actions."""
    as_usual_from = commitment.business_as_usual_from
    if as_usual_from and as_usual_from <= calendar.today:
        overdue = review_overdue(commitment.review_on, calendar.today)
        return _judged(commitment, actions, [overdue] if overdue else [], (), None, calendar)
    rolled = commitment_from(actions, calendar.rules)
    fired = fired_rules(commitment, rolled, calendar.today)
    caps = commitment_caps(commitment, rolled, calendar) if fired else ()
    return _judged(commitment, actions, fired, caps, rolled.grey_reason, calendar)


def fired_rules(commitment: Commitment, rolled: Rolled, today: dt.date) -> list[Fired]:
    """What rates a commitment, most cautious first: its actions, overdue assurance and, where seeking
    assurance is what was promised, the worst opinion. An opinion speaks even where too few actions can be
    rated."""
    fired = list(overdue_assurance(requests_of(commitment), today))
    opinion = _opinion(commitment, today)
    if opinion:
        done = opinion.rating is Rating.GREEN and rolled.rating is Rating.BLUE
        fired.append(Fired(opinion.rule, Rating.BLUE, opinion.sentence) if done else opinion)
    if rolled.rating and not (opinion and rolled.rating is Rating.GREY):
        fired.append(Fired(ROLL_UP, rolled.rating, rolled.sentence))
    return sorted(fired, key=lambda f: -f.rating.caution)


def commitment_caps(commitment: Commitment, rolled: Rolled, calendar: Calendar) -> tuple[Fired, ...]:
    """The facts that bind moderators too. The opinion on a commitment to seek assurance is its evidence."""
    caps = list(overdue_assurance(requests_of(commitment), calendar.today))
    all_blue = rolled.rating is Rating.BLUE
    opinion = _opinion(commitment, calendar.today)
    carries = opinion or (None if all_blue else weigh(_pieces(commitment), calendar.today, calendar.rules))
    if carries and carries.rating is not Rating.GREEN:
        caps.append(carries)
    return (*caps,) if all_blue else (*caps, NOT_ALL_BLUE)


def _judged(
    commitment: Commitment,
    actions: Sequence[Rated],
    fired: list[Fired],
    caps: tuple[Fired, ...],
    grey_reason: GreyReason | None,
    calendar: Calendar,
) -> Rated:
    calculated = fired[0].rating if fired else None
    moderation = in_force(commitment.moderations, calendar.today) if fired else None
    published = moderated(moderation, caps) if moderation else _calculated(fired, grey_reason)
    rating = published.rating if published else None
    owners = _owners_together(actions)
    confidence, reason = _lowest_confidence(actions)
    return Rated(
        reference=commitment.reference,
        owners=owners,
        calculated=calculated,
        moderated=moderation.rating if moderation else None,
        published=rating,
        unrated=None if rating else Status.BUSINESS_AS_USUAL.value,
        not_updated=any(a.not_updated for a in actions),
        due_on=min((a.due_on for a in actions if a.due_on), default=None),
        grey_reason=published.grey_reason if published else None,
        disagrees=_disagrees(owners, calculated, grey_reason),
        direction=direction(rating, False, commitment.frozen, calendar),
        streak=streak(rating, False, commitment.frozen, calendar),
        confidence=confidence,
        confidence_reason=reason,
        needs_plan=calculated is Rating.RED and any(a.needs_plan for a in actions),
        fired=tuple(fired),
        caps=caps,
        moderation_reason=moderation.reason if moderation else "",
        moderated_by=moderation.moderated_by if moderation else "",
        moderation_expires_on=moderation.expires_on if moderation else None,
        integrity=together([a.integrity for a in actions]),
        because=published.because if published else "",
    )


def _calculated(fired: list[Fired], grey_reason: GreyReason | None) -> Published | None:
    """The owners' words are in the ratings of the actions already, so they are not weighed again."""
    if not fired:
        return None
    most_cautious = fired[0]
    reason = grey_reason if most_cautious.rating is Rating.GREY else None
    return Published(most_cautious.rating, most_cautious.sentence, grey_reason=reason)


def _opinion(commitment: Commitment, today: dt.date) -> Fired | None:
    if commitment.kind is not Kind.ASSURANCE:
        return None
    return worst_opinion(requests_of(commitment), today)


def _pieces(commitment: Commitment) -> tuple[Evidence, ...]:
    wanted = (a for a in commitment.actions if a.status is not Status.SUPERSEDED)
    return (*commitment.evidence, *(e for a in wanted for e in a.evidence))


def _owners_together(actions: Sequence[Rated]) -> Rating | None:
    """The roll-up of the owners' words: the most cautious, so Blue only if all who spoke said Blue."""
    said = [a.owners for a in actions if a.owners]
    return more_cautious(said) if said else None


def _disagrees(owners: Rating | None, calculated: Rating | None, grey_reason: GreyReason | None) -> bool:
    """Owners greener than calculated; a Grey for want of anything to rate is no disagreement."""
    if owners is None or calculated is None or owners.caution >= calculated.caution:
        return False
    return not (calculated is Rating.GREY and grey_reason in NO_VERDICT)


def _lowest_confidence(actions: Sequence[Rated]) -> tuple[Confidence | None, str]:
    said = [(a.confidence, a.confidence_reason) for a in actions if a.confidence]
    return min(said, key=lambda pair: LOWEST_FIRST.index(pair[0]), default=(None, ""))
