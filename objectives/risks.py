"""The register of risks: what could happen to a commitment or an action, who watches it, and what is done about it.

A risk may come true; an issue has. Issues are in owners' updates. The business unit keeps the register: it raises a
risk, changes it, reviews it by its day, closes it with the reason, and opens it again.
"""

import datetime as dt
from typing import Any

from msgspec import Struct

from objectives.dates import in_words
from objectives.faults import Faults, refuse_if
from objectives.mandates import Act, acting, fresh, refuse_stale, write
from objectives.permissions import why_not_run
from objectives.problems import Conflict, NotFound
from objectives.tables.action import Action
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.risk import Risk, RiskStep
from objectives.tables.strategy import Commitment
from objectives.words import Impact, Likelihood, RiskAct, RiskState, Status


class NewRisk(Struct, frozen=True, kw_only=True):
    """`what` could happen, its `effect` for children, and the `response`: what is being done about it.

    None stands for what was not chosen, which is a fault. `review_on` is when somebody looks at it next.
    """

    what: str
    effect: str
    response: str
    likelihood: Likelihood | None
    impact: Impact | None
    owner: Post | None
    review_on: dt.date | None


async def raise_risk(person: Person, thing: Commitment | Action, new: NewRisk) -> Risk:
    """Puts a risk into the register, under the strategy's next number. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        _refuse_superseded(await fresh(thing))
        columns = _written(new, act.today)
        risk = Risk(
            strategy=thing.strategy,
            number=1 + await Risk.count().where(Risk.strategy == thing.strategy),
            commitment=thing.id if isinstance(thing, Commitment) else None,
            action=thing.id if isinstance(thing, Action) else None,
            state=RiskState.OPEN,
            raised_by=person.id,
            raised_at=act.now,
            **columns,
        )
        await risk.save()
        return risk


async def change_risk(person: Person, risk: Risk, new: NewRisk, seen: int | None = None) -> Risk:
    """Changes what an open risk says. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        changed = await _in_state(act, risk, RiskState.OPEN, seen)
        if new.review_on == changed.review_on:
            return await write(changed, _written(new, changed.review_on))
        return await write(changed, _written(new, act.today))


async def review_risk(
    person: Person, risk: Risk, found: str, review_on: dt.date | None, seen: int | None = None
) -> RiskStep:
    """Records that somebody looked at an open risk, and when it is next. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        reviewed = await _in_state(act, risk, RiskState.OPEN, seen)
        faults = Faults()
        words = faults.text(found, "words", "Say what you found, even that nothing has changed.")
        _need_review(faults, review_on, act.today)
        faults.refuse()
        await write(reviewed, {"review_on": review_on})
        return await _taken(act, reviewed, RiskAct.REVIEWED, words, review_on)


async def close_risk(person: Person, risk: Risk, why: str, seen: int | None = None) -> RiskStep:
    """Closes a risk that can no longer come true, that came true, or that is accepted. Raises as reviewing does."""
    async with acting(person) as act:
        closed = await _in_state(act, risk, RiskState.OPEN, seen)
        faults = Faults()
        words = faults.text(why, "words", "Say why it is closed: it passed, it came true, or it is accepted.")
        faults.refuse()
        await write(closed, {"state": RiskState.CLOSED})
        return await _taken(act, closed, RiskAct.CLOSED, words, None)


async def reopen_risk(
    person: Person, risk: Risk, why: str, review_on: dt.date | None, seen: int | None = None
) -> RiskStep:
    """Opens a closed risk again, with its next review. Raises as reviewing does."""
    async with acting(person) as act:
        opened = await _in_state(act, risk, RiskState.CLOSED, seen)
        faults = Faults()
        words = faults.text(why, "words", "Say why it is open again.")
        _need_review(faults, review_on, act.today)
        faults.refuse()
        await write(opened, {"state": RiskState.OPEN, "review_on": review_on})
        return await _taken(act, opened, RiskAct.REOPENED, words, review_on)


async def find_risk(strategy: str, number: int) -> Risk:
    """The risk of a number in the strategy of a key. Raises NotFound."""
    found = await Risk.objects().get((Risk.strategy.key == strategy) & (Risk.number == number))
    if found is None:
        raise NotFound(f"There is no risk {number} in this strategy.")
    return found


async def _in_state(act: Act, risk: Risk, state: RiskState, seen: int | None) -> Risk:
    refuse_if(why_not_run(act.by))
    found = await fresh(risk)
    if found.state != state:
        raise Conflict(f"Risk {found.number} is {found.state} by now; read what was said of it.")
    await refuse_stale(seen, found)
    return found


async def _taken(act: Act, risk: Risk, kind: RiskAct, words: str, review_on: dt.date | None) -> RiskStep:
    step = RiskStep(
        risk=risk.id, act=kind, words=words, review_on=review_on, taken_by=act.by.person, taken_at=act.now
    )
    await step.save()
    return step


def _written(new: NewRisk, earliest_review: dt.date) -> dict[str, Any]:
    faults = Faults()
    columns = {
        "what": faults.text(new.what, "what", "Say what could happen."),
        "effect": faults.text(new.effect, "effect", "Say what it would mean for children."),
        "response": faults.text(new.response, "response", "Say what is being done about it."),
        "likelihood": new.likelihood,
        "impact": new.impact,
        "owner": new.owner.id if new.owner else None,
        "review_on": new.review_on,
    }
    faults.need(new.likelihood, "likelihood", "Choose how likely it is.")
    faults.need(new.impact, "impact", "Choose how much it would mean for children.")
    faults.need(new.owner, "owner", "Choose the post that watches it.")
    _need_review(faults, new.review_on, earliest_review)
    faults.refuse()
    return columns


def _need_review(faults: Faults, review_on: dt.date | None, earliest: dt.date) -> None:
    faults.need(review_on, "review_on", "Give the day by which it is looked at again.")
    faults.need(
        not review_on or review_on >= earliest,
        "review_on",
        f"Give a day that has not passed: {in_words(earliest)} or later.",
    )


def _refuse_superseded(thing: Commitment | Action) -> None:
    if isinstance(thing, Action) and thing.status == Status.SUPERSEDED:
        raise Conflict(f"{thing.reference} has been superseded; raise the risk with what replaced it.")
