"""The people who may sign in: adding them, their details and roles, ending their access, sending them a link."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Form, number_in, read_form, typed
from governance_app.mail.sending import mails
from governance_app.templating import show
from objectives.days import today_at
from objectives.faults import Faults, refuse_if
from objectives.history import now
from objectives.mail import queue_for_address
from objectives.mandates import row_of
from objectives.people import (
    NewPerson,
    add_person,
    change_person,
    disable_person,
    enable_person,
    set_roles,
)
from objectives.permissions import why_not_change_role, why_not_keep_people
from objectives.problems import Conflict, Invalid
from objectives.register import Listed, agencies_listed, people_listed, person_listed
from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.words import MailKind, Role

HERE = "/people"
ONE = f"{HERE}/{{person_id:int}}"
FIELDS = ("name", "email", "agency")
NO_AGENCY = "Choose their agency. If it is not listed, add it first."
ROLES = (
    (Role.BUSINESS_UNIT, "runs the quarter, moderates, builds the pack"),
    (Role.EXECUTIVE_GROUP, "reads issued packs, challenges and decides"),
    (Role.SCRUTINEER, "reads everything issued or published, changes nothing"),
    (Role.ADMINISTRATOR, "keeps people and agencies; sees no evidence"),
)


@get(HERE)
async def people(request: Request[Any, Any, Any]) -> Template:
    refuse_if(why_not_keep_people(request.user.signed_in))
    everybody = await people_listed(today_at(await now()))
    return _show(request, "people/people.html", people=everybody)


@get(f"{HERE}/new")
async def new(request: Request[Any, Any, Any]) -> Template:
    refuse_if(why_not_keep_people(request.user.signed_in))
    return await _ask(request, Form())


@post(f"{HERE}/new", status_code=200)
async def add(request: Request[Any, Any, Any]) -> Response[Any]:
    refuse_if(why_not_keep_people(request.user.signed_in))
    form = await read_form(request)
    words = typed(form, FIELDS) | {"roles": ",".join(_roles(form))}
    try:
        added = await add_person(await _by(request), await _person(words), tuple(map(Role, _roles(form))))
    except Invalid as refused:
        return await _ask(request, Form(words, refused.faults))
    return Redirect(f"{HERE}/{added.id}", status_code=303)


@get(ONE)
async def person(request: Request[Any, Any, Any], person_id: FromPath[int]) -> Template:
    return await _one(request, person_id, Form())


@post(f"{ONE}/details", status_code=200)
async def change(request: Request[Any, Any, Any], person_id: FromPath[int]) -> Response[Any]:
    refuse_if(why_not_keep_people(request.user.signed_in))
    form = await read_form(request)
    words, row = typed(form, FIELDS), await row_of(Person, person_id)
    try:
        await change_person(await _by(request), row, await _person(words), number_in(form, "seen"))
    except Invalid as refused:
        return await _one(request, person_id, Form(words, refused.faults))
    except Conflict as stale:
        return await _one(request, person_id, Form(words), stale.sentence)
    return Redirect(f"{HERE}/{person_id}", status_code=303)


@post(f"{ONE}/roles", status_code=200)
async def roles(request: Request[Any, Any, Any], person_id: FromPath[int]) -> Response[Any]:
    refuse_if(why_not_change_role(request.user.signed_in, person_id))
    wanted = frozenset(map(Role, _roles(await read_form(request))))
    try:
        await set_roles(await _by(request), await row_of(Person, person_id), wanted)
    except Conflict as refused:
        return await _one(request, person_id, Form(), refused.sentence)
    return Redirect(f"{HERE}/{person_id}", status_code=303)


@post(f"{ONE}/disabled", status_code=200)
async def disable(request: Request[Any, Any, Any], person_id: FromPath[int]) -> Response[Any]:
    """Ends their access; whatever they have open is signed out with its next step."""
    refuse_if(why_not_change_role(request.user.signed_in, person_id))
    await read_form(request)
    try:
        await disable_person(await _by(request), await row_of(Person, person_id))
    except Conflict as refused:
        return await _one(request, person_id, Form(), refused.sentence)
    return Redirect(f"{HERE}/{person_id}", status_code=303)


@post(f"{ONE}/enabled", status_code=200)
async def enable(request: Request[Any, Any, Any], person_id: FromPath[int]) -> Response[Any]:
    refuse_if(why_not_change_role(request.user.signed_in, person_id))
    await read_form(request)
    try:
        await enable_person(await _by(request), await row_of(Person, person_id))
    except Conflict as refused:
        return await _one(request, person_id, Form(), refused.sentence)
    return Redirect(f"{HERE}/{person_id}", status_code=303)


@post(f"{ONE}/link", status_code=200)
async def send_link(request: Request[Any, Any, Any], person_id: FromPath[int]) -> Response[Any]:
    """Queues a sign-in link for somebody; nobody but them ever sees it."""
    refuse_if(why_not_keep_people(request.user.signed_in))
    await read_form(request)
    found = await _listed(person_id)
    if found.disabled_at:
        return await _one(
            request, person_id, Form(), f"{found.name} can no longer sign in; let them in first."
        )
    if not mails(request.app.state.settings, request.user):
        sentence = f"This service cannot send mail yet. On the server: governance sign-in-link {found.email}"
        return await _one(request, person_id, Form(), sentence)
    await queue_for_address(MailKind.SIGN_IN_LINK, found.email, ("/",))
    wake = BackgroundTask(request.app.state.postman.wake)
    return Redirect(f"{HERE}/{person_id}?sent=1", status_code=303, background=wake)


async def _by(request: Request[Any, Any, Any]) -> Person:
    return await row_of(Person, request.user.signed_in.person)


async def _listed(id: int) -> Listed:
    return await person_listed(id, today_at(await now()))


def _roles(form: Any) -> list[str]:
    """The roles that were ticked, in the order of the words."""
    ticked = set(map(str, form.getall("roles", [])))
    return [role.value for role in Role if role.value in ticked]


async def _person(words: dict[str, str]) -> NewPerson:
    """Raises Invalid, with all that is missing, where no agency was chosen."""
    name, email, chosen = (words.get(field, "") for field in FIELDS)
    known = chosen.isdecimal() and len(chosen) < 10
    found = await Agency.objects().get(Agency.id == int(chosen)) if known else None
    if found:
        return NewPerson(name, email, found)
    faults = Faults()
    faults.line(name, "name", "Give the person's name.")
    faults.line(email, "email", "Give their e-mail address.")
    raise Invalid(faults=faults.found | {"agency": NO_AGENCY})


async def _ask(request: Request[Any, Any, Any], form: Form) -> Template:
    return _show(
        request, "people/new.html", 422 if form.faults else 200, form=form, agencies=await _offered()
    )


async def _offered() -> list[tuple[int, str]]:
    return [(agency.id, agency.name) for agency in await agencies_listed() if not agency.ended_on]


async def _one(request: Request[Any, Any, Any], id: int, form: Form, sentence: str = "") -> Template:
    reader = request.user.signed_in
    refuse_if(why_not_keep_people(reader))
    found = await _listed(id)
    words = form.words or {"name": found.name, "email": found.email, "agency": str(found.agency)}
    return _show(
        request,
        "people/person.html",
        422 if form.faults else 409 if sentence else 200,
        person=found,
        form=Form({**words, "roles": ",".join(found.roles)}, form.faults),
        sentence=sentence,
        agencies=await _offered(),
        why_not_roles=why_not_change_role(reader, id),
        sent="sent" in request.query_params,
    )


def _show(request: Request[Any, Any, Any], template: str, status: int = 200, **context: Any) -> Template:
    offered = [{"name": role.value, "label": role.value.capitalize(), "holds": may} for role, may in ROLES]
    return show(request, template, status, section="People", roles_offered=offered, **context)


routes = Router("/", route_handlers=[people, new, add, person, change, roles, disable, enable, send_link])
