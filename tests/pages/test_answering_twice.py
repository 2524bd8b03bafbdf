"""A respondent with two letters, two presses or an old form: nothing is written twice or elsewhere, or lost."""

import asyncio

from objectives.assurance_contacts import NewContact
from objectives.mandates import fresh
from objectives.tables.agency import Agency
from objectives.tables.assurance_link import AssuranceOpening, AssuranceSitting
from objectives.tables.assurance_reply import AssuranceSubmission
from objectives.words import RequestState
from tests.asking import answered, asked_of
from tests.pages.answering import code_of, link_of, press, sent_to_police, sit
from tests.pages.filling import controls
from tests.pages.visitor import Visitor


async def test_a_form_of_one_request_never_writes_into_another_opened_meanwhile(visitor: Visitor) -> None:
    police = await Agency.objects().get(Agency.short_name == "Police")
    await sent_to_police()
    await sit(visitor)
    ask, refuse = "/answer/questions/1", "/answer/decline"
    first = controls(await visitor.open(ask), ask) | {"words": "Of the first request."}
    declined = controls(await visitor.open(refuse), refuse) | {"reason": "Of the first request."}
    named = asked_of(police, respondent=NewContact("Sam Respondent", "second@example.org"))
    second = await sent_to_police(title="The second request", agencies=(named,))
    await sit(visitor, "second@example.org")
    for at, fields in ((ask, first), (refuse, declined)):
        answer = await visitor.client.post(at, data=fields, follow_redirects=True)
        assert answer.status_code == 409
        assert "This form is of another request" in answer.text
        assert "Of the first request.</textarea>" in answer.text
    assert (await fresh(second)).state == RequestState.ISSUED


async def test_what_was_typed_is_shown_to_be_copied_when_the_sitting_has_ended(visitor: Visitor) -> None:
    await sent_to_police()
    await sit(visitor)
    at = "/answer/questions/1"
    fields = controls(await visitor.open(at), at) | {"words": "<b>Half an hour of work.</b>"}
    visitor.client.cookies.delete("answer")
    answer = await visitor.client.post(at, data=fields)
    assert answer.status_code == 404
    assert "This could not be saved" in answer.text
    assert "Open the link in the letter" in answer.text
    assert "&lt;b&gt;Half an hour of work.&lt;/b&gt;</textarea>" in answer.text


async def test_signing_out_leaves_no_request_open_in_the_browser(visitor: Visitor) -> None:
    await sent_to_police()
    await sit(visitor)
    await visitor.sign_in("Toni Example")
    await visitor.send("/sign-out", (await visitor.open("/my-work")).token())
    assert "Open the link in the letter" in (await visitor.open("/answer", 404)).words


async def test_a_link_dies_of_thirty_wrong_codes_however_slowly_they_come(visitor: Visitor) -> None:
    await sent_to_police()
    link = await link_of(visitor)
    await press(visitor, link)
    code, token = await code_of(visitor), (await visitor.open(f"{link}/code")).token()
    await AssuranceOpening.raw(
        "INSERT INTO assurance_opening (link, what, happened_at) SELECT max(l.id), 'code wrong', "
        "governance_now() - interval '2 days' FROM assurance_link l JOIN assurance_code c ON c.link = l.id, "
        "generate_series(1, 30) GROUP BY generate_series"
    )
    assert "works no longer" in (await visitor.send(f"{link}/code", token, code=code)).text
    assert await AssuranceSitting.count() == 0
    assert "works no longer" in (await visitor.open(link, 409)).words


async def test_sending_twice_sends_once_and_says_that_it_was_sent(visitor: Visitor) -> None:
    request = await sent_to_police()
    await sit(visitor)
    await press(visitor, "/answer/questions/1", words="A course.")
    await press(visitor, "/answer/questions/2", value="688", out_of="846")
    await press(visitor, "/answer/sign-off", name="Alex Senior", post="Assistant Chief Constable")
    form = controls(await visitor.open("/answer/check"), "/answer/check")
    pressed = [visitor.client.post("/answer/check", data=form) for _ in range(3)]
    answers = await asyncio.gather(*pressed)
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [
        (303, "/answer/sent")
    ] * 3
    assert await AssuranceSubmission.count().where(AssuranceSubmission.request == request.id) == 1


async def test_once_a_reply_was_sent_no_form_is_shown_that_would_change_it(visitor: Visitor) -> None:
    request = await sent_to_police()
    await sit(visitor)
    await answered(request)
    for page in ("questions/1", "questions/1/evidence", "sign-off", "colleague", "more-time", "decline"):
        refused = await visitor.open(f"/answer/{page}", 409)
        assert "nothing is changed in it now" in refused.words, page
        assert refused.main_links == {"/answer"}, page
