"""Working days of assurance requests against the bank holidays that the government published for England."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.assurance import suggested_due_on
from objectives.days import instant_at, is_working_day, working_days_after, working_days_between
from objectives.starting import set_clock
from tests.asking import a_request
from tests.makers import Partnership, it_is

# As published at gov.uk/bank-holidays for England and Wales.
BANK_HOLIDAYS = {
    2026: ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
    2027: ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2028: ("01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"),
}


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_a_years_days_off_are_its_weekends_and_published_bank_holidays(year: int) -> None:
    first = dt.date(year, 1, 1)
    days = [first + dt.timedelta(days) for days in range((dt.date(year + 1, 1, 1) - first).days)]
    off = {day for day in days if not is_working_day(day)}
    holidays = {dt.date.fromisoformat(f"{year}-{day}") for day in BANK_HOLIDAYS[year]}
    assert off == {day for day in days if day.weekday() >= 5} | holidays


@pytest.mark.parametrize(
    ("issued", "acknowledge", "reply"),
    [
        (
            "2026-04-02",
            "2026-04-13",
            "2026-05-05",
        ),  # the Thursday before Easter: Friday and Monday do not count
        (
            "2026-05-01",
            "2026-05-11",
            "2026-06-02",
        ),  # a Friday before one bank holiday, with another in between
        ("2026-12-24", "2027-01-05", "2027-01-26"),  # Christmas Eve: 25 December, its Monday and New Year
        ("2027-12-24", "2028-01-05", "2028-01-26"),  # both Christmas days fall on a weekend and move on
        ("2028-04-13", "2028-04-24", "2028-05-16"),
    ],
)
def test_days_count_from_the_day_after_issue(issued: str, acknowledge: str, reply: str) -> None:
    day = dt.date.fromisoformat(issued)
    assert working_days_after(day, 5).isoformat() == acknowledge
    assert suggested_due_on(day).isoformat() == reply


@given(st.dates(dt.date(2026, 1, 1), dt.date(2028, 6, 30)), st.integers(0, 60))
def test_what_lies_so_many_working_days_after_is_so_many_late(day: dt.date, count: int) -> None:
    assert working_days_between(day, working_days_after(day, count)) == count
    assert working_days_between(day + dt.timedelta(days=1), day) == 0


async def test_a_request_sent_at_a_minute_to_midnight_in_london_counts_from_that_day(p: Partnership) -> None:
    # 22:59 in UTC on 14 May: in London, on summer time, it is 23:59 of the 14th, and in UTC plus a minute the 14th too.
    await set_clock(instant_at(dt.date(2026, 5, 14), 23) + dt.timedelta(minutes=59))
    before = await a_request(p)
    await set_clock(instant_at(dt.date(2026, 5, 15), 0))
    after = await a_request(p)
    assert (before.issued_on, before.due_on) == (dt.date(2026, 5, 14), dt.date(2026, 6, 12))
    assert (after.issued_on, after.due_on) == (dt.date(2026, 5, 15), dt.date(2026, 6, 15))


async def test_a_request_sent_on_christmas_eve_leaves_the_holidays_out(p: Partnership) -> None:
    await it_is(dt.date(2026, 12, 24), 17)
    request = await a_request(p)
    assert (request.acknowledge_by, request.due_on) == (dt.date(2027, 1, 5), dt.date(2027, 1, 26))
