"""Which rule puts what before the Executive Group, and how it comes together with what the business unit says. Pure."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from objectives.asked import Chase
from objectives.proposing import agenda_now, has_escalated, proposals_of
from objectives.rating import rate
from objectives.sought import Agenda, Proposal, Sought, agenda_of, lines_of
from objectives.words import Kind, Opinion, Rating
from reports.exceptions import exceptions_of, needs_of
from tests.packs.makers import amber, asking, green, held, judged, planned, red, unowned
from tests.standings import (
    THIS,
    a_commitment,
    a_milestone,
    a_moderation,
    a_rebaseline,
    a_request,
    a_standing,
    a_standing_of,
    an_action,
    an_objective,
    an_opinion,
    at,
    day,
    standings,
)

LATE = a_request(day(-40), title="Child-led training")


def proposed(*makers: Any, **changes: Any) -> tuple[Proposal, ...]:
    return proposals_of(judged(*makers, **changes))


def asked_of(*requests: Any) -> tuple[Proposal, ...]:
    commitment = a_commitment(an_action(), requests=requests)
    return proposals_of(rate(a_standing(an_objective(commitment))))


def moving(*rebaselines: Any, first: dt.date | None = None) -> tuple[Proposal, ...]:
    milestone = a_milestone("All schools visited", day(60), id=7, rebaselines=rebaselines)
    moved = replace(milestone, first_baseline_on=first or day(60))
    return proposals_of(rate(a_standing_of(an_action(milestones=(a_milestone(), moved)))))


# ----------------------------------------------------------------------------------------------- reds, ambers


def test_a_red_without_a_plan_is_put_with_what_is_recommended_and_at_least_two_options() -> None:
    (one,) = proposed(red)
    assert (one.origin, one.rule, one.because) == ("red-PREV-1", "red", "PREV-1.1 has no recovery plan.")
    assert one.wording.recommendation.startswith(
        "Head of Safeguarding in Education, Education, gives a recovery plan"
    )
    assert one.wording.options == (
        "Ask for a dated recovery plan for PREV-1.1",
        "End PREV-1.1, and say what replaces it",
        "Accept that it stays red for now, and record why",
    )


def test_a_red_with_an_owner_and_a_plan_and_nothing_asked_is_reported_and_not_put() -> None:
    assert proposed(planned, green) == ()


def test_what_an_owner_asks_is_answered_or_refused() -> None:
    (one,) = proposed(asking)
    assert one.because == "Asked: Release one trainer."
    assert one.wording.options[:2] == (
        "Agree to what PREV-1.1 asks, with a name and a date",
        "Refuse it, and ask for a plan for PREV-1.1 without it",
    )


def test_a_red_without_an_owner_gets_one_from_its_agency() -> None:
    (one,) = proposed(unowned)
    assert one.wording.recommendation.startswith(
        "Coventry City Council Education names an owner of PREV-1.1 at the meeting."
    )
    assert one.because.startswith("PREV-1.1 has no owner.")


def test_several_reds_under_one_commitment_are_one_decision() -> None:
    commitment = a_commitment(red("PREV-1.1"), asking("PREV-1.2"))
    (one,) = proposals_of(rate(a_standing(an_objective(commitment))))
    assert len(one.wording.question) == 2
    assert one.wording.options.count("Accept that it stays red for now, and record why") == 1


def test_what_several_reds_miss_alike_is_recommended_once_and_offered_once() -> None:
    commitment = a_commitment(red("PREV-1.1"), red("PREV-1.2"), asking("PREV-1.3"), asking("PREV-1.4"))
    (one,) = proposals_of(rate(a_standing(an_objective(commitment))))
    assert one.wording.recommendation == (
        "Agree to what PREV-1.3 and PREV-1.4 ask, or say what their owners are to do without it. Each owner gives a "
        "recovery plan with a date for PREV-1.1 and PREV-1.2 within ten working days, and the Group looks at it when "
        "it next meets."
    )
    assert one.wording.options == (
        "Agree to what PREV-1.3 and PREV-1.4 ask, each with a name and a date",
        "Refuse it, and ask for a plan for PREV-1.3 and PREV-1.4 without it",
        "Ask for a dated recovery plan for PREV-1.1 and PREV-1.2",
        "End PREV-1.1 or PREV-1.2, and say what replaces it",
        "Accept that it stays red for now, and record why",
    )


def test_a_commitment_that_is_red_by_an_opinion_alone_asks_for_an_action() -> None:
    commitment = a_commitment(an_action(), kind=Kind.ASSURANCE, requests=(an_opinion(Opinion.NONE),))
    (one,) = proposals_of(rate(a_standing(an_objective(commitment))))
    assert one.wording.question == ("What is to happen to PREV-1?",)
    assert "Public Health for an action" in one.wording.recommendation


def test_no_moderation_of_a_commitment_hides_a_red_action_from_the_group() -> None:
    commitment = a_commitment(red("PREV-1.1"), moderations=(a_moderation(Rating.AMBER),))
    (one,) = proposals_of(rate(a_standing(an_objective(commitment))))
    assert one.origin == "red-PREV-1.1"


def test_an_amber_is_put_from_its_third_round() -> None:
    assert proposed(amber, rows=held(Rating.AMBER, 1)) == ()
    (one,) = proposed(amber, rows=held(Rating.AMBER, 2))
    assert (one.origin, one.because) == (
        "amber-PREV-1",
        "Amber for three rounds: the Executive Group is asked to decide.",
    )


# -------------------------------------------------------------------------------------------------- assurance


def test_assurance_is_put_once_it_has_escalated_to_the_group_and_not_a_day_before() -> None:
    twenty_working_days_ago = dt.date(2026, 10, 2)
    assert has_escalated(a_request(twenty_working_days_ago), day(0))
    assert not has_escalated(a_request(twenty_working_days_ago + dt.timedelta(3)), day(0))
    (one,) = asked_of(LATE)
    assert (
        one.because == "West Midlands Police has not answered an assurance request, 40 days after its date."
    )
    assert "Child-led training" in one.wording.why[0]


def test_the_step_of_the_ladder_counts_where_it_was_taken_since_the_date_in_force() -> None:
    asked = a_request(day(-5))
    step = Chase("executive-group", True, day(-1), "Grace")
    assert has_escalated(replace(asked, chases=(step,)), day(0))
    assert not has_escalated(replace(asked, chases=(replace(step, taken_on=day(-9)),)), day(0))


def test_what_was_tried_before_is_told() -> None:
    steps = (Chase("agency-lead", True, day(-33), "Lee"), Chase("day-after", False, day(-39), "Sam"))
    (one,) = asked_of(replace(LATE, chases=steps))
    assert one.wording.why[1] == "Escalated: agency lead on 27 September 2026."


def test_an_answer_even_a_late_one_is_no_escalation_any_more() -> None:
    assert asked_of(replace(LATE, answered=True)) == ()


def test_a_request_that_was_declined_is_put_at_once() -> None:
    (one,) = asked_of(a_request(declined=True))
    assert one.because == "West Midlands Police declined an assurance request."


def test_a_request_about_two_commitments_is_one_decision_that_names_both() -> None:
    first = a_commitment(an_action(), requests=(LATE,))
    second = a_commitment(an_action("PREV-2.1"), id=2, reference="PREV-2", requests=(LATE,))
    (one,) = proposals_of(rate(a_standing(an_objective(first, second))))
    assert one.reference == "PREV-1"
    assert "PREV-1 and PREV-2" in one.wording.question[0]


# -------------------------------------------------------------------------------------------------- new dates


def test_a_new_date_within_a_quarter_of_the_first_is_the_business_unit_s_to_approve() -> None:
    assert moving(a_rebaseline(day(60), day(120), approved=None)) == ()


def test_a_new_date_over_a_quarter_after_the_first_is_the_group_s_to_hear() -> None:
    (one,) = moving(a_rebaseline(day(60), day(180), approved=None))
    assert (one.origin, one.reference) == ("date-7", "PREV-1.1")
    assert one.wording.why[1].startswith("It would be the first move of its approved date, 3 months and")


def test_so_is_the_third_move_however_small() -> None:
    before = [a_rebaseline(day(58), day(59)), a_rebaseline(day(59), day(60))]
    (one,) = moving(*before, a_rebaseline(day(60), day(61), approved=None), first=day(58))
    assert "third move" in one.wording.why[1]


def test_what_was_decided_already_is_not_asked_again() -> None:
    assert moving(a_rebaseline(day(60), day(180), approved=False)) == ()


# -------------------------------------------------------------------------- with what the business unit says


def said(origin: str = "red-PREV-1", **changes: Any) -> Sought:
    ordinary: dict[str, Any] = {
        "origin": origin,
        "round": THIS.name,
        "reference": "PREV-1",
        "question": "",
        "why": "",
        "recommendation": "",
        "options": "",
        "left_out": "",
        "position": None,
        "written_by": "Morgan",
        "written_at": at(day(0)),
    }
    return Sought(**(ordinary | changes))


WORDS = {"question": "End it?\nOr not?", "why": "Waits.", "recommendation": "End it.", "options": "End\nKeep"}


def agenda(*rows: Sought, makers: tuple[Any, ...] = (red, red)) -> Agenda:
    return agenda_of(proposed(*makers), rows)


def origins(found: Agenda) -> list[str]:
    return [entry.origin for entry in found.entries]


def test_the_business_unit_s_words_take_the_place_of_the_rule_s() -> None:
    entry = agenda(said(**WORDS)).entries[0]
    assert entry.wording.question == ("End it?", "Or not?")
    assert entry.wording.options == ("End", "Keep")
    assert entry.proposal is not None


def test_what_is_left_out_is_not_put_and_not_lost() -> None:
    found = agenda(said(left_out="It is agreed already."))
    assert origins(found) == ["red-PREV-2"]
    assert [entry.origin for entry in found.left_out] == ["red-PREV-1"]


def test_a_decision_of_its_own_follows_unless_it_is_moved() -> None:
    own = said("own-1", reference="", **WORDS)
    assert origins(agenda(own)) == ["red-PREV-1", "red-PREV-2", "own-1"]
    assert origins(agenda(replace(own, position=1))) == ["own-1", "red-PREV-1", "red-PREV-2"]


def test_words_outlive_their_rule_and_say_so_but_what_was_only_moved_or_left_out_does_not() -> None:
    worded = agenda(said(**WORDS), makers=(green,))
    assert [(entry.origin, entry.has_lapsed) for entry in worded.entries] == [("red-PREV-1", True)]
    assert agenda(said(position=1), makers=(green,)) == Agenda()
    assert agenda(said(left_out="Agreed."), makers=(green,)) == Agenda()


def test_what_was_said_in_another_round_is_of_that_round() -> None:
    judgement = judged(red, sought=(said(round="Q1 2026-27", **WORDS),))
    (entry,) = agenda_now(judgement).entries
    assert entry.said is None


def test_before_the_first_round_nothing_is_sought() -> None:
    assert agenda_now(judged(red, rounds=())) == Agenda()


# ------------------------------------------------------------------------------------------------- invariants


@settings(max_examples=60, deadline=None)
@given(standings())
def test_everything_that_needs_the_group_is_put_to_it_whole(standing: Any) -> None:
    judgement = rate(standing)
    found = proposals_of(judgement)
    needs = [need.reference for need in needs_of(exceptions_of(judgement), judgement)]
    assert [n for n in needs if n not in {p.reference for p in found if p.rule in ("red", "amber")}] == []
    for one in found:
        assert one.because
        assert one.wording.question
        assert one.wording.why
        assert all((*one.wording.why, *one.wording.question))
        assert one.wording.recommendation.endswith(".")
        assert len(one.wording.options) >= 2
        assert one.reference in standing.by_reference


ORIGINS = st.sampled_from(("red-PREV-1", "red-PREV-2", "own-1", "date-9"))
ROWS = st.lists(st.tuples(ORIGINS, st.booleans()), unique_by=lambda row: row[0])


@settings(max_examples=60, deadline=None)
@given(ROWS, st.permutations(range(4)))
def test_a_proposal_is_put_or_left_out_and_never_both_or_neither(rows: Any, places: Any) -> None:
    spoken = [
        said(
            origin, left_out="No." if left else "", position=places[n], **(WORDS if origin[0] in "od" else {})
        )
        for n, (origin, left) in enumerate(rows)
    ]
    found = agenda(*spoken)
    put, left = origins(found), [entry.origin for entry in found.left_out]
    assert set(put) & set(left) == set()
    assert {"red-PREV-1", "red-PREV-2"} <= {*put, *left}
    assert len(put) == len(set(put))


def test_lines_that_say_nothing_are_none() -> None:
    assert lines_of(" One \n\n  \nTwo") == ("One", "Two")
