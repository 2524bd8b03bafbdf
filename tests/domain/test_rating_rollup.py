"""Commitments from their actions, objectives from their commitments, in the handbook's order."""

import pytest
from msgspec.structs import replace

from objectives.rated import Distribution
from objectives.standing import Action, Commitment
from objectives.words import Confidence, GreyReason, Rating, Status
from tests.domain.judged import committed, judged, numbered, rolled, says
from tests.standings import (
    BEFORE,
    THIS,
    a_commitment,
    a_milestone,
    a_moderation,
    an_action,
    an_embedded_action,
    an_update,
    day,
    frozen,
)

RED, AMBER, GREEN, BLUE, GREY = Rating.RED, Rating.AMBER, Rating.GREEN, Rating.BLUE, Rating.GREY


def red() -> Action:
    return an_action(owner=None)


def amber() -> Action:
    return an_action(updates=(an_update(THIS, AMBER),))


def green() -> Action:
    return an_action()


def blue() -> Action:
    return an_embedded_action()


def hollow() -> Action:
    return an_action(updates=(an_update(BEFORE),))


def hollow_red() -> Action:
    return an_action(updates=(an_update(BEFORE, RED),), frozen=(frozen(BEFORE, RED),))


def unevidenced() -> Action:
    return an_action(evidence=())


def not_due() -> Action:
    return an_action(milestones=(a_milestone("First draft", day(30)),))


def as_usual() -> Action:
    return an_action(status=Status.BUSINESS_AS_USUAL, review_on=day(90))


def superseded() -> Action:
    return an_action(status=Status.SUPERSEDED)


@pytest.mark.parametrize(
    ("actions", "rating", "sentence"),
    [
        ([red()], RED, "Its one rated action, PREV-1.1, is Red."),
        ([red(), hollow(), hollow()], RED, "1 of 3 actions is Red: PREV-1.1."),
        ([red(), red(), green()], RED, "2 of 3 actions are Red: PREV-1.1 and PREV-1.2."),
        ([], GREY, "It has no action."),
        ([superseded()], GREY, "It has no action."),
        ([hollow(), unevidenced(), green()], GREY, "1 of 3 due can be rated: under half."),
        ([hollow()], GREY, "None of 1 due can be rated: under half."),
        ([hollow(), green()], GREEN, "1 of 2 actions is Green: PREV-1.2; none is rated worse."),
        ([amber(), green(), blue()], AMBER, "1 of 3 actions is Amber: PREV-1.1; none is rated worse."),
        ([green(), green()], GREEN, "Both rated actions are Green."),
        ([green(), green(), green()], GREEN, "All 3 rated actions are Green."),
        ([blue(), blue()], BLUE, "Both rated actions are Blue."),
        ([blue(), superseded(), as_usual()], BLUE, "Its one rated action, PREV-1.1, is Blue."),
        (
            [blue(), not_due()],
            GREEN,
            "1 of 2 actions is Blue: PREV-1.1; a commitment is Blue only if all are.",
        ),
        (
            [blue(), hollow()],
            GREEN,
            "1 of 2 actions is Blue: PREV-1.1; a commitment is Blue only if all are.",
        ),
        ([not_due(), not_due()], GREY, "Nothing is due yet of its 2 actions."),
        (
            [green(), not_due(), not_due()],
            GREEN,
            "1 of 3 actions is Green: PREV-1.1; none is rated worse.",
        ),
    ],
)
def test_a_commitment_is_rolled_up_from_its_actions(
    actions: list[Action], rating: Rating, sentence: str
) -> None:
    commitment = committed(*numbered(*actions))
    assert (commitment.published, says(commitment, "roll-up")) == (rating, [sentence])


def test_a_carried_forward_red_counts_as_unrated() -> None:
    commitment = committed(*numbered(hollow_red(), green()))
    assert commitment.published is GREEN


def test_a_commitment_says_why_it_is_grey() -> None:
    assert committed().grey_reason is GreyReason.NOTHING_TO_RATE
    assert committed(not_due()).grey_reason is GreyReason.NOT_YET_DUE
    assert committed(hollow()).grey_reason is GreyReason.NOTHING_TO_RATE


def test_a_commitment_is_business_as_usual_where_all_its_actions_are() -> None:
    commitment = committed(*numbered(as_usual(), as_usual()))
    assert (commitment.published, commitment.unrated) == (None, "business as usual")


def test_a_commitment_moved_to_business_as_usual_is_unrated_until_its_review_is_overdue() -> None:
    as_of = {"business_as_usual_from": day(-90)}
    assert judged(a_commitment(green(), review_on=day(0), **as_of)).unrated == "business as usual"
    overdue = judged(a_commitment(green(), review_on=day(-1), **as_of))
    assert (overdue.published, overdue.unrated) == (AMBER, None)


def test_a_commitment_that_is_yet_to_move_to_business_as_usual_is_rated() -> None:
    assert judged(a_commitment(green(), business_as_usual_from=day(1), review_on=day(90))).published is GREEN


def test_a_commitments_confidence_is_its_lowest() -> None:
    low = an_update(THIS, confidence=Confidence.LOW, confidence_reason="Nobody has asked a child")
    commitment = committed(*numbered(green(), an_action(updates=(low,)), green()))
    assert (commitment.confidence, commitment.confidence_reason) == (
        Confidence.LOW,
        "Nobody has asked a child",
    )


def test_a_commitments_owners_word_is_the_most_cautious_and_blue_only_if_all_say_blue() -> None:
    says_blue = an_action(updates=(an_update(THIS, BLUE),))
    assert committed(*numbered(says_blue, green())).owners is GREEN
    assert committed(*numbered(says_blue, says_blue)).owners is BLUE
    assert committed(hollow()).owners is None


def test_a_commitment_says_that_an_action_was_not_updated_or_is_still_due() -> None:
    assert committed(*numbered(green(), hollow())).not_updated
    early = judged(a_commitment(hollow()), today=THIS.updates_due_on)
    assert (early.not_updated, early.due_on) == (False, THIS.updates_due_on)


def commitments(*made: Action | None) -> list[Commitment]:
    """One commitment for each action; none where there is no action."""
    return [
        a_commitment(*([replace(action, reference=f"PREV-{n}.1")] if action else []), reference=f"PREV-{n}")
        for n, action in enumerate(made, start=1)
    ]


@pytest.mark.parametrize(
    ("actions", "rating", "sentence"),
    [
        ([red()] + [green()] * 3, RED, "1 of 4 rated is red: a quarter or more."),
        ([red()] + [green()] * 4, AMBER, "1 of 5 rated is red: under a quarter, so Amber."),
        ([red(), red()] + [green()] * 5, RED, "2 of 7 rated are red: a quarter or more."),
        ([red()] + [hollow()] * 7, RED, "1 of 1 rated is red: a quarter or more."),
        ([green()] + [hollow()] * 2, GREY, "1 of 3 due can be rated: under half."),
        ([green(), hollow()], GREEN, "None of 1 rated is red or amber."),
        ([green(), None], GREEN, "None of 1 rated is red or amber."),
        ([green(), not_due(), not_due(), as_usual()], GREEN, "None of 1 rated is red or amber."),
        ([blue(), blue()], BLUE, "2 of 2 rated are blue."),
        ([blue(), as_usual()], BLUE, "1 of 1 rated is blue."),
        ([blue(), not_due()], GREEN, "None of 1 rated is red or amber."),
        ([amber()] + [green()] * 3, AMBER, "1 of 4 rated is amber: a quarter or more."),
        ([amber()] + [green()] * 4, GREEN, "1 of 5 rated is amber: under a quarter."),
        ([amber(), blue(), blue(), blue(), blue()], GREEN, "1 of 5 rated is amber: under a quarter."),
        ([hollow(), None], GREY, "None of 2 due can be rated."),
        ([not_due()], GREY, "Nothing is due yet."),
        ([as_usual()], None, "There is nothing to rate."),
        ([], None, "There is nothing to rate."),
    ],
)
def test_an_objective_asks_the_handbooks_questions_in_order(
    actions: list[Action | None], rating: Rating | None, sentence: str
) -> None:
    objective = rolled(*commitments(*actions))
    assert (objective.published, objective.sentence) == (rating, sentence)


def test_a_distribution_counts_each_thing_in_one_column() -> None:
    every = (red(), amber(), green(), blue(), unevidenced(), hollow(), as_usual(), superseded())
    objective = rolled(a_commitment(*numbered(*every)))
    assert objective.actions == Distribution(1, 1, 1, 1, 1, 1, 1, 1)
    assert objective.commitments == Distribution(red=1)
    assert objective.actions.total == 8


def test_a_moderated_commitment_counts_as_it_is_published() -> None:
    lifted = a_commitment(red(), moderations=(a_moderation(GREEN),))
    assert rolled(lifted).published is GREEN
