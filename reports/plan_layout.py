"""Where the tiles of the plan on a page go, for any number of objectives and commitments.

Five tiles make a row and four rows a page at full height; a fifth row makes the tiles lower. Where that is not
enough, six tiles make a row; beyond that the plan runs on to more pages.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

WIDTHS = (5, 6)
MOST_ROWS = 5
ROOM = 147.0
"""Millimetres for rows and what stands between them, below the headline."""
BETWEEN_OBJECTIVES, BETWEEN_ROWS, KEY_STRIP = 5.0, 3.0, 20.0
TALLEST = 35.0


class PlanRow(Struct, frozen=True):
    """Commitments `first` up to `last` of an objective, by position. `key` says that the key fills the free places."""

    objective: int
    first: int
    last: int
    label: bool
    continued: bool = False
    key: bool = False


class PlanPage(Struct, frozen=True):
    """`height` is that of each row, in millimetres; `key` says that the key stands below the rows."""

    rows: tuple[PlanRow, ...]
    height: float
    key: bool


class PlanLayout(Struct, frozen=True):
    columns: int
    pages: tuple[PlanPage, ...]


def plan_layout(counts: Sequence[int]) -> PlanLayout:
    """The layout for objectives with these numbers of commitments, in order. An empty objective keeps its row."""
    width = next((width for width in WIDTHS if _fits_one_page(_rows(counts, width), width)), WIDTHS[-1])
    rows = _rows(counts, width)
    first = _on_first_page(rows, width)
    pages = [rows[:first]] if rows else []
    pages += [rows[start : start + MOST_ROWS] for start in range(first, len(rows), MOST_ROWS)]
    return PlanLayout(width, tuple(_page(page, width, first=n == 0) for n, page in enumerate(pages)))


def _fits_one_page(rows: list[PlanRow], width: int) -> bool:
    return len(rows) <= _on_first_page(rows, width)


def _on_first_page(rows: list[PlanRow], width: int) -> int:
    """How many rows the first page takes: one fewer where the key needs a strip of its own."""
    return MOST_ROWS if _free(rows[:MOST_ROWS], width) else MOST_ROWS - 1


def _free(rows: list[PlanRow], width: int) -> list[int]:
    """The rows with two free places or more, where the key can stand."""
    return [n for n, row in enumerate(rows) if width - (row.last - row.first) >= 2]


def _rows(counts: Sequence[int], width: int) -> list[PlanRow]:
    return [
        PlanRow(objective, first, min(first + width, count), label=first == 0)
        for objective, count in enumerate(counts)
        for first in range(0, max(count, 1), width)
    ]


def _page(rows: list[PlanRow], width: int, *, first: bool) -> PlanPage:
    """The first page carries the key: in the free places of its last row that has two, else in a strip below."""
    rows = [replace(rows[0], label=True, continued=rows[0].first > 0), *rows[1:]]
    free = _free(rows, width)
    if first and free:
        rows[free[-1]] = replace(rows[free[-1]], key=True)
    strip = first and not free
    return PlanPage(tuple(rows), _height(rows, ROOM - KEY_STRIP * strip), key=strip)


def _height(rows: list[PlanRow], room: float) -> float:
    between = sum(BETWEEN_OBJECTIVES if row.label else BETWEEN_ROWS for row in rows[1:])
    return round(min(TALLEST, (room - between) / len(rows)), 2)
