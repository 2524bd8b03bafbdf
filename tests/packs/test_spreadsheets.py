"""The pack's tables as Excel, CSV and JSON: typed, whole, safe to open, and the same bytes whenever they are made."""

import csv
import datetime as dt
import io
import zipfile
from functools import cache
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from reports.archive import parts_of
from reports.content import digest_of, read_content
from reports.cover import Cover
from reports.formats import FORMATS, NAMES, set_formats
from reports.render_csv import render_csv
from reports.render_excel import HEADINGS, render_excel
from reports.render_tables import render_tables
from reports.tabled import Kind
from reports.tables import tables_of
from tests.packs.printed import bytes_of, example_bytes
from tests.packs.test_hostile_text import written
from tests.standings import TODAY

ISSUED = Cover("OFFICIAL", "Everybody", "1.0", "Mo Example", TODAY)
FORMULAS = ('=HYPERLINK("http://example.org")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1")


@cache
def example_workbook() -> Workbook:
    return load_workbook(io.BytesIO(render_excel(example_bytes(), Cover())))


def rows_of(archive: bytes, name: str) -> list[dict[str, str]]:
    (found,) = [content for part, content in parts_of(archive).items() if part[3:] == f"{name}.csv"]
    return list(csv.DictReader(io.StringIO(found.decode("utf-8-sig"), newline="")))


def test_every_format_has_a_name_an_ending_and_a_setter_of_its_own() -> None:
    files = set_formats(
        example_bytes(), Cover(), lambda _: {}, [n for n in NAMES if n not in ("pdf", "html")]
    )
    assert len({form.ending for form in FORMATS}) == len(FORMATS)
    assert files["json"] == example_bytes()
    assert all(files.values())


def test_names_of_tables_sheets_and_columns_are_unique() -> None:
    tables = tables_of(example_bytes(), Cover())
    assert len({table.name for table in tables}) == len({table.title for table in tables}) == len(tables)
    for table in tables:
        assert len(table.title) <= 31
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names), table.name


def test_every_value_is_of_its_column_s_kind() -> None:
    types: dict[Kind, type] = {Kind.TEXT: str, Kind.RATING: str, Kind.NUMBER: int, Kind.DATE: dt.date}
    for table in tables_of(example_bytes(), Cover()):
        for row in table.rows:
            for column, value in zip(table.columns, row, strict=True):
                assert value is None or type(value) is types[column.kind], (table.name, column.heading, value)


def test_a_sheet_has_its_headings_frozen_filtered_and_printed_on_each_page() -> None:
    for sheet in example_workbook():
        assert sheet.freeze_panes is not None
        assert sheet.freeze_panes.endswith(str(HEADINGS + 1))
        assert sheet.auto_filter.ref.startswith(f"A{HEADINGS}:")
        assert sheet.print_title_rows == f"${HEADINGS}:${HEADINGS}"
        assert sheet.oddHeader.center.text == sheet.oddFooter.center.text == "OFFICIAL-SENSITIVE"
        assert "Draft" in sheet["A2"].value


def test_days_are_days_and_numbers_numbers() -> None:
    sheet = example_workbook()["Forecasts that moved"]
    cells = {cell.value: sheet.cell(HEADINGS + 1, cell.column) for cell in sheet[HEADINGS]}
    moved = read_content(example_bytes()).changes.forecasts[0]
    assert (cells["From"].value.date(), cells["To"].value.date()) == (moved.from_on, moved.to_on)
    assert cells["From"].number_format == "d mmm yyyy"
    assert cells["Days"].value == moved.days


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text: str) -> None:
    content = bytes_of(written(text))
    book = load_workbook(io.BytesIO(render_excel(content, Cover())))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    begin = {
        value[0]
        for row in rows_of(render_csv(content, Cover()), "actions")
        for value in row.values()
        if value
    }
    assert not begin & set("=+-@\t")
    assert any(
        row["Title"] == f"'{text.strip()}" for row in rows_of(render_csv(content, Cover()), "actions")
    ) or (text.startswith("\t"))


def test_each_csv_file_opens_in_excel_as_what_it_is() -> None:
    with zipfile.ZipFile(io.BytesIO(render_csv(example_bytes(), Cover()))) as archive:
        assert archive.namelist()[0] == "01-cover.csv"
        for name in archive.namelist():
            assert archive.read(name).startswith(b"\xef\xbb\xbf")


def test_the_json_says_what_each_table_holds() -> None:
    told: dict[str, Any] = msgspec.json.decode(render_tables(example_bytes(), ISSUED))
    assert (told["shape"], told["digest"]) == ("1", digest_of(example_bytes()))
    for table in told["tables"]:
        assert all(list(row) == [column["name"] for column in table["columns"]] for row in table["rows"])
    cover = {row["fact"]: row["what_the_cover_says"] for row in told["tables"][0]["rows"]}
    assert cover["Status"].startswith("Version 1.0, issued")
    assert cover["Marking"] == "OFFICIAL"


@pytest.mark.parametrize("render", [render_excel, render_csv, render_tables])
def test_the_same_content_and_cover_give_the_same_bytes(render: Any) -> None:
    content = example_bytes()
    assert render(content, ISSUED) == render(content, ISSUED)
    assert render(content, ISSUED) != render(content, Cover())


def test_a_workbook_is_dated_as_the_pack_is() -> None:
    said = example_workbook().properties
    assert said.created == said.modified == read_content(example_bytes()).as_at.replace(tzinfo=None)
    assert said.title == "CSA strategy: progress pack, as at 30 October 2026"
