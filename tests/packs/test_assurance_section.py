"""What section 6 of a pack says: overdue assurance, opinions with their age, escalations, agencies, and the map."""

import datetime as dt

import pytest

from objectives.asked import AssuranceRequest, Chase
from objectives.rating import rate
from objectives.words import Opinion
from reports.assurance_chart import columns_of
from reports.assurance_lines import Assurance
from reports.charts import draw
from reports.composing import content_of
from reports.content import Content, canonical
from reports.cover import Cover
from reports.render_html import render_html
from reports.tables import tables_of
from tests.packs.printed import pdf_of, words_of, words_on
from tests.standing_parts import HEALTH, POLICE
from tests.standings import a_commitment, a_request, a_standing, an_action, an_objective, an_opinion, day


def of(*requests: AssuranceRequest, to_action: tuple[AssuranceRequest, ...] = ()) -> Content:
    action = an_action("PREV-1.1", requests=to_action)
    return content_of(rate(a_standing(an_objective(a_commitment(action, requests=requests)))))


def assurance(*requests: AssuranceRequest) -> Assurance:
    return of(*requests).assurance


def head(content: Content) -> str:
    return next(section.headline for section in content.sections if section.number == 6)


def chased(step: str, on: dt.date, escalates: bool = True) -> Chase:
    return Chase(step, escalates, on, "Dana Cole, agency lead")


def test_a_late_reply_says_why_and_how_far_it_went() -> None:
    steps = (chased("day-after", day(-8), escalates=False), chased("agency-lead", day(-2)))
    (line,) = assurance(a_request(day(-9), chases=steps)).overdue
    assert (line.number, line.due_on, line.reached) == ("6.1", day(-9), "Escalated: agency lead")
    assert line.why.endswith("has not answered the assurance request due on 21 October 2026.")


@pytest.mark.parametrize(
    ("opinion_until", "stands", "lapsing"),
    [
        (-1, "lapsed", False),
        (0, "lapses within 90 days", True),
        (90, "lapses within 90 days", True),
        (91, "in date", False),
    ],
)
def test_an_opinion_says_how_old_it_is_and_when_it_lapses(
    opinion_until: int, stands: str, lapsing: bool
) -> None:
    given = {"review_by": day(opinion_until), "assessed_on": dt.date(2026, 7, 31)}
    (line,) = assurance(an_opinion(Opinion.LIMITED, **given)).opinions
    assert (line.opinion, line.age, line.stands, line.lapsing) == (
        "Limited",
        "two months old",
        stands,
        lapsing,
    )


def test_a_lapsed_opinion_is_overdue_and_a_renewed_one_is_told_no_more() -> None:
    found = assurance(
        an_opinion(Opinion.REASONABLE, review_by=day(-1), renewed=True, id=1),
        an_opinion(Opinion.SUBSTANTIAL, review_by=day(-1), id=2),
    )
    assert [line.opinion for line in found.opinions] == ["Substantial"]
    assert [line.reached for line in found.overdue] == ["To be asked for again"]


def test_the_headline_counts_what_is_overdue_in_date_and_lapsing() -> None:
    content = of(
        a_request(day(-9), id=1),
        an_opinion(Opinion.REASONABLE, review_by=day(30), id=2, agency=POLICE),
        an_opinion(Opinion.REASONABLE, review_by=day(300), id=3, agency=HEALTH),
    )
    assert head(content) == (
        "One request for assurance is overdue; two opinions are in date, and one of them lapses within 90 days"
    )


def test_a_request_about_a_commitment_and_its_action_is_one_line() -> None:
    late = a_request(day(-9))
    (line,) = of(late, to_action=(late,)).assurance.overdue
    assert line.about == ("PREV-1", "PREV-1.1")


def test_escalations_end_with_the_reply_and_stay_until_the_next_pack() -> None:
    step = chased("executive-group", day(-2))
    asked = assurance(a_request(day(-30), chases=(step,), answered=True, answered_on=day(-1)))
    assert [(line.step, line.written_to) for line in asked.escalations] == [
        ("Executive group", ("Dana Cole, agency lead",))
    ]


def test_each_agency_is_counted_on_its_own() -> None:
    found = assurance(
        a_request(day(-9), id=1, agency=POLICE),
        an_opinion(Opinion.REASONABLE, review_by=day(30), id=2, agency=POLICE, answered_on=day(-40)),
        a_request(day(9), id=3, agency=HEALTH, declined=True),
    )
    assert [(a.agency, a.asked, a.overdue, a.declined, a.in_date) for a in found.agencies] == [
        ("ICB", 1, 1, 1, 0),
        ("Police", 2, 1, 0, 1),
    ]
    assert [a.usual_days is None for a in found.agencies] == [True, False]


def test_the_map_tells_every_place_in_words_on_the_page_in_print_and_in_a_table() -> None:
    content = of(
        an_opinion(Opinion.LIMITED, review_by=day(-5), id=1, agency=POLICE),
        a_request(day(9), id=2, agency=HEALTH),
    )
    stored = canonical(content)
    charts = draw(stored)
    said = "Police: PREV-1 Limited, lapsed on 25 Oct 2026"
    assert said in charts["assurance"].alt
    assert "ICB: PREV-1 asked" in charts["assurance"].alt
    page = words_on(render_html(stored, Cover(), charts))
    assert said in page
    assert "Usually replies in" in page
    assert "Who has assured what" in words_of(pdf_of(stored))
    map = next(one for one in tables_of(stored, Cover()) if one.name == "assurance_map")
    assert ["Police", "PREV-1", "Limited"] in [list(row[:3]) for row in map.rows]


def test_an_opinion_has_no_colour_of_a_rating() -> None:
    opinions = [an_opinion(one, id=n, agency=POLICE) for n, one in enumerate(Opinion) if n]
    drawn = draw(canonical(of(*opinions)))["assurance"].svg
    assert not {"#b0201d", "#b85c00", "#1d7a45", "#1f5fae"} & set(drawn.replace('"', " ").split())


def test_where_nothing_was_asked_there_is_no_map() -> None:
    content = of()
    assert "assurance" not in draw(canonical(content))
    assert head(content) == "No assurance has been asked for"


def test_of_very_many_commitments_those_are_drawn_that_somebody_was_asked_about() -> None:
    asked = assurance(a_request(day(9)))
    many = tuple(f"PREV-{n}" for n in range(1, 80))
    assert columns_of(Assurance(commitments=many, map=asked.map)) == ["PREV-1"]
