"""What happened to one request, told newest first: every step with who took it, and every step of the ladder."""

import datetime as dt

from msgspec import Struct

from objectives.chasing import ladder
from objectives.tables.assurance_request import AssuranceRequest
from objectives.words import RequestAct, RequestState

DONE = {
    RequestAct.ISSUE: "sent it",
    RequestAct.ACKNOWLEDGE: "said that it had arrived",
    RequestAct.NAME_COLLEAGUE: "named a colleague",
    RequestAct.ANSWER: "answered a part",
    RequestAct.SIGN_OFF: "had it signed off by",
    RequestAct.SUBMIT: "sent the reply",
    RequestAct.RETURN_NIL: "replied that there is nothing to report",
    RequestAct.DECLINE: "declined",
    RequestAct.ASK_FOR_TIME: "asked for more time",
    RequestAct.DECIDE_ON_TIME: "decided on more time",
    RequestAct.BEGIN_REVIEW: "began the review",
    RequestAct.GRADE: "graded a piece of evidence",
    RequestAct.RETURN: "returned it with questions",
    RequestAct.ACCEPT: "gave an opinion",
    RequestAct.ACCEPT_WITH_ACTIONS: "gave an opinion, with recommendations",
    RequestAct.WITHDRAW: "withdrew it",
    RequestAct.CLOSE: "closed it",
}


class Happened(Struct, frozen=True):
    """One line: when (UTC), who, what they did, and the words that came with it."""

    at: dt.datetime
    who: str
    what: str
    words: str = ""


async def timeline_of(request: int) -> tuple[Happened, ...]:
    """Newest first; several answers by one person in a row are one line. One query."""
    events: list[Happened] = []
    titles = {rung.key: rung.title for rung in ladder()}
    for row in await AssuranceRequest.raw(_TIMELINE, request, request):
        if row["chase"]:
            to = row["words"].replace("\n", "; ") or "nobody known; the business unit writes itself"
            events.append(Happened(row["at"], "The service", titles.get(row["act"], row["act"]), to))
            continue
        event = Happened(row["at"], row["who"], DONE[RequestAct(row["act"])], row["words"])
        if (
            events
            and row["act"] == RequestAct.ANSWER
            and (events[-1].who, events[-1].what) == (event.who, event.what)
        ):
            events[-1] = event
        else:
            events.append(event)
    return tuple(reversed(events))


def told_of(state: RequestState) -> str:
    """Where a request stands, as a reader says it."""
    return {RequestState.IN_RESPONSE: "being answered", RequestState.IN_REVIEW: "under review"}.get(
        state, state.value
    )


_TIMELINE = """
SELECT s.taken_at AS at, coalesce(c.name, p.name) AS who, s.act, s.words, false AS chase, s.id
FROM assurance_step s LEFT JOIN assurance_contact c ON c.id = s.contact LEFT JOIN person p ON p.id = s.person
WHERE s.request = {}
UNION ALL SELECT taken_at, '', step, written_to, true, id FROM assurance_chase WHERE request = {}
ORDER BY at, chase, id
"""
