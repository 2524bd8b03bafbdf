"""One objective: its headline rating with the rule behind it, its commitments as tiles, and all their actions."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from governance_app.reading import Reading
from governance_app.showing.actions import action_lines
from governance_app.showing.tiles import objective_row
from governance_app.templating import show


@get("/strategies/{key:str}/objectives/{objective_key:str}")
async def objective(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], objective_key: FromPath[str]
) -> Template:
    found = reading.objective(objective_key)
    return show(
        request,
        "objectives/objective.html",
        places=reading.places,
        section="Overview",
        standing=reading.standing,
        row=objective_row(reading, found),
        actions=action_lines(reading, [a for c in found.commitments for a in c.actions]),
        since=reading.since,
    )


routes = Router("/", route_handlers=[objective])
