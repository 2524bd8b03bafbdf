"""Commitments as the business unit keeps them: who leads, business as usual, notes beside the locked wording."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.action_words import chosen_row, offered
from governance_app.forms import Answers, Form, date_fields, date_words, number_in, read_form, refused, typed
from governance_app.planning import acting_person, planned
from governance_app.reading import Reading
from objectives.actions import move_commitment_to_business_as_usual, name_lead, review_business_as_usual
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.permissions import why_not_run
from objectives.problems import Conflict
from objectives.standing import Commitment
from objectives.tables.agency import Agency
from objectives.tables.post import Post
from objectives.tables.strategy import Commitment as CommitmentRow
from objectives.variations import NewVariation, note_variation
from objectives.words import Kind

HERE = "/strategies/{key:str}/commitments/{reference:str}"


@get(f"{HERE}/lead")
async def lead(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    commitment = _commitment(request, reading, reference)
    return await _ask_lead(request, reading, commitment, Form(_lead_words(commitment)))


@post(f"{HERE}/lead", status_code=200)
async def change_lead(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    commitment = _commitment(request, reading, reference)
    sent = await read_form(request)
    answers = Answers(typed(sent, ("agency", "accountable")))
    agency = await chosen_row(answers, "agency", Agency)
    accountable = await chosen_row(answers, "accountable", Post)
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        row = await row_of(CommitmentRow, commitment.id)
        act = name_lead(await acting_person(request), row, agency, accountable, number_in(sent, "seen"))
        form = await refused(act, answers.words)
    if form:
        return await _ask_lead(request, reading, commitment, form)
    return Redirect(reading.places.commitment(reference), status_code=303)


def _lead_words(commitment: Commitment) -> dict[str, str]:
    named = {"agency": commitment.lead_agency, "accountable": commitment.accountable}
    return {field: str(one.id) for field, one in named.items() if one}


async def _ask_lead(
    request: Request[Any, Any, Any], reading: Reading, commitment: Commitment, form: Form
) -> Template:
    return planned(
        request,
        reading,
        "plan/lead.html",
        commitment,
        form,
        offered=await offered(reading.standing.moment.today),
    )


@get(f"{HERE}/business-as-usual")
async def as_usual(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    commitment = _standing(request, reading, reference)
    return _ask_review(request, reading, commitment, Form(date_words("review_on", commitment.review_on)))


@post(f"{HERE}/business-as-usual", status_code=200)
async def say_as_usual(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    """Moves it there, or records that its review was held."""
    commitment = _standing(request, reading, reference)
    sent = await read_form(request)
    answers = Answers(typed(sent, date_fields("review_on")))
    on = answers.day("review_on", "Give the day of the next review.")
    form: Form | None = Form(answers.words, answers.faults.found)
    if on:
        row = await row_of(CommitmentRow, commitment.id)
        move = (
            review_business_as_usual
            if commitment.business_as_usual_from
            else move_commitment_to_business_as_usual
        )
        form = await refused(
            move(await acting_person(request), row, on, number_in(sent, "seen")), answers.words
        )
    if form:
        return _ask_review(request, reading, commitment, form)
    return Redirect(reading.places.commitment(reference), status_code=303)


def _ask_review(
    request: Request[Any, Any, Any], reading: Reading, commitment: Commitment, form: Form
) -> Template:
    is_usual = commitment.business_as_usual_from is not None
    return planned(request, reading, "plan/as_usual.html", commitment, form, is_usual=is_usual, reopens=False)


@get(f"{HERE}/variation")
async def variation(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    commitment = _commitment(request, reading, reference)
    today = date_words("dated_on", reading.standing.moment.today)
    return planned(request, reading, "plan/variation.html", commitment, Form(today))


@post(f"{HERE}/variation", status_code=200)
async def note(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    commitment = _commitment(request, reading, reference)
    answers = Answers(typed(await read_form(request), (*date_fields("dated_on"), "note", "wording")))
    on = answers.day("dated_on", "Give the day from which it holds.")
    form: Form | None = Form(answers.words, answers.faults.found)
    if on:
        row = await row_of(CommitmentRow, commitment.id)
        new = NewVariation(on, answers.text("note"), answers.text("wording"))
        form = await refused(note_variation(await acting_person(request), row, new), answers.words)
    if form:
        return planned(request, reading, "plan/variation.html", commitment, form)
    return Redirect(reading.places.commitment(reference), status_code=303)


def _commitment(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Commitment:
    """Raises NotFound, NotAllowed."""
    refuse_if(why_not_run(request.user.signed_in))
    return reading.commitment(reference)[1]


def _standing(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Commitment:
    """Raises NotFound, NotAllowed, Conflict."""
    commitment = _commitment(request, reading, reference)
    if commitment.kind is not Kind.STANDING:
        raise Conflict(
            f"{reference} is a commitment of kind {commitment.kind}; only a standing one becomes business as usual."
        )
    return commitment


routes = Router("/", route_handlers=[lead, change_lead, as_usual, say_as_usual, variation, note])
