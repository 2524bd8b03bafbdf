"""Actions: adding, changing, starting, delivering, replacing, business as usual."""

import datetime as dt

import pytest

from objectives.actions import (
    NEXT,
    NewAction,
    add_action,
    change_action,
    find_action,
    find_commitment,
    move_commitment_to_business_as_usual,
    move_to_business_as_usual,
    name_lead,
    reopen_action,
    review_business_as_usual,
    say_delivered,
    start_action,
    supersede_action,
)
from objectives.history import newest_sequence
from objectives.judging import judged_now
from objectives.milestones import meet_milestone
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound
from objectives.words import Status
from tests.makers import BEGIN, KEY, a_commitment, a_milestone, an_action, it_is

NEXT_YEAR = dt.date(2027, 4, 1)


async def test_actions_are_numbered_under_their_commitment(p):
    first, second = await an_action(p, begun=False), await an_action(p, begun=False)
    assert [first.reference, second.reference] == ["PROT-4.1", "PROT-4.2"]
    assert first.status == Status.NOT_STARTED


async def test_only_the_business_unit_adds_and_changes_actions(p):
    action = await an_action(p)
    new = NewAction(title="Another", agency=p.police)
    with pytest.raises(NotAllowed, match="Only the business unit"):
        await add_action(p.owner, await a_commitment(), new)
    with pytest.raises(NotAllowed, match="Only the business unit"):
        await change_action(p.owner, action, new)


async def test_an_action_needs_a_title(p):
    with pytest.raises(Invalid) as refused:
        await an_action(p, title=" \n ")
    assert refused.value.faults == {"title": "Say in one line what will be done."}


async def test_a_long_title_says_how_long_it_may_be(p):
    with pytest.raises(Invalid, match="Use 255 characters or fewer; this has 1,000"):
        await an_action(p, title="x" * 1000)


async def test_an_action_changes_hands(p):
    action = await an_action(p)
    changed = await change_action(p.moderator, action, NewAction(title="New title", agency=p.business_unit))
    assert (changed.title, changed.owner, changed.deputy) == ("New title", None, None)


async def test_a_stale_change_of_an_action_is_refused_and_loses_nothing(p):
    action = await an_action(p)
    seen = await newest_sequence(action)
    await change_action(p.moderator, action, NewAction(title="First", agency=p.police), seen)
    with pytest.raises(Conflict, match="Somebody changed this"):
        await change_action(p.second_moderator, action, NewAction(title="Second", agency=p.police), seen)
    assert (await find_action(KEY, action.reference)).title == "First"


@pytest.mark.parametrize("who", ["owner", "deputy", "executive"])
async def test_the_actions_own_people_start_it(p, who):
    action = await an_action(p, begun=False)
    assert (await start_action(getattr(p, who), action)).status == Status.IN_PROGRESS


@pytest.mark.parametrize("who", ["stranger", "moderator", "administrator"])
async def test_nobody_else_starts_it(p, who):
    action = await an_action(p, begun=False)
    with pytest.raises(NotAllowed, match="Only the owner, the deputy or the accountable executive of PROT"):
        await start_action(getattr(p, who), action)


async def test_delivery_waits_for_open_milestones(p):
    action = await an_action(p)
    milestone = await a_milestone(p, action)
    with pytest.raises(Conflict, match="“Course written” has not been met"):
        await say_delivered(p.owner, action, BEGIN)
    await meet_milestone(p.owner, milestone, BEGIN)
    assert (await say_delivered(p.owner, action, BEGIN)).delivered_on == BEGIN
    assert (await find_action(KEY, "PROT-4.1")).status == Status.DELIVERED


async def test_delivery_is_not_said_before_its_day(p):
    with pytest.raises(Invalid, match="It is 1 April 2026"):
        await say_delivered(p.owner, await an_action(p), dt.date(2026, 4, 2))


async def test_only_work_in_progress_is_delivered(p):
    with pytest.raises(Conflict, match="is not started; it can become in progress or superseded"):
        await say_delivered(p.owner, await an_action(p, begun=False), BEGIN)


async def test_a_superseded_action_stays_as_it_was(p):
    action = await an_action(p)
    await supersede_action(p.moderator, action, "The region's course covers it.")
    with pytest.raises(Conflict, match="kept as it was"):
        await change_action(p.moderator, action, NewAction(title="Again", agency=p.police))
    with pytest.raises(Conflict, match="it can become nothing else"):
        await start_action(p.owner, action)


async def test_superseding_an_action_needs_a_reason_which_is_kept(p):
    action = await an_action(p)
    with pytest.raises(Invalid, match="Say what replaces it, and why"):
        await supersede_action(p.moderator, action, " ")
    await supersede_action(p.moderator, action, "The region's course covers it.")
    (shown,) = (await judged_now(KEY)).standing.actions()
    ended = shown.supersession
    assert (shown.status, ended.reason) == (Status.SUPERSEDED, "The region's course covers it.")
    assert ended.superseded_by == "Morgan Example"


async def test_a_standing_action_becomes_business_as_usual_with_a_review(p):
    action = await move_to_business_as_usual(p.moderator, await an_action(p, "PROT-6"), NEXT_YEAR)
    assert (action.status, action.review_on) == (Status.BUSINESS_AS_USUAL, NEXT_YEAR)
    later = NEXT_YEAR + dt.timedelta(days=90)
    assert (await review_business_as_usual(p.moderator, action, later)).review_on == later
    assert (await reopen_action(p.moderator, action)).status == Status.IN_PROGRESS


async def test_only_a_standing_commitment_has_business_as_usual(p):
    with pytest.raises(Conflict, match="PROT-4 is a commitment of kind programme"):
        await move_to_business_as_usual(p.moderator, await an_action(p), NEXT_YEAR)
    with pytest.raises(Conflict, match="only a standing one"):
        await move_commitment_to_business_as_usual(p.moderator, await a_commitment(), NEXT_YEAR)


async def test_a_review_lies_ahead(p):
    with pytest.raises(Invalid, match="Give a review date that lies ahead"):
        await move_to_business_as_usual(p.moderator, await an_action(p, "PROT-6"), BEGIN)


async def test_what_is_rated_has_no_review(p):
    action = await an_action(p)
    with pytest.raises(Conflict, match="is not business as usual"):
        await review_business_as_usual(p.moderator, action, NEXT_YEAR)
    with pytest.raises(Conflict, match="only business as usual can be reopened"):
        await reopen_action(p.moderator, action)


async def test_a_standing_commitment_becomes_business_as_usual_once(p):
    commitment = await a_commitment("SUPP-4")
    usual = await move_commitment_to_business_as_usual(p.moderator, commitment, NEXT_YEAR)
    assert (usual.business_as_usual_from, usual.review_on) == (BEGIN, NEXT_YEAR)
    with pytest.raises(Conflict, match="has been business as usual since 1 April 2026"):
        await move_commitment_to_business_as_usual(p.moderator, commitment, NEXT_YEAR)


async def test_the_business_unit_names_who_leads_a_commitment(p):
    led = await name_lead(p.moderator, await a_commitment(), p.police, p.executive_post)
    assert (led.lead_agency, led.accountable) == (p.police.id, p.executive_post.id)
    with pytest.raises(NotAllowed, match="Only the business unit"):
        await name_lead(p.executive, led, None, None)


async def test_an_unknown_reference_is_named(p):
    with pytest.raises(NotFound, match=r"There is no action PROT-4\.9 in the strategy coventry-csa"):
        await find_action(KEY, "PROT-4.9")
    with pytest.raises(NotFound, match="There is no commitment PROT-9"):
        await find_commitment(KEY, "PROT-9")


async def test_a_deputy_acts_for_a_vacant_post(p):
    action = await an_action(p, begun=False, owner=None)
    await it_is(BEGIN, hour=10)
    assert (await start_action(p.deputy, action)).status == Status.IN_PROGRESS


def test_every_status_has_its_line_in_the_table():
    assert set(NEXT) == set(Status)
