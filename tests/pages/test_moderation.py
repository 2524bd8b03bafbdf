"""Moderation on pages: one rating after another, let stand, returned or changed, and the agency's answer."""

import datetime as dt

import msgspec
import pytest

from objectives.actions import NewAction, change_action
from objectives.days import today_at
from objectives.history import now
from objectives.mandates import row_of
from objectives.posts import hand_over
from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.moderation import Moderation, RatingAcceptance
from objectives.tables.person import Person
from objectives.tables.post import Post
from tests.pages.test_steps import page_of, value_of
from tests.pages.visitor import Page, Visitor

HERE = "/strategies/coventry-csa/moderation"
THING = f"{HERE}/SUPP-3.1"
WORDS = {"rating": "Red", "reason": "No date is kept.", "on_evidence": "The plan."}


def expiry(page: Page) -> dict[str, str]:
    return {name: value_of(page, name) for name in ("expires_on", "expires_on-month", "expires_on-year")}


async def test_accepting_leads_on_to_the_next_that_is_left(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    first = await visitor.open(THING)
    before = await RatingAcceptance.count()
    sent = await visitor.send(f"{THING}/acceptance", first.token(), shown=value_of(first, "shown"))
    assert page_of(visitor, sent).title.startswith("Moderate ")
    assert await RatingAcceptance.count() == before + 1
    assert "Accepted as it is" in (await visitor.open(THING)).words


async def test_a_stale_form_says_what_changed_and_overwrites_nothing(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(THING)
    sent = WORDS | {"shown": value_of(page, "shown")} | expiry(page)
    await visitor.send(f"{THING}/override", page.token(), **sent)
    count = await Moderation.count()
    late = page_of(
        visitor, await visitor.send(f"{THING}/override", page.token(), **(sent | {"reason": "Mine."}))
    )
    assert (late.status, "Somebody else has judged this" in late.words, "Mine." in late.words) == (
        409,
        True,
        True,
    )
    assert await Moderation.count() == count


async def test_all_that_an_override_lacks_is_said_with_the_typing_kept(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(THING)
    sent = {"rating": "Blue", "reason": "Kept words.", "shown": value_of(page, "shown")} | expiry(page)
    refused = page_of(visitor, await visitor.send(f"{THING}/override", page.token(), **sent))
    assert (refused.status, "Kept words." in refused.words) == (422, True)
    assert {"#rating", "#on_evidence"} <= refused.links


async def test_the_owner_sees_the_change_and_answers_it(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(THING)
    await visitor.send(
        f"{THING}/override",
        page.token(),
        shown=value_of(page, "shown"),
        **(WORDS | {"rating": "Amber"}),
        **expiry(page),
    )
    visitor.client.cookies.delete("session")
    await visitor.sign_in("Elliot Example")
    assert "Answer the changed rating of SUPP-3.1" in (await visitor.open("/my-work")).words
    form = await visitor.open("/strategies/coventry-csa/rating-answers/SUPP-3.1")
    assert "No date is kept." in form.words
    sent = {"moderation": value_of(form, "moderation"), "answer": "The date is kept since Monday."}
    answered = await visitor.send("/strategies/coventry-csa/rating-answers/SUPP-3.1", form.token(), **sent)
    assert "The date is kept since Monday." in page_of(visitor, answered).words
    assert "Answer the changed rating" not in (await visitor.open("/my-work")).words


@pytest.mark.parametrize("act", ["acceptance", "override"])
async def test_what_became_their_own_since_the_page_was_opened_is_judged_by_nobody(
    visitor: Visitor, act: str
) -> None:
    """The post of its owner comes to the moderator meanwhile, and goes on to somebody else on the next day."""
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(THING)
    morgan = await Person.objects().get(Person.name == "Morgan Example")
    action = await Action.objects().get(Action.reference == "SUPP-3.1")
    post, today = await row_of(Post, action.owner), today_at(await now())
    await hand_over(morgan, post, morgan, today)
    sent = WORDS | {"shown": value_of(page, "shown")} | expiry(page)
    refused = page_of(visitor, await visitor.send(f"{THING}/{act}", page.token(), **sent))
    assert (refused.status, "Nobody judges their own" in refused.words) == (403, True)
    assert await Moderation.count().where(Moderation.action == action.id) == 0
    await hand_over(morgan, post, None, today + dt.timedelta(days=1))
    assert "Not yours to judge" in (await visitor.open(THING)).words


async def test_a_moderator_who_took_their_name_off_in_the_round_is_told_so(visitor: Visitor) -> None:
    morgan = await Person.objects().get(Person.name == "Morgan Example")
    action = await Action.objects().get(Action.reference == "SUPP-3.1")
    plan = NewAction(title=action.title, agency=await row_of(Agency, action.agency))
    for deputy in (morgan, None):
        await change_action(morgan, action, msgspec.structs.replace(plan, deputy=deputy))
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(THING)
    assert "was owner, deputy or accountable executive of SUPP-3.1 earlier in this round" in page.words
    assert "and go on" not in page.words


@pytest.mark.parametrize("name", ["Grace Example", "Elliot Example"])
async def test_only_the_business_unit_sees_the_queue(visitor: Visitor, name: str) -> None:
    await visitor.sign_in(name)
    for address in (HERE, THING):
        await visitor.open(address, 403)
