"""Milestones: adding, meeting, forecasts with reasons, and new baselines that somebody else decides on."""

import datetime as dt

import pytest

from objectives.actions import say_delivered, supersede_action
from objectives.history import newest_sequence
from objectives.milestones import (
    NewMilestone,
    add_milestone,
    ask_rebaseline,
    decide_rebaseline,
    meet_milestone,
    move_forecast,
)
from objectives.problems import Conflict, Invalid, NotAllowed
from objectives.tables.milestone import Milestone
from tests.makers import BEGIN, a_milestone, a_post, an_action

JUNE, AUGUST = dt.date(2026, 6, 30), dt.date(2026, 8, 31)


async def a_planned_milestone(p):
    return await a_milestone(p, await an_action(p), JUNE)


async def dates(milestone):
    row = await Milestone.objects().get(Milestone.id == milestone.id)
    return row.first_baseline_on, row.baseline_on, row.forecast_on, row.met_on


async def test_a_milestone_begins_on_its_baseline(p):
    milestone = await a_planned_milestone(p)
    assert await dates(milestone) == (JUNE, JUNE, None, None)


async def test_milestones_follow_one_another(p):
    action = await an_action(p)
    assert [(await a_milestone(p, action)).position for _ in range(3)] == [1, 2, 3]


async def test_only_the_business_unit_adds_a_milestone(p):
    with pytest.raises(NotAllowed, match="Only the business unit"):
        await add_milestone(p.owner, await an_action(p), NewMilestone("More", JUNE))


async def test_nothing_is_planned_for_what_was_delivered(p):
    action = await an_action(p)
    await say_delivered(p.owner, action, BEGIN)
    with pytest.raises(Conflict, match="nothing can be planned for it"):
        await a_milestone(p, action)


async def test_the_owner_says_when_a_milestone_was_met(p):
    milestone = await a_planned_milestone(p)
    await meet_milestone(p.deputy, milestone, BEGIN)
    assert await dates(milestone) == (JUNE, JUNE, None, BEGIN)


async def test_a_milestone_is_not_met_in_the_future(p):
    milestone = await a_planned_milestone(p)
    with pytest.raises(Invalid, match="give the day on which it was met"):
        await meet_milestone(p.owner, milestone, dt.date(2026, 4, 2))


async def test_the_dates_of_a_met_milestone_stand(p):
    milestone = await a_planned_milestone(p)
    await meet_milestone(p.owner, milestone, BEGIN)
    for act in (
        meet_milestone(p.owner, milestone, BEGIN),
        move_forecast(p.owner, milestone, AUGUST, "Late."),
        ask_rebaseline(p.owner, milestone, AUGUST, "Late."),
    ):
        with pytest.raises(Conflict, match="was met on 1 April 2026; its dates stand"):
            await act


async def test_a_forecast_moves_and_the_baseline_stays(p):
    milestone = await a_planned_milestone(p)
    change = await move_forecast(p.owner, milestone, AUGUST, "Two partners have not signed.")
    assert await dates(milestone) == (JUNE, JUNE, AUGUST, None)
    assert (change.from_on, change.to_on, change.reason) == (JUNE, AUGUST, "Two partners have not signed.")


async def test_a_forecast_needs_a_reason_and_another_day_ahead(p):
    milestone = await a_planned_milestone(p)
    with pytest.raises(Invalid) as refused:
        await move_forecast(p.owner, milestone, dt.date(2026, 3, 1), " ")
    assert set(refused.value.faults) == {"reason", "to"}
    with pytest.raises(Invalid, match="It is expected on 30 June 2026 already"):
        await move_forecast(p.owner, milestone, JUNE, "No change.")


async def test_a_stale_forecast_is_refused(p):
    milestone = await a_planned_milestone(p)
    seen = await newest_sequence(milestone)
    await move_forecast(p.deputy, milestone, AUGUST, "Late.")
    with pytest.raises(Conflict, match="Somebody changed this"):
        await move_forecast(p.owner, milestone, dt.date(2026, 7, 31), "A little late.", seen)


async def test_nobody_but_the_actions_people_moves_its_dates(p):
    milestone = await a_planned_milestone(p)
    for act in (
        meet_milestone(p.moderator, milestone, BEGIN),
        move_forecast(p.stranger, milestone, AUGUST, "Late."),
    ):
        with pytest.raises(NotAllowed, match="Only the owner"):
            await act


async def test_a_new_baseline_changes_nothing_until_it_is_approved(p):
    milestone = await a_planned_milestone(p)
    asked = await ask_rebaseline(p.owner, milestone, AUGUST, "The trainer left.")
    assert await dates(milestone) == (JUNE, JUNE, None, None)
    await decide_rebaseline(p.moderator, asked, True, "")
    assert await dates(milestone) == (JUNE, AUGUST, None, None)


async def test_a_refused_baseline_changes_nothing_and_says_why(p):
    milestone = await a_planned_milestone(p)
    asked = await ask_rebaseline(p.owner, milestone, AUGUST, "The trainer left.")
    with pytest.raises(Invalid, match="Say why the new date is refused"):
        await decide_rebaseline(p.moderator, asked, False, " ")
    decided = await decide_rebaseline(p.moderator, asked, False, "Another trainer is there.")
    assert (decided.approved, decided.decided_by) == (False, p.moderator.id)
    assert await dates(milestone) == (JUNE, JUNE, None, None)


async def test_one_request_for_a_date_waits_at_a_time(p):
    milestone = await a_planned_milestone(p)
    await ask_rebaseline(p.owner, milestone, AUGUST, "The trainer left.")
    with pytest.raises(Conflict, match="waits for a decision"):
        await ask_rebaseline(p.deputy, milestone, AUGUST, "The trainer left.")


async def test_a_baseline_is_decided_once(p):
    milestone = await a_planned_milestone(p)
    asked = await ask_rebaseline(p.owner, milestone, AUGUST, "The trainer left.")
    await decide_rebaseline(p.moderator, asked, True, "")
    with pytest.raises(Conflict, match="decided already"):
        await decide_rebaseline(p.second_moderator, asked, False, "No.")


async def test_whoever_asks_does_not_decide(p):
    milestone = await a_planned_milestone(p)
    asked = await ask_rebaseline(p.moderator, milestone, AUGUST, "The trainer left.")
    with pytest.raises(NotAllowed, match="Whoever asks for a new baseline may not decide"):
        await decide_rebaseline(p.moderator, asked, True, "")
    assert (await decide_rebaseline(p.second_moderator, asked, True, "")).approved


async def test_an_owner_in_the_business_unit_does_not_decide_on_their_own(p):
    post = await a_post(p.moderator, "Policy officer", p.business_unit, p.moderator)
    milestone = await a_milestone(p, await an_action(p, begun=False, owner=post))
    asked = await ask_rebaseline(p.second_moderator, milestone, AUGUST, "Late.")
    with pytest.raises(NotAllowed, match="Nobody judges their own"):
        await decide_rebaseline(p.moderator, asked, True, "")


async def test_strangers_do_not_ask_for_a_baseline(p):
    milestone = await a_planned_milestone(p)
    with pytest.raises(NotAllowed, match="may ask for a new baseline"):
        await ask_rebaseline(p.stranger, milestone, AUGUST, "Late.")


async def test_a_new_baseline_is_another_day_with_a_reason(p):
    milestone = await a_planned_milestone(p)
    with pytest.raises(Invalid) as refused:
        await ask_rebaseline(p.owner, milestone, JUNE, "")
    assert set(refused.value.faults) == {"to", "reason"}


async def test_the_dates_of_what_was_superseded_stand(p):
    action = await an_action(p)
    milestone = await a_milestone(p, action)
    await supersede_action(p.moderator, action, "Another covers it.")
    later = AUGUST
    for act in (
        meet_milestone(p.owner, milestone, BEGIN),
        move_forecast(p.owner, milestone, later, "The trainer left."),
        ask_rebaseline(p.owner, milestone, later, "The trainer left."),
    ):
        with pytest.raises(Conflict, match="has been superseded, so its dates stand"):
            await act
