"""Answering a request and judging: what each act leaves behind, and whom it refuses."""

import datetime as dt

import asyncpg
import pytest

from objectives.actions import NewAction
from objectives.answering import (
    NewSignOff,
    acknowledge,
    answer,
    ask_for_time,
    decline,
    give_answer_evidence,
    name_colleague,
    return_nil,
    sign_off,
    submit,
    take_back_evidence,
)
from objectives.answers import NewAnswer
from objectives.assurance import close, withdraw
from objectives.assurance_contacts import NewContact, replace_contact
from objectives.history import Actor, versions
from objectives.mandates import fresh
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound
from objectives.replies import answers_of, carried_forward, questions_of
from objectives.request_steps import respondent_of
from objectives.reviewing import (
    AboutAnswer,
    NewOpinion,
    Recommended,
    adopt,
    begin_review,
    decide_on_time,
    give_opinion,
    grade,
    return_reply,
)
from objectives.tables.assurance_reply import AssuranceRecommendation
from objectives.tables.assurance_request import AssuranceRequest, AssuranceStep
from objectives.tables.mail import Mail
from objectives.words import ContactPart, Grade, Opinion, RequestState
from tests.asking import (
    NEXT_YEAR,
    a_judge_of,
    a_request,
    an_asking,
    answered,
    asked_of,
    judged,
    respondent,
)
from tests.makers import Partnership, a_commitment, it_is, some_evidence


async def test_several_people_fill_parts_each_by_name_and_it_is_sent_when_whole(p: Partnership) -> None:
    request = await a_request(p)
    first, second = await respondent(request), await respondent(request, ContactPart.SUBSTITUTE)
    arrangements, trained, _ = await questions_of(request)
    await acknowledge(first)
    await answer(first, arrangements.id, NewAnswer(words="A course."))
    with pytest.raises(Invalid) as refused:
        await submit(first)
    assert list(refused.value.faults) == [f"question-{trained.id}", "sign_off"]
    await answer(second, trained.id, NewAnswer("688", "1,846", ""))
    await sign_off(second, NewSignOff("Alex Senior", "Assistant Chief Constable", dt.date(2026, 4, 1)))
    sent = await submit(second)
    assert [(a.answered_by, a.value, a.out_of) for a in await answers_of(request)] == [
        (first.contact, "", ""),
        (second.contact, "688", "1846"),
    ]
    (recorded,) = await versions("assurance_submission", sent.id)
    assert recorded.actor == str(Actor.respondent("Robin Substitute", 0))
    request = await fresh(request)
    assert (request.state, request.review_due_on) == (RequestState.SUBMITTED, dt.date(2026, 4, 17))


async def test_what_was_changed_after_sign_off_is_signed_off_anew(p: Partnership) -> None:
    request = await a_request(p, questions=an_asking().questions[:1])
    by, (question,) = await respondent(request), await questions_of(request)
    await answer(by, question.id, NewAnswer(words="A course."))
    await sign_off(by, NewSignOff("Alex", "Assistant Chief Constable", dt.date(2026, 4, 1)))
    await give_answer_evidence(by, question.id, some_evidence())
    with pytest.raises(Invalid, match="have it signed off anew"):
        await submit(by)


async def test_evidence_is_given_taken_back_and_graded_by_somebody_else(p: Partnership) -> None:
    request = await a_request(p, questions=an_asking().questions[:1], sign_off_wanted=False)
    by, (question,) = await respondent(request), await questions_of(request)
    wrong = await give_answer_evidence(by, question.id, some_evidence(title="Wrong file"))
    piece = await give_answer_evidence(by, question.id, some_evidence())
    await take_back_evidence(by, wrong.id)
    with pytest.raises(NotFound):
        await take_back_evidence(by, wrong.id)
    await submit(by)
    with pytest.raises(Conflict, match="is submitted, so nobody can grade evidence now"):
        await grade(p.moderator, piece, Grade.TESTED)
    await begin_review(p.moderator, request)
    with pytest.raises(Invalid, match="no use"):
        await grade(p.moderator, piece, Grade.NONE)
    with pytest.raises(NotAllowed, match="their own agency"):
        await grade(await a_judge_of(p, p.police), piece, Grade.TESTED)
    assert (await grade(p.moderator, piece, Grade.TESTED)).grade == Grade.TESTED


async def test_a_reply_is_returned_once_with_questions_and_the_first_answer_is_kept(p: Partnership) -> None:
    request = await answered(await a_request(p))
    _, trained, _ = await questions_of(request)
    await begin_review(p.moderator, request)
    with pytest.raises(Invalid, match="at least one specific question"):
        await return_reply(p.moderator, request, (AboutAnswer(trained.id, "  "),))
    await it_is(dt.date(2026, 4, 20))
    await return_reply(p.moderator, request, (AboutAnswer(trained.id, "Of which roles?"),))
    returned = await fresh(request)
    assert (returned.state, returned.due_on, returned.answered_on) == (
        RequestState.RETURNED, dt.date(2026, 5, 5), None,
    )  # fmt: skip
    by = await respondent(request)
    with pytest.raises(Invalid) as refused:
        await submit(by)
    assert set(refused.value.faults) == {f"question-{trained.id}", "sign_off"}
    await answer(by, trained.id, NewAnswer("700", "846", "Officers who talk with children."))
    await sign_off(by, NewSignOff("Alex", "Assistant Chief Constable", dt.date(2026, 4, 20)))
    await submit(by)
    assert [(a.attempt, a.value) for a in await answers_of(request)] == [(1, ""), (1, "688"), (2, "700")]
    await begin_review(p.moderator, request)
    with pytest.raises(Conflict, match="returned once already"):
        await return_reply(p.moderator, request, (AboutAnswer(None, "Once more?"),))


async def test_an_opinion_is_acceptance_and_its_recommendations_become_actions(p: Partnership) -> None:
    request = await answered(await a_request(p))
    await begin_review(p.moderator, request)
    new = NewOpinion(
        Opinion.LIMITED, "One source only.", NEXT_YEAR, (Recommended("Sample twice.", p.police),)
    )
    with pytest.raises(NotAllowed, match="their own agency"):
        await give_opinion(await a_judge_of(p, p.police), request, new)
    opinion = await give_opinion(p.moderator, request, new)
    assert (await fresh(request)).state == RequestState.ACCEPTED_WITH_ACTIONS
    recommended = await AssuranceRecommendation.objects().get(AssuranceRecommendation.opinion == opinion.id)
    plan = NewAction(title="Sample practice twice a year", agency=p.police, owner=p.owner_post)
    action = await adopt(p.moderator, recommended, await a_commitment("SUPP-2"), plan)
    assert (await fresh(recommended)).action == action.id
    with pytest.raises(Conflict, match="an action already"):
        await adopt(p.moderator, recommended, await a_commitment("SUPP-2"), plan)
    assert (await close(p.moderator, request)).state == RequestState.CLOSED


async def test_an_opinion_needs_reasons_and_a_day_on_which_it_lapses(p: Partnership) -> None:
    request = await answered(await a_request(p))
    await begin_review(p.moderator, request)
    empty = NewOpinion(Opinion.NOT_YET_ASSESSED, " ", dt.date(2026, 4, 1), (Recommended("", p.police),))
    with pytest.raises(Invalid) as refused:
        await give_opinion(p.moderator, request, empty)
    assert set(refused.value.faults) == {"opinion", "reasons", "review_by", "recommendation-0"}


async def test_nil_declined_and_silent_are_three_things(p: Partnership) -> None:
    nil, declined, silent = [await a_request(p) for _ in range(3)]
    with pytest.raises(Invalid, match="nothing to report"):
        await return_nil(await respondent(nil), "")
    await return_nil(await respondent(nil), "The unit was founded last month.")
    await decline(await respondent(declined), "It is for the court.")
    states = [(await fresh(request)).state for request in (nil, declined, silent)]
    assert states == [RequestState.SUBMITTED, RequestState.DECLINED, RequestState.ISSUED]


async def test_more_time_is_asked_for_and_decided_on_visibly(p: Partnership) -> None:
    request = await a_request(p)
    by = await respondent(request)
    with pytest.raises(Invalid, match="Give a day after 1 May 2026"):
        await ask_for_time(by, dt.date(2026, 5, 1), "Leave.")
    asked = await ask_for_time(by, dt.date(2026, 5, 15), "The lead is away.")
    with pytest.raises(Conflict, match="asked for already"):
        await ask_for_time(by, dt.date(2026, 5, 18), "More leave.")
    assert (await fresh(request)).due_on == dt.date(2026, 5, 1)
    with pytest.raises(Invalid, match="Say why not"):
        await decide_on_time(p.moderator, asked, granted=False)
    await decide_on_time(p.moderator, asked, granted=True)
    request = await fresh(request)
    assert (request.first_due_on, request.due_on) == (dt.date(2026, 5, 1), dt.date(2026, 5, 15))
    with pytest.raises(Conflict, match="decided on this already"):
        await decide_on_time(p.moderator, asked, granted=False, reason="No.")


async def test_whoever_is_replaced_answers_no_more_and_a_colleague_gets_a_link(p: Partnership) -> None:
    request = await a_request(p)
    before = await respondent(request)
    await replace_contact(p.moderator, request, ContactPart.RESPONDENT, NewContact("Pat", "pat@example.org"))
    with pytest.raises(NotAllowed, match="no longer answers"):
        await acknowledge(before)
    now = await respondent(request)
    colleague = await name_colleague(now, NewContact("Noor", "NOOR@example.org"))
    assert await Mail.count().where(Mail.contact == colleague.id) == 1
    with pytest.raises(Invalid, match="answers this request already"):
        await name_colleague(now, NewContact("Noor", "noor@example.org"))


async def test_somebody_with_an_account_answers_as_themselves(p: Partnership) -> None:
    request = await a_request(p, agencies=(asked_of(p.police, respondent=NewContact("Sam", p.owner.email)),))
    by = await respondent_of(p.owner, request.id)
    await acknowledge(by)
    step = (
        await AssuranceStep.objects()
        .where(AssuranceStep.request == request.id)
        .order_by(AssuranceStep.id, ascending=False)
        .first()
    )
    assert (step.person, step.contact, step.state_after) == (
        p.owner.id,
        by.contact,
        RequestState.ACKNOWLEDGED,
    )
    with pytest.raises(NotAllowed, match="Only those whom the request names"):
        await respondent_of(p.stranger, request.id)


async def test_a_respondent_reaches_no_other_request(p: Partnership) -> None:
    mine, other = await a_request(p), await a_request(p, "PREV-4")
    by, (question, *_) = await respondent(mine), await questions_of(other)
    with pytest.raises(NotFound):
        await answer(by, question.id, NewAnswer(words="Let me in."))
    piece = await give_answer_evidence(await respondent(other), question.id, some_evidence())
    with pytest.raises(NotFound):
        await take_back_evidence(by, piece.id)


async def test_the_last_answers_are_shown_and_can_be_taken_over(p: Partnership) -> None:
    await judged(p, await a_request(p))
    again = await a_request(p)
    arrangements, trained, gaps = await questions_of(again)
    last = await carried_forward(again)
    assert {id: row.value for id, row in last.items()} == {arrangements.id: "", trained.id: "688"}
    by = await respondent(again)
    kept = await answer(by, trained.id, NewAnswer(still_true=True))
    assert (kept.value, kept.out_of, kept.still_true) == ("688", "846", True)
    with pytest.raises(Invalid, match="no earlier answer"):
        await answer(by, gaps.id, NewAnswer(still_true=True))


async def test_an_answer_changed_by_a_colleague_is_not_overwritten(p: Partnership) -> None:
    request = await a_request(p)
    (question, *_) = await questions_of(request)
    row = await answer(await respondent(request), question.id, NewAnswer(words="A course."))
    seen = (await versions("assurance_answer", row.id))[-1].sequence
    other = await respondent(request, ContactPart.SUBSTITUTE)
    await answer(other, question.id, NewAnswer(words="Two courses."), seen)
    with pytest.raises(Conflict, match="Somebody changed this"):
        await answer(await respondent(request), question.id, NewAnswer(words="Three."), seen)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assurance_answer SET words = 'Better.'",
        "DELETE FROM assurance_request",
        "UPDATE assurance_question SET words = 'Another question'",
        "UPDATE assurance_opinion SET opinion = 'Substantial'",
        "UPDATE assurance_step SET words = 'Nothing happened'",
        "UPDATE assurance_contact SET name = 'Somebody else'",
        "UPDATE assurance_request SET agency = agency - 1",
    ],
)
async def test_the_database_lets_nobody_change_what_was_asked_answered_or_judged(
    p: Partnership, statement: str
) -> None:
    await judged(p, await a_request(p), Opinion.LIMITED)
    with pytest.raises(asyncpg.PostgresError, match="refuses"):
        await AssuranceRequest.raw(statement)


async def test_withdrawing_says_why_and_keeps_what_was_answered(p: Partnership) -> None:
    request = await a_request(p)
    with pytest.raises(Invalid, match="Say why it is withdrawn"):
        await withdraw(p.moderator, request, " ")
    assert (await withdraw(p.moderator, request, "Asked twice.")).outcome == RequestState.WITHDRAWN
    with pytest.raises(Conflict, match="is withdrawn"):
        await acknowledge(await respondent(request))
