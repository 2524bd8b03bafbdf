"""What was redacted says so where it stood: when, and by whom. For readers; a pack's words stay as they were frozen.

Packs leave it out so that one builds again to the same digest, whatever is redacted or renamed after it.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from objectives.dates import in_words
from objectives.days import today_at
from objectives.gathering import Tables

PLACEHOLDER = "[redacted]"
Teller = Callable[[str, int, str, Any], Any]


class Redaction(Struct, frozen=True, gc=False):
    """A recorded redaction, as far as a reader needs it; `agreed` is None while it waits."""

    id: int
    table_name: str
    row_id: int
    fields: str
    agreed: bool | None
    asked_by: int
    answered_at: dt.datetime | None


class RedactedFile(Struct, frozen=True, gc=False):
    id: int
    redaction: int
    sha256: str


ROWS: dict[str, type[Struct]] = {"redaction": Redaction, "redacted_file": RedactedFile}


def told(tables: Tables, live: Tables) -> Tables:
    """Rows of any time with what was redacted, before or since, saying so: "[redacted on 3 May 2026 by Jo Lee]".

    `live` are the rows of now, which know of every redaction. Tables that none reached are shared.
    """
    reached = dict(tables)
    for redaction in _done(live):
        rows = reached.get(redaction.table_name, {})
        if redaction.row_id not in rows:
            continue
        row = rows[redaction.row_id]
        says = {name: _mark(redaction, live) for name in redaction.fields.split(",") if _is_blank(row, name)}
        reached[redaction.table_name] = {**rows, redaction.row_id: msgspec.structs.replace(row, **says)}
    return reached


def teller(live: Tables) -> Teller:
    """What stands for the value of a table's row's column: the value, or where it is blanked when and by whom."""
    marks = {
        (redaction.table_name, redaction.row_id, name): _mark(redaction, live)
        for redaction in reversed(_done(live))
        for name in redaction.fields.split(",")
    }
    return lambda table, row_id, name, value: (
        marks.get((table, row_id, name), value) if value == PLACEHOLDER else value
    )


def redacted_evidence(live: Tables) -> dict[int, str]:
    """By the id of each piece of evidence that a redaction reached, or whose file it took: when, and by whom."""
    done = {redaction.id: redaction for redaction in reversed(_done(live))}
    files = {file.sha256: done[file.redaction] for file in live["redacted_file"].values()}
    of_pieces = {one.row_id: one for one in done.values() if one.table_name == "evidence"}
    of_files = {piece.id: files[piece.sha256] for piece in live["evidence"].values() if piece.sha256 in files}
    return {id: _when_and_by(one, live) for id, one in (of_files | of_pieces).items()}


def _done(live: Tables) -> list[Redaction]:
    """Those agreed to, the latest first: where one field was redacted twice, the last speaks for it."""
    return sorted((one for one in live["redaction"].values() if one.agreed), key=lambda one: -one.id)


def _is_blank(row: Any, name: str) -> bool:
    return getattr(row, name, None) == PLACEHOLDER


def _mark(redaction: Redaction, live: Tables) -> str:
    return f"[{_when_and_by(redaction, live)}]"


def _when_and_by(redaction: Redaction, live: Tables) -> str:
    assert redaction.answered_at is not None
    return f"redacted on {in_words(today_at(redaction.answered_at))} by {live['person'][redaction.asked_by].name}"
