"""Recorded rows of decisions sought as history holds them, for `rows`: a frozen Struct a table."""

import datetime as dt

from msgspec import Struct


class DecisionSought(Struct, frozen=True, gc=False):
    id: int
    strategy: int
    round: int
    origin: str
    reference: str
    question: str
    why: str
    recommendation: str
    options: str
    left_out: str
    position: int | None
    written_by: int
    written_at: dt.datetime
