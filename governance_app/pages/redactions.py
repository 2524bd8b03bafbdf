"""Redaction: an administrator finds what must go and asks, the business unit agrees or declines, a register of all.

Whoever asks never sees the words: an administrator may not read them. Whoever agrees sees each, and what is reached.
"""

import re
from collections.abc import Iterable
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from governance_app.forms import Form, number_in, read_form, typed
from governance_app.removing import remove_what_is_left
from governance_app.showing import redactions as showing
from governance_app.templating import show
from objectives.faults import refuse_if
from objectives.history import Actor
from objectives.mandates import row_of
from objectives.permissions import why_not_agree_to_redaction, why_not_redact
from objectives.problems import Conflict, Invalid, NotFound
from objectives.redacting import (
    NewRedaction,
    Reach,
    agree_to_redaction,
    ask_redaction,
    decline_redaction,
    reach_of,
)
from objectives.redactions import (
    Piece,
    Registered,
    Stand,
    all_redactions,
    one_redaction,
    piece_of,
    pieces_of,
    stands_called,
)
from objectives.tables.person import Person
from objectives.tables.redaction import Redaction
from objectives.visibility import why_not_read_redaction, why_not_read_redactions
from objectives.words import Role

HERE = "/redactions"
PIECE = re.compile(r"([a-z_]+)-([0-9]{1,9})")
IN_AN_ADDRESS = re.compile(r"/strategies/([^/?#]+)/(?:actions|commitments|objectives)/([^/?#]+)")

Where = Annotated[str, QueryParameter(name="where")]
Of = Annotated[str, QueryParameter(name="of")]
Fields = Annotated[list[str] | None, QueryParameter(name="field")]
Step = Annotated[str, QueryParameter(name="step")]


@get(HERE)
async def register(request: Request[Any, Any, Any]) -> Template:
    reader = request.user.signed_in
    refuse_if(why_not_read_redactions(reader))
    known = [
        r for r in await all_redactions() if why_not_read_redaction(reader, r.agreed is not None) is None
    ]
    return _show(
        request,
        "redactions/register.html",
        waiting=[redaction for redaction in known if redaction.agreed is None],
        answered=[redaction for redaction in known if redaction.agreed is not None],
        may_ask=why_not_redact(reader) is None,
        may_answer=Role.BUSINESS_UNIT in reader.roles,
    )


@get(f"{HERE}/find")
async def find(request: Request[Any, Any, Any], where: Where = "") -> Template:
    """The first step: what stands under a reference, told without a word of it."""
    refuse_if(why_not_redact(request.user.signed_in))
    where = where.strip()
    stands = await _stands_at(where) if where else []
    fault = f"Nothing here is called “{where[:80]}”. Give a reference, such as PROT-1.1, or the address of its page."
    form = Form({"where": where}, {"where": fault} if where and not stands else {})
    return _show(
        request,
        "redactions/find.html",
        status=422 if form.faults else 200,
        form=form,
        found=[(stand, await pieces_of(stand)) for stand in stands],
    )


async def _stands_at(where: str) -> list[Stand]:
    found = IN_AN_ADDRESS.search(where)
    return await (stands_called(found[2], found[1]) if found else stands_called(where))


@get(f"{HERE}/new")
async def new(
    request: Request[Any, Any, Any], of: Of = "", field: Fields = None, step: Step = "choose"
) -> Template:
    """The second step and the third: which fields; then what that reaches, and why it must go."""
    refuse_if(why_not_redact(request.user.signed_in))
    piece = await _piece(of)
    if step == "choose":
        return _choose(request, piece, Form())
    return await _ask(request, piece, field or (), Form())


@post(HERE, status_code=200)
async def ask(request: Request[Any, Any, Any]) -> Response[Any]:
    by = request.user.signed_in
    refuse_if(why_not_redact(by))
    sent = await read_form(request)
    piece = await _piece(str(sent.get("of", "")))
    names, words = tuple(str(sent.get("fields", "")).split(",")), typed(sent, ["why"])
    wanted = NewRedaction(piece.table, piece.row_id, names, words.get("why", ""))
    try:
        asked = await ask_redaction(await row_of(Person, by.person), wanted, number_in(sent, "seen"))
    except Invalid as problem:
        return await _ask(request, piece, names, Form(words, problem.faults))
    except Conflict as problem:
        return await _ask(request, piece, names, Form(words), problem.sentence)
    return Redirect(f"{HERE}/{asked.id}", status_code=303)


@get(f"{HERE}/{{redaction_id:int}}")
async def redaction(request: Request[Any, Any, Any], redaction_id: FromPath[int]) -> Template:
    return await _one(request, redaction_id, Form())


@post(f"{HERE}/{{redaction_id:int}}/agreement", status_code=200)
async def agree(request: Request[Any, Any, Any], redaction_id: FromPath[int]) -> Response[Any]:
    sent = await read_form(request)
    words = typed(sent, ["sure"])
    by, asked = await _to_answer(request, redaction_id)
    if not words:
        fault = "Tick the box to say that you have read what it reaches and that it must go."
        return await _one(request, redaction_id, Form({}, {"sure": fault}))
    try:
        await agree_to_redaction(by, asked, number_in(sent, "seen"))
    except Conflict as problem:
        return await _one(request, redaction_id, Form(), problem.sentence)
    await remove_what_is_left(Actor.person(by.id), request.app.state.settings)
    return Redirect(f"{HERE}/{redaction_id}", status_code=303)


@post(f"{HERE}/{{redaction_id:int}}/refusal", status_code=200)
async def decline(request: Request[Any, Any, Any], redaction_id: FromPath[int]) -> Response[Any]:
    words = typed(await read_form(request), ["declined"])
    by, asked = await _to_answer(request, redaction_id)
    try:
        await decline_redaction(by, asked, words.get("declined", ""))
    except Invalid as problem:
        return await _one(request, redaction_id, Form(words, problem.faults))
    except Conflict as problem:
        return await _one(request, redaction_id, Form(words), problem.sentence)
    return Redirect(f"{HERE}/{redaction_id}", status_code=303)


async def _to_answer(request: Request[Any, Any, Any], id: int) -> tuple[Person, Redaction]:
    by, found = request.user.signed_in, await one_redaction(id)
    refuse_if(why_not_agree_to_redaction(by, found.asked_by_id))
    return await row_of(Person, by.person), await row_of(Redaction, id)


async def _piece(of: str) -> Piece:
    """The piece that an address or a form names by its table and number. Raises NotFound."""
    named = PIECE.fullmatch(of)
    if not named:
        raise NotFound("This address names nothing that could be redacted. Look for it by its reference.")
    return await piece_of(named[1], int(named[2]))


def _choose(request: Request[Any, Any, Any], piece: Piece, form: Form) -> Template:
    return _show(
        request,
        "redactions/choose.html",
        status=422 if form.faults else 200,
        piece=piece,
        choices=showing.choices_of(piece),
        form=form,
    )


async def _ask(
    request: Request[Any, Any, Any], piece: Piece, names: Iterable[str], form: Form, sentence: str = ""
) -> Template:
    named = [name for name in dict.fromkeys(names) if name]
    if not named:
        return _choose(request, piece, Form({}, {"field": "Choose at least one field."}))
    reach = await reach_of(piece.table, piece.row_id, named)
    return _show(
        request,
        "redactions/ask.html",
        status=422 if form.faults else 409 if sentence else 200,
        piece=piece,
        names=named,
        lengths=[(name, len(text)) for name, text in reach.texts],
        reach=reach,
        form=form,
        sentence=sentence,
    )


async def _one(request: Request[Any, Any, Any], id: int, form: Form, sentence: str = "") -> Template:
    found, reader = await one_redaction(id), request.user.signed_in
    refuse_if(why_not_read_redaction(reader, found.agreed is not None))
    return _show(
        request,
        "redactions/redaction.html",
        status=422 if form.faults else 409 if sentence else 200,
        redaction=found,
        reach=await _still_to_reach(found),
        may_read=Role.BUSINESS_UNIT in reader.roles,
        why_not=why_not_agree_to_redaction(reader, found.asked_by_id),
        form=form,
        sentence=sentence,
    )


async def _still_to_reach(redaction: Registered) -> Reach | None:
    if redaction.agreed is not None:
        return None
    return await reach_of(redaction.table_name, redaction.row_id, redaction.fields)


def _show(request: Request[Any, Any, Any], template: str, **context: Any) -> Template:
    return show(request, template, section="Redactions", told=showing, **context)


routes = Router("/", route_handlers=[register, find, new, ask, redaction, agree, decline])
