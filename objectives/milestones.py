"""Milestones and their three dates: the approved baseline, the owner's forecast, and the day it was met.

A forecast is the owner's to move, with a reason. A baseline moves only when somebody in the business unit who did
not ask for it approves.
"""

import datetime as dt

from msgspec import Struct

from objectives.dates import in_words
from objectives.faults import Faults, refuse_if
from objectives.mandates import acting, fresh, refuse_stale, row_of
from objectives.permissions import (
    why_not_ask_rebaseline,
    why_not_decide_rebaseline,
    why_not_run,
    why_not_update,
)
from objectives.problems import Conflict
from objectives.tables.action import Action
from objectives.tables.milestone import ForecastChange, Milestone, Rebaseline
from objectives.tables.person import Person
from objectives.text import clean_text
from objectives.words import Status


class NewMilestone(Struct, frozen=True):
    title: str
    baseline_on: dt.date


async def add_milestone(person: Person, action: Action, new: NewMilestone) -> Milestone:
    """Adds a milestone after the last one; its baseline counts as approved. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        planned = await fresh(action)
        if planned.status not in (Status.NOT_STARTED, Status.IN_PROGRESS):
            raise Conflict(f"{planned.reference} is {planned.status}, so nothing can be planned for it.")
        faults = Faults()
        milestone = Milestone(
            action=action.id,
            position=1 + await Milestone.count().where(Milestone.action == action.id),
            title=faults.line(new.title, "title", "Say in one line what will have been reached."),
            first_baseline_on=new.baseline_on,
            baseline_on=new.baseline_on,
        )
        faults.refuse()
        await milestone.save()
        return milestone


async def meet_milestone(
    person: Person, milestone: Milestone, on: dt.date, seen: int | None = None
) -> Milestone:
    """The action's own people say on which day a milestone was met. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        met = await _open(milestone)
        refuse_if(why_not_update(act.by, await _live_action_of(met)))
        await refuse_stale(seen, milestone)
        faults = Faults()
        check_met(faults, on, act.today)
        faults.refuse()
        met.met_on = on
        await met.save()
        return met


def check_met(faults: Faults, on: dt.date, today: dt.date, field: str = "on") -> None:
    """Notes what is wrong with the day on which a milestone is said to have been met."""
    faults.need(on <= today, field, f"It is {in_words(today)}; give the day on which it was met.")


async def move_forecast(
    person: Person, milestone: Milestone, to: dt.date, reason: str, seen: int | None = None
) -> ForecastChange:
    """The action's own people say when they now expect a milestone, and why. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        moved = await _open(milestone)
        refuse_if(why_not_update(act.by, await _live_action_of(moved)))
        await refuse_stale(seen, milestone)
        expected = moved.forecast_on or moved.baseline_on
        faults = Faults()
        given = check_move(faults, expected, to, reason, act.today)
        faults.refuse()
        moved.forecast_on = to
        await moved.save()
        change = ForecastChange(
            milestone=moved.id, from_on=expected, to_on=to, reason=given, moved_by=person.id, moved_at=act.now
        )
        await change.save()
        return change


def check_move(
    faults: Faults,
    expected: dt.date,
    to: dt.date,
    reason: str,
    today: dt.date,
    fields: tuple[str, str] = ("to", "reason"),
) -> str:
    """Notes what is wrong with moving a forecast, under the fields of its day and its reason; the reason cleaned."""
    day, why = fields
    given = faults.text(reason, why, "Say why the date moves.")
    faults.need(to != expected, day, f"It is expected on {in_words(expected)} already.")
    faults.need(to >= today, day, "Give a day that lies ahead, or say when the milestone was met.")
    return given


async def ask_rebaseline(person: Person, milestone: Milestone, to: dt.date, reason: str) -> Rebaseline:
    """Asks for a new approved date. It changes nothing until it is approved. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        moved = await _open(milestone)
        refuse_if(why_not_ask_rebaseline(act.by, await _live_action_of(moved)))
        waiting = (Rebaseline.milestone == moved.id) & Rebaseline.approved.is_null()
        if await Rebaseline.exists().where(waiting):
            raise Conflict(asked_already(moved.title))
        faults = Faults()
        given = faults.text(reason, "reason", "Say why the approved date should move.")
        faults.need(to != moved.baseline_on, "to", approved_already(to))
        faults.refuse()
        asked = Rebaseline(
            milestone=moved.id,
            from_on=moved.baseline_on,
            to_on=to,
            reason=given,
            asked_by=person.id,
            asked_at=act.now,
        )
        await asked.save()
        return asked


def asked_already(title: str) -> str:
    """Why a new date for the milestone of this title cannot be asked for while another waits."""
    return f"A new date for “{title}” has been asked for already and waits for a decision."


def approved_already(to: dt.date) -> str:
    """Why a day that is the approved date cannot be asked for."""
    return f"{in_words(to)} is the approved date already."


async def decide_rebaseline(
    person: Person, asked: Rebaseline, approved: bool, reason: str, seen: int | None = None
) -> Rebaseline:
    """Approves a new baseline, or refuses it with a reason. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        decided = await fresh(asked)
        milestone = await _open(await row_of(Milestone, decided.milestone))
        refuse_if(why_not_decide_rebaseline(act.by, await _action_of(milestone), decided.asked_by))
        await refuse_stale(seen, asked, milestone)
        if decided.approved is not None:
            raise Conflict("This has been decided already.")
        faults = Faults()
        given = clean_text(reason)
        faults.need(approved or given, "reason", "Say why the new date is refused.")
        faults.refuse()
        decided.approved, decided.decision_reason = approved, given
        decided.decided_by, decided.decided_at = person.id, act.now
        await decided.save()
        if approved:
            milestone.baseline_on = decided.to_on
            await milestone.save()
        return decided


async def _live_action_of(milestone: Milestone) -> Action:
    action = await _action_of(milestone)
    if action.status == Status.SUPERSEDED:
        raise Conflict(f"{action.reference} has been superseded, so its dates stand.")
    return action


async def _action_of(milestone: Milestone) -> Action:
    return await row_of(Action, milestone.action)


async def _open(milestone: Milestone) -> Milestone:
    found = await fresh(milestone)
    if found.met_on:
        raise Conflict(f"“{found.title}” was met on {in_words(found.met_on)}; its dates stand.")
    return found
