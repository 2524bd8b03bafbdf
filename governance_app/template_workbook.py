"""The workbook to start a plan from: headings that are understood, help, and lists of what can be chosen.

Every text is written as a text, whatever sign it begins with: nothing that somebody typed becomes a formula.
"""

import io
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from objectives.importing.fields import Field

ROWS = 500  # how far down the lists to choose from reach
WIDE = {"title": 50, "description": 40, "progress": 40, "evidence": 40, "notes": 30, "milestones": 40}
CALLED_BY_ONE_CELL = 32_767


class Lists(Struct, frozen=True):
    """What a column may be chosen from, by field; and one row that shows how it is filled in."""

    choices: dict[str, Sequence[str]]
    example: dict[str, str]


def template_workbook(title: str, sheet: str, fields: Sequence[Field], lists: Lists) -> bytes:
    """An .xlsx with the sheet to fill in first, what its columns mean second, and the lists third."""
    # Imported here: only who asks for a workbook needs it.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    plan, helped, choices = book.active, book.create_sheet("How to fill it in"), book.create_sheet("Lists")
    plan.title = sheet
    for column, field in enumerate(fields, 1):
        head = _text(plan, 1, column, field.label)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="3D2456")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        plan.column_dimensions[head.column_letter].width = WIDE.get(field.name, 22)
    plan.freeze_panes = "A2"
    _explain(helped, title, fields, lists.example)
    for column, field in enumerate((f for f in fields if lists.choices.get(f.name)), 1):
        _offer(plan, choices, column, 1 + [f.name for f in fields].index(field.name), field, lists)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _explain(sheet: Any, title: str, fields: Sequence[Field], example: dict[str, str]) -> None:
    from openpyxl.styles import Font

    _text(sheet, 1, 1, title).font = Font(bold=True, size=14)
    _text(
        sheet,
        2,
        1,
        "Fill in the first sheet, one row each. Columns that you do not need may be deleted or left empty.",
    )
    for column, words in enumerate(("Column", "What goes into it", "For example"), 1):
        _text(sheet, 4, column, words).font = Font(bold=True)
    for row, field in enumerate(fields, 5):
        for column, words in enumerate((field.label, field.help, example.get(field.name, "")), 1):
            _text(sheet, row, column, words)
    for letter, width in zip("ABC", (34, 80, 60), strict=True):
        sheet.column_dimensions[letter].width = width


def _offer(plan: Any, choices: Any, column: int, at: int, field: Field, lists: Lists) -> None:
    """A list to choose from, which lets other words through too: the import says what it makes of them."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    values = lists.choices[field.name]
    _text(choices, 1, column, field.label)
    for row, value in enumerate(values, 2):
        _text(choices, row, column, value)
    letter = get_column_letter(column)
    area = f"Lists!${letter}$2:${letter}${len(values) + 1}"
    validation = DataValidation(type="list", formula1=area, allow_blank=True, showErrorMessage=False)
    validation.add(f"{get_column_letter(at)}2:{get_column_letter(at)}{ROWS}")
    plan.add_data_validation(validation)


def _text(sheet: Any, row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row, column)
    cell.value = text[:CALLED_BY_ONE_CELL]
    cell.data_type = "s"
    return cell
