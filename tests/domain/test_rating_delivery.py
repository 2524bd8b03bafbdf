"""Owners, issues, beginnings, deliveries, checks and business as usual."""

import datetime as dt
from typing import Any

import pytest

from objectives.standing import Action, Evidence
from objectives.words import Grade, GreyReason, Issue, Rating, Status
from tests.domain.judged import rated, rules, says
from tests.standing_parts import HELD, VACANT
from tests.standings import (
    BEFORE,
    THIS,
    a_check,
    a_delivered_action,
    a_milestone,
    a_person,
    an_action,
    an_embedded_action,
    an_update,
    at,
    day,
    some_evidence,
    with_plan,
)


def test_milestones_met_and_the_next_on_course_is_green() -> None:
    judged = rated(an_action())
    assert judged.published is Rating.GREEN
    assert says(judged, "on track") == [
        "No milestone has slipped; the next, “All schools visited”, is on course for 29 January 2027."
    ]


def test_an_action_without_a_post_is_red_even_with_a_deputy() -> None:
    judged = rated(an_action(owner=None, deputy=a_person("Lucy Hart")))
    assert judged.calculated is Rating.RED
    assert says(judged, "no owner") == ["No post owns this action."]


def test_a_post_that_nobody_holds_with_no_deputy_is_red() -> None:
    judged = rated(an_action(owner=VACANT))
    assert judged.calculated is Rating.RED
    assert says(judged, "no owner") == [
        "Nobody holds the post that owns this action, “Strategic Lead, Schools”, and no deputy is acting."
    ]


def test_a_deputy_acting_for_a_vacant_post_is_enough() -> None:
    assert rules(rated(an_action(owner=VACANT, deputy=a_person("Lucy Hart")))) == ["on track", "evidence"]


def test_a_held_post_needs_no_deputy() -> None:
    assert "no owner" not in rules(rated(an_action(owner=HELD, deputy=None)))


def test_a_significant_issue_with_a_plan_due_today_is_amber() -> None:
    judged = rated(an_action(updates=(an_update(**with_plan(day(0))),)))
    assert judged.calculated is Rating.AMBER
    assert says(judged, "issue with plan") == [
        "The owner reports a significant issue, with a plan to be done by 30 October 2026."
    ]


def test_a_plan_whose_date_passed_yesterday_is_red() -> None:
    judged = rated(an_action(updates=(an_update(**with_plan(day(-1))),)))
    assert judged.calculated is Rating.RED
    assert says(judged, "plan date passed") == [
        "The plan for a significant issue was to be done by 29 October 2026: no credible way back."
    ]


def test_a_significant_issue_without_a_plan_is_red() -> None:
    judged = rated(an_action(updates=(an_update(issue=Issue.WITHOUT_PLAN),)))
    assert judged.calculated is Rating.RED
    assert judged.needs_plan


def test_an_issue_said_last_round_is_not_this_rounds_issue() -> None:
    updates = (an_update(BEFORE, issue=Issue.WITHOUT_PLAN), an_update(THIS))
    assert rated(an_action(updates=updates)).calculated is Rating.GREEN


def not_started(starts_in: int | None, baseline_in: int = 200, **changes: Any) -> Action:
    start = None if starts_in is None else day(starts_in)
    return an_action(
        status=Status.NOT_STARTED,
        planned_start_on=start,
        milestones=(a_milestone("Begun", day(baseline_in)),),
        **changes,
    )


def test_not_started_is_grey_on_the_day_of_its_planned_start() -> None:
    judged = rated(not_started(0))
    assert (judged.published, judged.grey_reason) == (Rating.GREY, GreyReason.NOT_YET_DUE)
    assert [f.sentence for f in judged.fired] == [
        "Not started, and not yet due: it is due to begin by 30 October 2026."
    ]


def test_not_started_is_grey_even_where_nobody_holds_the_post() -> None:
    assert rules(rated(not_started(1, owner=VACANT))) == ["not yet due"]


def test_not_started_the_day_after_its_planned_start_is_judged_as_in_progress() -> None:
    assert rated(not_started(-1, owner=VACANT)).calculated is Rating.RED
    assert rules(rated(not_started(-1))) == ["not yet due", "on track"]


def test_nobody_dodges_red_by_never_starting() -> None:
    judged = rated(not_started(None, baseline_in=-31))
    assert judged.calculated is Rating.RED
    assert "is 31 days late" in judged.fired[0].sentence


def test_moving_the_baseline_does_not_put_off_the_first_one() -> None:
    moved = a_milestone("Begun", day(90), first_baseline_on=day(-10))
    judged = rated(an_action(status=Status.NOT_STARTED, planned_start_on=None, milestones=(moved,)))
    assert "on track" in rules(judged)


def test_not_started_without_any_date_says_so() -> None:
    judged = rated(an_action(status=Status.NOT_STARTED, planned_start_on=None, milestones=()))
    assert judged.fired[0].sentence == "Not started, and not yet due: it has no planned start yet."


def test_delivered_with_evidence_is_green_and_says_when_it_is_to_be_checked() -> None:
    judged = rated(a_delivered_action(day(-10)))
    assert judged.calculated is Rating.GREEN
    assert says(judged, "delivered") == [
        "Delivered on 20 October 2026; whether it still works is to be checked from 20 January 2027."
    ]


def test_a_check_30_days_overdue_is_still_green() -> None:
    assert rated(a_delivered_action(dt.date(2026, 6, 30))).calculated is Rating.GREEN


def test_a_check_31_days_overdue_is_amber() -> None:
    judged = rated(a_delivered_action(dt.date(2026, 6, 29)))
    assert judged.calculated is Rating.AMBER
    assert says(judged, "check overdue") == [
        "The check of whether it still works is 31 days overdue: it fell due on 29 September 2026."
    ]


def test_a_check_made_before_3_months_is_not_the_check() -> None:
    early = a_delivered_action(day(-160), checks=(a_check(day(-100)),))
    assert "check overdue" in rules(rated(early))


def test_a_failed_check_reopens_at_amber() -> None:
    reopened = an_action(delivered_on=None, milestones=(a_milestone(),), checks=(a_check(day(-20), False),))
    judged = rated(reopened)
    assert judged.calculated is Rating.AMBER
    assert says(judged, "failed check") == ["The check on 10 October 2026 found that it no longer works."]


def test_a_failed_check_still_counts_if_the_action_was_not_reopened() -> None:
    failed = an_embedded_action(checks=(a_check(day(-100)), a_check(day(-20), passed=False)))
    assert rated(failed).published is Rating.AMBER


def test_delivering_anew_answers_a_failed_check() -> None:
    anew = a_delivered_action(day(-10), checks=(a_check(day(-20), passed=False),))
    assert rated(anew).calculated is Rating.GREEN


def test_a_later_passed_check_answers_a_failed_one() -> None:
    checks = (a_check(day(-60), passed=False), a_check(day(-5)))
    assert "failed check" not in rules(rated(a_delivered_action(day(-160), checks=checks)))


def test_a_check_passed_with_tested_evidence_is_blue() -> None:
    judged = rated(an_embedded_action())
    assert judged.published is Rating.BLUE
    assert [f.sentence for f in judged.fired] == [
        "Delivered on 31 March 2026 and found still working on 8 July 2026, with tested evidence."
    ]


def delivered_on_31_march_and_checked(on: dt.date) -> Action:
    return an_embedded_action(delivered_on=dt.date(2026, 3, 31), checks=(a_check(on),))


def test_a_check_the_day_before_3_months_is_not_enough_for_blue() -> None:
    assert rated(delivered_on_31_march_and_checked(dt.date(2026, 6, 29))).published is not Rating.BLUE


def test_a_check_on_the_day_of_3_months_is_enough_for_blue() -> None:
    assert rated(delivered_on_31_march_and_checked(dt.date(2026, 6, 30))).published is Rating.BLUE


@pytest.mark.parametrize(
    "evidence",
    [
        some_evidence(Grade.DOCUMENT, day(-30)),
        some_evidence(Grade.TESTED, dt.date(2026, 3, 30)),
        some_evidence(None, day(-30)),
    ],
    ids=["only a document", "shows a day before delivery", "not accepted"],
)
def test_we_wrote_the_policy_is_not_blue(evidence: Evidence) -> None:
    assert rated(an_embedded_action(evidence=(evidence,))).published is not Rating.BLUE


def test_evidence_that_shows_the_day_of_delivery_is_enough_for_blue() -> None:
    shown = some_evidence(Grade.TESTED, dt.date(2026, 3, 31))
    assert rated(an_embedded_action(evidence=(shown,))).published is Rating.BLUE


def test_blue_does_not_decay() -> None:
    old = some_evidence(Grade.TESTED, day(-700), expires_on=day(-400))
    long_ago = an_embedded_action(
        delivered_on=day(-800), checks=(a_check(day(-650)),), evidence=(old,), owner=VACANT, updates=()
    )
    assert rated(long_ago).published is Rating.BLUE


def test_an_owners_word_from_before_the_check_does_not_hold_blue_back() -> None:
    said_green = an_update(THIS, submitted_at=at(day(-20)))
    judged = rated(an_embedded_action(updates=(said_green,), checks=(a_check(day(-10)),)))
    assert (judged.published, judged.owners) == (Rating.BLUE, None)


def test_an_owner_who_speaks_up_after_the_check_is_heard() -> None:
    said_red = an_update(THIS, Rating.RED, submitted_at=at(day(-5)))
    judged = rated(an_embedded_action(updates=(said_red,), checks=(a_check(day(-10)),)))
    assert judged.published is Rating.RED


def test_business_as_usual_is_unrated_on_the_day_of_its_review() -> None:
    judged = rated(an_action(status=Status.BUSINESS_AS_USUAL, review_on=day(0)))
    assert (judged.published, judged.unrated) == (None, "business as usual")
    assert judged.fired == ()


def test_business_as_usual_is_amber_the_day_after_its_review_date() -> None:
    judged = rated(an_action(status=Status.BUSINESS_AS_USUAL, review_on=day(-1)))
    assert (judged.published, judged.unrated) == (Rating.AMBER, None)
    assert says(judged, "review overdue") == [
        "The review of business as usual is overdue: it was due on 29 October 2026."
    ]


def test_superseded_is_unrated_whatever_is_late() -> None:
    judged = rated(
        an_action(status=Status.SUPERSEDED, milestones=(a_milestone("Never", day(-300)),), owner=None)
    )
    assert (judged.published, judged.calculated, judged.unrated) == (None, None, "superseded")
