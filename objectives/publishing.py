"""Three ratings in, one out: what is published, and why. All three are kept side by side.

Source: handbook, section 3, "Not updated" and "Three ratings are kept side by side".
"""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from objectives.calendar import Calendar
from objectives.dates import in_words
from objectives.evidence_rules import NO_EVIDENCE, UNPROVEN, WEAK_EVIDENCE
from objectives.frozen import Frozen
from objectives.owners_word import Word
from objectives.rated import Fired
from objectives.sentences import listed
from objectives.standing import Moderation, Round
from objectives.thresholds import Thresholds
from objectives.words import GreyReason, Rating

EVIDENCE_CAPS = {NO_EVIDENCE, WEAK_EVIDENCE, UNPROVEN}


class Published(Struct, frozen=True):
    """What is published and the sentence that says why. `grey_reason` only where publishing gives one."""

    rating: Rating
    because: str
    hollow: bool = False
    carried_from: str | None = None
    grey_reason: GreyReason | None = None


def more_cautious(ratings: Iterable[Rating]) -> Rating:
    """The most cautious of some ratings: Red > Amber > Grey > Green > Blue."""
    return max(ratings, key=lambda rating: rating.caution)


def in_force(moderations: tuple[Moderation, ...], today: dt.date) -> Moderation | None:
    """The newest moderation, up to and including the day it expires."""
    newest = moderations[-1] if moderations else None
    return newest if newest and today <= newest.expires_on else None


def binding_cap(rating: Rating, caps: tuple[Fired, ...]) -> Fired | None:
    """The fact that forbids a moderator this rating, or None. A form refuses with its sentence.

    The evidence rules bind Green and Blue only: a moderator may always say Grey for insufficient evidence.
    """
    binding = [c for c in caps if c.rating.caution > rating.caution]
    if rating is Rating.GREY:
        binding = [c for c in binding if c.rule not in EVIDENCE_CAPS]
    return max(binding, key=lambda c: c.rating.caution, default=None)


def publish(
    word: Word,
    calculated: Rating,
    moderation: Moderation | None,
    caps: tuple[Fired, ...],
    last: Frozen | None,
    rules: Thresholds,
) -> Published:
    """What is published for an action; `last` is its newest freeze row before the round that is judged."""
    if moderation:
        return moderated(moderation, caps)
    if word.missed:
        return _not_updated(word.missed, calculated, last, rules)
    return _spoken(word, calculated)


def moderated(moderation: Moderation, caps: tuple[Fired, ...]) -> Published:
    """The moderator's rating, or the cap that binds it where a later fact is more cautious."""
    until = in_words(moderation.expires_on)
    said = f"Moderated to {moderation.rating} by {moderation.moderated_by} until {until}"
    cap = binding_cap(moderation.rating, caps)
    if cap:
        reason = GreyReason.INSUFFICIENT_EVIDENCE if cap.rating is Rating.GREY else None
        return Published(cap.rating, f"{said}, but bound to {cap.rating}. {cap.sentence}", grey_reason=reason)
    reason = GreyReason.INSUFFICIENT_EVIDENCE if moderation.rating is Rating.GREY else None
    return Published(moderation.rating, f"{said}.", grey_reason=reason)


def last_published(frozen: tuple[Frozen, ...], word: Word, calendar: Calendar) -> Frozen | None:
    """The newest freeze row before the round whose update is missing; None if it was unrated then."""
    if not word.missed:
        return None
    before = {r.name for r in calendar.before(word.missed[0])}
    newest = next((row for row in reversed(frozen) if row.round in before), None)
    return newest if newest and newest.published else None


def _spoken(word: Word, calculated: Rating) -> Published:
    owners = word.update.owner_rating if word.update else None
    if owners is None:
        return Published(calculated, "The calculated rating; the owner has not rated it.")
    if owners is calculated:
        return Published(calculated, "The owner's rating and the calculated rating agree.")
    if owners.caution > calculated.caution:
        return Published(owners, "The owner's rating, which is more cautious than the calculated one.")
    return Published(calculated, "The calculated rating, which is more cautious than the owner's.")


def _not_updated(
    missed: tuple[Round, ...], calculated: Rating, last: Frozen | None, rules: Thresholds
) -> Published:
    """Nobody dodges a worse rating by silence, and nobody keeps a good one by it: solid if the rules alone
    give a worse Amber or Red, else hollow for one round, then Grey (or what the rules give, if more
    cautious)."""
    silence = f"no update was given for {missed[0].name} by {in_words(missed[0].updates_due_on)}"
    silent_too_long = len(missed) >= rules.grey_from_rounds_without_update
    before = last.published if last else None
    if calculated.caution > Rating.GREY.caution and (
        silent_too_long or before is None or calculated.caution > before.caution
    ):
        return Published(calculated, f"The rules alone: {silence}.")
    if silent_too_long:
        rounds = listed([r.name for r in reversed(missed)])
        return Published(
            Rating.GREY, f"No update was given for {rounds}.", grey_reason=GreyReason.NOT_UPDATED
        )
    if last is None or before is None or before is Rating.GREY:
        return Published(Rating.GREY, f"There is no rating to carry forward, and {silence}.")
    source = last.carried_from or last.round
    return Published(before, f"Carried forward from {source}: {silence}.", hollow=True, carried_from=source)
