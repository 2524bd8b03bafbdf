"""Assurance requests: the register with its filters, one request with all that happened to it, and the map.

The business unit decides on more time, withdraws and closes here; judging is in `reviewing`, asking in `asking`.
"""

from typing import Annotated, Any
from weakref import WeakKeyDictionary

from litestar import Request, Response, Router, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from markupsafe import Markup

from governance_app.forms import Form, keep_typed, number_in, read_form, typed
from governance_app.places import Places
from governance_app.showing.assurance import STANDINGS, assurance_map, headline_of, lateness
from governance_app.templating import part, show
from objectives.assurance import close, withdraw
from objectives.assurance_register import Filter, Register, register, request_told
from objectives.assurance_timeline import timeline_of
from objectives.chasing import ladder_of
from objectives.days import today_at
from objectives.faults import refuse_if
from objectives.history import newest_sequence, now
from objectives.judging import judged_now
from objectives.lifecycle import OVER
from objectives.mandates import row_of
from objectives.matters import decision_of
from objectives.opinion_reading import opinion_of
from objectives.permissions import why_not_run
from objectives.problems import Invalid, NotFound
from objectives.reply_reading import reply_of
from objectives.request_steps import ANSWERING, subjects_of, why_not_judge_request
from objectives.reviewing import decide_on_time
from objectives.tables.assurance_request import AssuranceContact, AssuranceExtension, AssuranceRequest
from objectives.tables.person import Person
from objectives.text import clean_line
from objectives.visibility import why_not_read_request, why_not_read_requests
from objectives.words import RequestState

HERE = "/requests"
ONE = f"{HERE}/{{request_id:int}}"

StandingOf = Annotated[str | None, QueryParameter(name="standing")]
AgencyOf = Annotated[int | None, QueryParameter(name="agency", ge=1, lt=2**31)]
AboutOf = Annotated[str | None, QueryParameter(name="about")]
PageOf = Annotated[int, QueryParameter(name="page", ge=1, le=10_000)]


@get(HERE)
async def all_requests(
    request: Request[Any, Any, Any],
    standing: StandingOf = None,
    agency: AgencyOf = None,
    about: AboutOf = None,
    page: PageOf = 1,
) -> Template:
    """The register; an agency sees what was asked of itself, by naming itself in the address."""
    reader = request.user.signed_in
    if agency != reader.agency:
        refuse_if(why_not_read_requests(reader))
    wanted = Filter(
        None, agency, clean_line(about or "") or None, standing if standing in STANDINGS else None
    )
    found = await register(wanted, page)
    return show(
        request,
        "requests/register.html",
        section="Assurance",
        register=found,
        lines=_lines_of(request, found),
        wanted=wanted,
        standings=STANDINGS,
        agencies=found.agencies,
        one=next((row for row in found.agencies if row.id == agency), None),
        burden=found.burden,
        today=found.today,
        headline=headline_of(found.counts),
        may_ask=why_not_run(reader) is None,
        may_read_all=why_not_read_requests(reader) is None,
    )


def _lines_of(request: Request[Any, Any, Any], found: Register) -> Markup:
    """A register's lines, drawn once for as long as it is kept; they are the same whoever reads them."""
    if found not in _drawn:
        _drawn[found] = part(request, "requests/lines.html", register=found, lateness=lateness)
    return _drawn[found]


_drawn: WeakKeyDictionary[Register, Markup] = WeakKeyDictionary()


@get(f"{HERE}/map")
async def the_map(request: Request[Any, Any, Any]) -> Template:
    """Who has assured what: each agency and each commitment, with the opinion, its age and when it lapses."""
    refuse_if(why_not_read_requests(request.user.signed_in))
    key = request.user.strategies[0][0]
    judgement = await judged_now(key, request.app.state.time_zone)
    return show(
        request,
        "requests/map.html",
        section="Assurance",
        places=Places(key),
        map=assurance_map(judgement),
        standing=judgement.standing,
    )


@get(ONE)
async def one(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Template:
    return await _one(request, request_id, Form())


async def _one(request: Request[Any, Any, Any], request_id: int, form: Form) -> Template:
    reader, told = request.user.signed_in, await request_told(request_id)
    refuse_if(why_not_read_request(reader, told.agency, told.state == RequestState.DRAFT))
    row = await row_of(AssuranceRequest, request_id)
    things = await subjects_of(row.asking)
    account = await _account(reader.person, request_id)
    return show(
        request,
        "requests/request.html",
        422 if form.faults else 200,
        section="Assurance",
        places=Places(told.strategy),
        told=told,
        reply=await reply_of(row),
        judged=await opinion_of(request_id),
        things=[
            (thing.reference, getattr(thing, "short_title", "") or getattr(thing, "title", ""))
            for thing in things
        ],
        timeline=await timeline_of(request_id),
        ladder=ladder_of(row) if told.is_with_agency else [],
        today=today_at(await now()),
        form=form,
        seen=await newest_sequence(row),
        decision=await decision_of(row.asking),
        may_read_all=why_not_read_requests(reader) is None,
        may_run=why_not_run(reader) is None,
        may_judge=await why_not_judge_request(reader, request_id, told.agency, told.asking) is None,
        may_answer=account and told.is_with_agency,
        is_over=told.state in OVER,
    )


@post(f"{ONE}/withdrawal")
async def withdraw_it(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Response[Any]:
    sent = await read_form(request)
    words = typed(sent, ["reason"])
    keep_typed(request, words)
    person = await row_of(Person, request.user.signed_in.person)
    row = await row_of(AssuranceRequest, request_id)
    try:
        await withdraw(person, row, words.get("reason", ""), number_in(sent, "seen"))
    except Invalid as wrong:
        return await _one(request, request_id, Form(words, wrong.faults))
    return Redirect(f"{HERE}/{request_id}", status_code=303)


@post(f"{ONE}/closure")
async def close_it(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Redirect:
    seen = number_in(await read_form(request), "seen")
    person = await row_of(Person, request.user.signed_in.person)
    await close(person, await row_of(AssuranceRequest, request_id), seen)
    return Redirect(f"{HERE}/{request_id}", status_code=303)


@post(f"{ONE}/more-time")
async def decide(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Response[Any]:
    """Grants or refuses more time that was asked for."""
    sent = await read_form(request)
    words = typed(sent, ["decision"])
    keep_typed(request, words)
    person = await row_of(Person, request.user.signed_in.person)
    asked = await row_of(AssuranceExtension, number_in(sent, "asked"))
    if asked.request != request_id:
        raise NotFound("No such date was asked for in this request.")
    try:
        await decide_on_time(person, asked, sent.get("then") == "grant", words.get("decision", ""))
    except Invalid as wrong:
        return await _one(request, request_id, Form(words, {"decision": next(iter(wrong.faults.values()))}))
    wake = BackgroundTask(request.app.state.postman.wake)
    return Redirect(f"{HERE}/{request_id}", status_code=303, background=wake)


async def _account(person: int, request: int) -> bool:
    """Whether the request names the mailbox of somebody signed in."""
    row = await row_of(Person, person)
    return bool(
        await AssuranceContact.exists().where(
            (AssuranceContact.request == request)
            & (AssuranceContact.email == row.email)
            & AssuranceContact.ended_at.is_null()
            & AssuranceContact.part.is_in([part.value for part in ANSWERING])
        )
    )


routes = Router("/", route_handlers=[all_requests, the_map, one, withdraw_it, close_it, decide])
