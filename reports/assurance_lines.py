"""What section 6 of a pack holds, as values; filled by `reports.assurance`. New in format 4."""

import datetime as dt

from msgspec import Struct


class Unanswered(Struct, frozen=True):
    """Assurance that is overdue. `due_on` is the reply date, or the day on which an opinion lapsed.

    `why` is the rule's sentence; `reached` says how far up the ladder went, and is never empty.
    """

    number: str
    agency: str
    title: str
    about: tuple[str, ...]
    asked_on: dt.date
    due_on: dt.date
    why: str
    reached: str


class Opined(Struct, frozen=True):
    """An opinion with none newer. `age` and `stands` are words; `lapsing` is within 90 days, `lapsed` since."""

    number: str
    agency: str
    title: str
    about: tuple[str, ...]
    opinion: str
    given_on: dt.date
    age: str
    review_by: dt.date
    stands: str
    lapsing: bool
    lapsed: bool
    reasons: str
    given_by: str


class Escalated(Struct, frozen=True):
    """A step above the respondent, taken since the last issued pack or for a reply that is still wanted."""

    number: str
    agency: str
    title: str
    about: tuple[str, ...]
    step: str
    taken_on: dt.date
    written_to: tuple[str, ...]


class OfAgency(Struct, frozen=True):
    """All that was asked of one agency. `usual_days` is the middle one of its reply times, in calendar days."""

    agency: str
    asked: int
    answered: int
    declined: int
    overdue: int
    in_date: int
    usual_days: int | None


class Place(Struct, frozen=True):
    """What an agency has said of a commitment: the opinion, or that it was asked. `words` is all of it."""

    reference: str
    opinion: str
    late: bool
    lapsed: bool
    words: str


class MapLine(Struct, frozen=True):
    """An agency of the map, with the commitments it was asked about."""

    agency: str
    places: tuple[Place, ...]


class Assurance(Struct, frozen=True):
    """`commitments` are the columns of the map, `left_out` how many of its agencies and commitments have no room."""

    overdue: tuple[Unanswered, ...] = ()
    opinions: tuple[Opined, ...] = ()
    escalations: tuple[Escalated, ...] = ()
    agencies: tuple[OfAgency, ...] = ()
    commitments: tuple[str, ...] = ()
    map: tuple[MapLine, ...] = ()
