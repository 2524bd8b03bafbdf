"""The opinion on a request as pages show it, with its recommendations and what became of each."""

import datetime as dt

from msgspec import Struct

from objectives.tables.assurance_request import AssuranceRequest


class Recommendation(Struct, frozen=True):
    """`action` is the reference of the action that it became, None while it is none."""

    id: int
    position: int
    words: str
    agency: int
    agency_name: str
    action: str | None


class Judged(Struct, frozen=True):
    """An opinion with its reasons; after `review_by` it has lapsed."""

    opinion: str
    reasons: str
    review_by: dt.date
    by: str
    at: dt.datetime
    recommendations: tuple[Recommendation, ...]


async def opinion_of(request: int) -> Judged | None:
    """The opinion on a request, if one was given."""
    opinions = await AssuranceRequest.raw(_OPINION, request)
    if not opinions:
        return None
    rows = await AssuranceRequest.raw(_RECOMMENDED, request)
    return Judged(**opinions[0], recommendations=tuple(Recommendation(**row) for row in rows))


_OPINION = """
SELECT o.opinion, o.reasons, o.review_by, p.name AS by, o.given_at AS at
FROM assurance_opinion o JOIN person p ON p.id = o.given_by WHERE o.request = {}
"""

_RECOMMENDED = """
SELECT r.id, r.position, r.words, r.agency, g.name AS agency_name, a.reference AS action
FROM assurance_recommendation r JOIN assurance_opinion o ON o.id = r.opinion JOIN agency g ON g.id = r.agency
LEFT JOIN action a ON a.id = r.action WHERE o.request = {} ORDER BY r.position
"""
