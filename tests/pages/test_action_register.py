"""The register of actions: what it lists, how its address narrows it, and that it counts as the overview does."""

import re
from urllib.parse import quote_plus

import pytest

from objectives.judging import judged_now
from objectives.needing import is_unowned
from objectives.rated import Judgement
from objectives.words import Rating, Status
from tests.pages.visitor import Page, Visitor

HERE = "/strategies/coventry-csa/actions"
LONDON = "Europe/London"


async def judged() -> Judgement:
    return await judged_now("coventry-csa", LONDON)


def listed(page: Page) -> list[str]:
    """The references in the table, in its order."""
    links = [link.text for body in page.all("tbody") for link in body.iter("a")]
    return [text for text in links if text]


@pytest.fixture
async def morgan(visitor: Visitor) -> Visitor:
    await visitor.sign_in("Morgan Example")
    return visitor


async def test_it_lists_every_action_in_the_plans_order_and_counts_them_as_the_rules_do(
    morgan: Visitor,
) -> None:
    page, judgement = await morgan.open(HERE), await judged()
    assert listed(page) == [action.reference for action in judgement.standing.actions()]
    total = judgement.all_actions
    assert page.heading == f"{total.total} actions"
    for word, number in (
        ("Red", total.red),
        ("Amber", total.amber),
        ("Green", total.green),
        ("Grey", total.grey),
    ):
        assert number == 0 or f"{number} {word}" in page.words


async def test_an_objectives_actions_add_up_to_what_the_overview_counts(morgan: Visitor) -> None:
    judgement = await judged()
    for key, rolled in judgement.objectives.items():
        page = await morgan.open(f"{HERE}?objective={key}")
        assert len(listed(page)) == rolled.actions.total
        assert page.heading == f"{rolled.actions.total} of {judgement.all_actions.total} actions"


async def test_rating_status_agency_and_owner_narrow_it_together(morgan: Visitor) -> None:
    judgement = await judged()
    actions = list(judgement.standing.actions())
    red = [a for a in actions if judgement.actions[a.reference].published is Rating.RED]
    one = next(a for a in red if a.owner)
    page = await morgan.open(f"{HERE}?rating=red")
    assert listed(page) == [a.reference for a in red if not judgement.actions[a.reference].hollow]
    assert one.owner
    both = await morgan.open(f"{HERE}?agency={one.agency.id}&owner={one.owner.id}&status=in-progress")
    assert listed(both) == [
        a.reference
        for a in actions
        if a.agency.id == one.agency.id
        and a.owner
        and a.owner.id == one.owner.id
        and a.status is Status.IN_PROGRESS
    ]


async def test_what_nobody_owns_can_be_asked_for(morgan: Visitor) -> None:
    unowned = [a.reference for a in (await judged()).standing.actions() if is_unowned(a)]
    assert unowned
    assert listed(await morgan.open(f"{HERE}?owner=none")) == unowned


async def test_a_past_round_shows_what_was_published_at_its_freeze(morgan: Visitor) -> None:
    judgement = await judged()
    round = next(r for r in judgement.standing.rounds if r.freezes_at <= judgement.standing.moment.instant)
    then = {
        a.reference: row for a in judgement.standing.actions() for row in a.frozen if row.round == round.name
    }
    page = await morgan.open(f"{HERE}?round={quote_plus(round.name)}")
    assert listed(page) == list(then)
    assert f"published at the freeze of {round.name}" in page.words
    green = await morgan.open(f"{HERE}?rating=green&round={quote_plus(round.name)}")
    assert listed(green) == [r for r, row in then.items() if row.published is Rating.GREEN and not row.hollow]


async def test_it_is_sorted_as_asked(morgan: Visitor) -> None:
    judgement = await judged()
    due = {
        a.reference: a.next_milestone.expected_on if a.next_milestone else None
        for a in judgement.standing.actions()
    }
    found = [due[r] for r in listed(await morgan.open(f"{HERE}?sort=due"))]
    dated = [day for day in found if day]
    assert dated == sorted(dated)
    assert found == dated + [None] * (len(found) - len(dated))
    cautious = [judgement.actions[r].published for r in listed(await morgan.open(f"{HERE}?sort=rating"))]
    assert [r.caution if r else -1 for r in cautious] == sorted(
        (r.caution if r else -1 for r in cautious), reverse=True
    )


async def test_the_form_keeps_what_was_chosen_and_each_count_narrows_further(morgan: Visitor) -> None:
    page = await morgan.open(f"{HERE}?objective=PROT&sort=due")
    chosen = re.findall(r'<option value="([^"]+)" selected>', page.text)
    assert chosen == ["PROT", "due"]
    narrower = {link for link in page.main_links if "rating=" in link}
    assert narrower
    assert all("objective=PROT&rating=" in link and "sort=due" in link for link in narrower)


async def test_choices_that_nothing_fits_lead_back_to_all(morgan: Visitor) -> None:
    page = await morgan.open(f"{HERE}?rating=blue&owner=none")
    assert "No action fits these choices." in page.words
    assert HERE in page.main_links


@pytest.mark.parametrize(
    "asked", ["rating=purple", "agency=0", "round=Q9", "sort=sideways", "owner=" + "9" * 5000]
)
async def test_what_cannot_be_chosen_is_refused_in_a_sentence(morgan: Visitor, asked: str) -> None:
    page = await morgan.open(f"{HERE}?{asked}", status=422)
    assert "nothing that can be chosen" in page.words


async def test_another_day_keeps_its_day_in_every_link(morgan: Visitor) -> None:
    today = (await judged()).standing.moment.today
    day = today.replace(year=today.year - 1 if today.month < 7 else today.year, month=6, day=1).isoformat()
    page = await morgan.open(f"{HERE}?as-at={day}&objective=PROT")
    rows = [link for link in page.main_links if re.search(r"/actions/[A-Z]", link)]
    assert all(link.endswith(f"?as-at={day}") for link in rows)
    assert f'name="as-at" value="{day}"' in page.text
