"""Assurance requests as they are read: the register with its filters, one request, and how burdened an agency is.

Pages call `register`, `request_told` and `burdens`; letters call `request_told`.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from objectives.asked_twice import TWICE, Twice
from objectives.assurance_contacts import NewContact
from objectives.assured import overdue_ids
from objectives.days import time_zone, today_at
from objectives.lifecycle import WITH_AGENCY, WITH_UNIT
from objectives.problems import NotFound
from objectives.tables.assurance_request import AssuranceRequest
from objectives.words import ContactPart, Opinion, RequestState
from objectives.world import World, world_now

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

    def is_late(self, today: dt.date) -> bool:
        """The reply date in force has passed unanswered. What was declined or has lapsed is overdue and not late."""
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


class Burden(Struct, frozen=True):
    """What one agency has been asked already, so that whoever asks again sees it before sending.

    `overdue` counts by the rules: with late replies, what was declined or has lapsed, and was not asked for anew.
    """

    agency: int
    open: int
    overdue: int
    asked_in_a_year: int
    median_days: int | None


class Named(Struct, frozen=True):
    """An agency to choose from."""

    id: int
    name: str
    short_name: str


class Register(Struct, frozen=True, eq=False, weakref=True):
    """One page of a register: the lines, how many there are in all, and counts of what stands how.

    `overdue` are the ids of all requests that are overdue by the rules. `today` is the partnership's; `burden` and
    `twice` are told where one agency's requests are wanted. Agencies are by name.
    """

    lines: tuple[Told, ...]
    counts: dict[str, int]
    agencies: tuple[Named, ...]
    burden: Burden | None
    twice: tuple[Twice, ...]
    today: dt.date
    total: int = 0
    page: int = 1
    overdue: frozenset[int] = frozenset()

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


_kept: dict[tuple[Filter, int], Register] = {}
_version: tuple[object, ...] = ()
KEPT_AT_MOST = 64


async def register(wanted: Filter, page: int = 1) -> Register:
    """A page of the requests that fit: late replies, what else is overdue, then by reply date; no withdrawn drafts.

    Kept in this process until history or the day moves on; else one query, which reads only the lines of the page in
    full, however long the register is.
    """
    global _version
    world = await world_now()
    version = (id(world.tables), world.sequence, world.chain_digest, today_at(world.now))
    if version != _version or len(_kept) >= KEPT_AT_MOST:
        _version = version
        _kept.clear()
    found = _kept.get((wanted, page))
    if found is None:
        found = await _read(wanted, page, _overdue_in(world))
        if version == _version:
            _kept[wanted, page] = found
    return found


def _overdue_in(world: World) -> list[int]:
    return overdue_ids(world.tables, time_zone(), today_at(world.now))


async def _read(wanted: Filter, page: int, overdue: list[int]) -> Register:
    asked = {condition: value for value, condition in _conditions(wanted) if value is not None}
    (row,) = await AssuranceRequest.raw(
        _register_of(" AND ".join([_SENT_OR_DRAFT, *asked]), STANDINGS.get(wanted.standing or "", "true")),
        time_zone(),
        overdue,
        *asked.values(),
        (page - 1) * PAGE,
        overdue,
        *2 * [[] if wanted.agency is None else [wanted.agency]],
    )
    found = msgspec.json.decode(row["found"], type=Register)
    total = found.counts[wanted.standing if wanted.standing in STANDINGS else "everything"]
    unburdened = None if wanted.agency is None else Burden(wanted.agency, 0, 0, 0, None)
    return replace(
        found, total=total, page=page, burden=found.burden or unburdened, overdue=frozenset(overdue)
    )


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


async def burdens(agencies: Sequence[int], today: dt.date) -> dict[int, Burden]:
    """How burdened each agency is: what is open, overdue, and how much was asked in the last year."""
    rows = await AssuranceRequest.raw(
        f"WITH today AS (SELECT {{}}::date AS day) {_BURDEN}",
        today,
        _overdue_in(await world_now()),
        list(agencies),
    )
    found = {row["agency"]: Burden(**row) for row in rows}
    return {id: found.get(id, Burden(id, 0, 0, 0, None)) for id in agencies}


def _conditions(wanted: Filter) -> tuple[tuple[str | int | None, str], ...]:
    return (
        (wanted.strategy, "s.key = {}"),
        (wanted.agency, "r.agency = {}"),
        (wanted.about, f"EXISTS (SELECT {_SUBJECTS} AND coalesce(m.reference, n.reference) = {{}})"),
    )


def _told(row: dict[str, Any]) -> Told:
    return msgspec.convert(row, Told)


def _register_of(everything: str, standing: str) -> str:
    """The statement of a register: what fits, how much of it stands how, and one page of it read in full."""
    counting = ", ".join(f"count(*) FILTER (WHERE {how}) AS {name}" for name, how in STANDINGS.items())
    return f"""
WITH today AS (SELECT (governance_now() AT TIME ZONE {{}})::date AS day),
fits AS MATERIALIZED (
    SELECT r.id, r.state, r.due_on, r.outcome, r.id = ANY({{}}::int[]) AS is_overdue
    FROM assurance_request r JOIN assurance_asking k ON k.id = r.asking JOIN strategy s ON s.id = k.strategy
    WHERE {everything}
),
page AS MATERIALIZED (
    SELECT id, row_number() OVER () AS place
    FROM (SELECT r.id FROM fits r, today WHERE {standing} ORDER BY {_ORDER} LIMIT {PAGE} OFFSET {{}}) AS shown
)
SELECT json_build_object(
    'today', (SELECT day FROM today),
    'counts', (SELECT row_to_json(c) FROM (SELECT count(*) AS everything, {counting} FROM fits r, today) AS c),
    'lines', (SELECT coalesce(json_agg(t ORDER BY t.place), '[]')
              FROM ({_TOLD.replace("SELECT", "SELECT page.place,", 1)} JOIN page ON page.id = r.id) AS t),
    'agencies', (SELECT json_agg(a ORDER BY a.name) FROM (SELECT id, name, short_name FROM agency) AS a),
    'burden', (SELECT row_to_json(b) FROM ({_BURDEN}) AS b),
    'twice', (SELECT coalesce(json_agg(w ORDER BY w.same_questions, w.about), '[]') FROM ({TWICE}) AS w)
)::text AS found
"""


def _words(states: tuple[RequestState, ...]) -> str:
    return ", ".join(f"'{state.value}'" for state in states)


STANDINGS = {
    "open": f"r.state IN ({_words((*WITH_AGENCY, *WITH_UNIT))})",
    "overdue": "r.is_overdue",
    "review": f"r.state IN ({_words(WITH_UNIT)})",
    "drafts": "r.state = 'draft'",
    "over": "r.outcome IS NOT NULL",
}

_ORDER = (
    f"(r.state IN ({_words(WITH_AGENCY)}) AND r.due_on < today.day) DESC, r.is_overdue DESC, r.outcome IS NOT NULL, "
    "r.due_on DESC NULLS FIRST, r.id DESC"
)

_SENT_OR_DRAFT = "NOT (r.state IN ('withdrawn', 'closed') AND r.issued_on IS NULL)"

_SUBJECTS = """
FROM assurance_subject u LEFT JOIN commitment m ON m.id = u.commitment LEFT JOIN action n ON n.id = u.action
WHERE u.asking = k.id
"""

_TOLD = f"""
SELECT r.id, r.asking, k.title, r.agency, a.name AS agency_name, a.short_name AS agency_short, a.lead_partner,
    s.key AS strategy, b.about, r.state, r.attempt, r.issued_on, r.acknowledge_by, r.first_due_on, r.due_on,
    r.answered_on, r.review_due_on, r.outcome, o.opinion, o.review_by,
    coalesce((SELECT name FROM assurance_contact WHERE request = r.id AND part = 'respondent' AND ended_at IS NULL
              ORDER BY id LIMIT 1), '') AS respondent,
    coalesce((SELECT name FROM assurance_contact WHERE request = r.id AND part = 'substitute' AND ended_at IS NULL
              ORDER BY id LIMIT 1), '') AS substitute,
    c.steps_taken, c.escalated,
    (SELECT to_on FROM assurance_extension WHERE request = r.id AND granted IS NULL AND from_on = r.due_on
        AND r.state IN ({_words(WITH_AGENCY)}) ORDER BY id LIMIT 1)
        AS wanted_more_time_until
FROM assurance_request r JOIN assurance_asking k ON k.id = r.asking JOIN agency a ON a.id = r.agency
JOIN strategy s ON s.id = k.strategy LEFT JOIN assurance_opinion o ON o.request = r.id
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(coalesce(m.reference, n.reference) ORDER BY u.id), ARRAY[]::text[]) AS about {_SUBJECTS}
) AS b
CROSS JOIN LATERAL (
    SELECT count(*) AS steps_taken, coalesce(bool_or(escalates), false) AS escalated
    FROM assurance_chase WHERE request = r.id AND runs_from = r.due_on
) AS c
"""

_BURDEN = f"""
SELECT agency, count(*) FILTER (WHERE state IN ({_words(WITH_AGENCY)})) AS open,
    count(*) FILTER (WHERE id = ANY({{}}::int[])) AS overdue,
    count(*) FILTER (WHERE issued_on > today.day - 365) AS asked_in_a_year,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY answered_on - issued_on)
        FILTER (WHERE answered_on IS NOT NULL) AS median_days
FROM assurance_request, today WHERE agency = ANY({{}}::int[]) AND issued_on IS NOT NULL
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
