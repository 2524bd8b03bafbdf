"""Rates one action: runs every rule on it, sets the three ratings side by side and says what is published."""

from collections.abc import Iterator

from msgspec.structs import replace

from objectives.assurance_rules import overdue_assurance
from objectives.calendar import Calendar
from objectives.delivery_rules import NOT_YET_DUE, delivery_rules, not_begun, review_overdue
from objectives.evidence_rules import embedded, if_accepted, is_weighed, nothing_due, proof, unproven, weigh
from objectives.movement import direction, integrity, streak
from objectives.owners_word import NOTHING_EXPECTED, Word, owners_word, word_since
from objectives.publishing import Published, in_force, last_published, publish
from objectives.rated import Fired, Rated
from objectives.standing import Action, Check
from objectives.words import GreyReason, Rating, Status


def rate_action(action: Action, calendar: Calendar) -> Rated:
    """One action as at the calendar's day: Blue is read off its check, all else off the rules."""
    if action.status in (Status.SUPERSEDED, Status.BUSINESS_AS_USUAL):
        return _rate_at_rest(action, calendar)
    check = proof(action, calendar.rules)
    return _rate_embedded(action, check, calendar) if check else _rate_under_way(action, calendar)


def _rate_at_rest(action: Action, calendar: Calendar) -> Rated:
    """Superseded is unrated; business as usual too, except Amber once its review is overdue."""
    if action.status is Status.BUSINESS_AS_USUAL:
        overdue = review_overdue(action.review_on, calendar.today)
        if overdue:
            return _judged(action, NOTHING_EXPECTED, [overdue], (), calendar)
    return Rated(
        reference=action.reference,
        owners=None,
        calculated=None,
        moderated=None,
        published=None,
        unrated=action.status.value,
        direction=direction(None, False, action.frozen, calendar),
        streak=0,
        integrity=integrity(action.milestones),
    )


def _rate_embedded(action: Action, check: Check, calendar: Calendar) -> Rated:
    """Blue does not decay; only an overdue request, or a word said since the check, is more cautious."""
    overdue = tuple(overdue_assurance(action.requests, calendar.today))
    word = word_since(action, calendar, check.recorded_at)
    return _judged(action, word, [*overdue, embedded(action, check)], overdue, calendar)


def _rate_under_way(action: Action, calendar: Calendar) -> Rated:
    overdue = tuple(overdue_assurance(action.requests, calendar.today))
    evidence = weigh(action.evidence, calendar.today, calendar.rules)
    bound = unproven(calendar.rules) if evidence.rating is Rating.GREEN else evidence
    word = owners_word(action, calendar)
    fired = [*overdue, *_fired_rules(action, word, evidence, calendar)]
    rated = _judged(action, word, fired, (*overdue, bound), calendar)
    if not overdue and _only_waits_for_acceptance(rated, action, word, calendar):
        return replace(rated, green_if_accepted=True)
    return rated


def _fired_rules(action: Action, word: Word, evidence: Fired, calendar: Calendar) -> Iterator[Fired]:
    """Every rule of delivery and evidence that fires; `evidence` is what the action's evidence can carry."""
    waiting = not_begun(action, calendar.today)
    if waiting:
        yield waiting
        return
    yield from delivery_rules(action, word.update, calendar.today, calendar.rules)
    yield evidence if is_weighed(action, calendar.today) else nothing_due(action.milestones)


def _judged(
    action: Action, word: Word, fired: list[Fired], caps: tuple[Fired, ...], calendar: Calendar
) -> Rated:
    fired.sort(key=lambda f: -f.rating.caution)
    calculated = fired[0].rating
    moderation = in_force(action.moderations, calendar.today)
    last = last_published(action.frozen, word, calendar)
    published = publish(word, calculated, moderation, caps, last, calendar.rules)
    update = word.update
    owners = update.owner_rating if update else None
    return Rated(
        reference=action.reference,
        owners=owners,
        calculated=calculated,
        moderated=moderation.rating if moderation else None,
        published=published.rating,
        hollow=published.hollow,
        carried_from=published.carried_from,
        not_updated=bool(word.missed),
        due_on=word.due_on,
        grey_reason=_grey_reason(published, fired),
        disagrees=_disagrees(owners, calculated, fired),
        direction=direction(published.rating, published.hollow, action.frozen, calendar),
        streak=streak(published.rating, published.hollow, action.frozen, calendar),
        confidence=update.confidence if update else None,
        confidence_reason=update.confidence_reason if update else "",
        needs_plan=calculated is Rating.RED and not (update and update.plan),
        fired=tuple(fired),
        caps=caps,
        moderation_reason=moderation.reason if moderation else "",
        moderated_by=moderation.moderated_by if moderation else "",
        moderation_expires_on=moderation.expires_on if moderation else None,
        integrity=integrity(action.milestones),
        update=update,
        returned=bool(update and update.returned),
        because=published.because,
    )


def _grey_reason(published: Published, fired: list[Fired]) -> GreyReason | None:
    if published.rating is not Rating.GREY:
        return None
    if published.grey_reason:
        return published.grey_reason
    return GreyReason.NOT_YET_DUE if _nothing_due(fired) else GreyReason.INSUFFICIENT_EVIDENCE


def _disagrees(owners: Rating | None, calculated: Rating, fired: list[Fired]) -> bool:
    """Owner greener than calculated. "Not yet due" is no disagreement: an owner has no such word."""
    if owners is None or owners.caution >= calculated.caution:
        return False
    return not (calculated is Rating.GREY and _nothing_due(fired))


def _nothing_due(fired: list[Fired]) -> bool:
    return any(f.rule == NOT_YET_DUE for f in fired)


def _only_waits_for_acceptance(rated: Rated, action: Action, word: Word, calendar: Calendar) -> bool:
    """Whether it would be Green if the evidence that waits were accepted."""
    if rated.moderated or word.missed or rated.calculated not in (Rating.GREY, Rating.AMBER):
        return False
    if rated.owners in (Rating.RED, Rating.AMBER) or all(e.accepted is not None for e in action.evidence):
        return False
    evidence = weigh(if_accepted(action.evidence, calendar.rules), calendar.today, calendar.rules)
    return all(f.rating is Rating.GREEN for f in _fired_rules(action, word, evidence, calendar))
