"""Rows recorded in a shape that their table no longer has, brought up to today's, one step at a time.

History is never rewritten for a change of table: each entry says in which shape it was recorded. Columns are only
added. Each step is pure; one stored row of each past shape is under test.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from objectives.rows import ROWS

Columns = dict[str, Any]


def evidence_may_be_redacted(row: Columns) -> Columns:
    """Evidence of shape 1 comes from before redaction reached a row, so it was never redacted then."""
    return row | {"redacted_at": None}


def post_may_end(row: Columns) -> Columns:
    """No post of shape 1 had ended."""
    return row | {"ended_on": None}


STEPS: dict[str, tuple[Callable[[Columns], Columns], ...]] = {
    "evidence": (evidence_may_be_redacted,),
    "post": (post_may_end,),
}
"""By table: the step from shape 1 to 2, from 2 to 3, and so on."""

SHAPES = {table: len(steps) + 1 for table, steps in STEPS.items()}
"""Today's shape of each table that ever changed; any other is of shape 1."""


_DECODERS = {table: msgspec.json.Decoder(row) for table, row in ROWS.items()}


def decode_row(table: str, text: str, shape: int) -> Struct:
    """A row's JSON as history holds it, of the shape it was recorded in, as this table's Struct of today.

    Raises msgspec.ValidationError where the JSON is not of that shape.
    """
    if shape != SHAPES.get(table, 1):
        text = in_todays_shape(table, text, shape)
    return _DECODERS[table].decode(text)


def in_todays_shape(table: str, text: str, shape: int) -> str:
    """A row's JSON, recorded in an older shape, as JSON of today's. Raises ValueError for a shape yet to come."""
    if shape > SHAPES.get(table, 1):
        raise ValueError(
            f"A row of {table} has shape {shape}; this version knows {SHAPES.get(table, 1)} at most."
        )
    row: Columns = msgspec.json.decode(text)
    for step in STEPS[table][shape - 1 :]:
        row = step(row)
    return msgspec.json.encode(row).decode()
