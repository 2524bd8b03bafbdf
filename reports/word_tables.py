"""How a table of a pack is set in Word: as a ruled table where it is narrow enough, else each row as lines of its own.

So a table that is new to the pack needs nothing here.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from reports.tabled import Column, Kind, Table, Value
from reports.word_xml import heading, mark, paragraph, run, table
from reports.wording import day, short_day

LEADING = ("Number", "Line", "Reference", "Title", "Milestone", "Action", "Commitment", "Objective", "Term")
"""Columns that say which thing a row is about: they are set together, the last of them in plain letters."""
RATED = 20
"""Characters: what a rating's sign and word take, which are not to be parted."""
RATING = "Rating"
"""The column that stands with them."""
NARROW, WIDE, WIDEST, FITS = 8, 30, 45, 175
"""Characters: the least and the most that a column asks for, the most that it is given, and how many fit in a row."""


def set_table(found: Table, width: int, title: bool = True) -> Iterator[str]:
    """Under its title, `width` twips wide. Columns that are empty in every row are left out."""
    lead, rest = _parted(found)
    if title:
        yield heading(2, run(found.title))
    columns = [found.columns[place] for place in rest]
    if WIDE + sum(_weight(column, WIDE) for column in columns) <= FITS:
        weights = [WIDE, *(_weight(column, WIDEST) for column in columns)]
        heads = ["What" if lead else "", *(found.columns[place].heading for place in rest)]
        rows = [
            [_lead(found, lead, row), *(_cell(found, place, row) for place in rest)] for row in found.rows
        ]
        if not lead:
            heads, weights, rows = heads[1:], weights[1:], [row[1:] for row in rows]
        yield table(found.title, shared(width, weights), heads, rows)
        return
    for row in found.rows:
        rating = [run("  "), *(_runs(found, p, row) for p in rest if found.columns[p].heading == RATING)]
        yield heading(3, *_lead_runs(found, lead, row), *rating)
        told = [p for p in rest if row[p] not in (None, "") and found.columns[p].heading != RATING]
        yield from (fact(found.columns[p].heading, _runs(found, p, row)) for p in told)


def fact(name: str, *runs: str) -> str:
    """A line that begins with what it tells."""
    return paragraph("PackFact", run(f"{name}: ", bold=True), *runs)


def shared(width: int, weights: Sequence[int]) -> list[int]:
    """A width parted among columns by their weights."""
    return [width * weight // sum(weights) for weight in weights]


def _parted(found: Table) -> tuple[list[int], list[int]]:
    """Which columns lead a row, and which others say anything."""
    filled = [p for p in range(len(found.columns)) if any(row[p] not in (None, "") for row in found.rows)]
    lead = [p for p in filled if found.columns[p].heading in LEADING]
    return lead, [p for p in filled if p not in lead]


def _weight(column: Column, most: int) -> int:
    least = RATED if column.kind is Kind.RATING else NARROW
    return max(least, len(column.heading.split()[0]) + 2, min(column.width, most))


def _lead(found: Table, lead: Sequence[int], row: Sequence[Value]) -> str:
    return paragraph("PackCell", *_lead_runs(found, lead, row))


def _lead_runs(found: Table, lead: Sequence[int], row: Sequence[Value]) -> list[str]:
    words = [str(row[place]) for place in lead if row[place]]
    named = words[:-1] if len(words) > 1 else words
    plain = words[len(named) :]
    return [run(" ".join(named), bold=True), *(run(f" {text}") for text in plain)]


def _cell(found: Table, place: int, row: Sequence[Value]) -> str:
    return paragraph("PackCell", _runs(found, place, row, short_day))


def _runs(found: Table, place: int, row: Sequence[Value], date: Callable[[dt.date], str] = day) -> str:
    value = row[place]
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return run(date(value))
    if found.columns[place].kind is Kind.RATING:
        return rated(str(value))
    return run(str(value))


def rated(words: str) -> str:
    """A rating's sign and its word; one that was carried forward has the hollow sign."""
    word, _, carried = words.partition(",")
    return mark(word.lower().replace(" ", "-") + ("-hollow" if carried else "")) + run(words, bold=True)
