"""Assurance in the example: police and health asked, and requests at every stage of their life, made by the acts.

Days are told as everywhere in the example: from a round ("F2") or from the day of loading ("T-12").
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from objectives.actions import find_commitment
from objectives.answering import NewSignOff, acknowledge, answer, ask_for_time, decline, sign_off, submit
from objectives.answers import NewAnswer
from objectives.assurance import Asked, NewAsking, ask, issue, requests_of
from objectives.assurance_contacts import NewContact, contacts_of
from objectives.assurance_templates import template_of
from objectives.chasing import chase
from objectives.dates import months_after
from objectives.example.cast import Cast
from objectives.example.story import GIVEN, JUDGED, PLANNED, REPORTED, SAID, Step
from objectives.history import Actor
from objectives.replies import questions_of
from objectives.request_steps import Respondent
from objectives.reviewing import NewOpinion, Recommended, begin_review, give_opinion
from objectives.tables.assurance_request import AssuranceRequest
from objectives.words import ContactPart, Opinion, QuestionKind

KEY = "coventry-csa"
POLICE = "West Midlands Police"
HEALTH = "Coventry and Warwickshire Integrated Care Board"
PUBLIC_HEALTH = "Coventry City Council Public Health"
EDUCATION = "Coventry City Council Education Service"
SIGNED = {
    POLICE: ("Jamie Example", "Assistant Chief Constable"),
    HEALTH: ("Rowan Example", "Chief nursing officer"),
}

SAID_OF = {
    "arrangements": "A named lead in each team since April, and a monthly forum that looks at every open matter.",
    "routes": "By the partnership’s form, by the desk’s mailbox, and at the weekly call..",
    "volume": "Counted from the desk’s register, each submission once.",
    "pathway": "One pathway from referral to aftercare, on the intranet and on a card that every ward has.",
    "scope": "Response, neighbourhood, investigation and front-counter staff: whoever may be first to listen.",
    "content": "Two days on listening, pace and memory, validated by the regional university in March.",
    "gaps": "Night shifts are behind; a course in their hours begins next month and is to reach them by the spring.",
    "voice": "Children told us, in totals, that they were kept informed; fewer said so of the wait before it.",
    "self-rating": "The course reaches nearly everybody; sampling has only begun.",
}


class Told(Struct, frozen=True):
    """One request of the example: about what, of whom, by which template, and how far it has come by which day."""

    about: str
    agency: str
    template: str
    asked: str | None
    taken_on: str | None = None
    part: str | None = None
    replied: str | None = None
    judged: str | None = None
    opinion: Opinion = Opinion.REASONABLE
    reasons: str = ""
    review_by: str = "T"
    recommended: str = ""
    more_time: str | None = None
    declined: str | None = None


TOLD = (
    Told(
        about="SUPP-2",
        agency=POLICE,
        template="police-child-led-training",
        asked="O3-70",
        taken_on="O3-67",
        replied="O3-45",
        judged="O3-38",
        reasons="The training return and the validated content agree; practice was sampled once, and well.",
        review_by="T+45",
        recommended="Sample recorded interviews every quarter, and report the share that was child-led.",
    ),
    Told(
        about="SUPP-2",
        agency=POLICE,
        template="police-child-led-training",
        asked="T-16",
        taken_on="T-13",
        part="T-5",
    ),
    Told(about="PREV-4", agency=POLICE, template="soft-intelligence", asked="T-45", taken_on="T-40"),
    Told(about="SUPP-3", agency=HEALTH, template="health", asked="T-30", taken_on="T-28", replied="T-4"),
    Told(
        about="PREV-2", agency=EDUCATION, template="education", asked="T-20", taken_on="T-18", more_time="T-3"
    ),
    Told(about="PREV-5", agency=PUBLIC_HEALTH, template="generic", asked="T-35", declined="T-27"),
    Told(about="PROT-3", agency=HEALTH, template="generic", asked=None),
)


def assurance_steps(cast: Cast) -> Iterator[Step]:
    """Every step of every request, and the days on which chasing was run."""
    for number, told in enumerate(TOLD):
        yield from _Request(number, told, cast).steps()
    for days in range(20, -1, -5):
        yield Step(cast.anchors.day(f"T-{days}"), JUDGED, _chase)


async def _chase(day: dt.date) -> None:
    await chase(Actor.system("chase"))


class _Request:
    """One request on its way; the acts are those of the business unit and of whoever the request names."""

    def __init__(self, number: int, told: Told, cast: Cast) -> None:
        self.number, self.told, self.cast, self.day = number, told, cast, cast.anchors.day
        self.request: AssuranceRequest

    def steps(self) -> Iterator[Step]:
        told = self.told
        yield Step(self.day(told.asked or "T-2"), PLANNED, self.ask)
        for when, turn, act in (
            (told.taken_on, SAID, self.take_on),
            (told.part, GIVEN, partial(self.reply, whole=False)),
            (told.replied, REPORTED, partial(self.reply, whole=True)),
            (told.more_time, SAID, self.ask_for_time),
            (told.declined, SAID, self.decline),
            (told.judged, JUDGED, self.judge),
        ):
            if when:
                yield Step(self.day(when), turn, act)

    async def ask(self, day: dt.date) -> None:
        template = await template_of(self.told.template)
        agency = self.cast.agencies[self.told.agency]
        new = NewAsking(
            template=template.key,
            title=template.text.title,
            why=template.text.why,
            covers_from=months_after(day, -12),
            covers_to=day - dt.timedelta(days=1),
            standard=template.text.standard,
            acceptable_evidence=template.text.acceptable_evidence,
            questions=template.text.questions,
            agencies=(
                Asked(
                    agency,
                    NewContact("Alex Example", f"alex.{agency.id}@example.org"),
                    NewContact("Casey Example", f"casey.{agency.id}@example.org"),
                    lead=NewContact("Jamie Example", f"jamie.{agency.id}@example.org"),
                    delegated=NewContact("Rowan Example", f"rowan.{agency.id}@example.org"),
                ),
            ),
        )
        asking = await ask(self.cast.unit[0], [await find_commitment(KEY, self.told.about)], new)
        (self.request,) = await (issue(self.cast.unit[0], asking) if self.told.asked else requests_of(asking))

    async def by(self) -> Respondent:
        contacts = {contact.part: contact for contact in await contacts_of(self.request.id)}
        named = contacts[ContactPart.RESPONDENT.value]
        return Respondent(named.id, self.request.id, named.name)

    async def take_on(self, day: dt.date) -> None:
        await acknowledge(await self.by())

    async def reply(self, day: dt.date, whole: bool) -> None:
        by, questions = await self.by(), await questions_of(self.request)
        for question in questions if whole else questions[:3]:
            await answer(by, question.id, _answer(QuestionKind(question.kind), question.key))
        if whole:
            await sign_off(by, NewSignOff(*SIGNED[self.told.agency], day))
            await submit(by)

    async def ask_for_time(self, day: dt.date) -> None:
        later = max(self.request.due_on, day) + dt.timedelta(days=14)
        await ask_for_time(await self.by(), later, "The schools’ returns come in at the end of the month.")

    async def decline(self, day: dt.date) -> None:
        await decline(
            await self.by(), "The profile is the partnership’s, not ours; we have no data of our own."
        )

    async def judge(self, day: dt.date) -> None:
        judge = self.cast.unit[0]
        await begin_review(judge, self.request)
        agency = self.cast.agencies[self.told.agency]
        recommended = (Recommended(self.told.recommended, agency),) if self.told.recommended else ()
        new = NewOpinion(self.told.opinion, self.told.reasons, self.day(self.told.review_by), recommended)
        await give_opinion(judge, self.request, new)


def _answer(kind: QuestionKind, key: str) -> NewAnswer:
    words = SAID_OF.get(
        key, "In place and looked at every quarter; the last look found nothing that needs help."
    )
    match kind:
        case QuestionKind.NUMBER:
            return NewAnswer("688", "846", "Counted on the last day of the period, each person once.")
        case QuestionKind.PERCENTAGE:
            return NewAnswer("81.3", words="Of those sampled.")
        case QuestionKind.YES_NO:
            return NewAnswer("yes", words="By an inspector in the spring; one recommendation is still open.")
        case QuestionKind.CHOICE:
            return NewAnswer("Reasonable", words=words)
        case QuestionKind.EVIDENCE:
            return NewAnswer(words="The return and the minutes are kept by the lead and can be seen.")
    return NewAnswer(words=words)
