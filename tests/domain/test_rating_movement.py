"""Direction against the last issued pack, streaks over rounds, and how often dates moved."""

import pytest

from objectives.rated import DateIntegrity
from objectives.standing import ForecastChange, LastIssued
from objectives.words import Direction, Rating, Status
from tests.domain.judged import judged, rated
from tests.standings import (
    BEFORE,
    ROUNDS,
    THIS,
    a_commitment,
    a_milestone,
    a_rebaseline,
    an_action,
    an_update,
    at,
    day,
    frozen,
)

AMBER_NOW = (an_update(BEFORE), an_update(THIS, Rating.AMBER))


@pytest.mark.parametrize(
    ("then", "direction"),
    [
        (Rating.RED, Direction.IMPROVED),
        (Rating.AMBER, Direction.NO_CHANGE),
        (Rating.GREEN, Direction.WORSENED),
        (Rating.BLUE, Direction.WORSENED),
        (Rating.GREY, Direction.NOT_COMPARABLE),
        (None, Direction.NOT_COMPARABLE),
    ],
)
def test_direction_of_what_is_amber_now(then: Rating | None, direction: Direction) -> None:
    action = an_action(updates=AMBER_NOW, frozen=(frozen(BEFORE, then),))
    assert rated(action).direction is direction


def test_direction_is_against_the_round_of_the_last_issued_pack_and_not_the_last_round() -> None:
    rows = (frozen(ROUNDS[2], Rating.RED), frozen(BEFORE, Rating.GREEN))
    issued = LastIssued(ROUNDS[2].name, ROUNDS[2].freezes_at.date(), "c0" * 32)
    assert rated(an_action(frozen=rows), last_issued=issued).direction is Direction.IMPROVED


def test_what_had_no_row_then_is_new() -> None:
    assert rated(an_action(frozen=())).direction is Direction.NEW


def test_everything_is_new_before_a_pack_was_issued() -> None:
    assert rated(an_action(), last_issued=None).direction is Direction.NEW


def test_nothing_is_compared_with_a_carried_forward_rating() -> None:
    hollow = frozen(BEFORE, Rating.GREEN, hollow=True, carried_from=ROUNDS[2].name)
    assert rated(an_action(frozen=(hollow,))).direction is Direction.NOT_COMPARABLE


def test_nothing_is_compared_across_a_change_of_rules() -> None:
    assert rated(an_action(frozen=(frozen(BEFORE, rules="2025-01"),))).direction is Direction.NOT_COMPARABLE


def test_grey_now_and_unrated_now_are_not_comparable() -> None:
    assert rated(an_action(evidence=())).direction is Direction.NOT_COMPARABLE
    assert rated(an_action(status=Status.SUPERSEDED)).direction is Direction.NOT_COMPARABLE


def strip(*ratings: Rating | None) -> int:
    """The streak of an action that is Amber now, after these ratings in the rounds before, oldest first."""
    rows = tuple(frozen(round, rating) for round, rating in zip(ROUNDS, ratings, strict=False) if rating)
    return rated(an_action(updates=AMBER_NOW, frozen=rows)).streak


def test_the_first_amber_round_is_a_streak_of_1() -> None:
    assert strip(Rating.AMBER, Rating.AMBER, Rating.AMBER, Rating.GREEN) == 1


def test_the_third_amber_round_in_a_row_is_a_streak_of_3() -> None:
    assert strip(Rating.AMBER, Rating.GREEN, Rating.AMBER, Rating.AMBER) == 3


def test_a_round_without_a_row_ends_a_streak() -> None:
    assert strip(Rating.AMBER, Rating.AMBER, None, Rating.AMBER) == 2


def test_a_carried_forward_round_ends_a_streak() -> None:
    rows = (
        frozen(ROUNDS[2], Rating.AMBER),
        frozen(BEFORE, Rating.AMBER, hollow=True, carried_from=ROUNDS[2].name),
    )
    assert rated(an_action(updates=AMBER_NOW, frozen=rows)).streak == 1


def test_this_rounds_own_freeze_row_is_not_counted_twice() -> None:
    rows = (frozen(BEFORE, Rating.AMBER), frozen(THIS, Rating.AMBER))
    assert rated(an_action(updates=AMBER_NOW, frozen=rows), today=day(10)).streak == 2


def test_a_commitment_has_direction_and_streak_of_its_own() -> None:
    rows = tuple(frozen(round, Rating.GREEN) for round in ROUNDS[:4])
    commitment = judged(a_commitment(an_action(frozen=()), frozen=rows))
    assert (commitment.direction, commitment.streak) == (Direction.NO_CHANGE, 5)


def test_date_integrity_counts_approved_moves_forecasts_and_days() -> None:
    said = ForecastChange(day(20), day(40), "Supplier withdrew", "Priya Nair", at(day(-9)))
    moved = a_milestone(
        "Pack sent",
        day(20),
        first_baseline_on=day(-40),
        forecast_on=day(40),
        rebaselines=(
            a_rebaseline(day(-40), day(-10)),
            a_rebaseline(day(-10), day(20)),
            a_rebaseline(day(20), day(99), approved=None),
            a_rebaseline(day(20), day(90), approved=False),
        ),
        forecast_changes=(said,),
    )
    assert rated(an_action(milestones=(a_milestone(), moved))).integrity == DateIntegrity(2, 1, 80)


def test_a_milestone_met_late_stays_in_date_integrity_and_one_met_early_takes_nothing_off() -> None:
    late = a_milestone("Late", day(-40), met_on=day(-30))
    early = a_milestone("Early", day(-10), met_on=day(-30), id=2)
    judged_action = rated(an_action(milestones=(late, early)))
    assert judged_action.integrity == DateIntegrity(0, 0, 10)


def test_a_commitments_date_integrity_is_that_of_its_actions_together() -> None:
    late = a_milestone("Late", day(-40), met_on=day(-30))
    actions = (an_action(milestones=(late,)), an_action("PREV-1.2", milestones=(late,)))
    assert judged(a_commitment(*actions)).integrity.days_moved == 20
