"""Reading what a form sent: texts cleaned, dates as people write them, each fault under its field."""

import datetime as dt

import pytest
from litestar.datastructures import FormMultiDict

from governance_app.forms import Answers, date_fields, date_words, typed
from objectives.words import Rating


def test_what_was_typed_comes_in_cleaned_and_nothing_that_was_not_asked_for() -> None:
    form = FormMultiDict([("output", " Two\x0blines\x00 "), ("reach", "  "), ("person", "7")])
    assert typed(form, ["output", "reach", "impact"]) == {"output": "Two\nlines"}


@pytest.mark.parametrize("month", ["11", "Nov", "november"])
def test_a_month_is_written_as_a_number_or_by_its_name(month: str) -> None:
    answers = Answers(dict(zip(date_fields("on"), ("2", month, "2026"), strict=True)))
    assert answers.day("on") == dt.date(2026, 11, 2)
    assert answers.faults.found == {}


@pytest.mark.parametrize(
    "parts",
    [
        ("31", "2", "2026"),
        ("2", "", "2026"),
        ("two", "No", "26"),
        ("1", "1", "0"),
        ("1", "1", "26"),
        ("1", "1", "20260"),
    ],
)
def test_what_is_no_date_is_said_as_it_was_written(parts: tuple[str, str, str]) -> None:
    answers = Answers(dict(zip(date_fields("on"), parts, strict=True)))
    assert answers.day("on") is None
    assert parts[0] in answers.faults.found["on"]
    assert "such as 2 11 2026" in answers.faults.found["on"]


def test_an_empty_date_is_a_fault_only_where_one_is_needed() -> None:
    answers = Answers({})
    assert answers.day("on") is None
    assert answers.faults.found == {}
    answers.day("on", "Give the day.")
    assert answers.faults.found == {"on": "Give the day."}


def test_a_day_is_shown_as_it_is_read() -> None:
    day = dt.date(2026, 1, 31)
    assert Answers(date_words("on", day)).day("on") == day
    assert date_words("on", None) == {}


def test_a_choice_is_one_of_its_words_or_a_fault() -> None:
    answers = Answers({"rating": "Amber", "other": "Purple"})
    assert answers.choice("rating", Rating, "Choose.") is Rating.AMBER
    assert answers.choice("other", Rating, "Choose one.") is None
    assert answers.faults.found == {"other": "Choose one."}
