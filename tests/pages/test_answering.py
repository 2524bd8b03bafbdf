"""A respondent's journey: the link, the code, questions, evidence, sign-off, sending; and every other answer."""

import re

import pytest

from objectives.assurance import close, withdraw
from objectives.assurance_contacts import NewContact
from objectives.assurance_register import request_told
from objectives.mandates import fresh
from objectives.replies import answers_of, evidence_of, questions_of
from objectives.reviewing import AboutAnswer, begin_review, return_reply
from objectives.tables.agency import Agency
from objectives.tables.assurance_link import AssuranceLink, AssuranceOpening, AssuranceSitting
from objectives.tables.assurance_request import AssuranceStep
from objectives.tables.person import Person
from objectives.words import RequestState
from tests.asking import answered, asked_of
from tests.pages.answering import code_of, link_of, press, sent_to_police, sit
from tests.pages.filling import controls
from tests.pages.visitor import Visitor

FILE = ("return.txt", b"Trained: 688 of 846.", "text/plain")


async def test_opening_the_link_changes_nothing_and_its_button_sends_a_code(visitor: Visitor) -> None:
    request = await sent_to_police()
    link = await link_of(visitor)
    page = await visitor.open(link)
    assert "r•••@example.org" in page.words
    assert "Child-led training" not in page.words
    assert (await fresh(request)).state == RequestState.ISSUED
    assert [row.what for row in await AssuranceOpening.objects()] == ["shown"]
    assert (await press(visitor, link)).heading == "Type the code from your mailbox"


async def test_the_whole_journey_from_letter_to_copy(visitor: Visitor) -> None:
    request = await sent_to_police()
    page = await sit(visitor)
    assert page.heading == "Child-led training"
    await press(visitor, "/answer", "/answer/acknowledgement")
    page = await press(visitor, "/answer/questions/1", words="A course for everybody.", then="next")
    assert page.heading == "How many are trained"
    page = await press(visitor, "/answer/questions/2", value="900", out_of="846")
    assert page.status == 422
    assert "more than the total" in page.words
    page = await press(visitor, "/answer/questions/2", value="688", out_of="846", then="leave")
    assert "Have it signed off" in page.words
    page = await press(visitor, "/answer/sign-off", name="Alex Senior", post="Assistant Chief Constable")
    assert "688 of 846 (81.3%)" in page.words
    page = await press(visitor, "/answer/check")
    assert page.heading == "Your reply has been sent"
    assert "A course for everybody." in page.words
    assert (await fresh(request)).state == RequestState.SUBMITTED
    steps = (
        await AssuranceStep.objects().where(AssuranceStep.request == request.id).order_by(AssuranceStep.id)
    )
    assert [step.act for step in steps] == [
        "issue", "acknowledge", "answer a part", "answer a part", "sign off", "submit",
    ]  # fmt: skip


async def test_a_reply_that_is_not_whole_says_what_is_left(visitor: Visitor) -> None:
    await sent_to_police()
    await sit(visitor)
    await press(visitor, "/answer/questions/2", value="688", out_of="846")
    page = await press(visitor, "/answer/check")
    assert page.status == 422
    assert "Answer question 1: Arrangements in place." in page.words
    assert "Have a named senior of your agency sign it off first." in page.words


async def give_file(visitor: Visitor, file: tuple[str, bytes, str] = FILE) -> None:
    """Gives a file with the answer to the first question."""
    at = "/answer/questions/1/evidence"
    fields = controls(await visitor.open(at), at) | {
        "kind": "training figures",
        "shows_on": "1",
        "shows_on-month": "3",
        "shows_on-year": "2026",
        "declared_free_of_child_data": "yes",
    }
    sent = await visitor.client.post(at, data=fields, files={"files": file}, follow_redirects=True)
    assert sent.status_code == 200, sent.text


async def test_evidence_is_given_saved_again_and_taken_out(visitor: Visitor) -> None:
    await sent_to_police()
    await sit(visitor)
    await give_file(visitor)
    page = await visitor.open("/answer/questions/1")
    (address,) = [link for link in page.main_links if link.endswith("/file")]
    assert (await visitor.client.get(address)).content == FILE[1]
    page = await press(visitor, "/answer/questions/1", "/answer/questions/1/evidence/remove")
    assert "No file, link or statement has been given" in page.words
    assert (await visitor.client.get(address)).status_code == 404


async def test_evidence_without_its_declaration_is_refused_with_the_typing_kept(visitor: Visitor) -> None:
    await sent_to_police()
    await sit(visitor)
    page = await press(visitor, "/answer/questions/1/evidence", title="Return", link="https://example.org/r")
    assert page.status == 422
    assert "Confirm that it holds no child-identifiable information" in page.words
    assert 'value="https://example.org/r"' in page.text


async def test_a_colleague_gets_a_link_of_their_own_and_is_named_by_what_they_wrote(visitor: Visitor) -> None:
    await sent_to_police()
    await sit(visitor)
    await press(visitor, "/answer/colleague", colleague__name="Noor", colleague__email="noor@example.org")
    page = await sit(visitor, "noor@example.org")
    assert "answered by Noor" in page.words
    page = await press(visitor, "/answer/questions/1", words="A course.", then="leave")
    assert "1. Arrangements in place Noor" in page.words


async def test_what_a_colleague_saved_meanwhile_is_shown_beside_ones_own(visitor: Visitor) -> None:
    await sent_to_police()
    await sit(visitor)
    mine = controls(await visitor.open("/answer/questions/1"), "/answer/questions/1")
    await press(visitor, "/answer/questions/1", words="Theirs.")
    stale = await visitor.client.post("/answer/questions/1", data=mine | {"words": "Mine."})
    assert stale.status_code == 409
    assert "Theirs." in stale.text
    assert "Mine." in stale.text


@pytest.mark.parametrize(
    ("page", "state"),
    [("/answer/nothing-to-report", RequestState.SUBMITTED), ("/answer/decline", RequestState.DECLINED)],
)
async def test_nothing_to_report_and_declining_each_need_a_reason(
    visitor: Visitor, page: str, state: RequestState
) -> None:
    request = await sent_to_police()
    await sit(visitor)
    assert (await press(visitor, page)).status == 422
    page = await press(visitor, page, reason="The unit was founded last month.")
    assert (await fresh(request)).state == state
    assert "The unit was founded last month." in page.words


async def test_more_time_is_asked_for_on_a_page_of_its_own(visitor: Visitor) -> None:
    request = await sent_to_police()
    await sit(visitor)
    later = {"to_on": "1", "to_on__month": "6", "to_on__year": "2099"}
    page = await press(visitor, "/answer/more-time")
    assert page.status == 422
    assert "Say until when. Say why more time is needed." in page.words
    page = await press(visitor, "/answer/more-time", **later, reason="The lead is away.")
    assert "More time, until 1 June 2099 Asked for; the business unit decides" in page.words
    await answered(request)
    assert "Asked for before the reply was sent" in (await visitor.open("/answer")).words
    assert (await request_told(request.id)).wanted_more_time_until is None


async def test_the_last_times_answer_is_shown_and_can_be_kept(visitor: Visitor) -> None:
    await answered(await sent_to_police())
    await sent_to_police()
    await sit(visitor)
    page = await visitor.open("/answer/questions/2")
    assert "What your agency said last time" in page.words
    assert (await press(visitor, "/answer/questions/2")).status == 422
    page = await press(visitor, "/answer/questions/2", still_true="yes", then="leave")
    assert "2. How many are trained Sam Respondent" in page.words


async def test_a_returned_reply_shows_what_is_asked_and_keeps_the_first_answer(visitor: Visitor) -> None:
    request = await answered(await sent_to_police())
    (_, trained, _) = await questions_of(request)
    morgan = await Person.objects().get(Person.name == "Morgan Example")
    await begin_review(morgan, request)
    await return_reply(morgan, request, (AboutAnswer(trained.id, "Of which roles?"),))
    page = await sit(visitor)
    assert "Your reply came back with questions" in page.words
    page = await visitor.open("/answer/questions/2")
    assert "Of which roles?" in page.words
    page = await press(visitor, "/answer/questions/2", words="Officers in scope.", then="leave")
    assert "Have it signed off" in page.words
    assert [row.words for row in await answers_of(request)][1:] == ["On 1 March.", "Officers in scope."]


async def test_somebody_with_an_account_answers_without_a_letter(visitor: Visitor) -> None:
    toni = await Person.objects().get(Person.name == "Toni Example")
    police = await Agency.objects().get(Agency.short_name == "Police")
    named = asked_of(police, respondent=NewContact(toni.name, toni.email))
    request = await sent_to_police(agencies=(named,))
    await visitor.sign_in("Toni Example")
    token = (await visitor.open("/my-work")).token()
    await visitor.send(f"/requests/{request.id}/reply", token)
    assert "answered by Toni Example" in (await visitor.open("/answer")).words


# --------------------------------------------------------------------------- what a link must not do


async def test_a_link_never_shows_lists_guesses_or_downloads_anything_of_another_request(
    visitor: Visitor,
) -> None:
    police = await Agency.objects().get(Agency.short_name == "Police")
    named = asked_of(police, respondent=NewContact("Another", "another@example.org"))
    other = await sent_to_police(title="The other request", agencies=(named,))
    await sit(visitor, "another@example.org")
    await give_file(visitor, ("return.txt", b"The other return.", "text/plain"))
    (theirs,) = await evidence_of(other)
    visitor.client.cookies.clear()
    mine = await sent_to_police()
    page = await sit(visitor)
    numbers = {"number": "1", "evidence_id": theirs.id, "request_id": other.id, "key": "coventry-csa"}
    fields = {"_csrf_token": page.token(), "of": str(mine.id), "piece": str(theirs.id)}
    for route in visitor.app.routes:
        path = re.sub(r"{(\w+):\w+}", lambda found: str(numbers.get(found[1], other.id)), route.path)
        # Beside example data the tray is everybody's mailbox; and the sitting is to last to the end of the walk.
        if path.startswith("/mail") or path == "/answer/end":
            continue
        seen = (await visitor.client.get(path, follow_redirects=True)).text
        assert "The other" not in seen, path
        seen = (await visitor.client.post(path, data=fields, follow_redirects=True)).text
        assert "The other" not in seen, path
    assert (await visitor.open("/answer")).heading == "Child-led training"
    assert [piece.id for piece in await evidence_of(other)] == [theirs.id]
    assert (await fresh(other)).state == RequestState.IN_RESPONSE


async def test_a_link_is_of_no_use_once_revoked_replaced_or_closed(visitor: Visitor) -> None:
    request = await sent_to_police()
    morgan = await Person.objects().get(Person.name == "Morgan Example")
    link = await link_of(visitor)
    await sit(visitor)
    await withdraw(morgan, request, "Asked in error.")
    await close(morgan, await fresh(request))
    assert "works no longer" in (await visitor.open(link, 409)).words
    assert "Open the link in the letter" in (await visitor.open("/answer", 404)).words


async def test_an_expired_link_says_what_to_do(visitor: Visitor) -> None:
    await sent_to_police()
    link = await link_of(visitor)
    await AssuranceLink.raw("UPDATE assurance_link SET expires_at = governance_now()")
    page = await visitor.open(link, 409)
    assert page.heading == "This link opens nothing any more"
    assert "Write to the business unit" in page.words
    assert page.main_links == set()


async def test_a_code_works_once_and_guessing_is_stopped(visitor: Visitor) -> None:
    await sent_to_police()
    link = await link_of(visitor)
    await press(visitor, link)
    code, token = await code_of(visitor), (await visitor.open(f"{link}/code")).token()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(4):
        assert (await visitor.send(f"{link}/code", token, code=wrong)).status_code == 422
    answer = await visitor.send(f"{link}/code", token, code=code)
    assert "This is not the newest code" in answer.text
    for _ in range(8):
        answer = await visitor.send(f"{link}/code", token, code=wrong)
    assert "Too many codes were wrong" in answer.text
    assert await AssuranceSitting.count() == 0


async def test_codes_are_not_sent_without_end(visitor: Visitor) -> None:
    await sent_to_police()
    link = await link_of(visitor)
    token = (await visitor.open(link)).token()
    answers = [(await visitor.send(link, token)).status_code for _ in range(6)]
    assert answers == [200] * 5 + [409]


async def test_without_a_sitting_every_page_says_how_to_come_back(visitor: Visitor) -> None:
    await sent_to_police()
    for path in (
        "/answer",
        "/answer/check",
        "/answer/questions/1",
        "/answer/sent",
        "/answer/evidence/1/file",
    ):
        page = await visitor.open(path, 404)
        assert "Open the link in the letter that you got" in page.words, path


async def test_a_second_use_of_a_code_is_refused(visitor: Visitor) -> None:
    await sent_to_police()
    link = await link_of(visitor)
    await press(visitor, link)
    token, code = (await visitor.open(f"{link}/code")).token(), await code_of(visitor)
    await visitor.send(f"{link}/code", token, code=code)
    again = await visitor.send(f"{link}/code", token, code=code)
    assert again.status_code == 422
    assert await AssuranceSitting.count() == 1
