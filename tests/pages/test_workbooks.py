"""Workbooks that no spreadsheet program makes: refused with what to do, or harmless, and always within bounds."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from governance_app.file_types import WrongType
from governance_app.workbooks import MOST_ROWS, read_workbook
from objectives.importing.sheets import Cell, Holds, Workbook, in_runs, letters
from tests.workbooks import ROW, a_workbook, many_rows, part_of, repacked, saved

SHEET = "xl/worksheets/sheet1.xml"
PLAN = a_workbook(ROW)


def read(workbook: bytes, name: str = "Plan.xlsx") -> Workbook:
    return read_workbook(io.BytesIO(workbook), name, len(workbook))


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    return repacked(PLAN, {SHEET: change(part_of(PLAN, SHEET))})


def swelling() -> bytes:
    """A hundred million spaces that pack to a hundred thousand bytes."""
    return repacked(PLAN, {"xl/media/big.bin": b" " * 40_000_000})


def false_size() -> bytes:
    """An archive whose list says that a part is small."""
    packed = bytearray(repacked(PLAN, {"xl/media/big.bin": b" " * 1_000_000}))
    at = packed.rfind(b"xl/media/big.bin") - 46
    packed[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(packed)


def entities(declaration: bytes) -> bytes:
    return with_sheet(lambda part: declaration + part.split(b"?>", 1)[-1])


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REACHES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
MACROS = repacked(PLAN, {"xl/vbaProject.bin": b"macros"})
NOT_A_BOOK = repacked(PLAN, {"[Content_Types].xml": b"<Types/>"})


@pytest.mark.parametrize(
    ("workbook", "said"),
    [
        pytest.param(swelling(), "would unpack to far more than any plan needs", id="zip bomb"),
        pytest.param(false_size(), "is damaged", id="false size in the list"),
        pytest.param(entities(BOMB), "holds definitions that no spreadsheet program writes", id="entities"),
        pytest.param(
            entities(REACHES), "holds definitions that no spreadsheet program writes", id="outside entity"
        ),
        pytest.param(
            entities(BOMB.decode().encode("utf-16")), "holds definitions that no", id="entities in UTF-16"
        ),
        pytest.param(MACROS, "holds macros", id="macros"),
        pytest.param(NOT_A_BOOK, "cannot be taken", id="an archive of something else"),
        pytest.param(b"%PDF-1.7 a plan %%EOF", "is no Excel workbook", id="a PDF called .xlsx"),
        pytest.param(PLAN[:-200], "is damaged", id="broken off"),
        pytest.param(with_sheet(lambda part: part[:200]), "is damaged", id="a sheet that breaks off"),
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"PK\x03\x04" + b" " * 5_000_001, "is larger than 5 MB", id="too large"),
        pytest.param(
            saved(lambda book: None), "has no visible sheet with anything in it", id="nothing in it"
        ),
    ],
)
def test_it_is_refused_with_what_to_do(workbook: bytes, said: str) -> None:
    with pytest.raises(WrongType, match=said):
        read(workbook)


def test_a_sheet_that_says_it_has_a_million_rows_is_read_as_far_as_it_goes() -> None:
    def declare(part: bytes) -> bytes:
        far = b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>'
        return part.replace(b'ref="A1:H2"', b'ref="A1:XFD1048576"').replace(b"</sheetData>", far)

    began = time.process_time()
    (sheet,) = read(with_sheet(declare)).sheets
    assert [row.number for row in sheet.rows] == [1, 2]
    assert time.process_time() - began < 10


def test_a_sheet_with_too_many_rows_is_refused() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, MOST_ROWS + 4))
    with pytest.raises(WrongType, match="has more than 5,000 rows with something in them"):
        read(with_sheet(lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>")))


def test_a_sheet_with_too_many_columns_is_refused() -> None:
    with pytest.raises(WrongType, match="has a sheet with more than 60 columns"):
        read(a_workbook(("x",) * 61))


def test_what_a_workbook_links_to_is_left_alone() -> None:
    links = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    (sheet,) = read(repacked(PLAN, {"xl/externalLinks/externalLink1.xml": links})).sheets
    assert len(sheet.rows) == 2


def test_strings_that_cells_share_and_strings_of_their_own_read_alike() -> None:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = b"<sst %b><si><t>Commitment</t></si><si><t>  Line one&#10;line two </t></si></sst>" % space
    cells = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    types = part_of(PLAN, "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    parts = {
        "[Content_Types].xml": types,
        "xl/sharedStrings.xml": shared,
        SHEET: b"<worksheet %b><sheetData>%b</sheetData></worksheet>" % (space, cells),
    }
    (sheet,) = read(repacked(PLAN, parts)).sheets
    assert [row.cell(0).text for row in sheet.rows] == ["Commitment", "Line one\nline two"]


@pytest.mark.parametrize("epoch", ["1900", "1904"])
def test_a_date_is_the_same_day_in_both_ways_of_counting(epoch: str) -> None:
    import datetime as dt

    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

    def make(book) -> None:
        book.epoch = CALENDAR_MAC_1904 if epoch == "1904" else CALENDAR_WINDOWS_1900
        book.active["A1"] = dt.date(2026, 9, 30)

    (sheet,) = read(saved(make)).sheets
    assert sheet.rows[0].cell(0) == Cell("2026-09-30", Holds.DATE)


def test_numbers_truths_errors_and_formulas_say_what_they_are() -> None:
    def make(book) -> None:
        for cell, value in {"A1": 3.0, "B1": 1.25, "C1": True, "D1": "#REF!", "E1": "=1+1"}.items():
            book.active[cell] = value

    (sheet,) = read(saved(make)).sheets
    told = [(cell.text, cell.holds) for cell in sheet.rows[0].cells]
    assert told == [
        ("3", Holds.NUMBER),
        ("1.25", Holds.NUMBER),
        ("Yes", Holds.TEXT),
        ("#REF!", Holds.ERROR),
        ("", Holds.NO_RESULT),
    ]
    assert sheet.formulas == 1


def test_what_points_to_a_child_is_masked_before_anything_is_kept() -> None:
    (sheet,) = read(a_workbook(("NHS 943 476 5919", "jo@example.org"))).sheets
    first, second = sheet.rows[1].cells
    assert "943 476 5919" not in first.text
    assert first.finds
    assert (second.text, second.finds) == ("jo@example.org", ())


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    area = b'</sheetData><mergeCells count="1"><mergeCell ref="B2:B1048576"/></mergeCells>'
    began = time.process_time()
    found = read(with_sheet(lambda part: part.replace(b"</sheetData>", area)))
    assert len(found.sheets[0].rows) == 2
    assert time.process_time() - began < 5


def test_a_million_empty_rows_that_are_marked_out_are_refused_before_they_are_read() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(3, 520_000))
    began = time.process_time()
    with pytest.raises(WrongType, match="has far more rows marked out than are filled in"):
        read(with_sheet(lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>")))
    assert time.process_time() - began < 5


def test_hundreds_of_rows_are_read_in_bounded_memory() -> None:
    workbook = a_workbook(*many_rows(400))
    tracemalloc.start(1)
    (sheet,) = read(workbook).sheets
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(sheet.rows) == 401
    assert peak < 12_000_000


def test_columns_and_rows_are_named_as_people_see_them() -> None:
    assert [letters(n) for n in (0, 25, 26, 59)] == ["A", "Z", "AA", "BH"]
    assert in_runs([7, 9, 10, 11, 12, 20]) == "7, 9 to 12, 20"


def test_the_archives_made_here_are_archives() -> None:
    assert zipfile.is_zipfile(io.BytesIO(MACROS))
