"""Reading a workbook that somebody gives: bounded in time and memory, nothing in it run, followed or fetched.

What it is is told by its content. Its XML is looked through for what could swell or reach out before any library
parses it, and each sheet is read as a stream. What the child-data guard finds is masked here, so that no value of it
is kept anywhere.
"""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import iterparse

from msgspec import Struct

from governance_app.file_types import BROKEN, EXCEL, SWELLS, WrongType, type_of
from objectives.guard import Kind, look
from objectives.importing.sheets import Cell, Holds, Row, Sheet, Workbook
from objectives.text import clean_line, clean_text

MOST_BYTES = 5_000_000
MOST_UNPACKED = 30_000_000  # bytes; the sheets of a plan with 2,000 actions take about 3,000,000
MOST_MARKS = 1_500_000  # of XML, whatever they say; those of a plan with 2,000 actions are about 150,000
MOST_ROWS, MOST_COLUMNS = 5_000, 60

TOO_LARGE = f"is larger than {MOST_BYTES // 1_000_000} MB. Copy the plan’s sheet alone to a new workbook and give that."
NO_WORKBOOK = (
    "is no Excel workbook, whatever its name says. Open it in Excel, save it as .xlsx and give that."
)
BOMB = (
    "would unpack to far more than any plan needs. Copy the rows that count to a new workbook and give that."
)
EMPTY_ROWS = (
    "has far more rows marked out than are filled in. Copy those that count to a new workbook and give that."
)
ENTITIES = (
    "holds definitions that no spreadsheet program writes. Copy its rows to a new workbook and give that."
)
DAMAGED = "is damaged, so it could not be read. Open it in Excel, save it anew and give that."
NOTHING = (
    "has no visible sheet with anything in it. Show the sheet that holds the plan, save it and give that."
)
TOO_MANY_ROWS = f"has more than {MOST_ROWS:,} rows with something in them. Give the sheet of the plan alone."
TOO_WIDE = f"has a sheet with more than {MOST_COLUMNS} columns. Give the sheet of the plan alone."

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
DEFINES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Structure(Struct):
    """What of a sheet is not in its values."""

    hidden_rows: set[int]
    hidden_columns: set[int]
    merged: list[str]
    formulas: set[str]


def read_workbook(file: IO[bytes], file_name: str, size: int) -> Workbook:
    """Its visible sheets, and the names of those that are hidden. Raises WrongType with what to do."""
    if size > MOST_BYTES:
        raise WrongType(TOO_LARGE)
    _refuse_other(file, file_name, size)
    _refuse_unsafe(file)
    try:
        found = _read(file)
    except WrongType:
        raise
    except Exception as fault:  # what a damaged file makes a parser stumble over has no list
        raise WrongType(DAMAGED) from fault
    if not any(sheet.rows for sheet in found.sheets):
        raise WrongType(NOTHING)
    return found


def _refuse_other(file: IO[bytes], file_name: str, size: int) -> None:
    try:
        kind = type_of(file, file_name, size)
    except WrongType as refused:
        said = {SWELLS: BOMB, BROKEN: DAMAGED}.get(str(refused), str(refused))
        raise WrongType(said) from refused
    if kind != EXCEL:
        raise WrongType(NO_WORKBOOK)


def _refuse_unsafe(file: IO[bytes]) -> None:
    """Unpacks every part once, a piece at a time, within the bound: what an archive says of its sizes can be false."""
    left, marks = MOST_UNPACKED, MOST_MARKS
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                size, found = _looked_through(archive, entry, left)
                left, marks = left - size, marks - found
                if marks < 0:
                    raise WrongType(EMPTY_ROWS)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error) as fault:
        raise WrongType(DAMAGED) from fault


def _looked_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> tuple[int, int]:
    """Its size, and how many marks of XML it has."""
    size, marks, tail = 0, 0, b""
    with archive.open(entry) as part:
        while piece := part.read(1_000_000):
            size += len(piece)
            if size > most:
                raise WrongType(BOMB)
            marks += piece.count(b"<")
            seen = tail + piece.replace(b"\0", b"")  # UTF-16 too
            if DEFINES.search(seen):
                raise WrongType(ENTITIES)
            tail = seen[-16:]
    return size, marks


def _read(file: IO[bytes]) -> Workbook:
    # Imported here: only who brings in a workbook needs it.
    from openpyxl import load_workbook

    # It warns of what it leaves out, such as styles and drop-down lists, none of which is read here.
    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        visible, hidden, rows = [], [], 0
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                hidden.append(_safe(sheet.title))
                continue
            visible.append(_sheet(sheet, MOST_ROWS - rows))
            rows += len(visible[-1].rows)
        return Workbook(tuple(visible), tuple(hidden))
    finally:
        book.close()


def _sheet(sheet: Any, most: int) -> Sheet:
    structure = _structure(sheet)
    sheet.reset_dimensions()  # what a sheet says of its own size can be false
    rows = list(_rows(sheet, structure, most))
    kept = _filled(rows, structure.merged)
    hidden = {row.number for row in kept} & structure.hidden_rows
    return Sheet(
        name=_safe(sheet.title),
        rows=tuple(row for row in kept if row.number not in hidden),
        hidden_rows=tuple(sorted(hidden)),
        hidden_columns=tuple(sorted(structure.hidden_columns)),
        merged=tuple(structure.merged),
        formulas=len(structure.formulas),
    )


def _safe(title: str) -> str:
    return guarded(clean_line(title))[0]


def _structure(sheet: Any) -> Structure:
    """What the library does not tell of a sheet that it streams: read from the sheet's own XML, as a stream too."""
    found = Structure(set(), set(), [], set())
    with sheet._get_source() as source:
        for _, element in iterparse(source):
            _note(element, element.tag.removeprefix(MAIN).removeprefix(STRICT), found)
    return found


def _note(element: Any, tag: str, found: Structure) -> None:
    if tag == "c":
        if any(child.tag in (f"{MAIN}f", f"{STRICT}f") for child in element):
            found.formulas.add(element.get("r", ""))
        element.clear()
    elif tag == "row":
        if element.get("hidden") in ("1", "true") and element.get("r", "").isdecimal():
            found.hidden_rows.add(int(element.get("r")))
        element.clear()
    elif tag == "col" and element.get("hidden") in ("1", "true"):
        found.hidden_columns |= set(range(int(element.get("min")) - 1, min(int(element.get("max")), 200)))
    elif tag == "mergeCell" and len(found.merged) < MOST_ROWS:
        found.merged.append(element.get("ref", ""))


def _rows(sheet: Any, structure: Structure, most: int) -> Iterator[Row]:
    for cells in sheet.iter_rows():
        number = next((cell.row for cell in cells if cell.value is not None or _is_bare(cell, structure)), 0)
        if not number:
            continue
        read = [_cell(cell, structure) for cell in cells]
        while read and not read[-1].text and read[-1].holds is Holds.TEXT:
            read.pop()
        if len(read) > MOST_COLUMNS:
            raise WrongType(TOO_WIDE)
        if not read:
            continue
        if (most := most - 1) < 0:
            raise WrongType(TOO_MANY_ROWS)
        yield Row(number, tuple(read))


def _is_bare(cell: Any, structure: Structure) -> bool:
    """Whether it is a formula without a result."""
    return hasattr(cell, "coordinate") and cell.value is None and cell.coordinate in structure.formulas


def _cell(cell: Any, structure: Structure) -> Cell:
    value = cell.value
    if value is None:
        return Cell("", Holds.NO_RESULT) if _is_bare(cell, structure) else Cell()
    if cell.data_type == "e":
        return Cell(str(value), Holds.ERROR)
    if isinstance(value, bool):
        return Cell("Yes" if value else "No")
    if isinstance(value, int | float):
        text, finds = guarded(f"{value:.15g}")
        return Cell(text, Holds.NUMBER, finds)
    if hasattr(value, "isoformat") and hasattr(value, "year"):
        return Cell(value.isoformat()[:10], Holds.DATE)
    text, finds = guarded(clean_text(str(value)))
    return Cell(text, Holds.TEXT, finds)


def guarded(text: str) -> tuple[str, tuple[str, ...]]:
    """A text with what points to a child masked, and the kinds of it. An e-mail address alone may yet be a lead's."""
    finds = [find for find in look(text) if find.kind is not Kind.EMAIL or find.refused]
    for find in reversed(finds):
        text = text[: find.start] + find.masked + text[find.end :]
    return text, tuple(dict.fromkeys(find.kind.value for find in finds))


def _filled(rows: list[Row], merged: list[str]) -> list[Row]:
    """Rows with what stands in a merged cell in each row that it reaches, in its first column."""
    from openpyxl.utils.cell import range_boundaries

    by_number = {row.number: row for row in rows}
    for area in merged:
        column, top, _, bottom = range_boundaries(area)
        first = by_number.get(top)
        if first is None or not first.cell(column - 1).text or bottom - top > MOST_ROWS:
            continue
        for number in range(top + 1, bottom + 1):
            if row := by_number.get(number):
                by_number[number] = _with(row, column - 1, first.cell(column - 1))
    return [by_number[row.number] for row in rows]


def _with(row: Row, column: int, cell: Cell) -> Row:
    cells = [*row.cells, *[Cell()] * (column + 1 - len(row.cells))]
    cells[column] = cell
    return Row(row.number, tuple(cells))
