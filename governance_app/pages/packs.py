"""The packs of a strategy, and a stored pack read as a page: what was frozen then, with links to the live items."""

import asyncio
from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath
from litestar.response import Template

from governance_app.kept_formats import drafted, lacking, offered
from governance_app.open_packs import cover_of, name_of, open_pack, open_packs, visit_to
from governance_app.pack_page import drawn_pack
from governance_app.places import Places
from governance_app.raising import raised_against
from governance_app.showing.added import beside_lines
from governance_app.storage import fetch, open_store
from governance_app.templating import show
from objectives.addenda import addenda_of
from objectives.pack_shelf import ShelvedPack, format_on_shelf, note_opening, rounds_to_issue
from objectives.packs import AFTER_REDACTION
from objectives.permissions import why_not_run
from objectives.receipts import confirmed_at
from objectives.redacted import PLACEHOLDER
from objectives.visibility import why_not_confirm_reading
from objectives.words import Role
from reports.formats import format_called
from reports.render_html import nothing
from reports.wording import listed


@get("/strategies/{key:str}/packs")
async def packs(request: Request[Any, Any, Any], key: FromPath[str]) -> Template:
    visit = visit_to(request, key)
    shelf = await open_packs(visit, key)
    choices = [{"value": pack.digest, "text": f"{name_of(pack)}, {pack.digest[:12]}"} for pack in shelf]
    runs = why_not_run(visit.signed_in) is None
    return show(
        request,
        "packs/packs.html",
        places=Places(key),
        section="Packs",
        packs=[pack for pack in shelf if pack.version],
        drafts=[pack for pack in shelf if not pack.version],
        choices=choices,
        runs=runs,
        waiting=await rounds_to_issue(key) if runs else [],
    )


@get("/strategies/{key:str}/packs/{digest:str}")
async def pack(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Template:
    visit = visit_to(request, key)
    found, content = await open_pack(visit, key, digest)
    reader = visit.signed_in
    await note_opening(reader.person, "pack opened", digest)
    may_confirm = why_not_confirm_reading(reader, visit.agency, found.distribution) is None
    cover, places = cover_of(found, request.app.state.time_zone), Places(key)
    addenda = await addenda_of(digest) if found.addenda else ()
    raised = await raised_against(request, key, found) if found.version else None
    beside = beside_lines(addenda, raised.beside if raised else nothing)
    drawn = await drawn_pack(key, found, content, cover)
    return show(
        request,
        "packs/pack.html",
        places=places,
        section="Packs",
        title=name_of(found),
        cover=cover,
        files=[(form.title, places.stored_pack(digest, form.name)) for form in offered(found)],
        lacking=listed([form.title for form in lacking(found)]),
        pack=found,
        after_redaction=AFTER_REDACTION,
        is_member=Role.EXECUTIVE_GROUP in reader.roles,
        runs=why_not_run(reader) is None,
        may_confirm=may_confirm,
        confirmed_at=await confirmed_at(reader.person, digest) if found.version and may_confirm else None,
        holds_blanks=PLACEHOLDER in content,
        addenda=addenda,
        raised=raised.all() if raised else "",
        parts=drawn.filled(beside),
    )


@get("/strategies/{key:str}/packs/{digest:str}/{form:str}")
async def stored_pack(
    request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str], form: FromPath[str]
) -> Response[bytes]:
    """To be saved: the bytes that were kept when the pack was issued, the same for ever; a draft as it is drawn now."""
    visit = visit_to(request, key)
    found, content = await open_pack(visit, key, digest)
    file = await _file(request, found, content, key, form)
    await note_opening(visit.signed_in.person, f"pack downloaded as {form}", digest)
    named = format_called(form)
    stem = f"{key}-{found.as_at_on.isoformat()}-{digest[:12]}" + ("" if found.version else "-draft")
    headers = {"Content-Disposition": f'attachment; filename="{stem}{named.ending}"'}
    return Response(file, media_type=named.media_type, headers=headers)


async def _file(
    request: Request[Any, Any, Any], found: ShelvedPack, content: str, key: str, form: str
) -> bytes:
    if found.version is None:
        template = request.app.state.settings.pack_template
        return await asyncio.to_thread(drafted, content.encode(), form, template)
    _, sha256 = await format_on_shelf(key, found.digest, form)
    return await fetch(open_store(request.app.state.settings), sha256)


routes = Router("/", route_handlers=[packs, pack, stored_pack])
