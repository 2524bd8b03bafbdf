"""Moderation on pages: one rating after another, let stand, returned or changed, and the agency's answer."""

import pytest

from objectives.tables.moderation import Moderation, RatingAcceptance
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


@pytest.mark.parametrize("name", ["Grace Example", "Elliot Example"])
async def test_only_the_business_unit_sees_the_queue(visitor: Visitor, name: str) -> None:
    await visitor.sign_in(name)
    for address in (HERE, THING):
        await visitor.open(address, 403)
