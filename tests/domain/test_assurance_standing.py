"""Assurance facts in the standing: what they do to ratings, now and as at any day."""

import datetime as dt

import pytest

from objectives.answering import decline, return_nil
from objectives.assurance import close, withdraw
from objectives.days import time_zone
from objectives.judging import judged_at, judged_now, moment_on
from objectives.rated import Rated
from objectives.standing import AssuranceRequest
from objectives.words import Opinion, Rating
from tests.asking import a_draft, a_request, judged, respondent
from tests.makers import KEY, Partnership, it_is

DUE = dt.date(2026, 5, 1)


async def rated_now(reference: str = "SUPP-2") -> Rated:
    return (await judged_now(KEY, time_zone())).commitments[reference]


async def requests_now(reference: str = "SUPP-2") -> tuple[AssuranceRequest, ...]:
    return (await judged_now(KEY, time_zone())).standing.by_reference[reference].requests


async def rules_that_fired(reference: str = "SUPP-2") -> list[str]:
    return [fired.rule for fired in (await rated_now(reference)).fired]


@pytest.mark.parametrize(
    ("opinion", "rating"),
    [
        (Opinion.SUBSTANTIAL, Rating.GREEN),
        (Opinion.REASONABLE, Rating.GREEN),
        (Opinion.LIMITED, Rating.AMBER),
        (Opinion.NONE, Rating.RED),
    ],
)
async def test_a_commitment_to_seek_assurance_is_rated_by_its_opinion(
    p: Partnership, opinion: Opinion, rating: Rating
) -> None:
    before = await rated_now()
    await judged(p, await a_request(p), opinion)
    assert (before.published, (await rated_now()).published) == (Rating.GREY, rating)


async def test_an_opinion_counts_until_its_review_day_and_lapses_after_it(p: Partnership) -> None:
    await close(p.moderator, await judged(p, await a_request(p), review_by=dt.date(2026, 6, 30)))
    await it_is(dt.date(2026, 6, 30), 22)
    assert (await rated_now()).published is Rating.GREEN
    await it_is(dt.date(2026, 7, 1))
    assert "assurance overdue" in await rules_that_fired()
    assert (await rated_now()).published is Rating.AMBER


async def test_a_reply_is_overdue_the_day_after_its_date_and_a_nil_return_is_a_reply(p: Partnership) -> None:
    silent, nil = await a_request(p), await a_request(p, "PREV-4")
    await return_nil(await respondent(nil), "Nothing to report yet.")
    await it_is(DUE, 22)
    assert "assurance overdue" not in await rules_that_fired()
    await it_is(DUE + dt.timedelta(days=1), 1)
    assert "assurance overdue" in await rules_that_fired()
    assert "assurance overdue" not in await rules_that_fired("PREV-4")
    await withdraw(p.moderator, silent, "Asked in error.")
    assert await requests_now() == ()


async def test_declined_counts_as_overdue_until_the_agency_answers_a_newer_request(p: Partnership) -> None:
    declined = await a_request(p)
    await decline(await respondent(declined), "It is for the court.")
    await close(p.moderator, declined)
    assert "assurance overdue" in await rules_that_fired()
    await judged(p, await a_request(p))
    assert await rules_that_fired() == ["opinion"]


async def test_a_newer_opinion_renews_the_older_one(p: Partnership) -> None:
    await judged(p, await a_request(p), Opinion.LIMITED)
    await judged(p, await a_request(p), Opinion.SUBSTANTIAL)
    older, newer = await requests_now()
    assert (older.renewed, newer.renewed) == (True, False)
    assert (await rated_now()).published is Rating.GREEN


async def test_a_draft_is_no_fact(p: Partnership) -> None:
    await a_draft(p)
    assert await requests_now() == ()


async def test_what_stood_on_a_day_is_read_as_it_stood(p: Partnership) -> None:
    request = await a_request(p)
    await it_is(dt.date(2026, 5, 10))
    await judged(p, request)
    await it_is(dt.date(2026, 5, 20))
    then = await judged_at(KEY, await moment_on(dt.date(2026, 5, 9), time_zone()))
    assert then.commitments["SUPP-2"].published is Rating.AMBER
    assert (await rated_now()).published is Rating.GREEN
    (fact,) = then.standing.by_reference["SUPP-2"].requests
    assert (fact.answered, fact.opinion, fact.due_on) == (False, Opinion.NOT_YET_ASSESSED, DUE)
