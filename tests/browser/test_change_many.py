"""Changing many actions at once in a real browser: by keyboard alone, wide and on a phone, and without script."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_accessibility import WIDTHS, assert_sound
from tests.browser.test_update_journey import enter

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = "/strategies/coventry-csa/plan/change"
WHY = "The post moves to the analyst until the summer."


async def looked_at(page: Page, name: str) -> None:
    """Sound at every width; a picture of each is kept where PICTURES names a folder."""
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        await assert_sound(page)
        if folder := os.environ.get("PICTURES"):
            await page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


async def tab_to(page: Page, wanted: str) -> None:
    """Goes on by the Tab key until what has the focus is found by a selector."""
    for _ in range(400):
        await page.keyboard.press("Tab")
        if await page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"No {wanted} can be reached with the Tab key")


async def test_actions_are_chosen_looked_at_and_changed_by_keyboard_alone(page: Page) -> None:
    await page.goto(HERE)
    await tab_to(page, "#action")
    await page.keyboard.press("Space")
    await tab_to(page, "#action-2")
    await page.keyboard.press("Space")
    await tab_to(page, "#kind")
    await page.keyboard.press("Space")
    await tab_to(page, "#post")
    await page.keyboard.type("Performance analyst")
    await tab_to(page, "#reason")
    await page.keyboard.type(WHY)
    await looked_at(page, "choose")
    await tab_to(page, "button[value=look]")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("h1:has-text('Two changes would be made')")
    await looked_at(page, "look")
    await tab_to(page, "button[value=make]")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("h1:has-text('Two changes made')")
    await looked_at(page, "done")


async def test_without_script_all_of_an_objective_are_asked_for_new_dates(
    browser: Browser, site: Site
) -> None:
    context = await browser.new_context(base_url=site.address, java_script_enabled=True)
    page = await context.new_page()
    await enter(page, "Morgan Example")
    cookies = await context.cookies()
    await context.close()
    context = await browser.new_context(base_url=site.address, java_script_enabled=False)
    await context.add_cookies(cookies)
    page = await context.new_page()
    await page.goto(HERE)
    await page.get_by_label("Objective").select_option("SUPP")
    await page.get_by_role("button", name="Show these").click()
    await page.get_by_role("link", name="Choose all that are shown").click()
    await page.get_by_label("Ask for new dates, so many weeks on").check()
    await page.get_by_label("How many weeks on?").fill("2")
    await page.get_by_label("Why?").fill(WHY)
    await page.get_by_role("button", name="Look at what would happen").click()
    assert "changes would be made" in await page.locator("h1").inner_text()
    would_stay = await page.get_by_role("heading", name="would stay as").count()
    await page.get_by_role("button", name="Make these changes").click()
    assert "changes made" in await page.locator("h1").inner_text()
    assert await page.get_by_role("heading", name="Not done").count() == would_stay
    await context.close()


async def test_the_register_of_risks_and_its_forms_are_sound(page: Page) -> None:
    at = "/strategies/coventry-csa"
    for name, path in (
        ("register", "/risks"),
        ("risk", "/risks/2"),
        ("risk-form", "/risks/2/change"),
        ("risk-review", "/risks/2/review"),
        ("changes", "/plan/changes"),
    ):
        await page.goto(at + path)
        await looked_at(page, name)
