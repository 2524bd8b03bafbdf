"""What a clumsy or a hostile hand tries on an assurance request, and what stands afterwards."""

import datetime as dt

import pytest

from objectives import answering
from objectives.answering import (
    NewSignOff,
    answer,
    ask_for_time,
    give_answer_evidence,
    name_colleague,
    sign_off,
    submit,
    take_back_evidence,
)
from objectives.answers import LONGEST, NewAnswer
from objectives.assurance_contacts import NewContact, contacts_of, replace_contact
from objectives.assurance_register import request_told
from objectives.assurance_templates import own_question
from objectives.mandates import fresh
from objectives.problems import Conflict, Invalid, NotAllowed
from objectives.replies import carried_forward, questions_of
from objectives.request_steps import respondent_of
from objectives.reviewing import AboutAnswer, begin_review, decide_on_time, return_reply
from objectives.words import ContactPart
from tests.asking import a_request, an_asking, answered, respondent
from tests.makers import Partnership, it_is, some_evidence

ONE = an_asking().questions[:1]
SENIOR = NewSignOff("Alex", "Assistant Chief Constable", dt.date(2026, 4, 1))


async def test_evidence_taken_out_after_sign_off_needs_it_anew(p: Partnership) -> None:
    request = await a_request(p, questions=ONE)
    by, (question,) = await respondent(request), await questions_of(request)
    await answer(by, question.id, NewAnswer(words="A course."))
    piece = await give_answer_evidence(by, question.id, some_evidence())
    await sign_off(by, SENIOR)
    await take_back_evidence(by, piece.id)
    with pytest.raises(Invalid, match="have it signed off anew"):
        await submit(by)
    await sign_off(by, SENIOR)
    await submit(by)


async def test_nobody_signs_off_before_it_was_asked(p: Partnership) -> None:
    by = await respondent(await a_request(p))
    with pytest.raises(Invalid, match="It was asked on 1 April 2026"):
        await sign_off(by, NewSignOff("Alex", "Chief", dt.date(2025, 4, 1)))


async def test_whoever_took_part_in_a_reply_does_not_judge_it(p: Partnership) -> None:
    request = await a_request(p, questions=ONE, sign_off_wanted=False)
    (question,) = await questions_of(request)
    await name_colleague(await respondent(request), NewContact("Morgan", p.moderator.email))
    await answer(await respondent_of(p.moderator, request.id), question.id, NewAnswer(words="All is well."))
    await submit(await respondent(request))
    with pytest.raises(NotAllowed, match="you took part in this reply"):
        await begin_review(p.moderator, request)


async def test_being_named_alone_keeps_nobody_from_judging(p: Partnership) -> None:
    request = await a_request(p)
    await name_colleague(await respondent(request), NewContact("Morgan", p.moderator.email))
    await begin_review(p.moderator, await answered(request))


async def test_a_mailbox_keeps_the_name_that_answered_from_it(p: Partnership) -> None:
    request = await a_request(p)
    with pytest.raises(Invalid, match="on record here as Sam Respondent"):
        await replace_contact(
            p.moderator, request, ContactPart.RESPONDENT, NewContact("Pat New", "respondent@example.org")
        )
    assert "Sam Respondent" in [contact.name for contact in await contacts_of(request.id)]


@pytest.mark.parametrize(
    ("part", "mailbox"),
    [
        (ContactPart.RESPONDENT, "substitute@example.org"),
        (ContactPart.SUBSTITUTE, "respondent@example.org"),
    ],
)
async def test_respondent_and_substitute_never_come_to_share_a_mailbox(
    p: Partnership, part: ContactPart, mailbox: str
) -> None:
    with pytest.raises(Invalid, match="a mailbox of their own"):
        await replace_contact(p.moderator, await a_request(p), part, NewContact("Pat", mailbox))


async def test_an_agency_lead_may_fill_a_part_as_a_colleague(p: Partnership) -> None:
    by = await respondent(await a_request(p))
    assert (await name_colleague(by, NewContact("Lee Lead", "lead@example.org"))).part == "colleague"


async def test_more_time_asked_for_before_a_return_never_shortens_the_new_date(p: Partnership) -> None:
    request = await a_request(p)
    stale = await ask_for_time(await respondent(request), dt.date(2026, 5, 5), "The lead is away.")
    request = await answered(request)
    await begin_review(p.moderator, request)
    await it_is(dt.date(2026, 4, 28))
    await return_reply(p.moderator, request, (AboutAnswer(None, "Of which roles?"),))
    assert (await request_told(request.id)).wanted_more_time_until is None
    with pytest.raises(Conflict, match="due on 13 May 2026 by now"):
        await decide_on_time(p.moderator, stale, granted=True)
    await ask_for_time(await respondent(request), dt.date(2026, 5, 20), "It is more than we thought.")
    assert (await fresh(request)).due_on == dt.date(2026, 5, 13)


async def test_another_question_of_ones_own_is_never_offered_the_last_ones_answer(p: Partnership) -> None:
    before = own_question("Cost", "What does it cost?")
    request = await a_request(p, questions=(before,), sign_off_wanted=False)
    (question,) = await questions_of(request)
    await answer(await respondent(request), question.id, NewAnswer(words="Nothing."))
    await submit(await respondent(request))
    other = own_question("Harm", "How many children came to harm?")
    again = await a_request(p, questions=(other, before))
    asked = {row.id: row.words for row in await questions_of(again)}
    assert [asked[id] for id in await carried_forward(again)] == ["What does it cost?"]


@pytest.mark.parametrize(
    ("value", "out_of"),
    [("10", "c"), ("c", "0"), ("1e400", "1e401"), ("NaN", "NaN"), ("-0", "10"), ("１２", "20"), ("7", "")],
)
async def test_counts_that_cannot_be_are_refused(p: Partnership, value: str, out_of: str) -> None:
    request = await a_request(p)
    (_, trained, _) = await questions_of(request)
    with pytest.raises(Invalid):
        await answer(await respondent(request), trained.id, NewAnswer(value, out_of))


async def test_an_answer_that_nobody_could_read_is_refused(p: Partnership) -> None:
    request = await a_request(p, questions=ONE)
    (question,) = await questions_of(request)
    with pytest.raises(Invalid, match="20,000 characters or fewer"):
        await answer(await respondent(request), question.id, NewAnswer(words="x" * (LONGEST + 1)))


async def test_a_reply_holds_no_more_evidence_than_anybody_reads(
    p: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PIECES", 2)
    request = await a_request(p)
    by, (question, *_) = await respondent(request), await questions_of(request)
    for piece in (some_evidence(), some_evidence(title="Audit")):
        await take_back_evidence(by, (await give_answer_evidence(by, question.id, piece)).id)
    with pytest.raises(Conflict, match="2 pieces were given"):
        await give_answer_evidence(by, question.id, some_evidence(title="One more"))
