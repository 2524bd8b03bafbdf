"""Asking for assurance: drafting what is asked of one or many agencies, sending it, withdrawing and closing.

Pages call `ask` (a draft for each agency, nothing sent), `issue` (sends them all), `withdraw` and `close`;
`suggested_due_on` for the form. Whom a request names is in `assurance_contacts`; who is overloaded already is told by
`assurance_register.burdens`. Answering is in `answering`, judging in `reviewing`, and what may follow what in
`lifecycle`.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from objectives.assurance_contacts import NewContact, check_contact, contacts_of, keep_contact, write_to
from objectives.assurance_templates import Question, check_questions, template_of
from objectives.dates import in_words
from objectives.days import working_days_after
from objectives.faults import Faults, refuse_if
from objectives.mandates import Act, acting
from objectives.permissions import why_not_run
from objectives.problems import Conflict
from objectives.request_steps import ANSWERING, units_step
from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.assurance import AssuranceAsking, AssuranceQuestion, AssuranceSubject
from objectives.tables.assurance_request import AssuranceRequest
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment
from objectives.words import ContactPart, RequestAct, RequestState, Role

ACKNOWLEDGE_DAYS, REPLY_DAYS, REVIEW_DAYS, RETURN_DAYS = 5, 20, 10, 10  # working days (handbook, section 5)


class Asked(Struct, frozen=True):
    """One agency that is asked. The lead and the delegated partner are written to only when its reply is late."""

    agency: Agency
    respondent: NewContact
    substitute: NewContact
    lead: NewContact | None = None
    delegated: NewContact | None = None


class NewAsking(Struct, frozen=True, kw_only=True):
    """What is asked. `due_on` None means 20 working days after it is sent. `covers_*` are inclusive."""

    template: str
    title: str
    why: str
    covers_from: dt.date
    covers_to: dt.date
    standard: str
    acceptable_evidence: str
    questions: tuple[Question, ...]
    agencies: tuple[Asked, ...]
    due_on: dt.date | None = None
    sign_off_wanted: bool = True


def suggested_due_on(issued_on: dt.date) -> dt.date:
    """The reply date for something sent on a day: it counts from the day after."""
    return working_days_after(issued_on, REPLY_DAYS)


async def ask(
    person: Person,
    subjects: Sequence[Commitment | Action],
    new: NewAsking,
    instead_of: AssuranceAsking | None = None,
) -> AssuranceAsking:
    """Drafts an asking with a request for each agency; nothing is sent. A draft that it replaces is withdrawn.

    Raises NotAllowed, and Invalid with faults at the fields' names; those of the agency number N (from 0) are
    "agency-N", "respondent-N-name", "respondent-N-email", likewise "substitute-", "lead-" and "delegated-".
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        template = await template_of(new.template)
        columns, questions = _written(new, subjects, act.today)
        await _refuse_without_judge(new)
        for old in await requests_of(instead_of) if instead_of else ():
            await withdraw(person, old, "It was drafted anew.")
        asking = AssuranceAsking(
            template=template.key,
            template_version=template.version,
            drafted_by=person.id,
            drafted_at=act.now,
            **columns,
        )
        await asking.save()
        await _keep_parts(asking, subjects, questions)
        for asked in new.agencies:
            await _draft(asking, asked, new.due_on, act)
        return asking


async def issue(person: Person, asking: AssuranceAsking) -> list[AssuranceRequest]:
    """Sends every request of a draft; respondents and substitutes get a link by mail. Pressed twice, it sends once.

    Raises NotAllowed; and Conflict where it was sent or withdrawn already, or its reply date has come meanwhile.
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        return [await _issue(person, request) for request in await requests_of(asking)]


async def _issue(person: Person, request: AssuranceRequest) -> AssuranceRequest:
    async with units_step(person, request, RequestAct.ISSUE) as step:
        due_on = step.request.due_on or suggested_due_on(step.today)
        if due_on <= step.today:
            raise Conflict(
                f"Its reply date, {in_words(due_on)}, has come; give a later one before it is sent."
            )
        step.changes |= {
            "issued_on": step.today,
            "acknowledge_by": working_days_after(step.today, ACKNOWLEDGE_DAYS),
            "first_due_on": due_on,
            "due_on": due_on,
        }
        for contact in await contacts_of(request.id):
            if contact.part in ANSWERING:
                await write_to(contact)
    return step.request


async def withdraw(
    person: Person, request: AssuranceRequest, reason: str, seen: int | None = None
) -> AssuranceRequest:
    """Ends a request that is no longer wanted; what was answered is kept. Raises NotAllowed, Invalid, Conflict."""
    why = _reason(reason, "Say why it is withdrawn; the agency sees it.")
    async with units_step(person, request, RequestAct.WITHDRAW, why, seen) as step:
        pass
    return step.request


async def close(person: Person, request: AssuranceRequest, seen: int | None = None) -> AssuranceRequest:
    """Closes a request that has come to its end; its opinion stands. Raises NotAllowed, Conflict."""
    async with units_step(person, request, RequestAct.CLOSE, seen=seen) as step:
        pass
    return step.request


async def requests_of(asking: AssuranceAsking) -> list[AssuranceRequest]:
    """The requests of an asking, one for each agency, in the order in which they were named."""
    return (
        await AssuranceRequest.objects()
        .where(AssuranceRequest.asking == asking.id)
        .order_by(AssuranceRequest.id)
    )


async def _draft(asking: AssuranceAsking, asked: Asked, due_on: dt.date | None, act: Act) -> None:
    request = AssuranceRequest(
        asking=asking.id, agency=asked.agency.id, state=RequestState.DRAFT.value, due_on=due_on
    )
    await request.save()
    for part, contact in _parts(asked):
        await keep_contact(request, part, check_contact(Faults(), contact, ""), act.now)


def _parts(asked: Asked) -> list[tuple[ContactPart, NewContact]]:
    parts = [(ContactPart.RESPONDENT, asked.respondent), (ContactPart.SUBSTITUTE, asked.substitute)]
    if asked.lead:
        parts.append((ContactPart.AGENCY_LEAD, asked.lead))
    if asked.delegated:
        parts.append((ContactPart.DELEGATED_PARTNER, asked.delegated))
    return parts


async def _keep_parts(
    asking: AssuranceAsking, subjects: Sequence[Commitment | Action], questions: tuple[Question, ...]
) -> None:
    for subject in subjects:
        column = "commitment" if isinstance(subject, Commitment) else "action"
        of: dict[str, Any] = {"asking": asking.id, column: subject.id}
        await AssuranceSubject(**of).save()
    await AssuranceQuestion.insert(
        *(
            AssuranceQuestion(
                asking=asking.id,
                position=position,
                key=question.key,
                title=question.title,
                words=question.words,
                hint=question.hint,
                kind=question.kind.value,
                options="\n".join(question.options),
                out_of=question.out_of,
                required=question.required,
            )
            for position, question in enumerate(questions, 1)
        )
    )


def _written(
    new: NewAsking, subjects: Sequence[Commitment | Action], today: dt.date
) -> tuple[dict[str, Any], tuple[Question, ...]]:
    faults = Faults()
    columns = {
        "title": faults.line(new.title, "title", "Say in one line what you ask for.", longest=150),
        "why": faults.text(new.why, "why", "Say why it is asked; the agency reads it first."),
        "standard": faults.text(new.standard, "standard", "Say which standard is tested."),
        "acceptable_evidence": faults.text(
            new.acceptable_evidence, "acceptable_evidence", "Say which evidence would be accepted."
        ),
        "covers_from": new.covers_from,
        "covers_to": new.covers_to,
        "sign_off_wanted": new.sign_off_wanted,
        "strategy": subjects[0].strategy if subjects else None,
    }
    faults.need(subjects, "subjects", "Choose at least one commitment or action.")
    one = len({subject.strategy for subject in subjects}) <= 1
    faults.need(one, "subjects", "Ask about one strategy at a time.")
    faults.need(new.covers_from <= new.covers_to, "covers_to", "The period ends before it begins.")
    later = new.due_on is None or new.due_on > today
    faults.need(later, "due_on", "Give a reply date that lies ahead.")
    questions = check_questions(faults, new.questions)
    _check_agencies(faults, new.agencies)
    faults.refuse()
    return columns, questions


def _check_agencies(faults: Faults, agencies: tuple[Asked, ...]) -> None:
    faults.need(agencies, "agencies", "Choose at least one agency.")
    ids = [asked.agency.id for asked in agencies]
    for number, asked in enumerate(agencies):
        faults.need(ids.count(asked.agency.id) == 1, f"agency-{number}", "This agency is asked twice.")
        one = check_contact(faults, asked.respondent, f"respondent-{number}")
        other = check_contact(faults, asked.substitute, f"substitute-{number}")
        faults.need(
            one.email != other.email,
            f"substitute-{number}-email",
            "Name somebody with a mailbox of their own: the substitute answers when the respondent is away.",
        )
        for part, contact in (("lead", asked.lead), ("delegated", asked.delegated)):
            if contact:
                check_contact(faults, contact, f"{part}-{number}")


async def _refuse_without_judge(new: NewAsking) -> None:
    """Nobody judges their own agency's reply, so an agency whose reply nobody could judge is not asked."""
    judges = await Person.raw(_JUDGES, Role.BUSINESS_UNIT.value)
    faults = Faults()
    for number, asked in enumerate(new.agencies):
        others = any(judge["agency"] != asked.agency.id for judge in judges)
        sentence = (
            f"Everybody of the business unit belongs to {asked.agency.name}, so nobody could judge its reply."
        )
        faults.need(others, f"agency-{number}", sentence)
    faults.refuse()


_JUDGES = """
SELECT DISTINCT p.agency FROM role_grant r JOIN person p ON p.id = r.person
WHERE r.role = {} AND r.ended_on IS NULL AND p.disabled_at IS NULL ORDER BY p.agency
"""


def _reason(text: str, sentence: str) -> str:
    faults = Faults()
    reason = faults.text(text, "reason", sentence)
    faults.refuse()
    return reason
