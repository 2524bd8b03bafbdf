"""Packs of past formats: a stored one of each is still read, drawn and compared, with what it holds and no more."""

from functools import cache
from pathlib import Path

import pytest

from objectives.words import Rating
from reports.charts import draw
from reports.comparing import compare
from reports.composing import content_of
from reports.content import FORMAT, Content, digest_of, read_content
from reports.cover import Cover
from reports.formats import set_formats
from reports.render_html import render_html
from tests.packs.makers import amber, green, held, judged, red
from tests.packs.printed import is_valid, numbers_after, pdf_of, words_of, words_on

SHAPES = Path(__file__).with_name("shapes")
DIGESTS = {
    "2": "38a120130dc1145d2935693806e5c6a9bd5faf0726a4f3f2b74dff2ada8b9eaf",
    "3": "df889cb5ef2d5790ea8de2c775e583b27502054659691dfe3f958e9d44be58e7",
}
"""What the stored pack of each format was called when it was built."""


@cache
def stored(format: str) -> bytes:
    return (SHAPES / f"format-{format}.json").read_bytes()


@pytest.mark.parametrize("format", DIGESTS)
def test_the_stored_pack_is_as_it_was_built(format: str) -> None:
    assert digest_of(stored(format)) == DIGESTS[format]
    assert read_content(stored(format)).format == format != FORMAT


@pytest.mark.parametrize("format", DIGESTS)
def test_it_is_drawn_as_a_page_with_its_own_sections_only(format: str) -> None:
    page = render_html(stored(format), Cover(), draw(stored(format)))
    assert is_valid(page)
    words = words_on(page)
    assert ("Decisions sought" in words) == (format > "2")
    assert "What has not happened and could" not in words
    assert "What moved" in words
    assert digest_of(stored(format))[:4] in words


@pytest.mark.parametrize("format", DIGESTS)
def test_it_prints_with_its_own_figures(format: str) -> None:
    content = read_content(stored(format))
    words = words_of(pdf_of(stored(format)))
    assert content.finding in words
    assert numbers_after("All actions", 6, words)[:2] == [content.actions.red, content.actions.amber]


@pytest.mark.parametrize("format", DIGESTS)
def test_it_is_set_in_every_format_that_holds_tables(format: str) -> None:
    files = set_formats(stored(format), Cover(), lambda _: {}, ("docx", "xlsx", "csv", "tables"))
    assert list(files) == ["docx", "xlsx", "csv", "tables"]
    assert read_content(stored(format)).finding in files["tables"].decode()


@pytest.mark.parametrize("format", DIGESTS)
def test_it_is_compared_with_one_of_today(format: str) -> None:
    found = compare(read_content(stored(format)), content_of(judged(red, green, green, rows=TWICE_AMBER)))
    assert [line.reference for line in found.lines if line.reference.startswith("PREV-2")] == [
        "PREV-2",
        "PREV-2.1",
    ]


@pytest.mark.parametrize("format", DIGESTS)
def test_the_same_standing_gives_the_same_figures_today(format: str) -> None:
    old = read_content(stored(format))
    today: Content = content_of(judged(red, amber, green, rows=TWICE_AMBER))
    assert (old.commitments, old.actions, old.objectives) == (
        today.commitments,
        today.actions,
        today.objectives,
    )
    assert (old.needs, old.exceptions, old.moved) == (today.needs, today.exceptions, today.moved)


TWICE_AMBER = held(Rating.AMBER, 2)
