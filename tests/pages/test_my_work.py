"""What an owner must do, by when and why, and what they wait for; told from a standing, and shown on a page."""

import datetime as dt

import pytest
from msgspec.structs import replace

from governance_app.showing.my_work import heading_of, work_of
from objectives.permissions import Mandate
from objectives.rating import rate
from objectives.words import Status
from tests.pages.visitor import Visitor
from tests.standings import (
    BEFORE,
    THIS,
    TODAY,
    a_delivered_action,
    a_milestone,
    a_person,
    a_post,
    a_rebaseline,
    a_standing_of,
    an_action,
    an_update,
    at,
    day,
    some_evidence,
)

PRIYA, DEPUTY, EXECUTIVE = a_person(), a_person("Lee Marsh"), a_person("Noor Khan")
EXECUTIVE_POST = a_post("Director of education", EXECUTIVE)


def who(person, *posts) -> Mandate:
    return Mandate(person.id, person.name, person.agency.id, posts=frozenset(post.id for post in posts))


def work(action, reader=None, today=TODAY, drafts=None):
    judgement = rate(a_standing_of(action, today=today))
    return work_of(judgement, reader or who(PRIYA, action.owner), drafts or {})


def told(action, **more) -> list[str]:
    return [item.what for item in work(action, **more).to_do]


def test_all_is_said_and_nothing_is_to_do():
    assert told(an_action()) == []
    assert heading_of(work(an_action())) == "You have nothing to do now"


def test_an_update_is_due_until_it_is_given():
    unsaid = an_action(updates=(an_update(BEFORE),))
    (item,) = work(unsaid, today=THIS.opens_on).to_do
    assert (item.what, item.due_on, item.when) == ("Update PREV-1.1", THIS.updates_due_on, "in 14 days")
    assert "Last time you said Green." in item.why
    (late,) = work(unsaid, today=THIS.updates_due_on + dt.timedelta(1)).to_do
    assert (late.what, late.when) == ("Update PREV-1.1", "yesterday")
    assert heading_of(work(unsaid, today=THIS.opens_on)) == "You have one thing to do"


def test_a_draft_says_when_it_was_saved():
    unsaid = an_action(updates=(an_update(BEFORE),))
    saved = dt.datetime(2026, 10, 2, 9, tzinfo=dt.UTC)
    (item,) = work(unsaid, today=THIS.opens_on, drafts={(unsaid.id, THIS.id): saved}).to_do
    assert (item.button, item.draft_saved_at) == ("Go on with this update", saved)


def test_what_was_returned_comes_with_its_questions_until_the_freeze():
    (item,) = work(an_action(updates=(an_update(returned="Of how many?"),))).to_do
    assert (item.what, item.due_on) == ("Answer the questions on PREV-1.1", THIS.freezes_at.date())
    assert "Of how many?" in item.why


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, ["Say whether “Visited” is met"]), (14, ["Meet “Visited”"]), (15, [])],
)
def test_a_milestone_is_told_of_two_weeks_before_its_day(days, expected):
    assert told(an_action(milestones=(a_milestone("Visited", day(days), id=2),))) == expected


def test_a_milestone_whose_new_date_is_asked_for_is_waited_for():
    asked = (a_rebaseline(day(-1), day(60), approved=None),)
    found = work(an_action(milestones=(a_milestone("Visited", day(-1), id=2, rebaselines=asked),)))
    assert found.to_do == ()
    assert "A new approved date for “Visited”" in found.waiting[0].what


def test_evidence_is_told_of_before_it_ages_unless_something_newer_stands():
    ageing = some_evidence(shows=dt.date(2025, 11, 10))
    assert told(an_action(evidence=(ageing,))) == ["Renew the evidence for PREV-1.1"]
    assert told(an_action(evidence=(some_evidence(id=2), ageing))) == []
    expiring = some_evidence(expires_on=day(10))
    (item,) = work(an_action(evidence=(expiring,))).to_do
    assert item.due_on == day(10)


def test_returned_evidence_is_asked_for_again_until_something_else_is_given():
    returned = some_evidence(
        accepted=False, grade=None, judged_at=at(day(-9)), judgement_reason="No date on it."
    )
    assert told(an_action(evidence=(returned, some_evidence(id=2)))) == ["Give other evidence for PREV-1.1"]
    newer = some_evidence(None, id=3, given_at=at(day(-8)))
    found = work(an_action(evidence=(returned, newer, some_evidence(id=2))))
    assert found.to_do == ()
    assert "A decision on your evidence" in found.waiting[0].what


def test_a_check_is_told_of_a_month_before_it_falls_due():
    due = a_delivered_action(dt.date(2026, 8, 10))
    assert told(due) == ["Be ready for the check of PREV-1.1"]
    assert told(a_delivered_action(day(-10))) == []


def test_a_deputy_sees_the_owners_work_and_the_executive_only_what_has_nobody():
    returned = {"updates": (an_update(returned="Of how many?"),), "accountable": EXECUTIVE_POST}
    covered = an_action(deputy=DEPUTY, **returned)
    executive = who(EXECUTIVE, EXECUTIVE_POST)
    assert told(covered, reader=who(DEPUTY)) == told(covered) == ["Answer the questions on PREV-1.1"]
    assert work(covered, reader=who(DEPUTY)).mine[0].part == "as deputy of Priya Nair"
    assert told(covered, reader=executive) == []
    assert [one.part for one in work(covered, reader=executive).mine] == ["as accountable executive"]
    assert told(replace(covered, owner=None, deputy=None), reader=executive) == told(covered)


def test_work_of_nobody_elses_is_shown_and_what_is_at_rest_asks_nothing():
    assert work(an_action(), reader=who(DEPUTY)).mine == ()
    assert told(an_action(status=Status.BUSINESS_AS_USUAL, review_on=day(90), updates=())) == []
    assert work(an_action(status=Status.SUPERSEDED)).mine == ()


def test_the_soonest_comes_first_over_all_strategies():
    first = work(an_action(milestones=(a_milestone("Soon", day(2), id=2),)))
    second = work(an_action(milestones=(a_milestone("Sooner", day(1), id=2),)))
    assert [item.what for item in first.and_also(second).to_do] == ["Meet “Sooner”", "Meet “Soon”"]


async def test_an_owner_lands_on_their_work_and_finds_the_form_behind_it(visitor: Visitor) -> None:
    await visitor.sign_in("Jo Example")
    page = await visitor.open("/")
    assert page.heading.startswith("You have ")
    assert "/strategies/coventry-csa/actions/PROT-3.3/update" in page.main_links


async def test_whoever_reads_everything_lands_on_the_overview(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    assert (await visitor.open("/")).heading != "You have nothing to do now"
    assert (await visitor.open("/my-work")).heading == "You have nothing to do now"


def test_whoever_followed_somebody_in_a_post_is_asked_to_read_what_came_with_it():
    post = a_post(holder=PRIYA, to_read_since=TODAY - dt.timedelta(3))
    action = an_action(owner=post)
    (item, *_) = work(action, reader=who(PRIYA, post)).to_do
    assert item.what == "Read what you take on as Head of Safeguarding in Education"
    assert (item.due_on, item.when) == (TODAY - dt.timedelta(3), "3 days ago")
    assert item.address == f"/posts/{post.id}"
    as_deputy = work(an_action(owner=post, deputy=DEPUTY), reader=who(DEPUTY))
    assert not [found for found in as_deputy.to_do if "take on" in found.what]
