"""The charts: what they draw, what they say in words, and when there is none."""

import datetime as dt
import re
from functools import cache
from xml.etree import ElementTree

import pytest

from objectives.rating import rate
from objectives.words import Direction, Rating
from reports.charts import draw
from reports.composing import content_of
from reports.content import Content, canonical, read_content
from reports.drawing import Drawn, draw_apart
from reports.movement_chart import MOST
from reports.svg import for_page
from tests.packs.makers import amber, blue, green, held, judged, red, stale
from tests.packs.printed import example_bytes
from tests.standings import TODAY, a_milestone, a_rebaseline, a_standing_of, an_action, day

CHARTS = ("objectives", "movement", "milestones")
TEXT = "{http://www.w3.org/2000/svg}text"


@cache
def example_charts() -> dict[str, Drawn]:
    return draw(example_bytes())


def drawn(content: Content) -> dict[str, Drawn]:
    return draw(canonical(content))


def words_in(chart: Drawn) -> list[str]:
    return ["".join(element.itertext()) for element in ElementTree.fromstring(chart.svg).iter(TEXT)]


def test_the_charts_drawn_in_another_process_are_the_same() -> None:
    assert draw_apart(example_bytes()) == draw(example_bytes())


def test_the_chart_says_in_words_what_it_shows() -> None:
    chart = example_charts()["objectives"]
    assert chart.alt.startswith(
        "Ratings by objective. Prevention: 1 red, 1 amber, 2 green, 1 grey; headline Red."
    )
    assert "All: 4 red, 4 amber, 5 green, 2 blue, 2 grey, 1 business as usual." in chart.alt


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_carries_no_date_and_no_style(name: str) -> None:
    svg = example_charts()[name].svg
    assert [found for found in ("style=", "metadata", "xlink", "20\u200b") if found in svg] == []


def test_no_two_charts_of_a_page_carry_the_same_name() -> None:
    names = [name for chart in example_charts().values() for name in re.findall(r' id="([^"]+)"', chart.svg)]
    assert len(names) == len(set(names))


def test_the_chart_s_text_is_text() -> None:
    chart = example_charts()["objectives"]
    root = ElementTree.fromstring(chart.svg)
    words = {"".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Prevention", "Protection", "Support", "All", "18", "Headline"} <= words


@pytest.mark.parametrize("name", CHARTS)
def test_in_a_page_a_chart_is_an_image_with_a_name(name: str) -> None:
    chart = example_charts()[name]
    root = ElementTree.fromstring(for_page(chart.svg, chart.alt))
    assert (root.get("role"), root.get("aria-label")) == ("img", chart.alt)
    assert not any("SmBld" in (element.get("font-family") or "") for element in root.iter())


# ------------------------------------------------------------------------------------------------ movement


def test_every_commitment_stands_on_both_sides_under_the_count_of_its_group() -> None:
    content = content_of(judged(red, amber, green, blue, rows=held(Rating.GREEN, 2)))
    words = words_in(drawn(content)["movement"])
    assert [words.count(f"PREV-{n}") for n in range(1, 5)] == [2, 2, 2, 2]
    assert {"4 Green", "1 Red", "1 Amber", "1 Green", "1 Blue"} <= set(words)
    assert (words.count("worsened"), words.count("improved")) == (2, 1)


def test_what_cannot_be_rated_stands_apart_and_is_not_compared() -> None:
    content = content_of(judged(stale, green, rows=held(Rating.GREEN, 2)))
    words = words_in(drawn(content)["movement"])
    assert "not comparable" in words
    assert {"1 Grey", "1 Green"} <= set(words)


def test_what_is_new_comes_from_outside_the_plan() -> None:
    chart = drawn(content_of(judged(green, rows=())))["movement"]
    assert {"1 Not in the plan", "new"} <= set(words_in(chart))
    assert "New: PREV-1 from none to Green." in chart.alt


def test_no_movement_is_drawn_before_a_first_pack() -> None:
    assert "movement" not in drawn(content_of(judged(green, last_issued=None)))


def test_of_very_many_commitments_only_those_are_drawn_that_moved() -> None:
    content = content_of(judged(red, *[green] * MOST, rows=held(Rating.GREEN, 2)))
    words = words_in(drawn(content)["movement"])
    assert words.count("PREV-1") == 2
    assert "PREV-2" not in words


def test_movement_is_said_in_words_with_both_ratings() -> None:
    content = content_of(judged(red, blue, rows=held(Rating.GREEN, 2)))
    said = drawn(content)["movement"].alt
    assert "One commitment improved and one worsened." in said
    assert "Worsened: PREV-1 from Green to Red." in said
    assert "Improved: PREV-2 from Green to Blue." in said


def test_each_commitment_compared_is_in_the_table_beside_the_chart() -> None:
    content = read_content(example_bytes())
    commitments = [line.reference for objective in content.objectives for line in objective.lines]
    assert [line.reference for line in content.compared] == commitments
    assert {line.direction for line in content.compared} <= set(Direction)


# ---------------------------------------------------------------------------------------------- milestones


def of_one(**changes: object) -> Content:
    milestone = a_milestone("Course given", TODAY, **({"met_on": None} | changes))
    return content_of(rate(a_standing_of(an_action(milestones=(milestone,)))))


def test_a_milestone_that_moved_shows_days_behind_days_in_all_and_moves() -> None:
    asked = a_rebaseline(day(-100), day(-40))
    content = of_one(
        first_baseline_on=day(-100), baseline_on=day(-40), forecast_on=day(20), rebaselines=(asked,)
    )
    words = words_in(drawn(content)["milestones"])
    assert words[-5:] == ["PREV-1.1", "Course given", "60", "120", "1"]


def test_a_milestone_met_late_since_the_last_pack_says_by_how_much() -> None:
    content = of_one(baseline_on=day(-20), first_baseline_on=day(-20), met_on=day(-5))
    assert "met 15 late" in words_in(drawn(content)["milestones"])


def test_no_milestones_are_drawn_where_all_hold_their_dates() -> None:
    content = of_one(baseline_on=day(30), first_baseline_on=day(30))
    assert "milestones" not in drawn(content)
    assert content.changes.milestones == ()


def test_the_as_at_day_is_marked() -> None:
    content = of_one(baseline_on=day(-5), first_baseline_on=day(-5))
    assert "as at 30 Oct 2026" in words_in(drawn(content)["milestones"])


def test_milestones_are_said_in_words_with_approved_and_expected_dates() -> None:
    said = drawn(of_one(baseline_on=day(-5), first_baseline_on=day(-5), forecast_on=day(9)))["milestones"].alt
    assert "PREV-1.1 “Course given”: approved 25 Oct 2026, expected 8 Nov 2026." in said


@pytest.mark.parametrize("years", [0, 1, 9])
def test_any_span_of_time_is_drawn(years: int) -> None:
    far = TODAY + dt.timedelta(days=365 * years + 1)
    content = of_one(baseline_on=day(-1), first_baseline_on=day(-1), forecast_on=far)
    named = [w for w in words_in(drawn(content)["milestones"]) if w[:3] in ("Jan", "Apr", "Jul", "Oct")]
    assert len(named) <= 6
