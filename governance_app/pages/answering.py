"""Answering a request from a confirmed link: its questions one by one, evidence, sign-off, checking and sending.

Nothing here is found by a number that could be another request's: the sitting says which request it is.
"""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Stream, Template

from governance_app.answer_links import note_download
from governance_app.arriving import OPEN_TO_ALL
from governance_app.evidence_words import FIELDS as EVIDENCE_FIELDS
from governance_app.evidence_words import KINDS, LABELS, read_offer
from governance_app.file_names import attachment
from governance_app.forms import Answers, Form, date_fields, date_words, number_in, typed
from governance_app.guarding import FIELD_LABELS
from governance_app.seated import HOME, Seat, is_seated, seat, seat_at_work, seated_form
from governance_app.storage import open_store, stream
from governance_app.taking_in import KEPT, sealed, take_in
from governance_app.templating import show
from governance_app.uploads import MOST_FILES, TAKES_FILES
from objectives.answering import answer, give_answer_evidence, take_back_evidence
from objectives.answers import NewAnswer
from objectives.mandates import row_of
from objectives.problems import Conflict, Invalid, NotFound
from objectives.reply_reading import Part, seen_of
from objectives.tables.assurance_reply import AssuranceEvidence
from objectives.words import QuestionKind

QUESTION = f"{HOME}/questions/{{number:int}}"
OPEN = {OPEN_TO_ALL: True}
WORDS = ("value", *date_fields("value")[1:], "out_of", "words", "still_true")
ANSWER_LABELS = {"value": "Your answer", "out_of": "The total", "words": "In words"}
UNKNOWN = "application/octet-stream"


@get(HOME, opt=OPEN)
async def tasks(request: Request[Any, Any, Any]) -> Template:
    """The whole request on one page: what it asks, what is done, what is left."""
    return show(request, "answering/tasks.html", seat=await seat(request))


@get(QUESTION, opt=OPEN)
async def ask(request: Request[Any, Any, Any], number: FromPath[int]) -> Template:
    at = await seat_at_work(request)
    return await _question(request, at, at.part(number), Form(_words(at.part(number))))


@post(QUESTION, opt=OPEN | {FIELD_LABELS: ANSWER_LABELS})
async def save(request: Request[Any, Any, Any], number: FromPath[int]) -> Response[Any]:
    """Saves the answer and goes on to the next question that is left, or back to all of them."""
    at, sent = await seated_form(request)
    part, words = at.part(number), typed(sent, WORDS)
    new, faults = _answer(part, words)
    seen = number_in(sent, "seen")
    if not faults:
        try:
            await answer(at.by, part.id, new, seen)
        except Invalid as wrong:
            faults = wrong.faults
        except Conflict:
            if seen >= await seen_of((now := await seat(request)).part(number).answer):
                raise
            return await _question(request, now, now.part(number), Form(words), overtaken=True)
    if faults:
        return await _question(request, at, part, Form(words, faults))
    return Redirect(HOME if sent.get("then") == "leave" else await _next(request, number), status_code=303)


@get(f"{QUESTION}/evidence", opt=OPEN)
async def offer(request: Request[Any, Any, Any], number: FromPath[int]) -> Template:
    at = await seat_at_work(request)
    return _offer(request, at, at.part(number), Form())


@post(
    f"{QUESTION}/evidence",
    opt=OPEN | {TAKES_FILES: is_seated, FIELD_LABELS: LABELS},
    request_max_body_size=None,
)
async def give(request: Request[Any, Any, Any], number: FromPath[int]) -> Response[Any]:
    at, sent = await seated_form(request)
    part = at.part(number)
    words, state = typed(sent, EVIDENCE_FIELDS), request.app.state
    taken = await take_in(sent, open_store(state.settings), state.secret, -at.by.contact)
    offered = read_offer(words, taken.files, None, at.today)
    faults = dict(offered.faults) | ({"files": taken.fault} if taken.fault else {})
    if faults:
        kept = sealed(taken.files, state.secret, -at.by.contact)
        return _offer(request, at, part, Form(words, faults), kept)
    for piece in offered.pieces:
        await give_answer_evidence(at.by, part.id, piece)
    return Redirect(f"{HOME}/questions/{number}#evidence", status_code=303)


@post(f"{QUESTION}/evidence/remove", opt=OPEN)
async def take_out(request: Request[Any, Any, Any], number: FromPath[int]) -> Redirect:
    at, sent = await seated_form(request)
    await take_back_evidence(at.by, number_in(sent, "piece"))
    return Redirect(f"{HOME}/questions/{number}#evidence", status_code=303)


@get(f"{HOME}/evidence/{{evidence_id:int}}/file", opt=OPEN)
async def file(request: Request[Any, Any, Any], evidence_id: FromPath[int]) -> Stream:
    """A file of this very reply, to be saved; noted in the log of openings."""
    at = await seat(request)
    if not any(piece.id == evidence_id and piece.file_name for p in at.reply.parts for piece in p.evidence):
        raise NotFound("There is no such file in this reply.")
    row = await row_of(AssuranceEvidence, evidence_id)
    content = await stream(open_store(request.app.state.settings), row.sha256)
    if at.by.link:
        await note_download(at.by.link)
    headers = {"Content-Disposition": attachment(row.file_name), "Content-Length": str(row.size)}
    return Stream(content, media_type=row.media_type or UNKNOWN, headers=headers)


async def _next(request: Request[Any, Any, Any], after: int) -> str:
    """The next question that is left, beginning after this one; all of them where none is."""
    left = [part.position for part in (await seat(request)).reply.left]
    following = [position for position in left if position > after] or left
    return f"{HOME}/questions/{following[0]}" if following else HOME


def _words(part: Part) -> dict[str, str]:
    """What the form begins with: the answer in force; with none, and an earlier one to look at, nothing chosen."""
    given = part.answer
    if given is None:
        return {}
    words = {"value": given.value, "out_of": given.out_of, "words": given.words}
    if part.kind is QuestionKind.DATE and given.value:
        year, month, day = given.value.split("-")
        words |= dict(zip(date_fields("value"), (str(int(day)), str(int(month)), year), strict=True))
    if part.last and given.still_true is not None:
        words["still_true"] = "yes" if given.still_true else "no"
    return words


def _answer(part: Part, words: dict[str, str]) -> tuple[NewAnswer, dict[str, str]]:
    answers = Answers(words)
    still = {"yes": True, "no": False}.get(words.get("still_true", "")) if part.last else None
    if part.last and still is None:
        answers.faults.need(False, "still_true", "Say whether it is still true.")
    value = words.get("value", "")
    if part.kind is QuestionKind.DATE and not still:
        day = answers.day("value", "Give the day.")
        value = day.isoformat() if day else ""
    return NewAnswer(value, words.get("out_of", ""), words.get("words", ""), still), answers.faults.found


async def _question(
    request: Request[Any, Any, Any], at: Seat, part: Part, form: Form, overtaken: bool = False
) -> Template:
    return show(
        request,
        "answering/question.html",
        409 if overtaken else 422 if form.faults else 200,
        seat=at,
        part=part,
        form=form,
        seen=await seen_of(part.answer),
        overtaken=overtaken,
    )


def _offer(
    request: Request[Any, Any, Any], at: Seat, part: Part, form: Form, kept: list[Any] | None = None
) -> Template:
    settings = request.app.state.settings
    return show(
        request,
        "answering/evidence.html",
        422 if form.faults else 200,
        seat=at,
        part=part,
        form=form if form.words else Form(date_words("shows_on", None), form.faults),
        kept=kept or [],
        kept_field=KEPT,
        kinds=KINDS,
        most_files=MOST_FILES,
        max_mb=settings.max_upload_mb,
    )


routes = Router("/", route_handlers=[tasks, ask, save, offer, give, take_out, file])
