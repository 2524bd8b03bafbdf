"""Moderation: the business unit's own rating, its reason and expiry, and the facts that bind moderators too."""

import datetime as dt

import pytest

from objectives.actions import supersede_action
from objectives.evidence import accept_evidence, give_evidence
from objectives.history import newest_sequence
from objectives.milestones import meet_milestone, move_forecast
from objectives.moderating import NewModeration, moderate
from objectives.problems import Conflict, Invalid, NotAllowed
from objectives.starting import set_clock
from objectives.words import Grade, Rating
from tests.makers import (
    BEGIN,
    a_commitment,
    a_milestone,
    a_post,
    accepted_evidence,
    an_action,
    some_evidence,
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
    seen = await newest_sequence(action)
    await supersede_action(p.second_moderator, action, "Another covers it.")
    with pytest.raises(Conflict, match="Somebody changed this"):
        await moderate(p.moderator, action, a_moderation(), seen)
