"""Giving an update: the form, kept as a draft at any moment; checking it on the rules; sending it.

One draft for each writer, action and round. A page that reads changes nothing, not even what was held for somebody.
"""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Form, number_in, read_form, typed
from governance_app.guarding import FIELD_LABELS
from governance_app.holding import HELD, KEEPS_TYPING, writer_seal
from governance_app.reading import Reading
from governance_app.showing.desk import Clash, clash_of
from governance_app.showing.ratings import three_ratings
from governance_app.sitting import Sitting, on_to, sit_down
from governance_app.templating import show
from governance_app.update_words import LABELS, asked_of, fields_of, open_milestones, read_words
from objectives.drafts import Words, Written, keep_draft, release_typing, settle_draft, written_at
from objectives.mandates import row_of
from objectives.prompts import prompts_for
from objectives.said import faults_of, rated_as_if
from objectives.sending import Overtaken, send_update
from objectives.tables.person import Person

AT = "/strategies/{key:str}/actions/{reference:str}/update"
MINE, THEIRS = "mine", "theirs"


@get(AT)
async def write(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    sitting = sit_down(request, reading, reference)
    draft, held = await written_at(sitting.desk, request.cookies.get(HELD, ""), sitting.at())
    clash = clash_of(sitting.before, draft)
    if clash and not held:
        return _choose(request, sitting, draft, clash)
    return _form(request, sitting, draft, Form(sitting.before.words(draft, held)), held=held)


@post(AT, opt={KEEPS_TYPING: True, FIELD_LABELS: LABELS})
async def keep(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    """Keeps the draft, whichever button was pressed, and goes on where that button leads."""
    sitting = sit_down(request, reading, reference)
    form = await read_form(request)
    words = typed(form, fields_of(sitting.action))
    draft = await keep_draft(sitting.desk, words, number_in(form, "version"), number_in(form, "begun_from"))
    then = form.get("then")
    if then == "autosave":
        return _autosaved(sitting, draft)
    secret = request.cookies.get(HELD, "")
    if secret:
        await release_typing(secret)
    if clash_of(sitting.before, draft) or sitting.before.locked:
        return on_to(request, sitting.at())
    if then == "check":
        return _checked(request, sitting, draft)
    return on_to(request, sitting.at("evidence") if then == "evidence" else "/my-work")


def _autosaved(sitting: Sitting, draft: Written) -> Response[Any]:
    """The version that the open form is at now; 409 where it has to be chosen between two texts."""
    status = 409 if clash_of(sitting.before, draft) else 200
    return Response({"version": draft.version}, status_code=status)


def _checked(request: Request[Any, Any, Any], sitting: Sitting, draft: Written) -> Response[Any]:
    faults = faults_in(sitting, draft)
    if not faults:
        return on_to(request, sitting.at("check"))
    return _form(request, sitting, draft, Form(draft.words, faults), status=422)


def faults_in(sitting: Sitting, draft: Written) -> dict[str, str]:
    """All that stands in the way of sending a draft, in the order of the form."""
    read = read_words(draft.words, sitting.action, draft.pieces)
    found = faults_of(read.said, sitting.action, sitting.before.today) | read.faults
    return {field: found[field] for field in [*fields_of(sitting.action), *found] if field in found}


def _form(
    request: Request[Any, Any, Any],
    sitting: Sitting,
    draft: Written,
    form: Form,
    status: int = 200,
    held: Words | None = None,
) -> Template:
    held = held or {}
    judged = sitting.reading.judgement.actions[sitting.action.reference]
    person = request.user.signed_in.person
    return show(
        request,
        "update/form.html" if not sitting.before.locked else "update/locked.html",
        status,
        places=sitting.reading.places,
        section="My work",
        action=sitting.action,
        before=sitting.before,
        rated=judged,
        form=form,
        draft=draft,
        version=held.get("version", draft.version),
        begun_from=held.get("begun_from", draft.begun_from if draft.words else sitting.before.newest),
        held=bool(held),
        milestones=open_milestones(sitting.action),
        unsent=[asked for asked in asked_of(sitting.action) if asked.shown(draft.words)],
        writer=writer_seal(request.app.state.secret, person, sitting.at()),
    )


def _choose(request: Request[Any, Any, Any], sitting: Sitting, draft: Written, clash: Clash) -> Template:
    return show(
        request,
        "update/choice.html",
        places=sitting.reading.places,
        section="My work",
        action=sitting.action,
        before=sitting.before,
        clash=clash,
        draft=draft,
    )


@post(f"{AT}/choice")
async def choose(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Redirect:
    """Each answer from the text that was chosen for it; the writer's own where nothing was."""
    sitting = sit_down(request, reading, reference)
    form = await read_form(request)
    draft, _ = await written_at(sitting.desk)
    clash = clash_of(sitting.before, draft)
    if clash and number_in(form, "newest") == sitting.before.newest:
        words = dict(draft.words)
        for choice in clash.choices:
            if form.get(f"take-{choice.asked.name}") == THEIRS:
                words = {field: text for field, text in words.items() if field not in choice.asked.fields}
                words |= {f: clash.theirs[f] for f in choice.asked.fields if f in clash.theirs}
        begun_from = draft.begun_from if draft.aside else sitting.before.newest
        await settle_draft(sitting.desk, words, number_in(form, "version"), begun_from)
    return Redirect(sitting.at(), status_code=303)


@get(f"{AT}/check")
async def check(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    """The answers as they will be sent, and what the rules would say of them."""
    sitting = sit_down(request, reading, reference)
    draft, _ = await written_at(sitting.desk)
    before, action = sitting.before, sitting.action
    if before.locked or not draft.words or clash_of(before, draft):
        return Redirect(sitting.at(), status_code=303)
    faults = faults_in(sitting, draft)
    if faults:
        return _form(request, sitting, draft, Form(draft.words, faults), status=422)
    said = read_words(draft.words, action, draft.pieces).said
    rated = rated_as_if(reading.standing, action, said, request.user.signed_in.name)
    return show(
        request,
        "update/check.html",
        places=reading.places,
        section="My work",
        action=action,
        before=before,
        draft=draft,
        said_now=said,
        labels=LABELS,
        milestones={milestone.id: milestone for milestone in action.milestones},
        rated=rated,
        ratings=three_ratings(rated, reading.standing.moment.time_zone),
        prompts=prompts_for(said, action, before.last),
    )


@post(f"{AT}/check")
async def send(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    sitting = sit_down(request, reading, reference)
    version = number_in(await read_form(request), "version")
    draft, _ = await written_at(sitting.desk)
    faults = faults_in(sitting, draft) if draft.sent_version != version else {}
    if faults:
        return _form(request, sitting, draft, Form(draft.words, faults), status=422)
    said = read_words(draft.words, sitting.action, draft.pieces).said
    try:
        await send_update(await row_of(Person, sitting.desk.person), sitting.desk, version, said)
    except Overtaken:
        return Redirect(sitting.at(), status_code=303)
    return Redirect(sitting.at("sent"), status_code=303)


@get(f"{AT}/sent")
async def sent(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    sitting = sit_down(request, reading, reference)
    if sitting.before.sent is None:
        return Redirect(sitting.at(), status_code=303)
    rated = reading.judgement.actions[sitting.action.reference]
    return show(
        request,
        "update/sent.html",
        places=reading.places,
        section="My work",
        action=sitting.action,
        before=sitting.before,
        rated=rated,
    )


routes = Router("/", route_handlers=[write, keep, choose, check, send, sent])
