"""Progress updates: versions, returns with questions, late words, and what an update must say."""

import datetime as dt

import pytest

from objectives.actions import say_delivered, supersede_action
from objectives.history import newest_sequence
from objectives.problems import Conflict, Invalid, NotAllowed
from objectives.progress import report_progress, return_update
from objectives.rounds import make_round, suggested_dates
from objectives.tables.update import ProgressUpdate
from objectives.words import Issue, Rating
from tests.makers import BEGIN, a_post, an_action, it_is, some_progress

NEXT_QUARTER = dt.date(2026, 4, 1)


async def reported(p, **changes):
    action = await an_action(p)
    return action, await report_progress(p.owner, action, p.round, some_progress(**changes))


@pytest.mark.parametrize("who", ["owner", "deputy", "executive"])
async def test_the_actions_own_people_report_progress(p, who):
    person = getattr(p, who)
    update = await report_progress(person, await an_action(p), p.round, some_progress())
    assert (update.submitted_by, update.version) == (person.id, 1)


@pytest.mark.parametrize("who", ["stranger", "moderator", "administrator"])
async def test_nobody_else_reports_progress(p, who):
    with pytest.raises(NotAllowed, match="Only the owner"):
        await report_progress(getattr(p, who), await an_action(p), p.round, some_progress())


async def test_a_second_word_is_a_second_version_and_the_first_is_kept(p):
    action, _ = await reported(p)
    await report_progress(p.deputy, action, p.round, some_progress(owner_rating=Rating.AMBER))
    rows = await ProgressUpdate.select(ProgressUpdate.version, ProgressUpdate.owner_rating).order_by(
        ProgressUpdate.version
    )
    assert [(row["version"], row["owner_rating"]) for row in rows] == [(1, "Green"), (2, "Amber")]


async def test_texts_are_cleaned(p):
    _, update = await reported(p, output="  Two\x0blines\x00 ", barriers="\r\n")
    assert (update.output, update.barriers) == ("Two\nlines", "")


async def test_all_faults_of_an_update_are_said_at_once(p):
    wrong = some_progress(owner_rating=Rating.GREY, output=" ", confidence_reason="", issue=Issue.WITH_PLAN)
    with pytest.raises(Invalid) as refused:
        await report_progress(p.owner, await an_action(p), p.round, wrong)
    assert set(refused.value.faults) == {
        "owner_rating",
        "output",
        "confidence_reason",
        "plan",
        "ask",
        "plan_due_on",
    }


async def test_a_plans_date_lies_ahead(p):
    past = dt.date(2026, 3, 31)
    wrong = some_progress(issue=Issue.WITH_PLAN, plan="Hire.", ask="Money.", plan_due_on=past)
    with pytest.raises(Invalid) as refused:
        await report_progress(p.owner, await an_action(p), p.round, wrong)
    assert refused.value.faults == {"plan_due_on": "Give a day that lies ahead."}


async def test_nothing_to_report_needs_no_words(p):
    _, update = await reported(p, nothing_to_report=True, output="", confidence_reason="")
    assert update.nothing_to_report


async def test_an_issue_without_a_plan_never_blocks(p):
    _, update = await reported(p, owner_rating=Rating.RED, issue=Issue.WITHOUT_PLAN)
    assert update.issue == Issue.WITHOUT_PLAN


async def test_an_update_after_the_freeze_is_taken_until_the_next_round_opens(p):
    action = await an_action(p)
    await make_round(p.moderator, suggested_dates(NEXT_QUARTER))
    await it_is(dt.date(2026, 6, 30), 23)
    late = await report_progress(p.owner, action, p.round, some_progress())
    assert late.submitted_at > p.round.freezes_at
    await it_is(dt.date(2026, 7, 1), 0)
    with pytest.raises(Conflict, match="Q4 2025-26 closed for updates when Q1 2026-27 opened on 1 July 2026"):
        await report_progress(p.owner, action, p.round, some_progress())


async def test_an_update_before_its_round_opens_is_refused(p):
    coming = await make_round(p.moderator, suggested_dates(NEXT_QUARTER))
    with pytest.raises(Conflict, match="Q1 2026-27 opens for updates on 1 July 2026"):
        await report_progress(p.owner, await an_action(p), coming, some_progress())


async def test_no_update_is_asked_of_what_was_superseded(p):
    action, _ = await reported(p)
    await supersede_action(p.moderator, action, "Another covers it.")
    with pytest.raises(Conflict, match="is superseded, so no update is asked for"):
        await report_progress(p.owner, action, p.round, some_progress())


async def test_what_was_delivered_is_still_reported_on(p):
    action, _ = await reported(p)
    await say_delivered(p.owner, action, BEGIN)
    assert (await report_progress(p.owner, action, p.round, some_progress())).version == 2


async def test_a_stale_update_is_refused(p):
    action = await an_action(p)
    seen = await newest_sequence(action)
    await say_delivered(p.deputy, action, BEGIN)
    with pytest.raises(Conflict, match="Somebody changed this"):
        await report_progress(p.owner, action, p.round, some_progress(), seen)


async def test_the_business_unit_returns_an_update_with_questions(p):
    _, update = await reported(p)
    returned = await return_update(p.moderator, update, "Of how many officers?")
    assert (returned.questions, returned.returned_by) == ("Of how many officers?", p.moderator.id)


async def test_a_return_asks_something(p):
    _, update = await reported(p)
    with pytest.raises(Invalid, match="Ask what the owner should answer"):
        await return_update(p.moderator, update, " ")


async def test_a_version_is_returned_once_and_only_the_newest(p):
    action, first = await reported(p)
    await return_update(p.moderator, first, "Of how many?")
    with pytest.raises(Conflict, match="returned already"):
        await return_update(p.second_moderator, first, "Of how many?")
    second = await report_progress(p.owner, action, p.round, some_progress(output="40 of 52."))
    with pytest.raises(Conflict, match="A newer version has been sent"):
        await return_update(p.moderator, first, "Of how many?")
    await return_update(p.moderator, second, "And part-time staff?")


async def test_nothing_is_returned_after_the_freeze(p):
    _, update = await reported(p)
    await it_is(dt.date(2026, 5, 6))
    with pytest.raises(Conflict, match="ask in the next round"):
        await return_update(p.moderator, update, "Of how many?")


async def test_only_the_business_unit_returns_and_never_its_own(p):
    post = await a_post(p.moderator, "Policy officer", p.business_unit, p.moderator)
    action = await an_action(p, begun=False, owner=post)
    update = await report_progress(p.moderator, action, p.round, some_progress())
    for person in (p.owner, p.moderator):
        with pytest.raises(NotAllowed, match=r"Only the business unit|Nobody judges their own"):
            await return_update(person, update, "Of how many?")
    await return_update(p.second_moderator, update, "Of how many?")
