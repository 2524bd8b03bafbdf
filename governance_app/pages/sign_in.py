"""Signing in by a one-time link or, beside example data, as an example person; signing out."""

from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import Cookie
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from msgspec import Struct

from governance_app.arriving import OPEN_TO_ALL, is_https, local_path, session_cookie
from governance_app.asking import ask_for_link, origin_of
from governance_app.forms import Form, number_in, read_form, typed
from governance_app.mail.sending import has_tray, mails
from governance_app.seated import sitting_cookie
from governance_app.settings import Settings
from governance_app.signing_in import (
    LINK_MINUTES,
    SESSION_HOURS,
    ExamplePerson,
    Visit,
    end_session,
    example_people,
    name_on_link,
    start_example_session,
    use_link,
)
from governance_app.templating import show
from objectives.people import EMAIL
from objectives.problems import Conflict
from objectives.text import clean_line
from objectives.words import Role

OFFERED = {
    Role.BUSINESS_UNIT: ("Partnership business unit", "runs the quarter, moderates and builds the pack"),
    Role.EXECUTIVE_GROUP: ("Executive Group", "reads the pack, challenges and decides"),
    Role.SCRUTINEER: ("Independent scrutineer", "reads everything issued or published, changes nothing"),
    None: ("People with actions of their own", "see everybody’s ratings, and the words of their own agency"),
    Role.ADMINISTRATOR: ("Administrator", "keeps agencies, people and settings; sees no evidence"),
}

NO_ADDRESS = "Give your work e-mail address, such as morgan@example.org."


class Group(Struct, frozen=True):
    heading: str
    may: str
    people: tuple[ExamplePerson, ...]


Next = Annotated[str, QueryParameter(name="next")]


@get("/", opt={OPEN_TO_ALL: True})
async def choose(request: Request[Any, Any, Any], next: Next = "/") -> Response[Any]:
    if request.user.mandate:
        return Redirect(local_path(next), status_code=303)
    return await _choose(request, next, Form())


async def _choose(request: Request[Any, Any, Any], next: str, form: Form, status: int = 200) -> Template:
    visit, settings = request.user, request.app.state.settings
    return show(
        request,
        "sign_in/choose.html",
        status,
        heading=_heading(visit),
        groups=_grouped(await example_people(settings.time_zone.key)) if visit.example else (),
        next=local_path(next),
        form=form,
        mails=mails(settings, visit),
        tray=has_tray(settings, visit),
        minutes=LINK_MINUTES,
        hours=SESSION_HOURS,
    )


def _heading(visit: Visit) -> str:
    """The strategy's name in running text, where there is one: an acronym keeps its capitals."""
    title = visit.strategies[0][1] if len(visit.strategies) == 1 else "strategy"
    return f"Progress against the {title if title[1:2].isupper() else title[:1].lower() + title[1:]}"


def _grouped(people: list[ExamplePerson]) -> tuple[Group, ...]:
    groups = (
        Group(heading, may, tuple(p for p in people if p.role is role))
        for role, (heading, may) in OFFERED.items()
    )
    return tuple(group for group in groups if group.people)


@post("/example", opt={OPEN_TO_ALL: True})
async def as_example_person(request: Request[Any, Any, Any]) -> Redirect:
    form = await read_form(request)
    session = await start_example_session(number_in(form, "person"))
    return _signed_in(request, session, local_path(str(form.get("next", "/"))))


@post("/links", opt={OPEN_TO_ALL: True})
async def ask(request: Request[Any, Any, Any]) -> Response[Any]:
    """Says the same of an address that is known as of one that is not; the link is sent after the answer."""
    settings: Settings = request.app.state.settings
    if not mails(settings, request.user):
        raise Conflict(
            "This service cannot send mail yet, so it sent no link. Ask your administrator for one."
        )
    sent = await read_form(request)
    words, onward = typed(sent, ["email"]), local_path(str(sent.get("next", "/")))
    email = clean_line(words.get("email", ""))
    if not EMAIL.fullmatch(email):
        return await _choose(request, onward, Form(words, {"email": NO_ADDRESS}), 422)
    limit = await ask_for_link(settings, email, origin_of(request, settings.proxies), onward)
    if limit:
        return await _choose(request, onward, Form(words, {"email": limit.sentence}), 429)
    wake = BackgroundTask(request.app.state.postman.wake)
    return Redirect("/sign-in/asked", status_code=303, background=wake)


@get("/asked", opt={OPEN_TO_ALL: True})
async def asked(request: Request[Any, Any, Any]) -> Template:
    tray = has_tray(request.app.state.settings, request.user)
    return show(request, "sign_in/asked.html", minutes=LINK_MINUTES, tray=tray)


@get("/link/{secret:str}", opt={OPEN_TO_ALL: True})
async def show_link(request: Request[Any, Any, Any], secret: FromPath[str], next: Next = "/") -> Template:
    """Only a button: mail scanners open every link, and must not use it up."""
    return show(request, "sign_in/link.html", name=await name_on_link(secret), next=local_path(next))


@post("/link/{secret:str}", opt={OPEN_TO_ALL: True})
async def press_link(request: Request[Any, Any, Any], secret: FromPath[str]) -> Redirect:
    form = await read_form(request)
    return _signed_in(request, await use_link(secret), local_path(str(form.get("next", "/"))))


@post("/sign-out")
async def sign_out(request: Request[Any, Any, Any]) -> Redirect:
    name = session_cookie(request.app.state.settings)
    await end_session(request.cookies.get(name, ""))
    cookies = [_session(request, "", 0), sitting_cookie(request.app.state.settings, "")]
    return Redirect("/sign-in", status_code=303, cookies=cookies)


def _signed_in(request: Request[Any, Any, Any], session: str, onward: str) -> Redirect:
    return Redirect(onward, status_code=303, cookies=[_session(request, session, SESSION_HOURS * 3600)])


def _session(request: Request[Any, Any, Any], session: str, seconds: int) -> Cookie:
    """Browsers take a `__Host-` cookie away only where it is sent with the same attributes as it was given with."""
    settings: Settings = request.app.state.settings
    return Cookie(
        key=session_cookie(settings),
        value=session,
        max_age=seconds,
        httponly=True,
        secure=is_https(settings),
        samesite="lax",
    )


routes = Router(
    "/",
    route_handlers=[
        Router("/sign-in", route_handlers=[choose, as_example_person, ask, asked, show_link, press_link]),
        sign_out,
    ],
)
