"""The strategy read as a page: its own words, whole and in order, and beside them what the service adds."""

import re

import pytest

from objectives.history import Actor
from objectives.strategy import load_strategy
from objectives.strategy_file import SHIPPED, read_strategy, read_strategy_file
from objectives.text import blocks
from tests.makers import KEY
from tests.pages.visitor import Page, Visitor

STRATEGY = SHIPPED / f"{KEY}.toml"
TEXT = read_strategy_file(STRATEGY)
TOML = STRATEGY.read_text(encoding="utf-8")
ADDRESS = f"/strategies/{KEY}/document"


@pytest.fixture
async def reader(visitor: Visitor) -> Visitor:
    await visitor.sign_in("Sam Example")
    return visitor


def said_in_order(page: Page, texts: list[str]) -> bool:
    """Whether the page says each text, each after the one before."""
    place = 0
    for text in texts:
        place = page.words.find(text, place) + 1
        if not place:
            return False
    return True


async def load_changed(was: str, now: str, variation: str | None = None) -> None:
    assert was in TOML
    await load_strategy(Actor.command("test"), read_strategy(TOML.replace(was, now, 1), "changed"), variation)


async def test_the_page_says_the_whole_strategy_in_its_order(reader: Visitor) -> None:
    page = await reader.open(ADDRESS)
    text = TEXT.document
    assert page.heading == "Child Sexual Abuse Strategy"
    texts = [text.aim_lead, text.aim, *text.values]
    texts += [line for one in text.definitions for block in blocks(one.text) for line in block.lines]
    texts += [fact.text for fact in text.key_facts]
    for objective in TEXT.objectives:
        texts += [line for block in blocks(objective.introduction) for line in block.lines]
        texts += [objective.promise, *(commitment.wording for commitment in objective.commitments)]
    assert said_in_order(page, [*texts, text.governance])


async def test_each_commitment_leads_to_its_progress(reader: Visitor) -> None:
    page = await reader.open(ADDRESS)
    for commitment in TEXT.commitments:
        assert f"/strategies/{KEY}/commitments/{commitment.reference}" in page.main_links


async def test_every_link_within_the_page_leads_somewhere_on_it(reader: Visitor) -> None:
    page = await reader.open(ADDRESS)
    ids = {element.attrib["id"] for element in page.root.iter() if "id" in element.attrib}
    within = {link[1:] for link in page.main_links if link.startswith("#")}
    assert {"definition-5", "key-facts", "PREV", "PROT", "SUPP", "governance", "PROT-2"} <= within <= ids


async def test_the_overview_and_each_commitment_lead_to_it(reader: Visitor) -> None:
    assert ADDRESS in (await reader.open(f"/strategies/{KEY}")).main_links
    commitment = await reader.open(f"/strategies/{KEY}/commitments/PROT-6")
    assert f"{ADDRESS}#PROT-6" in commitment.main_links


async def test_superseded_guidance_is_noted_beside_the_words(reader: Visitor) -> None:
    page = await reader.open(ADDRESS)
    assert "15 December 2023. Working Together 2018 has been superseded" in page.words
    assert "1 April 2025. “Right Help, Right Time” has been replaced by" in page.words
    assert (
        "https://www.gov.uk/government/publications/working-together-to-safeguard-children--2" in page.links
    )


async def test_a_varied_wording_stands_beside_the_original(reader: Visitor) -> None:
    await load_changed('"Develop a Child Sexual abuse policy"', '"Publish a policy"', "It is written.")
    words = (await reader.open(ADDRESS)).words
    assert "PROT-1 Develop a Child Sexual abuse policy" in words
    assert re.search(r"\d+ \w+ \d{4}\. It is written\. Now worded: Publish a policy", words)


async def test_as_at_an_earlier_day_it_links_to_pages_as_at_that_day(reader: Visitor) -> None:
    page = await reader.open(f"{ADDRESS}?as-at=2026-04-01")
    assert "as it stood at the end of 1 April 2026" in page.words
    assert f"/strategies/{KEY}/commitments/PREV-1?as-at=2026-04-01" in page.main_links


async def test_a_strategy_with_little_to_say_leaves_no_empty_places(reader: Visitor) -> None:
    start, end = TOML.index("[document.quotation]"), TOML.index("[[document.definitions]]")
    await load_changed(TOML[start:end], "")
    page = await reader.open(ADDRESS)
    assert "Truth Project" not in page.words
    assert not page.all("figure")


async def test_words_that_look_like_html_are_words(reader: Visitor) -> None:
    await load_changed('name = "Support"', 'name = "<b>Support</b> &amp; كوفنتري"')
    page = await reader.open(ADDRESS)
    assert "<b>Support</b> &amp; كوفنتري" in page.words
    assert not page.all("b")


async def test_only_those_who_have_signed_in_may_read_it(visitor: Visitor) -> None:
    answer = await visitor.client.get(ADDRESS)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


async def test_an_unknown_strategy_is_refused(reader: Visitor) -> None:
    page = await reader.open("/strategies/neglect/document", status=404)
    assert "There is no strategy called “neglect” here." in page.words
