"""Thresholds are data: another number gives another rating, and the annex prints the number that judged."""

from msgspec.structs import replace

from objectives.rated import Rated
from objectives.rating import rate
from objectives.standing import Action
from objectives.thresholds import THRESHOLDS, Share, Thresholds
from objectives.words import Direction, Grade, Rating
from tests.standings import (
    BEFORE,
    ROUNDS,
    a_delivered_action,
    a_milestone,
    a_standing_of,
    an_action,
    an_embedded_action,
    an_update,
    day,
    frozen,
)


def under(action: Action, **numbers: object) -> Rated:
    """The action judged by other numbers."""
    return rate(a_standing_of(action), replace(THRESHOLDS, **numbers)).actions[action.reference]


def test_every_number_moves_a_rating() -> None:
    late = an_action(milestones=(a_milestone("Pack sent", day(-31)),))
    assert under(late, red_over_days_late=31).calculated is Rating.AMBER
    slipping = an_action(milestones=(a_milestone("Pack sent", day(9), forecast_on=day(80)),))
    assert under(slipping, red_over_months_slipped=1).calculated is Rating.RED
    assert under(an_action(), green_from_grade=Grade.TESTED).calculated is Rating.AMBER
    assert under(an_action(), evidence_lasts_months=1).calculated is Rating.AMBER
    assert under(a_delivered_action(day(-100)), check_after_months=1).calculated is Rating.AMBER
    assert under(a_delivered_action(day(-100)), check_amber_over_days_overdue=5).calculated is Rating.AMBER
    assert under(an_embedded_action(), blue_from_grade=Grade.CORROBORATED).calculated is Rating.GREEN


def test_the_rounds_of_silence_before_grey_are_a_number_too() -> None:
    rows = (frozen(ROUNDS[2]), frozen(BEFORE, hollow=True, carried_from=ROUNDS[2].name))
    silent = an_action(updates=(an_update(ROUNDS[2]),), frozen=rows)
    patient = under(silent, grey_from_rounds_without_update=3)
    assert (patient.hollow, patient.carried_from) == (True, ROUNDS[2].name)


def test_the_shares_of_a_roll_up_are_data() -> None:
    half = Share(1, 2, "half")
    actions = [an_action(f"PREV-1.{n}") for n in range(4)]
    late = an_action("PREV-1.9", updates=())
    standing = a_standing_of(*actions, late)
    stricter = replace(THRESHOLDS, rated_share=Share(9, 10, "nine tenths"))
    assert rate(standing, stricter).commitments["PREV-1"].published is Rating.GREY
    assert (half.reached_by(2, 4), half.reached_by(1, 3), half.reached_by(0, 0)) == (True, False, False)


def test_a_judgement_names_the_version_of_its_rules() -> None:
    changed = replace(THRESHOLDS, version="2027-04")
    judgement = rate(a_standing_of(an_action()), changed)
    assert judgement.rules == "2027-04"
    assert judgement.actions["PREV-1.1"].direction is Direction.NOT_COMPARABLE


def test_the_annex_prints_every_number_of_the_rules_that_judged() -> None:
    odd = Thresholds(
        red_over_days_late=41,
        red_over_months_slipped=42,
        evidence_lasts_months=43,
        check_after_months=44,
        check_amber_over_days_overdue=45,
        grey_from_rounds_without_update=46,
        listed_from_amber_rounds=47,
        decide_from_amber_rounds=48,
        objective_red_share=Share(1, 5, "a fifth"),
        objective_amber_share=Share(1, 6, "a sixth"),
        rated_share=Share(1, 7, "a seventh"),
    )
    printed = " ".join(sentence for _, sentence in odd.definitions())
    for number in (*map(str, range(41, 49)), "a fifth", "a sixth", "a seventh", "grade 2", "grade 3"):
        assert number in printed, number
