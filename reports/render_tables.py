"""A pack's tables as JSON, for programs: a pure function of the content's bytes and the cover.

    {"shape": "1", "digest": "…", "as_at": "2026-09-30", "tables": [
        {"name": "commitments", "title": "Commitments", "section": 3,
         "columns": [{"name": "reference", "heading": "Reference", "kind": "text"}, …],
         "rows": [{"reference": "PREV-1", …}, …]}, …]}

A kind is text, rating (a word), number or date (2026-09-30); a value that is missing is null. The first table is that
of the cover.
"""

import msgspec
from msgspec import Struct

from reports.content import digest_of, read_content
from reports.cover import Cover
from reports.tabled import Kind, Table, Value
from reports.tables import tables_of

SHAPE = "1"


class ToldColumn(Struct, frozen=True):
    name: str
    heading: str
    kind: Kind


class ToldTable(Struct, frozen=True):
    name: str
    title: str
    section: int
    columns: tuple[ToldColumn, ...]
    rows: tuple[dict[str, Value], ...]


class ToldTables(Struct, frozen=True):
    """`digest` is that of the content that the tables were made from, as it is printed on the pack's cover."""

    shape: str
    digest: str
    as_at: str
    tables: tuple[ToldTable, ...]


def render_tables(canonical_content: bytes, cover: Cover) -> bytes:
    told = ToldTables(
        SHAPE,
        digest_of(canonical_content),
        read_content(canonical_content).as_at_on.isoformat(),
        tuple(map(_told, tables_of(canonical_content, cover))),
    )
    return msgspec.json.encode(told)


def _told(table: Table) -> ToldTable:
    names = [column.name for column in table.columns]
    return ToldTable(
        table.name,
        table.title,
        table.section,
        tuple(ToldColumn(column.name, column.heading, column.kind) for column in table.columns),
        tuple(dict(zip(names, row, strict=True)) for row in table.rows),
    )
