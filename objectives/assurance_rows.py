"""Recorded rows of assurance as history holds them, for `rows`: one frozen Struct a table, with its column names."""

import datetime as dt

from msgspec import Struct

from objectives.words import Opinion, RequestState


class AssuranceAsking(Struct, frozen=True, gc=False):
    """Without the words that were asked: a standing tells that something was asked, and what became of it."""

    id: int
    strategy: int
    title: str


class AssuranceSubject(Struct, frozen=True, gc=False):
    id: int
    asking: int
    commitment: int | None
    action: int | None


class AssuranceRequest(Struct, frozen=True, gc=False):
    id: int
    asking: int
    agency: int
    state: RequestState
    issued_on: dt.date | None
    first_due_on: dt.date | None
    due_on: dt.date | None
    review_due_on: dt.date | None
    answered_on: dt.date | None
    outcome: RequestState | None


class AssuranceOpinion(Struct, frozen=True, gc=False):
    id: int
    request: int
    opinion: Opinion
    reasons: str
    review_by: dt.date
    given_by: int
    given_at: dt.datetime


class AssuranceChase(Struct, frozen=True, gc=False):
    id: int
    request: int
    step: str
    escalates: bool
    runs_from: dt.date
    due_on: dt.date
    written_to: str
    taken_at: dt.datetime
