"""What an owner says, tried on the rules before it is sent: the same rating as once it is, and all faults at once."""

import datetime as dt

import pytest
from msgspec.structs import replace

from objectives.evidence import NewEvidence
from objectives.progress import NewProgress
from objectives.prompts import prompts_for
from objectives.rating import rate
from objectives.said import Met, Moved, Said, faults_of, rated_as_if
from objectives.words import Confidence, EvidenceKind, Issue, Rating, Status
from tests.standings import (
    BEFORE,
    THIS,
    TODAY,
    a_milestone,
    a_standing_of,
    an_action,
    an_update,
    day,
    some_evidence,
)

LATE = a_milestone("All schools visited", day(-40), id=2)


def progress(**changes) -> NewProgress:
    usual = {
        "owner_rating": Rating.GREEN,
        "confidence": Confidence.MEDIUM,
        "confidence_reason": "Early.",
        "output": "Visited.",
        "next_steps": "Report in January.",
    }
    return NewProgress(**(usual | changes))


def tried(action, said=None):
    standing = a_standing_of(action)
    return rated_as_if(standing, action, said or Said(progress()), "Priya Nair")


def test_it_is_rated_as_it_would_be_once_sent():
    unsaid = an_action(updates=(an_update(BEFORE),))
    said = progress(issue=Issue.WITHOUT_PLAN, owner_rating=Rating.AMBER)
    sent = an_update(THIS, Rating.AMBER, issue=Issue.WITHOUT_PLAN, submitted_by="Priya Nair")
    after = rate(a_standing_of(replace(unsaid, updates=(*unsaid.updates, sent)))).actions[unsaid.reference]
    before = tried(unsaid, Said(said))
    assert (before.published, before.fired, before.because) == (after.published, after.fired, after.because)
    assert before.published is Rating.RED


def test_a_milestone_said_to_be_met_is_late_no_more():
    action = an_action(milestones=(a_milestone(), LATE))
    assert tried(action).calculated is Rating.RED
    assert tried(action, Said(progress(), met=(Met(2, TODAY),))).calculated is Rating.GREEN


def test_a_moved_date_slips_and_does_not_excuse():
    action = an_action(milestones=(a_milestone(), a_milestone("All schools visited", day(10), id=2)))
    assert tried(action).calculated is Rating.GREEN
    moved = Said(progress(), moved=(Moved(2, day(150), "No room."),))
    assert tried(action, moved).calculated is Rating.RED


def test_evidence_that_nobody_has_judged_does_not_count_and_is_said_to_wait():
    piece = NewEvidence(
        title="Log",
        kind=EvidenceKind.DATA,
        shows_on=day(-3),
        declared_free_of_child_data=True,
        link="https://example.org",
    )
    rated = tried(an_action(evidence=()), Said(progress(), pieces=(piece,)))
    assert rated.calculated is Rating.GREY
    assert rated.green_if_accepted


def test_an_update_given_anew_takes_the_place_of_the_first():
    rated = tried(an_action(), Said(progress(owner_rating=Rating.AMBER)))
    assert (rated.owners, rated.update.version) == (Rating.AMBER, 2)


def test_nothing_is_tried_before_the_first_round():
    action = an_action()
    early = a_standing_of(action, today=dt.date(2025, 1, 1))
    with pytest.raises(ValueError, match="no round"):
        rated_as_if(early, action, Said(progress()), "Priya Nair")


def test_all_faults_are_found_at_once_each_under_its_own_field():
    action = an_action(milestones=(LATE, a_milestone("Next", day(10), id=3)))
    wrong = Said(
        progress(output="", owner_rating=Rating.GREY),
        met=(Met(2, day(1)),),
        moved=(Moved(3, day(-1), ""),),
    )
    assert set(faults_of(wrong, action, TODAY)) == {"owner_rating", "output", "on-2", "on-3", "why-3"}
    assert faults_of(Said(progress()), action, TODAY) == {}


# ----------------------------------------------------------------------------------------------- the prompts


def prompted(action=None, last=None, **changes):
    return {prompt.field for prompt in prompts_for(Said(progress(**changes)), action or an_action(), last)}


def test_words_said_again_are_asked_about():
    last = an_update(BEFORE)
    assert prompted(last=last, output=last.output.upper(), reach="Another reach") == {"output"}
    assert prompted(last=last) == set()


@pytest.mark.parametrize("steps", ["Visit schools.", "March on regardless of marchers?"])
def test_next_steps_without_a_date_are_asked_about(steps):
    assert prompted(next_steps=steps) == ({"next_steps"} if "March" not in steps else set())


@pytest.mark.parametrize("steps", ["Report by 2 November.", "By the end of Sept", "Visit 12 schools in Q3"])
def test_next_steps_with_a_date_are_not(steps):
    assert prompted(next_steps=steps) == set()


def test_impact_is_asked_for_once_everything_is_delivered():
    delivered = an_action(milestones=(a_milestone(),))
    assert prompted(delivered) == {"impact"}
    assert prompted(an_action(status=Status.DELIVERED, delivered_on=day(-9))) == {"impact"}
    assert prompted(delivered, impact="Children say so.", next_steps="") == set()


def test_nothing_to_report_is_not_asked_about():
    assert prompted(an_action(milestones=(a_milestone(),)), nothing_to_report=True, output="") == set()


def test_evidence_accepted_before_stays_accepted():
    assert tried(an_action(evidence=(some_evidence(),))).calculated is Rating.GREEN
