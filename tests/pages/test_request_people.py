"""Who answers a request: replaced, their links revoked and every opening told; text to copy; the letter in Word."""

import io

import pytest
from docx import Document

from objectives.assurance_contacts import contacts_of
from objectives.tables.assurance_link import AssuranceLink
from tests.pages.answering import link_of, newest_letter, press, sent_to_police, sit
from tests.pages.test_requests import GROUP, POLICE, UNIT, come_as
from tests.pages.visitor import Visitor


async def test_whoever_is_replaced_has_no_link_any_more_and_the_new_one_gets_theirs(visitor: Visitor) -> None:
    request = await sent_to_police()
    old = await link_of(visitor)
    await come_as(visitor, UNIT)
    page = await press(
        visitor,
        f"/requests/{request.id}/people",
        part="respondent",
        contact__name="Kit New",
        contact__email="kit@example.org",
    )
    assert "Kit New" in page.words
    assert "Sam Respondent" not in page.words
    assert "works no longer" in (await visitor.open(old, 409)).words
    assert "/answer/link/" in await newest_letter(visitor, "kit@example.org")


async def test_a_part_a_name_and_a_mailbox_are_needed(visitor: Visitor) -> None:
    request = await sent_to_police()
    await come_as(visitor, UNIT)
    at = f"/requests/{request.id}/people"
    assert "Choose whom you replace" in (await press(visitor, at)).words
    page = await press(visitor, at, part="respondent", contact__name="Kit", contact__email="nobody")
    assert page.status == 422
    assert "Give a work e-mail address" in page.words
    assert 'value="Kit"' in page.text


async def test_a_revoked_link_and_its_sitting_end_and_the_others_go_on(visitor: Visitor) -> None:
    request = await sent_to_police()
    link, theirs = await link_of(visitor), await link_of(visitor, "substitute@example.org")
    await sit(visitor)
    sitting = dict(visitor.client.cookies)
    await come_as(visitor, UNIT)
    (respondent, *_) = await contacts_of(request.id)
    page = await visitor.open(f"/requests/{request.id}/people")
    assert "Sam Respondent: confirmed" in page.words
    await visitor.send(f"/requests/{request.id}/links/revocation", page.token(), contact=str(respondent.id))
    assert "works no longer" in (await visitor.open(link, 409)).words
    assert "Your work e-mail" not in (await visitor.open(theirs)).words
    visitor.client.cookies.update(sitting)
    assert "Open the link in the letter" in (await visitor.open("/answer", 404)).words


async def test_a_link_of_another_request_is_not_revoked_from_here(visitor: Visitor) -> None:
    first, second = await sent_to_police(), await sent_to_police(title="Another")
    await link_of(visitor)
    await come_as(visitor, UNIT)
    (theirs, *_) = await contacts_of(second.id)
    token = (await visitor.open(f"/requests/{first.id}/people")).token()
    await visitor.send(f"/requests/{first.id}/links/revocation", token, 404, contact=str(theirs.id))
    revoked = AssuranceLink.revoked_at.is_not_null()
    assert not await AssuranceLink.exists().where(revoked)


@pytest.mark.parametrize("name", [GROUP, POLICE])
@pytest.mark.parametrize("what", ["people", "letter", "letter.docx"])
async def test_only_the_business_unit_sees_mailboxes_and_writes_letters(
    visitor: Visitor, name: str, what: str
) -> None:
    request = await sent_to_police()
    await come_as(visitor, name)
    await visitor.open(f"/requests/{request.id}/{what}", 403)


async def test_there_is_a_text_to_copy_for_everybody_who_is_written_to(visitor: Visitor) -> None:
    request = await sent_to_police()
    await come_as(visitor, UNIT)
    page = await visitor.open(f"/requests/{request.id}/people")
    assert "Dear Sam Respondent," in page.text
    assert "Please open the link in our letter" in page.text
    assert "Dear Lee Lead," in page.text


async def test_the_letter_is_a_word_document_with_the_facts_of_now(visitor: Visitor) -> None:
    request = await sent_to_police()
    await come_as(visitor, UNIT)
    answer = await visitor.client.get(f"/requests/{request.id}/letter.docx")
    assert answer.headers["content-disposition"].startswith("attachment")
    said = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)
    assert "Assurance requested: Child-led training" in said
    assert "Sam Respondent and Robin Substitute were asked to reply" in said
    assert "None yet." in said
