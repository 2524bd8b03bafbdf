"""Recorded rows of the register of risks as history holds them, for `rows`: a frozen Struct a table."""

import datetime as dt

from msgspec import Struct

from objectives.words import Impact, Likelihood, RiskAct, RiskState


class Risk(Struct, frozen=True, gc=False):
    id: int
    strategy: int
    number: int
    commitment: int | None
    action: int | None
    what: str
    effect: str
    likelihood: Likelihood
    impact: Impact
    response: str
    owner: int
    review_on: dt.date
    state: RiskState
    raised_by: int
    raised_at: dt.datetime


class RiskStep(Struct, frozen=True, gc=False):
    id: int
    risk: int
    act: RiskAct
    words: str
    review_on: dt.date | None
    taken_by: int
    taken_at: dt.datetime
