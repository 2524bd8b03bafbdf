"""Addenda to an issued pack: a correction or a late paper, added by the business unit and read by whoever reads it."""

import re
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Stream, Template

from governance_app.file_names import attachment
from governance_app.forms import Answers, Form, number_in, read_form, refused, typed
from governance_app.guarding import Halted
from governance_app.open_packs import name_of, open_pack, visit_to
from governance_app.places import Places
from governance_app.storage import open_store, stream
from governance_app.taking_in import KEPT, Taken, keep_beside, sealed, take_in
from governance_app.templating import show
from governance_app.uploads import TAKES_FILES
from objectives.addenda import NewAddendum, add_addendum, addenda_of, addendum_file
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.pack_shelf import ShelvedPack, note_opening
from objectives.permissions import why_not_run
from objectives.problems import Conflict
from objectives.tables.person import Person
from objectives.words import AddendumKind

AT = "/strategies/{key:str}/packs/{digest:str}/addenda"
FIELDS = ("kind", "title", "words", "line")
KINDS = (
    (
        AddendumKind.CORRECTION,
        "Correction",
        "Something in the pack is wrong. Say what, and what is right.",
        "",
    ),
    (
        AddendumKind.LATE_PAPER,
        "Late paper",
        "Something came after the freeze, such as an update or a report.",
        "",
    ),
)
PRINTED = re.compile(r'"number":"([0-9]+\.[0-9]+)"')
ONE_FILE = "One file goes with an addendum. Add the others with addenda of their own."


@get(AT)
async def offer(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Template:
    found, _ = await _issued(request, key, digest)
    return await _ask(request, key, found, Form())


@post(AT, status_code=200, opt={TAKES_FILES: True}, request_max_body_size=None)
async def add(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    state, who = request.app.state, request.user.signed_in.person
    store = open_store(state.settings)
    try:
        sent = await read_form(request)
    except Halted as halted:
        raise await keep_beside(halted, store, state.secret, who) from halted
    found, content = await _issued(request, key, digest)
    answers = Answers(typed(sent, FIELDS))
    taken = await take_in(sent, store, state.secret, who)
    fault = taken.fault or (ONE_FILE if len(taken.files) > 1 else "")
    if fault:
        return await _ask(request, key, found, Form(answers.words, {"files": fault}), taken)
    new = NewAddendum(
        kind=answers.choice("kind", AddendumKind, ""),
        title=answers.text("title"),
        words=answers.text("words"),
        line=answers.text("line"),
        file=taken.files[0] if taken.files else None,
    )
    lines, seen = frozenset(PRINTED.findall(content)), number_in(sent, "seen")
    act = add_addendum(await row_of(Person, who), digest, new, seen, lines)
    if again := await refused(act, answers.words):
        return await _ask(request, key, found, again, taken)
    return Redirect(f"{Places(key).pack(digest)}#addenda", status_code=303)


@get(f"{AT}/{{number:int}}/file")
async def file(
    request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str], number: FromPath[int]
) -> Stream:
    """The file of an addendum, to be saved by whoever may read the pack."""
    visit = visit_to(request, key)
    await open_pack(visit, key, digest)
    kept = await addendum_file(digest, number)
    content = await stream(open_store(request.app.state.settings), kept.sha256)
    await note_opening(visit.signed_in.person, f"addendum {number} downloaded", digest)
    headers = {"Content-Disposition": attachment(kept.file_name), "Content-Length": str(kept.size)}
    return Stream(content, media_type=kept.media_type, headers=headers)


async def _issued(request: Request[Any, Any, Any], key: str, digest: str) -> tuple[ShelvedPack, str]:
    visit = visit_to(request, key)
    refuse_if(why_not_run(visit.signed_in))
    found, content = await open_pack(visit, key, digest)
    if found.version is None:
        raise Conflict("This pack has not been issued. What is not right in it can still be put right.")
    return found, content


async def _ask(
    request: Request[Any, Any, Any], key: str, found: ShelvedPack, form: Form, taken: Taken | None = None
) -> Template:
    state = request.app.state
    return show(
        request,
        "packs/addendum.html",
        form.status,
        places=Places(key),
        section="Packs",
        pack=found,
        name=name_of(found),
        form=form,
        kinds=KINDS,
        kept=sealed(taken.files if taken else (), state.secret, request.user.signed_in.person),
        kept_field=KEPT,
        max_mb=state.settings.max_upload_mb,
        seen=len(await addenda_of(found.digest)),
    )


routes = Router("/", route_handlers=[offer, add, file])
