"""Assurance requests as they are read: the register with its filters, one request, and how burdened an agency is.

Pages call `register`, `request_told`, `burdens` and `subjects_offered`; letters call `request_told`. The register is
one query however long it is, a page of it at a time.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from objectives.assurance import NewContact
from objectives.lifecycle import WITH_AGENCY, WITH_UNIT
from objectives.problems import NotFound
from objectives.tables.assurance_request import AssuranceRequest
from objectives.words import ContactPart, Opinion, RequestState

PAGE = 50


class Told(Struct, frozen=True):
    """One request in a line. `about` are references of commitments and actions; days are the partnership's.

    `wanted_more_time_until` is a reply date that was asked for and not decided on.
    """

    id: int
    asking: int
    title: str
    agency: int
    agency_name: str
    agency_short: str
    lead_partner: str
    strategy: str
    about: tuple[str, ...]
    state: RequestState
    attempt: int
    issued_on: dt.date | None
    acknowledge_by: dt.date | None
    first_due_on: dt.date | None
    due_on: dt.date | None
    answered_on: dt.date | None
    review_due_on: dt.date | None
    outcome: RequestState | None
    opinion: Opinion | None
    review_by: dt.date | None
    respondent: str
    substitute: str
    steps_taken: int
    escalated: bool
    wanted_more_time_until: dt.date | None

    @property
    def is_with_agency(self) -> bool:
        return self.state in WITH_AGENCY

    @property
    def is_with_unit(self) -> bool:
        return self.state in WITH_UNIT

    def is_overdue(self, today: dt.date) -> bool:
        """The reply date in force has passed unanswered."""
        return self.is_with_agency and self.due_on is not None and self.due_on < today

    def days_to_reply(self) -> int | None:
        """Calendar days from issue to the reply; None while there is none."""
        return (self.answered_on - self.issued_on).days if self.answered_on and self.issued_on else None


class Filter(Struct, frozen=True):
    """What a register shows; None means all. `standing` is one of "open", "overdue", "review", "over", "drafts"."""

    strategy: str | None = None
    agency: int | None = None
    about: str | None = None
    standing: str | None = None


class Register(Struct, frozen=True):
    """One page of a register: the lines, how many there are in all, and counts of what stands how."""

    lines: tuple[Told, ...]
    total: int
    page: int
    counts: dict[str, int]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


class Burden(Struct, frozen=True):
    """What one agency has been asked already, so that whoever asks again sees it before sending."""

    agency: int
    open: int
    overdue: int
    asked_in_a_year: int
    median_days: int | None


async def register(wanted: Filter, today: dt.date, page: int = 1) -> Register:
    """A page of the requests that fit, overdue first, then by reply date. Withdrawn drafts are left out."""
    where, values = _where(wanted, today)
    rows = await AssuranceRequest.raw(
        f"{_TOLD} WHERE {where} ORDER BY {_ORDER} LIMIT {PAGE} OFFSET {{}}",
        *values,
        *_order_values(today),
        (page - 1) * PAGE,
    )
    everything, all_values = _where(Filter(wanted.strategy, wanted.agency, wanted.about), today)
    counting = ", ".join(
        f"count(*) FILTER (WHERE {condition}) AS {name}" for name, condition in STANDINGS.items()
    )
    (counts,) = await AssuranceRequest.raw(
        f"SELECT count(*) AS everything, {counting} FROM ({_TOLD} WHERE {everything}) AS r",
        *[today for condition in STANDINGS.values() for _ in range(condition.count("{}"))],
        *all_values,
    )
    total = counts[wanted.standing] if wanted.standing else counts["everything"]
    return Register(tuple(map(_told, rows)), total, page, counts)


async def request_told(id: int) -> Told:
    """One request. Raises NotFound."""
    rows = await AssuranceRequest.raw(f"{_TOLD} WHERE r.id = {{}}", id) if id < 2**31 else []
    if not rows:
        raise NotFound("There is no such assurance request.")
    return _told(rows[0])


async def told_of_asking(asking: int) -> list[Told]:
    """The requests of one asking, in the order in which their agencies were named."""
    return [
        _told(row)
        for row in await AssuranceRequest.raw(f"{_TOLD} WHERE r.asking = {{}} ORDER BY r.id", asking)
    ]


async def told_about(strategy: str, reference: str) -> list[Told]:
    """Everything that was asked about one commitment or action, newest first."""
    where, values = _where(Filter(strategy=strategy, about=reference), dt.date.min)
    return [
        _told(row) for row in await AssuranceRequest.raw(f"{_TOLD} WHERE {where} ORDER BY r.id DESC", *values)
    ]


async def burdens(agencies: Sequence[int], today: dt.date) -> dict[int, Burden]:
    """How burdened each agency is: what is open, late, and how much was asked in the last year."""
    rows = await AssuranceRequest.raw(_BURDEN, today, today, list(agencies))
    found = {row["agency"]: Burden(**row) for row in rows}
    return {id: found.get(id, Burden(id, 0, 0, 0, None)) for id in agencies}


def _where(wanted: Filter, today: dt.date) -> tuple[str, list[Any]]:
    conditions, values = ["NOT (r.state IN ('withdrawn', 'closed') AND r.issued_on IS NULL)"], list[Any]()
    for value, condition in (
        (wanted.strategy, "s.key = {}"),
        (wanted.agency, "r.agency = {}"),
        (wanted.about, "EXISTS (SELECT FROM unnest(b.about) AS one WHERE one = {})"),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if wanted.standing in STANDINGS:
        condition = STANDINGS[wanted.standing]
        conditions.append(condition)
        values += [today] * condition.count("{}")
    return " AND ".join(conditions), values


def _order_values(today: dt.date) -> list[dt.date]:
    return [today] * _ORDER.count("{}")


def _told(row: dict[str, Any]) -> Told:
    opinion = row["opinion"]
    return Told(
        **row
        | {
            "about": tuple(row["about"] or ()),
            "state": RequestState(row["state"]),
            "outcome": RequestState(row["outcome"]) if row["outcome"] else None,
            "opinion": Opinion(opinion) if opinion else None,
            "respondent": row["respondent"] or "",
            "substitute": row["substitute"] or "",
        }
    )


def _words(states: tuple[RequestState, ...]) -> str:
    return ", ".join(f"'{state.value}'" for state in states)


STANDINGS = {
    "open": f"r.state IN ({_words((*WITH_AGENCY, *WITH_UNIT))})",
    "overdue": f"r.state IN ({_words(WITH_AGENCY)}) AND r.due_on < {{}}::date",
    "review": f"r.state IN ({_words(WITH_UNIT)})",
    "drafts": "r.state = 'draft'",
    "over": "r.outcome IS NOT NULL",
}

_ORDER = (
    f"(r.state IN ({_words(WITH_AGENCY)}) AND r.due_on < {{}}::date) DESC, r.outcome IS NOT NULL, "
    "r.due_on DESC NULLS FIRST, r.id DESC"
)

_TOLD = """
SELECT r.id, r.asking, k.title, r.agency, a.name AS agency_name, a.short_name AS agency_short, a.lead_partner,
    s.key AS strategy, b.about, r.state, r.attempt, r.issued_on, r.acknowledge_by, r.first_due_on, r.due_on,
    r.answered_on, r.review_due_on, r.outcome, o.opinion, o.review_by,
    (SELECT name FROM assurance_contact WHERE request = r.id AND part = 'respondent' AND ended_at IS NULL
     ORDER BY id LIMIT 1) AS respondent,
    (SELECT name FROM assurance_contact WHERE request = r.id AND part = 'substitute' AND ended_at IS NULL
     ORDER BY id LIMIT 1) AS substitute,
    c.steps_taken, c.escalated,
    (SELECT to_on FROM assurance_extension WHERE request = r.id AND granted IS NULL ORDER BY id LIMIT 1)
        AS wanted_more_time_until
FROM assurance_request r JOIN assurance_asking k ON k.id = r.asking JOIN agency a ON a.id = r.agency
JOIN strategy s ON s.id = k.strategy LEFT JOIN assurance_opinion o ON o.request = r.id
CROSS JOIN LATERAL (
    SELECT array_agg(coalesce(m.reference, n.reference) ORDER BY u.id) AS about FROM assurance_subject u
    LEFT JOIN commitment m ON m.id = u.commitment LEFT JOIN action n ON n.id = u.action WHERE u.asking = k.id
) AS b
CROSS JOIN LATERAL (
    SELECT count(*) AS steps_taken, coalesce(bool_or(escalates), false) AS escalated
    FROM assurance_chase WHERE request = r.id AND runs_from = r.due_on
) AS c
"""

_BURDEN = f"""
SELECT agency, count(*) FILTER (WHERE state IN ({_words(WITH_AGENCY)})) AS open,
    count(*) FILTER (WHERE state IN ({_words(WITH_AGENCY)}) AND due_on < {{}}::date) AS overdue,
    count(*) FILTER (WHERE issued_on > {{}}::date - 365) AS asked_in_a_year,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY answered_on - issued_on)
        FILTER (WHERE answered_on IS NOT NULL) AS median_days
FROM assurance_request WHERE agency = ANY({{}}::int[]) AND issued_on IS NOT NULL
    AND outcome IS DISTINCT FROM 'withdrawn'
GROUP BY agency ORDER BY agency
"""


async def known_contacts(agency: int) -> dict[ContactPart, NewContact]:
    """Whom the newest request of an agency names, by part, to begin the next one with."""
    rows = await AssuranceRequest.raw(_KNOWN, agency)
    return {ContactPart(row["part"]): NewContact(row["name"], row["email"]) for row in rows}


_KNOWN = """
SELECT DISTINCT ON (c.part) c.part, c.name, c.email FROM assurance_contact c
JOIN assurance_request r ON r.id = c.request
WHERE r.agency = {} AND c.ended_at IS NULL AND c.part <> 'colleague' ORDER BY c.part, c.id DESC
"""
