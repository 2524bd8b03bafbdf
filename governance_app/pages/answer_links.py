"""The way in for a respondent: a mailed link, a button, a code from the same mailbox."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.answer_links import (
    CODE_MINUTES,
    ask_for_code,
    confirm,
    make_answer_link,
    open_link,
    sit_at,
)
from governance_app.arriving import OPEN_TO_ALL
from governance_app.forms import Form, read_form, typed
from governance_app.mail.sending import has_tray
from governance_app.seated import HOME, seated
from governance_app.templating import show
from objectives.mandates import row_of
from objectives.problems import Conflict
from objectives.request_steps import respondent_of
from objectives.tables.person import Person

LINK = f"{HOME}/link/{{secret:str}}"


@get(LINK, opt={OPEN_TO_ALL: True})
async def show_link(request: Request[Any, Any, Any], secret: FromPath[str]) -> Template:
    """Only a button: mail scanners open every link."""
    return show(request, "answering/link.html", link=await open_link(secret))


@post(LINK, opt={OPEN_TO_ALL: True})
async def press_link(request: Request[Any, Any, Any], secret: FromPath[str]) -> Redirect:
    """Sends a code to the mailbox that the link was sent to."""
    await read_form(request)
    await ask_for_code(await open_link(secret))
    wake = BackgroundTask(request.app.state.postman.wake)
    return Redirect(f"{HOME}/link/{secret}/code", status_code=303, background=wake)


@get(f"{LINK}/code", opt={OPEN_TO_ALL: True})
async def ask_code(request: Request[Any, Any, Any], secret: FromPath[str]) -> Template:
    return await _ask_code(request, secret, Form())


@post(f"{LINK}/code", opt={OPEN_TO_ALL: True})
async def take_code(request: Request[Any, Any, Any], secret: FromPath[str]) -> Response[Any]:
    words = typed(await read_form(request), ["code"])
    link = await open_link(secret)
    try:
        sitting = await confirm(request.app.state.settings, link, words.get("code", ""))
    except Conflict as wrong:
        return await _ask_code(request, secret, Form({}, {"code": wrong.sentence}))
    return seated(request.app.state.settings, sitting)


@post("/requests/{request_id:int}/reply")
async def with_account(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Redirect:
    """Somebody with an account whom the request names needs no letter: who they are is known already."""
    await read_form(request)
    person = await row_of(Person, request.user.signed_in.person)
    by = await respondent_of(person, request_id)
    link = await open_link(await make_answer_link(by.contact))
    return seated(request.app.state.settings, await sit_at(link))


@post(f"{HOME}/end", opt={OPEN_TO_ALL: True})
async def leave(request: Request[Any, Any, Any]) -> Redirect:
    await read_form(request)
    return seated(request.app.state.settings, "")


@get(f"{HOME}/left", opt={OPEN_TO_ALL: True})
async def left(request: Request[Any, Any, Any]) -> Template:
    return show(request, "answering/left.html")


async def _ask_code(request: Request[Any, Any, Any], secret: str, form: Form) -> Template:
    link = await open_link(secret)
    return show(
        request,
        "answering/code.html",
        422 if form.faults else 200,
        link=link,
        form=form,
        minutes=CODE_MINUTES,
        again=f"{HOME}/link/{secret}",
        tray=has_tray(request.app.state.settings, request.user),
    )


routes = Router("/", route_handlers=[show_link, press_link, ask_code, take_code, with_account, leave, left])
