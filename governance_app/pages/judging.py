"""What the business unit decides about the plan: a new approved date, a piece of evidence, a check after delivery.

Nobody decides about their own; the acts see to that, and these pages say so before anything is typed.
"""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Answers, Form, date_fields, number_in, read_form, refused, typed
from governance_app.planning import acting_person, planned
from governance_app.reading import Reading
from governance_app.showing.evidence import evidence_lines
from governance_app.showing.plan import check_due, pieces_in, waiting_dates
from objectives.checking import NewCheck, check_delivery
from objectives.evidence import accept_evidence, return_evidence
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.milestones import decide_rebaseline
from objectives.permissions import why_not_judge
from objectives.problems import Conflict, NotFound
from objectives.redacted import redacted_evidence
from objectives.standing import Action, Commitment, Evidence, Milestone, Rebaseline
from objectives.tables.action import Action as ActionRow
from objectives.tables.evidence import Evidence as EvidenceRow
from objectives.tables.milestone import Rebaseline as RebaselineRow
from objectives.words import Grade, Status
from objectives.world import tables_kept

ACTION = "/strategies/{key:str}/actions/{reference:str}"
DATE = f"{ACTION}/milestones/{{milestone_id:int}}/new-date"
PIECE = "/strategies/{key:str}/evidence/{evidence_id:int}/judgement"
GRADES = (
    ("1", "Accept at grade 1: a statement", "Somebody says so, and nothing shows it."),
    ("2", "Accept at grade 2: a document or output", "It exists and was produced. Enough for Green."),
    ("3", "Accept at grade 3: tested practice", "An audit, a dip sample or data. Enough for Blue."),
    (
        "4",
        "Accept at grade 4: verified or corroborated",
        "By somebody independent, or by children and families.",
    ),
    ("return", "Return it", "It counts for nothing, and whoever gave it reads why."),
)


# ---------------------------------------------------------------------------------------------- new approved dates


@get(DATE)
async def new_date(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    reference: FromPath[str],
    milestone_id: FromPath[int],
) -> Template:
    return _ask_date(request, reading, reference, milestone_id, Form())


@post(DATE, status_code=200)
async def decide_date(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    reference: FromPath[str],
    milestone_id: FromPath[int],
) -> Response[Any]:
    action, _, _ = _waiting(request, reading, reference, milestone_id)
    sent = await read_form(request)
    answers = Answers(typed(sent, ("decision", "reason")))
    answers.faults.need(
        answers.text("decision") in ("approve", "refuse"), "decision", "Say whether the date is approved."
    )
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        asked = await _undecided(milestone_id)
        act = decide_rebaseline(
            await acting_person(request),
            asked,
            answers.text("decision") == "approve",
            answers.text("reason"),
            number_in(sent, "seen"),
        )
        form = await refused(act, answers.words)
    if form:
        return _ask_date(request, reading, reference, milestone_id, form)
    return Redirect(f"{reading.places.action(action.reference)}#milestones", status_code=303)


def _ask_date(
    request: Request[Any, Any, Any], reading: Reading, reference: str, milestone_id: int, form: Form
) -> Template:
    action, milestone, asked = _waiting(request, reading, reference, milestone_id)
    rated = reading.judgement.actions[action.reference]
    return planned(
        request,
        reading,
        "plan/new_date.html",
        action,
        form,
        milestone=milestone,
        asked=asked,
        rated=rated,
        earlier=[one for one in milestone.rebaselines if one.approved],
    )


def _waiting(
    request: Request[Any, Any, Any], reading: Reading, reference: str, milestone_id: int
) -> tuple[Action, Milestone, Rebaseline]:
    """Raises NotFound, NotAllowed, and Conflict where it has been decided already."""
    _, action = reading.action(reference)
    refuse_if(why_not_judge(request.user.signed_in, action))
    for milestone, asked in waiting_dates(action):
        if milestone.id == milestone_id:
            return action, milestone, asked
    if any(milestone.id == milestone_id for milestone in action.milestones):
        raise Conflict("No new date waits for a decision here; it has been decided already.")
    raise NotFound(f"{reference} has no such milestone.")


async def _undecided(milestone: int) -> RebaselineRow:
    """Raises Conflict."""
    waits = (RebaselineRow.milestone == milestone) & RebaselineRow.approved.is_null()
    asked = await RebaselineRow.objects().get(waits)
    if asked is None:
        raise Conflict("No new date waits for a decision here; it has been decided already.")
    return asked


# ------------------------------------------------------------------------------------------------------- evidence


@get(PIECE)
async def piece(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], evidence_id: FromPath[int]
) -> Template:
    return _ask_grade(request, reading, evidence_id, Form())


@post(PIECE, status_code=200)
async def judge_piece(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], evidence_id: FromPath[int]
) -> Response[Any]:
    things, _ = _piece(request, reading, evidence_id)
    sent = await read_form(request)
    answers = Answers(typed(sent, ("judgement", "reason")))
    chosen = answers.text("judgement")
    answers.faults.need(
        chosen in [value for value, _, _ in GRADES],
        "judgement",
        "Say at which grade it is accepted, or return it.",
    )
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        form = await _judge(request, evidence_id, answers, number_in(sent, "seen"))
    if form:
        return _ask_grade(request, reading, evidence_id, form)
    return Redirect(f"{reading.places.thing(things[0].reference)}#evidence", status_code=303)


async def _judge(
    request: Request[Any, Any, Any], evidence_id: int, answers: Answers, seen: int
) -> Form | None:
    person, row = await acting_person(request), await row_of(EvidenceRow, evidence_id)
    reason = answers.text("reason")
    if answers.text("judgement") == "return":
        return await refused(return_evidence(person, row, reason, seen), answers.words)
    grade = Grade(int(answers.text("judgement")))
    form = await refused(accept_evidence(person, row, grade, reason, seen), answers.words)
    # The act knows grades; here one question holds them and the return.
    return form and Form(
        form.words, {"judgement" if f == "grade" else f: s for f, s in form.faults.items()}, form.sentence
    )


def _ask_grade(request: Request[Any, Any, Any], reading: Reading, evidence_id: int, form: Form) -> Template:
    things, found = _piece(request, reading, evidence_id)
    today = reading.standing.moment.today
    (shown,) = evidence_lines([found], today, redacted_evidence(tables_kept()))
    return planned(
        request,
        reading,
        "plan/evidence.html",
        things[0],
        form,
        shown=shown,
        things=things,
        grades=[(value, label, hint, "") for value, label, hint in GRADES],
    )


def _piece(
    request: Request[Any, Any, Any], reading: Reading, evidence_id: int
) -> tuple[list[Action | Commitment], Evidence]:
    """What a piece is for, and the piece. Raises NotFound, NotAllowed."""
    found = [(thing, one) for thing, one in pieces_in(reading.judgement) if one.id == evidence_id]
    if not found:
        raise NotFound("There is no such piece of evidence in this strategy.")
    for thing, _ in found:
        refuse_if(why_not_judge(request.user.signed_in, thing))
    return [thing for thing, _ in found], found[0][1]


# --------------------------------------------------------------------------------------------------------- checks


@get(f"{ACTION}/check")
async def check(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    return _ask_check(request, reading, _to_check(request, reading, reference), Form())


@post(f"{ACTION}/check", status_code=200)
async def record_check(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    action = _to_check(request, reading, reference)
    sent = await read_form(request)
    answers = Answers(typed(sent, (*date_fields("checked_on"), "passed", "findings")))
    on = answers.day("checked_on", "Give the day on which somebody looked.")
    answers.faults.need(answers.text("passed") in ("yes", "no"), "passed", "Say whether it still works.")
    form: Form | None = Form(answers.words, answers.faults.found)
    if on and not answers.faults.found:
        new = NewCheck(on, answers.text("passed") == "yes", answers.text("findings"))
        row = await row_of(ActionRow, action.id)
        act = check_delivery(await acting_person(request), row, new, number_in(sent, "seen"))
        form = await refused(act, answers.words)
    if form:
        return _ask_check(request, reading, action, form)
    return Redirect(f"{reading.places.action(reference)}#checks", status_code=303)


def _to_check(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Action:
    """Raises NotFound, NotAllowed, Conflict."""
    _, action = reading.action(reference)
    refuse_if(why_not_judge(request.user.signed_in, action))
    if action.status not in (Status.DELIVERED, Status.EMBEDDED):
        raise Conflict(f"{action.reference} is {action.status}; only what was delivered can be checked.")
    return action


def _ask_check(request: Request[Any, Any, Any], reading: Reading, action: Action, form: Form) -> Template:
    today = reading.standing.moment.today
    lines = evidence_lines(action.evidence, today, redacted_evidence(tables_kept()))
    return planned(
        request,
        reading,
        "plan/check.html",
        action,
        form,
        due=check_due(action),
        seen_today=today,
        evidence=lines,
    )


routes = Router("/", route_handlers=[new_date, decide_date, piece, judge_piece, check, record_check])
