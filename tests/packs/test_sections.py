"""What sections 2, 5, 7 and 9 of a pack say, case by case."""

import datetime as dt

import pytest
from msgspec.structs import replace

from objectives.rated import Judgement
from objectives.rating import rate
from objectives.standing import Action, Answer, Commentary, LastIssued, Risk, RiskStep
from objectives.words import Confidence, Impact, Issue, Likelihood, Rating, RiskAct, RiskState
from reports.charts import draw
from reports.composing import content_of
from reports.content import Content, canonical
from reports.cover import Cover
from reports.render_html import render_html
from tests.packs.makers import amber, asking, blue, green, grey, held, judged, planned, red, unowned
from tests.packs.printed import pdf_of, words_of, words_on
from tests.standing_parts import HELD
from tests.standings import (
    BEFORE,
    THIS,
    a_commitment,
    a_moderation,
    a_person,
    a_standing,
    a_standing_of,
    an_action,
    an_objective,
    an_update,
    at,
    day,
    frozen,
    with_plan,
)


def of(*actions: Action, **changes: object) -> Content:
    return content_of(rate(a_standing_of(*actions, **changes)))


def head(content: Content, number: int) -> str:
    return next(section.headline for section in content.sections if section.number == number)


def nothing(content: Content, number: int) -> str:
    return next(section.nothing for section in content.sections if section.number == number)


def test_sections_come_in_the_pack_s_order_and_those_that_cannot_exist_yet_are_left_out() -> None:
    assert [s.number for s in content_of(judged(red)).sections] == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13]


@pytest.mark.parametrize("number", [2, 4, 5, 6, 7, 9, 10])
def test_a_section_without_content_says_in_one_line_why(number: int) -> None:
    empty = nothing(content_of(judged()), number)
    assert empty.endswith(".")
    assert "\n" not in empty
    assert len(empty) <= 150


# ------------------------------------------------------------------------------------------ 2 decisions sought


def test_what_needs_the_group_becomes_a_decision_in_the_same_order() -> None:
    content = content_of(judged(planned, red, amber, rows=held(Rating.AMBER, 2)))
    assert [(d.number, d.reference, d.exception) for d in content.decisions] == [
        ("2.1", "PREV-2", "4.2"),
        ("2.2", "PREV-3", "4.3"),
    ]
    assert [d.reference for d in content.decisions] == [need.reference for need in content.needs]
    assert (
        head(content, 2) == "Two decisions are sought: on one red and one amber held for three rounds or more"
    )


def test_a_red_asks_what_its_owner_asks() -> None:
    (decision,) = content_of(judged(asking)).decisions
    assert decision.asked == ("PREV-1.1 asks: Release one trainer",)
    assert decision.back_on == day(30)
    assert decision.why[0].startswith("PREV-1.1: The milestone “Opinion given” is 60 days late")


def test_a_red_without_a_plan_asks_how_it_comes_back() -> None:
    (decision,) = content_of(judged(red)).decisions
    assert decision.asked == ("How does PREV-1.1 come back, and by when? No recovery plan is given.",)
    assert decision.back_on is None


def test_a_red_without_an_owner_asks_who_owns_it() -> None:
    (decision,) = content_of(judged(unowned)).decisions
    assert decision.asked[0] == "Who owns PREV-1.1?"


def test_an_amber_of_the_third_round_asks_whether_it_is_accepted() -> None:
    (decision,) = content_of(judged(amber, rows=held(Rating.AMBER, 2))).decisions
    assert decision.asked == (
        "What is to change, or is it accepted that PREV-1 stays amber? It has been for three rounds.",
    )


def test_where_nothing_needs_the_group_no_decision_is_sought() -> None:
    content = content_of(judged(green, planned))
    assert (content.decisions, head(content, 2)) == ((), "No decision is sought")
    assert nothing(content, 2).startswith("No red asks for anything")


# ------------------------------------------------------------------------- 5 disagreements and overrides


def greener(reference: str = "PREV-1.1", **changes: object) -> Action:
    """Five days late, and its owner says Green."""
    return replace(amber(reference), updates=(an_update(BEFORE), an_update(THIS, Rating.GREEN)), **changes)


def test_an_owner_greener_than_the_rules_is_listed_with_what_became_of_it() -> None:
    (line,) = of(greener()).disagreements.greener
    assert (line.number, line.owners.word, line.calculated.word, line.published.word) == (
        "5.1",
        "Green",
        "Amber",
        "Amber",
    )
    assert any("5 days late" in sentence for sentence in line.sentences)
    assert line.outcome == "Not moderated: Amber, the more cautious, stands."


def test_an_owner_more_cautious_than_the_rules_is_no_disagreement() -> None:
    cautious = an_action(updates=(an_update(BEFORE), an_update(THIS, Rating.AMBER)))
    content = of(cautious)
    assert content.disagreements.greener == ()
    assert head(content, 5) == "Owners, rules and business unit agree"


def test_a_moderation_that_differs_is_listed_with_who_why_and_until_when() -> None:
    content = of(greener(moderations=(a_moderation(Rating.GREEN, day(20)),)))
    (line,) = content.disagreements.overrides
    assert (line.number, line.without.word, line.published.word) == ("5.2", "Amber", "Green")
    assert (line.by, line.until) == ("Farah Aziz", day(20))
    assert line.reason == "The visit log covers half of the settings"
    assert content.disagreements.greener[0].outcome == "Moderated to Green."
    assert head(content, 5) == (
        "The owner of one action rated it greener than the rules; one rating was moderated to another"
    )


@pytest.mark.parametrize(
    "moderation",
    [a_moderation(Rating.AMBER, day(20)), a_moderation(Rating.GREEN, day(-1))],
    ids=["the same", "no longer in force"],
)
def test_a_moderation_that_changes_nothing_is_no_override(moderation: object) -> None:
    assert of(greener(moderations=(moderation,))).disagreements.overrides == ()


def test_what_the_agency_answered_stands_beside_the_rating_that_was_changed() -> None:
    answer = Answer("Two courses ran since.", "Sam Ode", at(day(0)))
    thing = greener(moderations=(a_moderation(Rating.RED, day(20), answer=answer),))
    content = of(thing)
    (line,) = content.disagreements.overrides
    assert (line.answer, line.answered_by) == ("Two courses ran since.", "Sam Ode")
    stored = canonical(content)
    assert "Two courses ran since." in words_on(render_html(stored, Cover(), draw(stored)))
    assert "Two courses ran since." in " ".join(words_of(pdf_of(stored)).split())


def test_a_commitment_s_moderation_counts_too() -> None:
    commitment = a_commitment(
        green("PREV-1.1"), moderations=(a_moderation(Rating.RED, day(20)),), frozen=(frozen(),)
    )
    (line,) = content_of(rate(a_standing(an_objective(commitment)))).disagreements.overrides
    assert (line.reference, line.without.word, line.published.word) == ("PREV-1", "Green", "Red")


def test_what_every_judge_owns_stays_unmoderated_and_says_so() -> None:
    own = a_person("Farah Aziz")
    action = an_action(deputy=own)
    (line,) = of(action, judges=(own,)).disagreements.unjudged
    assert line.sentence == "Nobody else in the business unit can judge it, so it stays unmoderated."
    other = replace(a_person("Lucy Hart"), id=own.id + 1)
    assert of(action, judges=(own, other)).disagreements.unjudged == ()


def test_what_nobody_moderated_is_counted_with_those_that_differ() -> None:
    standing = a_standing_of(greener("PREV-1.1"), an_action("PREV-1.2"))
    content = content_of(rate(standing))
    assert content.disagreements.unmoderated == (
        "Unmoderated at the freeze: two of two rated actions. Owner and rules differ in PREV-1.1."
    )
    earlier = replace(standing, moment=replace(standing.moment, instant=at(day(-1)), today=day(-1)))
    assert content_of(rate(earlier)).disagreements.unmoderated.startswith("Unmoderated by 29 October 2026")


# ------------------------------------------------------------------ 7 what difference it made for children


SAID = Commentary(
    "Q2 2026-27", "Waits are down.\n\nFamilies say so.", "Posts.", "Fill them.", "Morgan", at(day(-3))
)


def of_objective(*actions: Action, **changes: object) -> Judgement:
    commitment = a_commitment(*actions)
    return rate(a_standing(replace(an_objective(commitment), **changes)))


def test_each_line_of_a_commentary_is_a_numbered_point() -> None:
    (objective,) = content_of(of_objective(green("PREV-1.1"), commentaries=(SAID,))).difference.objectives
    assert objective.said
    assert [(p.number, p.text) for p in objective.said.working_well] == [
        ("7.1", "Waits are down."),
        ("7.2", "Families say so."),
    ]
    assert [p.number for p in (*objective.said.worried_about, *objective.said.needs_to_happen)] == [
        "7.3",
        "7.4",
    ]


def test_last_round_s_commentary_is_not_said_again() -> None:
    old = replace(SAID, round=BEFORE.name)
    (objective,) = content_of(of_objective(green("PREV-1.1"), commentaries=(old,))).difference.objectives
    assert objective.said is None


def impact(reference: str, text: str, **changes: object) -> Action:
    return an_action(reference, updates=(an_update(THIS, impact=text, **changes),))


def test_updates_without_impact_are_counted_and_the_same_words_are_said_once() -> None:
    told = of(
        impact("PREV-1.1", "Too early to tell."),
        impact("PREV-1.2", "Fewer children wait."),
        impact("PREV-1.3", " Too early to tell. "),
        impact("PREV-1.4", ""),
        an_action("PREV-1.5", updates=(an_update(BEFORE, impact="Long ago."),)),
    )
    (objective,) = told.difference.objectives
    assert [(i.text, i.references) for i in objective.impacts] == [
        ("Too early to tell.", ("PREV-1.1", "PREV-1.3")),
        ("Fewer children wait.", ("PREV-1.2",)),
    ]
    assert (objective.updates, objective.without_impact) == (4, 1)
    assert head(told, 7) == "Three of four updates say what was different for children; one does not"


HEADLINES = {
    ("a",): "The only update says what was different for children",
    ("a", "b"): "Both updates say what was different for children",
    ("", ""): "None of two updates says what was different for children",
    ("a", ""): "One of two updates says what was different for children; one does not",
    (): "No update was sent, so none says what was different for children",
}


@pytest.mark.parametrize("texts", HEADLINES, ids=len)
def test_the_headline_says_how_many_updates_tell_of_children(texts: tuple[str, ...]) -> None:
    actions = [impact(f"PREV-1.{n}", text) for n, text in enumerate(texts, 1)]
    assert head(of(*actions), 7) == HEADLINES[texts]


def test_confidence_is_counted_by_commitment_and_low_gives_its_reason() -> None:
    low = impact("PREV-1.1", "", confidence=Confidence.LOW, confidence_reason="Nobody asked children.")
    high = impact("PREV-1.2", "", confidence=Confidence.HIGH, confidence_reason="Seen.")
    (objective,) = of(low, high).difference.objectives
    assert (objective.confidence.high, objective.confidence.low, objective.confidence.unsaid) == (0, 1, 0)
    assert [(d.reference, d.reason) for d in objective.doubts] == [("PREV-1", "Nobody asked children.")]


# ------------------------------------------------------------------------------------- 9 risks and barriers


def told(reference: str, **said: object) -> Action:
    return an_action(reference, updates=(an_update(BEFORE), an_update(THIS, Rating.AMBER, **said)))


def test_an_issue_is_listed_with_its_barrier_ask_owner_and_date() -> None:
    content = of(told("PREV-1.1", barriers="One trainer is ill.", **with_plan(day(30))))
    (line,) = content.risks.issues
    assert (line.number, line.barrier, line.ask) == ("9.1", "One trainer is ill.", "Release one trainer")
    assert (line.plan, line.due, line.due_on) == ("A second trainer", "By 29 November 2026", day(30))
    assert "Priya Nair" in line.owner
    assert content.risks.barriers == ()
    assert head(content, 9) == "One issue needs help"


def test_a_plan_whose_date_has_passed_says_so() -> None:
    (line,) = of(told("PREV-1.1", **with_plan(day(-1)))).risks.issues
    assert line.due == "Was due 29 October 2026"


def test_an_issue_without_a_plan_says_so_and_is_counted() -> None:
    content = of(told("PREV-1.1", issue=Issue.WITHOUT_PLAN), told("PREV-1.2", barriers="No room."))
    (line,) = content.risks.issues
    assert (line.plan, line.due, line.due_on) == ("", "No plan given", None)
    assert [(b.number, b.reference, b.barrier) for b in content.risks.barriers] == [
        ("9.2", "PREV-1.2", "No room.")
    ]
    assert (
        head(content, 9) == "One issue needs help and comes without a plan; one more action names a barrier"
    )


def test_a_barrier_told_in_an_earlier_round_says_which() -> None:
    silent = an_action(updates=(an_update(BEFORE, barriers="No room."),))
    content = content_of(rate(a_standing_of(silent, today=THIS.opens_on)))
    assert [b.told_in for b in content.risks.barriers] == ["Q1 2026-27"]


def a_risk(number: int = 1, **changes: object) -> Risk:
    usual = {
        "id": number,
        "number": number,
        "what": "The trainer leaves.",
        "effect": "Fewer lessons.",
        "likelihood": Likelihood.POSSIBLE,
        "impact": Impact.SEVERE,
        "response": "A second is being found.",
        "owner": HELD,
        "review_on": day(10),
        "state": RiskState.OPEN,
        "raised_by": "Morgan Example",
        "raised_at": BEFORE.freezes_at,
    }
    return Risk(**(usual | changes))


def closed_at(instant: dt.datetime) -> dict[str, object]:
    step = RiskStep(RiskAct.CLOSED, "A second was found.", None, "Morgan Example", instant)
    return {"state": RiskState.CLOSED, "steps": (step,)}


def test_the_register_comes_before_issues_and_barriers_the_most_serious_first() -> None:
    risks = (a_risk(1, impact=Impact.MINOR), a_risk(2), a_risk(3, likelihood=Likelihood.LIKELY))
    content = of(replace(told("PREV-1.1", barriers="No room."), risks=risks))
    found = content.risks
    assert [(line.number, line.risk) for line in found.register] == [
        ("9.1", "Risk 3"),
        ("9.2", "Risk 2"),
        ("9.3", "Risk 1"),
    ]
    assert found.register[0].how_serious == "Likely, severe"
    assert "Priya Nair" in found.register[0].owner
    assert found.barriers[0].number == "9.4"
    assert head(content, 9) == "Three risks are open; no issue needs help; one action names a barrier"


def test_a_review_that_is_overdue_is_said_and_counted() -> None:
    content = of(replace(told("PREV-1.1"), risks=(a_risk(review_on=day(-1)),)))
    (line,) = content.risks.register
    assert (line.overdue, line.review) == (True, "Review overdue since 29 October 2026")
    assert head(content, 9).startswith("One risk is open and overdue for review; ")


def test_a_risk_closed_since_the_last_pack_is_told_with_why_and_an_older_one_is_not() -> None:
    issued = LastIssued(BEFORE.name, BEFORE.freezes_at.date(), "0" * 64)
    risks = (
        a_risk(1, **closed_at(BEFORE.freezes_at - dt.timedelta(days=9))),
        a_risk(2, **closed_at(BEFORE.freezes_at + dt.timedelta(days=9))),
    )
    content = of(replace(told("PREV-1.1"), risks=risks), last_issued=issued)
    assert [(line.risk, line.why) for line in content.risks.closed] == [("Risk 2", "A second was found.")]
    assert nothing(content, 9) == ""


def test_where_owners_name_nothing_the_section_says_so() -> None:
    content = content_of(judged(green, blue, grey))
    assert head(content, 9) == "Owners report no barrier and no issue that needs help"
    assert (
        nothing(content, 9)
        == "No risk is open, and no update that stands names a barrier or an issue that needs help."
    )
