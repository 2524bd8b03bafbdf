"""The packs of a strategy, and a stored pack read as a page: what was frozen then, with links to the live items."""

import asyncio
from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from governance_app.open_packs import cover_of, name_of, open_pack, open_packs, refuse_closed, visit_to
from governance_app.places import Places
from governance_app.storage import fetch, open_store
from governance_app.templating import show
from objectives.pack_shelf import format_on_shelf, note_opening
from objectives.redacted import PLACEHOLDER
from reports.drawing import draw_apart
from reports.render_html import render_parts

MEDIA_TYPES = {"pdf": "application/pdf", "html": "text/html", "json": "application/json"}


@get("/strategies/{key:str}/packs")
async def packs(request: Request[Any, Any, Any], key: FromPath[str]) -> Template:
    shelf = await open_packs(visit_to(request, key), key)
    choices = [{"value": pack.digest, "text": f"{name_of(pack)}, {pack.digest[:12]}"} for pack in shelf]
    return show(
        request, "packs/packs.html", places=Places(key), section="Packs", packs=shelf, choices=choices
    )


@get("/strategies/{key:str}/packs/{digest:str}")
async def pack(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Template:
    visit = visit_to(request, key)
    found, content = await open_pack(visit, key, digest)
    await note_opening(visit.signed_in.person, "pack opened", digest)
    cover, places = cover_of(found, request.app.state.time_zone), Places(key)
    is_kept = found.version and not found.redacted_at
    charts = await asyncio.to_thread(draw_apart, content.encode())
    then = Places(key, found.as_at_on)
    return show(
        request,
        "packs/pack.html",
        places=places,
        section="Packs",
        title=name_of(found),
        cover=cover,
        downloads=[(form.upper(), places.stored_pack(digest, form)) for form in MEDIA_TYPES if is_kept],
        pack=found,
        holds_blanks=PLACEHOLDER in content,
        parts=Markup(render_parts(content.encode(), cover, charts, places.thing, then.thing)),
    )


@get("/strategies/{key:str}/packs/{digest:str}/{form:str}")
async def stored_pack(
    request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str], form: FromPath[str]
) -> Response[bytes]:
    """The bytes that were kept when the pack was issued, to be saved: the same for ever."""
    visit = visit_to(request, key)
    found, sha256 = await format_on_shelf(key, digest, form)
    refuse_closed(visit, found)
    content = await fetch(open_store(request.app.state.settings), sha256)
    await note_opening(visit.signed_in.person, f"pack downloaded as {form}", digest)
    name = f"{key}-{found.as_at_on.isoformat()}-{digest[:12]}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


routes = Router("/", route_handlers=[packs, pack, stored_pack])
