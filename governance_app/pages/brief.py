"""A brief for each member of the Executive Group before the meeting: their own, or printed for them by the unit."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from governance_app.reading import Reading
from governance_app.showing.brief import asked_ahead, member_brief
from governance_app.templating import show
from objectives.faults import refuse_if
from objectives.mandates import mandate_of
from objectives.pack_shelf import ShelvedPack, issued_of_round
from objectives.permissions import Mandate, why_not_raise_matter, why_not_run
from objectives.problems import Conflict
from objectives.visibility import why_not_read_brief
from objectives.world import tables_kept
from reports.brief import headline
from reports.composing import content_of
from reports.content import Content, read_content

HERE = "/strategies/{key:str}"


@get(f"{HERE}/brief")
async def own_brief(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    return await _shown(request, reading, request.user.signed_in, request.user.agency)


@get(f"{HERE}/briefs/{{person_id:int}}")
async def brief_of_member(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], person_id: FromPath[int]
) -> Template:
    member = await mandate_of(person_id, reading.standing.moment.today)
    refuse_if(why_not_read_brief(request.user.signed_in, member))
    return await _shown(request, reading, member, tables_kept()["agency"][member.agency].name)


async def _shown(request: Request[Any, Any, Any], reading: Reading, member: Mandate, agency: str) -> Template:
    refuse_if(why_not_read_brief(request.user.signed_in, member))
    round = reading.standing.this_round
    if round is None:
        raise Conflict("No round has opened yet, so there is no meeting to prepare for.")
    pack, content = await _pack_of(reading, round.name)
    found = member_brief(content, reading.judgement, member, agency)
    return show(
        request,
        "brief/brief.html",
        places=reading.places,
        section="Packs",
        member=member,
        is_own=member.person == request.user.signed_in.person,
        round=round,
        today=reading.standing.moment.today,
        pack=pack,
        # While it is drafted, what is sought is the business unit's alone.
        decided_here=pack is not None or why_not_run(request.user.signed_in) is None,
        heading=headline(found.brief),
        found=found,
        brief=found.brief,
        may_ask=pack is not None and why_not_raise_matter(request.user.signed_in) is None,
        asked_ahead=asked_ahead(pack.digest, round, reading.standing) if pack else (),
    )


async def _pack_of(reading: Reading, round: str) -> tuple[ShelvedPack | None, Content]:
    """The issued pack of the round, as it was issued; where there is none yet, what it would say now."""
    issued = await issued_of_round(reading.standing.key, round)
    if issued:
        return issued[0], read_content(issued[1].encode())
    return None, content_of(reading.judgement)


routes = Router("/", route_handlers=[own_brief, brief_of_member])
