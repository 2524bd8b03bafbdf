"""A pack's tables as an Excel workbook, a sheet for each: a pure function of the content's bytes and the cover.

Days are days and numbers are numbers; every text stays a text, whatever sign it begins with. Headings stand still and
can be filtered by, and each printed page carries the marking.
"""

import io
import math
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from reports.archive import archived, parts_of
from reports.content import Content, read_content
from reports.cover import Cover
from reports.look import look
from reports.render_csv import STARTS_A_FORMULA
from reports.tabled import Column, Kind, Table, Value
from reports.tables import tables_of
from reports.wording import day

HEADINGS = 3
"""The row that the headings stand in, under the table's title and the pack's marking."""
WIDEST = 60
A4, DAY = 9, "d mmm yyyy"
LINE, TALLEST = 13.0, 409.0
"""Points of one line of text, and of the highest row that Excel has."""
LEGIBLE = 230
"""Characters beside each other that can still be read on a printed page; a wider table goes over several."""


def render_excel(canonical_content: bytes, cover: Cover) -> bytes:
    content, tables = read_content(canonical_content), tables_of(canonical_content, cover)
    book = Workbook()
    book.remove(book.active)
    for style in _styles():
        book.add_named_style(style)
    for table in tables:
        _write(book.create_sheet(table.title), table, content, cover)
    _list_sheets(book.worksheets[0], tables)
    _describe(book, content, cover)
    return _saved(book)


def _styles() -> list[NamedStyle]:
    ink, muted, line = (look().colours[name].removeprefix("#") for name in ("ink", "muted", "line"))
    brand, paper = (look().colours[name].removeprefix("#") for name in ("brand", "paper"))
    under = Side("thin", color=line)
    plain = {"font": Font("Arial", 10, color=ink), "border": Border(bottom=under)}
    top = Alignment(vertical="top", wrap_text=True)
    ratings = [
        NamedStyle(
            f"Pack {word}",
            font=Font("Arial", 10, bold=True, color=ink),
            alignment=top,
            border=Border(bottom=under, left=Side("thick", color=colour.removeprefix("#"))),
        )
        for word, colour in look().ratings.items()
    ]
    return [
        NamedStyle("Pack title", font=Font("Arial", 14, bold=True, color=brand)),
        NamedStyle("Pack marking", font=Font("Arial", 9, color=muted)),
        NamedStyle("Pack link", font=Font("Arial", 10, color=brand, underline="single")),
        NamedStyle(
            "Pack heading",
            font=Font("Arial", 10, bold=True, color=paper),
            fill=PatternFill("solid", fgColor=brand),
            alignment=top,
        ),
        NamedStyle("Pack text", alignment=top, **plain),
        NamedStyle("Pack number", alignment=Alignment(vertical="top", horizontal="right"), **plain),
        NamedStyle(
            "Pack date", alignment=Alignment(vertical="top", horizontal="left"), number_format=DAY, **plain
        ),
        *ratings,
    ]


def _write(sheet: Any, table: Table, content: Content, cover: Cover) -> None:
    _text(sheet, 1, 1, table.title, "Pack title")
    said = f"{cover.marking}. {content.title}, as at {day(content.as_at_on)}. {cover.status_words}."
    _text(sheet, 2, 1, said, "Pack marking")
    for place, column in enumerate(table.columns, 1):
        _text(sheet, HEADINGS, place, column.heading, "Pack heading")
        sheet.column_dimensions[get_column_letter(place)].width = min(column.width, WIDEST) + 2
    for row, values in enumerate(table.rows, HEADINGS + 1):
        for place, (column, value) in enumerate(zip(table.columns, values, strict=True), 1):
            _cell(sheet, row, place, column.kind, value)
        sheet.row_dimensions[row].height = _height(table.columns, values)
    last = f"{get_column_letter(len(table.columns))}{HEADINGS + len(table.rows)}"
    sheet.auto_filter.ref = f"A{HEADINGS}:{last}"
    sheet.freeze_panes = f"{get_column_letter(_standing_still(table.columns) + 1)}{HEADINGS + 1}"
    sheet.print_title_cols = f"A:{get_column_letter(_standing_still(table.columns))}"
    sheet.page_setup.fitToWidth = math.ceil(sum(min(c.width, WIDEST) for c in table.columns) / LEGIBLE)
    _set_up_printing(sheet, content, cover)


def _height(columns: Sequence[Column], values: Sequence[Value]) -> float:
    """Points that a row needs for its longest text, as not every program works that out when it opens a file."""
    wrapped = [
        sum(math.ceil(len(line) / min(column.width, WIDEST)) or 1 for line in str(value or "").split("\n"))
        for column, value in zip(columns, values, strict=True)
    ]
    return min(TALLEST, 3 + LINE * max(wrapped))


def _standing_still(columns: Sequence[Column]) -> int:
    """How many columns stay when the sheet is moved sideways: up to the reference, where that is near."""
    near = [column.heading for column in columns[:3]]
    return near.index("Reference") + 1 if "Reference" in near else 1


def _cell(sheet: Any, row: int, place: int, kind: Kind, value: Value) -> None:
    style = _style_of(kind, value)
    if isinstance(value, str):
        _text(sheet, row, place, value, style)
    else:
        sheet.cell(row, place, value).style = style


def _style_of(kind: Kind, value: Value) -> str:
    if kind is not Kind.RATING:
        return f"Pack {kind}"
    rating = str(value).split(",")[0].lower()
    return f"Pack {rating}" if rating in look().ratings else "Pack text"


def _text(sheet: Any, row: int, place: int, text: str, style: str) -> Any:
    """A text as a text: marked so that it stays one when somebody edits the cell."""
    cell = sheet.cell(row, place, text)
    cell.data_type = "s"
    cell.style = style
    if text.startswith(STARTS_A_FORMULA):
        cell.quotePrefix = True
    return cell


def _list_sheets(sheet: Any, tables: Sequence[Table]) -> None:
    """Under the cover's facts, which sheet holds what, each a link."""
    first = HEADINGS + len(tables[0].rows) + 2
    _text(sheet, first, 1, "Sheet", "Pack heading")
    _text(sheet, first, 2, "Section of the pack, and rows", "Pack heading")
    for row, table in enumerate(tables[1:], first + 1):
        name = _text(sheet, row, 1, table.title, "Pack link")
        name.hyperlink = f"#'{table.title}'!A1"
        name.style = "Pack link"
        rows = f"{len(table.rows):,} row{'s' if len(table.rows) > 1 else ''}"
        _text(sheet, row, 2, f"Section {table.section}, {rows}", "Pack text")
    sheet.column_dimensions["A"].width = 30


def _set_up_printing(sheet: Any, content: Content, cover: Cover) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = f"{HEADINGS}:{HEADINGS}"
    marking = _for_print(cover.marking)
    sheet.oddHeader.center.text = marking
    sheet.oddHeader.right.text = "&A"
    sheet.oddFooter.left.text = f"{_for_print(cover.version_words)}, as at {day(content.as_at_on)}"
    sheet.oddFooter.center.text = marking
    sheet.oddFooter.right.text = "Page &P of &N"


def _for_print(text: str) -> str:
    """In a printed header an ampersand begins a code unless it is doubled."""
    return text.replace("&", "&&")


def _describe(book: Workbook, content: Content, cover: Cover) -> None:
    """Dated as the content is: the file says nothing of when it was made."""
    said, instant = book.properties, content.as_at.replace(tzinfo=None, microsecond=0)
    said.title = f"{content.title}, as at {day(content.as_at_on)}"
    said.creator = said.lastModifiedBy = content.partnership
    said.subject, said.keywords, said.language = content.finding, cover.marking, "en-GB"
    said.created = said.modified = instant


def _saved(book: Workbook) -> bytes:
    """Past the library's own saving, which would write the clock into it."""
    whole = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(whole, "w")).save()
    return archived(parts_of(whole.getvalue()))
