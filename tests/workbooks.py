"""Workbooks to bring in, made as spreadsheet programs make them; and hostile ones, which none of them makes."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

HEADINGS = ("Commitment", "Ref", "Action", "Agency", "Lead", "Timescale", "Progress", "RAG")
ROW = (
    "PROT-4",
    "1.1",
    "Train front-line officers",
    "West Midlands Police",
    "Child abuse lead",
    "30/09/2026",
    "",
    "",
)


def a_workbook(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS, sheet: str = "Plan") -> bytes:
    """One sheet with headings in the first row."""
    return saved(lambda book: fill(book.active, [headings, *rows], sheet))


def many_rows(count: int) -> list[tuple[str, ...]]:
    """So many actions of one agency, with forty leads."""
    return [
        (
            "PROT-4",
            f"P{n}",
            f"Action number {n}",
            "Police",
            f"Lead {n % 40}",
            "30/09/2026",
            "Begun. " * 20,
            "Amber",
        )
        for n in range(count)
    ]


def fill(sheet: Any, rows: Sequence[Sequence[Any]], title: str = "Plan") -> None:
    sheet.title = title
    for row in rows:
        sheet.append(list(row))


def saved(make: Callable[[Workbook], object]) -> bytes:
    """A workbook after `make` has put into it what it holds."""
    book = Workbook()
    make(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(workbook: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The same workbook after a change."""
    book = load_workbook(io.BytesIO(workbook))
    change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(workbook: bytes, parts: dict[str, bytes]) -> bytes:
    """The same archive with parts replaced or added, by their names."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry.filename))
        for name, part in parts.items():
            new.writestr(name, part)
    return content.getvalue()


def part_of(workbook: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read(name)
