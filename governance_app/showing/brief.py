"""A member's brief: what their pack says of their agency, and what of theirs waits or is overdue today. Pure."""

import datetime as dt

from msgspec import Struct

from governance_app.showing.my_work import ToDo, work_of
from objectives.moments import day_of
from objectives.permissions import Mandate
from objectives.rated import Judgement
from objectives.standing import Action, Agency, AssuranceRequest, Commitment, Matter, Round, Standing
from objectives.words import MatterKind
from reports.brief import Brief, brief_of
from reports.content import Content


class MemberBrief(Struct, frozen=True):
    """`brief` is of the pack, the rest of today. `asked` are open matters of theirs or their agency's, oldest first."""

    agency: str
    brief: Brief
    overdue: tuple[ToDo, ...]
    soon: tuple[ToDo, ...]
    requests: tuple[tuple[AssuranceRequest, str], ...]
    asked: tuple[Matter, ...]


def member_brief(content: Content, live: Judgement, member: Mandate, agency: str) -> MemberBrief:
    """`content` is what the member reads before the meeting; `live` is the strategy as it stands today."""
    standing = live.standing
    today, called = standing.moment.today, _short_name(standing, member.agency) or agency
    to_do = work_of(live, member, {}).to_do
    return MemberBrief(
        agency=called,
        brief=brief_of(content, called),
        overdue=tuple(item for item in to_do if item.due_on < today),
        soon=tuple(item for item in to_do if item.due_on >= today),
        requests=_late_requests(standing, member.agency, today),
        asked=tuple(
            one
            for one in standing.matters
            if one.is_open and (one.owner.id in member.posts or one.owner.agency.id == member.agency)
        ),
    )


def asked_ahead(digest: str, round: Round, standing: Standing) -> tuple[Matter, ...]:
    """What members asked and challenged of the round's pack up to the day of the meeting, outside of it."""
    zone = standing.moment.time_zone
    return tuple(
        one
        for one in standing.matters
        if one.digest == digest
        and one.meeting is None
        and one.kind is not MatterKind.DECISION
        and day_of(one.raised_at, zone) <= round.meets_on
    )


def _late_requests(
    standing: Standing, agency: int, today: dt.date
) -> tuple[tuple[AssuranceRequest, str], ...]:
    """Assurance that the agency owes, each once with the first commitment or action it is about."""
    found: dict[int, tuple[AssuranceRequest, str]] = {}
    things: list[Commitment | Action] = [*standing.commitments(), *standing.actions()]
    for thing in things:
        for request in thing.requests:
            if request.agency.id == agency and not request.answered and request.due_on < today:
                found.setdefault(request.id, (request, thing.reference))
    return tuple(found[id] for id in sorted(found))


def _short_name(standing: Standing, id: int) -> str:
    """The agency as packs call it; empty where the plan does not know it."""
    known: dict[int, Agency] = {action.agency.id: action.agency for action in standing.actions()}
    known |= {c.lead_agency.id: c.lead_agency for c in standing.commitments() if c.lead_agency}
    return known[id].short_name if id in known else ""
