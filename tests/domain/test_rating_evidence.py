"""What evidence can carry: Grey without any, Amber with weak evidence, Green with evidence of grade 2."""

import datetime as dt
from typing import Any

import pytest

from objectives.rated import Rated
from objectives.standing import Evidence
from objectives.words import EvidenceForm, Grade, GreyReason, Rating
from tests.domain.judged import rated, rules, says
from tests.standings import a_delivered_action, a_milestone, an_action, an_update, day, some_evidence


def shown(*pieces: Evidence, **changes: Any) -> Rated:
    return rated(an_action(evidence=pieces, **changes))


def test_before_any_milestone_is_due_it_is_grey_and_says_when() -> None:
    judged = shown(milestones=(a_milestone("First draft", day(1)),))
    assert (judged.calculated, judged.grey_reason) == (Rating.GREY, GreyReason.NOT_YET_DUE)
    assert says(judged, "not yet due") == [
        "Nothing is due yet: the first milestone, “First draft”, is for 31 October 2026."
    ]


def test_on_the_day_a_milestone_falls_due_evidence_is_asked_for() -> None:
    judged = shown(milestones=(a_milestone("First draft", day(0)),))
    assert judged.grey_reason is GreyReason.INSUFFICIENT_EVIDENCE


def test_once_a_milestone_is_met_evidence_is_asked_for() -> None:
    early = a_milestone("First draft", day(60), met_on=day(-3))
    assert shown(milestones=(early,)).grey_reason is GreyReason.INSUFFICIENT_EVIDENCE


def test_an_amber_rule_is_more_cautious_than_not_yet_due() -> None:
    slipping = a_milestone("First draft", day(10), forecast_on=day(20))
    assert shown(milestones=(slipping,)).calculated is Rating.AMBER


def test_an_action_without_milestones_has_nothing_due() -> None:
    judged = shown(milestones=())
    assert says(judged, "not yet due") == ["It has no milestones yet, so nothing is due."]


def test_nothing_accepted_is_insufficient_evidence() -> None:
    judged = shown()
    assert (judged.published, judged.grey_reason) == (Rating.GREY, GreyReason.INSUFFICIENT_EVIDENCE)
    assert says(judged, "no evidence") == ["No evidence has been accepted."]


def test_evidence_that_was_returned_does_not_count() -> None:
    refused = some_evidence(None, accepted=False)
    assert says(shown(refused), "no evidence") == ["No evidence has been accepted."]


def test_evidence_that_waits_is_counted_in_the_sentence() -> None:
    one, two = some_evidence(None), some_evidence(None, id=2)
    assert says(shown(one), "no evidence") == ["No evidence has been accepted; 1 piece waits to be judged."]
    assert says(shown(one, two), "no evidence") == [
        "No evidence has been accepted; 2 pieces wait to be judged."
    ]


@pytest.mark.parametrize(
    ("grade", "rating"), [(Grade.STATEMENT, Rating.AMBER), (Grade.DOCUMENT, Rating.GREEN)]
)
def test_green_starts_at_grade_2(grade: Grade, rating: Rating) -> None:
    assert shown(some_evidence(grade)).calculated is rating


def test_weak_evidence_says_what_is_wrong_with_the_strongest_piece() -> None:
    weak = some_evidence(
        Grade.STATEMENT, dt.date(2025, 10, 29), title="What we were told", expires_on=day(-1)
    )
    assert says(shown(weak), "weak evidence") == [
        "The strongest accepted evidence, “What we were told”, is of grade 1, below grade 2, expired on"
        " 29 October 2026 and shows 29 October 2025, over 12 months ago."
    ]


def test_evidence_counts_up_to_and_including_the_day_it_expires() -> None:
    assert shown(some_evidence(expires_on=day(0))).calculated is Rating.GREEN
    assert shown(some_evidence(expires_on=day(-1))).calculated is Rating.AMBER


def test_evidence_that_shows_a_day_12_months_ago_still_counts() -> None:
    assert shown(some_evidence(shows=dt.date(2025, 10, 30))).calculated is Rating.GREEN


def test_evidence_that_shows_a_day_over_12_months_ago_is_amber() -> None:
    assert shown(some_evidence(shows=dt.date(2025, 10, 29))).calculated is Rating.AMBER


def test_one_good_piece_among_weak_ones_is_enough() -> None:
    weak = some_evidence(Grade.CORROBORATED, dt.date(2025, 1, 1), id=2)
    assert shown(weak, some_evidence()).calculated is Rating.GREEN


def test_delivered_without_evidence_is_grey() -> None:
    assert rated(a_delivered_action(day(-5), evidence=(), milestones=())).calculated is Rating.GREY


def test_it_would_be_green_if_the_evidence_that_waits_were_accepted() -> None:
    assert shown(some_evidence(None)).green_if_accepted
    assert shown(some_evidence(Grade.STATEMENT), some_evidence(None, id=2)).green_if_accepted


@pytest.mark.parametrize(
    "piece",
    [
        some_evidence(None, accepted=False),
        some_evidence(None, form=EvidenceForm.STATEMENT),
        some_evidence(None, expires_on=day(-1)),
        some_evidence(None, shows=dt.date(2025, 1, 1)),
    ],
    ids=["refused", "only a statement", "expired", "too old"],
)
def test_it_would_not_be_green_with_evidence_that_cannot_carry_it(piece: Evidence) -> None:
    assert not shown(piece).green_if_accepted


def test_it_would_not_be_green_where_something_else_is_wrong() -> None:
    waiting = some_evidence(None)
    assert not shown(waiting, milestones=(a_milestone("Late", day(-3)),)).green_if_accepted
    assert not shown(waiting, updates=(an_update(rating=Rating.AMBER),)).green_if_accepted
    assert not shown(waiting, updates=()).green_if_accepted


def test_what_is_green_already_does_not_wait() -> None:
    judged = shown(some_evidence(), some_evidence(None, id=2))
    assert rules(judged)[-1] == "evidence"
    assert not judged.green_if_accepted
