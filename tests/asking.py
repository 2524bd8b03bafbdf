"""Assurance requests to test with, made through the domain's own acts; the police are asked unless told otherwise."""

import datetime as dt

from objectives.answering import NewSignOff, answer, sign_off, submit
from objectives.answers import NewAnswer
from objectives.assurance import Asked, NewAsking, ask, issue, requests_of
from objectives.assurance_contacts import NewContact
from objectives.assurance_templates import Question
from objectives.mandates import fresh
from objectives.people import NewAgency, NewPerson, add_agency, add_person
from objectives.replies import questions_of
from objectives.request_steps import Respondent
from objectives.reviewing import NewOpinion, begin_review, give_opinion
from objectives.tables.agency import Agency
from objectives.tables.assurance_request import AssuranceContact, AssuranceRequest
from objectives.tables.person import Person
from objectives.words import ContactPart, Opinion, QuestionKind, Role
from tests.makers import Partnership, a_commitment

QUESTIONS = (
    Question("arrangements", "Arrangements in place", "What is in place?"),
    Question("trained", "How many are trained", "How many?", QuestionKind.NUMBER, out_of="In scope"),
    Question("gaps", "Gaps", "What is missing?", need="optional"),
)
ANSWERS = {"arrangements": NewAnswer(words="A course."), "trained": NewAnswer("688", "846", "On 1 March.")}
NEXT_YEAR = dt.date(2027, 6, 30)


def asked_of(agency: Agency, **changes: object) -> Asked:
    usual = {
        "agency": agency,
        "respondent": NewContact("Sam Respondent", "respondent@example.org"),
        "substitute": NewContact("Robin Substitute", "substitute@example.org"),
        "lead": NewContact("Lee Lead", "lead@example.org"),
        "delegated": NewContact("Dee Delegated", "delegated@example.org"),
    }
    return Asked(**(usual | changes))


def an_asking(*agencies: Agency, **changes: object) -> NewAsking:
    usual = {
        "template": "police-child-led-training",
        "title": "Child-led training",
        "why": "The strategy asks for it.",
        "covers_from": dt.date(2025, 4, 1),
        "covers_to": dt.date(2026, 3, 31),
        "standard": "Everybody in scope is trained.",
        "acceptable_evidence": "A training return.",
        "questions": QUESTIONS,
        "agencies": tuple(asked_of(agency) for agency in agencies),
    }
    return NewAsking(**(usual | changes))


async def a_draft(p: Partnership, reference: str = "SUPP-2", **changes: object) -> AssuranceRequest:
    drafted = await ask(p.moderator, [await a_commitment(reference)], an_asking(p.police, **changes))
    (request,) = await requests_of(drafted)
    return request


async def a_request(p: Partnership, reference: str = "SUPP-2", **changes: object) -> AssuranceRequest:
    """A request to the police that has been sent."""
    drafted = await ask(p.moderator, [await a_commitment(reference)], an_asking(p.police, **changes))
    (request,) = await issue(p.moderator, drafted)
    return request


async def respondent(request: AssuranceRequest, part: ContactPart = ContactPart.RESPONDENT) -> Respondent:
    """Whoever the request names for a part, as by a link that is not looked at."""
    named = (AssuranceContact.request == request.id) & (AssuranceContact.part == part.value)
    contact = await AssuranceContact.objects().where(named & AssuranceContact.ended_at.is_null()).first()
    assert contact is not None
    return Respondent(contact.id, request.id, contact.name)


async def answered(request: AssuranceRequest) -> AssuranceRequest:
    """The request with its questions answered, signed off and submitted."""
    by = await respondent(request)
    for question in await questions_of(request):
        if question.key in ANSWERS:
            await answer(by, question.id, ANSWERS[question.key])
    await sign_off(by, NewSignOff("Alex Senior", "Assistant Chief Constable", request.issued_on))
    await submit(by)
    return await fresh(request)


async def judged(
    p: Partnership,
    request: AssuranceRequest,
    opinion: Opinion = Opinion.REASONABLE,
    review_by: dt.date = NEXT_YEAR,
) -> AssuranceRequest:
    """The request answered, and the opinion on it given."""
    await begin_review(p.moderator, await answered(request))
    await give_opinion(p.moderator, request, NewOpinion(opinion, "As the return shows.", review_by))
    return await fresh(request)


async def a_partner(p: Partnership, name: str) -> Agency:
    return await add_agency(p.administrator, NewAgency(name, name.split()[0], f"Director of {name}"))


async def a_judge_of(p: Partnership, agency: Agency) -> Person:
    """Somebody of the business unit who belongs to an agency that is asked."""
    new = NewPerson("Jules Seconded", "jules@example.org", agency)
    return await add_person(p.administrator, new, (Role.BUSINESS_UNIT,))
