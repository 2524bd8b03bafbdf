"""Rounds: those there are, the next one made, its dates, and each as it runs, from its opening to the meeting."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Answers, Form, number_in, read_form, typed
from governance_app.round_words import DATES, FIELDS, LABELS, beside, read_dates, words_of
from governance_app.running import round_running
from governance_app.showing.stages import Stage, stages_of
from governance_app.templating import show
from objectives.days import time_zone, today_at
from objectives.faults import refuse_if
from objectives.history import newest_sequence, now
from objectives.mandates import row_of
from objectives.permissions import why_not_run
from objectives.problems import Conflict, Invalid
from objectives.rounds import (
    all_rounds,
    change_round,
    dates_of_row,
    label_of,
    labelled_round,
    make_round,
    next_suggested,
)
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound

HERE = "/rounds"


@get(HERE)
async def rounds(request: Request[Any, Any, Any]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    planned, at = await all_rounds(), await now()
    listed = [
        (round, label_of(round.name), stages_of(dates_of_row(round), at)) for round in reversed(planned)
    ]
    opened = [round for round in planned if round.opens_on <= today_at(at)]
    return show(
        request,
        "rounds/rounds.html",
        section="Rounds",
        rounds=listed,
        this=opened[-1] if opened else None,
        suggested=next_suggested(planned, today_at(at)),
    )


@get(f"{HERE}/new")
async def new_round(request: Request[Any, Any, Any]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    suggested = next_suggested(await all_rounds(), today_at(await now()))
    return _ask(request, Form(words_of(suggested, time_zone())), None)


@post(HERE, status_code=200)
async def plan_round(request: Request[Any, Any, Any]) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    answers = Answers(typed(await read_form(request), FIELDS))
    dates = read_dates(answers)
    if dates is None:
        return _ask(request, Form(answers.words, answers.faults.found), None)
    try:
        made = await make_round(await row_of(Person, request.user.signed_in.person), dates)
    except Invalid as refused:
        return _ask(request, Form(answers.words, beside(refused.faults)), None)
    return Redirect(f"{HERE}/{label_of(made.name)}", status_code=303)


@get(f"{HERE}/{{label:str}}")
async def round(request: Request[Any, Any, Any], label: FromPath[str]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    shown = await labelled_round(label)
    site = request.app.state.settings.web_address
    keys = [key for key, _ in request.user.strategies]
    running = await round_running(shown, keys, site)
    stages: list[Stage] = stages_of(dates_of_row(shown), running.now)
    return show(
        request,
        "rounds/round.html",
        section="Rounds",
        round=shown,
        label=label,
        running=running,
        stages=stages,
    )


@get(f"{HERE}/{{label:str}}/dates")
async def dates_of(request: Request[Any, Any, Any], label: FromPath[str]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    found = await labelled_round(label)
    seen = await newest_sequence(found)
    return _ask(request, Form(words_of(dates_of_row(found), time_zone())), found, seen, at=await now())


@post(f"{HERE}/{{label:str}}/dates", status_code=200)
async def move_dates(request: Request[Any, Any, Any], label: FromPath[str]) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    found, sent, at = await labelled_round(label), await read_form(request), await now()
    answers, seen = Answers(typed(sent, FIELDS)), number_in(sent, "seen")
    dates = read_dates(answers)
    if dates is None:
        return _ask(request, Form(answers.words, answers.faults.found), found, seen, at=at)
    try:
        changed = await change_round(await row_of(Person, request.user.signed_in.person), found, dates, seen)
    except Invalid as refused:
        return _ask(request, Form(answers.words, beside(refused.faults)), found, seen, at=at)
    except Conflict as refused:
        newest = await newest_sequence(found)
        return _ask(request, Form(answers.words), found, newest, refused.sentence, at)
    return Redirect(f"{HERE}/{label_of(changed.name)}", status_code=303)


def _ask(
    request: Request[Any, Any, Any],
    form: Form,
    round: ReportingRound | None,
    seen: int = 0,
    sentence: str = "",
    at: Any = None,
) -> Template:
    """The form of a round's dates; `round` is None while it is being made. What has passed is shown and stands."""
    before = words_of(dates_of_row(round), time_zone()) if round else {}
    frozen = bool(round and round.freezes_at <= at)
    passed = frozenset(name for name in DATES if round and _has_passed(round, name, at))
    return show(
        request,
        "rounds/dates.html",
        422 if form.faults else 409 if sentence else 200,
        section="Rounds",
        form=form,
        sentence=sentence,
        round=round,
        label=label_of(round.name) if round else "",
        before=before,
        frozen=frozen,
        passed=passed,
        labels=LABELS,
        seen=seen,
    )


def _has_passed(round: ReportingRound, name: str, at: Any) -> bool:
    if name == "freezes_on":
        return bool(round.freezes_at <= at)
    return bool(getattr(round, name) < today_at(at) or (round.freezes_at <= at and name != "meets_on"))


routes = Router("/", route_handlers=[rounds, new_round, plan_round, round, dates_of, move_dates])
