"""Every page of a request in a real browser, wide and on a phone: those of whoever answers, and the business unit's.

What people do on them is tried in the journeys; here each is looked at as it stands, and with its faults shown.
"""

import pytest
from playwright.async_api import Browser, Page

from governance_app.answer_links import make_answer_link
from governance_app.database import connected
from objectives.actions import find_commitment
from objectives.answering import NewSignOff, answer, ask_for_time, give_answer_evidence, sign_off, submit
from objectives.answers import NewAnswer
from objectives.assurance import ask, close, issue, withdraw
from objectives.assurance_templates import Question
from objectives.dates import months_after
from objectives.evidence import NewEvidence
from objectives.mandates import fresh
from objectives.opinion_reading import opinion_of
from objectives.replies import questions_of
from objectives.reviewing import (
    AboutAnswer,
    NewOpinion,
    Recommended,
    begin_review,
    give_opinion,
    return_reply,
)
from objectives.tables.agency import Agency
from objectives.tables.assurance_request import AssuranceRequest
from objectives.tables.person import Person
from objectives.words import EvidenceKind, Opinion, QuestionKind
from tests.asking import QUESTIONS, an_asking, asked_of, respondent
from tests.browser.conftest import Site
from tests.browser.test_accessibility import assert_sound_at_both_widths
from tests.browser.test_assurance_journey import found_in
from tests.makers import KEY

pytestmark = pytest.mark.asyncio(loop_scope="session")

KINDS = (
    *QUESTIONS[:2],
    Question("share", "Share of schools", "Which share answered?", QuestionKind.PERCENTAGE),
    Question("board", "Seen by the board", "Has your board seen it?", QuestionKind.YES_NO),
    Question("tested", "Last tested", "When was it last tested?", QuestionKind.DATE),
    Question(
        "self-rating", "Your own rating", "How sure are you?", QuestionKind.CHOICE, options=tuple(Opinion)
    ),
    Question("evidence", "Evidence", "What shows this?", QuestionKind.EVIDENCE),
)
REPLIES = {
    QuestionKind.TEXT: NewAnswer(words="A course for everybody in scope."),
    QuestionKind.NUMBER: NewAnswer("688", "846"),
    QuestionKind.PERCENTAGE: NewAnswer("81.3"),
    QuestionKind.YES_NO: NewAnswer("yes", words="In March."),
    QuestionKind.DATE: NewAnswer("2026-03-01"),
    QuestionKind.CHOICE: NewAnswer("Reasonable", words="Some gaps are left."),
    QuestionKind.EVIDENCE: NewAnswer(words="The training return."),
}


async def test_every_page_of_whoever_answers_is_sound(page: Page, browser: Browser, site: Site) -> None:
    async with connected(site.connections):
        await replied(await sent())
        request = await sent()
        context = await browser.new_context(base_url=site.address)
        seat = await context.new_page()
        link = f"/answer/link/{await make_answer_link((await respondent(request)).contact)}"
        await the_way_in(seat, link, page)
        await every_form(seat)
        await replied(request, send=False)
        await looked_at(seat, "/answer/check")
        await pressed(seat, "Send this reply")
        await returned(request)
        await looked_at(seat, "/answer", "/answer/questions/2")
        await ended(request)
        await seat.goto("/answer/left")
        await looked_at(seat, "/answer/left", "/answer", link)
        await context.close()


async def the_way_in(seat: Page, link: str, tray: Page) -> None:
    await looked_at(seat, link)
    await pressed(seat, "Send me the code")
    await pressed(seat, "Open the request")
    code = await found_in(tray, "respondent@example.org", r"(?<=Your code is )\d{6}")
    await seat.get_by_label("Code").fill(code)
    await pressed(seat, "Open the request")
    assert await seat.inner_text("h1") == "Child-led training"


async def every_form(seat: Page) -> None:
    await looked_at(seat, *(f"/answer/questions/{n}" for n in range(1, len(KINDS) + 1)))
    for path, button in (
        ("/answer/questions/2", "Save and continue"),
        ("/answer/questions/1/evidence", "Add it"),
        ("/answer/colleague", "Send them a link"),
        ("/answer/more-time", "Ask for it"),
        ("/answer/nothing-to-report", "Send: nothing to report"),
        ("/answer/decline", "Decline"),
        ("/answer/sign-off", "Continue to check and send"),
    ):
        await seat.goto(path)
        await pressed(seat, button)
        assert await seat.title() != "", path


async def test_every_page_of_the_business_unit_about_a_request_is_sound(page: Page, site: Site) -> None:
    async with connected(site.connections):
        request = await sent()
        at = f"/requests/{request.id}"
        until = months_after(request.due_on, 1)
        await ask_for_time(await respondent(request), until, "Schools are closed.")
        await page.goto(at)
        await pressed(page, "Withdraw it")
        await looked_at(page, f"{at}/letter", f"/requests/drafts/{request.asking}", f"{at}/review")
        morgan = await replied(request)
        await begin_review(morgan, request)
        await page.goto(f"{at}/review")
        await pressed(page, "Grade it")
        for path, button in (("return", "Return it"), ("opinion", "Give this opinion")):
            await page.goto(f"{at}/{path}")
            await pressed(page, button)
        await judged(morgan, request)
        judgement = await opinion_of(request.id)
        assert judgement is not None
        await looked_at(page, at, f"{at}/recommendations/{judgement.recommendations[0].id}")


async def looked_at(page: Page, *paths: str) -> None:
    for path in paths:
        await page.goto(path)
        await assert_sound_at_both_widths(page)


async def pressed(page: Page, button: str) -> None:
    """The page that a button leads to, looked at."""
    await page.get_by_role("button", name=button, exact=True).first.click()
    await assert_sound_at_both_widths(page)


async def sent() -> AssuranceRequest:
    """A request to the education service with a question of every kind, sent by Morgan."""
    education = await Agency.objects().get(Agency.short_name == "Education Service")
    asking = an_asking(template="education", agencies=(asked_of(education),), questions=KINDS)
    drafted = await ask(await morgan(), [await find_commitment(KEY, "PROT-7")], asking)
    (request,) = await issue(await morgan(), drafted)
    return request


async def replied(request: AssuranceRequest, send: bool = True) -> Person:
    """Every question answered, a piece of evidence given, signed off and sent; answers who may judge it."""
    by = await respondent(request)
    for question in await questions_of(request):
        await answer(by, question.id, REPLIES[QuestionKind(question.kind)])
    kind = EvidenceKind.TRAINING
    piece = NewEvidence(
        title="Training return",
        kind=kind,
        shows_on=request.issued_on,
        declared_free_of_child_data=True,
        statement="688 of 846.",
    )
    await give_answer_evidence(by, question.id, piece)
    await sign_off(by, NewSignOff("Alex Senior", "Director of education", request.issued_on))
    if send:
        await submit(by)
    return await morgan()


async def returned(request: AssuranceRequest) -> None:
    (_, trained, *_) = await questions_of(request)
    await begin_review(await morgan(), request)
    await return_reply(
        await morgan(),
        request,
        (AboutAnswer(trained.id, "Of which roles?"), AboutAnswer(None, "Since when?")),
    )


async def judged(person: Person, request: AssuranceRequest) -> None:
    agency = await Agency.objects().get(Agency.id == request.agency)
    recommended = (Recommended("Test it in every school by the summer.", agency),)
    review_by = months_after(request.issued_on, 12)
    await give_opinion(
        person, request, NewOpinion(Opinion.LIMITED, "One source only.", review_by, recommended)
    )


async def ended(request: AssuranceRequest) -> None:
    await withdraw(await morgan(), await fresh(request), "Asked in error.")
    await close(await morgan(), await fresh(request))


async def morgan() -> Person:
    person = await Person.objects().get(Person.name == "Morgan Example")
    assert person is not None
    return person
