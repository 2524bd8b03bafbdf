"""Moderation: the business unit's own rating, its reason and expiry, and the facts that bind moderators too."""

import datetime as dt

import pytest

from objectives.actions import NewAction, change_action, supersede_action
from objectives.evidence import accept_evidence, give_evidence
from objectives.judging import judged_now
from objectives.looking import Look, look_of, seen_of
from objectives.milestones import meet_milestone, move_forecast
from objectives.moderating import NewModeration, accept_rating, answer_rating, moderate
from objectives.posts import hand_over
from objectives.problems import Conflict, Invalid, NotAllowed
from objectives.progress import report_progress, return_update
from objectives.rounds import make_round, suggested_dates
from objectives.starting import set_clock
from objectives.tables.mail import Mail
from objectives.tables.moderation import Moderation, RatingAcceptance
from objectives.words import Grade, Rating
from tests.makers import (
    BEGIN,
    a_commitment,
    a_milestone,
    a_post,
    accepted_evidence,
    an_action,
    it_is,
    some_evidence,
    some_progress,
)

LAST_DAY = dt.date(2026, 7, 29)


def a_moderation(rating=Rating.AMBER, expires_on=LAST_DAY, reason="Numbers are thin."):
    return NewModeration(rating, reason, "Training return.", expires_on)


async def a_proven_action(p):
    """With a milestone met and evidence of grade 2 accepted."""
    action = await an_action(p)
    await meet_milestone(p.owner, await a_milestone(p, action), BEGIN)
    await accepted_evidence(p, action)
    return action


async def test_the_business_unit_moderates_an_action_in_the_open_round(p):
    action = await a_proven_action(p)
    made = await moderate(p.moderator, action, a_moderation())
    assert (made.action, made.round, made.rating) == (action.id, p.round.id, Rating.AMBER)


async def test_commitments_may_be_moderated_too(p):
    commitment = await a_commitment()
    made = await moderate(p.moderator, commitment, a_moderation(Rating.RED))
    assert (made.commitment, made.action) == (commitment.id, None)


async def test_nobody_moderates_their_own(p):
    post = await a_post(p.moderator, "Policy officer", p.business_unit, p.moderator)
    for action in (
        await an_action(p, begun=False, owner=post),
        await an_action(p, begun=False, deputy=p.moderator),
        await an_action(p, begun=False, accountable=post),
    ):
        with pytest.raises(NotAllowed, match="Nobody judges their own"):
            await moderate(p.moderator, action, a_moderation())
        assert await moderate(p.second_moderator, action, a_moderation())


async def test_nobody_outside_the_business_unit_moderates(p):
    action = await a_proven_action(p)
    for person in (p.owner, p.administrator, p.stranger):
        with pytest.raises(NotAllowed, match="Only the business unit"):
            await moderate(person, action, a_moderation())


async def test_all_faults_of_a_moderation_are_said_at_once(p):
    action = await a_proven_action(p)
    wrong = NewModeration(Rating.AMBER, " ", "", dt.date(2026, 3, 31))
    with pytest.raises(Invalid) as refused:
        await moderate(p.moderator, action, wrong)
    assert set(refused.value.faults) == {"reason", "evidence", "expires_on"}


async def test_a_moderation_holds_until_the_next_freeze_at_the_latest(p):
    action = await a_proven_action(p)
    with pytest.raises(Invalid, match="It can hold until 29 July 2026"):
        await moderate(p.moderator, action, a_moderation(expires_on=LAST_DAY + dt.timedelta(days=1)))


async def test_the_evidence_that_green_needs_binds_moderators_too(p):
    action = await an_action(p)
    await meet_milestone(p.owner, await a_milestone(p, action), BEGIN)
    with pytest.raises(Invalid) as refused:
        await moderate(p.moderator, action, a_moderation(Rating.GREEN))
    assert refused.value.faults["rating"].startswith("It cannot be Green: No evidence has been accepted")


async def an_action_whose_evidence_expires_today(p):
    """It is one in the afternoon in London on 15 April, and 16 April in Auckland already."""
    action = await an_action(p)
    await meet_milestone(p.owner, await a_milestone(p, action), BEGIN)
    expiring = some_evidence(expires_on=dt.date(2026, 4, 15))
    await accept_evidence(p.moderator, await give_evidence(p.owner, expiring, action), Grade.DOCUMENT)
    await set_clock(dt.datetime(2026, 4, 15, 12, tzinfo=dt.UTC))
    return action


async def test_evidence_carries_green_on_the_day_it_expires(p):
    action = await an_action_whose_evidence_expires_today(p)
    assert (await moderate(p.moderator, action, a_moderation(Rating.GREEN))).rating == Rating.GREEN


async def test_what_binds_moderators_is_judged_by_the_partnerships_own_day(p, in_auckland):
    action = await an_action_whose_evidence_expires_today(p)
    with pytest.raises(Invalid, match=r"It cannot be Green: .*expired"):
        await moderate(p.moderator, action, a_moderation(Rating.GREEN))


async def test_blue_is_not_given_without_a_check(p):
    action = await a_proven_action(p)
    with pytest.raises(Invalid, match="It cannot be Blue: Blue needs a check"):
        await moderate(p.moderator, action, a_moderation(Rating.BLUE))


async def test_a_moderator_may_forgive_a_slip_where_evidence_is_there(p):
    action = await a_proven_action(p)
    milestone = await a_milestone(p, action, dt.date(2026, 6, 30))
    await move_forecast(p.owner, milestone, dt.date(2026, 7, 31), "Trainer was ill.")
    assert (await moderate(p.moderator, action, a_moderation(Rating.GREEN))).rating == Rating.GREEN


async def test_what_is_not_rated_is_not_moderated(p):
    action = await a_proven_action(p)
    await supersede_action(p.moderator, action, "Another covers it.")
    with pytest.raises(Conflict, match="is superseded, so it is not rated"):
        await moderate(p.moderator, action, a_moderation())


async def test_a_stale_moderation_is_refused(p):
    action = await a_proven_action(p)
    seen = await shown(action)
    await moderate(p.second_moderator, action, a_moderation(Rating.RED))
    for judge in (
        moderate(p.moderator, action, a_moderation(), seen),
        accept_rating(p.moderator, action, seen),
    ):
        with pytest.raises(Conflict, match="Somebody else has judged this"):
            await judge
    assert await Moderation.count() == 1


async def shown(thing):
    """What a page about a thing would show now."""
    judgement = await judged_now("coventry-csa")
    return seen_of(judgement.standing.by_reference[thing.reference], judgement.actions[thing.reference])


async def test_a_newer_update_makes_a_form_stale_and_says_so(p):
    action = await a_proven_action(p)
    seen = await shown(action)
    await report_progress(p.owner, action, p.round, some_progress())
    with pytest.raises(Conflict, match="Sam Example has sent a newer update"):
        await accept_rating(p.moderator, action, seen)
    assert await RatingAcceptance.count() == 0


async def test_accepting_lets_it_stand_and_a_newer_update_is_looked_at_anew(p):
    action = await a_proven_action(p)
    await report_progress(p.owner, action, p.round, some_progress())
    assert await looked(action) is Look.TO_DO
    await accept_rating(p.moderator, action, await shown(action))
    assert await looked(action) is Look.ACCEPTED
    await report_progress(p.owner, action, p.round, some_progress(owner_rating=Rating.AMBER))
    assert await looked(action) is Look.AGAIN


async def test_what_was_returned_and_never_answered_waits_for_the_next_rounds_update(p):
    action = await a_proven_action(p)
    update = await report_progress(p.owner, action, p.round, some_progress())
    await return_update(p.moderator, update, "How many came?")
    assert await looked(action) is Look.RETURNED
    await make_round(p.moderator, suggested_dates(dt.date(2026, 4, 1)))
    await it_is(dt.date(2026, 7, 2))
    assert await looked(action) is Look.AWAITED


async def looked(action):
    judgement = await judged_now("coventry-csa")
    found = judgement.standing.by_reference[action.reference]
    return look_of(found, judgement.actions[action.reference], judgement.standing)


async def test_nobody_judges_what_became_theirs_since_the_page_was_opened(p):
    action = await a_proven_action(p)
    seen = await shown(action)
    await hand_over(p.second_moderator, p.owner_post, p.moderator, BEGIN + dt.timedelta(days=1))
    await it_is(BEGIN + dt.timedelta(days=1))
    for judge in (
        accept_rating(p.moderator, action, seen),
        moderate(p.moderator, action, a_moderation(), seen),
    ):
        with pytest.raises(NotAllowed, match="Nobody judges their own"):
            await judge
    assert await RatingAcceptance.count() == await Moderation.count() == 0


async def test_nobody_hands_a_post_on_to_judge_what_was_theirs_in_the_round(p):
    post = await a_post(p.moderator, "Policy officer", p.business_unit, p.moderator)
    owned, overseen = await an_action(p, begun=False, owner=post), await an_action(p, accountable=post)
    tomorrow = BEGIN + dt.timedelta(days=1)
    await hand_over(p.moderator, post, p.second_moderator, tomorrow)
    await it_is(tomorrow)
    for action in (owned, overseen):
        for judge in (accept_rating(p.moderator, action), moderate(p.moderator, action, a_moderation())):
            with pytest.raises(NotAllowed, match="earlier in this round"):
                await judge
    await make_round(p.moderator, suggested_dates(dt.date(2026, 4, 1)))
    await it_is(dt.date(2026, 7, 2))
    assert await accept_rating(p.moderator, owned)


@pytest.mark.parametrize("part", ["deputy", "owner", "accountable"])
async def test_nobody_takes_their_name_off_an_action_to_judge_it_in_the_round(p, part):
    post = await a_post(p.moderator, "Policy officer", p.business_unit, p.moderator)
    action = await an_action(p, begun=False, **{part: p.moderator if part == "deputy" else post})
    plan = NewAction(title=action.title, agency=p.police, owner=p.owner_post, deputy=p.deputy)
    await change_action(p.moderator, action, plan)
    with pytest.raises(NotAllowed, match="earlier in this round"):
        await moderate(p.moderator, action, a_moderation())
    assert await moderate(p.second_moderator, action, a_moderation())


async def test_an_update_is_not_returned_by_whose_action_it_was_in_the_round(p):
    action = await an_action(p, deputy=p.moderator)
    update = await report_progress(p.owner, action, p.round, some_progress())
    plan = NewAction(title=action.title, agency=p.police, owner=p.owner_post, deputy=p.deputy)
    await change_action(p.moderator, action, plan)
    with pytest.raises(NotAllowed, match="earlier in this round"):
        await return_update(p.moderator, update, "How many came?")


async def test_the_agency_answers_a_changed_rating_once_and_by_the_meeting(p):
    action = await a_proven_action(p)
    made = await moderate(p.moderator, action, a_moderation())
    with pytest.raises(NotAllowed):
        await answer_rating(p.stranger, action, made.id, "No.")
    await answer_rating(p.deputy, action, made.id, "Two courses ran since.")
    with pytest.raises(Conflict, match="answered already"):
        await answer_rating(p.owner, action, made.id, "Again.")
    judgement = await judged_now("coventry-csa")
    (moderation,) = judgement.standing.by_reference[action.reference].moderations
    assert (moderation.answer.answer, moderation.answer.answered_by) == (
        "Two courses ran since.",
        "Lee Example",
    )


async def test_no_answer_is_taken_after_the_meeting(p):
    action = await a_proven_action(p)
    made = await moderate(p.moderator, action, a_moderation())
    await it_is(p.round.meets_on + dt.timedelta(days=1))
    with pytest.raises(Conflict, match="say it in your next update"):
        await answer_rating(p.owner, action, made.id, "Too late.")


async def test_after_the_freeze_nothing_can_be_let_stand(p):
    action = await a_proven_action(p)
    await set_clock(p.round.freezes_at)
    with pytest.raises(Conflict, match="publishes unmoderated"):
        await accept_rating(p.moderator, action)


async def test_its_people_are_written_to_when_a_rating_is_changed(p):
    await moderate(p.moderator, await a_proven_action(p), a_moderation())
    told = {row["person"] for row in await Mail.select(Mail.person)}
    assert told == {p.owner.id, p.deputy.id, p.executive.id}
