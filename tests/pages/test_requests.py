"""The business unit at work: asking three agencies, the register, one request, judging a reply, the map."""

import datetime as dt

import pytest

from objectives.answering import NewSignOff, answer, ask_for_time, give_answer_evidence, sign_off, submit
from objectives.answers import NewAnswer
from objectives.mandates import fresh
from objectives.replies import questions_of
from objectives.reviewing import begin_review
from objectives.tables.agency import Agency
from objectives.tables.assurance_reply import AssuranceGrade, AssuranceOpinion, AssuranceRecommendation
from objectives.tables.assurance_request import AssuranceRequest
from objectives.tables.mail import Mail
from objectives.tables.person import Person
from objectives.words import MailKind, RequestState
from tests.asking import QUESTIONS, answered, respondent
from tests.makers import some_evidence
from tests.pages.answering import press, sent_to_police
from tests.pages.filling import controls
from tests.pages.visitor import Page, Visitor

UNIT, GROUP, SCRUTINEER = "Morgan Example", "Idris Example", "Lowell Example"
POLICE, HEALTH = "Toni Example", "Elliot Example"


async def come_as(visitor: Visitor, name: str) -> None:
    """Signs in, whoever was here before."""
    visitor.client.cookies.clear()
    await visitor.sign_in(name)


async def details_page(visitor: Visitor, *agencies: str, about: str = "SUPP-2") -> str:
    """The address of the second page, with the agencies of these short names chosen."""
    rows = await Agency.objects().where(Agency.short_name.is_in(list(agencies))).order_by(Agency.id)
    chosen = "".join(f"&agency={row.id}" for row in rows)
    return f"/requests/new/details?template=generic&about={about}{chosen}"


async def draft_of_three(visitor: Visitor) -> Page:
    """From the choice to the preview: police, health and education, each with somebody to answer."""
    at = await details_page(visitor, "Police", "Integrated Care Board", "Education Service")
    form = controls(await visitor.open(at), "/requests/new/details")
    people = {
        f"{part}-{n}-{what}": f"{part}{n}" + ("@example.org" if what == "email" else "")
        for part in ("respondent", "substitute")
        for n in range(3)
        for what in ("name", "email")
    }
    agencies = [part.partition("=")[2] for part in at.split("&") if part.startswith("agency=")]
    sent = {**form, **people, "agency": agencies}
    answer = await visitor.client.post("/requests/new/details", data=sent, follow_redirects=True)
    return Page(answer.status_code, answer.text, answer.headers)


async def person(name: str) -> Person:
    found = await Person.objects().get(Person.name == name)
    assert found is not None
    return found


async def under_review(visitor: Visitor) -> AssuranceRequest:
    request = await answered(await sent_to_police())
    await begin_review(await person(UNIT), request)
    await come_as(visitor, UNIT)
    return await fresh(request)


async def test_three_agencies_are_asked_at_once_and_nothing_goes_before_the_last_button(
    visitor: Visitor,
) -> None:
    await come_as(visitor, UNIT)
    page = await visitor.open("/requests/new?about=SUPP-2")
    assert "SUPP-2" in page.words
    before = await AssuranceRequest.count()
    page = await draft_of_three(visitor)
    assert "Nothing has been sent." in page.words
    assert (
        await Mail.count().where(
            Mail.kind == MailKind.ASSURANCE_REQUEST, Mail.recipient.like("respondent_@%")
        )
        == 0
    )
    draft = next(form.attrib["action"] for form in page.forms if form.attrib["action"].endswith("/issue"))
    await visitor.send(draft, page.token())
    sent = await AssuranceRequest.objects().order_by(AssuranceRequest.id).offset(before)
    assert [one.state for one in sent] == [RequestState.ISSUED] * 3
    assert await Mail.count().where(Mail.recipient.like("respondent_@%")) == 3


async def test_what_is_wrong_with_an_asking_comes_back_with_the_typing_kept(visitor: Visitor) -> None:
    await come_as(visitor, UNIT)
    at = await details_page(visitor, "Police")
    page = await press(visitor, at, "/requests/new/details", title="", why="Because of the inspection.")
    assert page.status == 422
    assert "Say in one line what you ask for." in page.words
    assert "Because of the inspection." in page.text


async def test_a_discarded_draft_leaves_the_register(visitor: Visitor) -> None:
    await come_as(visitor, UNIT)
    page = await draft_of_three(visitor)
    drafts = (await visitor.open("/requests?standing=drafts")).words.count(
        "Assurance on what has been agreed"
    )
    discard = next(form.attrib["action"] for form in page.forms if form.attrib["action"].endswith("/discard"))
    await visitor.send(discard, page.token())
    left = (await visitor.open("/requests?standing=drafts")).words.count("Assurance on what has been agreed")
    assert (drafts - left) == 3


async def test_the_register_is_filtered_by_standing_agency_and_subject(visitor: Visitor) -> None:
    request = await sent_to_police()
    await come_as(visitor, UNIT)
    address = f"/requests/{request.id}"
    for query, listed in (
        ("", True),
        ("?standing=open", True),
        ("?standing=over", False),
        (f"?agency={request.agency}", True),
        ("?agency=1", False),
        ("?about=SUPP-2", True),
        ("?about=PREV-1", False),
    ):
        assert (address in (await visitor.open(f"/requests{query}")).main_links) == listed, query


async def test_an_agency_sees_what_was_asked_of_itself_and_nothing_else(visitor: Visitor) -> None:
    request = await sent_to_police()
    await come_as(visitor, POLICE)
    page = await visitor.open(f"/requests?agency={request.agency}")
    assert f"/requests/{request.id}" in page.main_links
    assert (await visitor.open(f"/requests/{request.id}")).heading == "Child-led training"
    await visitor.open("/requests", 403)
    await visitor.open("/requests/map", 403)
    await come_as(visitor, HEALTH)
    await visitor.open(f"/requests/{request.id}", 403)
    await visitor.open(f"/requests/{request.id}/review", 403)


async def test_those_who_read_everything_read_and_change_nothing(visitor: Visitor) -> None:
    request = await sent_to_police()
    for name in (GROUP, SCRUTINEER):
        await come_as(visitor, name)
        page = await visitor.open(f"/requests/{request.id}")
        assert "Withdraw this request" not in page.words
        token = (await visitor.open("/my-work")).token()
        for path, fields in (
            ("withdrawal", {"reason": "No.", "seen": "999999"}),
            ("closure", {"seen": "999999"}),
            ("review", {"seen": "999999"}),
            ("opinion", {"seen": "999999", "opinion": "Limited", "reasons": "x"}),
        ):
            answer = await visitor.send(f"/requests/{request.id}/{path}", token, **fields)
            assert answer.status_code in (403, 409), (name, path)
    assert (await fresh(request)).state == RequestState.ISSUED


async def test_more_time_is_granted_on_the_requests_page(visitor: Visitor) -> None:

    request = await sent_to_police()
    later = request.due_on + dt.timedelta(days=14)
    await ask_for_time(await respondent(request), later, "The lead is away.")
    await come_as(visitor, UNIT)
    at = f"/requests/{request.id}"
    page = await press(visitor, at, f"{at}/more-time", then="refuse")
    assert page.status == 422
    assert "Say why not" in page.words
    await press(visitor, at, f"{at}/more-time", then="grant")
    assert (await fresh(request)).due_on == later


async def test_a_request_is_withdrawn_with_a_reason_and_closed(visitor: Visitor) -> None:
    request = await sent_to_police()
    await come_as(visitor, UNIT)
    at = f"/requests/{request.id}"
    assert (await press(visitor, at, f"{at}/withdrawal")).status == 422
    page = await press(visitor, at, f"{at}/withdrawal", reason="Asked twice.")
    assert "This request was withdrawn" in page.words
    await press(visitor, at, f"{at}/closure")
    assert (await fresh(request)).state == RequestState.CLOSED


async def test_a_reply_is_read_beside_the_last_one(visitor: Visitor) -> None:
    await answered(await sent_to_police())
    request = await answered(await sent_to_police())
    await come_as(visitor, UNIT)
    at = f"/requests/{request.id}/review"
    page = await visitor.open(at)
    assert page.words.count("688 of 846 (81.3%)") == 2
    page = await press(visitor, at)
    assert "Give an opinion" in page.words
    assert (await fresh(request)).state == RequestState.IN_REVIEW


@pytest.mark.parametrize(
    "address",
    [
        "/requests?agency=99999999999",
        "/requests?about=%00",
        "/requests/new?about=%00",
        "/requests/new?agency=99999999999",
        "/requests/new/details?about=SUPP-2&agency=99999999999",
        "/requests/new/details?about=%00&agency=1",
        "/requests/new/details?about=SUPP-2&agency=1&template=%00",
    ],
)
async def test_an_address_that_nobody_would_write_is_answered_with_a_page(
    visitor: Visitor, address: str
) -> None:
    await come_as(visitor, UNIT)
    assert (await visitor.client.get(address)).status_code < 500


async def test_more_time_asked_for_in_one_request_is_not_decided_on_from_another(visitor: Visitor) -> None:
    first, second = await sent_to_police(), await sent_to_police(title="Another")
    asked = await ask_for_time(await respondent(first), first.due_on + dt.timedelta(days=9), "Leave.")
    await come_as(visitor, UNIT)
    token = (await visitor.open(f"/requests/{second.id}")).token()
    at = f"/requests/{second.id}/more-time"
    answer = await visitor.send(at, token, asked=str(asked.id), then="grant")
    assert answer.status_code == 404
    assert (await fresh(asked)).granted is None


async def test_evidence_is_graded_where_it_stands(visitor: Visitor) -> None:

    request = await sent_to_police(questions=QUESTIONS[:1])
    by, (question,) = await respondent(request), await questions_of(request)
    await answer(by, question.id, NewAnswer(words="A course."))
    await give_answer_evidence(by, question.id, some_evidence())
    await sign_off(by, NewSignOff("Alex", "Chief", request.issued_on))
    await submit(by)
    await come_as(visitor, UNIT)
    at = f"/requests/{request.id}"
    await press(visitor, f"{at}/review")
    page = await press(visitor, f"{at}/review", f"{at}/grades", grade="0")
    assert "Say why it is of no use." in page.words
    page = await press(visitor, f"{at}/review", f"{at}/grades", grade="3")
    assert "Grade 3" in page.words
    assert await AssuranceGrade.count() == 1


async def test_a_reply_is_returned_with_questions_beside_its_answers(visitor: Visitor) -> None:
    request = await under_review(visitor)
    (_, trained, _) = await questions_of(request)
    at = f"/requests/{request.id}/return"
    assert (await press(visitor, at)).status == 422
    page = await press(visitor, at, **{f"about__{trained.id}": "Of which roles?"})
    assert "returned it with questions" in page.words
    assert (await fresh(request)).state == RequestState.RETURNED


async def test_an_opinion_with_a_recommendation_changes_the_commitments_rating(visitor: Visitor) -> None:
    request = await under_review(visitor)
    at = f"/requests/{request.id}/opinion"
    page = await press(visitor, at)
    assert "Choose an opinion." in page.words
    police = str(request.agency)
    page = await press(
        visitor,
        at,
        opinion="None",
        reasons="No usable evidence.",
        recommendation__0="Sample twice.",
        for__0=police,
    )
    assert "The opinion is None" in page.words
    assert await AssuranceOpinion.exists().where(AssuranceOpinion.request == request.id)
    assert await AssuranceRecommendation.exists().where(AssuranceRecommendation.words == "Sample twice.")
    await _adopted(visitor, page)
    page = await visitor.open("/strategies/coventry-csa/commitments/SUPP-2")
    assert "The assurance opinion on West Midlands Police is None" in page.words


async def _adopted(visitor: Visitor, page: Page) -> None:
    """Makes the page's one recommendation an action, with an owner."""
    (at,) = [link for link in page.main_links if "/recommendations/" in link]
    refused = await press(visitor, at)
    assert "Choose the post that owns it" in refused.words
    form = next(one for one in refused.forms if one.attrib["action"] == at)
    owners = next(one for one in form.iter("select") if one.attrib["name"] == "owner")
    posts = [option.attrib["value"] for option in owners if option.attrib["value"]]
    made = await press(visitor, at, owner=posts[0])
    assert made.heading == "Sample twice."
    again = await visitor.open(at)
    assert "It has become SUPP-2." in again.words


async def test_nobody_of_the_agency_asked_is_offered_the_judgement(visitor: Visitor) -> None:
    request = await answered(await sent_to_police())
    await come_as(visitor, POLICE)
    page = await visitor.open(f"/requests/{request.id}/review")
    assert "Begin the review" not in page.words
    await visitor.open(f"/requests/{request.id}/opinion", 403)


async def test_the_letter_to_the_lead_partner_is_drafted_from_the_facts(visitor: Visitor) -> None:
    request = await sent_to_police()
    await come_as(visitor, UNIT)
    page = await visitor.open(f"/requests/{request.id}/letter")
    assert "Chief Constable" in page.words
    assert "Assurance requested: Child-led training" in page.words
    await come_as(visitor, GROUP)
    await visitor.open(f"/requests/{request.id}/letter", 403)
