"""A whole reply as pages show it, to those who write it and to whoever judges it: `reply_of(request)`."""

import datetime as dt
from collections import defaultdict

from msgspec import Struct

from objectives.answers import lacking, share_of
from objectives.dates import read_day
from objectives.history import newest_sequence
from objectives.lifecycle import WITH_AGENCY
from objectives.mandates import row_of
from objectives.replies import (
    Signed,
    answers_of,
    carried_forward,
    evidence_of,
    questions_of,
    returned_about,
    signed_off,
)
from objectives.tables.assurance import AssuranceAsking, AssuranceQuestion
from objectives.tables.assurance_reply import (
    AssuranceAnswer,
    AssuranceEvidence,
    AssuranceGrade,
    AssuranceReturn,
    AssuranceSubmission,
)
from objectives.tables.assurance_request import (
    AssuranceContact,
    AssuranceExtension,
    AssuranceRequest,
    AssuranceStep,
)
from objectives.words import ContactPart, Grade, QuestionKind, RequestAct, RequestState


class Given(Struct, frozen=True):
    """An answer as a reader needs it. `share` is a number of a total as a percentage, where it can be told."""

    id: int
    value: str
    out_of: str
    words: str
    share: str | None
    still_true: bool | None
    attempt: int
    by: str
    at: dt.datetime

    @property
    def day(self) -> dt.date:
        """The day that the answer to a question for one gives."""
        return read_day(self.value)


class Piece(Struct, frozen=True):
    """A piece of evidence of a reply, with its newest grade."""

    id: int
    title: str
    form: str
    kind: str
    shows_on: dt.date
    attempt: int
    by: str
    link: str | None
    statement: str | None
    file_name: str | None
    size: int | None
    grade: Grade | None
    grade_reason: str


class Part(Struct, frozen=True):
    """A question with all there is to it: the answer in force, the first one where it was changed, the last time's.

    `asked_again` are the business unit's questions about it. `lacking` says that it is still to be answered.
    """

    id: int
    key: str
    position: int
    title: str
    words: str
    hint: str
    kind: QuestionKind
    options: tuple[str, ...]
    out_of: str
    required: bool
    answer: Given | None
    first: Given | None
    last: Given | None
    evidence: tuple[Piece, ...]
    asked_again: tuple[str, ...]
    lacking: bool

    @property
    def choices(self) -> tuple[tuple[str, str, str, str], ...]:
        """The options as a form's radios show them."""
        return tuple((option, option, "", "") for option in self.options)


class Sent(Struct, frozen=True):
    """A reply as it was sent. A nil return has words and no answers."""

    attempt: int
    nil: bool
    words: str
    by: str
    at: dt.datetime


class Person(Struct, frozen=True):
    id: int
    part: ContactPart
    name: str
    email: str


class Time(Struct, frozen=True):
    """More time that was asked for; `granted` is None until it is decided.

    `waits` is false too where the reply was sent, or came back with a later date: nobody decides on it any more.
    """

    id: int
    from_on: dt.date
    to_on: dt.date
    reason: str
    granted: bool | None
    decision_reason: str
    waits: bool


class Reply(Struct, frozen=True):
    """Everything about one request's reply, for its respondents and for whoever judges it.

    `declined` is why the agency declined; empty where it did not.
    """

    request: AssuranceRequest
    asking: AssuranceAsking
    parts: tuple[Part, ...]
    people: tuple[Person, ...]
    signed: Signed | None
    sent: tuple[Sent, ...]
    times: tuple[Time, ...]
    asked_of_whole: tuple[str, ...]
    declined: str = ""

    @property
    def left(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.lacking)

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent as it is."""
        signed = not self.asking.sign_off_wanted or bool(self.signed and self.signed.stands)
        return not self.left and signed

    def part(self, position: int) -> Part | None:
        return next((part for part in self.parts if part.position == position), None)


async def reply_of(request: AssuranceRequest) -> Reply:
    """A request's reply as it stands; a fixed number of queries."""
    asking = await row_of(AssuranceAsking, request.asking)
    of = AssuranceContact.request == request.id
    contacts = await AssuranceContact.objects().where(of).order_by(AssuranceContact.id)
    names = {contact.id: contact.name for contact in contacts}
    answers, pieces = await answers_of(request), await evidence_of(request)
    returned = await returned_about(request)
    submissions = (
        await AssuranceSubmission.objects()
        .where(AssuranceSubmission.request == request.id)
        .order_by(AssuranceSubmission.attempt)
    )
    times = (
        await AssuranceExtension.objects()
        .where(AssuranceExtension.request == request.id)
        .order_by(AssuranceExtension.id)
    )
    return Reply(
        request=request,
        asking=asking,
        parts=await _parts(request, answers, pieces, returned, names),
        people=tuple(
            Person(c.id, ContactPart(c.part), c.name, c.email) for c in contacts if c.ended_at is None
        ),
        signed=await signed_off(request),
        sent=tuple(
            Sent(s.attempt, s.nil, s.words, names[s.submitted_by], s.submitted_at) for s in submissions
        ),
        times=tuple(_time(row, request) for row in times),
        asked_of_whole=tuple(row.words for row in returned if row.question is None),
        declined=await _why_declined(request) if request.outcome == RequestState.DECLINED else "",
    )


async def _why_declined(request: AssuranceRequest) -> str:
    of = (AssuranceStep.request == request.id) & (AssuranceStep.act == RequestAct.DECLINE.value)
    step = await AssuranceStep.objects().get(of)
    return step.words if step else ""


async def seen_of(given: Given | None) -> int:
    """The newest history sequence of an answer: it travels with a form that shows it."""
    return (
        await newest_sequence(AssuranceAnswer(_exists_in_db=True, _ignore_missing=True, id=given.id))
        if given
        else 0
    )


async def _parts(
    request: AssuranceRequest,
    answers: list[AssuranceAnswer],
    pieces: list[AssuranceEvidence],
    returned: list[AssuranceReturn],
    names: dict[int, str],
) -> tuple[Part, ...]:
    questions, last = await questions_of(request), await carried_forward(request)
    of_question = defaultdict(list)
    for row in answers:
        of_question[row.question].append(row)
    grades = await _grades(pieces)
    left = _left(request, questions, of_question, pieces, returned)
    return tuple(
        Part(
            id=question.id,
            key=question.key,
            position=question.position,
            title=question.title,
            words=question.words,
            hint=question.hint,
            kind=QuestionKind(question.kind),
            options=tuple(question.options.splitlines()),
            out_of=question.out_of,
            required=question.required,
            answer=_given(of_question[question.id][-1], names) if of_question[question.id] else None,
            first=_given(of_question[question.id][0], names) if len(of_question[question.id]) > 1 else None,
            last=_given(last[question.id], {}) if question.id in last else None,
            evidence=tuple(_piece(p, grades, names) for p in pieces if p.question == question.id),
            asked_again=tuple(row.words for row in returned if row.question == question.id),
            lacking=question.id in left,
        )
        for question in questions
    )


def _left(
    request: AssuranceRequest,
    questions: list[AssuranceQuestion],
    answers: dict[int, list[AssuranceAnswer]],
    pieces: list[AssuranceEvidence],
    returned: list[AssuranceReturn],
) -> set[int]:
    """The ids of the questions that are still to be answered."""
    newest = {question: rows[-1] for question, rows in answers.items() if rows}
    again = frozenset(row.question for row in returned if row.question)
    shown = frozenset(piece.question for piece in pieces)
    return {question.id for question in lacking(questions, newest, shown, again, request.attempt)}


async def _grades(pieces: list[AssuranceEvidence]) -> dict[int, AssuranceGrade]:
    if not pieces:
        return {}
    of = AssuranceGrade.evidence.is_in([piece.id for piece in pieces])
    return {row.evidence: row for row in await AssuranceGrade.objects().where(of).order_by(AssuranceGrade.id)}


def _time(row: AssuranceExtension, request: AssuranceRequest) -> Time:
    waits = row.granted is None and row.from_on == request.due_on and request.state in WITH_AGENCY
    return Time(row.id, row.from_on, row.to_on, row.reason, row.granted, row.decision_reason, waits)


def _given(row: AssuranceAnswer, names: dict[int, str]) -> Given:
    return Given(
        id=row.id,
        value=row.value,
        out_of=row.out_of,
        words=row.words,
        share=share_of(row),
        still_true=row.still_true,
        attempt=row.attempt,
        by=names.get(row.answered_by, ""),
        at=row.answered_at,
    )


def _piece(row: AssuranceEvidence, grades: dict[int, AssuranceGrade], names: dict[int, str]) -> Piece:
    graded = grades.get(row.id)
    return Piece(
        id=row.id,
        title=row.title,
        form=row.form,
        kind=row.kind,
        shows_on=row.shows_on,
        attempt=row.attempt,
        by=names[row.given_by],
        link=row.link,
        statement=row.statement,
        file_name=row.file_name,
        size=row.size,
        grade=Grade(graded.grade) if graded else None,
        grade_reason=graded.reason if graded else "",
    )
