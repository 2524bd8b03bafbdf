"""Actions as the business unit plans them: added, changed, given milestones, moved to business as usual, superseded."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.action_words import FIELDS, offered, read_action, words_of
from governance_app.forms import Answers, Form, date_fields, date_words, number_in, read_form, refused, typed
from governance_app.planning import acting_person, planned
from governance_app.reading import Reading
from objectives.actions import (
    add_action,
    change_action,
    move_to_business_as_usual,
    reopen_action,
    review_business_as_usual,
    supersede_action,
)
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.milestones import NewMilestone, add_milestone
from objectives.permissions import why_not_run
from objectives.problems import Conflict
from objectives.standing import Action, Commitment
from objectives.tables.action import Action as ActionRow
from objectives.tables.strategy import Commitment as CommitmentRow
from objectives.words import Kind, Status

COMMITMENT = "/strategies/{key:str}/commitments/{reference:str}"
ACTION = "/strategies/{key:str}/actions/{reference:str}"


# -------------------------------------------------------------------------------------------------- adding, changing


@get(f"{COMMITMENT}/actions")
async def new_action(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    return await _ask_action(request, reading, _commitment(request, reading, reference), Form())


@post(f"{COMMITMENT}/actions", status_code=200)
async def add(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    commitment = _commitment(request, reading, reference)
    answers = Answers(typed(await read_form(request), FIELDS))
    new = await read_action(answers)
    if new is None:
        return await _ask_action(request, reading, commitment, Form(answers.words, answers.faults.found))
    row = await row_of(CommitmentRow, commitment.id)
    added = await add_action(await acting_person(request), row, new)
    return Redirect(reading.places.step(added.reference, "milestones"), status_code=303)


@get(f"{ACTION}/change")
async def action_to_change(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    action = _action(request, reading, reference)
    return await _ask_action(request, reading, action, Form(words_of(action)))


@post(f"{ACTION}/change", status_code=200)
async def change(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    action = _action(request, reading, reference)
    sent = await read_form(request)
    answers = Answers(typed(sent, FIELDS))
    new = await read_action(answers)
    form: Form | None = Form(answers.words, answers.faults.found)
    if new:
        row = await row_of(ActionRow, action.id)
        act = change_action(await acting_person(request), row, new, number_in(sent, "seen"))
        form = await refused(act, answers.words)
    if form:
        return await _ask_action(request, reading, action, form)
    return Redirect(reading.places.action(reference), status_code=303)


async def _ask_action(
    request: Request[Any, Any, Any], reading: Reading, thing: Action | Commitment, form: Form
) -> Template:
    """The same form adds and changes; after a clash the page says what the action holds now."""
    return planned(
        request,
        reading,
        "plan/action.html",
        thing,
        form,
        adds=isinstance(thing, Commitment),
        offered=await offered(reading.standing.moment.today),
        stands=words_of(thing) if form.sentence and isinstance(thing, Action) else {},
        first_of_all=not isinstance(thing, Commitment) or not thing.actions,
    )


# ------------------------------------------------------------------------------------------------------- milestones


@get(f"{ACTION}/milestones")
async def new_milestone(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    return _ask_milestone(request, reading, _action(request, reading, reference), Form())


@post(f"{ACTION}/milestones", status_code=200)
async def add_one_milestone(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    action = _action(request, reading, reference)
    answers = Answers(typed(await read_form(request), ("title", *date_fields("baseline_on"))))
    day = answers.day("baseline_on", "Give the day by which it is to be reached.")
    answers.faults.line(answers.text("title"), "title", "Say in one line what will have been reached.")
    form: Form | None = Form(answers.words, answers.faults.found)
    if day and not answers.faults.found:
        row = await row_of(ActionRow, action.id)
        act = add_milestone(await acting_person(request), row, NewMilestone(answers.text("title"), day))
        form = await refused(act, answers.words)
    if form:
        return _ask_milestone(request, reading, action, form)
    return Redirect(f"{reading.places.step(reference, 'milestones')}", status_code=303)


def _ask_milestone(request: Request[Any, Any, Any], reading: Reading, action: Action, form: Form) -> Template:
    return planned(request, reading, "plan/milestone.html", action, form)


# ----------------------------------------------------------------------------------- superseded, business as usual


@get(f"{ACTION}/superseded")
async def ending(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    return planned(request, reading, "plan/superseded.html", _action(request, reading, reference), Form())


@post(f"{ACTION}/superseded", status_code=200)
async def supersede(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    action = _action(request, reading, reference)
    sent = await read_form(request)
    words = typed(sent, ("reason",))
    row = await row_of(ActionRow, action.id)
    act = supersede_action(
        await acting_person(request), row, words.get("reason", ""), number_in(sent, "seen")
    )
    if form := await refused(act, words):
        return planned(request, reading, "plan/superseded.html", action, form)
    return Redirect(reading.places.action(reference), status_code=303)


@get(f"{ACTION}/business-as-usual")
async def as_usual(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    action = _action(request, reading, reference)
    return _ask_review(request, reading, action, Form(date_words("review_on", action.review_on)))


@post(f"{ACTION}/business-as-usual", status_code=200)
async def say_as_usual(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    """Moves it there, or records that its review was held; "reopen" takes it back to being rated."""
    action = _action(request, reading, reference)
    sent = await read_form(request)
    answers = Answers(typed(sent, (*date_fields("review_on"), "then")))
    person, row = await acting_person(request), await row_of(ActionRow, action.id)
    seen = number_in(sent, "seen")
    if answers.text("then") == "reopen":
        form = await refused(reopen_action(person, row, seen), answers.words)
    elif (on := answers.day("review_on", "Give the day of the next review.")) is None:
        form = Form(answers.words, answers.faults.found)
    else:
        is_usual = action.status is Status.BUSINESS_AS_USUAL
        move = review_business_as_usual if is_usual else move_to_business_as_usual
        form = await refused(move(person, row, on, seen), answers.words)
    if form:
        return _ask_review(request, reading, action, form)
    return Redirect(reading.places.action(reference), status_code=303)


def _ask_review(request: Request[Any, Any, Any], reading: Reading, action: Action, form: Form) -> Template:
    commitment, _ = reading.action(action.reference)
    if commitment.kind is not Kind.STANDING:
        raise Conflict(
            f"{commitment.reference} is a commitment of kind {commitment.kind}; only a standing one becomes"
            " business as usual."
        )
    is_usual = action.status is Status.BUSINESS_AS_USUAL
    return planned(request, reading, "plan/as_usual.html", action, form, is_usual=is_usual, reopens=is_usual)


# --------------------------------------------------------------------------------------------------------------------


def _commitment(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Commitment:
    """Raises NotFound, NotAllowed."""
    refuse_if(why_not_run(request.user.signed_in))
    return reading.commitment(reference)[1]


def _action(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Action:
    """Raises NotFound, NotAllowed, and Conflict for what has been superseded."""
    refuse_if(why_not_run(request.user.signed_in))
    _, action = reading.action(reference)
    if action.status is Status.SUPERSEDED:
        raise Conflict(f"{action.reference} has been superseded and is kept as it was.")
    return action


routes = Router(
    "/",
    route_handlers=[
        new_action,
        add,
        action_to_change,
        change,
        new_milestone,
        add_one_milestone,
        ending,
        supersede,
        as_usual,
        say_as_usual,
    ],
)
