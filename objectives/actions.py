"""Actions: adding and changing them, and their way from not started to delivered, replaced or business as usual.

Progress is said in `progress`, dates in `milestones`; whether a delivery still works is found out in `checking`.
"""

import datetime as dt
from typing import Any, TypeVar

from msgspec import Struct

from objectives.dates import in_words
from objectives.faults import Faults, refuse_if
from objectives.mandates import Act, acting, fresh, refuse_stale, row_of, write
from objectives.permissions import why_not_run, why_not_update
from objectives.problems import Conflict, NotFound
from objectives.tables.action import Action, Delivery, Supersession
from objectives.tables.agency import Agency
from objectives.tables.milestone import Milestone
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.strategy import Commitment
from objectives.text import clean_text
from objectives.words import Kind, Status

Subject = TypeVar("Subject", Action, Commitment)

# What may follow what. A passed check embeds a delivered action; a failed one reopens it (`checking`).
NEXT: dict[Status, frozenset[Status]] = {
    Status.NOT_STARTED: frozenset({Status.IN_PROGRESS, Status.SUPERSEDED}),
    Status.IN_PROGRESS: frozenset({Status.DELIVERED, Status.BUSINESS_AS_USUAL, Status.SUPERSEDED}),
    Status.DELIVERED: frozenset({Status.EMBEDDED, Status.IN_PROGRESS, Status.SUPERSEDED}),
    Status.EMBEDDED: frozenset({Status.IN_PROGRESS}),
    Status.BUSINESS_AS_USUAL: frozenset({Status.IN_PROGRESS, Status.SUPERSEDED}),
    Status.SUPERSEDED: frozenset(),
}


class NewAction(Struct, frozen=True, kw_only=True):
    """Who does what. Without an owner the action is unowned, which is Red unless a deputy acts."""

    title: str
    agency: Agency
    description: str = ""
    owner: Post | None = None
    deputy: Person | None = None
    accountable: Post | None = None
    planned_start_on: dt.date | None = None


async def add_action(person: Person, commitment: Commitment, new: NewAction) -> Action:
    """Adds an action, not started, under the commitment's next reference. Raises NotAllowed, Invalid."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        count = await Action.count().where(Action.commitment == commitment.id)
        action = Action(
            strategy=commitment.strategy,
            commitment=commitment.id,
            reference=f"{commitment.reference}.{count + 1}",
            status=Status.NOT_STARTED,
            added_at=act.now,
            **_written(new),
        )
        await action.save()
        return action


async def change_action(person: Person, action: Action, new: NewAction, seen: int | None = None) -> Action:
    """Changes an action's wording, people or planned start. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        await refuse_stale(seen, action)
        changed = await fresh(action)
        if changed.status == Status.SUPERSEDED:
            raise Conflict(f"{changed.reference} has been superseded and is kept as it was.")
        return await write(changed, _written(new))


def _written(new: NewAction) -> dict[str, Any]:
    faults = Faults()
    title = faults.line(new.title, "title", "Say in one line what will be done.")
    faults.refuse()
    return {
        "title": title,
        "description": clean_text(new.description),
        "agency": new.agency.id,
        "owner": new.owner.id if new.owner else None,
        "deputy": new.deputy.id if new.deputy else None,
        "accountable": new.accountable.id if new.accountable else None,
        "planned_start_on": new.planned_start_on,
    }


async def start_action(person: Person, action: Action, seen: int | None = None) -> Action:
    """The action's own people say that work has begun. Raises NotAllowed, Conflict."""
    async with acting(person) as act:
        started = await fresh(action)
        refuse_if(why_not_update(act.by, started))
        await refuse_stale(seen, action)
        move(started, Status.IN_PROGRESS)
        await started.save()
        return started


async def say_delivered(person: Person, action: Action, on: dt.date, seen: int | None = None) -> Delivery:
    """The action's own people say that it was delivered on a day; it then awaits verification.

    Raises NotAllowed, Invalid, and Conflict while a milestone is open or the action is not in progress.
    """
    async with acting(person) as act:
        delivered = await fresh(action)
        refuse_if(why_not_update(act.by, delivered))
        await refuse_stale(seen, action)
        await _refuse_open_milestones(delivered)
        faults = Faults()
        faults.need(
            on <= act.today, "on", f"It is {in_words(act.today)}; give the day on which it was delivered."
        )
        faults.refuse()
        move(delivered, Status.DELIVERED)
        delivered.delivered_on = on
        await delivered.save()
        delivery = Delivery(action=action.id, delivered_on=on, said_by=person.id, said_at=act.now)
        await delivery.save()
        return delivery


async def _refuse_open_milestones(action: Action) -> None:
    still_open = (Milestone.action == action.id) & Milestone.met_on.is_null()
    first = await Milestone.objects().where(still_open).order_by(Milestone.position).first()
    if first:
        raise Conflict(
            f"“{first.title}” has not been met; say when it was, then say that {action.reference} is delivered."
        )


async def supersede_action(
    person: Person, action: Action, reason: str, seen: int | None = None
) -> Supersession:
    """Ends an action that something else replaces; it is rated no more. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        superseded = await _to_run(act, action, seen)
        faults = Faults()
        why = faults.text(reason, "reason", "Say what replaces it, and why.")
        faults.refuse()
        move(superseded, Status.SUPERSEDED)
        await superseded.save()
        ending = Supersession(action=action.id, reason=why, superseded_by=person.id, superseded_at=act.now)
        await ending.save()
        return ending


async def move_to_business_as_usual(
    person: Person, action: Action, review_on: dt.date, seen: int | None = None
) -> Action:
    """Moves an action of a standing commitment to business as usual, until a review.

    Raises NotAllowed, Invalid, Conflict.
    """
    async with acting(person) as act:
        usual = await _to_run(act, action, seen)
        commitment = await row_of(Commitment, usual.commitment)
        _refuse_unless_standing(commitment)
        _refuse_past_review(review_on, act.today)
        move(usual, Status.BUSINESS_AS_USUAL)
        usual.review_on = review_on
        await usual.save()
        return usual


async def review_business_as_usual(
    person: Person, thing: Subject, review_on: dt.date, seen: int | None = None
) -> Subject:
    """Records that the review was held, by giving the next one's day. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        usual = await _to_run(act, thing, seen)
        _refuse_past_review(review_on, act.today)
        if not usual.review_on:
            raise Conflict(f"{usual.reference} is not business as usual, so it has no review.")
        usual.review_on = review_on
        await usual.save()
        return usual


async def reopen_action(person: Person, action: Action, seen: int | None = None) -> Action:
    """Takes an action out of business as usual, back to being rated. Raises NotAllowed, Conflict."""
    async with acting(person) as act:
        reopened = await _to_run(act, action, seen)
        if reopened.status != Status.BUSINESS_AS_USUAL:
            raise Conflict(
                f"{reopened.reference} is {reopened.status}; only business as usual can be reopened."
            )
        move(reopened, Status.IN_PROGRESS)
        reopened.review_on = None
        await reopened.save()
        return reopened


async def move_commitment_to_business_as_usual(
    person: Person, commitment: Commitment, review_on: dt.date, seen: int | None = None
) -> Commitment:
    """Moves a standing commitment to business as usual from today. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        usual = await _to_run(act, commitment, seen)
        _refuse_unless_standing(usual)
        _refuse_past_review(review_on, act.today)
        if usual.business_as_usual_from:
            raise Conflict(
                f"{usual.reference} has been business as usual since {in_words(usual.business_as_usual_from)}."
            )
        usual.business_as_usual_from = act.today
        usual.review_on = review_on
        await usual.save()
        return usual


async def name_lead(
    person: Person,
    commitment: Commitment,
    agency: Agency | None,
    accountable: Post | None,
    seen: int | None = None,
) -> Commitment:
    """Names the agency that leads on a commitment and the post accountable for it. Raises NotAllowed, Conflict."""
    async with acting(person) as act:
        led = await _to_run(act, commitment, seen)
        led.lead_agency = agency.id if agency else None
        led.accountable = accountable.id if accountable else None
        await led.save()
        return led


async def _to_run(act: Act, thing: Subject, seen: int | None) -> Subject:
    refuse_if(why_not_run(act.by))
    await refuse_stale(seen, thing)
    return await fresh(thing)


def _refuse_unless_standing(commitment: Commitment) -> None:
    if commitment.kind != Kind.STANDING:
        raise Conflict(
            f"{commitment.reference} is a commitment of kind {commitment.kind}; "
            "only a standing one becomes business as usual."
        )


def _refuse_past_review(review_on: dt.date, today: dt.date) -> None:
    faults = Faults()
    faults.need(review_on > today, "review_on", "Give a review date that lies ahead.")
    faults.refuse()


def move(action: Action, to: Status) -> None:
    """Changes the status if it may follow the present one (`NEXT`). Raises Conflict."""
    present = Status(action.status)
    if to not in NEXT[present]:
        allowed = " or ".join(sorted(NEXT[present])) or "nothing else"
        raise Conflict(f"{action.reference} is {present}; it can become {allowed}, not {to}.")
    action.status = to


async def find_action(strategy: str, reference: str) -> Action:
    """The action of a reference in the strategy of a key. Raises NotFound."""
    action = await Action.objects().get((Action.strategy.key == strategy) & (Action.reference == reference))
    if action is None:
        raise NotFound(f"There is no action {reference} in the strategy {strategy}.")
    return action


async def find_commitment(strategy: str, reference: str) -> Commitment:
    """The commitment of a reference in the strategy of a key. Raises NotFound."""
    found = (Commitment.strategy.key == strategy) & (Commitment.reference == reference)
    commitment = await Commitment.objects().get(found)
    if commitment is None:
        raise NotFound(f"There is no commitment {reference} in the strategy {strategy}.")
    return commitment
