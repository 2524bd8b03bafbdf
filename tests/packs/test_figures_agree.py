"""The same figures everywhere: overview, pack page, print, Word, Excel, CSV, JSON and pack.json."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec
from docx import Document
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook
from pypdf import PdfReader

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
from reports.archive import parts_of
from reports.charts import draw
from reports.content import Content, read_content
from reports.counts import columns_of
from reports.cover import Cover
from reports.drawing import Drawn
from reports.render_csv import STARTS_A_FORMULA, render_csv
from reports.render_excel import HEADINGS, render_excel
from reports.render_html import render_html
from reports.render_pdf import render_pdf
from reports.render_tables import render_tables
from reports.render_word import render_word
from tests.packs.printed import (
    bytes_of,
    example_bytes,
    example_page,
    example_pdf,
    numbers_after,
    words_of,
    words_on,
)
from tests.packs.test_word import words_in
from tests.standings import example_standing, standings

# What fails is told as it was found: making it smaller would draw hundreds of packs.
GENERATED = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "derandomize": True,
    "phases": (Phase.explicit, Phase.generate),
}
GROUP = Mandate(person=1, name="Jo Example", agency=99, roles=frozenset({Role.EXECUTIVE_GROUP}))
Tables = Mapping[str, list[dict[str, Any]]]
"""The rows of each table by its title, each with its values by their headings."""
IN_FIGURES = "Difference made, in figures"
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
    """In running text: the page, the print and Word."""
    columns = columns_of(content.commitments, content.actions)
    for label, stands in rows_of(content):
        expected = [*(column.of(stands) for column in columns), stands.total]
        assert numbers_after(label, len(expected), text) == expected
    for said in (content.finding, content.of_the_actions, content.movement, content.changes.summary):
        assert said in text
    for section in content.sections:
        assert section.headline in text
        assert section.nothing in text


def assert_the_updates_are_told_in(text: str, content: Content) -> None:
    for objective in content.difference.objectives:
        if objective.updates:
            told = objective.updates - objective.without_impact
            assert f"{told} of {objective.updates} updates; {objective.without_impact} gave no impact" in text


def assert_the_tables_say(tables: Tables, content: Content) -> None:
    """Every count, rating and numbered line of the content, in tables as they were read back."""
    columns = columns_of(content.commitments, content.actions)
    counts = [
        (f"{row['Objective']} {row['Counted']}", *(int(row[c.name]) for c in columns), int(row["All"]))
        for row in tables["Ratings by objective"]
    ]
    expected = [(name, *(c.of(stands) for c in columns), stands.total) for name, stands in rows_of(content)]
    assert counts == expected
    for title, stands in (("Commitments", content.commitments), ("Actions", content.actions)):
        words = Counter(row["Published"] for row in tables.get(title, []))
        for word in ("Red", "Amber", "Green", "Blue", "Grey"):
            assert words[word] == getattr(stands, word.lower()), (title, word)
        assert sum("carried forward" in row for row in words.elements()) == stands.carried_forward
    told = [row["Number"] for rows in tables.values() for row in rows if row.get("Number")]
    assert sorted(told) == sorted(lines_of(content))
    assert [row["Headline"] for row in tables["Sections"]] == [one.headline for one in content.sections]
    updates = [(int(row["Updates"]), int(row["Gave no impact"])) for row in tables.get(IN_FIGURES, [])]
    assert updates == [(one.updates, one.without_impact) for one in content.difference.objectives]
    assert [row["Published"] for row in tables["Objectives"]] == [
        o.published.word for o in content.objectives
    ]


def from_json(told: bytes) -> Tables:
    return {
        one["title"]: [
            {column["heading"]: row[column["name"]] for column in one["columns"]} for row in one["rows"]
        ]
        for one in msgspec.json.decode(told)["tables"]
    }


def from_csv(archive: bytes, titles: Iterable[str]) -> Tables:
    """The files are in the order of the tables, so the titles, which they do not hold, are those of another format."""
    files = [io.StringIO(file.decode("utf-8-sig"), newline="") for file in parts_of(archive).values()]
    return {title: list(csv.DictReader(file)) for title, file in zip(titles, files, strict=True)}


def from_excel(workbook: bytes) -> Tables:
    found = {}
    for sheet in load_workbook(io.BytesIO(workbook), read_only=True):
        heads, *rows = list(sheet.iter_rows(min_row=HEADINGS, values_only=True))
        found[sheet.title] = [dict(zip(heads, row, strict=True)) for row in rows]
    return found


def as_written(value: Any) -> str:
    """A value as CSV has it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) and isinstance(value, str) else text


def assert_csv_says_what_json_says(tables: Tables, rows: Tables) -> None:
    for title, told in tables.items():
        assert rows[title] == [{name: as_written(value) for name, value in row.items()} for row in told]


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
    for words in (words_on(example_page()), words_of(example_pdf())):
        assert_the_figures_stand_in(words, content)
        assert_the_updates_are_told_in(words, content)


def test_the_example_s_lines_are_all_there_on_the_page_and_in_print() -> None:
    numbers = lines_of(read_content(example_bytes()))
    assert {number.split(".")[0] for number in numbers} == {"2", "4", "5", "6", "9", "10"}
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
def test_any_standing_s_figures_are_the_same_on_overview_and_page_in_csv_and_json(standing: Standing) -> None:
    judgement = rate(standing)
    canonical_content = bytes_of(judgement)
    content = read_content(canonical_content)
    page = render_html(canonical_content, Cover(), UNDRAWN)
    assert_the_figures_stand_in(words_on(page), content)
    assert_the_updates_are_told_in(words_on(page), content)
    tables = from_json(render_tables(canonical_content, Cover()))
    assert_the_tables_say(tables, content)
    assert_csv_says_what_json_says(tables, from_csv(render_csv(canonical_content, Cover()), tables))
    assert sorted(re.findall(r'id="line-([\d-]+)"', page)) == sorted(
        n.replace(".", "-") for n in lines_of(content)
    )
    assert_the_lists_are_as_long_as_the_headlines_say(content, judgement)
    assert_the_overview_agrees(judgement, content)


@settings(max_examples=10, **GENERATED)
@given(standings())
def test_any_standing_s_figures_are_the_same_in_print_word_and_excel(standing: Standing) -> None:
    canonical_content = bytes_of(rate(standing))
    content, charts = read_content(canonical_content), draw(canonical_content)
    printed = words_of(PdfReader(io.BytesIO(render_pdf(canonical_content, Cover(), charts))))
    assert_the_figures_stand_in(printed, content)
    assert_the_updates_are_told_in(printed, content)
    written = words_in(Document(io.BytesIO(render_word(canonical_content, Cover(), charts))))
    assert_the_figures_stand_in(written, content)
    assert [number for number in lines_of(content) if number not in written.split()] == []
    for one in content.difference.objectives:
        assert numbers_after(one.name, 6, written)[:2] == [one.updates, one.without_impact]
    excel = from_excel(render_excel(canonical_content, Cover()))
    del excel["Cover"]
    assert_the_tables_say(excel, content)
