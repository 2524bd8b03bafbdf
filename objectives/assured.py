"""Assurance facts for a standing: the requests about each commitment and action, from recorded rows. Pure.

Drafts and what was withdrawn are no facts of anybody's. A request that an agency declined counts until the agency has
answered a newer one about the same thing; an opinion is renewed by a newer one likewise.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from objectives import assurance_rows as rows
from objectives import pieces, standing
from objectives.assurance_rules import overdue
from objectives.moments import day_of
from objectives.words import Opinion, RequestState

Subject = tuple[str, int]
Requests = tuple[standing.AssuranceRequest, ...]
NO_FACT = {RequestState.DRAFT, RequestState.WITHDRAWN}


def requests_by_subject(
    tables: dict[str, dict[int, Any]],
    agencies: dict[int, standing.Agency],
    people: dict[int, standing.Person],
    time_zone: str,
) -> defaultdict[Subject, Requests]:
    """By ("commitment" or "action", id): the requests about it, oldest first."""
    if not tables["assurance_request"]:
        return defaultdict(tuple)
    facts = _Facts(tables, agencies, people, time_zone)
    about: defaultdict[Subject, list[rows.AssuranceRequest]] = defaultdict(list)
    subjects = _by(tables["assurance_subject"].values(), "asking")
    for _, request in sorted(tables["assurance_request"].items()):
        if request.state not in NO_FACT and request.outcome is not RequestState.WITHDRAWN:
            for subject in subjects[request.asking]:
                about[_subject(subject)].append(request)
    found: defaultdict[Subject, Requests] = defaultdict(tuple)
    found.update({subject: facts.told(requests) for subject, requests in about.items()})
    return found


def overdue_ids(tables: dict[str, dict[int, Any]], time_zone: str, today: dt.date) -> list[int]:
    """Every request that is overdue by the rules, whatever strategy it is about: the same that caps ratings."""
    agencies = {row.id: pieces.agency(row) for row in tables["agency"].values()}
    people = {
        row.id: standing.Person(row.id, row.name, agencies[row.agency]) for row in tables["person"].values()
    }
    found = requests_by_subject(tables, agencies, people, time_zone).values()
    return sorted({one.id for requests in found for one in requests if overdue(one, today)})


class _Facts:
    def __init__(
        self,
        tables: dict[str, dict[int, Any]],
        agencies: dict[int, standing.Agency],
        people: dict[int, standing.Person],
        time_zone: str,
    ) -> None:
        self.agencies, self.people, self.time_zone = agencies, people, time_zone
        self.askings = tables["assurance_asking"]
        self.opinions = {o.request: o for o in tables["assurance_opinion"].values()}
        chases = sorted(tables["assurance_chase"].values(), key=lambda c: c.id)
        self.chases = _by(chases, "request")

    def told(self, requests: list[rows.AssuranceRequest]) -> Requests:
        """The requests about one subject; each is judged beside the others of its agency."""
        return tuple(
            self._request(request, requests) for request in requests if not _overtaken(request, requests)
        )

    def _request(
        self, row: rows.AssuranceRequest, beside: list[rows.AssuranceRequest]
    ) -> standing.AssuranceRequest:
        assert row.issued_on is not None
        assert row.due_on is not None
        opinion = self.opinions.get(row.id)
        return standing.AssuranceRequest(
            id=row.id,
            agency=self.agencies[row.agency],
            issued_on=row.issued_on,
            due_on=row.due_on,
            answered=row.answered_on is not None,
            declined=row.outcome is RequestState.DECLINED,
            opinion=opinion.opinion if opinion else Opinion.NOT_YET_ASSESSED,
            review_by=opinion.review_by if opinion else None,
            renewed=opinion is not None and self._renewed(row, opinion, beside),
            title=self.askings[row.asking].title,
            state=row.state,
            first_due_on=row.first_due_on,
            answered_on=row.answered_on,
            assessed_on=day_of(opinion.given_at, self.time_zone) if opinion else None,
            assessed_by=self.people[opinion.given_by].name if opinion else "",
            reasons=opinion.reasons if opinion else "",
            chases=tuple(self._chase(chase) for chase in self.chases[row.id]),
            asking=row.asking,
        )

    def _renewed(
        self,
        row: rows.AssuranceRequest,
        opinion: rows.AssuranceOpinion,
        beside: list[rows.AssuranceRequest],
    ) -> bool:
        others = [self.opinions.get(r.id) for r in beside if r.agency == row.agency and r.id != row.id]
        return any(other is not None and other.id > opinion.id for other in others)

    def _chase(self, row: rows.AssuranceChase) -> standing.Chase:
        taken_on = day_of(row.taken_at, self.time_zone)
        return standing.Chase(row.step, row.escalates, taken_on, row.written_to)


def _overtaken(request: rows.AssuranceRequest, beside: list[rows.AssuranceRequest]) -> bool:
    """Declined, and the agency has answered a newer request about the same thing since."""
    return request.outcome is RequestState.DECLINED and any(
        other.agency == request.agency and other.id > request.id and other.answered_on is not None
        for other in beside
    )


def _subject(row: rows.AssuranceSubject) -> Subject:
    return ("commitment", row.commitment) if row.commitment is not None else ("action", row.action or 0)


def _by(found: Iterable[Any], column: str) -> defaultdict[int, list[Any]]:
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    for row in found:
        grouped[getattr(row, column)].append(row)
    return grouped
