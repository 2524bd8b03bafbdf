"""My work: what I must do, by when and why, then what I wait for, in every strategy at once."""

import asyncio
from functools import reduce
from typing import Any

from litestar import Request, Router, get
from litestar.response import Template

from governance_app.showing.my_work import Work, heading_of, work_of
from governance_app.templating import show
from objectives.drafts import drafts_of
from objectives.judging import judged_now


@get("/my-work")
async def my_work(request: Request[Any, Any, Any]) -> Template:
    """Strategies are judged at once, so that they share one reading of what has changed."""
    visit, zone = request.user, request.app.state.time_zone
    who = visit.signed_in
    judgements = await asyncio.gather(*(judged_now(key, zone) for key, _ in visit.strategies))
    drafts = await drafts_of(who.person)
    work = reduce(Work.and_also, (work_of(judgement, who, drafts) for judgement in judgements), Work())
    return show(
        request,
        "my_work/my_work.html",
        section="My work",
        work=work,
        heading=heading_of(work),
        today=judgements[0].standing.moment.today if judgements else None,
    )


routes = Router("/", route_handlers=[my_work])
