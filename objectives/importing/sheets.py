"""A workbook as it was read: sheets of rows of cells, as values. Knows nothing of the file or of what a cell means."""

import enum
from collections.abc import Sequence

from msgspec import Struct


class Holds(enum.StrEnum):
    """What stands in a cell. Text of a date is ISO 8601."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    ERROR = "error"
    NO_RESULT = "no result"  # a formula that no program has worked out


class Cell(Struct, frozen=True, array_like=True, gc=False):
    """`finds` are the kinds of what the child-data guard found, which `text` has masked. An e-mail address stays."""

    text: str = ""
    holds: Holds = Holds.TEXT
    finds: tuple[str, ...] = ()


EMPTY = Cell()


class Row(Struct, frozen=True, array_like=True):
    """`number` as the program that made it shows it, from 1. Cells after the last that holds anything are left out."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if 0 <= column < len(self.cells) else EMPTY


class Sheet(Struct, frozen=True):
    """A visible sheet: its visible rows that hold anything. Columns count from 0."""

    name: str
    rows: tuple[Row, ...]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[str, ...] = ()
    formulas: int = 0

    def row(self, number: int) -> Row | None:
        return next((row for row in self.rows if row.number == number), None)

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


class Workbook(Struct, frozen=True):
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def letters(column: int) -> str:
    """A column's name: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def address(column: int, row: int) -> str:
    """A cell's name, such as D7."""
    return f"{letters(column)}{row}"


def in_runs(numbers: Sequence[int]) -> str:
    """Rows as people list them: "7, 9 to 12"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs)
