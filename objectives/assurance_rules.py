"""The rules of assurance: what is overdue, and what the opinions say of a commitment to seek assurance.

Source: handbook, section 3 ("Assurance") and section 5. A nil return is a reply; a review that the business
unit owes is no fault of the agency, so it caps nothing.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from objectives.dates import in_words
from objectives.rated import Fired
from objectives.standing import AssuranceRequest, Commitment
from objectives.words import Opinion, Rating, Status

OVERDUE = "assurance overdue"
OPINION = "opinion"
WORST_FIRST = (Opinion.NONE, Opinion.LIMITED, Opinion.REASONABLE, Opinion.SUBSTANTIAL)
RATING_OF = {
    Opinion.NONE: Rating.RED,
    Opinion.LIMITED: Rating.AMBER,
    Opinion.REASONABLE: Rating.GREEN,
    Opinion.SUBSTANTIAL: Rating.GREEN,
}


def overdue_assurance(requests: Iterable[AssuranceRequest], today: dt.date) -> Iterator[Fired]:
    """One cap at Amber for each request that is overdue."""
    return filter(None, (overdue(request, today) for request in requests))


def overdue(request: AssuranceRequest, today: dt.date) -> Fired | None:
    """Overdue is: a reply date passed unanswered, or declined, or an opinion lapsed with none newer."""
    agency = request.agency.name
    if request.declined:
        asked = in_words(request.issued_on)
        return Fired(OVERDUE, Rating.AMBER, f"{agency} declined the assurance request of {asked}.")
    if not request.answered and request.due_on < today:
        due = in_words(request.due_on)
        return Fired(OVERDUE, Rating.AMBER, f"{agency} has not answered the assurance request due on {due}.")
    if _lapsed(request, today) and request.review_by:
        lapsed = in_words(request.review_by)
        return Fired(
            OVERDUE, Rating.AMBER, f"The opinion on {agency} lapsed on {lapsed} and there is none newer."
        )
    return None


def worst_opinion(requests: Iterable[AssuranceRequest], today: dt.date) -> Fired | None:
    """The worst opinion of all agencies asked. Substantial and Reasonable count while in date; Limited and
    None until a newer opinion stands, so that nobody is better rated because a poor opinion grew old."""
    standing = [r for r in requests if not r.renewed and r.opinion in RATING_OF]
    counted = [r for r in standing if RATING_OF[r.opinion] is not Rating.GREEN or not _lapsed(r, today)]
    if not counted:
        return None
    worst = min(counted, key=lambda r: (WORST_FIRST.index(r.opinion), r.id))
    return Fired(OPINION, RATING_OF[worst.opinion], _opinion_sentence(worst))


def requests_of(commitment: Commitment) -> list[AssuranceRequest]:
    """Every request tied to a commitment or to an action of it that is still wanted, each once."""
    found = {r.id: r for r in commitment.requests}
    for action in commitment.actions:
        if action.status is not Status.SUPERSEDED:
            found.update((r.id, r) for r in action.requests)
    return list(found.values())


def _lapsed(request: AssuranceRequest, today: dt.date) -> bool:
    assessed = request.opinion is not Opinion.NOT_YET_ASSESSED
    return assessed and not request.renewed and request.review_by is not None and request.review_by < today


def _opinion_sentence(request: AssuranceRequest) -> str:
    until = f", to be reviewed by {in_words(request.review_by)}" if request.review_by else ""
    return f"The assurance opinion on {request.agency.name} is {request.opinion.value}{until}."
