"""Section 6, assurance: what is overdue, which opinions stand and until when, who was written to, agency by agency.

Facts are those of the standing, and what is overdue is the rules' word. A request about several things is one line.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import count, groupby
from statistics import median_low

from msgspec import Struct

from objectives.assurance_rules import overdue
from objectives.rated import Judgement
from objectives.standing import Action, AssuranceRequest, Commitment, Standing
from objectives.words import Opinion
from reports.assurance_lines import Assurance, Escalated, MapLine, OfAgency, Opined, Place, Unanswered
from reports.content import Section
from reports.wording import counted, number, sentence_case, verb

NAME = "Assurance"
NOTHING = "Nothing that is in the plan today has been asked of anybody."
SOON = 90  # days (handbook, section 6: opinions that lapse soon)


class Asked(Struct, frozen=True):
    """A request with everything that it is about, in the order of the plan."""

    request: AssuranceRequest
    about: tuple[str, ...]


def assurance_of(judgement: Judgement) -> Assurance:
    standing, today = judgement.standing, judgement.standing.moment.today
    asked = requests_in(standing)
    place = (f"6.{n}" for n in count(1))
    late = [one for one in asked if overdue(one.request, today)]
    return Assurance(
        overdue=tuple(_unanswered(next(place), one, today) for one in sorted(late, key=_due)),
        opinions=tuple(_opined(next(place), one, today) for one in in_force(standing)),
        escalations=tuple(_escalations(asked, place, judgement)),
        agencies=tuple(_agencies(asked, today)),
        commitments=tuple(commitment.reference for commitment in standing.commitments()),
        map=tuple(_map(standing, today)),
    )


def section_of(found: Assurance) -> Section:
    return Section(6, NAME, headline(found), "" if found.agencies else NOTHING)


def headline(found: Assurance) -> str:
    """What is overdue, and which opinions stand, without a full stop."""
    if not found.agencies:
        return "No assurance has been asked for"
    late, lapsing = len(found.overdue), sum(line.lapsing for line in found.opinions)
    in_date = sum(not line.lapsed for line in found.opinions)
    said = f"{sentence_case(counted(late, 'request'))} for assurance {verb(late)} overdue"
    said += f"; {counted(in_date, 'opinion')} {verb(in_date)} in date"
    if lapsing:
        them = (
            "it lapses" if in_date == 1 else f"{number(lapsing)} of them {verb(lapsing, 'lapses', 'lapse')}"
        )
        said += f", and {them} within {SOON} days"
    return said


def requests_in(standing: Standing) -> list[Asked]:
    """Every request that is about something in the plan, once, in the order in which they were made."""
    found: dict[int, tuple[AssuranceRequest, list[str]]] = {}
    for thing in (thing for commitment in standing.commitments() for thing in _things(commitment)):
        for request in thing.requests:
            found.setdefault(request.id, (request, []))[1].append(thing.reference)
    return [Asked(request, tuple(about)) for _, (request, about) in sorted(found.items())]


def in_force(standing: Standing) -> list[Asked]:
    """Every request with an opinion and none newer, the soonest to lapse first; the lapsed among them."""
    judged = (one for one in requests_in(standing) if _has_opinion(one.request) and not one.request.renewed)
    return sorted(judged, key=_lapses)


def _things(commitment: Commitment) -> tuple[Commitment | Action, ...]:
    return (commitment, *commitment.actions)


def _has_opinion(request: AssuranceRequest) -> bool:
    return request.opinion is not Opinion.NOT_YET_ASSESSED


def _due(one: Asked) -> tuple[dt.date, int]:
    return one.request.due_on, one.request.id


def _lapses(one: Asked) -> tuple[dt.date, int]:
    return one.request.review_by or dt.date.max, one.request.id


def _unanswered(place: str, one: Asked, today: dt.date) -> Unanswered:
    request, fired = one.request, overdue(one.request, today)
    lapsed = _has_opinion(request) and request.review_by
    return Unanswered(
        number=place,
        agency=request.agency.short_name,
        title=request.title,
        about=one.about,
        asked_on=request.issued_on,
        due_on=lapsed or request.due_on,
        why=fired.sentence if fired else "",
        reached=_reached(request),
    )


def _reached(request: AssuranceRequest) -> str:
    if request.declined:
        return "Declined; to be asked anew"
    if request.answered:
        return "To be asked for again"
    last = next((chase for chase in reversed(request.chases) if chase.escalates), None)
    if last:
        return f"Escalated: {_step(last.step).lower()}"
    return "Reminded" if request.chases else "Nobody has been written to yet"


def _step(key: str) -> str:
    return sentence_case(key.replace("-", " "))


def _opined(place: str, one: Asked, today: dt.date) -> Opined:
    request = one.request
    given, until = request.assessed_on or request.issued_on, request.review_by or today
    lapsed, lapsing = until < today, today <= until <= today + dt.timedelta(days=SOON)
    return Opined(
        number=place,
        agency=request.agency.short_name,
        title=request.title,
        about=one.about,
        opinion=request.opinion.value,
        given_on=given,
        age=age_of(given, today),
        review_by=until,
        stands="lapsed" if lapsed else f"lapses within {SOON} days" if lapsing else "in date",
        lapsing=lapsing,
        lapsed=lapsed,
        reasons=request.reasons,
        given_by=request.assessed_by,
    )


def age_of(given: dt.date, today: dt.date) -> str:
    """How old an opinion is, in words: whole months, or days below one."""
    months = (today.year - given.year) * 12 + today.month - given.month - (today.day < given.day)
    if months < 1:
        days = (today - given).days
        return f"{counted(days, 'day')} old" if days else "given that day"
    return f"{counted(months, 'month')} old"


def _escalations(asked: list[Asked], place: Iterator[str], judgement: Judgement) -> Iterator[Escalated]:
    last = judgement.standing.last_issued
    taken = [
        (chase, one)
        for one in asked
        for chase in one.request.chases
        if chase.escalates and (not one.request.answered or last is None or chase.taken_on > last.as_at_on)
    ]
    for chase, one in sorted(taken, key=lambda pair: (pair[0].taken_on, pair[1].request.id)):
        yield Escalated(
            number=next(place),
            agency=one.request.agency.short_name,
            title=one.request.title,
            about=one.about,
            step=_step(chase.step),
            taken_on=chase.taken_on,
            written_to=tuple(filter(None, chase.written_to.split("\n"))),
        )


def _agencies(asked: list[Asked], today: dt.date) -> Iterator[OfAgency]:
    requests = sorted((one.request for one in asked), key=lambda r: (r.agency.short_name, r.agency.id, r.id))
    for (name, _), group in groupby(requests, lambda r: (r.agency.short_name, r.agency.id)):
        of = list(group)
        times = [(r.answered_on - r.issued_on).days for r in of if r.answered_on]
        yield OfAgency(
            agency=name,
            asked=len(of),
            answered=sum(r.answered for r in of),
            declined=sum(r.declined for r in of),
            overdue=sum(overdue(r, today) is not None for r in of),
            in_date=sum(_has_opinion(r) and not r.renewed and _in_date(r, today) for r in of),
            usual_days=median_low(times) if times else None,
        )


def _in_date(request: AssuranceRequest, today: dt.date) -> bool:
    return request.review_by is None or request.review_by >= today


def _map(standing: Standing, today: dt.date) -> Iterator[MapLine]:
    places: dict[tuple[str, int], list[Place]] = {}
    for commitment in standing.commitments():
        every = {r.id: r for thing in _things(commitment) for r in thing.requests}
        asked = sorted(every.values(), key=lambda r: (r.agency.short_name, r.agency.id, r.id))
        for key, group in groupby(asked, lambda r: (r.agency.short_name, r.agency.id)):
            places.setdefault(key, []).append(_place(commitment.reference, list(group), today))
    for (agency, _), found in sorted(places.items()):
        yield MapLine(agency, tuple(found))


def _place(reference: str, requests: list[AssuranceRequest], today: dt.date) -> Place:
    """The newest opinion on it; without one, that it was asked. Late where any of the requests is overdue."""
    judged = next((r for r in reversed(requests) if _has_opinion(r)), None)
    late = any(overdue(request, today) for request in requests)
    lapsed = judged is not None and not _in_date(judged, today)
    opinion = judged.opinion.value if judged else ""
    said = [opinion or _asked(requests)]
    if judged and judged.review_by:
        said.append(f"{'lapsed on' if lapsed else 'to'} {judged.review_by.day} {judged.review_by:%b %Y}")
    if late and not lapsed:
        said.append("overdue")
    return Place(reference, opinion, late, lapsed, ", ".join(said))


def _asked(requests: Iterable[AssuranceRequest]) -> str:
    newest = list(requests)[-1]
    if newest.declined:
        return "declined"
    return "answered, no opinion yet" if newest.answered else "asked"
