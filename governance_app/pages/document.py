"""A strategy's own text, set to be read from top to bottom: now, or as it stood at the end of another day."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.response import Template

from governance_app.reading import Reading
from governance_app.templating import show
from objectives.strategy import document_of


@get("/strategies/{key:str}/document")
async def document(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    return show(
        request,
        "strategy/document.html",
        places=reading.places,
        section="Strategy",
        standing=reading.standing,
        document=document_of(reading.standing),
    )


routes = Router("/", route_handlers=[document])
