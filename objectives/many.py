"""One change made to many actions at once: looked at row by row first, then made where it may be, and recorded.

What would happen to each row is worked out by one pure function, from the same rows for the preview and for the act.
The act refuses where a row would turn out otherwise than the preview showed. New approved dates go the way of single
ones: they are asked for, and somebody who did not ask approves.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from objectives.dates import in_words
from objectives.faults import Faults, refuse_if
from objectives.mandates import acting, mandate_of
from objectives.many_rows import Asked, Chosen, OpenMilestone, chosen_of
from objectives.milestones import approved_already, asked_already
from objectives.permissions import Mandate, why_not_ask_rebaseline, why_not_decide_rebaseline, why_not_run
from objectives.problems import Conflict
from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.bulk_change import BulkChange
from objectives.tables.milestone import Milestone, Rebaseline
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.strategy import Strategy
from objectives.words import BulkKind, Status

WEEKS = 520


class Change(Struct, frozen=True, kw_only=True):
    """`target` is the post or the agency, `weeks` how far dates move (back if negative), `to` the day they move to.

    Only the one that its kind asks for is read. `reason` is kept with the change, and with each new date.
    """

    kind: BulkKind
    reason: str
    target: Post | Agency | None = None
    weeks: int | None = None
    to: dt.date | None = None


class Row(Struct, frozen=True):
    """What would become of one action, or of one of its milestones: `what` if it may be, else `why_not`."""

    reference: str
    title: str
    milestone: str
    what: str
    why_not: str

    @property
    def may(self) -> bool:
        return not self.why_not


class Looked(Struct, frozen=True):
    """Every row of a change, in the order of the plan. `seal` stands for them all, to tell when one turns out else."""

    rows: tuple[Row, ...]
    seal: str


class Earlier(Struct, frozen=True):
    """A change of many actions that was made. `done` and `left_out` count actions; `made_at` is UTC."""

    id: int
    what: str
    reason: str
    by: str
    made_at: dt.datetime
    done: int
    left_out: int


class _Step(Struct, frozen=True):
    """A row with what it is about: the milestone to move and the day, or the request to approve."""

    row: Row
    action: Chosen
    milestone: OpenMilestone | None = None
    to: dt.date | None = None


async def look_at_change(
    person: Person, strategy: Strategy, references: Sequence[str], change: Change, today: dt.date
) -> Looked:
    """What the change would do to each chosen action. It writes nothing. Raises NotAllowed, Invalid."""
    by = await mandate_of(person.id, today)
    refuse_if(why_not_run(by))
    _refuse_unclear(references, change)
    return _looked(_steps(await chosen_of(strategy.id, references), change, by))


async def change_many(
    person: Person, strategy: Strategy, references: Sequence[str], change: Change, seal: str
) -> Looked:
    """Makes the change wherever it may be made, as `seal` says it was shown; answers what was and was not done.

    Raises NotAllowed, Invalid, and Conflict where a row would turn out otherwise, or where none may be changed.
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        reason = _refuse_unclear(references, change)
        steps = _steps(await chosen_of(strategy.id, references), change, act.by)
        looked = _looked(steps)
        if looked.seal != seal:
            raise Conflict("The plan has changed since this was shown. Look at what would happen now.")
        allowed = [step for step in steps if step.row.may]
        if not allowed:
            raise Conflict("None of these can be changed in this way.")
        await _make(allowed, change, reason, person, act.now)
        await _note(strategy, looked, change, reason, person, act.now)
        return looked


async def earlier_changes(key: str) -> list[Earlier]:
    """The last hundred changes of many actions in the strategy of a key, the newest first."""
    return [Earlier(**row) for row in await BulkChange.raw(_EARLIER, key)]


# ---------------------------------------------------------------------------------------------------------- looking


def _steps(chosen: Sequence[Chosen], change: Change, by: Mandate) -> list[_Step]:
    return [step for action in chosen for step in _of_action(action, change, by)]


def _of_action(action: Chosen, change: Change, by: Mandate) -> Iterator[_Step]:
    if action.status == Status.SUPERSEDED:
        yield _Step(
            _row(action, why_not=f"{action.reference} has been superseded and is kept as it was."), action
        )
    elif change.kind is BulkKind.APPROVE:
        yield from _approvals(action, by)
    elif change.kind in (BulkKind.DATES_BY, BulkKind.DATES_TO):
        yield from _moves(action, change, by)
    else:
        yield _Step(_placed(action, change), action)


def _placed(action: Chosen, change: Change) -> Row:
    """A new owner, agency or accountable executive."""
    assert change.target is not None
    before, was = {
        BulkKind.OWNER: (action.owner, action.owner_title),
        BulkKind.AGENCY: (action.agency, action.agency_name),
        BulkKind.ACCOUNTABLE: (action.accountable, action.accountable_title),
    }[change.kind]
    name = name_of(change.target)
    if before == change.target.id:
        return _row(action, why_not=f"It is {name} already.")
    return _row(action, what=f"{was or 'Nobody'} → {name}")


def _moves(action: Chosen, change: Change, by: Mandate) -> Iterator[_Step]:
    if not action.milestones:
        yield _Step(_row(action, why_not="It has no open milestone."), action)
    for milestone in action.milestones:
        to = change.to or milestone.baseline_on + dt.timedelta(weeks=change.weeks or 0)
        why_not = why_not_ask_rebaseline(by, action)
        if milestone.asked:
            why_not = why_not or asked_already(milestone.title)
        if to == milestone.baseline_on:
            why_not = why_not or approved_already(to)
        what = f"{in_words(milestone.baseline_on)} → {in_words(to)}, asked for"
        yield _Step(_row(action, milestone, what, why_not or ""), action, milestone, to)


def _approvals(action: Chosen, by: Mandate) -> Iterator[_Step]:
    waiting = [(milestone, milestone.asked) for milestone in action.milestones if milestone.asked]
    if not waiting:
        yield _Step(_row(action, why_not="No new date waits for a decision."), action)
    for milestone, asked in waiting:
        why_not = why_not_decide_rebaseline(by, action, asked.asked_by)
        what = f"{in_words(milestone.baseline_on)} → {in_words(asked.to_on)}, approved"
        yield _Step(_row(action, milestone, what, why_not or ""), action, milestone, asked.to_on)


def _row(action: Chosen, milestone: OpenMilestone | None = None, what: str = "", why_not: str = "") -> Row:
    title = milestone.title if milestone else ""
    return Row(action.reference, action.title, title, "" if why_not else what, why_not)


def _looked(steps: list[_Step]) -> Looked:
    rows = tuple(step.row for step in steps)
    about = [(step.row, step.milestone) for step in steps]
    return Looked(rows, hashlib.sha256(msgspec.json.encode(about)).hexdigest())


def name_of(target: Post | Agency) -> str:
    return target.title if isinstance(target, Post) else target.name


def _refuse_unclear(references: Sequence[str], change: Change) -> str:
    """The reason, cleaned. Raises Invalid with what the change leaves open."""
    faults = Faults()
    faults.need(references, "action", "Choose at least one action.")
    if change.kind in (BulkKind.OWNER, BulkKind.ACCOUNTABLE):
        faults.need(isinstance(change.target, Post), "post", "Choose the post.")
    elif change.kind is BulkKind.AGENCY:
        faults.need(isinstance(change.target, Agency), "agency", "Choose the agency.")
    elif change.kind is BulkKind.DATES_BY:
        faults.need(change.weeks, "weeks", "Say by how many weeks: 4, or -2 to bring them forward.")
        faults.need(abs(change.weeks or 0) <= WEEKS, "weeks", f"Move dates by {WEEKS} weeks at most.")
    elif change.kind is BulkKind.DATES_TO:
        faults.need(change.to, "to", "Give the day that they move to.")
    ended = change.target is not None and change.target.ended_on is not None
    faults.need(
        not ended, "agency" if change.kind is BulkKind.AGENCY else "post", "It has ended; choose another."
    )
    reason = faults.text(change.reason, "reason", "Say why, once for all of them.")
    faults.refuse()
    return reason


# ----------------------------------------------------------------------------------------------------------- making


COLUMNS: dict[BulkKind, Any] = {
    BulkKind.OWNER: Action.owner,
    BulkKind.AGENCY: Action.agency,
    BulkKind.ACCOUNTABLE: Action.accountable,
}


async def _make(steps: list[_Step], change: Change, reason: str, person: Person, now: dt.datetime) -> None:
    """One or two statements, however many rows."""
    if change.kind in COLUMNS:
        assert change.target is not None
        ids = [step.action.id for step in steps]
        await Action.update({COLUMNS[change.kind]: change.target.id}).where(Action.id.is_in(ids))
    elif change.kind is BulkKind.APPROVE:
        await _approve(steps, reason, person, now)
    else:
        await Rebaseline.insert(*(_asking(step, reason, person, now) for step in steps))


def _asking(step: _Step, reason: str, person: Person, now: dt.datetime) -> Rebaseline:
    assert step.milestone is not None
    return Rebaseline(
        milestone=step.milestone.id,
        from_on=step.milestone.baseline_on,
        to_on=step.to,
        reason=reason,
        asked_by=person.id,
        asked_at=now,
    )


async def _approve(steps: list[_Step], reason: str, person: Person, now: dt.datetime) -> None:
    asked: list[Asked] = [step.milestone.asked for step in steps if step.milestone and step.milestone.asked]
    await Rebaseline.update(
        {
            Rebaseline.approved: True,
            Rebaseline.decided_by: person.id,
            Rebaseline.decided_at: now,
            Rebaseline.decision_reason: reason,
        }
    ).where(Rebaseline.id.is_in([one.id for one in asked]))
    await Milestone.raw(_MOVE, [one.id for one in asked])


async def _note(
    strategy: Strategy, looked: Looked, change: Change, reason: str, person: Person, now: dt.datetime
) -> None:
    done = dict.fromkeys(row.reference for row in looked.rows if row.may)
    left = dict.fromkeys(row.reference for row in looked.rows if not row.may)
    await BulkChange(
        strategy=strategy.id,
        kind=change.kind,
        what=described(change),
        reason=reason,
        done=",".join(done),
        left_out=",".join(left),
        made_by=person.id,
        made_at=now,
    ).save()


def described(change: Change) -> str:
    """The change in one line, for the record of it."""
    if change.target:
        return f"New {change.kind}: {name_of(change.target)}"
    if change.kind is BulkKind.DATES_BY:
        weeks = change.weeks or 0
        way = "earlier" if weeks < 0 else "later"
        return f"New dates asked for, {abs(weeks)} {'week' if abs(weeks) == 1 else 'weeks'} {way}"
    if change.to:
        return f"New dates asked for: {in_words(change.to)}"
    return "New dates approved"


_MOVE = """
UPDATE milestone m SET baseline_on = b.to_on FROM rebaseline b WHERE b.milestone = m.id AND b.id = ANY({}::int[])
"""

_EARLIER = """
SELECT b.id, b.what, b.reason, p.name AS by, b.made_at, cardinality(string_to_array(b.done, ',')) AS done,
    coalesce(cardinality(string_to_array(nullif(b.left_out, ''), ',')), 0) AS left_out
FROM bulk_change b JOIN person p ON p.id = b.made_by JOIN strategy s ON s.id = b.strategy
WHERE s.key = {} ORDER BY b.id DESC LIMIT 100
"""
