"""The register of risks, one risk, and the forms by which the business unit keeps them."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.action_words import offered
from governance_app.forms import Answers, Form, number_in, read_form, refused, typed
from governance_app.planning import acting_person, planned
from governance_app.reading import Reading
from governance_app.risk_words import FIELDS, IMPACTS, LIKELIHOODS, SAID, read_risk, words_of
from governance_app.showing.risks import (
    at_risk,
    how_serious,
    register_of,
    steps_of_risk,
    title_of,
    watched_by,
)
from governance_app.templating import show
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.permissions import why_not_run
from objectives.problems import NotFound
from objectives.risks import change_risk, close_risk, find_risk, raise_risk, reopen_risk, review_risk
from objectives.standing import Action, Commitment, Risk
from objectives.tables.action import Action as ActionRow
from objectives.tables.person import Person
from objectives.tables.risk import Risk as RiskRow
from objectives.tables.strategy import Commitment as CommitmentRow
from objectives.visibility import why_not_read

HERE = "/strategies/{key:str}"
RISK = f"{HERE}/risks/{{number:int}}"
THINGS = [f"{HERE}/actions/{{reference:str}}/risks", f"{HERE}/commitments/{{reference:str}}/risks"]
STEPS = ("review", "closure", "reopening")


@get(f"{HERE}/risks")
async def register(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    reader = request.user.signed_in
    return show(
        request,
        "risks/register.html",
        places=reading.places,
        section="Plan",
        register=register_of(reading.standing, reader, reading.places),
        keeps=why_not_run(reader) is None and not reading.places.as_at,
    )


@get(RISK)
async def one_risk(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], number: FromPath[int]
) -> Template:
    thing, risk = _risk(reading, number)
    reader = request.user.signed_in
    refuse_if(why_not_read(reader, thing))
    return show(
        request,
        "risks/risk.html",
        places=reading.places,
        section="Plan",
        risk=risk,
        thing=thing,
        called=title_of(thing),
        how_serious=how_serious(risk),
        owner=watched_by(risk),
        overdue=risk.overdue_on(reading.standing.moment.today),
        steps=steps_of_risk(reader, risk, reading.places),
    )


# ------------------------------------------------------------------------------------------------ raising, changing


@get(THINGS)
async def risk_to_raise(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    return await _ask(request, reading, _thing(request, reading, reference), None, Form())


@post(THINGS, status_code=200)
async def raise_one(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    thing = _thing(request, reading, reference)
    answers = Answers(typed(await read_form(request), FIELDS))
    new = await read_risk(answers)
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        row: Any = await row_of(ActionRow if isinstance(thing, Action) else CommitmentRow, thing.id)
        form = await refused(raise_risk(await acting_person(request), row, new), answers.words)
    if form:
        return await _ask(request, reading, thing, None, form)
    return Redirect(reading.places.thing(reference), status_code=303)


@get(f"{RISK}/change")
async def risk_to_change(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], number: FromPath[int]
) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    thing, risk = _risk(reading, number)
    return await _ask(request, reading, thing, risk, Form(words_of(risk)))


@post(f"{RISK}/change", status_code=200)
async def change(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    number: FromPath[int],
) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    thing, risk = _risk(reading, number)
    sent = await read_form(request)
    answers = Answers(typed(sent, FIELDS))
    new = await read_risk(answers)
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        row = await find_risk(key, number)
        act = change_risk(await acting_person(request), row, new, number_in(sent, "seen"))
        form = await refused(act, answers.words)
    if form:
        return await _ask(request, reading, thing, risk, form)
    return Redirect(reading.places.risk(number), status_code=303)


async def _ask(
    request: Request[Any, Any, Any],
    reading: Reading,
    thing: Action | Commitment,
    risk: Risk | None,
    form: Form,
) -> Template:
    """The same form raises and changes; after a clash the page says what the risk holds now."""
    return planned(
        request,
        reading,
        "risks/form.html",
        thing,
        form,
        risk=risk,
        at=reading.places.risk_step(risk.number, "change")
        if risk
        else f"{reading.places.now().thing(thing.reference)}/risks",
        posts=(await offered(reading.standing.moment.today)).posts,
        likelihoods=LIKELIHOODS,
        impacts=IMPACTS,
        stands=risk if form.sentence else None,
    )


# ------------------------------------------------------------------------------------- reviewing, closing, reopening


@get(f"{RISK}/{{step:str}}")
async def step_to_take(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    number: FromPath[int],
    step: FromPath[str],
) -> Template:
    return _ask_step(request, reading, number, step, Form())


@post(f"{RISK}/{{step:str}}", status_code=200)
async def take_step(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    number: FromPath[int],
    step: FromPath[str],
) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    _known(step)
    sent = await read_form(request)
    answers = Answers(typed(sent, SAID))
    review_on = answers.day("review_on")
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        by, row, seen = await acting_person(request), await find_risk(key, number), number_in(sent, "seen")
        form = await refused(_taken(by, row, step, answers.text("words"), review_on, seen), answers.words)
    if form:
        return _ask_step(request, reading, number, step, form)
    return Redirect(reading.places.risk(number), status_code=303)


def _taken(by: Person, row: RiskRow, step: str, words: str, review_on: Any, seen: int) -> Any:
    if step == "closure":
        return close_risk(by, row, words, seen)
    return (review_risk if step == "review" else reopen_risk)(by, row, words, review_on, seen)


def _ask_step(
    request: Request[Any, Any, Any], reading: Reading, number: int, step: str, form: Form
) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    _known(step)
    thing, risk = _risk(reading, number)
    return planned(
        request,
        reading,
        "risks/step.html",
        thing,
        form,
        risk=risk,
        step=step,
        at=reading.places.risk_step(number, step),
    )


def _known(step: str) -> None:
    if step not in STEPS:
        raise NotFound("There is no such page about a risk.")


def _thing(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Action | Commitment:
    refuse_if(why_not_run(request.user.signed_in))
    return reading.action(reference)[1] if "." in reference else reading.commitment(reference)[1]


def _risk(reading: Reading, number: int) -> tuple[Action | Commitment, Risk]:
    """A risk and what it is to. Raises NotFound."""
    for thing in at_risk(reading.standing):
        for risk in thing.risks:
            if risk.number == number:
                return thing, risk
    raise NotFound(f"There is no risk {number} in this strategy.")


routes = Router(
    "/",
    route_handlers=[
        register,
        one_risk,
        risk_to_raise,
        raise_one,
        risk_to_change,
        change,
        step_to_take,
        take_step,
    ],
)
