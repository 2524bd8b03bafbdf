"""Whose word stands before and after the due date, and what silence publishes."""

import datetime as dt
from typing import Any

import pytest

from objectives.standing import Action, Round, Update
from objectives.words import Confidence, Direction, GreyReason, Issue, Rating, Status
from tests.domain.judged import rated, rules
from tests.standings import (
    BEFORE,
    ROUNDS,
    THIS,
    a_delivered_action,
    a_milestone,
    a_moderation,
    an_action,
    an_embedded_action,
    an_update,
    day,
    frozen,
)

DUE = THIS.updates_due_on
DAY_AFTER_DUE = DUE + dt.timedelta(1)
LATE = day(-3)  # the approved date of a milestone that is Amber, but was not yet late on the due date


def silent(**changes: Any) -> Action:
    """An action whose owner spoke last in the round before, and was published Green then."""
    return an_action(**({"updates": (an_update(BEFORE),), "frozen": (frozen(BEFORE),)} | changes))


def test_on_the_due_date_the_last_update_stands_and_says_when_the_next_is_due() -> None:
    judged = rated(silent(), today=DUE)
    assert (judged.published, judged.owners, judged.hollow) == (Rating.GREEN, Rating.GREEN, False)
    assert (judged.not_updated, judged.due_on) == (False, dt.date(2026, 10, 15))


def test_the_day_after_the_due_date_it_is_not_updated() -> None:
    judged = rated(silent(), today=DAY_AFTER_DUE)
    assert (judged.not_updated, judged.due_on, judged.owners) == (True, None, None)
    assert (judged.published, judged.hollow, judged.carried_from) == (Rating.GREEN, True, "Q1 2026-27")
    assert judged.because == (
        "Carried forward from Q1 2026-27: no update was given for Q2 2026-27 by 15 October 2026."
    )


def test_an_update_before_the_due_date_leaves_nothing_due() -> None:
    judged = rated(an_action(), today=THIS.opens_on)
    assert (judged.due_on, judged.not_updated) == (None, False)


def test_nothing_to_report_is_an_update() -> None:
    judged = rated(silent(updates=(an_update(THIS, nothing_to_report=True),)))
    assert (judged.published, judged.hollow, judged.not_updated) == (Rating.GREEN, False, False)


def test_the_rules_run_without_the_word_of_the_silent_owner() -> None:
    last_time = an_update(BEFORE, Rating.RED, issue=Issue.WITHOUT_PLAN)
    judged = rated(silent(updates=(last_time,), frozen=(frozen(BEFORE, Rating.RED),)))
    assert judged.calculated is Rating.GREEN
    assert (judged.published, judged.hollow) == (Rating.RED, True)


def test_silence_with_a_worse_amber_by_the_rules_is_published_solid() -> None:
    judged = rated(silent(milestones=(a_milestone("Pack sent", LATE),)))
    assert (judged.published, judged.hollow, judged.not_updated) == (Rating.AMBER, False, True)
    assert judged.because == "The rules alone: no update was given for Q2 2026-27 by 15 October 2026."


def test_silence_with_red_by_the_rules_after_amber_is_published_solid() -> None:
    judged = rated(silent(owner=None, frozen=(frozen(BEFORE, Rating.AMBER),)))
    assert (judged.published, judged.hollow) == (Rating.RED, False)


def test_silence_with_no_worse_rating_by_the_rules_is_carried_forward() -> None:
    judged = rated(
        silent(milestones=(a_milestone("Pack sent", LATE),), frozen=(frozen(BEFORE, Rating.AMBER),))
    )
    assert (judged.published, judged.hollow, judged.calculated) == (Rating.AMBER, True, Rating.AMBER)


def test_silence_with_grey_by_the_rules_carries_the_last_rating_forward() -> None:
    judged = rated(silent(evidence=()))
    assert (judged.calculated, judged.published, judged.hollow) == (Rating.GREY, Rating.GREEN, True)


def test_a_grey_is_not_carried_forward_but_stays_grey() -> None:
    judged = rated(silent(frozen=(frozen(BEFORE, Rating.GREY),)))
    assert (judged.published, judged.hollow, judged.grey_reason) == (
        Rating.GREY,
        False,
        GreyReason.INSUFFICIENT_EVIDENCE,
    )


def test_silence_with_nothing_published_before_is_grey() -> None:
    new = an_action(updates=(), frozen=(), added_on=DUE)
    judged = rated(new)
    assert (judged.published, judged.hollow, judged.not_updated) == (Rating.GREY, False, True)
    assert judged.because.startswith("There is no rating to carry forward")


def test_silence_about_what_is_not_due_stays_not_yet_due() -> None:
    early = silent(milestones=(a_milestone("First draft", day(50)),), frozen=(frozen(BEFORE, Rating.GREY),))
    assert rated(early).grey_reason is GreyReason.NOT_YET_DUE


def silent_twice(**changes: Any) -> Action:
    rows = (frozen(ROUNDS[2]), frozen(BEFORE, hollow=True, carried_from=ROUNDS[2].name))
    return an_action(**({"updates": (an_update(ROUNDS[2]),), "frozen": rows} | changes))


def test_the_second_round_running_without_an_update_is_grey() -> None:
    judged = rated(silent_twice())
    assert (judged.published, judged.hollow, judged.grey_reason) == (
        Rating.GREY,
        False,
        GreyReason.NOT_UPDATED,
    )
    assert judged.because == "No update was given for Q1 2026-27 and Q2 2026-27."


def test_nobody_turns_red_into_grey_by_a_second_silence() -> None:
    rows = (
        frozen(ROUNDS[2], Rating.RED),
        frozen(BEFORE, Rating.RED, hollow=True, carried_from=ROUNDS[2].name),
    )
    judged = rated(silent_twice(owner=None, frozen=rows))
    assert (judged.published, judged.hollow, judged.not_updated) == (Rating.RED, False, True)


def test_a_silence_broken_and_begun_again_is_a_first_silence() -> None:
    rows = (frozen(ROUNDS[2], hollow=True, carried_from=ROUNDS[1].name), frozen(BEFORE))
    judged = rated(silent(updates=(an_update(ROUNDS[1]), an_update(BEFORE)), frozen=rows))
    assert (judged.hollow, judged.carried_from) == (True, "Q1 2026-27")


def late_update(round: Round = THIS, rating: Rating = Rating.GREEN) -> Update:
    return an_update(round, rating, late=True)


def test_a_late_update_is_not_that_rounds_update() -> None:
    judged = rated(silent(updates=(an_update(BEFORE), late_update(rating=Rating.AMBER))))
    assert (judged.published, judged.hollow, judged.owners) == (Rating.GREEN, True, None)


def test_the_facts_of_a_late_update_count_all_the_same() -> None:
    late_fact = a_milestone("Pack sent", day(10), forecast_on=day(150))
    judged = rated(silent(updates=(an_update(BEFORE), late_update()), milestones=(a_milestone(), late_fact)))
    assert (judged.published, judged.hollow) == (Rating.RED, False)


def test_a_late_update_stands_from_the_next_opening_until_the_next_due_date() -> None:
    spoke_late = silent(updates=(an_update(ROUNDS[2]), late_update(BEFORE, Rating.AMBER)))
    judged = rated(spoke_late, today=DUE)
    assert (judged.published, judged.owners, judged.due_on) == (Rating.AMBER, Rating.AMBER, DUE)
    assert rated(spoke_late, today=DAY_AFTER_DUE).grey_reason is GreyReason.NOT_UPDATED


def test_the_opening_of_a_round_does_not_bring_an_old_word_back() -> None:
    rows = (frozen(ROUNDS[2]), frozen(BEFORE, hollow=True, carried_from=ROUNDS[2].name))
    judged = rated(silent(updates=(an_update(ROUNDS[2]),), frozen=rows), today=DUE)
    assert (judged.published, judged.hollow, judged.carried_from) == (Rating.GREEN, True, ROUNDS[2].name)
    assert (judged.not_updated, judged.due_on) == (True, DUE)


def test_an_update_returned_and_not_answered_counts_and_says_so() -> None:
    judged = rated(silent(updates=(an_update(THIS, returned="How many settings?"),)))
    assert (judged.published, judged.hollow, judged.returned) == (Rating.GREEN, False, True)


def test_an_action_added_after_the_due_date_is_not_asked() -> None:
    new = an_action(updates=(), frozen=(), added_on=DAY_AFTER_DUE)
    judged = rated(new)
    assert (judged.not_updated, judged.due_on, judged.published) == (False, None, Rating.GREEN)


@pytest.mark.parametrize(
    ("start", "asked"), [(DUE, False), (DUE - dt.timedelta(1), True)], ids=["starts on it", "started before"]
)
def test_an_action_not_started_is_asked_once_its_start_has_passed(start: dt.date, asked: bool) -> None:
    action = silent(
        status=Status.NOT_STARTED,
        planned_start_on=start,
        milestones=(a_milestone("Begun", day(90)),),
        updates=(),
    )
    assert rated(action).not_updated is asked


def test_delivered_actions_are_asked_and_embedded_ones_are_not() -> None:
    assert rated(a_delivered_action(day(-5), updates=(an_update(BEFORE),))).not_updated
    assert not rated(an_embedded_action(updates=())).not_updated


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (BEFORE.updates_due_on, GreyReason.INSUFFICIENT_EVIDENCE),
        (BEFORE.updates_due_on - dt.timedelta(1), GreyReason.NOT_UPDATED),
    ],
    ids=["not begun then", "begun then"],
)
def test_only_what_had_begun_was_silent_last_round(start: dt.date, reason: GreyReason) -> None:
    met = a_milestone("Pack sent", dt.date(2026, 9, 1), met_on=dt.date(2026, 9, 1))
    grey = (frozen(BEFORE, Rating.GREY),)
    judged = rated(silent(updates=(), planned_start_on=start, milestones=(met,), frozen=grey))
    assert (judged.calculated, judged.published, judged.grey_reason) == (Rating.GREEN, Rating.GREY, reason)


@pytest.mark.parametrize(("then", "missed"), [(Rating.BLUE, False), (None, False), (Rating.AMBER, True)])
def test_what_was_embedded_or_at_rest_last_round_was_not_silent_then(
    then: Rating | None, missed: bool
) -> None:
    reopened = silent(updates=(), frozen=(frozen(BEFORE, then),))
    assert rated(reopened, today=DUE).not_updated is missed


def test_before_the_first_round_opens_there_is_nothing_to_update() -> None:
    early = rated(an_action(updates=(), frozen=()), today=dt.date(2025, 9, 30))
    assert (early.not_updated, early.due_on) == (False, None)


def test_a_moderation_in_date_is_published_over_silence() -> None:
    judged = rated(silent(moderations=(a_moderation(Rating.AMBER),)))
    assert (judged.published, judged.hollow, judged.not_updated) == (Rating.AMBER, False, True)


def test_confidence_is_this_rounds_and_never_moves_the_rating() -> None:
    low = rated(silent(updates=(an_update(THIS, confidence=Confidence.LOW, confidence_reason="Untested"),)))
    assert (low.published, low.confidence, low.confidence_reason) == (
        Rating.GREEN,
        Confidence.LOW,
        "Untested",
    )
    assert rated(silent()).confidence is None


def test_hollow_is_never_compared_and_never_a_streak() -> None:
    judged = rated(silent())
    assert (judged.direction, judged.streak) == (Direction.NOT_COMPARABLE, 0)
    assert rules(judged) == ["on track", "evidence"]
