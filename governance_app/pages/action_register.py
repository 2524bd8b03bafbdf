"""The register of a strategy's actions, to be narrowed, sorted, printed and sent on as an address."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.response import Template

from governance_app.reading import Reading
from governance_app.showing.action_register import action_register
from governance_app.templating import show


@get("/strategies/{key:str}/actions")
async def actions(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    return show(
        request,
        "actions/register.html",
        places=reading.places,
        section="Actions",
        standing=reading.standing,
        since=reading.since,
        register=action_register(reading, dict(request.query_params)),
    )


routes = Router("/", route_handlers=[actions])
