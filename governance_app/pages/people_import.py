"""Bringing in people from a workbook: give it, say what its columns are, look, then bring them in."""

import asyncio
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.bringing import (
    GIVEN,
    Count,
    Page,
    act_at,
    begun,
    choose_columns,
    choose_sheet,
    samples,
    take_workbook,
)
from governance_app.file_names import attachment
from governance_app.file_types import EXCEL
from governance_app.forms import Form, read_form
from governance_app.showing.bringing import columns_of, part_of, people_lists, summed
from governance_app.template_workbook import template_workbook
from governance_app.templating import show
from governance_app.uploads import TAKES_FILES
from governance_app.workbooks import MOST_BYTES
from objectives.faults import refuse_if
from objectives.importing.bringing_in import Plan
from objectives.importing.fields import PEOPLE_FIELDS
from objectives.importing.held import Held, held, release
from objectives.importing.people import MOST_PEOPLE, bring_in_people, propose_people
from objectives.mandates import row_of
from objectives.permissions import why_not_keep_people
from objectives.problems import Conflict
from objectives.register import agencies_listed
from objectives.tables.person import Person

AT = "/people/import"
ONE = f"{AT}/{{workbook_id:int}}"
PURPOSE = "people"


@get(AT)
async def start(request: Request[Any, Any, Any], new: Count = 0, changed: Count = 0) -> Template:
    """`new` and `changed` are counted where people have just been brought in."""
    return _start(request, Form(), new, changed)


@get(f"{AT}/template")
async def template(request: Request[Any, Any, Any]) -> Response[bytes]:
    refuse_if(why_not_keep_people(request.user.signed_in))
    lists = people_lists(await agencies_listed())
    content = await asyncio.to_thread(template_workbook, "People", "People", PEOPLE_FIELDS, lists)
    headers = {"Content-Disposition": attachment("people.xlsx")}
    return Response(content, media_type=EXCEL.media_type, headers=headers)


@post(AT, opt={TAKES_FILES: True}, request_max_body_size=None, status_code=200)
async def give(request: Request[Any, Any, Any]) -> Response[Any]:
    refuse_if(why_not_keep_people(request.user.signed_in))
    taken = await take_workbook(request, PURPOSE)
    if isinstance(taken, str):
        return _start(request, Form({}, {GIVEN: taken}))
    return Redirect(f"{AT}/{taken}/sheet", status_code=303)


@get(f"{ONE}/sheet")
async def sheet(request: Request[Any, Any, Any], workbook_id: FromPath[int]) -> Template:
    return _sheet(request, await _held(request, workbook_id), {})


@post(f"{ONE}/sheet", status_code=200)
async def say_sheet(request: Request[Any, Any, Any], workbook_id: FromPath[int]) -> Response[Any]:
    found = await _held(request, workbook_id)
    faults = await choose_sheet(found, await read_form(request), PEOPLE_FIELDS)
    if faults:
        return _sheet(request, found, faults)
    return Redirect(f"{AT}/{workbook_id}/columns", status_code=303)


@get(f"{ONE}/columns")
async def columns(request: Request[Any, Any, Any], workbook_id: FromPath[int]) -> Template:
    return _columns(request, await _held(request, workbook_id), {})


@post(f"{ONE}/columns", status_code=200)
async def say_columns(request: Request[Any, Any, Any], workbook_id: FromPath[int]) -> Response[Any]:
    found = await _held(request, workbook_id)
    faults = await choose_columns(found, await read_form(request), PEOPLE_FIELDS, "email")
    if faults:
        return _columns(request, found, faults)
    return Redirect(f"{AT}/{workbook_id}/check", status_code=303)


@get(f"{ONE}/check")
async def check(request: Request[Any, Any, Any], workbook_id: FromPath[int], page: Page = 1) -> Template:
    return await _check(request, await _held(request, workbook_id), page)


@post(f"{ONE}/check", status_code=200)
async def bring(request: Request[Any, Any, Any], workbook_id: FromPath[int]) -> Response[Any]:
    found = await _held(request, workbook_id)
    seen = str((await read_form(request)).get("seen", ""))
    by = await row_of(Person, request.user.signed_in.person)
    try:
        brought = await bring_in_people(by, _plan(found), seen)
    except Conflict as stale:
        return await _check(request, found, 1, stale.sentence)
    await release(found.id)
    return Redirect(f"{AT}?new={brought.new}&changed={brought.changed}", status_code=303)


@post(f"{ONE}/away")
async def put_away(request: Request[Any, Any, Any], workbook_id: FromPath[int]) -> Redirect:
    """Forgets the workbook; nothing of it was brought in."""
    await read_form(request)
    await release((await _held(request, workbook_id)).id)
    return Redirect(AT, status_code=303)


async def _held(request: Request[Any, Any, Any], id: int) -> Held:
    refuse_if(why_not_keep_people(request.user.signed_in))
    return await held(id, request.user.signed_in.person, PURPOSE)


def _plan(found: Held) -> Plan:
    return Plan(found.sheet, begun(found, PEOPLE_FIELDS), found.file_name)


def _start(request: Request[Any, Any, Any], form: Form, new: int = 0, changed: int = 0) -> Template:
    refuse_if(why_not_keep_people(request.user.signed_in))
    return _show(
        request,
        "people_import/start.html",
        422 if form.faults else 200,
        form=form,
        given=GIVEN,
        most_mb=MOST_BYTES // 1_000_000,
        most=MOST_PEOPLE,
        new=new,
        changed=changed,
    )


def _sheet(request: Request[Any, Any, Any], found: Held, faults: dict[str, str]) -> Template:
    chosen = begun(found, PEOPLE_FIELDS)
    form = Form({"sheet": str(chosen.sheet), "heading": str(chosen.heading or "")}, faults)
    status = 422 if faults else 200
    return _show(
        request, "plan_import/sheet.html", status, held=found, form=form, steps=3, what="are the people"
    )


def _columns(request: Request[Any, Any, Any], found: Held, faults: dict[str, str]) -> Template:
    chosen = begun(found, PEOPLE_FIELDS)
    listed = columns_of(found.sheet, chosen, samples(found.sheet, chosen.heading))
    return _show(
        request,
        "plan_import/columns.html",
        422 if faults else 200,
        held=found,
        form=Form({one.field: one.chosen for one in listed}, faults),
        columns=listed,
        heading=chosen.heading,
        offered=[("", "Leave out"), *((field.name, field.label) for field in PEOPLE_FIELDS)],
        helped=[field for field in PEOPLE_FIELDS if field.help],
        steps=3,
        onward="See what would change",
    )


async def _check(request: Request[Any, Any, Any], found: Held, page: int, sentence: str = "") -> Template:
    proposal = await propose_people(_plan(found), await act_at(request))
    return _show(
        request,
        "people_import/check.html",
        409 if sentence else 200,
        held=found,
        sentence=sentence,
        proposal=proposal,
        summed=summed(proposal, "person", "people"),
        page=part_of(proposal.entries, proposal.faults, page),
    )


def _show(request: Request[Any, Any, Any], template: str, status: int, **context: Any) -> Template:
    return show(request, template, status, section="People", at=AT, **context)


routes = Router(
    "/",
    route_handlers=[start, template, give, sheet, say_sheet, columns, say_columns, check, bring, put_away],
)
