"""Each headline, a case each, with its plural right."""

import pytest

from objectives.rating import rate
from objectives.words import Rating
from reports import headlines
from reports.headlines import position
from tests.packs.makers import amber, asking, blue, green, grey, judged, planned, red, stale, unowned
from tests.standings import a_commitment, a_standing, an_objective, frozen

POSITIONS = {
    "The strategy has no commitments yet": [],
    "The only commitment is red, and it needs the Executive Group": [red],
    "All three commitments are red, and all need the Executive Group": [red, asking, unowned],
    "One of two commitments is red, and it has a recovery plan": [planned, green],
    "One of two commitments is red, and it needs the Executive Group": [unowned, green],
    "Two of three commitments are red, and both need the Executive Group": [red, asking, green],
    "Two of three commitments are red, and one needs the Executive Group": [red, planned, green],
    "Two of three commitments are red, and both have a recovery plan": [planned, planned, green],
    "Three of 10 commitments are red, and two need the Executive Group": [red, red, planned, *[green] * 7],
    "Three of 10 commitments are red, and all have a recovery plan": [*[planned] * 3, *[amber] * 7],
    "No commitment is red; one of two is amber": [amber, green],
    "No commitment is red; four of 18 are amber": [*[amber] * 4, *[blue] * 14],
    "Both commitments are amber": [amber, amber],
    "The only commitment is amber": [amber],
    "All 12 commitments are green or blue": [*[green] * 6, *[blue] * 6],
    "The only commitment is green or blue": [blue],
    "No commitment is red or amber; one of two is green or blue": [green, grey],
    "No commitment is red or amber; two of three are green or blue": [green, blue, stale],
    "No commitment can be rated yet": [grey, grey],
}


@pytest.mark.parametrize("sentence", POSITIONS)
def test_the_position_is_said_in_one_sentence(sentence: str) -> None:
    assert position(judged(*POSITIONS[sentence])) == sentence


MOVEMENTS = {
    "No commitment improved or worsened since the Q1 2026-27 pack": (Rating.GREEN, [green, green]),
    "One commitment worsened": (Rating.GREEN, [amber]),
    "Two commitments worsened and one did not move": (Rating.GREEN, [amber, red, green]),
    "Two commitments improved": (Rating.AMBER, [green, blue]),
    "One commitment improved, one worsened and one did not move": (Rating.AMBER, [green, red, amber]),
}


@pytest.mark.parametrize("sentence", MOVEMENTS)
def test_the_movement_counts_what_moved_since_the_last_issued_pack(sentence: str) -> None:
    last, makers = MOVEMENTS[sentence]
    assert headlines.movement(judged(*makers, rows=(frozen(published=last),))) == sentence


def test_without_an_issued_pack_no_movement_is_claimed() -> None:
    first = judged(amber, last_issued=None)
    assert headlines.movement(first) == "No pack has been issued before, so no movement is shown"
    assert headlines.since_last(first) == headlines.movement(first) + "."


def test_prose_says_what_the_movement_is_measured_against() -> None:
    assert headlines.since_last(judged(amber)) == "Since the Q1 2026-27 pack one commitment worsened."


COVERAGE = {
    "Two are green or blue on this round’s evidence.": [green, blue],
    "One is green or blue on this round’s evidence; one is grey, and it is not counted as green.": [
        green,
        grey,
    ],
    "One is green or blue on this round’s evidence; two are grey, and neither is counted as green.": [
        blue,
        grey,
        stale,
    ],
    "One is green or blue on this round’s evidence; three are grey, and none is counted as green.": [
        blue,
        *[grey] * 3,
    ],
}


@pytest.mark.parametrize("sentence", COVERAGE)
def test_the_coverage_keeps_grey_apart_from_green(sentence: str) -> None:
    assert headlines.coverage(judged(*COVERAGE[sentence])) == sentence


def test_nothing_green_is_said_as_none() -> None:
    assert headlines.coverage(judged(red)) == "None is green or blue on this round’s evidence."


ACTIONS = {
    "No action has been recorded.": [],
    "One action: 1 red.": [red],
    "Five actions: 1 red, 1 amber, 1 green, 1 carried forward and 1 grey.": [red, amber, green, stale, grey],
    "12 actions: 10 green and 2 blue.": [*[green] * 10, *[blue] * 2],
}


@pytest.mark.parametrize("sentence", ACTIONS)
def test_the_actions_are_spread_in_one_sentence(sentence: str) -> None:
    assert headlines.of_the_actions(judged(*ACTIONS[sentence])) == sentence


RATINGS = {
    "The strategy has no objectives yet": [],
    "First is red": [red],
    "Both objectives are green": [green, green],
    "All three objectives are amber": [amber, amber, amber],
    "Second is red; First and Third are green": [green, red, green],
    "Third is amber; Second is green; First is blue": [blue, green, amber],
    "Of five objectives two are red, one is grey and two are green": [red, green, grey, red, green],
}
NAMES = ("First", "Second", "Third", "Fourth", "Fifth")


@pytest.mark.parametrize("sentence", RATINGS)
def test_the_objectives_are_named_most_cautious_first(sentence: str) -> None:
    objectives = [
        an_objective(a_commitment(maker(f"{name}.1"), reference=name), key=name, name=name)
        for name, maker in zip(NAMES, RATINGS[sentence], strict=False)
    ]
    assert headlines.objectives(rate(a_standing(*objectives))) == sentence


EXCEPTIONS = {
    "Nothing is red, held at amber, without an update or without an owner": (0, 0, 0, 0, 0),
    "The one red action has no recovery plan": (1, 1, 0, 0, 0),
    "The one red action has a recovery plan; one amber is held for two rounds or more": (1, 0, 1, 0, 0),
    "Each red action has a recovery plan": (3, 0, 0, 0, 0),
    "No red action has a recovery plan": (3, 3, 0, 0, 0),
    "Neither red action has a recovery plan; one action has no owner": (2, 2, 0, 4, 1),
    "One of two red actions has no recovery plan; two actions have no owner": (2, 1, 0, 0, 2),
    "Two of four red actions have no recovery plan; two ambers are held for two rounds or more": (
        4,
        2,
        2,
        9,
        9,
    ),
    "One action stands without an update or evidence": (0, 0, 0, 1, 0),
    "Three actions have no owner; two actions stand without an update or evidence": (0, 0, 0, 2, 3),
}


@pytest.mark.parametrize("sentence", EXCEPTIONS)
def test_the_exceptions_are_summed_up_by_the_two_gravest_facts(sentence: str) -> None:
    assert headlines.exceptions(*EXCEPTIONS[sentence]) == sentence
