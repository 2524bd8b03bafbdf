"""Rounds: suggested dates by the financial quarter, the freeze as an instant, and which round it is."""

import datetime as dt

import pytest
from msgspec.structs import replace

from objectives.days import instant_at, is_working_day, today_at, working_days_after
from objectives.history import newest_sequence
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound
from objectives.rounds import (
    change_round,
    find_round,
    last_freeze_before_expiry,
    make_round,
    quarter_name,
    quarter_of,
    round_after,
    round_at,
    suggested_dates,
)
from tests.makers import it_is

Q4, Q1, Q2 = dt.date(2026, 1, 1), dt.date(2026, 4, 1), dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    ("starts_on", "name"),
    [
        (dt.date(2026, 4, 1), "Q1 2026-27"),
        (dt.date(2026, 7, 1), "Q2 2026-27"),
        (dt.date(2026, 10, 1), "Q3 2026-27"),
        (dt.date(2027, 1, 1), "Q4 2026-27"),
        (dt.date(2099, 10, 1), "Q3 2099-00"),
    ],
)
def test_quarters_are_named_by_the_financial_year(starts_on, name):
    assert quarter_name(starts_on) == name


@pytest.mark.parametrize("day", [dt.date(2026, 7, 1), dt.date(2026, 8, 15), dt.date(2026, 9, 30)])
def test_a_day_belongs_to_its_quarter(day):
    assert quarter_of(day) == Q2


def test_suggested_dates_count_working_days_from_the_day_after_the_quarter():
    dates = suggested_dates(Q2)
    assert (dates.period_ends_on, dates.opens_on) == (dt.date(2026, 9, 30), dt.date(2026, 10, 1))
    assert dates.updates_due_on == dt.date(2026, 10, 15)
    assert dates.moderation_due_on == dt.date(2026, 10, 22)
    assert dates.freezes_at == dt.datetime(2026, 10, 29, 17, tzinfo=dt.UTC)
    assert dates.meets_on == dt.date(2026, 11, 12)


def test_suggested_dates_step_over_the_easter_bank_holidays():
    assert suggested_dates(Q4).updates_due_on == dt.date(2026, 4, 17)


def test_suggested_dates_step_over_christmas_and_new_year():
    assert suggested_dates(dt.date(2026, 10, 1)).updates_due_on == dt.date(2027, 1, 15)


def test_a_freeze_is_at_five_in_the_afternoon_in_summer_too():
    assert suggested_dates(Q1).freezes_at == dt.datetime(2026, 7, 29, 16, tzinfo=dt.UTC)


def test_bank_holidays_are_those_observed_in_england():
    observed = dt.date(2026, 12, 28)
    assert not is_working_day(observed)
    assert is_working_day(dt.date(2026, 3, 17))
    assert working_days_after(dt.date(2026, 12, 24), 1) == dt.date(2026, 12, 29)


async def test_only_the_business_unit_plans_rounds(p):
    with pytest.raises(NotAllowed, match="Only the business unit"):
        await make_round(p.administrator, suggested_dates(Q1))


async def test_all_faults_of_a_rounds_dates_are_said_at_once(p):
    day = dt.date(2026, 4, 1)
    wrong = replace(
        suggested_dates(Q1),
        name="q",
        period_ends_on=dt.date(2026, 3, 1),
        opens_on=dt.date(2026, 2, 1),
        updates_due_on=dt.date(2026, 1, 1),
        moderation_due_on=dt.date(2025, 1, 1),
        freezes_at=instant_at(dt.date(2024, 1, 1), 17),
        meets_on=dt.date(2023, 1, 1),
    )
    with pytest.raises(Invalid) as refused:
        await make_round(p.moderator, wrong)
    assert day not in refused.value.faults
    assert set(refused.value.faults) >= {
        "period_ends_on",
        "opens_on",
        "updates_due_on",
        "moderation_due_on",
        "freezes_at",
        "meets_on",
    }


async def test_two_rounds_do_not_report_on_the_same_days(p):
    with pytest.raises(Invalid) as refused:
        await make_round(p.moderator, suggested_dates(Q4))
    assert set(refused.value.faults) == {"name", "period_starts_on"}


async def test_rounds_open_in_the_order_of_their_periods(p):
    early = replace(suggested_dates(dt.date(2025, 10, 1)), opens_on=dt.date(2026, 4, 2))
    late = replace(
        early,
        updates_due_on=dt.date(2026, 5, 1),
        moderation_due_on=dt.date(2026, 5, 1),
        freezes_at=instant_at(dt.date(2026, 5, 5), 17),
        meets_on=dt.date(2026, 5, 20),
    )
    with pytest.raises(Invalid) as refused:
        await make_round(p.moderator, late)
    assert set(refused.value.faults) == {"opens_on"}


async def test_a_round_is_planned_before_its_freeze(p):
    with pytest.raises(Invalid, match="Give a freeze that lies ahead"):
        await make_round(p.moderator, suggested_dates(dt.date(2025, 10, 1)))


async def test_a_freeze_can_be_moved_until_it_passes(p):
    later = replace(suggested_dates(Q4), freezes_at=instant_at(dt.date(2026, 5, 5), 12))
    moved = await change_round(p.moderator, p.round, later)
    assert moved.freezes_at == instant_at(dt.date(2026, 5, 5), 12)
    await it_is(dt.date(2026, 5, 5), 13)
    with pytest.raises(Conflict, match="has frozen, so its dates stand"):
        await change_round(p.moderator, p.round, suggested_dates(Q4))


async def test_a_freeze_is_not_moved_into_the_past(p):
    await it_is(dt.date(2026, 4, 28))
    earlier = replace(suggested_dates(Q4), freezes_at=instant_at(dt.date(2026, 4, 27), 17))
    with pytest.raises(Invalid, match="Give a freeze that lies ahead"):
        await change_round(p.moderator, p.round, earlier)


async def test_the_meeting_can_still_move_after_the_freeze(p):
    await it_is(dt.date(2026, 5, 6))
    dates = replace(suggested_dates(Q4), meets_on=dt.date(2026, 6, 1))
    assert (await change_round(p.moderator, p.round, dates)).meets_on == dt.date(2026, 6, 1)


async def test_a_stale_change_of_a_round_is_refused(p):
    seen = await newest_sequence(p.round)
    dates = replace(suggested_dates(Q4), meets_on=dt.date(2026, 6, 1))
    await change_round(p.moderator, p.round, dates)
    with pytest.raises(Conflict, match="Somebody changed this"):
        await change_round(p.second_moderator, p.round, dates, seen)


async def test_this_round_is_the_one_opened_last(p):
    await make_round(p.moderator, suggested_dates(Q1))
    names = []
    for day in (dt.date(2026, 3, 31), dt.date(2026, 4, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 1)):
        found = await round_at(instant_at(day, 0))
        names.append(found and found.name)
    assert names == [None, "Q4 2025-26", "Q4 2025-26", "Q1 2026-27"]


async def test_a_moderation_may_hold_until_the_next_freeze_planned_or_suggested(p):
    assert await round_after(p.round) is None
    assert await last_freeze_before_expiry(p.round) == dt.date(2026, 7, 29)
    moved = replace(suggested_dates(Q1), freezes_at=instant_at(dt.date(2026, 8, 3), 17))
    await make_round(p.moderator, moved)
    assert await last_freeze_before_expiry(p.round) == dt.date(2026, 8, 3)


async def test_an_unknown_round_is_named(p):
    assert (await find_round(" q4 2025-26")).name == "Q4 2025-26"
    with pytest.raises(NotFound, match="There are: Q4 2025-26"):
        await find_round("Q9")


def test_a_day_begins_at_midnight_in_london():
    assert today_at(dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)) == dt.date(2026, 7, 1)


def test_days_end_in_the_partnerships_own_time_zone(in_auckland: None) -> None:
    assert today_at(dt.datetime(2026, 6, 30, 12, 30, tzinfo=dt.UTC)) == dt.date(2026, 7, 1)
    assert suggested_dates(Q2).freezes_at == dt.datetime(2026, 10, 29, 4, tzinfo=dt.UTC)
