"""One look: the marks and colours of pages, packs and charts come from one file."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from objectives.words import Direction, Rating
from reports.look import look
from reports.marks import mark_sprite
from reports.svg import tidied
from reports.wording import published_mark

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
