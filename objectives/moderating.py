"""Moderation: the business unit's own rating of an action or commitment, with reason, evidence and expiry.

Some facts bind moderators too: overdue assurance, and the evidence that Green and Blue need. A form that goes
against them is refused here; facts that come later are the rating rules' to apply.
"""

import datetime as dt
from typing import Any

from msgspec import Struct

from objectives.dates import in_words
from objectives.days import time_zone
from objectives.faults import Faults, refuse_if
from objectives.judging import judged_at, moment_of
from objectives.mandates import acting, fresh, refuse_stale, row_of
from objectives.permissions import why_not_judge
from objectives.problems import Conflict
from objectives.publishing import binding_cap
from objectives.rated import Fired
from objectives.rounds import last_freeze_before_expiry, round_at
from objectives.tables.action import Action
from objectives.tables.moderation import Moderation
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment, Strategy
from objectives.words import Rating, Status


class NewModeration(Struct, frozen=True):
    """In force up to and including `expires_on`: at latest the day of the next round's freeze."""

    rating: Rating
    reason: str
    evidence: str
    expires_on: dt.date


async def moderate(
    person: Person, thing: Action | Commitment, new: NewModeration, seen: int | None = None
) -> Moderation:
    """Moderates a rating in the open round; the newest moderation holds. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        moderated = await fresh(thing)
        refuse_if(why_not_judge(act.by, moderated))
        await refuse_stale(seen, thing)
        _refuse_unrated(moderated)
        round = await round_at(act.now)
        if round is None:
            raise Conflict("No round has opened yet, so there is nothing to moderate.")
        columns = _written(
            new, await _caps(moderated, act.now), act.today, await last_freeze_before_expiry(round)
        )
        subject: dict[str, Any] = {"action" if isinstance(moderated, Action) else "commitment": moderated.id}
        made = Moderation(round=round.id, moderated_by=person.id, moderated_at=act.now, **subject, **columns)
        await made.save()
        return made


def _refuse_unrated(thing: Action | Commitment) -> None:
    if isinstance(thing, Action) and thing.status in (Status.SUPERSEDED, Status.BUSINESS_AS_USUAL):
        raise Conflict(f"{thing.reference} is {thing.status}, so it is not rated.")


def _written(
    new: NewModeration, caps: tuple[Fired, ...], today: dt.date, last_day: dt.date
) -> dict[str, Any]:
    faults = Faults()
    columns: dict[str, Any] = {
        "rating": new.rating,
        "expires_on": new.expires_on,
        "reason": faults.text(new.reason, "reason", "Say why; the agency sees it before the meeting."),
        "evidence": faults.text(new.evidence, "evidence", "Say on what evidence."),
    }
    faults.need(new.expires_on >= today, "expires_on", "Give an expiry that lies ahead.")
    latest = f"It can hold until {in_words(last_day)}, the next round's freeze, at the latest."
    faults.need(new.expires_on <= last_day, "expires_on", latest)
    cap = binding_cap(new.rating, caps)
    faults.need(not cap, "rating", f"It cannot be {new.rating}: {cap.sentence}" if cap else "")
    faults.refuse()
    return columns


async def _caps(thing: Action | Commitment, now: dt.datetime) -> tuple[Fired, ...]:
    """The rules that bind moderators too, as the thing stands; read past the cache, which holds no unfinished act."""
    strategy = await row_of(Strategy, thing.strategy)
    judgement = await judged_at(strategy.key, await moment_of(now, time_zone()))
    rated = judgement.actions if isinstance(thing, Action) else judgement.commitments
    return rated[thing.reference].caps
