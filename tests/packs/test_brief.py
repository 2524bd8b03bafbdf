"""A member's brief: an agency's part of a pack, said by the pack's own content. Pure."""

from hypothesis import given, settings
from msgspec.structs import replace

from objectives.rating import rate
from objectives.words import Rating
from reports.brief import Brief, brief_of, headline
from reports.composing import content_of
from tests.packs.makers import amber, green, judged, red, stale
from tests.standing_parts import POLICE, PUBLIC_HEALTH
from tests.standings import THIS, a_commitment, a_standing, an_objective, an_update, standings


def brief(*makers, agency="Education", **changes) -> Brief:
    return brief_of(content_of(judged(*makers, **changes)), agency)


def test_what_is_late_red_or_not_updated_is_a_concern_and_what_is_green_is_counted() -> None:
    found = brief(red, green, stale, green)
    assert [one.reference for one in found.concerns] == ["PREV-1.1", "PREV-3.1"]
    assert found.position == "Education answers for four actions: 1 red, 2 green and 1 carried forward."
    assert (found.late, found.rest) == (1, "Two more are as planned, or at rest.")
    assert "60 days late" in " ".join(found.concerns[0].says)


def test_a_sentence_is_said_once() -> None:
    (one,) = brief(red).concerns
    assert " ".join(one.says).count("days late") == 1


def test_decisions_about_the_agency_s_own_come_first_and_are_called_so() -> None:
    police = replace(red("PREV-1.1"), agency=POLICE)
    first = a_commitment(police, reference="PREV-1", lead_agency=POLICE)
    second = a_commitment(red("PREV-2.1"), id=2, reference="PREV-2", lead_agency=PUBLIC_HEALTH)
    content = content_of(rate(a_standing(an_objective(first, second))))
    found = brief_of(content, "Education")
    assert [(one.decision.reference, one.is_mine) for one in found.decisions] == [
        ("PREV-2", True),
        ("PREV-1", False),
    ]
    assert headline(found) == "You are asked for two decisions; one is about your own agency"


def test_an_agency_that_leads_a_commitment_is_told_of_its_decisions() -> None:
    found = brief(red, agency="Public Health")
    assert [one.is_mine for one in found.decisions] == [True]
    assert found.position == "Public Health answers for no action in this plan."


def test_headlines_for_none_one_and_none_of_one_s_own() -> None:
    assert headline(brief(green)) == "Nothing is put to you to decide"
    assert headline(brief(red)) == "You are asked for one decision; it is about your own agency"
    assert (
        headline(brief(red, agency="Probation"))
        == "You are asked for one decision; none is about your own agency"
    )


def test_where_nothing_is_wrong_it_says_so() -> None:
    found = brief(green, green)
    assert (found.concerns, found.rest) == ((), "Nothing of it is late, not updated or below green.")


def test_disagreements_and_changed_ratings_are_the_agency_s_own() -> None:
    late = replace(amber("PREV-1.1"), updates=(an_update(THIS, Rating.GREEN),))
    content = content_of(rate(a_standing(an_objective(a_commitment(late)))))
    assert [one.reference for one in brief_of(content, "Education").greener] == ["PREV-1.1"]
    assert brief_of(content, "Probation").greener == ()


@settings(max_examples=40, deadline=None)
@given(standings())
def test_a_brief_says_nothing_that_its_pack_does_not(standing) -> None:
    content = content_of(rate(standing))
    found = brief_of(content, "Education")
    lines = {a.reference: a for o in content.objectives for c in o.lines for a in c.actions}
    assert {one.decision.number for one in found.decisions} == {one.number for one in content.decisions}
    for one in found.concerns:
        assert one.mark == lines[one.reference].judged.published
        assert one.says
    reds = {
        ref
        for ref, line in lines.items()
        if line.judged.published.shape == "red" and line.agency == "Education"
    }
    assert reds <= {one.reference for one in found.concerns}
