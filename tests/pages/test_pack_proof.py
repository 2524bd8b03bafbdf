"""Comparing two packs and verifying one, on pages; and the pack's own page as a place to find one's way in."""

import datetime as dt

import pytest

from objectives.history import Actor
from objectives.tables.sign_in import AccessEntry
from reports.formats import FORMATS
from reports.pack import build_pack_on
from tests.example_site import issued_digests
from tests.pages.test_queries import queries  # noqa: F401
from tests.pages.visitor import Page, Visitor, words_of

HERE = "/strategies/coventry-csa"


@pytest.fixture
async def digests(visitor: Visitor) -> list[str]:
    """Every issued pack's digest, the latest first; a member of the Executive Group has signed in."""
    await visitor.sign_in("Grace Example")
    return await issued_digests()


async def switch_to(visitor: Visitor, name: str) -> None:
    await visitor.send("/sign-out", token=(await visitor.open(HERE)).token())
    await visitor.sign_in(name)


def rows_of(page: Page) -> list[str]:
    return [words_of(row) for row in page.all("tr")]


async def test_two_packs_chosen_on_the_list_are_compared_line_by_line(
    visitor: Visitor, digests: list[str]
) -> None:
    newer, older = digests[:2]
    page = await visitor.open(f"{HERE}/packs/compare?from={older}&to={newer}")
    assert "lines changed: rating of" in page.words
    assert {f"{HERE}/packs/{newer}", f"{HERE}/packs/{older}"} <= page.main_links
    assert "Published rating Green Red" in rows_of(page)
    assert any(row.startswith("Baseline of “") and row.endswith(" days later") for row in rows_of(page))
    assert "This action was added." not in page.words
    assert any(row.startswith("Action none ") for row in rows_of(page))


async def test_each_line_that_changed_leads_to_the_item_as_it_is_now(
    visitor: Visitor, digests: list[str]
) -> None:
    page = await visitor.open(f"{HERE}/packs/{digests[1]}/compare/{digests[0]}")
    items = sorted(link for link in page.main_links if "/packs" not in link)
    assert len(items) > 20
    for link in items[::9]:
        await visitor.open(link)


async def test_a_pack_beside_itself_says_that_nothing_changed(visitor: Visitor, digests: list[str]) -> None:
    page = await visitor.open(f"{HERE}/packs/{digests[0]}/compare/{digests[0]}")
    assert "Nothing changed in rating, status, dates, scope, owners or kind." in page.words


async def test_a_comparison_that_was_not_chosen_or_is_not_there_is_refused(
    visitor: Visitor, digests: list[str]
) -> None:
    page = await visitor.open(f"{HERE}/packs/compare?from={digests[0]}", status=422)
    assert "Choose two packs to compare." in page.words
    await visitor.open(f"{HERE}/packs/{digests[0]}/compare/{'f' * 64}", status=404)
    await visitor.open(f"{HERE}/packs/compare?from=..%2Fx&to=%3F", status=404)


async def test_a_comparison_asks_no_more_of_the_database_than_any_page(
    visitor: Visitor,
    digests: list[str],
    queries: list[str],  # noqa: F811
) -> None:
    queries.clear()
    await visitor.open(f"{HERE}/packs/{digests[1]}/compare/{digests[0]}")
    assert len(queries) == 3


async def test_a_draft_is_compared_by_nobody_but_the_business_unit(
    visitor: Visitor, digests: list[str]
) -> None:
    draft = await build_pack_on(Actor.command("test"), "coventry-csa", dt.date(2026, 3, 2))
    address = f"{HERE}/packs/{digests[0]}/compare/{draft.digest}"
    assert "has not been issued yet" in (await visitor.open(address, status=403)).words
    await switch_to(visitor, "Morgan Example")
    assert "Pack as at 2 March 2026 (draft)" in (await visitor.open(address)).words


async def test_a_pack_is_verified_at_the_press_of_a_button(visitor: Visitor, digests: list[str]) -> None:
    page = await visitor.open(f"{HERE}/packs/{digests[0]}")
    answer = await visitor.send(f"{HERE}/packs/{digests[0]}/verification", token=page.token())
    page = Page(answer.status_code, answer.text, answer.headers)
    visitor.check(page)
    assert page.heading == "Verified: reproduces"
    assert [row.split()[-1] for row in rows_of(page)[1:]] == ["Yes"] * len(FORMATS)
    entries = await AccessEntry.select(AccessEntry.what).where(AccessEntry.about == digests[0])
    assert {entry["what"] for entry in entries} == {"pack opened", "pack verified"}


async def test_somebody_who_may_not_read_a_pack_cannot_verify_it(
    visitor: Visitor, digests: list[str]
) -> None:
    await switch_to(visitor, "Sam Example")
    page = await visitor.open(HERE)
    answer = await visitor.send(f"{HERE}/packs/{digests[0]}/verification", token=page.token())
    assert answer.status_code == 403
    assert "reproduces" not in answer.text


async def test_each_line_of_a_pack_leads_to_the_item_now_and_on_the_day_of_the_pack(
    visitor: Visitor, digests: list[str]
) -> None:
    page = await visitor.open(f"{HERE}/packs/{digests[1]}")
    now = f"{HERE}/commitments/PREV-5"
    (then,) = [link for link in page.main_links if link.startswith(f"{now}?as-at=")]
    assert now in page.main_links
    assert then.endswith("?as-at=2026-05-01")
    assert "1 May 2026" in (await visitor.open(then)).words


async def test_the_contents_of_a_pack_lead_to_sections_that_are_there(
    visitor: Visitor, digests: list[str]
) -> None:
    page = await visitor.open(f"{HERE}/packs/{digests[0]}")
    ids = {element.attrib["id"] for element in page.root.iter() if "id" in element.attrib}
    (contents,) = [nav for nav in page.all("nav") if nav.attrib.get("class") == "pack-contents"]
    sections = [link.attrib["href"] for link in contents.iter() if "href" in link.attrib]
    assert len(sections) >= 4
    assert {address.lstrip("#") for address in sections} <= ids


async def test_the_annex_is_folded_by_objective(visitor: Visitor, digests: list[str]) -> None:
    page = await visitor.open(f"{HERE}/packs/{digests[0]}")
    folds = [words_of(summary) for summary in page.all("summary")]
    assert [fold.split()[0] for fold in folds] == ["Prevention", "Protection", "Support"]
    assert all("open" not in fold.attrib for fold in page.all("details"))
