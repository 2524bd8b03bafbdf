"""A pack's tables as CSV files in one archive: a pure function of the content's bytes and the cover.

Each file is UTF-8 with a mark that Excel knows it by, one line of headings, days as 2026-09-30. A text that a
spreadsheet would take for a formula, as it begins with = + - @ or a tab, has an apostrophe before it.
"""

import csv
import datetime as dt
import io

from reports.archive import archived
from reports.cover import Cover
from reports.tabled import Table, Value
from reports.tables import tables_of

MARK = "\N{BYTE ORDER MARK}"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(canonical_content: bytes, cover: Cover) -> bytes:
    """A zip with a file for each table, numbered in the pack's order: `01-cover.csv`, `02-sections.csv` …"""
    tables = tables_of(canonical_content, cover)
    return archived({f"{n:02}-{one.name}.csv": csv_of(one) for n, one in enumerate(tables, 1)})


def csv_of(table: Table) -> bytes:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(column.heading for column in table.columns)
    writer.writerows(map(_cell, row) for row in table.rows)
    return f"{MARK}{lines.getvalue()}".encode()


def _cell(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value
