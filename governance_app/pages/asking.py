"""Asking for assurance: what about, of whom and from which template; then the details; then a preview, and sending.

Nothing is sent before the last button. The first page's choices travel in the address of the second, as numbers only.
"""

from collections.abc import Sequence
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from msgspec import Meta, Struct

from governance_app.asking_words import (
    FIELDS,
    Choice,
    asked_agencies,
    begun_words,
    read_asking,
    the_questions,
)
from governance_app.forms import Form, number_in, read_form, typed
from governance_app.places import Places
from governance_app.templating import show
from objectives.asked_twice import asked_already
from objectives.assurance import NewAsking, ask, issue, requests_of, suggested_due_on, withdraw
from objectives.assurance_register import burdens, known_contacts, told_of_asking
from objectives.assurance_templates import Template as AskingTemplate
from objectives.assurance_templates import template_of, templates
from objectives.days import today_at
from objectives.faults import refuse_if
from objectives.history import now
from objectives.mandates import row_of
from objectives.matters import find_matter, make_asking
from objectives.permissions import why_not_run
from objectives.problems import Invalid, NotFound
from objectives.reply_reading import reply_of
from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.assurance import AssuranceAsking
from objectives.tables.matter import Matter
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment, Strategy
from objectives.text import clean_line
from objectives.words import RequestState

HERE = "/requests/new"
DRAFT = "/requests/drafts/{asking_id:int}"
TEMPLATE_CHANGED = (
    "Somebody changed this template while you were writing. Look through its questions once more: a new one is not yet "
    "ticked. Then continue."
)
NONE_CHOSEN = "Choose at least one commitment or action, and at least one agency."

About = Annotated[list[str] | None, QueryParameter(name="about")]
Of = Annotated[list[Annotated[int, Meta(ge=1, lt=2**31)]] | None, QueryParameter(name="agency")]
Key = Annotated[str, QueryParameter(name="template")]
Decided = Annotated[int | None, QueryParameter(name="decision", ge=1, lt=2**31)]


class Asking(Struct, frozen=True):
    """What the first page chose: the template, the things it is about, the agencies in their order.

    `decision` is what the Executive Group decided, where the request carries that out.
    """

    template: AskingTemplate
    subjects: tuple[Commitment | Action, ...]
    agencies: tuple[Agency, ...]
    decision: Matter | None


@get(HERE)
async def choose(
    request: Request[Any, Any, Any],
    about: About = None,
    agency: Of = None,
    template: Key = "generic",
    decision: Decided = None,
) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    key, today = request.user.strategies[0][0], today_at(await now())
    agencies = await Agency.objects().where(Agency.ended_on.is_null()).order_by(Agency.name)
    strategy = await Strategy.objects().get(Strategy.key == key)
    commitments = (
        await Commitment.objects().where(Commitment.strategy == strategy.id).order_by(Commitment.id)
        if strategy
        else []
    )
    chosen = [clean_line(one) for one in about or []]
    actions = (
        await Action.objects().where(Action.reference.is_in(chosen)).order_by(Action.id) if chosen else []
    )
    return show(
        request,
        "asking/choose.html",
        section="Assurance",
        places=Places(key),
        templates=await templates(),
        begin_with=template,
        decision=decision and await find_matter(key, decision),
        things=[(row.reference, row.title) for row in actions]
        + [(row.reference, row.short_title) for row in commitments],
        chosen=chosen,
        agencies=agencies,
        asked=agency or [],
        burdens=await burdens([row.id for row in agencies], today),
    )


@get(f"{HERE}/details")
async def details(
    request: Request[Any, Any, Any],
    about: About = None,
    agency: Of = None,
    template: Key = "generic",
    decision: Decided = None,
) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    asking = await _asking(request, Choice(template, tuple(about or ()), tuple(agency or ()), decision))
    known = [await known_contacts(row.id) for row in asking.agencies]
    begun = begun_words(asking.template, known, today_at(await now()))
    if asking.decision:
        begun["why"] = f"The Executive Group decided: {asking.decision.words}"
    return await _details(request, asking, Form(begun))


@post(f"{HERE}/details")
async def draft(request: Request[Any, Any, Any]) -> Response[Any]:
    """Drafts the requests and leads on to their preview; nothing is sent."""
    refuse_if(why_not_run(request.user.signed_in))
    sent = await read_form(request)
    choice = Choice(
        str(sent.get("template", "")),
        tuple(str(one) for one in sent.getall("about", [])),
        tuple(
            int(str(one)) for one in sent.getall("agency", []) if str(one).isdecimal() and len(str(one)) < 10
        ),
        number_in(sent, "decision") if "decision" in sent else None,
    )
    asking = await _asking(request, choice)
    words = typed(sent, [*FIELDS, *asked_agencies(len(asking.agencies)), *the_questions(asking.template)])
    new, faults = read_asking(words, asking.template, asking.agencies)
    if number_in(sent, "version") != asking.template.version:
        faults = {"questions": TEMPLATE_CHANGED} | faults
    if new and not faults:
        person = await row_of(Person, request.user.signed_in.person)
        try:
            made = await _made(person, asking, new)
        except Invalid as wrong:
            faults = wrong.faults
        else:
            return Redirect(f"/requests/drafts/{made.id}", status_code=303)
    return await _details(request, asking, Form(words, faults))


@get(DRAFT)
async def preview(request: Request[Any, Any, Any], asking_id: FromPath[int]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    asking = await row_of(AssuranceAsking, asking_id)
    told, today = await told_of_asking(asking_id), today_at(await now())
    first = (await requests_of(asking))[0]
    return show(
        request,
        "asking/preview.html",
        section="Assurance",
        asking=asking,
        told=told,
        reply=await reply_of(first),
        due_on=first.due_on or suggested_due_on(today),
        burdens=await burdens([one.agency for one in told], today),
        already=await asked_already(asking_id),
        is_draft=first.state == RequestState.DRAFT,
    )


@post(f"{DRAFT}/issue")
async def send(request: Request[Any, Any, Any], asking_id: FromPath[int]) -> Redirect:
    """Sends all of it: links go to respondents and substitutes."""
    await read_form(request)
    person = await row_of(Person, request.user.signed_in.person)
    sent = await issue(person, await row_of(AssuranceAsking, asking_id))
    to = f"/requests/{sent[0].id}" if len(sent) == 1 else "/requests"
    return Redirect(to, status_code=303, background=BackgroundTask(request.app.state.postman.wake))


@post(f"{DRAFT}/discard")
async def discard(request: Request[Any, Any, Any], asking_id: FromPath[int]) -> Redirect:
    await read_form(request)
    person = await row_of(Person, request.user.signed_in.person)
    for one in await requests_of(await row_of(AssuranceAsking, asking_id)):
        await withdraw(person, one, "The draft was discarded.")
    return Redirect("/requests", status_code=303)


async def _made(person: Person, asking: Asking, new: NewAsking) -> AssuranceAsking:
    if asking.decision:
        return await make_asking(person, asking.decision, asking.subjects, new)
    return await ask(person, asking.subjects, new)


async def _asking(request: Request[Any, Any, Any], choice: Choice) -> Asking:
    """What was chosen, read from the database. Raises NotFound, Invalid where nothing was."""
    if not choice.about or not choice.agencies:
        raise Invalid(NONE_CHOSEN)
    strategy = await Strategy.objects().get(Strategy.key == request.user.strategies[0][0])
    assert strategy is not None
    subjects = [await _thing(strategy, clean_line(reference)) for reference in dict.fromkeys(choice.about)]
    agencies = [await row_of(Agency, id) for id in dict.fromkeys(choice.agencies)]
    decision = await find_matter(strategy.key, choice.decision) if choice.decision else None
    return Asking(await template_of(clean_line(choice.template)), tuple(subjects), tuple(agencies), decision)


async def _thing(strategy: Strategy, reference: str) -> Commitment | Action:
    found: Commitment | Action | None
    if "." in reference:
        of = (Action.strategy == strategy.id) & (Action.reference == reference)
        found = await Action.objects().where(of).first()
    else:
        whose = (Commitment.strategy == strategy.id) & (Commitment.reference == reference)
        found = await Commitment.objects().where(whose).first()
    if found is None:
        raise NotFound(f"There is no {reference} in this strategy.")
    return found


async def _details(request: Request[Any, Any, Any], asking: Asking, form: Form) -> Template:
    today = today_at(await now())
    return show(
        request,
        "asking/details.html",
        422 if form.faults else 200,
        section="Assurance",
        asking=asking,
        form=form,
        due_on=suggested_due_on(today),
        burdens=await burdens([row.id for row in asking.agencies], today),
        titles=_titles(asking.subjects),
    )


def _titles(subjects: Sequence[Commitment | Action]) -> list[tuple[str, str]]:
    return [
        (row.reference, row.short_title if isinstance(row, Commitment) else row.title) for row in subjects
    ]


routes = Router("/", route_handlers=[choose, details, draft, preview, send, discard])
