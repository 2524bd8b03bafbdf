"""Checks after delivery: what embeds an action, what reopens it, and what is too early to tell."""

import datetime as dt

import pytest

from objectives.actions import find_action, say_delivered
from objectives.checking import NewCheck, check_delivery
from objectives.problems import Conflict, Invalid, NotAllowed
from objectives.words import Grade, Status
from tests.makers import BEGIN, KEY, a_post, accepted_evidence, an_action, it_is

THREE_MONTHS = dt.date(2026, 7, 1)


async def a_delivery(p, evidence: dict | None = None):
    """Delivered on 1 April, with evidence accepted the same day; it is 1 August."""
    action = await an_action(p)
    await say_delivered(p.owner, action, BEGIN)
    if evidence is not None:
        await accepted_evidence(p, action, **evidence)
    await it_is(dt.date(2026, 8, 1))
    return action


def a_check(on=THREE_MONTHS, passed=True):
    return NewCheck(on, passed, "A dip sample of 20 plans.")


async def status(action):
    return (await find_action(KEY, action.reference)).status


async def test_a_passed_check_at_three_months_with_tested_evidence_embeds(p):
    action = await a_delivery(p, {"grade": Grade.TESTED})
    await check_delivery(p.moderator, action, a_check())
    assert await status(action) == Status.EMBEDDED


@pytest.mark.parametrize(
    ("on", "evidence"),
    [
        (THREE_MONTHS - dt.timedelta(days=1), {"grade": Grade.TESTED}),
        (THREE_MONTHS, {"grade": Grade.DOCUMENT}),
        (THREE_MONTHS, {"grade": Grade.TESTED, "shows_on": BEGIN - dt.timedelta(days=1)}),
        (THREE_MONTHS, None),
    ],
    ids=["a day early", "not tested", "shows before delivery", "no evidence"],
)
async def test_a_passed_check_that_falls_short_embeds_nothing(p, on, evidence):
    action = await a_delivery(p, evidence)
    assert (await check_delivery(p.moderator, action, a_check(on))).passed
    assert await status(action) == Status.DELIVERED


async def test_tested_evidence_accepted_after_a_passed_check_embeds(p):
    action = await a_delivery(p)
    await check_delivery(p.moderator, action, a_check())
    await accepted_evidence(p, action, grade=Grade.TESTED)
    assert await status(action) == Status.EMBEDDED


async def test_tested_evidence_accepted_after_an_early_check_embeds_nothing(p):
    action = await a_delivery(p)
    await check_delivery(p.moderator, action, a_check(THREE_MONTHS - dt.timedelta(days=1)))
    await accepted_evidence(p, action, grade=Grade.TESTED)
    assert await status(action) == Status.DELIVERED


async def test_a_failed_check_reopens(p):
    action = await a_delivery(p, {"grade": Grade.TESTED})
    await check_delivery(p.moderator, action, a_check(passed=False))
    assert await status(action) == Status.IN_PROGRESS


async def test_what_was_embedded_reopens_when_a_later_check_fails(p):
    action = await a_delivery(p, {"grade": Grade.TESTED})
    await check_delivery(p.moderator, action, a_check())
    await check_delivery(p.moderator, action, a_check(dt.date(2026, 7, 31), passed=False))
    assert await status(action) == Status.IN_PROGRESS


async def test_only_what_was_delivered_is_checked(p):
    with pytest.raises(Conflict, match="only what was delivered can be checked"):
        await check_delivery(p.moderator, await an_action(p), a_check(BEGIN))


async def test_a_check_comes_after_delivery_and_not_in_the_future(p):
    action = await a_delivery(p)
    with pytest.raises(Invalid, match="It was delivered on 1 April 2026"):
        await check_delivery(p.moderator, action, a_check(BEGIN - dt.timedelta(days=1)))
    with pytest.raises(Invalid, match="give the day of the check"):
        await check_delivery(p.moderator, action, a_check(dt.date(2026, 8, 2)))


async def test_a_check_says_what_was_found(p):
    action = await a_delivery(p)
    with pytest.raises(Invalid, match="Say what was looked at"):
        await check_delivery(p.moderator, action, NewCheck(THREE_MONTHS, True, ""))


async def test_the_owner_does_not_check_their_own(p):
    action = await a_delivery(p)
    with pytest.raises(NotAllowed, match="Only the business unit"):
        await check_delivery(p.owner, action, a_check())


async def test_an_owner_in_the_business_unit_does_not_check_their_own(p):
    post = await a_post(p.moderator, "Policy officer", p.business_unit, p.moderator)
    action = await an_action(p, owner=post, deputy=p.owner)
    await say_delivered(p.moderator, action, BEGIN)
    with pytest.raises(NotAllowed, match="Nobody judges their own"):
        await check_delivery(p.moderator, action, a_check(BEGIN))
