"""The public extract of an issued pack: previewed with what was left out, then made once and kept as files."""

import asyncio
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.open_packs import name_of, open_pack, visit_to
from governance_app.places import Places
from governance_app.storage import fetch, keep, open_store
from governance_app.templating import show
from objectives.extracts import extract_file, extract_of_pack, keep_extract
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.pack_shelf import note_opening
from objectives.packs import StoredFormat
from objectives.permissions import why_not_run
from objectives.problems import NotFound
from objectives.tables.person import Person
from reports.content import read_content
from reports.extract import canonical_extract, extract_digest, extract_of, read_extract

AT = "/strategies/{key:str}/packs/{digest:str}/extract"
TYPES = {"html": "text/html", "pdf": "application/pdf"}


@get(AT)
async def preview(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Template:
    name, canonical = await _canonical(request, key, digest)
    return show(
        request,
        "packs/extract.html",
        places=Places(key),
        section="Packs",
        digest=digest,
        name=name,
        extract=read_extract(canonical),
        made=await extract_of_pack(digest),
    )


@post(AT, status_code=303)
async def make(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Redirect:
    """A form's button and nothing typed: makes the extract, once, and keeps its files."""
    # Imported here: Typst is paid for by whoever prints.
    from reports.render_extract import render_extract_html, render_extract_pdf

    _, canonical = await _canonical(request, key, digest)
    store = open_store(request.app.state.settings)
    page = (await asyncio.to_thread(render_extract_html, canonical)).encode()
    printed = await asyncio.to_thread(render_extract_pdf, canonical)
    stored = []
    for form, content in (("html", page), ("pdf", printed)):
        kept = await keep(store, content, f"extract.{form}", TYPES[form])
        stored.append(StoredFormat(form, kept.sha256, kept.size))
    by = await row_of(Person, request.user.signed_in.person)
    await keep_extract(by, digest, canonical.decode(), extract_digest(canonical), stored)
    return Redirect(Places(key).pack_step(digest, "extract"), status_code=303)


@get(f"{AT}/{{form:str}}")
async def file(
    request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str], form: FromPath[str]
) -> Response[bytes]:
    """The extract as it was kept: OFFICIAL, so open to whoever signs in."""
    visit = visit_to(request, key)
    content = await fetch(open_store(request.app.state.settings), await extract_file(digest, form))
    await note_opening(visit.signed_in.person, f"public extract downloaded as {form}", digest)
    headers = {"Content-Disposition": f'attachment; filename="{key}-extract-{digest[:12]}.{form}"'}
    return Response(content, media_type=TYPES[form], headers=headers)


async def _canonical(request: Request[Any, Any, Any], key: str, digest: str) -> tuple[str, bytes]:
    """The name of an issued pack and its extract's canonical bytes. Raises NotAllowed, NotFound."""
    visit = visit_to(request, key)
    refuse_if(why_not_run(visit.signed_in))
    found, content = await open_pack(visit, key, digest)
    if found.version is None:
        raise NotFound("This pack has not been issued, so nothing of it is public.")
    return name_of(found), canonical_extract(extract_of(read_content(content.encode()), digest))


routes = Router("/", route_handlers=[preview, make, file])
