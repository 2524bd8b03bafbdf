"""Changing many actions at once: choose them and say what changes, look at each row, then do it and read the report."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, Router, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.response import Template

from governance_app.action_words import offered
from governance_app.forms import Answers, Form, read_form, typed
from governance_app.many_words import (
    FIELDS,
    KINDS,
    agencies_of,
    choosable,
    narrowed_by,
    owners_of,
    read_change,
    references_in,
)
from governance_app.planning import acting_person
from governance_app.reading import Reading
from governance_app.showing.actions import action_lines
from governance_app.templating import show
from objectives.faults import refuse_if
from objectives.many import Change, Looked, change_many, described, earlier_changes, look_at_change
from objectives.permissions import why_not_run
from objectives.problems import Conflict, Invalid
from objectives.strategy import find_strategy

AT = "/strategies/{key:str}/plan/change"


@get(AT)
async def choose(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    return await _ask(request, reading, Form(), request.query_params.get("choose") == "all")


@get("/strategies/{key:str}/plan/changes")
async def earlier(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    changes = await earlier_changes(reading.standing.key)
    return show(request, "plan/changes.html", places=reading.places, section="Plan", changes=changes)


@post(AT, status_code=200)
async def change(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Response[Any]:
    """The button pressed says which: look at what would happen, make it as it was shown, or go back to the form."""
    refuse_if(why_not_run(request.user.signed_in))
    sent = await read_form(request)
    references, answers = references_in(sent), Answers(typed(sent, FIELDS))
    wanted = await read_change(answers)
    if wanted is None or sent.get("then") == "back":
        return await _ask(request, reading, Form(answers.words, answers.faults.found), references)
    try:
        return await _looked_or_made(request, reading, sent, references, wanted, answers)
    except Invalid as refused:
        return await _ask(request, reading, Form(answers.words, refused.faults), references)


async def _looked_or_made(
    request: Request[Any, Any, Any],
    reading: Reading,
    sent: FormMultiDict,
    references: list[str],
    wanted: Change,
    answers: Answers,
) -> Template:
    person, strategy = await acting_person(request), await find_strategy(reading.standing.key)
    sentence = ""
    if sent.get("then") == "make":
        try:
            done = await change_many(person, strategy, references, wanted, str(sent.get("seal", "")))
            return _report(request, reading, wanted, done)
        except Conflict as refused:
            sentence = refused.sentence
    today = reading.standing.moment.today
    looked = await look_at_change(person, strategy, references, wanted, today)
    return _preview(request, reading, wanted, looked, Form(answers.words, sentence=sentence), references)


async def _ask(
    request: Request[Any, Any, Any], reading: Reading, form: Form, chosen: bool | list[str]
) -> Template:
    """The form. `chosen` are the references to tick, or whether all are."""
    narrowed = narrowed_by(request.query_params)
    actions = choosable(reading.standing, narrowed)
    ticked = {
        action.reference for action in actions if chosen is True or (chosen and action.reference in chosen)
    }
    return show(
        request,
        "plan/choose_many.html",
        form.status,
        places=reading.places,
        section="Plan",
        form=form,
        lines=action_lines(reading, actions),
        ticked=ticked,
        narrowed=narrowed,
        here=_here(request, reading),
        all_of_them=_here(request, reading, choose="all"),
        objectives=[(objective.key, objective.name) for objective in reading.standing.objectives],
        agencies=agencies_of(reading.standing),
        owners=owners_of(reading.standing),
        offered=await offered(reading.standing.moment.today),
        kinds=KINDS,
    )


def _preview(
    request: Request[Any, Any, Any],
    reading: Reading,
    change: Change,
    looked: Looked,
    form: Form,
    references: list[str],
) -> Template:
    return show(
        request,
        "plan/look_at_many.html",
        form.status,
        places=reading.places,
        section="Plan",
        form=form,
        change=described(change),
        reason=change.reason,
        looked=looked,
        allowed=[row for row in looked.rows if row.may],
        refused=[row for row in looked.rows if not row.may],
        references=references,
        here=_here(request, reading),
    )


def _report(request: Request[Any, Any, Any], reading: Reading, change: Change, done: Looked) -> Template:
    return show(
        request,
        "plan/many_done.html",
        places=reading.places,
        section="Plan",
        change=described(change),
        reason=change.reason,
        allowed=[row for row in done.rows if row.may],
        refused=[row for row in done.rows if not row.may],
        here=_here(request, reading),
    )


def _here(request: Request[Any, Any, Any], reading: Reading, **more: str) -> str:
    """The address of this page, narrowed as it is."""
    kept = {name: value for name, value in request.query_params.items() if name in NARROWING and value}
    query = urlencode(kept | more)
    return reading.places.plan_change + (f"?{query}" if query else "")


NARROWING = ("objective", "agency", "owner")

routes = Router("/", route_handlers=[choose, change, earlier])
