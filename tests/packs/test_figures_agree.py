"""The same figures everywhere: content, page and print."""

from hypothesis import HealthCheck, given, settings

from objectives.rated import Distribution
from objectives.rating import rate
from objectives.standing import Standing
from reports.content import Content, read_content
from reports.render_html import columns_of
from tests.packs.printed import (
    bytes_of,
    example_bytes,
    example_page,
    example_pdf,
    numbers_after,
    page_of,
    pdf_of,
    words_of,
    words_on,
)
from tests.standings import standings

TOLERANT = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


def rows_of(content: Content) -> list[tuple[str, Distribution]]:
    rows = [(f"{o.name} commitments", o.commitments) for o in content.objectives]
    rows += [("All commitments", content.commitments)]
    rows += [(f"{o.name} actions", o.actions) for o in content.objectives]
    return [*rows, ("All actions", content.actions)]


def assert_the_figures_stand_in(text: str, content: Content) -> None:
    columns = columns_of(content.commitments, content.actions)
    for label, stands in rows_of(content):
        expected = [*(column.of(stands) for column in columns), stands.total]
        assert numbers_after(label, len(expected), text) == expected
    for said in (content.finding, content.of_the_actions):
        assert said in text


def test_the_example_s_figures_are_the_same_in_content_page_and_print() -> None:
    content = read_content(example_bytes())
    assert_the_figures_stand_in(words_on(example_page()), content)
    assert_the_figures_stand_in(words_of(example_pdf()), content)


def test_the_cover_s_counts_are_the_content_s() -> None:
    content = read_content(example_bytes())
    counts = [column.of(content.commitments) for column in columns_of(content.commitments)]
    cover = example_pdf().pages[0].extract_text()
    between = cover.split("as at 30 October 2026", 1)[1].split(content.of_the_actions)[0]
    assert [int(word) for word in between.split() if word.isdigit()] == counts


@settings(max_examples=25, **TOLERANT)
@given(standings())
def test_any_standing_s_figures_are_the_same_on_the_page(standing: Standing) -> None:
    content = bytes_of(rate(standing))
    assert_the_figures_stand_in(words_on(page_of(content)), read_content(content))


@settings(max_examples=4, **TOLERANT)
@given(standings())
def test_any_standing_s_figures_are_the_same_in_print(standing: Standing) -> None:
    content = bytes_of(rate(standing))
    assert_the_figures_stand_in(words_of(pdf_of(content)), read_content(content))
