"""Days and months as the rules count them."""

import datetime as dt

import pytest

from objectives.dates import in_words, months_after, span
from objectives.sentences import counted, listed
from objectives.words import Rating
from tests.domain.judged import rated, rules, says
from tests.standings import a_delivered_action, a_milestone, a_rebaseline, an_action, day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2027, 11, 30), 3, dt.date(2028, 2, 29)),
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 10, 15), 3, dt.date(2027, 1, 15)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2026, 12, 31), 12, dt.date(2027, 12, 31)),
    ],
)
def test_months_are_calendar_months_clamped_to_the_end(day: dt.date, months: int, later: dt.date) -> None:
    assert months_after(day, months) == later


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        (dt.date(2026, 6, 1), dt.date(2026, 6, 2), "1 day"),
        (dt.date(2026, 6, 1), dt.date(2026, 7, 1), "1 month"),
        (dt.date(2026, 6, 1), dt.date(2026, 10, 1), "4 months"),
        (dt.date(2026, 6, 30), dt.date(2026, 10, 1), "3 months and 1 day"),
        (dt.date(2026, 11, 30), dt.date(2027, 2, 28), "3 months"),
        (dt.date(2026, 11, 30), dt.date(2027, 3, 1), "3 months and 1 day"),
        (dt.date(2026, 6, 15), dt.date(2026, 7, 14), "29 days"),
        (dt.date(2026, 6, 15), dt.date(2026, 6, 15), "0 days"),
    ],
)
def test_a_span_is_said_in_months_and_days(earlier: dt.date, later: dt.date, words: str) -> None:
    assert str(span(earlier, later)) == words


def test_a_day_is_written_out() -> None:
    assert in_words(dt.date(2026, 9, 30)) == "30 September 2026"


def test_one_is_singular() -> None:
    assert (counted(1, "day"), counted(31, "day")) == ("1 day", "31 days")


def test_things_in_a_row_end_with_and() -> None:
    assert [listed("abc"[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]


def late_by(days: int) -> tuple[Rating | None, list[str]]:
    judged = rated(an_action(milestones=(a_milestone("Briefings given", day(-days)),)))
    return judged.calculated, says(judged, "late")


def test_a_milestone_due_today_is_not_late() -> None:
    assert late_by(0) == (Rating.GREEN, [])


def test_a_milestone_1_day_late_is_amber() -> None:
    assert late_by(1) == (
        Rating.AMBER,
        ["The milestone “Briefings given” is 1 day late: its approved date was 29 October 2026."],
    )


def test_a_milestone_30_days_late_is_amber() -> None:
    assert late_by(30)[0] is Rating.AMBER


def test_a_milestone_31_days_late_is_red() -> None:
    assert late_by(31) == (
        Rating.RED,
        ["The milestone “Briefings given” is 31 days late: its approved date was 29 September 2026."],
    )


def test_every_late_milestone_is_listed_the_most_cautious_first() -> None:
    two = (a_milestone("First", day(-3)), a_milestone("Second", day(-40), id=2))
    judged = rated(an_action(milestones=two))
    assert [(f.rule, f.rating) for f in judged.fired] == [
        ("late", Rating.RED),
        ("late", Rating.AMBER),
        ("slip", Rating.AMBER),
        ("slip", Rating.AMBER),
        ("evidence", Rating.GREEN),
    ]
    assert "“Second” is 40 days late" in judged.fired[0].sentence


def forecast(baseline: dt.date, expected: dt.date | None) -> tuple[Rating | None, list[str]]:
    judged = rated(an_action(milestones=(a_milestone("Pack sent", baseline, forecast_on=expected),)))
    return judged.calculated, says(judged, "slip")


def test_a_forecast_on_the_approved_date_is_no_slip() -> None:
    assert forecast(day(30), day(30))[1] == []


def test_a_forecast_before_the_approved_date_is_no_slip() -> None:
    assert forecast(day(30), day(10))[1] == []


def test_a_forecast_1_day_after_the_approved_date_is_amber() -> None:
    rating, sentences = forecast(dt.date(2026, 12, 1), dt.date(2026, 12, 2))
    assert sentences == [
        "The milestone “Pack sent” is forecast 1 day after its approved date: 2 December 2026 against"
        " 1 December 2026."
    ]
    # Nothing is due yet, which is Grey; the slip is more cautious.
    assert rating is Rating.AMBER


def test_a_slip_of_exactly_3_months_is_amber() -> None:
    assert forecast(dt.date(2026, 12, 1), dt.date(2027, 3, 1))[0] is Rating.AMBER


def test_a_slip_of_3_months_and_1_day_is_red() -> None:
    rating, sentences = forecast(dt.date(2026, 12, 1), dt.date(2027, 3, 2))
    assert rating is Rating.RED
    assert "is forecast 3 months and 1 day after its approved date" in sentences[0]


def test_a_slip_from_30_november_to_28_february_is_3_months_and_amber() -> None:
    assert forecast(dt.date(2026, 11, 30), dt.date(2027, 2, 28))[0] is Rating.AMBER


def test_a_slip_from_30_november_to_1_march_is_red() -> None:
    assert forecast(dt.date(2026, 11, 30), dt.date(2027, 3, 1))[0] is Rating.RED


def test_without_a_later_forecast_slip_runs_to_today() -> None:
    assert forecast(dt.date(2026, 7, 30), None)[1] == [
        "The milestone “Pack sent” has slipped by 3 months so far: it was to be met by 30 July 2026."
    ]


def test_a_forecast_that_has_passed_does_not_stop_slip() -> None:
    assert "has slipped by 1 month so far" in forecast(dt.date(2026, 9, 30), dt.date(2026, 10, 15))[1][0]


def test_a_milestone_met_late_stops_counting() -> None:
    met = a_milestone("Pack sent", day(-90), met_on=day(-10))
    assert rated(an_action(milestones=(met,))).calculated is Rating.GREEN


def test_slip_and_lateness_stop_counting_once_delivered() -> None:
    still_open = a_milestone("Pack sent", day(-90))
    judged = rated(a_delivered_action(day(-5), milestones=(still_open,)))
    assert judged.calculated is Rating.GREEN
    assert rules(judged) == ["delivered", "evidence"]


def test_a_rebaseline_asked_for_but_not_approved_changes_nothing() -> None:
    asked = a_milestone("Pack sent", day(-31), rebaselines=(a_rebaseline(day(-31), day(60), approved=None),))
    assert rated(an_action(milestones=(asked,))).calculated is Rating.RED


def test_an_approved_new_date_is_the_one_that_counts() -> None:
    moved = a_milestone("Pack sent", day(60), first_baseline_on=day(-31))
    judged = rated(an_action(milestones=(a_milestone(), moved)))
    assert judged.calculated is Rating.GREEN
