"""Recorded rows of matters as history holds them, for `rows`: a frozen Struct a table."""

import datetime as dt

from msgspec import Struct

from objectives.words import MatterAct, MatterKind, MatterState


class Matter(Struct, frozen=True, gc=False):
    id: int
    strategy: int
    number: int
    pack: int
    meeting: int | None
    line: str
    commitment: int | None
    action: int | None
    kind: MatterKind
    words: str
    owner: int
    due_on: dt.date
    state: MatterState
    arose_from: int | None
    raised_by: int
    recorded_by: int
    raised_at: dt.datetime


class MatterStep(Struct, frozen=True, gc=False):
    id: int
    matter: int
    act: MatterAct
    words: str
    taken_by: int
    taken_at: dt.datetime


class MatterOutcome(Struct, frozen=True, gc=False):
    id: int
    matter: int
    action: int | None
    asking: int | None
    made_by: int
    made_at: dt.datetime
