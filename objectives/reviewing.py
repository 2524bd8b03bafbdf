"""Judging a reply: reading it, grading its evidence, returning it once with questions, and giving an opinion.

Pages call `begin_review`, `grade`, `return_reply`, `give_opinion`, `adopt` (a recommendation becomes an action) and
`decide_on_time`. Nobody judges their own agency's reply. Giving an opinion accepts the reply: one act.
"""

import datetime as dt
from typing import Any

from msgspec import Struct

from objectives.actions import NewAction, add_action
from objectives.assurance import RETURN_DAYS
from objectives.assurance_contacts import contacts_of, write_to
from objectives.dates import in_words
from objectives.days import working_days_after
from objectives.faults import Faults, refuse_if
from objectives.mandates import acting, fresh, row_of, write
from objectives.permissions import why_not_run
from objectives.problems import Conflict, NotFound
from objectives.replies import questions_of
from objectives.request_steps import ANSWERING, units_step
from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.assurance_reply import (
    AssuranceEvidence,
    AssuranceGrade,
    AssuranceOpinion,
    AssuranceRecommendation,
    AssuranceReturn,
)
from objectives.tables.assurance_request import AssuranceExtension, AssuranceRequest
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment
from objectives.text import clean_text
from objectives.words import Grade, Opinion, RequestAct

RESTS_ON = "Say on what the opinion rests."


class AboutAnswer(Struct, frozen=True):
    """A specific question about the answer to one of the request's questions, by its id; None: about the whole."""

    question: int | None
    words: str


class Recommended(Struct, frozen=True):
    """What is recommended, and to which agency."""

    words: str
    agency: Agency


class NewOpinion(Struct, frozen=True):
    """After `review_by` the opinion has lapsed. With recommendations the reply is accepted with actions."""

    opinion: Opinion
    reasons: str
    review_by: dt.date
    recommendations: tuple[Recommended, ...] = ()


async def begin_review(
    person: Person, request: AssuranceRequest, seen: int | None = None
) -> AssuranceRequest:
    """Takes a reply on for review. Raises NotAllowed, Conflict."""
    async with units_step(person, request, RequestAct.BEGIN_REVIEW, seen=seen) as step:
        pass
    return step.request


async def grade(
    person: Person, evidence: AssuranceEvidence, given: Grade, reason: str = ""
) -> AssuranceGrade:
    """Grades a piece of a reply under review; a later grade replaces it. 0 needs a reason. Raises Invalid, Conflict."""
    why, faults = clean_text(reason), Faults()
    faults.need(given > Grade.NONE or why, "reason", "Say why it is of no use.")
    faults.refuse()
    request = await row_of(AssuranceRequest, evidence.request)
    async with units_step(person, request, RequestAct.GRADE) as step:
        made = AssuranceGrade(
            evidence=evidence.id, grade=given, reason=why, graded_by=person.id, graded_at=step.now
        )
        await made.save()
        return made


async def return_reply(
    person: Person, request: AssuranceRequest, about: tuple[AboutAnswer, ...], seen: int | None = None
) -> list[AssuranceReturn]:
    """Returns a reply with specific questions, once; it is due again in 10 working days. The first answer is kept.

    Raises NotAllowed, Invalid, and Conflict where it was returned before: an opinion is then due.
    """
    faults = Faults()
    asked = [AboutAnswer(one.question, clean_text(one.words)) for one in about if clean_text(one.words)]
    faults.need(
        asked, "questions", "Ask at least one specific question, so that the agency knows what is missing."
    )
    faults.refuse()
    async with units_step(person, request, RequestAct.RETURN, seen=seen) as step:
        if step.request.attempt > 1:
            raise Conflict("This reply was returned once already; give an opinion on what there is.")
        known = {question.id for question in await questions_of(step.request)}
        if not all(one.question is None or one.question in known for one in asked):
            raise NotFound("There is no such question in this request.")
        step.changes |= {
            "attempt": 2,
            "answered_on": None,
            "due_on": working_days_after(step.today, RETURN_DAYS),
        }
        made = [
            AssuranceReturn(
                request=step.request.id,
                question=one.question,
                words=one.words,
                returned_by=person.id,
                returned_at=step.now,
            )
            for one in asked
        ]
        for row in made:
            await row.save()
        await _write_to_respondents(step.request)
        return made


async def give_opinion(
    person: Person, request: AssuranceRequest, new: NewOpinion, seen: int | None = None
) -> AssuranceOpinion:
    """Gives the opinion on a reply under review, and so accepts it. Raises NotAllowed, Conflict, and Invalid with
    faults at "opinion", "reasons", "review_by" and "recommendation-N" (from 0)."""
    act = RequestAct.ACCEPT_WITH_ACTIONS if new.recommendations else RequestAct.ACCEPT
    async with units_step(person, request, act, seen=seen) as step:
        columns, recommended = _judged(new, step.today)
        opinion = AssuranceOpinion(request=step.request.id, given_by=person.id, given_at=step.now, **columns)
        await opinion.save()
        for position, (words, agency) in enumerate(recommended, 1):
            await AssuranceRecommendation(
                opinion=opinion.id, position=position, words=words, agency=agency.id
            ).save()
        return opinion


async def adopt(
    person: Person, recommendation: AssuranceRecommendation, commitment: Commitment, new: NewAction
) -> Action:
    """Makes a recommendation an action under a commitment, with its owner. Raises NotAllowed, Invalid, Conflict."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        current = await fresh(recommendation)
        if current.action is not None:
            raise Conflict("This recommendation has become an action already.")
        action = await add_action(person, commitment, new)
        await write(current, {"action": action.id})
        return action


async def decide_on_time(
    person: Person, extension: AssuranceExtension, granted: bool, reason: str = ""
) -> AssuranceExtension:
    """Grants more time, or refuses it with a reason; either is visible from then on. Raises Invalid, Conflict."""
    why, faults = clean_text(reason), Faults()
    faults.need(granted or why, "reason", "Say why not; the agency sees it.")
    faults.refuse()
    request = await row_of(AssuranceRequest, extension.request)
    told = f"Until {in_words(extension.to_on)}. {why}" if granted else f"Refused. {why}"
    async with units_step(person, request, RequestAct.DECIDE_ON_TIME, told.strip()) as step:
        current = await fresh(extension)
        if current.granted is not None:
            raise Conflict("Somebody has decided on this already.")
        if current.from_on != step.request.due_on:
            raise Conflict(
                f"The reply is due on {in_words(step.request.due_on)} by now, which is not the date that more time "
                "was asked for; whoever needs more can ask anew."
            )
        if granted:
            step.changes["due_on"] = current.to_on
        decided: dict[str, Any] = {"granted": granted, "decision_reason": why}
        await write(current, decided | {"decided_by": person.id, "decided_at": step.now})
        await _write_to_respondents(step.request)
        return current


async def _write_to_respondents(request: AssuranceRequest) -> None:
    for contact in await contacts_of(request.id):
        if contact.part in ANSWERING:
            await write_to(contact)


def _judged(new: NewOpinion, today: dt.date) -> tuple[dict[str, Any], list[tuple[str, Agency]]]:
    faults = Faults()
    columns = {
        "opinion": new.opinion.value,
        "reasons": faults.text(new.reasons, "reasons", RESTS_ON),
        "review_by": new.review_by,
    }
    faults.need(new.opinion is not Opinion.NOT_YET_ASSESSED, "opinion", "Choose an opinion.")
    faults.need(
        new.review_by > today, "review_by", "Give a day that lies ahead; after it the opinion lapses."
    )
    recommended = [
        (faults.text(one.words, f"recommendation-{number}", "Say what is recommended."), one.agency)
        for number, one in enumerate(new.recommendations)
    ]
    faults.refuse()
    return columns, recommended
