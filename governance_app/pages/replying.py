"""What a respondent does with a request as a whole: takes it on, shares it, signs it off, sends it, or says why not."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.background_tasks import BackgroundTask
from litestar.response import Redirect, Template

from governance_app.arriving import OPEN_TO_ALL
from governance_app.forms import Answers, Form, date_fields, date_words, typed
from governance_app.seated import HOME, seat, seat_at_work, seated_form
from governance_app.templating import show
from objectives.answering import (
    THEIR_POST,
    WHO_SIGNS,
    WHY_MORE_TIME,
    NewSignOff,
    acknowledge,
    ask_for_time,
    decline,
    name_colleague,
    return_nil,
    sign_off,
    submit,
)
from objectives.assurance_contacts import NewContact
from objectives.problems import Conflict, Invalid

OPEN = {OPEN_TO_ALL: True}
SIGNED = ("name", "post", *date_fields("signed_on"))
TIME = ("reason", *date_fields("to_on"))
COLLEAGUE = ("colleague-name", "colleague-email")


@post(f"{HOME}/acknowledgement", opt=OPEN)
async def take_on(request: Request[Any, Any, Any]) -> Redirect:
    at, _ = await seated_form(request)
    await acknowledge(at.by)
    return Redirect(HOME, status_code=303)


@get(f"{HOME}/colleague", opt=OPEN)
async def ask_colleague(request: Request[Any, Any, Any]) -> Template:
    await seat_at_work(request)
    return await _page(request, "answering/colleague.html", Form())


@post(f"{HOME}/colleague", opt=OPEN)
async def add_colleague(request: Request[Any, Any, Any]) -> Response[Any]:
    at, sent = await seated_form(request)
    words = typed(sent, COLLEAGUE)
    new = NewContact(words.get("colleague-name", ""), words.get("colleague-email", ""))
    try:
        await name_colleague(at.by, new)
    except Invalid as wrong:
        return await _page(request, "answering/colleague.html", Form(words, wrong.faults))
    return Redirect(HOME, status_code=303, background=BackgroundTask(request.app.state.postman.wake))


@get(f"{HOME}/sign-off", opt=OPEN)
async def ask_sign_off(request: Request[Any, Any, Any]) -> Template:
    at = await seat_at_work(request)
    return await _page(request, "answering/sign_off.html", Form(date_words("signed_on", at.today)))


@post(f"{HOME}/sign-off", opt=OPEN)
async def take_sign_off(request: Request[Any, Any, Any]) -> Response[Any]:
    at, sent = await seated_form(request)
    answers = Answers(typed(sent, SIGNED))
    on = answers.day("signed_on", "Give the day on which it was signed off.")
    name = answers.faults.line(answers.text("name"), "name", WHO_SIGNS)
    post = answers.faults.line(answers.text("post"), "post", THEIR_POST)
    faults = answers.faults.found
    if on and not faults:
        try:
            await sign_off(at.by, NewSignOff(name, post, on))
            return Redirect(f"{HOME}/check", status_code=303)
        except Invalid as wrong:
            faults = wrong.faults
    return await _page(request, "answering/sign_off.html", Form(answers.words, faults))


@get(f"{HOME}/check", opt=OPEN)
async def check(request: Request[Any, Any, Any]) -> Template:
    return await _page(request, "answering/check.html", Form())


@post(f"{HOME}/check", opt=OPEN)
async def send(request: Request[Any, Any, Any]) -> Response[Any]:
    at, _ = await seated_form(request)
    try:
        await submit(at.by)
    except Invalid as wrong:
        return await _page(request, "answering/check.html", Form({}, wrong.faults))
    except Conflict:
        # Pressed twice, the button has done what it says; the second answer is the one that is seen.
        if not (await seat(request)).told.is_with_unit:
            raise
    return Redirect(f"{HOME}/sent", status_code=303)


@get(f"{HOME}/sent", opt=OPEN)
async def sent(request: Request[Any, Any, Any]) -> Template:
    """What was sent, to be printed or saved: the respondent's copy."""
    return await _page(request, "answering/sent.html", Form())


@get(f"{HOME}/more-time", opt=OPEN)
async def ask_time(request: Request[Any, Any, Any]) -> Template:
    await seat_at_work(request)
    return await _page(request, "answering/more_time.html", Form())


@post(f"{HOME}/more-time", opt=OPEN)
async def take_time(request: Request[Any, Any, Any]) -> Response[Any]:
    at, sent = await seated_form(request)
    answers = Answers(typed(sent, TIME))
    to_on = answers.day("to_on", "Say until when.")
    reason = answers.faults.text(answers.text("reason"), "reason", WHY_MORE_TIME)
    faults = answers.faults.found
    if to_on and not faults:
        try:
            await ask_for_time(at.by, to_on, reason)
            return Redirect(HOME, status_code=303)
        except Invalid as wrong:
            faults = wrong.faults
    return await _page(request, "answering/more_time.html", Form(answers.words, faults))


@get(f"{HOME}/nothing-to-report", opt=OPEN)
async def ask_nil(request: Request[Any, Any, Any]) -> Template:
    await seat_at_work(request)
    return await _page(request, "answering/nil.html", Form())


@post(f"{HOME}/nothing-to-report", opt=OPEN)
async def take_nil(request: Request[Any, Any, Any]) -> Response[Any]:
    return await _ended(request, "answering/nil.html", return_nil)


@get(f"{HOME}/decline", opt=OPEN)
async def ask_decline(request: Request[Any, Any, Any]) -> Template:
    await seat_at_work(request)
    return await _page(request, "answering/decline.html", Form())


@post(f"{HOME}/decline", opt=OPEN)
async def take_decline(request: Request[Any, Any, Any]) -> Response[Any]:
    return await _ended(request, "answering/decline.html", decline)


async def _ended(request: Request[Any, Any, Any], template: str, act: Any) -> Response[Any]:
    at, sent = await seated_form(request)
    words = typed(sent, ["reason"])
    try:
        await act(at.by, words.get("reason", ""))
    except Invalid as wrong:
        return await _page(request, template, Form(words, wrong.faults))
    return Redirect(f"{HOME}/sent", status_code=303)


async def _page(request: Request[Any, Any, Any], template: str, form: Form) -> Template:
    return show(request, template, 422 if form.faults else 200, seat=await seat(request), form=form)


routes = Router(
    "/",
    route_handlers=[
        take_on,
        ask_colleague,
        add_colleague,
        ask_sign_off,
        take_sign_off,
        check,
        send,
        sent,
        ask_time,
        take_time,
        ask_nil,
        take_nil,
        ask_decline,
        take_decline,
    ],
)
