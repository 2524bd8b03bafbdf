"""Who may read what, page by page: one line for each role, with the links and words that it sees."""

import pytest

from objectives.tables.pack import Pack
from tests.pages.visitor import Page, Visitor

HERE = "/strategies/coventry-csa"
POLICE_ACTION, HEALTH_ACTION, UNIT_ACTION = (
    f"{HERE}/actions/{ref}" for ref in ("SUPP-2.1", "SUPP-3.1", "PROT-1.1")
)

# Each role, with one of its people and which agencies' words it may read: the police's, health's, the business unit's.
ROLES = {
    "business unit": ("Morgan Example", (True, True, True)),
    "Executive Group": ("Grace Example", (True, True, True)),
    "scrutineer": ("Lowell Example", (True, True, True)),
    "owner in the police": ("Sam Example", (True, False, False)),
    "owner in health": ("Elliot Example", (False, True, False)),
    "owner in the business unit": ("Devon Example", (False, False, True)),
    "administrator": ("Avery Example", (False, False, False)),
}
READS_PACKS = {"business unit", "Executive Group", "scrutineer"}
MENU = {HERE, f"{HERE}/packs", f"{HERE}/document"}
FOOT = {"/accessibility", "/privacy", "/what-the-ratings-mean", "#main"}


def shows_words(page: Page) -> bool:
    """Whether a page shows what is closed to others; it must show all of it or none."""
    parts = ("ratings", "milestones", "updates", "evidence", "recorded")
    (all_or_none,) = {f'id="{part}"' in page.text for part in parts}
    assert all_or_none != ("What is not shown here" in page.words)
    return all_or_none


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_reads_the_words_of_those_agencies_alone(visitor: Visitor, role: str) -> None:
    name, expected = ROLES[role]
    await visitor.sign_in(name)
    pages = [await visitor.open(path) for path in (POLICE_ACTION, HEALTH_ACTION, UNIT_ACTION)]
    assert tuple(shows_words(page) for page in pages) == expected


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_sees_every_published_rating(visitor: Visitor, role: str) -> None:
    await visitor.sign_in(ROLES[role][0])
    overview = await visitor.open(HERE)
    tiles = {link for link in overview.main_links if "/commitments/" in link}
    assert len(tiles) == 18
    for path in (POLICE_ACTION, HEALTH_ACTION, UNIT_ACTION):
        assert "Published rating" in (await visitor.open(path)).words


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_has_these_links_on_the_page_of_another_agencys_action(
    visitor: Visitor, role: str
) -> None:
    name, (_, reads_health, _) = ROLES[role]
    await visitor.sign_in(name)
    page = await visitor.open(HEALTH_ACTION)
    evidence = {link for link in page.links if link.startswith("https://")}
    assert page.links - evidence == MENU | FOOT | {f"{HERE}/commitments/SUPP-3"}
    assert bool(evidence) == reads_health


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_finds_the_issued_packs_that_it_may_read(visitor: Visitor, role: str) -> None:
    await visitor.sign_in(ROLES[role][0])
    digests = await Pack.select(Pack.digest).output(as_list=True)
    page = await visitor.open(f"{HERE}/packs")
    expected = {f"{HERE}/packs/{digest}" for digest in digests} if role in READS_PACKS else set()
    assert page.main_links == expected
    opened = await visitor.open(f"{HERE}/packs/{digests[0]}", status=200 if role in READS_PACKS else 403)
    assert role in READS_PACKS or "was not sent to you or to your agency" in opened.words


async def test_the_asks_of_others_are_not_shown_to_an_owner(visitor: Visitor) -> None:
    await visitor.sign_in("Sam Example")
    page = await visitor.open(HERE)
    assert "SUPP-3 Trauma-informed and therapeutic support" in page.words
    assert "Pathway map agreed" not in page.words
    assert "SUPP-3.1" not in page.words.split("Carried forward, or without enough to rate")[0]


async def test_a_commitments_evidence_is_that_of_the_actions_the_reader_may_read(visitor: Visitor) -> None:
    await visitor.sign_in("Sam Example")
    page = await visitor.open(f"{HERE}/commitments/PREV-4")
    assert "What is not shown here" not in page.words
