"""The same figures everywhere: overview, pack page, print and pack.json."""

import re
from functools import cache
from typing import Any

import msgspec
from hypothesis import HealthCheck, Phase, given, settings

from governance_app.places import Places
from governance_app.reading import Reading
from governance_app.settings import read_settings
from governance_app.showing.attention import attention_of
from governance_app.showing.tiles import objective_rows
from governance_app.templating import template_engine
from objectives.permissions import Mandate
from objectives.rated import Distribution, Judgement
from objectives.rating import rate
from objectives.standing import Standing
from objectives.words import Role
from reports.content import Content, read_content
from reports.cover import Cover
from reports.drawing import Drawn
from reports.render_html import columns_of, render_html
from tests.packs.printed import (
    bytes_of,
    example_bytes,
    example_page,
    example_pdf,
    numbers_after,
    pdf_of,
    words_of,
    words_on,
)
from tests.standings import example_standing, standings

# What fails is told as it was found: making it smaller would draw hundreds of packs.
GENERATED = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "derandomize": True,
    "phases": (Phase.explicit, Phase.generate),
}
GROUP = Mandate(person=1, name="Jo Example", agency=99, roles=frozenset({Role.EXECUTIVE_GROUP}))
UNDRAWN = dict.fromkeys(
    ("objectives", "movement", "milestones"), Drawn('<svg xmlns="http://www.w3.org/2000/svg"/>', "A chart")
)


def rows_of(content: Content) -> list[tuple[str, Distribution]]:
    rows = [(f"{o.name} commitments", o.commitments) for o in content.objectives]
    rows += [("All commitments", content.commitments)]
    rows += [(f"{o.name} actions", o.actions) for o in content.objectives]
    return [*rows, ("All actions", content.actions)]


def numbers_in(value: Any) -> list[str]:
    """The number of every line that can be challenged, wherever in the content it stands."""
    if isinstance(value, dict):
        own = [value["number"]] if isinstance(value.get("number"), str) else []
        return own + [number for inner in value.values() for number in numbers_in(inner)]
    return (
        [number for inner in value for number in numbers_in(inner)] if isinstance(value, list | tuple) else []
    )


def lines_of(content: Content) -> list[str]:
    """Needs repeat the number of their exception, so they are left out."""
    return numbers_in(msgspec.to_builtins(content) | {"needs": []})


def assert_the_figures_stand_in(text: str, content: Content) -> None:
    columns = columns_of(content.commitments, content.actions)
    for label, stands in rows_of(content):
        expected = [*(column.of(stands) for column in columns), stands.total]
        assert numbers_after(label, len(expected), text) == expected
    for said in (content.finding, content.of_the_actions, content.movement, content.changes.summary):
        assert said in text
    for section in content.sections:
        assert section.headline in text
        assert section.nothing in text
    for objective in content.difference.objectives:
        if objective.updates:
            told = objective.updates - objective.without_impact
            assert f"{told} of {objective.updates} updates; {objective.without_impact} gave no impact" in text


def assert_the_lists_are_as_long_as_the_headlines_say(content: Content, judgement: Judgement) -> None:
    """Counts are counted again here, straight from the judgement."""
    standing = judgement.standing
    updates = [u for a in standing.actions() if (u := a.update_for(standing.this_round))]
    assert {need.reference for need in content.needs} <= {one.reference for one in content.decisions}
    assert len(content.disagreements.greener) == sum(r.disagrees for r in judgement.actions.values())
    assert content.difference.updates == len(updates)
    assert content.difference.without_impact == sum(not u.impact for u in updates)
    assert content.changes.times_moved == sum(r.integrity.moves for r in judgement.actions.values())
    assert len(content.compared) == (content.commitments.total if standing.last_issued else 0)
    heads = [section.headline for section in content.sections if section.number in (2, 7, 10)]
    counted = (len(content.decisions), content.difference.updates, content.changes.open)
    words = ("decision", "update", "milestone")
    for head, count, noun in zip(heads, counted, words, strict=True):
        assert count > 1 or f" {noun}s" not in head


@cache
def overview_template(name: str) -> Any:
    return template_engine(read_settings({})).get_template(f"overview/{name}.html")


def assert_the_overview_agrees(judgement: Judgement, content: Content) -> None:
    reading = Reading(judgement, Places("csa"))
    rows, attention = objective_rows(reading), attention_of(reading, GROUP)
    spread = words_on(overview_template("spread").render(rows=rows, total=judgement.all_commitments))
    fields = ("red", "amber", "green", "blue", "grey", "carried_forward", "business_as_usual")
    total = content.commitments
    counts = [getattr(total, field) for field in fields]
    assert numbers_after(f"All {total.total}", len(counts), spread) == counts
    asks = words_on(overview_template("asks").render(asks=attention.asks))
    assert [ask.reference for ask in attention.asks] == [need.reference for need in content.needs]
    assert all(need.reference in asks for need in content.needs)
    watched = {watch.heading: len(watch.lines) for watch in attention.watch}
    found = content.exceptions
    assert watched.get("Owner and rules disagree", 0) == len(content.disagreements.greener)
    assert watched.get("Carried forward, or without enough to rate", 0) == len(found.stale)
    assert watched.get("Without an owner", 0) == len(found.unowned)


def test_the_example_s_figures_are_the_same_in_content_page_and_print() -> None:
    content = read_content(example_bytes())
    assert_the_figures_stand_in(words_on(example_page()), content)
    assert_the_figures_stand_in(words_of(example_pdf()), content)


def test_the_example_s_lines_are_all_there_on_the_page_and_in_print() -> None:
    numbers = lines_of(read_content(example_bytes()))
    assert {number.split(".")[0] for number in numbers} == {"2", "4", "5", "9", "10"}
    said = set(words_of(example_pdf()).split())
    assert [number for number in numbers if number not in said] == []


def test_the_example_s_overview_says_what_its_pack_says() -> None:
    assert_the_overview_agrees(rate(example_standing()), read_content(example_bytes()))


def test_the_cover_s_counts_are_the_content_s() -> None:
    content = read_content(example_bytes())
    counts = [column.of(content.commitments) for column in columns_of(content.commitments)]
    cover = example_pdf().pages[0].extract_text()
    between = cover.split("as at 30 October 2026", 1)[1].split(content.of_the_actions)[0]
    assert [int(word) for word in between.split() if word.isdigit()] == counts


@settings(max_examples=200, **GENERATED)
@given(standings())
def test_any_standing_s_figures_are_the_same_on_overview_and_page(standing: Standing) -> None:
    judgement = rate(standing)
    canonical_content = bytes_of(judgement)
    content = read_content(canonical_content)
    page = render_html(canonical_content, Cover(), UNDRAWN)
    assert_the_figures_stand_in(words_on(page), content)
    assert sorted(re.findall(r'id="line-([\d-]+)"', page)) == sorted(
        n.replace(".", "-") for n in lines_of(content)
    )
    assert_the_lists_are_as_long_as_the_headlines_say(content, judgement)
    assert_the_overview_agrees(judgement, content)


@settings(max_examples=10, **GENERATED)
@given(standings())
def test_any_standing_s_figures_are_the_same_in_print(standing: Standing) -> None:
    content = bytes_of(rate(standing))
    assert_the_figures_stand_in(words_of(pdf_of(content)), read_content(content))
