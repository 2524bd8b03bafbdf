"""Moderation: the business unit lets a rating stand, or gives its own with reason, evidence and expiry.

Some facts bind moderators too: overdue assurance, and the evidence that Green and Blue need. A form that goes
against them is refused here; facts that come later are the rating rules' to apply.
"""

import datetime as dt
from typing import Any

from msgspec import Struct

from objectives.dates import in_words
from objectives.days import time_zone, today_at
from objectives.faults import Faults, refuse_if
from objectives.judges import refuse_own
from objectives.judging import judged_at, moment_of
from objectives.looking import changed_since, seen_of, without
from objectives.mail import queue_what_to_do
from objectives.mandates import Act, acting, fresh, row_of
from objectives.permissions import why_not_answer_rating
from objectives.problems import Conflict, NotFound
from objectives.publishing import binding_cap
from objectives.rated import Fired, Judgement, Rated
from objectives.rounds import last_freeze_before_expiry, round_at
from objectives.standing import Action as ActionStanding
from objectives.standing import Commitment as CommitmentStanding
from objectives.tables.action import Action
from objectives.tables.moderation import Moderation, RatingAcceptance, RatingAnswer
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Commitment, Strategy
from objectives.words import Rating, Status


class NewModeration(Struct, frozen=True):
    """In force up to and including `expires_on`: at latest the day of the next round's freeze."""

    rating: Rating
    reason: str
    evidence: str
    expires_on: dt.date


async def moderate(
    person: Person, thing: Action | Commitment, new: NewModeration, seen: str | None = None
) -> Moderation:
    """Moderates a rating in the open round; the newest moderation holds. Raises NotAllowed, Invalid, Conflict.

    `seen` is what the form showed, as `looking.seen_of` says it; None where nothing was shown. Where the published
    rating becomes another, the thing's people are written to, unless they were written to that day already.
    """
    async with acting(person) as act:
        looked = await _look(act, thing, seen)
        columns = _written(new, looked.rated.caps, act.today, await last_freeze_before_expiry(looked.round))
        made = Moderation(
            round=looked.round.id, moderated_by=person.id, moderated_at=act.now, **looked.subject, **columns
        )
        await made.save()
        if without(looked.rated) is not new.rating:
            await queue_what_to_do([(id, (looked.address,)) for id in looked.people], time_zone())
        return made


async def accept_rating(
    person: Person, thing: Action | Commitment, seen: str | None = None
) -> RatingAcceptance:
    """Lets the published rating stand in the open round, until its freeze. Raises NotAllowed, Conflict.

    It moves no rating and holds nothing back: what comes later changes the rating as if nobody had looked.
    """
    async with acting(person) as act:
        looked = await _look(act, thing, seen)
        if looked.round.freezes_at <= act.now:
            raise Conflict(
                f"{looked.round.name} froze on {in_words(today_at(looked.round.freezes_at))}; what was not looked at "
                "by then publishes unmoderated."
            )
        made = RatingAcceptance(
            round=looked.round.id,
            progress_update=looked.rated.update.id if looked.rated.update else None,
            rating=looked.rated.published,
            accepted_by=person.id,
            accepted_at=act.now,
            **looked.subject,
        )
        await made.save()
        return made


async def answer_rating(
    person: Person, thing: Action | Commitment, moderation: int, words: str
) -> RatingAnswer:
    """Answers, once, a moderation by its id that changed a rating. Raises NotAllowed, NotFound, Invalid, Conflict."""
    async with acting(person) as act:
        answered = await fresh(thing)
        refuse_if(why_not_answer_rating(act.by, answered))
        judged = await row_of(Moderation, moderation)
        round = await row_of(ReportingRound, judged.round)
        of = judged.action if isinstance(answered, Action) else judged.commitment
        if of != answered.id:
            raise NotFound(f"No rating of {answered.reference} was changed so.")
        if act.today > round.meets_on:
            raise Conflict(
                f"The Executive Group met on {in_words(round.meets_on)}; say it in your next update."
            )
        if await RatingAnswer.exists().where(RatingAnswer.moderation == judged.id):
            raise Conflict("This has been answered already, and an answer stands.")
        faults = Faults()
        said = faults.text(words, "answer", "Say what the Executive Group should know of this rating.")
        faults.refuse()
        made = RatingAnswer(moderation=judged.id, answer=said, answered_by=person.id, answered_at=act.now)
        await made.save()
        return made


class _Looked(Struct, frozen=True):
    """What a moderator looks at, as it is inside the act; `people` are the ids of those whose own it is."""

    rated: Rated
    round: ReportingRound
    subject: dict[str, Any]
    people: tuple[int, ...]
    address: str


async def _look(act: Act, thing: Action | Commitment, seen: str | None) -> _Looked:
    """Everything that may forbid judging, before anything is written. Raises NotAllowed, Conflict."""
    row = await fresh(thing)
    await refuse_own(act, row)
    _refuse_unrated(row)
    round = await round_at(act.now)
    if round is None:
        raise Conflict("No round has opened yet, so there is nothing to moderate.")
    judgement, key = await _judged(row, act.now)
    found = judgement.standing.by_reference[row.reference]
    is_action = isinstance(found, ActionStanding)
    rated = (judgement.actions if is_action else judgement.commitments)[row.reference]
    if rated.published is None:
        raise Conflict(f"{row.reference} is {rated.unrated}, so it is not rated.")
    if seen is not None and seen != seen_of(found, rated):
        raise Conflict(" ".join(changed_since(seen, found, rated)))
    noun = "actions" if is_action else "commitments"
    return _Looked(
        rated=rated,
        round=round,
        subject={"action" if is_action else "commitment": row.id},
        people=_people_of(found),
        address=f"/strategies/{key}/{noun}/{row.reference}",
    )


def _people_of(thing: ActionStanding | CommitmentStanding) -> tuple[int, ...]:
    posts = [thing.accountable] + ([thing.owner] if isinstance(thing, ActionStanding) else [])
    people = [post.holder for post in posts if post]
    people += [thing.deputy] if isinstance(thing, ActionStanding) else []
    return tuple(dict.fromkeys(person.id for person in people if person))


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


async def _judged(thing: Action | Commitment, now: dt.datetime) -> tuple[Judgement, str]:
    """The strategy as it stands inside the act, and its key; read past the cache, which holds no unfinished act."""
    strategy = await row_of(Strategy, thing.strategy)
    return await judged_at(strategy.key, await moment_of(now, time_zone())), strategy.key
