"""What sections 10 and 11 of a pack say: what moved since the last issued pack, and what falls due next."""

import datetime as dt

import pytest
from msgspec.structs import replace

from objectives.rating import rate
from objectives.standing import Action, ForecastChange, Milestone, Supersession, Variation
from objectives.words import Grade, Status
from reports.composing import content_of
from reports.content import Content
from reports.sections import Upcoming
from tests.standings import (
    BEFORE,
    THIS,
    TODAY,
    a_check,
    a_commitment,
    a_delivered_action,
    a_milestone,
    a_rebaseline,
    a_standing,
    a_standing_of,
    an_action,
    an_objective,
    at,
    day,
    frozen,
    some_evidence,
)

SINCE = BEFORE.freezes_at
AFTER, EARLIER = SINCE + dt.timedelta(days=1), SINCE - dt.timedelta(days=1)

AHEAD = day(30)


def of(*actions: Action, **changes: object) -> Content:
    return content_of(rate(a_standing_of(*actions, **changes)))


def with_milestone(milestone: Milestone, **changes: object) -> Action:
    return an_action(milestones=(milestone,), **changes)


def open_milestone(on: dt.date = AHEAD, **changes: object) -> Milestone:
    return a_milestone("Course given", on, met_on=None, **changes)


def moved(from_on: dt.date, to_on: dt.date, at_: dt.datetime = AFTER) -> ForecastChange:
    return ForecastChange(from_on, to_on, "The hall is closed", "Priya Nair", at_)


def head(content: Content, number: int) -> str:
    return next(section.headline for section in content.sections if section.number == number)


# -------------------------------------------------------------------------------------- forecasts and baselines


def test_a_forecast_that_moved_since_the_last_pack_is_listed_once_with_all_its_moves() -> None:
    changes = (moved(day(30), day(40)), moved(day(40), day(65)))
    content = of(with_milestone(open_milestone(forecast_on=day(65), forecast_changes=changes)))
    (line,) = content.changes.forecasts
    assert (line.number, line.from_on, line.to_on, line.days, line.times) == ("10.1", day(30), day(65), 35, 2)
    assert (line.reason, line.moved_by) == ("The hall is closed", "Priya Nair")
    assert content.changes.summary.startswith(
        "Since the Q1 2026-27 pack two forecasts moved and no new date was"
    )


def test_what_moved_before_the_last_pack_is_not_news_but_counts_in_all() -> None:
    changes = (moved(day(30), day(65), EARLIER),)
    found = of(with_milestone(open_milestone(forecast_on=day(65), forecast_changes=changes))).changes
    assert found.forecasts == ()
    assert (found.times_moved, found.days_moved) == (1, 35)
    assert found.summary.endswith(
        "In all, dates have moved once, 35 days from where they were first approved."
    )


def test_a_forecast_that_moved_and_came_back_is_not_listed() -> None:
    there_and_back = (moved(day(30), day(40)), moved(day(40), day(30)))
    assert of(with_milestone(open_milestone(forecast_changes=there_and_back))).changes.forecasts == ()


def test_before_a_first_pack_everything_is_news() -> None:
    changes = (moved(day(30), day(65), EARLIER),)
    action = with_milestone(open_milestone(forecast_on=day(65), forecast_changes=changes))
    found = of(action, last_issued=None).changes
    assert len(found.forecasts) == 1
    assert found.since == "the strategy’s start on 1 April 2025"


@pytest.mark.parametrize(
    ("approved", "decision"), [(True, "Approved"), (False, "Refused"), (None, "Not decided")]
)
def test_a_new_date_asked_for_says_what_was_decided_by_whom_and_why(
    approved: bool | None, decision: str
) -> None:
    asked = a_rebaseline(day(-60), day(30), approved)
    if approved is not None:
        asked = replace(asked, decided_at=AFTER)
    (line,) = of(with_milestone(open_milestone(rebaselines=(asked,)))).changes.baselines
    assert (line.decision, line.days, line.reason) == (decision, 90, "The supplier withdrew")
    assert line.decided_by == ("" if approved is None else "Farah Aziz")


def test_a_date_decided_before_the_last_pack_is_not_listed_again() -> None:
    asked = replace(a_rebaseline(day(-60), day(30)), decided_at=EARLIER)
    assert of(with_milestone(open_milestone(rebaselines=(asked,)))).changes.baselines == ()


# ------------------------------------------------------------------------------------------------- where they stand


def test_behind_is_measured_from_the_date_in_force_and_in_all_from_the_first() -> None:
    asked = a_rebaseline(day(-100), day(-40))
    late = open_milestone(day(-40), first_baseline_on=day(-100), rebaselines=(asked,))
    (shown,) = of(with_milestone(late)).changes.milestones
    assert (shown.behind, shown.in_all, shown.moves) == (40, 100, 1)
    assert (shown.expected_on, shown.approved) == (TODAY, (day(-100), day(-40)))


HEADLINES = {
    (): "No milestone is open",
    (5,): "The only open milestone is not behind its approved date",
    (5, 6): "No open milestone is behind its approved date",
    (-5,): "The only open milestone is behind its approved date, by a quarter at most",
    (-200,): "The only open milestone is behind its approved date, by more than a quarter",
    (-5, 5): "One of two open milestones is behind its approved date, by a quarter at most",
    (-200, 5): "One of two open milestones is behind its approved date, by more than a quarter",
    (-200, -5): "Both open milestones are behind their approved date, one by more than a quarter",
    (-5, -6, -7): "All three open milestones are behind their approved date, none by more than a quarter",
    (
        -200,
        -300,
        5,
    ): "Two of three open milestones are behind their approved date, all by more than a quarter",
}


@pytest.mark.parametrize("due", HEADLINES, ids=str)
def test_the_headline_counts_open_milestones_behind_their_date(due: tuple[int, ...]) -> None:
    milestones = tuple(open_milestone(day(days), id=n) for n, days in enumerate(due, 1))
    assert head(of(an_action(milestones=milestones)), 10) == HEADLINES[due]


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.SUPERSEDED, Status.BUSINESS_AS_USUAL])
def test_slip_stops_counting_once_delivered_or_at_rest(status: Status) -> None:
    action = with_milestone(open_milestone(day(-60)), status=status, delivered_on=None)
    assert of(action).changes.open == 0


def test_the_furthest_behind_stand_first_and_those_met_since_come_last() -> None:
    milestones = (
        a_milestone("Met", day(-20), id=1, met_on=day(-10)),
        open_milestone(day(-5), id=2),
        open_milestone(day(-50), id=3),
        a_milestone("Met long ago", dt.date(2026, 5, 1), id=4, met_on=dt.date(2026, 5, 1)),
    )
    shown = of(an_action(milestones=milestones)).changes.milestones
    assert [(m.behind, m.met) for m in shown] == [(50, False), (5, False), (10, True)]


def test_what_the_chart_has_no_room_for_is_counted() -> None:
    milestones = tuple(open_milestone(day(-n), id=n) for n in range(1, 31))
    found = of(an_action(milestones=milestones)).changes
    assert (len(found.milestones), found.left_out, found.behind) == (26, 4, 30)


# ------------------------------------------------------------------------------------------------------- scope


@pytest.mark.parametrize(
    ("then", "changes", "said"),
    [
        ((), {}, "New: Education"),
        ((), {"status": Status.SUPERSEDED}, "New, and superseded already"),
        ((frozen(),), {"status": Status.SUPERSEDED}, "Superseded"),
        (
            (frozen(),),
            {"status": Status.BUSINESS_AS_USUAL, "review_on": day(150)},
            "Business as usual, review due 29 March 2027",
        ),
        ((frozen(published=None),), {}, "Under way again; it was business as usual"),
    ],
    ids=["new", "new and gone", "superseded", "business as usual", "back"],
)
def test_a_change_of_place_in_the_plan_is_said(then: tuple, changes: dict, said: str) -> None:
    (line,) = of(an_action(frozen=then, **changes)).changes.scope
    assert (line.number, line.reference, line.what) == ("10.1", "PREV-1.1", said)


def test_why_an_action_was_superseded_is_said() -> None:
    ended = Supersession("The regional procedure covers it.", "Farah Aziz", at(day(-3)))
    (line,) = of(an_action(status=Status.SUPERSEDED, supersession=ended)).changes.scope
    assert line.what == "Superseded: The regional procedure covers it."


def test_what_stayed_where_it_was_is_no_change_of_scope() -> None:
    stayed = an_action(status=Status.SUPERSEDED, frozen=(frozen(published=None, unrated="superseded"),))
    assert of(an_action(), stayed).changes.scope == ()


def test_a_variation_noted_since_is_listed_and_an_older_one_is_not() -> None:
    noted = [Variation(day(-3), "The guidance was replaced.", None), Variation(day(-300), "Old.", None)]
    commitment = a_commitment(an_action(), variations=tuple(noted))
    (line,) = content_of(rate(a_standing(an_objective(commitment)))).changes.scope
    assert (line.reference, line.what) == (
        "PREV-1",
        "Variation noted on 27 October 2026: The guidance was replaced.",
    )


# ------------------------------------------------------------------------------------------------ next 90 days


def due(*actions: Action, **changes: object) -> list[Upcoming]:
    """What is due of the actions themselves, the rounds' own days left out."""
    months = of(*actions, **changes).next_days.months
    return [line for month in months for line in month.lines if line.reference]


def test_open_milestones_of_the_next_90_days_are_listed_by_forecast_and_by_month() -> None:
    milestones = (
        open_milestone(day(0), id=1),
        open_milestone(day(1), id=2),
        open_milestone(day(400), id=3, forecast_on=day(90)),
        open_milestone(day(91), id=4),
        a_milestone("Met", day(20), id=5, met_on=day(-1)),
    )
    content = of(an_action(milestones=milestones, evidence=()), rounds=())
    assert [(month.name, [line.on for line in month.lines]) for month in content.next_days.months] == [
        ("October 2026", [day(1)]),
        ("January 2027", [day(90)]),
    ]
    assert head(content, 11) == "One of two dates falls in October 2026"


def test_a_check_is_due_three_months_after_delivery_until_one_was_made_then() -> None:
    delivered = dt.date(2026, 8, 15)
    quiet = {"evidence": ()}
    assert [(u.on, u.what) for u in due(a_delivered_action(delivered, **quiet))] == [
        (dt.date(2026, 11, 15), "Check")
    ]
    checked = a_delivered_action(delivered, checks=(a_check(dt.date(2026, 11, 20)),), **quiet)
    assert due(checked, today=dt.date(2026, 11, 10)) == []


def test_accepted_evidence_that_expires_is_listed_and_what_was_never_accepted_is_not() -> None:
    pieces = (
        some_evidence(Grade.DOCUMENT, expires_on=day(10)),
        some_evidence(None, expires_on=day(11), id=2),
    )
    lines = due(an_action(milestones=(), evidence=pieces))
    assert [(u.on, u.what, u.text) for u in lines] == [(day(10), "Evidence expires", "Visit log")]


def test_reviews_of_business_as_usual_are_listed_for_actions_and_commitments() -> None:
    action = an_action(status=Status.BUSINESS_AS_USUAL, review_on=day(7), milestones=(), evidence=())
    commitment = a_commitment(action, business_as_usual_from=day(-90), review_on=day(8))
    months = content_of(rate(a_standing(an_objective(commitment), rounds=()))).next_days.months
    assert [(u.on, u.reference) for month in months for u in month.lines] == [
        (day(7), "PREV-1.1"),
        (day(8), "PREV-1"),
    ]


def test_the_group_s_own_meeting_is_among_the_dates() -> None:
    content = of(an_action(milestones=(), evidence=()))
    assert [u.text for month in content.next_days.months for u in month.lines] == [
        f"Executive Group meets on {THIS.name}"
    ]
    assert head(content, 11) == "One date falls due, in November 2026"


def test_where_nothing_falls_due_the_section_says_so() -> None:
    content = of(an_action(milestones=(), evidence=()), rounds=())
    assert head(content, 11) == "Nothing falls due in the next 90 days"
    assert at(TODAY) < at(content.next_days.until or TODAY)
