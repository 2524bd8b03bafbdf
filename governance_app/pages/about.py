"""What the ratings mean, the accessibility statement and the privacy notice: open to all, as they name nobody."""

from typing import Any

from litestar import Request, Router, get
from litestar.response import Template

from governance_app.arriving import OPEN_TO_ALL
from governance_app.signing_in import SESSION_HOURS
from governance_app.templating import show
from objectives.thresholds import THRESHOLDS
from reports.definitions import DEFINITIONS


@get("/what-the-ratings-mean")
async def ratings(request: Request[Any, Any, Any]) -> Template:
    return show(
        request,
        "about/ratings.html",
        definitions=DEFINITIONS,
        thresholds=THRESHOLDS.definitions(),
        version=THRESHOLDS.version,
    )


@get("/accessibility")
async def accessibility(request: Request[Any, Any, Any]) -> Template:
    return show(request, "about/accessibility.html")


@get("/privacy")
async def privacy(request: Request[Any, Any, Any]) -> Template:
    return show(request, "about/privacy.html", hours=SESSION_HOURS)


routes = Router("/", route_handlers=[ratings, accessibility, privacy], opt={OPEN_TO_ALL: True})
