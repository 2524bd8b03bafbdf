"""What must not be overlooked in a pack, and how each line is told."""

from msgspec.structs import replace

from objectives.rating import rate
from objectives.words import Rating, Status
from reports.composing import content_of
from reports.exceptions import exceptions_of, headline_of, needs_of
from reports.headlines import position
from tests.packs.makers import amber, asking, green, grey, held, judged, planned, red, stale, unowned
from tests.standings import a_commitment, a_moderation, a_standing, an_objective, example_standing, frozen


def test_a_red_tells_its_plan_date_and_ask_in_the_owner_s_words() -> None:
    (line,) = exceptions_of(judged(asking)).red
    (action,) = line.actions
    assert (action.plan, action.ask) == ("A second trainer", "Release one trainer")
    assert action.back_on is not None
    assert "Priya Nair" in action.owner


def test_a_red_without_a_plan_says_so_by_having_none() -> None:
    (line,) = exceptions_of(judged(red)).red
    assert (line.actions[0].plan, line.actions[0].back_on, line.actions[0].ask) == ("", None, "")


def test_an_amber_is_listed_from_the_second_round_and_put_to_the_group_from_the_third() -> None:
    told = {
        rounds: exceptions_of(judged(amber, rows=held(Rating.AMBER, rounds))).amber for rounds in (0, 1, 2)
    }
    assert told[0] == ()
    assert [(line.held, line.asks) for line in told[1]] == [("two rounds", "")]
    assert [(line.held, line.asks) for line in told[2]] == [
        ("three rounds", "The Executive Group is asked to decide.")
    ]


def test_a_carried_forward_action_is_stale_and_says_since_when() -> None:
    (line,) = exceptions_of(judged(stale)).stale
    assert line.mark.shape == "green-hollow"
    assert line.mark.note == "carried forward from Q1 2026-27"
    assert "no update was given for Q2 2026-27" in line.sentences[0]


def test_an_action_without_evidence_is_listed_beside_the_stale_ones() -> None:
    (line,) = exceptions_of(judged(grey)).stale
    assert (line.mark.word, line.mark.note) == ("Grey", "insufficient evidence")


def test_an_action_that_nobody_owns_is_red_and_listed_as_unowned() -> None:
    found = exceptions_of(judged(unowned, green))
    assert [line.reference for line in found.red] == ["PREV-1"]
    assert [line.reference for line in found.unowned] == ["PREV-1.1"]


def test_no_moderation_of_a_commitment_hides_a_red_action_under_it() -> None:
    moderated = a_commitment(red("PREV-1.1"), moderations=(a_moderation(Rating.AMBER),), frozen=(frozen(),))
    judgement = rate(a_standing(an_objective(moderated)))
    assert judgement.commitments["PREV-1"].published is Rating.AMBER
    assert [line.reference for line in exceptions_of(judgement).red] == ["PREV-1.1"]


def test_lines_are_numbered_through_so_that_each_can_be_challenged_by_its_number() -> None:
    found = exceptions_of(rate(example_standing()))
    lines = [*found.red, *found.amber, *found.stale, *found.unowned]
    assert [line.number for line in lines] == [f"4.{n}" for n in range(1, len(lines) + 1)]
    assert min(map(len, (found.red, found.amber, found.stale, found.unowned))) > 0


def test_what_needs_the_group_leads_from_the_cover_to_the_line_that_tells_it() -> None:
    judgement = judged(planned, asking, unowned, amber, rows=held(Rating.AMBER, 2))
    needs = needs_of(exceptions_of(judgement), judgement)
    assert [need.reference for need in needs] == ["PREV-2", "PREV-3", "PREV-4"]
    assert [need.why for need in needs] == [
        "Asked: Release one trainer.",
        "PREV-3.1 has no owner. PREV-3.1 has no recovery plan.",
        "Amber for three rounds: the Executive Group is asked to decide.",
    ]
    numbers = {
        line.reference: line.number
        for line in (*exceptions_of(judgement).red, *exceptions_of(judgement).amber)
    }
    assert [need.number for need in needs] == [numbers[need.reference] for need in needs]


def test_a_superseded_action_needs_no_owner() -> None:
    gone = replace(unowned("PREV-1.1"), status=Status.SUPERSEDED)
    assert exceptions_of(judged(lambda reference: gone)).unowned == ()


def test_the_next_milestone_is_none_of_an_action_that_is_done_with() -> None:
    done = replace(green("PREV-1.1"), status=Status.SUPERSEDED)
    (objective,) = content_of(judged(lambda reference: done)).objectives
    assert objective.lines[0].next is None


def test_a_plan_for_one_of_two_red_actions_is_not_told_as_a_plan_for_both() -> None:
    both = a_commitment(planned("PREV-1.1"), red("PREV-1.2"), frozen=(frozen(),))
    judgement = rate(a_standing(an_objective(both)))
    assert headline_of(exceptions_of(judgement)) == "One of two red actions has no recovery plan"
    assert position(judgement) == "The only commitment is red, and it needs the Executive Group"
