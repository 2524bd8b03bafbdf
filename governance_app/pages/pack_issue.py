"""From a draft to an issued pack: built at the press of a button, looked at, and issued once with its cover.

A draft is built by a POST, for it is kept; only a round's own pack, as at its freeze, can be issued.
"""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Form, read_form, refused, typed
from governance_app.issuing import DISTRIBUTION, Issuing, issue_seen
from governance_app.open_packs import name_of, open_pack, visit_to
from governance_app.places import Places
from governance_app.showing.before_issue import before_issue
from governance_app.storage import open_store
from governance_app.templating import show
from governance_app.word_template import read_template
from objectives.days import today_at
from objectives.faults import refuse_if
from objectives.history import Actor, now
from objectives.judging import judged_then, moment_of
from objectives.mandates import row_of
from objectives.pack_shelf import ShelvedPack
from objectives.packs import MARKINGS, kept_pack, refuse_issue
from objectives.permissions import why_not_run
from objectives.problems import Conflict, NotFound
from objectives.tables.person import Person
from reports.content import read_content
from reports.formats import FORMATS
from reports.pack import build_pack_of, build_pack_on

AT = "/strategies/{key:str}/packs/{digest:str}/issue"
FIELDS = ("version", "marking", "distribution")
TO_BEGIN_WITH = {
    "version": "1.0",
    "marking": MARKINGS[0],
    "distribution": "\n".join(DISTRIBUTION.split("; ")),
}
MARKING_WORDS = (
    (MARKINGS[0], "For those it is sent to. It names owners, and says what is disagreed about."),
    (MARKINGS[1], "Only where you are sure that anybody may read every word of it."),
)


@post("/strategies/{key:str}/packs/drafts", status_code=303)
async def draft(request: Request[Any, Any, Any], key: FromPath[str]) -> Redirect:
    """Builds a draft: of the round that the form names, as at its freeze, or else as things are now."""
    visit = visit_to(request, key)
    refuse_if(why_not_run(visit.signed_in))
    round = typed(await read_form(request), ["round"]).get("round")
    by, zone = Actor.person(visit.signed_in.person), request.app.state.time_zone
    if round:
        built = await build_pack_of(by, key, round, zone)
    else:
        built = await build_pack_on(by, key, today_at(await now()), zone)
    return Redirect(Places(key).pack(built.digest), status_code=303)


@get(AT)
async def look(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Response[Any]:
    try:
        found, content = await _issuable(request, key, digest)
    except Conflict as issued:
        raise NotFound(issued.sentence) from issued  # nothing was sent that could be in conflict
    return await _ask(request, key, found, content, Form(TO_BEGIN_WITH))


@post(AT, status_code=200)
async def issue(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Response[Any]:
    """Issues what was looked at, once: whoever presses second is told who was first, and when."""
    refuse_if(why_not_run(request.user.signed_in))
    words = typed(await read_form(request), FIELDS)
    found, content = await _issuable(request, key, digest)
    by = await row_of(Person, request.user.signed_in.person)
    said = Issuing(*(words.get(field, "") for field in FIELDS))
    state = request.app.state
    store, template = open_store(state.settings), read_template(state.settings.pack_template)
    act = issue_seen(by, key, found.round or "", digest, store, said, state.time_zone, template)
    again = await refused(act, words)
    if again:
        return await _ask(request, key, found, content, again)
    return Redirect(Places(key).pack(digest), status_code=303)


async def _issuable(request: Request[Any, Any, Any], key: str, digest: str) -> tuple[ShelvedPack, str]:
    """A pack that waits to be issued. Raises NotAllowed, NotFound, Conflict."""
    visit = visit_to(request, key)
    refuse_if(why_not_run(visit.signed_in))
    found, content = await open_pack(visit, key, digest)
    await refuse_issue(await kept_pack(digest))
    return found, content


async def _ask(
    request: Request[Any, Any, Any], key: str, found: ShelvedPack, content: str, form: Form
) -> Template:
    """What will be issued, what is missing in it, and what its cover is to say."""
    read = read_content(content.encode())
    then = await judged_then(key, await moment_of(read.as_at, read.time_zone))
    return show(
        request,
        "packs/issue.html",
        form.status,
        places=Places(key),
        section="Packs",
        pack=found,
        name=name_of(found),
        content=read,
        looked=before_issue(then, read),
        formats=[one.title for one in FORMATS],
        markings=[(word, word, said, "") for word, said in MARKING_WORDS],
        form=form,
    )


routes = Router("/", route_handlers=[draft, look, issue])
