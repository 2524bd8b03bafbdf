"""What changed between two packs, said line by line."""

import datetime as dt
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from objectives.problems import Invalid
from objectives.rating import rate
from objectives.standing import Action, Commitment
from objectives.words import Kind, Rating, Status
from reports.comparing import Aspect, Change, Comparison, compare
from reports.composing import content_of
from reports.content import Content, canonical, read_content
from tests.packs.makers import amber, green, red
from tests.standings import (
    a_commitment,
    a_milestone,
    a_moderation,
    a_person,
    a_post,
    a_standing,
    an_action,
    an_objective,
)

ACTION = "PREV-1.1"
JUNE, AUGUST = dt.date(2026, 6, 30), dt.date(2026, 12, 30)


def pack_of(*actions: Action, **changes: Any) -> Content:
    """A pack of one commitment with these actions; `changes` are the commitment's."""
    return pack_with(a_commitment(*actions, **changes))


def pack_with(*commitments: Commitment) -> Content:
    return content_of(rate(a_standing(an_objective(*commitments))))


def changes_of(found: Comparison, reference: str = ACTION) -> list[Change]:
    return [change for line in found.lines if line.reference == reference for change in line.changes]


def told(found: Comparison, aspect: Aspect, reference: str = ACTION) -> list[tuple[str, str, str]]:
    """What changed in one aspect of a line: what, before, after."""
    changes = changes_of(found, reference)
    return [(one.what, one.before, one.after) for one in changes if one.aspect is aspect]


def test_a_pack_beside_itself_has_no_change() -> None:
    pack = pack_of(green(ACTION))
    found = compare(pack, pack)
    assert found.lines == ()
    assert found.headline == "Nothing changed in rating, status, dates, scope, owners or kind."


def test_the_three_ratings_are_compared_each_on_its_own() -> None:
    moderated = an_action(moderations=(a_moderation(Rating.AMBER),))
    found = compare(pack_of(green(ACTION)), pack_of(moderated))
    assert told(found, Aspect.RATING) == [
        ("Published rating", "Green", "Amber"),
        ("Moderated rating", "none", "Amber"),
    ]


def test_a_rating_that_is_carried_forward_differs_from_a_solid_one() -> None:
    pack = pack_of(green(ACTION))
    (line,) = pack.objectives[0].lines
    hollow = replace(line.judged.published, shape="green-hollow", note="carried forward from Q1 2026-27")
    after = with_line(pack, replace(line, judged=replace(line.judged, published=hollow)))
    assert told(compare(pack, after), Aspect.RATING, "PREV-1") == [
        ("Published rating", "Green", "Green, carried forward from Q1 2026-27")
    ]


def with_line(pack: Content, line: Any) -> Content:
    return replace(pack, objectives=(replace(pack.objectives[0], lines=(line,)),))


def test_an_action_that_turns_takes_its_commitment_and_objective_with_it() -> None:
    found = compare(pack_of(green(ACTION)), pack_of(red(ACTION)))
    assert [line.reference for line in found.lines] == ["PREV", "PREV-1", ACTION]
    (objective,) = changes_of(found, "PREV")
    assert (objective.before_mark.shape, objective.after_mark.shape) == ("green", "red")
    assert objective.sentence == "Published rating: Green before, Red now."


@pytest.mark.parametrize(
    ("field", "name"), [("baseline_on", "Baseline"), ("forecast_on", "Forecast"), ("met_on", "Actual date")]
)
def test_each_date_of_a_milestone_is_compared_and_its_move_counted(field: str, name: str) -> None:
    then, now = (
        an_action(milestones=(a_milestone("Course given", JUNE, **{field: on}),))
        for on in (dt.date(2026, 10, 1), dt.date(2026, 11, 1))
    )
    (date,) = [c for c in changes_of(compare(pack_of(then), pack_of(now))) if c.aspect is Aspect.DATES]
    assert (date.what, date.before) == (f"{name} of “Course given”", "1 October 2026")
    assert date.sentence == f"{name} of “Course given” moved 31 days later, to 1 November 2026."


def test_a_date_that_came_forward_says_earlier() -> None:
    then, now = (
        an_action(milestones=(a_milestone("Course given", AUGUST, forecast_on=on),))
        for on in (AUGUST, AUGUST - dt.timedelta(1))
    )
    (date,) = [c for c in changes_of(compare(pack_of(then), pack_of(now))) if c.aspect is Aspect.DATES]
    assert date.sentence == "Forecast of “Course given” moved one day earlier, to 29 December 2026."


def test_a_milestone_that_was_added_is_a_change_of_scope() -> None:
    one, other = a_milestone(), a_milestone("Second course given", AUGUST, id=2)
    found = compare(pack_of(an_action(milestones=(one,))), pack_of(an_action(milestones=(one, other))))
    assert told(found, Aspect.SCOPE) == [("Milestone “Second course given”", "none", "planned")]


def test_of_two_milestones_with_one_title_each_is_compared_with_its_own() -> None:
    first, second = a_milestone("Review", AUGUST), a_milestone("Review", AUGUST, id=2)
    later = replace(second, forecast_on=AUGUST + dt.timedelta(9))
    found = compare(
        pack_of(an_action(milestones=(first, second))), pack_of(an_action(milestones=(first, later)))
    )
    assert told(found, Aspect.DATES) == [("Forecast of “Review” (2)", "none", "8 January 2027")]


def test_actions_that_were_added_and_removed_stand_where_they_belong_in_the_plan() -> None:
    then = pack_of(green("PREV-1.1"), green("PREV-1.2"), green("PREV-1.4"))
    now = pack_of(green("PREV-1.1"), green("PREV-1.3"), green("PREV-1.4"))
    scope = {
        line.reference: line.changes[0].sentence
        for line in compare(then, now).lines
        if line.changes[0].what == "Action"
    }
    assert scope == {
        "PREV-1.2": "This action is no longer in the plan.",
        "PREV-1.3": "This action was added.",
    }
    assert list(scope) == ["PREV-1.2", "PREV-1.3"]


def test_a_commitment_that_was_added_is_a_change_of_scope() -> None:
    one, other = a_commitment(), a_commitment(id=2, reference="PREV-2", short_title="Champions")
    found = compare(pack_with(one), pack_with(one, other))
    assert told(found, Aspect.SCOPE, "PREV-2") == [("Commitment", "none", "Champions")]


def test_a_handover_a_deputy_and_an_accountable_executive_are_changes_of_owners() -> None:
    executive = a_post("Director of Education", a_person("Ann Lee"))
    post = a_post(holder=a_person("Sam Carter"))
    now = an_action(owner=post, deputy=a_person("Lee Wong"), accountable=executive)
    assert told(compare(pack_of(an_action()), pack_of(now)), Aspect.OWNERS) == [
        (
            "Owner",
            "Head of Safeguarding in Education, Education (Priya Nair)",
            "Head of Safeguarding in Education, Education (Sam Carter)",
        ),
        ("Deputy", "none", "Lee Wong"),
        ("Accountable executive", "none", "Director of Education, Education (Ann Lee)"),
    ]


def test_a_change_of_status_and_of_kind_is_told() -> None:
    then, now = an_action(status=Status.NOT_STARTED), an_action()
    found = compare(pack_of(then), pack_of(now, kind=Kind.DELIVERABLE))
    assert told(found, Aspect.STATUS) == [("Status", "Not started", "In progress")]
    assert told(found, Aspect.KIND, "PREV-1") == [("Kind", "Programme", "Deliverable")]


def test_the_headline_counts_lines_and_not_changes() -> None:
    then, now = pack_of(green(ACTION)), pack_of(an_action(title="Visit each school"))
    assert compare(then, now).headline == "One line changed: scope of one."


def test_changed_rules_are_said_before_anybody_reads_a_changed_rating() -> None:
    pack = pack_of(amber(ACTION))
    (note,) = compare(pack, replace(pack, rules="2027-01")).notes
    assert "rated by rules 2026-11 and the second by rules 2027-01" in note


def test_a_later_pack_given_first_is_said() -> None:
    pack = pack_of(amber(ACTION))
    (note,) = compare(pack, replace(pack, as_at=pack.as_at - dt.timedelta(1))).notes
    assert note == "The first pack is the later one: what is said here runs backwards in time."


def test_an_older_format_is_not_held_against_what_it_could_not_say() -> None:
    now = pack_of(an_action(deputy=a_person("Lee Wong")))
    plain = msgspec.json.decode(canonical(now))
    for action in plain["objectives"][0]["lines"][0]["actions"]:
        del action["deputy"], action["accountable"], action["milestones"]
    then = read_content(msgspec.json.encode(plain | {"format": "1"}))
    found = compare(then, now)
    assert found.lines == ()
    assert "these were not compared" in found.notes[0]


def test_packs_of_two_strategies_are_not_compared() -> None:
    pack = pack_of(green(ACTION))
    with pytest.raises(Invalid, match="packs are of two strategies"):
        compare(pack, replace(pack, strategy="other"))
