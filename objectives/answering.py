"""Answering an assurance request: taking it on, filling its parts, signing it off, sending it; or saying why not.

Pages call `acknowledge`, `name_colleague`, `answer`, `give_answer_evidence`, `take_back_evidence`, `sign_off`,
`submit`, `return_nil`, `decline` and `ask_for_time`, each with a `Respondent` (see `request_steps`: of a confirmed
link, or of somebody with an account). Several people of an agency may fill parts; each answer says who wrote it.
A nil return, declining and silence are three different things.
"""

import datetime as dt
from typing import Any

from msgspec import Struct

from objectives.answers import NewAnswer, check_answer, lacking
from objectives.assurance import REVIEW_DAYS
from objectives.assurance_contacts import NewContact, check_contact, contacts_of, keep_contact, write_to
from objectives.dates import in_words
from objectives.days import working_days_after
from objectives.evidence import NewEvidence, check_evidence
from objectives.faults import Faults
from objectives.mandates import refuse_stale, row_of, write
from objectives.problems import Conflict, Invalid, NotFound
from objectives.replies import (
    answers_in_force,
    carried_forward,
    evidence_of,
    questions_of,
    returned_about,
    signed_off,
)
from objectives.request_steps import ANSWERING, Respondent, Step, respondents_step
from objectives.tables.assurance import AssuranceAsking, AssuranceQuestion
from objectives.tables.assurance_reply import (
    AssuranceAnswer,
    AssuranceEvidence,
    AssuranceSignOff,
    AssuranceSubmission,
)
from objectives.tables.assurance_request import AssuranceContact, AssuranceExtension, AssuranceRequest
from objectives.words import ContactPart, RequestAct

COLLEAGUES, PIECES = 12, 100
WHO_SIGNS, THEIR_POST = "Give the name of the senior who signs it off.", "Give their post."
WHY_MORE_TIME = "Say why more time is needed."


class NewSignOff(Struct, frozen=True):
    """A named senior who stands by the reply, and the day on which they did."""

    name: str
    post: str
    signed_on: dt.date


async def acknowledge(by: Respondent) -> AssuranceRequest:
    """Says that the request has arrived and will be answered. Raises NotAllowed, Conflict."""
    async with respondents_step(by, RequestAct.ACKNOWLEDGE) as step:
        pass
    return step.request


async def name_colleague(by: Respondent, new: NewContact) -> AssuranceContact:
    """Names a colleague who fills a part; they get a link of their own. Raises NotAllowed, Invalid, Conflict."""
    faults = Faults()
    checked = check_contact(faults, new, "colleague")
    faults.refuse()
    async with respondents_step(by, RequestAct.NAME_COLLEAGUE, checked.name) as step:
        named = await contacts_of(by.request)
        if any(contact.email == checked.email and contact.part in ANSWERING for contact in named):
            raise Invalid(
                faults={"colleague-email": "Somebody with this mailbox answers this request already."}
            )
        if sum(contact.part == ContactPart.COLLEAGUE for contact in named) >= COLLEAGUES:
            raise Conflict(f"{COLLEAGUES} colleagues answer this request already; that is as many as can.")
        contact = await keep_contact(step.request, ContactPart.COLLEAGUE, checked, step.now)
        await write_to(contact)
        return contact


async def answer(by: Respondent, question: int, new: NewAnswer, seen: int | None = None) -> AssuranceAnswer:
    """Answers one question of the request, or changes its answer until the reply is sent.

    With `still_true` the last reply's answer is taken over. `seen` is the newest history sequence of the answer that
    a form showed. Raises NotFound, NotAllowed, Invalid with faults at "value", "out_of" and "words", and Conflict
    where a colleague changed the answer meanwhile.
    """
    async with respondents_step(by, RequestAct.ANSWER) as step:
        asked = await _question(step, question)
        if new.still_true:
            new = await _last_words(step.request, asked)
        columns = check_answer(asked, new) | {"answered_by": by.contact, "answered_at": step.now}
        of: dict[str, Any] = {"request": by.request, "question": asked.id, "attempt": step.attempt}
        known = (
            (AssuranceAnswer.request == by.request)
            & (AssuranceAnswer.question == asked.id)
            & (AssuranceAnswer.attempt == step.attempt)
        )
        answered = await AssuranceAnswer.objects().where(known).first()
        if answered:
            await refuse_stale(seen, answered)
            return await write(answered, columns)
        written = AssuranceAnswer(**of, **columns)
        await written.save()
        return written


async def give_answer_evidence(by: Respondent, question: int, new: NewEvidence) -> AssuranceEvidence:
    """Gives a file, a link or a statement with an answer; its file has been kept already.

    Raises NotFound, NotAllowed, Conflict, and Invalid with the faults of `evidence.check_evidence`.
    """
    async with respondents_step(by, RequestAct.ANSWER) as step:
        asked = await _question(step, question)
        faults = Faults()
        if await AssuranceEvidence.count().where(AssuranceEvidence.request == by.request) >= PIECES:
            raise Conflict(
                f"{PIECES} pieces were given with this reply already; put what is left into one of them."
            )
        columns = check_evidence(faults, new, step.today)
        faults.refuse()
        for left_out in ("expires_on", "sensitivity"):
            columns.pop(left_out)
        piece = AssuranceEvidence(
            request=by.request,
            question=asked.id,
            attempt=step.attempt,
            given_by=by.contact,
            given_at=step.now,
            **columns,
        )
        await piece.save()
        return piece


async def take_back_evidence(by: Respondent, evidence: int) -> AssuranceEvidence:
    """Takes a piece back before the reply is sent; history keeps that it was given. Raises NotFound, Conflict."""
    async with respondents_step(by, RequestAct.ANSWER) as step:
        piece = await row_of(AssuranceEvidence, evidence)
        if piece.request != by.request or piece.attempt != step.attempt or piece.taken_back_at is not None:
            raise NotFound("There is no such evidence in this reply.")
        return await write(piece, {"taken_back_at": step.now})


async def sign_off(by: Respondent, new: NewSignOff) -> AssuranceSignOff:
    """Notes the named senior who stands by the reply as it is now. A later change of an answer needs it anew.

    Raises NotAllowed, Conflict, and Invalid with faults at "name", "post" and "signed_on".
    """
    faults = Faults()
    name, post = faults.line(new.name, "name", WHO_SIGNS), faults.line(new.post, "post", THEIR_POST)
    async with respondents_step(by, RequestAct.SIGN_OFF, f"{name}, {post}") as step:
        signed = new.signed_on <= step.today
        faults.need(
            signed, "signed_on", f"It is {in_words(step.today)}; give the day on which it was signed off."
        )
        asked_on = step.request.issued_on
        faults.need(
            new.signed_on >= asked_on,
            "signed_on",
            f"It was asked on {in_words(asked_on)}; give a day from then on.",
        )
        faults.refuse()
        signing = AssuranceSignOff(
            request=by.request,
            attempt=step.attempt,
            name=name,
            post=post,
            signed_on=new.signed_on,
            recorded_by=by.contact,
            recorded_at=step.now,
        )
        await signing.save()
        return signing


async def submit(by: Respondent) -> AssuranceSubmission:
    """Sends the reply: from then on it stands. Raises NotAllowed, Conflict, and Invalid with a fault for each
    question that is still to be answered, at "question-ID", or at "sign_off"."""
    async with respondents_step(by, RequestAct.SUBMIT) as step:
        await _refuse_unfinished(step)
        return await _sent(by, step, nil=False, words="")


async def return_nil(by: Respondent, words: str) -> AssuranceSubmission:
    """Replies that there is nothing to report, and why: a reply, to be judged as such. Raises Invalid, Conflict."""
    why = _said(words, "Say in a sentence why there is nothing to report.")
    async with respondents_step(by, RequestAct.RETURN_NIL, why) as step:
        return await _sent(by, step, nil=True, words=why)


async def decline(by: Respondent, reason: str) -> AssuranceRequest:
    """Declines to answer, with the reason. Until the agency answers a newer request, this counts as overdue."""
    why = _said(reason, "Say why the agency declines; the Executive Group sees it.")
    async with respondents_step(by, RequestAct.DECLINE, why) as step:
        pass
    return step.request


async def ask_for_time(by: Respondent, to_on: dt.date, reason: str) -> AssuranceExtension:
    """Asks for a later reply date; the one in force stands until the business unit decides.

    Raises NotAllowed, Conflict where it was asked already, Invalid with faults at "to_on" and "reason".
    """
    faults = Faults()
    why = faults.text(reason, "reason", WHY_MORE_TIME)
    async with respondents_step(by, RequestAct.ASK_FOR_TIME, why) as step:
        later = to_on > max(step.request.due_on, step.today)
        faults.need(later, "to_on", f"Give a day after {in_words(max(step.request.due_on, step.today))}.")
        faults.refuse()
        # What was asked before the reply was sent and came back waits for nobody: the return set a date of its own.
        waiting = (
            (AssuranceExtension.request == by.request)
            & AssuranceExtension.granted.is_null()
            & (AssuranceExtension.from_on == step.request.due_on)
        )
        if await AssuranceExtension.exists().where(waiting):
            raise Conflict("More time has been asked for already; the business unit will decide on it.")
        asked = AssuranceExtension(
            request=by.request,
            from_on=step.request.due_on,
            to_on=to_on,
            reason=why,
            asked_by=by.contact,
            asked_at=step.now,
        )
        await asked.save()
        return asked


async def _question(step: Step, question: int) -> AssuranceQuestion:
    found = await row_of(AssuranceQuestion, question)
    if found.asking != step.request.asking:
        raise NotFound("There is no such question in this request.")
    return found


async def _last_words(request: AssuranceRequest, asked: AssuranceQuestion) -> NewAnswer:
    last = (await carried_forward(request)).get(asked.id)
    if last is None:
        raise Invalid(faults={"still_true": "There is no earlier answer to this question; answer it anew."})
    return NewAnswer(last.value, last.out_of, last.words, still_true=True)


async def _sent(by: Respondent, step: Step, nil: bool, words: str) -> AssuranceSubmission:
    step.changes |= {
        "answered_on": step.today,
        "review_due_on": working_days_after(step.today, REVIEW_DAYS),
    }
    sent = AssuranceSubmission(
        request=by.request,
        attempt=step.attempt,
        nil=nil,
        words=words,
        submitted_by=by.contact,
        submitted_at=step.now,
    )
    await sent.save()
    return sent


async def _refuse_unfinished(step: Step) -> None:
    request, faults = step.request, Faults()
    answers = await answers_in_force(request)
    pieces = await evidence_of(request)
    anew = frozenset(about.question for about in await returned_about(request) if about.question)
    for question in lacking(
        await questions_of(request),
        {a.question: a for a in answers},
        frozenset(piece.question for piece in pieces),
        anew,
        step.attempt,
    ):
        faults.need(
            False, f"question-{question.id}", f"Answer question {question.position}: {question.title}."
        )
    asking = await row_of(AssuranceAsking, request.asking)
    if asking.sign_off_wanted:
        await _refuse_unsigned(faults, request)
    faults.refuse()


async def _refuse_unsigned(faults: Faults, request: AssuranceRequest) -> None:
    signed = await signed_off(request)
    this_time = signed is not None and signed.attempt == request.attempt
    faults.need(this_time, "sign_off", "Have a named senior of your agency sign it off first.")
    stands = signed is None or signed.stands
    faults.need(stands, "sign_off", "The reply was changed after it was signed off; have it signed off anew.")


def _said(text: str, sentence: str) -> str:
    faults = Faults()
    words = faults.text(text, "reason", sentence)
    faults.refuse()
    return words
