"""Overdue requests cap; opinions judge what was promised as assurance."""

import datetime as dt

import pytest

from objectives.assurance_rules import overdue
from objectives.standing import AssuranceRequest
from objectives.words import GreyReason, Kind, Opinion, Rating, Status
from tests.domain.judged import committed, numbered, rated, says
from tests.standing_parts import HEALTH
from tests.standings import (
    TODAY,
    a_milestone,
    a_request,
    an_action,
    an_embedded_action,
    an_opinion,
    day,
)


def sentence(request: AssuranceRequest) -> str | None:
    fired = overdue(request, TODAY)
    return fired.sentence if fired else None


def test_a_request_is_not_overdue_on_the_day_it_is_due() -> None:
    assert sentence(a_request(day(0))) is None


def test_a_request_is_overdue_the_day_after() -> None:
    assert sentence(a_request(day(-1))) == (
        "West Midlands Police has not answered the assurance request due on 29 October 2026."
    )


def test_a_nil_return_is_a_reply() -> None:
    assert sentence(a_request(day(-90), answered=True)) is None


def test_a_late_review_by_the_business_unit_does_not_cap() -> None:
    in_review = a_request(day(-90), answered=True, opinion=Opinion.NOT_YET_ASSESSED)
    assert sentence(in_review) is None


def test_declining_is_overdue_at_once() -> None:
    declined = a_request(day(20), declined=True)
    assert sentence(declined) == "West Midlands Police declined the assurance request of 3 August 2026."


def test_an_opinion_holds_on_the_day_of_its_review() -> None:
    assert sentence(an_opinion(Opinion.SUBSTANTIAL, day(0))) is None


def test_an_opinion_lapses_the_day_after_its_review_date() -> None:
    lapsed = an_opinion(Opinion.SUBSTANTIAL, day(-1))
    assert (
        sentence(lapsed)
        == "The opinion on West Midlands Police lapsed on 29 October 2026 and there is none newer."
    )


def test_a_lapsed_opinion_that_was_renewed_is_not_overdue() -> None:
    assert sentence(an_opinion(Opinion.SUBSTANTIAL, day(-90), renewed=True)) is None


def test_overdue_assurance_caps_the_commitment_at_amber_and_leaves_its_actions() -> None:
    capped = committed(an_action(), requests=(a_request(day(-1)),))
    assert capped.published is Rating.AMBER
    assert says(capped, "assurance overdue") == [sentence(a_request(day(-1)))]
    assert says(capped, "roll-up") == ["Its one rated action, PREV-1.1, is Green."]


def test_overdue_assurance_caps_a_blue_commitment_too() -> None:
    assert committed(an_embedded_action(), requests=(a_request(day(-1)),)).published is Rating.AMBER


def test_overdue_assurance_does_not_lift_a_red_commitment() -> None:
    assert committed(an_action(owner=None), requests=(a_request(day(-1)),)).published is Rating.RED


def test_a_request_tied_to_an_action_caps_that_action_and_its_commitment() -> None:
    tied = an_action(requests=(a_request(day(-1)),))
    assert rated(tied).published is Rating.AMBER
    assert committed(tied).published is Rating.AMBER


@pytest.mark.parametrize("status", [Status.EMBEDDED, Status.NOT_STARTED])
def test_a_tied_overdue_request_caps_whatever_the_status(status: Status) -> None:
    blue = an_embedded_action(requests=(a_request(day(-1)),))
    waiting = an_action(
        status=Status.NOT_STARTED,
        planned_start_on=None,
        milestones=(a_milestone("Begun", day(9)),),
        requests=blue.requests,
    )
    assert rated(blue if status is Status.EMBEDDED else waiting).published is Rating.AMBER


def seeking(*requests: AssuranceRequest, **changes: object) -> Rating | None:
    return committed(an_action(), kind=Kind.ASSURANCE, requests=requests, **changes).published


@pytest.mark.parametrize(
    ("opinion", "rating"),
    [
        (Opinion.SUBSTANTIAL, Rating.GREEN),
        (Opinion.REASONABLE, Rating.GREEN),
        (Opinion.LIMITED, Rating.AMBER),
        (Opinion.NONE, Rating.RED),
        (Opinion.NOT_YET_ASSESSED, Rating.GREEN),
    ],
)
def test_a_commitment_to_seek_assurance_is_judged_by_its_opinion(opinion: Opinion, rating: Rating) -> None:
    assert seeking(an_opinion(opinion)) is rating


def test_an_opinion_says_nothing_of_other_kinds_of_commitment() -> None:
    assert committed(an_action(), requests=(an_opinion(Opinion.NONE),)).published is Rating.GREEN


def test_of_several_agencies_the_worst_opinion_counts() -> None:
    police, health = an_opinion(Opinion.SUBSTANTIAL), an_opinion(Opinion.LIMITED, id=2, agency=HEALTH)
    judged = committed(an_action(), kind=Kind.ASSURANCE, requests=(police, health))
    assert judged.published is Rating.AMBER
    assert says(judged, "opinion") == [
        "The assurance opinion on Coventry and Warwickshire Integrated Care Board is Limited, to be reviewed by"
        " 28 April 2027."
    ]


def test_a_lapsed_substantial_opinion_is_amber() -> None:
    assert seeking(an_opinion(Opinion.SUBSTANTIAL, day(-1))) is Rating.AMBER


def test_a_poor_opinion_does_not_improve_by_growing_old() -> None:
    assert seeking(an_opinion(Opinion.NONE, day(-1))) is Rating.RED


def test_a_newer_opinion_replaces_the_old_one() -> None:
    old = an_opinion(Opinion.NONE, day(-1), renewed=True)
    assert seeking(old, an_opinion(Opinion.REASONABLE, id=2)) is Rating.GREEN


def test_an_opinion_in_date_is_enough_where_no_action_was_set() -> None:
    judged = committed(kind=Kind.ASSURANCE, requests=(an_opinion(Opinion.REASONABLE),))
    assert (judged.published, judged.grey_reason) == (Rating.GREEN, None)


def test_a_commitment_to_seek_assurance_without_opinion_or_action_is_grey() -> None:
    judged = committed(kind=Kind.ASSURANCE, requests=(a_request(),))
    assert (judged.published, judged.grey_reason) == (Rating.GREY, GreyReason.NOTHING_TO_RATE)


def test_a_red_action_is_more_cautious_than_a_good_opinion() -> None:
    red = an_action(owner=None)
    judged = committed(red, kind=Kind.ASSURANCE, requests=(an_opinion(Opinion.SUBSTANTIAL),))
    assert judged.published is Rating.RED


def test_a_good_opinion_does_not_hold_blue_back() -> None:
    judged = committed(an_embedded_action(), kind=Kind.ASSURANCE, requests=(an_opinion(Opinion.SUBSTANTIAL),))
    assert judged.published is Rating.BLUE


def test_a_request_of_a_superseded_action_caps_nothing() -> None:
    gone = an_action(status=Status.SUPERSEDED, requests=(a_request(day(-90)),))
    assert committed(*numbered(an_action(), gone)).published is Rating.GREEN


def test_a_request_tied_twice_is_said_once() -> None:
    asked = a_request(day(-1), issued_on=dt.date(2026, 9, 1))
    judged = committed(an_action(requests=(asked,)), requests=(asked,))
    assert len(says(judged, "assurance overdue")) == 1
