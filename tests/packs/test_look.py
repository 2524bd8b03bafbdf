"""One look: the marks and colours of pages, packs and charts come from one file."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from objectives.words import Direction, Rating
from reports.charts import draw
from reports.drawing import draw_apart
from reports.look import look
from reports.marks import mark_sprite
from reports.svg import for_page, tidied
from reports.wording import published_mark
from tests.packs.printed import example_bytes

ASSETS = Path(__file__).parents[2] / "governance_app" / "assets"


def test_every_rating_solid_and_hollow_and_every_movement_has_a_mark() -> None:
    wanted = {published_mark(rating, hollow, None, "").shape for rating in Rating for hollow in (False, True)}
    wanted |= {str(direction).replace(" ", "-") for direction in Direction}
    wanted |= {published_mark(None, False, word, "").shape for word in ("business as usual", "superseded")}
    assert wanted <= look().marks.keys()


def test_the_sprite_holds_every_mark_once_in_the_text_s_own_colour() -> None:
    sprite = ElementTree.fromstring(mark_sprite())
    assert [symbol.get("id") for symbol in sprite.iter("symbol")] == [f"m-{name}" for name in look().marks]
    paints = {element.get(name) for element in sprite.iter() for name in ("fill", "stroke")} - {None}
    assert paints == {"currentColor", "#fff", "none"}


def test_the_service_s_style_sheet_uses_the_same_rating_colours() -> None:
    sheets = "".join(file.read_text() for file in ASSETS.rglob("*.scss"))
    said = dict(re.findall(r"^\$(red|amber|green|blue|grey): (#[0-9a-f]{6});", sheets, re.MULTILINE))
    assert said == look().ratings


def test_shapes_differ_without_their_colours() -> None:
    outlines = [repr(parts) for parts in look().marks.values()]
    assert len(set(outlines)) == len(outlines)


def test_the_charts_drawn_in_another_process_are_the_same() -> None:
    assert draw_apart(example_bytes()) == draw(example_bytes())


def test_the_chart_says_in_words_what_it_shows() -> None:
    (chart,) = draw(example_bytes()).values()
    assert chart.alt.startswith(
        "Ratings by objective. Prevention: 1 red, 1 amber, 2 green, 1 grey; headline Red."
    )
    assert "All: 4 red, 4 amber, 5 green, 2 blue, 2 grey, 1 business as usual." in chart.alt


def test_the_chart_s_text_is_text_and_carries_no_date_and_no_style() -> None:
    (chart,) = draw(example_bytes()).values()
    root = ElementTree.fromstring(chart.svg)
    words = {"".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Prevention", "Protection", "Support", "All", "18", "Headline"} <= words
    assert [name for name in ("style=", "metadata", "xlink", "20\u200b") if name in chart.svg] == []


def test_in_a_page_the_chart_is_an_image_with_a_name() -> None:
    (chart,) = draw(example_bytes()).values()
    root = ElementTree.fromstring(for_page(chart.svg, chart.alt))
    assert (root.get("role"), root.get("aria-label")) == ("img", chart.alt)
    assert not any("SmBld" in (element.get("font-family") or "") for element in root.iter())


STYLED = (
    b'<svg xmlns="http://www.w3.org/2000/svg"><text style="font: 600 9px \'Plex\'; fill: #111">a</text></svg>'
)


@pytest.mark.parametrize(
    ("name", "value"),
    [("font-size", "9"), ("font-family", "'Plex'"), ("font-weight", "600"), ("fill", "#111")],
)
def test_styles_become_attributes(name: str, value: str) -> None:
    text = ElementTree.fromstring(tidied(STYLED)).find("{http://www.w3.org/2000/svg}text")
    assert text is not None
    assert text.get(name) == value
