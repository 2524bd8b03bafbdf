"""What an action’s own people say beside its updates: it has begun, it is delivered, a new approved date is wanted."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Answers, Form, date_fields, number_in, read_form, typed
from governance_app.reading import Reading
from governance_app.showing.steps import movable
from governance_app.templating import show
from objectives.actions import say_delivered, start_action
from objectives.dates import months_after
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.milestones import ask_rebaseline
from objectives.permissions import why_not_ask_rebaseline, why_not_update
from objectives.problems import Invalid
from objectives.standing import Action
from objectives.tables.action import Action as ActionRow
from objectives.tables.milestone import Milestone
from objectives.tables.person import Person
from objectives.thresholds import THRESHOLDS

AT = "/strategies/{key:str}/actions/{reference:str}"


async def _person(request: Request[Any, Any, Any]) -> Person:
    return await row_of(Person, request.user.signed_in.person)


def _own(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Action:
    """Raises NotFound, NotAllowed."""
    _, action = reading.action(reference)
    refuse_if(why_not_update(request.user.signed_in, action))
    return action


@get(f"{AT}/begun")
async def begun(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    return _show(request, reading, _own(request, reading, reference), "steps/begun.html", Form())


@post(f"{AT}/begun")
async def say_begun(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Redirect:
    action = _own(request, reading, reference)
    seen = number_in(await read_form(request), "seen")
    await start_action(await _person(request), await row_of(ActionRow, action.id), seen)
    return Redirect(reading.places.action(reference), status_code=303)


@get(f"{AT}/delivered")
async def delivered(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    return _ask_delivered(request, reading, _own(request, reading, reference), Form())


@post(f"{AT}/delivered", status_code=200)
async def say_it_is_delivered(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    action = _own(request, reading, reference)
    sent = await read_form(request)
    answers = Answers(typed(sent, date_fields("on")))
    on = answers.day("on", "Give the day on which it was delivered.")
    if on is None:
        return _ask_delivered(request, reading, action, Form(answers.words, answers.faults.found))
    try:
        row = await row_of(ActionRow, action.id)
        await say_delivered(await _person(request), row, on, number_in(sent, "seen"))
    except Invalid as problem:
        return _ask_delivered(request, reading, action, Form(answers.words, problem.faults))
    return Redirect(reading.places.action(reference), status_code=303)


def _ask_delivered(request: Request[Any, Any, Any], reading: Reading, action: Action, form: Form) -> Template:
    today = reading.standing.moment.today
    return _show(
        request,
        reading,
        action,
        "steps/delivered.html",
        form,
        still_open=[milestone for milestone in action.milestones if milestone.met_on is None],
        check_due=months_after(today, THRESHOLDS.check_after_months),
    )


@get(f"{AT}/new-date")
async def new_date(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    return _ask_new_date(request, reading, _to_move(request, reading, reference), Form())


@post(f"{AT}/new-date", status_code=200)
async def ask_new_date(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    action = _to_move(request, reading, reference)
    answers = Answers(typed(await read_form(request), ("milestone", *date_fields("to"), "reason")))
    to = answers.day("to", "Give the new day that should be approved.")
    chosen = next((id for id in movable(action) if str(id) == answers.text("milestone")), None)
    answers.faults.need(chosen, "milestone", "Choose the milestone whose date should move.")
    if to is None or chosen is None:
        return _ask_new_date(request, reading, action, Form(answers.words, answers.faults.found))
    try:
        milestone = await row_of(Milestone, chosen)
        await ask_rebaseline(await _person(request), milestone, to, answers.text("reason"))
    except Invalid as problem:
        return _ask_new_date(request, reading, action, Form(answers.words, problem.faults))
    return Redirect(reading.places.action(reference) + "#milestones", status_code=303)


def _to_move(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Action:
    _, action = reading.action(reference)
    refuse_if(why_not_ask_rebaseline(request.user.signed_in, action))
    return action


def _ask_new_date(request: Request[Any, Any, Any], reading: Reading, action: Action, form: Form) -> Template:
    open_to_move = [milestone for milestone in action.milestones if milestone.id in movable(action)]
    return _show(request, reading, action, "steps/new_date.html", form, milestones=open_to_move)


def _show(
    request: Request[Any, Any, Any],
    reading: Reading,
    action: Action,
    template: str,
    form: Form,
    **context: Any,
) -> Template:
    return show(
        request,
        template,
        422 if form.faults else 200,
        places=reading.places,
        section="Overview",
        action=action,
        form=form,
        seen=reading.standing.moment.sequence,
        **context,
    )


routes = Router(
    "/",
    route_handlers=[begun, say_begun, delivered, say_it_is_delivered, new_date, ask_new_date],
)
