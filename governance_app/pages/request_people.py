"""Who answers a request and who is written to when it is late: replacing them, their links, text to copy, the letter.

For the business unit alone: these pages hold mailboxes.
"""

import datetime as dt
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.answer_links import openings_of, revoke_links
from governance_app.file_names import attachment
from governance_app.file_types import WORD
from governance_app.forms import Form, number_in, read_form, typed
from governance_app.showing.chase_text import texts_of
from governance_app.templating import show
from objectives.assurance_contacts import NewContact, contacts_of, replace_contact
from objectives.assurance_register import request_told
from objectives.chasing import ladder, steps_taken
from objectives.days import today_at
from objectives.faults import refuse_if
from objectives.history import now
from objectives.mandates import row_of
from objectives.moments import day_of
from objectives.permissions import why_not_run
from objectives.problems import Invalid, NotFound
from objectives.tables.assurance import AssuranceAsking
from objectives.tables.assurance_request import AssuranceContact, AssuranceRequest
from objectives.tables.person import Person
from objectives.words import ContactPart
from reports.letter import Letter, letter_as_word, letter_of

ONE = "/requests/{request_id:int}"
REPLACEABLE = tuple(part for part in ContactPart if part is not ContactPart.COLLEAGUE)
FIELDS = ("part", "contact-name", "contact-email")


@get(f"{ONE}/people")
async def people(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Template:
    """Whom the request names, every opening of their links, and what to write to them."""
    return await _people(request, request_id, Form())


@post(f"{ONE}/people")
async def replace(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Response[Any]:
    """Names somebody else for a part; whoever had it before answers no more, and their link works no longer."""
    refuse_if(why_not_run(request.user.signed_in))
    words = typed(await read_form(request), FIELDS)
    part = next((one for one in REPLACEABLE if one == words.get("part")), None)
    if part is None:
        return await _people(request, request_id, Form(words, {"part": "Choose whom you replace."}))
    person, row = (
        await row_of(Person, request.user.signed_in.person),
        await row_of(AssuranceRequest, request_id),
    )
    new = NewContact(words.get("contact-name", ""), words.get("contact-email", ""))
    try:
        await replace_contact(person, row, part, new)
    except Invalid as wrong:
        faults = {f"contact-{field.rpartition('-')[2]}": fault for field, fault in wrong.faults.items()}
        return await _people(request, request_id, Form(words, faults))
    wake = BackgroundTask(request.app.state.postman.wake)
    return Redirect(f"/requests/{request_id}/people", status_code=303, background=wake)


@post(f"{ONE}/links/revocation")
async def revoke(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Redirect:
    """Every link of one of them works no longer."""
    refuse_if(why_not_run(request.user.signed_in))
    contact = await row_of(AssuranceContact, number_in(await read_form(request), "contact"))
    if contact.request != request_id:
        raise NotFound("This request names no such person.")
    await revoke_links(contact.id)
    return Redirect(f"/requests/{request_id}/people", status_code=303)


@get(f"{ONE}/letter")
async def letter(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Template:
    """The letter to the lead partner, drafted from the facts of now."""
    return show(
        request,
        "requests/letter.html",
        section="Assurance",
        told=await request_told(request_id),
        letter=await _letter(request, request_id),
    )


@get(f"{ONE}/letter.docx")
async def letter_in_word(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Response[bytes]:
    """The same letter as a Word document."""
    written = letter_as_word(await _letter(request, request_id))
    headers = {"Content-Disposition": attachment(f"letter-{request_id}.docx")}
    return Response(written, media_type=WORD.media_type, headers=headers)


async def _letter(request: Request[Any, Any, Any], request_id: int) -> Letter:
    refuse_if(why_not_run(request.user.signed_in))
    told = await request_told(request_id)
    asking = await row_of(AssuranceAsking, told.asking)
    titles = {rung.key: rung.title for rung in ladder()}
    zone = request.app.state.time_zone
    steps: list[tuple[dt.date, str]] = []
    for taken in await steps_taken(request_id):
        to = taken.written_to.replace("\n", "; ")
        title = titles.get(taken.step, taken.step)
        steps.append((day_of(taken.taken_at, zone), f"{title}{f' ({to})' if to else ''}"))
    return letter_of(told, asking.why, steps, request.user.partnership, today_at(await now()))


async def _people(request: Request[Any, Any, Any], request_id: int, form: Form) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    told = await request_told(request_id)
    contacts = await contacts_of(request_id)
    return show(
        request,
        "requests/people.html",
        422 if form.faults else 200,
        section="Assurance",
        told=told,
        contacts=contacts,
        parts=[(part.value, part.value.capitalize(), "", "") for part in REPLACEABLE],
        openings=await openings_of(request_id),
        texts=texts_of(told, [(c.name, ContactPart(c.part)) for c in contacts], today_at(await now())),
        form=form,
    )


routes = Router("/", route_handlers=[people, replace, revoke, letter, letter_in_word])
