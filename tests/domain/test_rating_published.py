"""Owner's, calculated and moderated side by side, and which of them is published."""

from typing import Any

import pytest

from objectives.publishing import binding_cap
from objectives.rated import Rated
from objectives.words import Grade, GreyReason, Issue, Kind, Opinion, Rating
from tests.domain.judged import committed, numbered, rated
from tests.standings import (
    THIS,
    a_delivered_action,
    a_milestone,
    a_moderation,
    a_request,
    an_action,
    an_embedded_action,
    an_opinion,
    an_update,
    day,
    some_evidence,
    with_plan,
)

RED, AMBER, GREEN, BLUE, GREY = Rating.RED, Rating.AMBER, Rating.GREEN, Rating.BLUE, Rating.GREY
LATE = (a_milestone("Pack sent", day(-5)),)


def said(rating: Rating, **changes: Any) -> Rated:
    return rated(an_action(updates=(an_update(THIS, rating),), **changes))


def moderated(rating: Rating, **changes: Any) -> Rated:
    return rated(an_action(moderations=(a_moderation(rating),), **changes))


@pytest.mark.parametrize("owners", [RED, AMBER])
def test_an_owner_more_cautious_than_the_rules_is_published(owners: Rating) -> None:
    judged = said(owners)
    assert (judged.calculated, judged.published, judged.disagrees) == (GREEN, owners, False)
    assert judged.because == "The owner's rating, which is more cautious than the calculated one."


def test_rules_more_cautious_than_the_owner_are_published_and_the_disagreement_is_said() -> None:
    judged = said(GREEN, milestones=LATE)
    assert (judged.owners, judged.calculated, judged.published) == (GREEN, AMBER, AMBER)
    assert judged.disagrees
    assert judged.because == "The calculated rating, which is more cautious than the owner's."


def test_an_owner_who_says_blue_too_early_disagrees_and_stays_green() -> None:
    judged = said(BLUE)
    assert (judged.published, judged.disagrees) == (GREEN, True)


def test_agreeing_is_said() -> None:
    assert said(GREEN).because == "The owner's rating and the calculated rating agree."


def test_green_without_accepted_evidence_is_a_disagreement_but_not_yet_due_is_none() -> None:
    assert said(GREEN, evidence=()).disagrees
    early = said(GREEN, milestones=(a_milestone("First", day(30)),))
    assert (early.published, early.disagrees) == (GREY, False)


@pytest.mark.parametrize("rating", [RED, AMBER, GREY, GREEN])
def test_a_moderation_in_date_is_published(rating: Rating) -> None:
    judged = moderated(rating)
    assert (judged.moderated, judged.published) == (rating, rating)
    assert judged.because == (f"Moderated to {rating} by Farah Aziz until 30 October 2026.")


def test_a_moderation_may_be_less_cautious_than_the_rules() -> None:
    assert moderated(GREEN, milestones=LATE).published is GREEN


def test_a_moderation_holds_on_the_day_it_expires_and_not_the_day_after() -> None:
    until_today = (a_moderation(AMBER, day(0)),)
    assert rated(an_action(moderations=until_today)).moderated is AMBER
    expired = rated(an_action(moderations=(a_moderation(AMBER, day(-1)),)))
    assert (expired.moderated, expired.published, expired.moderated_by) == (None, GREEN, "")


def test_the_newest_moderation_holds_even_once_it_has_expired() -> None:
    older_but_longer = (a_moderation(RED, day(90)), a_moderation(AMBER, day(-1)))
    assert rated(an_action(moderations=older_but_longer)).published is GREEN


def test_a_moderated_grey_is_for_insufficient_evidence() -> None:
    assert moderated(GREY).grey_reason is GreyReason.INSUFFICIENT_EVIDENCE


def test_a_moderator_cannot_say_green_without_accepted_evidence() -> None:
    judged = moderated(GREEN, evidence=())
    assert (judged.published, judged.grey_reason) == (GREY, GreyReason.INSUFFICIENT_EVIDENCE)
    assert judged.because == (
        "Moderated to Green by Farah Aziz until 30 October 2026, but bound to Grey. No evidence has been accepted."
    )


def test_a_moderator_cannot_say_green_on_weak_evidence() -> None:
    assert moderated(GREEN, evidence=(some_evidence(Grade.STATEMENT),)).published is AMBER


def test_a_moderator_may_say_grey_where_evidence_is_weak() -> None:
    assert moderated(GREY, evidence=(some_evidence(Grade.STATEMENT),)).published is GREY


def test_a_moderator_cannot_say_blue_without_a_check() -> None:
    judged = rated(a_delivered_action(day(-20), moderations=(a_moderation(BLUE),)))
    assert judged.published is GREEN
    assert judged.because.endswith(
        "Blue needs a check passed 3 months or more after delivery, with accepted evidence of grade 3 or more that"
        " shows a date on or after delivery."
    )


def test_a_moderator_may_say_amber_of_what_is_blue() -> None:
    assert rated(an_embedded_action(moderations=(a_moderation(AMBER),))).published is AMBER


@pytest.mark.parametrize(("rating", "published"), [(GREEN, AMBER), (GREY, AMBER), (AMBER, AMBER), (RED, RED)])
def test_overdue_assurance_tied_to_an_action_binds_moderators(rating: Rating, published: Rating) -> None:
    assert moderated(rating, requests=(a_request(day(-1)),)).published is published


def test_a_form_may_ask_which_cap_binds_and_hear_its_sentence() -> None:
    caps = rated(an_action(evidence=(), requests=(a_request(day(-1)),))).caps
    cap = binding_cap(GREEN, caps)
    assert cap is not None
    assert (
        cap.sentence == "West Midlands Police has not answered the assurance request due on 29 October 2026."
    )
    assert binding_cap(RED, caps) is None


def test_a_calculated_red_without_a_plan_says_so() -> None:
    late = (a_milestone("Pack sent", day(-40)),)
    assert rated(an_action(milestones=late)).needs_plan
    planned = an_update(THIS, RED, **with_plan(day(10)))
    assert not rated(an_action(milestones=late, updates=(planned,))).needs_plan
    assert rated(an_action(milestones=late, updates=())).needs_plan


def test_an_owners_own_red_is_no_calculated_red() -> None:
    assert not said(RED).needs_plan


def test_a_commitment_may_be_moderated_too() -> None:
    judged = committed(an_action(milestones=LATE), moderations=(a_moderation(GREEN),))
    assert (judged.calculated, judged.moderated, judged.published) == (AMBER, GREEN, GREEN)


def test_overdue_assurance_binds_whoever_moderates_a_commitment() -> None:
    judged = committed(an_action(), moderations=(a_moderation(GREEN),), requests=(a_request(day(-1)),))
    assert judged.published is AMBER


def test_a_commitment_is_not_moderated_to_green_without_any_accepted_evidence() -> None:
    bare = an_action(evidence=())
    assert committed(bare, moderations=(a_moderation(GREEN),)).published is GREY
    own = committed(bare, moderations=(a_moderation(GREEN),), evidence=(some_evidence(),))
    assert own.published is GREEN


def test_a_commitment_is_not_moderated_to_blue_while_an_action_is_not() -> None:
    actions = numbered(an_embedded_action(), an_action())
    assert committed(*actions, moderations=(a_moderation(BLUE),)).published is GREEN


def test_a_limited_opinion_binds_whoever_moderates_a_commitment_to_seek_assurance() -> None:
    judged = committed(
        an_action(),
        kind=Kind.ASSURANCE,
        requests=(an_opinion(Opinion.LIMITED),),
        moderations=(a_moderation(GREEN),),
    )
    assert judged.published is AMBER


def test_a_commitments_own_moderation_is_not_undone_by_the_owners_words() -> None:
    cautious = an_action(updates=(an_update(THIS, AMBER),), moderations=(a_moderation(GREEN),))
    judged = committed(cautious)
    assert (judged.owners, judged.calculated, judged.published) == (AMBER, GREEN, GREEN)


def test_a_commitment_disagrees_where_its_owners_are_greener() -> None:
    assert committed(an_action(milestones=LATE)).disagrees
    assert not committed(an_action()).disagrees
    assert not committed(an_action(milestones=(a_milestone("First", day(30)),))).disagrees


def test_a_commitment_needs_a_plan_where_a_red_action_has_none() -> None:
    stuck = an_action(updates=(an_update(THIS, issue=Issue.WITHOUT_PLAN),))
    assert committed(stuck).needs_plan
    planned = an_action(updates=(an_update(THIS, RED, **with_plan(day(3))),), owner=None)
    assert not committed(planned).needs_plan
