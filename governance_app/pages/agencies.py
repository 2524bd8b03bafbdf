"""The agencies of the partnership: adding them, their names and lead partners, and their end."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Form, number_in, read_form, typed
from governance_app.templating import show
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.people import NewAgency, add_agency, change_agency, end_agency, held_by_agency, take_up_agency
from objectives.permissions import why_not_keep_people
from objectives.problems import Conflict, Invalid
from objectives.register import agencies_listed, agency_listed
from objectives.tables.agency import Agency
from objectives.tables.person import Person

HERE = "/agencies"
ONE = f"{HERE}/{{agency_id:int}}"
FIELDS = ("name", "short_name", "lead_partner")


@get(HERE)
async def agencies(request: Request[Any, Any, Any]) -> Template:
    refuse_if(why_not_keep_people(request.user.signed_in))
    return _show(request, "agencies/agencies.html", agencies=await agencies_listed())


@get(f"{HERE}/new")
async def new(request: Request[Any, Any, Any]) -> Template:
    refuse_if(why_not_keep_people(request.user.signed_in))
    return _show(request, "agencies/new.html", form=Form())


@post(f"{HERE}/new", status_code=200)
async def add(request: Request[Any, Any, Any]) -> Response[Any]:
    refuse_if(why_not_keep_people(request.user.signed_in))
    words = typed(await read_form(request), FIELDS)
    try:
        await add_agency(await _by(request), _agency(words))
    except Invalid as refused:
        return _show(request, "agencies/new.html", 422, form=Form(words, refused.faults))
    return Redirect(HERE, status_code=303)


@get(ONE)
async def agency(request: Request[Any, Any, Any], agency_id: FromPath[int]) -> Template:
    return await _one(request, agency_id, Form())


@post(f"{ONE}/details", status_code=200)
async def change(request: Request[Any, Any, Any], agency_id: FromPath[int]) -> Response[Any]:
    refuse_if(why_not_keep_people(request.user.signed_in))
    form = await read_form(request)
    words, row = typed(form, FIELDS), await row_of(Agency, agency_id)
    try:
        wanted = _agency(words, row.is_business_unit)
        await change_agency(await _by(request), row, wanted, number_in(form, "seen"))
    except Invalid as refused:
        return await _one(request, agency_id, Form(words, refused.faults))
    except Conflict as stale:
        return await _one(request, agency_id, Form(words), stale.sentence)
    return Redirect(HERE, status_code=303)


@post(f"{ONE}/ended", status_code=200)
async def end(request: Request[Any, Any, Any], agency_id: FromPath[int]) -> Response[Any]:
    """Ends it, or takes it up again where it had ended."""
    refuse_if(why_not_keep_people(request.user.signed_in))
    back = (await read_form(request)).get("then") == "take up"
    row, act = await row_of(Agency, agency_id), take_up_agency if back else end_agency
    try:
        await act(await _by(request), row)
    except Conflict as refused:
        return await _one(request, agency_id, Form(), refused.sentence)
    return Redirect(HERE, status_code=303)


async def _by(request: Request[Any, Any, Any]) -> Person:
    return await row_of(Person, request.user.signed_in.person)


def _agency(words: dict[str, str], is_business_unit: bool = False) -> NewAgency:
    name = words.get("name", "")
    return NewAgency(name, words.get("short_name", ""), words.get("lead_partner", ""), is_business_unit)


async def _one(request: Request[Any, Any, Any], id: int, form: Form, sentence: str = "") -> Template:
    refuse_if(why_not_keep_people(request.user.signed_in))
    found = await agency_listed(id)
    words = form.words or {field: getattr(found, field) for field in FIELDS}
    return _show(
        request,
        "agencies/agency.html",
        422 if form.faults else 409 if sentence else 200,
        agency=found,
        form=Form(words, form.faults),
        sentence=sentence,
        holds=await held_by_agency(id),
    )


def _show(request: Request[Any, Any, Any], template: str, status: int = 200, **context: Any) -> Template:
    return show(request, template, status, section="People", **context)


routes = Router("/", route_handlers=[agencies, new, add, agency, change, end])
