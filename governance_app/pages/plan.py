"""The plan as the business unit keeps it: what waits for it first, then every action by commitment."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.response import Template

from governance_app.reading import Reading
from governance_app.showing.actions import action_lines
from governance_app.showing.plan import waiting_of
from governance_app.templating import show
from objectives.faults import refuse_if
from objectives.permissions import why_not_run


@get("/strategies/{key:str}/plan")
async def plan(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    reader = request.user.signed_in
    refuse_if(why_not_run(reader))
    waiting = waiting_of(reading.judgement, reader)
    return show(
        request,
        "plan/plan.html",
        places=reading.places,
        section="Plan",
        round=reading.standing.this_round,
        waiting=waiting,
        count=sum(len(kind.lines) for kind in waiting),
        since=reading.since,
        objectives=[
            (objective, [(one, action_lines(reading, one.actions)) for one in objective.commitments])
            for objective in reading.standing.objectives
        ],
    )


routes = Router("/", route_handlers=[plan])
