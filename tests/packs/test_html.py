"""The pack as a page: valid, whole in itself, and saying what the content says."""

import datetime as dt
import itertools
import re

import pytest

from objectives.rating import rate
from reports.charts import draw
from reports.cover import Cover
from reports.marks import mark_sprite
from reports.render_html import render_parts, stylesheet
from tests.packs.makers import green, judged, red
from tests.packs.printed import (
    attributes_of,
    bytes_of,
    example_bytes,
    example_page,
    is_valid,
    page_of,
    words_on,
)
from tests.standings import example_standing


def test_the_page_is_valid_html() -> None:
    assert is_valid(example_page())


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    attributes = attributes_of(example_page())
    assert [
        value for tag, name, value in attributes if name in ("href", "src") and not value.startswith("#")
    ] == []
    assert [name for tag, name, value in attributes if name.startswith("on") or name == "style"] == []
    assert "<script" not in example_page()
    assert re.findall(r"url\(|@import", stylesheet()) == []


def test_every_link_in_the_page_leads_somewhere() -> None:
    attributes = attributes_of(example_page())
    places = [value for tag, name, value in attributes if name == "id"]
    assert len(places) == len(set(places))
    assert {value[1:] for tag, name, value in attributes if name == "href"} <= set(places)


def test_the_cover_says_what_the_pack_is_and_that_its_facts_are_made_up() -> None:
    words = words_on(example_page())
    for said in (
        "OFFICIAL-SENSITIVE",
        "Example data.",
        "Q2 2026-27, as at 30 October 2026",
        "Draft: not issued",
    ):
        assert said in words


def test_real_facts_carry_no_label_of_an_example() -> None:
    real = page_of(bytes_of(judged(red, green, example=False)))
    assert "xample data" not in words_on(real)


def test_an_issued_pack_names_its_version_and_who_issued_it() -> None:
    cover = Cover("OFFICIAL", "The Executive Group", "1.0", "Farah Aziz", dt.date(2026, 11, 2))
    words = words_on(page_of(example_bytes(), cover))
    assert "Version 1.0, issued 2 November 2026 by Farah Aziz" in words
    assert "OFFICIAL-SENSITIVE" not in words


def test_references_lead_to_the_live_items_where_the_pack_is_shown_in_the_service() -> None:
    content = example_bytes()
    parts = render_parts(content, Cover(), draw(content), lambda reference: f"/live/{reference}")
    references = {c.reference for c in example_standing().commitments()} | {
        a.reference for a in example_standing().actions()
    }
    linked = set(re.findall(r'href="/live/([^"]+)"', parts))
    assert linked == references
    assert is_valid(
        f'<!doctype html><html lang="en-GB"><title>Pack</title><body>{mark_sprite()}{parts}</body></html>'
    )


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", example_page())]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("rows", [(), (red,), (green,) * 30])
def test_any_number_of_commitments_makes_a_valid_page(rows: tuple) -> None:
    assert is_valid(page_of(bytes_of(judged(*rows))))


def test_the_same_content_gives_the_same_page() -> None:
    assert page_of(bytes_of(rate(example_standing()))) == example_page()
