"""Decisions sought: the business unit drafts section 2 of the round's pack, from what rules propose and its own."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Form, number_in, read_form, refused, typed
from governance_app.planning import acting_person
from governance_app.reading import Reading
from governance_app.showing.sought import shown
from governance_app.templating import show
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.permissions import why_not_judge, why_not_run
from objectives.problems import Conflict, NotFound
from objectives.proposing import agenda_now
from objectives.rounds import label_of
from objectives.seeking import (
    NewWording,
    Sitting,
    add_decision,
    leave_out,
    moved,
    order_decisions,
    take_back,
    why_not_draft,
    word_decision,
    words_of,
)
from objectives.sought import Entry
from objectives.standing import Action, Commitment
from objectives.tables.round import ReportingRound

HERE = "/strategies/{key:str}/decisions-sought"
ONE = f"{HERE}/{{origin:str}}"
TEXTS = ("question", "why", "recommendation", "options")


@get(HERE)
async def drafted(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    round, agenda = _round(reading), agenda_now(reading.judgement)
    row = await row_of(ReportingRound, round.id)
    return show(
        request,
        "sought/decisions.html",
        places=reading.places,
        section="Rounds",
        round=round,
        label=label_of(round.name),
        closed=why_not_draft(row, reading.standing.moment.instant),
        entries=shown(agenda.entries, reading.judgement),
        left_out=shown(agenda.left_out, reading.judgement),
        seen=reading.standing.moment.sequence,
    )


@get(f"{HERE}/new")
async def new_decision(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    return _ask(request, reading, None, Form())


@post(HERE, status_code=200)
async def add(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    words = typed(await read_form(request), (*TEXTS, "reference"))
    reference = words.get("reference", "").upper()
    thing = reading.standing.by_reference.get(reference)
    if reference and thing is None:
        fault = (
            f"Nothing in the plan is called {reference}. Give a reference such as PROT-4, or leave it empty."
        )
        return _ask(request, reading, None, Form(words, {"reference": fault}))
    act = add_decision(await acting_person(request), await _sitting(reading), thing, _wording(words))
    return await _done(request, reading, None, await refused(act, words))


@get(ONE)
async def decision(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], origin: FromPath[str]
) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    entry = _entry(reading, origin)
    return _ask(request, reading, entry, Form(words_of(entry.wording)))


@post(ONE, status_code=200)
async def word(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], origin: FromPath[str]
) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    entry, sent = _entry(reading, origin), await read_form(request)
    words = typed(sent, TEXTS)
    act = word_decision(
        await acting_person(request),
        await _sitting(reading),
        entry,
        _thing(entry, reading),
        _wording(words),
        number_in(sent, "seen"),
    )
    return await _done(request, reading, entry, await refused(act, words))


@post(f"{ONE}/left-out", status_code=200)
async def leave(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], origin: FromPath[str]
) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    entry, sent = _entry(reading, origin), await read_form(request)
    words = typed(sent, ("left_out",))
    act = leave_out(
        await acting_person(request),
        await _sitting(reading),
        entry,
        _thing(entry, reading),
        words.get("left_out", ""),
        number_in(sent, "seen"),
    )
    return await _done(request, reading, entry, await refused(act, words_of(entry.wording) | words))


@post(f"{ONE}/taken-back", status_code=200)
async def put_back(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], origin: FromPath[str]
) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    seen = number_in(await read_form(request), "seen")
    await take_back(await acting_person(request), await _sitting(reading), origin, seen)
    return Redirect(reading.places.decisions_sought(), status_code=303)


@post(f"{ONE}/place", status_code=200)
async def move(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], origin: FromPath[str]
) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    up = (await read_form(request)).get("then") == "up"
    order = moved(agenda_now(reading.judgement).entries, origin, up)
    await order_decisions(await acting_person(request), await _sitting(reading), order)
    return Redirect(f"{reading.places.decisions_sought()}#{origin}", status_code=303)


async def _done(
    request: Request[Any, Any, Any], reading: Reading, entry: Entry | None, again: Form | None
) -> Response[Any]:
    if again:
        return _ask(request, reading, entry, again)
    return Redirect(reading.places.decisions_sought(), status_code=303)


def _round(reading: Reading) -> Any:
    if reading.standing.this_round is None:
        raise Conflict("No round has opened yet, so no decision is sought.")
    return reading.standing.this_round


async def _sitting(reading: Reading) -> Sitting:
    return Sitting(reading.standing.key, await row_of(ReportingRound, _round(reading).id))


def _entry(reading: Reading, origin: str) -> Entry:
    found = agenda_now(reading.judgement).entry(origin)
    if found is None:
        raise NotFound("This decision is not sought, or no longer: its rule no longer asks for it.")
    return found


def _thing(entry: Entry, reading: Reading) -> Action | Commitment | None:
    return reading.standing.by_reference.get(entry.reference)


def _wording(words: dict[str, str]) -> NewWording:
    return NewWording(*(words.get(field, "") for field in TEXTS))


def _ask(request: Request[Any, Any, Any], reading: Reading, entry: Entry | None, form: Form) -> Template:
    """The form of one decision, or of a new one; a conflict brings what stands now beside what was typed."""
    thing = _thing(entry, reading) if entry else None
    return show(
        request,
        "sought/decision.html",
        form.status,
        places=reading.places,
        section="Rounds",
        round=_round(reading),
        entry=entry,
        title=shown([entry], reading.judgement)[0].title if entry else "",
        own=why_not_judge(request.user.signed_in, thing) if thing else None,
        stands=words_of(entry.wording) if entry and form.sentence else None,
        form=form,
        seen=reading.standing.moment.sequence,
    )


routes = Router("/", route_handlers=[drafted, new_decision, add, decision, word, leave, put_back, move])
