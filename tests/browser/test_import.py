"""Bringing in a plan in a browser: by keyboard, on a phone, without a script, with faults, with two thousand rows."""

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from tests.browser.conftest import Site, sign_in
from tests.browser.test_accessibility import WIDTHS, assert_sound, unfold
from tests.faulty_plan import expected, faulty_plan
from tests.workbooks import a_workbook, many_rows

pytestmark = pytest.mark.asyncio(loop_scope="session")

AT = "/strategies/coventry-csa/import"
PLAN = a_workbook(
    (
        "SUPP-5",
        "5.1",
        "Publish the directory of support",
        "Police",
        "Directory lead",
        "30/09/2027",
        "Drafted.",
        "Amber",
    ),
    ("SUPP-5", "5.2", "Review it with young people", "Police", "Directory lead", "Q4 2026-27", "", "Purple"),
)
FAR = 120  # presses of the Tab key, more than any of these pages has places


async def choose(page: Page, workbook: bytes) -> None:
    await page.get_by_label("Your workbook").set_input_files(
        {"name": "Plan.xlsx", "mimeType": "application/octet-stream", "buffer": workbook}
    )


async def press(page: Page, name: str) -> None:
    """Goes to a button with the Tab key alone, and presses Enter."""
    for _ in range(FAR):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.innerText.trim()") == name:
            async with page.expect_navigation():
                await page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach “{name}”")


async def assert_sound_everywhere(page: Page) -> None:
    await unfold(page)
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        await assert_sound(page)


async def test_a_clean_plan_is_brought_in_by_keyboard(page: Page) -> None:
    await page.goto(AT)
    await assert_sound_everywhere(page)
    await choose(page, PLAN)
    for heading, button in (
        ("Which sheet is the plan?", "Read it"),
        ("What is each column?", "Go on to the columns"),
        ("What do its words stand for?", "Go on to the words"),
        ("Two new actions", "See what would change"),
    ):
        await press(page, button)
        assert await page.inner_text("h1") == heading
        await assert_sound_everywhere(page)
    await press(page, "Bring in all of this")
    assert "The plan was brought in: two new actions." in await page.inner_text("main")
    await page.goto(f"{AT.removesuffix('/import')}/commitments/SUPP-5")
    await page.locator("main a", has_text="SUPP-5.").last.click()
    assert "What the plan said when it was brought in" in await page.inner_text("main")
    await assert_sound_everywhere(page)


async def up_to_check(page: Page, workbook: bytes) -> None:
    await page.goto(AT)
    await choose(page, workbook)
    for button in ("Read it", "Go on to the columns", "Go on to the words", "See what would change"):
        await page.get_by_role("button", name=button).click()


async def test_thirty_faults_are_told_by_their_cells_without_a_script(browser: Browser, site: Site) -> None:
    context = await browser.new_context(base_url=site.address, java_script_enabled=False)
    plain = await context.new_page()
    await sign_in(plain, "Morgan Example")
    await up_to_check(plain, faulty_plan())
    told = dict(
        zip(
            await plain.locator("tbody th").all_inner_texts(),
            await plain.locator("tbody td").all_inner_texts(),
            strict=True,
        )
    )
    wanted = expected()
    assert len(wanted) > 30
    assert {cell: said for cell, said in wanted.items() if said not in told[cell]} == {}
    assert await plain.get_by_role("button", name="Bring in all of this").count() == 0
    await context.close()


async def test_faults_are_sound_on_a_phone_too(page: Page) -> None:
    await up_to_check(page, faulty_plan())
    await assert_sound_everywhere(page)


async def test_two_thousand_rows_are_shown_a_hundred_at_a_time(page: Page) -> None:
    await up_to_check(page, a_workbook(*many_rows(2000)))
    assert await page.inner_text("h1") == "2,000 new actions"
    await page.get_by_role("link", name="The next page").click()
    assert "Page 2 of 20" in await page.inner_text("main")
    assert await page.locator("tbody tr").count() == 100


async def test_people_agencies_and_posts_are_sound(browser: Browser, site: Site) -> None:
    context: BrowserContext = await browser.new_context(base_url=site.address)
    keeper = await context.new_page()
    await sign_in(keeper, "Avery Example")
    for path in (
        "/people",
        "/people/new",
        "/people/3",
        "/people/import",
        "/agencies",
        "/agencies/2",
        "/posts/new",
    ):
        await keeper.goto(path)
        await assert_sound_everywhere(keeper)
    await context.close()
