"""The packs of a strategy, and a stored pack read as a page: what was frozen then, with links to the live items."""

import asyncio
from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from governance_app.places import Places
from governance_app.signing_in import Visit
from governance_app.storage import fetch, open_store
from governance_app.templating import show
from objectives.moments import day_of
from objectives.pack_shelf import ShelvedPack, format_on_shelf, note_opening, pack_on_shelf, packs_on_shelf
from objectives.problems import NotAllowed, NotFound
from objectives.visibility import why_not_read_pack
from reports.cover import Cover
from reports.drawing import draw_apart
from reports.render_html import render_parts
from reports.wording import day

MEDIA_TYPES = {"pdf": "application/pdf", "html": "text/html", "json": "application/json"}


@get("/strategies/{key:str}/packs")
async def packs(request: Request[Any, Any, Any], key: FromPath[str]) -> Template:
    visit = _visit(request, key)
    shelf = [pack for pack in await packs_on_shelf(key) if _why_closed(visit, pack) is None]
    return show(request, "packs/packs.html", places=Places(key), section="Packs", packs=shelf)


@get("/strategies/{key:str}/packs/{digest:str}")
async def pack(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Template:
    visit = _visit(request, key)
    found, content = await pack_on_shelf(key, digest)
    if why := _why_closed(visit, found):
        raise NotAllowed(why)
    await note_opening(visit.signed_in.person, "pack opened", digest)
    cover, places = _cover(found, request.app.state.time_zone), Places(key)
    is_kept = found.version and not found.redacted_at
    charts = await asyncio.to_thread(draw_apart, content.encode())
    return show(
        request,
        "packs/pack.html",
        places=places,
        section="Packs",
        title=f"Pack of {found.round}" if found.round else f"Pack as at {day(found.as_at_on)}",
        cover=cover,
        downloads=[(form.upper(), places.stored_pack(digest, form)) for form in MEDIA_TYPES if is_kept],
        pack=found,
        parts=Markup(render_parts(content.encode(), cover, charts, places.thing)),
    )


@get("/strategies/{key:str}/packs/{digest:str}/{form:str}")
async def stored_pack(
    request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str], form: FromPath[str]
) -> Response[bytes]:
    """The bytes that were kept when the pack was issued, to be saved: the same for ever."""
    visit = _visit(request, key)
    found, sha256 = await format_on_shelf(key, digest, form)
    if why := _why_closed(visit, found):
        raise NotAllowed(why)
    content = await fetch(open_store(request.app.state.settings), sha256)
    await note_opening(visit.signed_in.person, f"pack downloaded as {form}", digest)
    name = f"{key}-{found.as_at_on.isoformat()}-{digest[:12]}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


def _visit(request: Request[Any, Any, Any], key: str) -> Visit:
    visit: Visit = request.user
    if key not in dict(visit.strategies):
        raise NotFound(f"There is no strategy called “{key}” here.")
    return visit


def _why_closed(visit: Visit, pack: ShelvedPack) -> str | None:
    return why_not_read_pack(visit.signed_in, visit.agency, pack.distribution)


def _cover(pack: ShelvedPack, time_zone: str) -> Cover:
    if pack.issued_at is None:
        return Cover()
    return Cover(
        marking=pack.marking or "",
        distribution=pack.distribution or "",
        version=pack.version,
        issued_by=pack.issued_by,
        issued_on=day_of(pack.issued_at, time_zone),
    )


routes = Router("/", route_handlers=[packs, pack, stored_pack])
