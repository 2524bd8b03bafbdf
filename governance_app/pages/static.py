"""The style sheet, its typefaces and the icon: open to all, and kept by browsers."""

from litestar import Response, Router, get
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from governance_app.arriving import WITHOUT_VISIT
from governance_app.templating import STATIC, TEMPLATES
from reports.render_html import stylesheet

A_WEEK = CacheControlHeader(max_age=604_800, public=True)
ICON = (TEMPLATES / "layouts" / "icon.svg").read_text()


@get("/icon.svg", opt={WITHOUT_VISIT: True}, cache_control=A_WEEK)
async def icon() -> Response[str]:
    return Response(ICON, media_type="image/svg+xml")


@get("/pack.css", opt={WITHOUT_VISIT: True}, cache_control=A_WEEK)
async def pack_stylesheet() -> Response[str]:
    """The style of a pack's own part of a page, which the pack in HTML carries inside it."""
    return Response(stylesheet(), media_type="text/css")


routes = Router(
    "/",
    route_handlers=[
        icon,
        pack_stylesheet,
        create_static_files_router("/static", [STATIC], opt={WITHOUT_VISIT: True}, cache_control=A_WEEK),
    ],
)
