"""Judging a reply: side by side with the last one, its evidence graded, returned once with questions, or an opinion."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect, Stream, Template

from governance_app.file_names import attachment
from governance_app.forms import (
    Answers,
    Form,
    date_fields,
    date_words,
    keep_typed,
    number_in,
    read_form,
    typed,
)
from governance_app.places import Places
from governance_app.storage import open_store, stream
from governance_app.templating import show
from objectives.assurance_register import request_told
from objectives.dates import months_after
from objectives.days import today_at
from objectives.faults import refuse_if
from objectives.history import newest_sequence, now
from objectives.lifecycle import transition
from objectives.mandates import row_of
from objectives.pack_shelf import note_opening
from objectives.problems import Invalid, NotFound
from objectives.reply_reading import Reply, reply_of
from objectives.request_steps import why_not_judge_request
from objectives.reviewing import (
    RESTS_ON,
    AboutAnswer,
    NewOpinion,
    Recommended,
    begin_review,
    give_opinion,
    grade,
    return_reply,
)
from objectives.tables.agency import Agency
from objectives.tables.assurance_reply import AssuranceEvidence
from objectives.tables.assurance_request import AssuranceRequest
from objectives.tables.person import Person
from objectives.visibility import why_not_read_request
from objectives.words import Grade, Opinion, RequestAct, RequestState

ONE = "/requests/{request_id:int}"
RECOMMENDED = 5
OPINIONS = [
    (Opinion.SUBSTANTIAL.value, "Substantial", "Sound, consistently working, corroborated.", ""),
    (Opinion.REASONABLE.value, "Reasonable", "Generally sound, some gaps.", ""),
    (
        Opinion.LIMITED.value,
        "Limited",
        "Significant gaps, or one source only. The commitment is Amber at best.",
        "",
    ),
    (Opinion.NONE.value, "None", "Fundamental gaps, or no usable evidence. The commitment is Red.", ""),
]
GRADES = [
    ("1", "1 statement"),
    ("2", "2 document or output"),
    ("3", "3 tested practice"),
    ("4", "4 independently verified"),
    ("0", "0 of no use"),
]
JUDGING = {RequestAct.RETURN: "reviewing/return.html", RequestAct.ACCEPT: "reviewing/opinion.html"}
UNKNOWN = "application/octet-stream"


@get(f"{ONE}/review")
async def review(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Template:
    """The reply beside the last one. Whoever may read the request reads it; the buttons are the judge's."""
    return await _page(request, request_id, "reviewing/review.html", Form(), grades=GRADES)


@post(f"{ONE}/review")
async def begin(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Redirect:
    seen = number_in(await read_form(request), "seen")
    person = await row_of(Person, request.user.signed_in.person)
    await begin_review(person, await row_of(AssuranceRequest, request_id), seen)
    return Redirect(f"/requests/{request_id}/review", status_code=303)


@post(f"{ONE}/grades")
async def grade_piece(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Response[Any]:
    sent = await read_form(request)
    piece = await row_of(AssuranceEvidence, number_in(sent, "piece"))
    if piece.request != request_id:
        raise NotFound("There is no such evidence in this reply.")
    words = typed(sent, ["grade", "reason"])
    given = next((one for one in Grade if str(int(one)) == words.get("grade")), None)
    faults = {} if given is not None else {"grade": "Choose a grade."}
    if given is not None:
        try:
            person = await row_of(Person, request.user.signed_in.person)
            await grade(person, piece, given, words.get("reason", ""))
        except Invalid as wrong:
            faults = wrong.faults
    if faults:
        form = Form(words, {f"piece-{piece.id}": sentence for sentence in faults.values()})
        return await _page(request, request_id, "reviewing/review.html", form, grades=GRADES)
    return Redirect(f"/requests/{request_id}/review#piece-{piece.id}", status_code=303)


@get(f"{ONE}/return")
async def ask_back(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Template:
    return await _judging(request, request_id, RequestAct.RETURN, Form())


@post(f"{ONE}/return")
async def send_back(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Response[Any]:
    sent = await read_form(request)
    row = await row_of(AssuranceRequest, request_id)
    parts = (await reply_of(row)).parts
    words = typed(sent, ["questions", *(f"about-{part.id}" for part in parts)])
    keep_typed(request, words)
    about = [AboutAnswer(part.id, words.get(f"about-{part.id}", "")) for part in parts]
    about.append(AboutAnswer(None, words.get("questions", "")))
    person = await row_of(Person, request.user.signed_in.person)
    try:
        await return_reply(person, row, tuple(about), number_in(sent, "seen"))
    except Invalid as wrong:
        return await _judging(request, request_id, RequestAct.RETURN, Form(words, wrong.faults))
    wake = BackgroundTask(request.app.state.postman.wake)
    return Redirect(f"/requests/{request_id}", status_code=303, background=wake)


@get(f"{ONE}/opinion")
async def ask_opinion(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Template:
    year_on = months_after(today_at(await now()), 12)
    form = Form(date_words("review_by", year_on))
    return await _judging(request, request_id, RequestAct.ACCEPT, form, **await _offered())


@post(f"{ONE}/opinion")
async def judge(request: Request[Any, Any, Any], request_id: FromPath[int]) -> Response[Any]:
    sent = await read_form(request)
    row = await row_of(AssuranceRequest, request_id)
    new, words, faults = await _opinion(sent)
    keep_typed(request, {field: text for field, text in words.items() if not text.isdecimal()})
    if new:
        try:
            person = await row_of(Person, request.user.signed_in.person)
            await give_opinion(person, row, new, number_in(sent, "seen"))
            return Redirect(f"/requests/{request_id}", status_code=303)
        except Invalid as wrong:
            faults = wrong.faults
    return await _judging(request, request_id, RequestAct.ACCEPT, Form(words, faults), **await _offered())


@get(f"{ONE}/evidence/{{evidence_id:int}}/file")
async def file(
    request: Request[Any, Any, Any], request_id: FromPath[int], evidence_id: FromPath[int]
) -> Stream:
    """A file of the reply, to be saved; noted in the access log."""
    reader, told = request.user.signed_in, await request_told(request_id)
    refuse_if(why_not_read_request(reader, told.agency, told.state == RequestState.DRAFT))
    piece = await AssuranceEvidence.objects().get(AssuranceEvidence.id == evidence_id)
    if (
        piece is None
        or piece.request != request_id
        or piece.sha256 is None
        or piece.taken_back_at is not None
    ):
        raise NotFound("There is no such file in this reply.")
    content = await stream(open_store(request.app.state.settings), piece.sha256)
    await note_opening(reader.person, "evidence downloaded", f"assurance evidence {evidence_id}")
    headers = {"Content-Disposition": attachment(piece.file_name), "Content-Length": str(piece.size)}
    return Stream(content, media_type=piece.media_type or UNKNOWN, headers=headers)


async def _offered() -> dict[str, Any]:
    agencies = await Agency.objects().where(Agency.ended_on.is_null()).order_by(Agency.name)
    return {
        "opinions": OPINIONS,
        "agencies": [(str(row.id), row.name) for row in agencies],
        "numbers": range(RECOMMENDED),
    }


async def _opinion(sent: FormMultiDict) -> tuple[NewOpinion | None, dict[str, str], dict[str, str]]:
    numbered = [f"{field}-{n}" for n in range(RECOMMENDED) for field in ("recommendation", "for")]
    words = typed(sent, ["opinion", "reasons", *date_fields("review_by"), *numbered])
    answers = Answers(words)
    opinion = answers.choice("opinion", Opinion, "Choose an opinion.")
    reasons = answers.faults.text(answers.text("reasons"), "reasons", RESTS_ON)
    review_by = answers.day("review_by", "Say by when it is to be reviewed; after that it lapses.")
    recommended = []
    for n in range(RECOMMENDED):
        if said := answers.text(f"recommendation-{n}"):
            chosen = answers.text(f"for-{n}")
            agency = (
                await Agency.objects().get(Agency.id == int(chosen))
                if chosen.isdecimal() and len(chosen) < 10
                else None
            )
            answers.faults.need(agency, f"for-{n}", "Say to which agency it is recommended.")
            if agency:
                recommended.append(Recommended(said, agency))
    if opinion is None or review_by is None or answers.faults.found:
        return None, words, answers.faults.found
    return NewOpinion(opinion, reasons, review_by, tuple(recommended)), words, {}


async def _judging(
    request: Request[Any, Any, Any], request_id: int, act: RequestAct, form: Form, **context: Any
) -> Template:
    """A page for the judge alone, while a reply is under review. Raises NotAllowed, Conflict."""
    told = await request_told(request_id)
    by = request.user.signed_in
    refuse_if(await why_not_judge_request(by, request_id, told.agency, told.asking))
    transition(told.state, act)
    return await _page(request, request_id, JUDGING[act], form, **context)


async def _page(
    request: Request[Any, Any, Any], request_id: int, template: str, form: Form, **context: Any
) -> Template:
    reader, told = request.user.signed_in, await request_told(request_id)
    refuse_if(why_not_read_request(reader, told.agency, told.state == RequestState.DRAFT))
    row = await row_of(AssuranceRequest, request_id)
    reply: Reply = await reply_of(row)
    judge = await why_not_judge_request(reader, request_id, told.agency, told.asking)
    return show(
        request,
        template,
        422 if form.faults else 200,
        section="Assurance",
        places=Places(told.strategy),
        told=told,
        reply=reply,
        form=form,
        seen=await newest_sequence(row),
        judge=judge,
        self_rating=next((p.answer for p in reply.parts if p.key == "self-rating"), None),
        **context,
    )


routes = Router(
    "/", route_handlers=[review, begin, grade_piece, ask_back, send_back, ask_opinion, judge, file]
)
