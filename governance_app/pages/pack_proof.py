"""What changed between two packs, and whether a pack still is what history gives."""

from itertools import groupby
from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from governance_app.kept_formats import check_beside, check_formats
from governance_app.open_packs import name_of, open_pack, two_open_packs, visit_to
from governance_app.places import Places
from governance_app.storage import open_store
from governance_app.templating import show
from objectives.pack_shelf import note_opening
from objectives.packs import kept_pack
from objectives.problems import Invalid
from reports.comparing import compare
from reports.content import read_content
from reports.verifying import verify_pack

From = Annotated[str | None, QueryParameter(name="from")]
To = Annotated[str | None, QueryParameter(name="to")]


@get("/strategies/{key:str}/packs/compare")
async def choose(
    request: Request[Any, Any, Any], key: FromPath[str], before: From = None, after: To = None
) -> Redirect:
    """Where the form on the list of packs leads: the comparison has an address of its own."""
    visit_to(request, key)
    if not before or not after:
        raise Invalid("Choose two packs to compare.")
    return Redirect(Places(key).comparison(before, after), status_code=303)


@get("/strategies/{key:str}/packs/{digest:str}/compare/{other:str}")
async def comparison(
    request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str], other: FromPath[str]
) -> Template:
    visit = visit_to(request, key)
    both = await two_open_packs(visit, key, (digest, other))
    await note_opening(visit.signed_in.person, "pack compared", digest, other)
    before, after = (read_content(content.encode()) for _, content in both)
    found = compare(before, after)
    return show(
        request,
        "packs/comparison.html",
        places=Places(key),
        section="Packs",
        found=found,
        sides=[
            (pack.digest, name_of(pack), said)
            for (pack, _), said in zip(both, (found.before, found.after), strict=True)
        ],
        objectives=[
            (name, list(lines)) for name, lines in groupby(found.lines, key=lambda line: line.objective)
        ],
    )


@post("/strategies/{key:str}/packs/{digest:str}/verification", status_code=200)
async def verification(
    request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]
) -> Template:
    """A form's answer and no page of its own: it builds the pack again, which nobody should do by following a link."""
    visit = visit_to(request, key)
    found, _ = await open_pack(visit, key, digest)
    await note_opening(visit.signed_in.person, "pack verified", digest)
    pack, store = await kept_pack(digest), open_store(request.app.state.settings)
    return show(
        request,
        "packs/verification.html",
        places=Places(key),
        section="Packs",
        name=name_of(found),
        anchor=f"{pack.sequence}:{pack.chain_digest}",
        verified=await verify_pack(pack),
        files=await check_formats(store, pack),
        beside=await check_beside(store, pack),
    )


routes = Router("/", route_handlers=[choose, comparison, verification])
