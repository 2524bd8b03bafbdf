"""What the pages about a strategy say, to somebody who may read everything."""

import re

import pytest

from objectives.judging import judged_now
from objectives.rated import Judgement
from reports import headlines
from tests.pages.visitor import Visitor

HERE = "/strategies/coventry-csa"
EVERY_PAGE = (
    HERE,
    f"{HERE}/objectives/PREV",
    f"{HERE}/commitments/SUPP-3",
    f"{HERE}/commitments/PROT-6",
    f"{HERE}/actions/SUPP-3.1",
    f"{HERE}/actions/PREV-2.4",
    f"{HERE}/packs",
    "/what-the-ratings-mean",
    "/accessibility",
    "/privacy",
)


@pytest.fixture
async def reader(visitor: Visitor) -> Visitor:
    await visitor.sign_in("Morgan Example")
    return visitor


@pytest.fixture
async def judgement(reader: Visitor) -> Judgement:
    return await judged_now("coventry-csa")


@pytest.mark.parametrize("path", EVERY_PAGE)
async def test_every_page_says_whose_it_is_and_that_it_holds_example_data(reader: Visitor, path: str) -> None:
    page = await reader.open(path)
    assert "Coventry Safeguarding Children" in page.words
    assert "Example data. Only the commitments are real; the rest is made up." in page.words
    assert "Morgan Example" in page.words


async def test_the_front_page_leads_straight_to_the_only_strategy(reader: Visitor) -> None:
    answer = await reader.client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, HERE)


async def test_the_overview_opens_with_the_computed_finding(reader: Visitor, judgement: Judgement) -> None:
    page = await reader.open(HERE)
    assert page.heading == headlines.position(judgement)
    assert headlines.since_last(judgement) in page.words


async def test_the_overview_shows_every_commitment_once_as_a_tile(
    reader: Visitor, judgement: Judgement
) -> None:
    page = await reader.open(HERE)
    tiles = re.findall(r'app-tile__title" dir="auto"><a href="([^"]+)"', page.text)
    assert tiles == [f"{HERE}/commitments/{c.reference}" for c in judgement.standing.commitments()]


async def test_the_counts_of_the_overview_are_the_judgements_own(
    reader: Visitor, judgement: Judgement
) -> None:
    page = await reader.open(HERE)
    foot = re.search(r"<tfoot>(.*?)</tfoot>", page.text, re.S)
    assert foot
    counted = [int(number) for number in re.findall(r"<td>(\d+)</td>", foot.group(1))]
    stands = judgement.all_commitments
    assert counted == [
        stands.red,
        stands.amber,
        stands.green,
        stands.blue,
        stands.grey,
        stands.carried_forward,
        stands.business_as_usual,
    ]


async def test_a_hollow_rating_is_counted_apart_and_says_from_when(
    reader: Visitor, judgement: Judgement
) -> None:
    hollow = next(rated for rated in judgement.actions.values() if rated.hollow)
    page = await reader.open(f"{HERE}/actions/{hollow.reference}")
    assert f"carried forward from {hollow.carried_from}" in page.words
    assert f"#m-{hollow.published.lower()}-hollow" in page.text


async def test_a_commitment_shows_its_locked_wording(reader: Visitor, judgement: Judgement) -> None:
    for commitment in judgement.standing.commitments():
        page = await reader.open(f"{HERE}/commitments/{commitment.reference}")
        (wording,) = (" ".join("".join(quote.itertext()).split()) for quote in page.all("blockquote"))
        assert wording == " ".join(commitment.wording.split())
        assert page.heading == commitment.short_title


async def test_every_action_shows_each_rule_that_fired_with_its_sentence(
    reader: Visitor, judgement: Judgement
) -> None:
    for reference, rated in judgement.actions.items():
        page = await reader.open(f"{HERE}/actions/{reference}")
        for fired in rated.fired:
            assert " ".join(fired.sentence.split()) in page.words


async def test_an_action_shows_the_three_ratings_and_which_is_published(
    reader: Visitor, judgement: Judgement
) -> None:
    disputed = next(rated for rated in judgement.actions.values() if rated.disagrees)
    page = await reader.open(f"{HERE}/actions/{disputed.reference}")
    assert f"Owner’s {disputed.owners}" in page.words
    assert f"The owner says {disputed.owners}, the rules say {disputed.calculated}." in page.words
    assert f"Published: {disputed.published}." in page.words


async def test_a_milestone_shows_how_often_and_how_far_it_moved(reader: Visitor) -> None:
    page = await reader.open(f"{HERE}/actions/SUPP-3.1")
    assert re.search(r"3 times, \d+ days later", page.words)
    assert "has been asked for and not approved yet" in page.words


async def test_an_action_shows_what_was_said_in_every_round(reader: Visitor, judgement: Judgement) -> None:
    _, action = next(
        (c, a) for c in judgement.standing.commitments() for a in c.actions if len(a.updates) > 2
    )
    page = await reader.open(f"{HERE}/actions/{action.reference}")
    for update in action.updates:
        assert " ".join((update.output or update.reach).split())[:60] in page.words
        assert update.round.name in page.words


async def test_an_action_shows_who_recorded_what_and_when(reader: Visitor) -> None:
    page = await reader.open(f"{HERE}/actions/SUPP-3.1")
    assert "On record" in page.words
    assert "Action, by Morgan Example: recorded for the first time" in page.words
    assert re.search(r"Milestone “.*?”, by .*? Example forecast: ", page.words)


async def test_a_page_as_at_another_day_says_so_and_keeps_to_that_day(reader: Visitor) -> None:
    page = await reader.open(f"{HERE}?as-at=2026-04-30")
    assert "This page is as it stood at the end of 30 April 2026. See it as it is now" in page.words
    inside = {link for link in page.main_links if "/commitments/" in link}
    assert inside
    assert all(link.endswith("?as-at=2026-04-30") for link in inside)


async def test_what_came_later_is_not_on_a_page_as_at_a_day(reader: Visitor) -> None:
    now = await reader.open(f"{HERE}/actions/SUPP-3.1")
    then = await reader.open(f"{HERE}/actions/SUPP-3.1?as-at=2026-04-30")
    assert "Q1 2026-27" in now.words
    assert "Q1 2026-27" not in then.words
    assert "3 times" not in then.words


@pytest.mark.parametrize(
    ("day", "status", "says"),
    [
        ("yesterday", 422, "is not a day. Give one as year, month and day"),
        ("2026-02-30", 422, "is not a day"),
        ("20260930", 422, "is not a day"),
        ("2026-W40-3", 422, "is not a day"),
        ("２０２６-09-30", 422, "is not a day"),
        ("2099-01-01", 422, "has not come yet"),
        ("2001-01-01", 404, "The service held no strategy"),
    ],
)
async def test_a_day_that_cannot_be_shown_is_refused_in_a_sentence(
    reader: Visitor, day: str, status: int, says: str
) -> None:
    page = await reader.open(f"{HERE}?as-at={day}", status=status)
    assert says in page.words


async def test_a_business_as_usual_commitment_says_since_when_and_until_when(reader: Visitor) -> None:
    page = await reader.open(f"{HERE}/commitments/PROT-6")
    assert re.search(r"Business as usual Since \d+ \w+ \d{4}\. Review by \d+ \w+ \d{4}\.", page.words)


async def test_a_superseded_action_says_why_and_offers_no_new_date(reader: Visitor) -> None:
    page = await reader.open(f"{HERE}/actions/PROT-1.4")
    assert "Morgan Example superseded it: The regional procedure covers online abuse" in page.words
    assert "Ask for a new approved date" not in page.words
