"""Who there is, and what was asked of them: the part of a standing that tells of agencies, people and assurance."""

import datetime as dt

from msgspec import Struct

from objectives.words import Opinion, RequestState


class Agency(Struct, frozen=True):
    id: int
    name: str
    short_name: str
    lead_partner: str
    is_business_unit: bool


class Person(Struct, frozen=True):
    id: int
    name: str
    agency: Agency


class Chase(Struct, frozen=True):
    """A step of the ladder that was taken; `escalates` tells those above the respondent from reminders."""

    step: str
    escalates: bool
    taken_on: dt.date
    written_to: str


class AssuranceRequest(Struct, frozen=True):
    """One agency's answer to one request, as far as ratings care.

    `due_on` is the reply date in force (reply, extended or return date). `answered` includes a nil return.
    `opinion` and `review_by` are those in force or lapsed; `renewed` says that a newer opinion stands.
    What follows is told of it and moves no rating. `chases` are oldest first; `asking` is shared by all who were asked
    at once.
    """

    id: int
    agency: Agency
    issued_on: dt.date
    due_on: dt.date
    answered: bool
    declined: bool
    opinion: Opinion
    review_by: dt.date | None
    renewed: bool
    title: str = ""
    state: RequestState | None = None
    first_due_on: dt.date | None = None
    answered_on: dt.date | None = None
    assessed_on: dt.date | None = None
    assessed_by: str = ""
    reasons: str = ""
    chases: tuple[Chase, ...] = ()
    asking: int = 0
