"""Bringing in the partnership's own action plan from a workbook: give it, say what it means, look, then bring it in.

Each step is a page of its own and works without a script. Nothing changes before the last button, which changes all.
"""

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
from governance_app.places import Places
from governance_app.showing.bringing import columns_of, part_of, plan_lists, summed, word_groups
from governance_app.template_workbook import template_workbook
from governance_app.templating import show
from governance_app.uploads import TAKES_FILES
from governance_app.workbooks import MOST_BYTES, MOST_ROWS
from objectives.faults import refuse_if
from objectives.importing.bringing_in import Plan, Understood, bring_in, understand
from objectives.importing.fields import PLAN_FIELDS
from objectives.importing.held import HELD_DAYS, Held, choose, held, release
from objectives.importing.lines import Choices
from objectives.importing.present import present_of
from objectives.importing.words import MOST_WORDS
from objectives.mandates import row_of
from objectives.permissions import why_not_run
from objectives.problems import Conflict, NotFound
from objectives.tables.person import Person

AT = "/strategies/{key:str}/import"
ONE = f"{AT}/{{workbook_id:int}}"
TOO_MANY_WORDS = (
    f"These columns hold more than {MOST_WORDS} different agencies, leads and colours. Look through the columns: "
    "is each of them what it is said to be?"
)


@get(AT)
async def start(
    request: Request[Any, Any, Any], key: FromPath[str], new: Count = 0, changed: Count = 0
) -> Template:
    """`new` and `changed` are counted where a plan has just been brought in."""
    return _start(request, key, Form(), new=new, changed=changed)


@get(f"{AT}/template")
async def template(request: Request[Any, Any, Any], key: FromPath[str]) -> Response[bytes]:
    """A workbook with the headings that are understood, and this strategy's own words to choose from."""
    _refuse(request, key)
    present = await present_of(key, (await act_at(request)).today)
    title = f"Action plan: {dict(request.user.strategies)[key]}"
    content = await asyncio.to_thread(template_workbook, title, "Plan", PLAN_FIELDS, plan_lists(present))
    headers = {"Content-Disposition": attachment(f"action-plan-{key}.xlsx")}
    return Response(content, media_type=EXCEL.media_type, headers=headers)


@post(AT, opt={TAKES_FILES: True}, request_max_body_size=None, status_code=200)
async def give(request: Request[Any, Any, Any], key: FromPath[str]) -> Response[Any]:
    _refuse(request, key)
    taken = await take_workbook(request, _purpose(key))
    if isinstance(taken, str):
        return _start(request, key, Form({}, {GIVEN: taken}))
    return Redirect(f"{_at(key)}/{taken}/sheet", status_code=303)


@get(f"{ONE}/sheet")
async def sheet(request: Request[Any, Any, Any], key: FromPath[str], workbook_id: FromPath[int]) -> Template:
    return _sheet(request, key, await _held(request, key, workbook_id), {})


@post(f"{ONE}/sheet", status_code=200)
async def say_sheet(
    request: Request[Any, Any, Any], key: FromPath[str], workbook_id: FromPath[int]
) -> Response[Any]:
    found = await _held(request, key, workbook_id)
    faults = await choose_sheet(found, await read_form(request), PLAN_FIELDS)
    if faults:
        return _sheet(request, key, found, faults)
    return Redirect(f"{_at(key)}/{workbook_id}/columns", status_code=303)


@get(f"{ONE}/columns")
async def columns(
    request: Request[Any, Any, Any], key: FromPath[str], workbook_id: FromPath[int]
) -> Template:
    return _columns(request, key, await _held(request, key, workbook_id), {})


@post(f"{ONE}/columns", status_code=200)
async def say_columns(
    request: Request[Any, Any, Any], key: FromPath[str], workbook_id: FromPath[int]
) -> Response[Any]:
    found = await _held(request, key, workbook_id)
    faults = await choose_columns(found, await read_form(request), PLAN_FIELDS, "title")
    if faults:
        return _columns(request, key, found, faults)
    return Redirect(f"{_at(key)}/{workbook_id}/words", status_code=303)


@get(f"{ONE}/words")
async def words(request: Request[Any, Any, Any], key: FromPath[str], workbook_id: FromPath[int]) -> Template:
    return await _words(request, key, await _held(request, key, workbook_id))


@post(f"{ONE}/words", status_code=200)
async def say_words(
    request: Request[Any, Any, Any], key: FromPath[str], workbook_id: FromPath[int]
) -> Response[Any]:
    found = await _held(request, key, workbook_id)
    form = await read_form(request)
    understood = await _understood(request, key, found)
    chosen = {
        group.kind: {one.word: str(form.get(one.field, "")) for one in group.words if form.get(one.field)}
        for group in word_groups(understood)
    }
    base = begun(found, PLAN_FIELDS)
    await choose(found.id, Choices(base.sheet, base.heading, base.columns, chosen))
    return Redirect(f"{_at(key)}/{workbook_id}/check", status_code=303)


@get(f"{ONE}/check")
async def check(
    request: Request[Any, Any, Any], key: FromPath[str], workbook_id: FromPath[int], page: Page = 1
) -> Template:
    return await _check(request, key, await _held(request, key, workbook_id), page)


@post(f"{ONE}/check", status_code=200)
async def bring(
    request: Request[Any, Any, Any], key: FromPath[str], workbook_id: FromPath[int]
) -> Response[Any]:
    found = await _held(request, key, workbook_id)
    seen = str((await read_form(request)).get("seen", ""))
    by = await row_of(Person, request.user.signed_in.person)
    try:
        brought = await bring_in(by, key, _plan(found), seen)
    except Conflict as stale:
        return await _check(request, key, found, 1, stale.sentence)
    await release(found.id)
    return Redirect(f"{_at(key)}?new={brought.new}&changed={brought.changed}", status_code=303)


@post(f"{ONE}/away")
async def put_away(
    request: Request[Any, Any, Any], key: FromPath[str], workbook_id: FromPath[int]
) -> Redirect:
    """Forgets the workbook; nothing of it was brought in."""
    await read_form(request)
    await release((await _held(request, key, workbook_id)).id)
    return Redirect(_at(key), status_code=303)


def _at(key: str) -> str:
    return Places(key).plan_import


def _purpose(key: str) -> str:
    return f"plan {key}"


def _refuse(request: Request[Any, Any, Any], key: str) -> None:
    """Raises NotAllowed, NotFound."""
    refuse_if(why_not_run(request.user.signed_in))
    if key not in dict(request.user.strategies):
        raise NotFound(f"There is no strategy called “{key}” here.")


async def _held(request: Request[Any, Any, Any], key: str, id: int) -> Held:
    _refuse(request, key)
    return await held(id, request.user.signed_in.person, _purpose(key))


def _plan(found: Held) -> Plan:
    return Plan(found.sheet, begun(found, PLAN_FIELDS), found.file_name)


async def _understood(request: Request[Any, Any, Any], key: str, found: Held) -> Understood:
    """Raises Conflict where the plan's words are too many to be shown."""
    understood = await understand(_plan(found), key, await act_at(request))
    if understood.words.size > MOST_WORDS:
        raise Conflict(TOO_MANY_WORDS)
    return understood


def _start(request: Request[Any, Any, Any], key: str, form: Form, **counted: int) -> Template:
    _refuse(request, key)
    return _show(
        request,
        key,
        "plan_import/start.html",
        422 if form.faults else 200,
        form=form,
        given=GIVEN,
        most_mb=MOST_BYTES // 1_000_000,
        most_rows=MOST_ROWS,
        days=HELD_DAYS,
        new=counted.get("new", 0),
        changed=counted.get("changed", 0),
        fields=PLAN_FIELDS,
    )


def _sheet(request: Request[Any, Any, Any], key: str, found: Held, faults: dict[str, str]) -> Template:
    chosen = begun(found, PLAN_FIELDS)
    form = Form({"sheet": str(chosen.sheet), "heading": str(chosen.heading or "")}, faults)
    return _show(
        request,
        key,
        "plan_import/sheet.html",
        422 if faults else 200,
        held=found,
        form=form,
        steps=4,
        what="is the plan",
    )


def _columns(request: Request[Any, Any, Any], key: str, found: Held, faults: dict[str, str]) -> Template:
    chosen = begun(found, PLAN_FIELDS)
    listed = columns_of(found.sheet, chosen, samples(found.sheet, chosen.heading))
    form = Form({one.field: one.chosen for one in listed}, faults)
    return _show(
        request,
        key,
        "plan_import/columns.html",
        422 if faults else 200,
        held=found,
        form=form,
        columns=listed,
        heading=chosen.heading,
        offered=[("", "Leave out"), *((field.name, field.label) for field in PLAN_FIELDS)],
        helped=[field for field in PLAN_FIELDS if field.help],
        steps=4,
        onward="Go on to the words",
    )


async def _words(request: Request[Any, Any, Any], key: str, found: Held) -> Template:
    groups = word_groups(await _understood(request, key, found))
    form = Form({one.field: one.choice for group in groups for one in group.words})
    return _show(request, key, "plan_import/words.html", 200, held=found, groups=groups, form=form)


async def _check(
    request: Request[Any, Any, Any], key: str, found: Held, page: int, sentence: str = ""
) -> Template:
    understood = await _understood(request, key, found)
    return _show(
        request,
        key,
        "plan_import/check.html",
        409 if sentence else 200,
        held=found,
        sentence=sentence,
        proposal=understood.proposal,
        summed=summed(understood.proposal, "action", "actions"),
        page=part_of(understood.proposal.changes, understood.proposal.faults, page),
        left_out=[one for one in columns_of(found.sheet, begun(found, PLAN_FIELDS), {}) if not one.chosen],
    )


def _show(request: Request[Any, Any, Any], key: str, template: str, status: int, **context: Any) -> Template:
    return show(request, template, status, places=Places(key), section="Plan", at=_at(key), **context)


routes = Router(
    "/",
    route_handlers=[
        start,
        template,
        give,
        sheet,
        say_sheet,
        columns,
        say_columns,
        words,
        say_words,
        check,
        bring,
        put_away,
    ],
)
