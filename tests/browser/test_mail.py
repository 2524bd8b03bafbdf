"""Signing in by a mailed link in a real browser, from a thing and back to it, each page looked at on the way."""

import asyncio

import pytest
from playwright.async_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_accessibility import WIDTHS, assert_sound

pytestmark = pytest.mark.asyncio(loop_scope="session")

THING = "/strategies/coventry-csa/actions/SUPP-2.1"


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_mailed_link_signs_in_and_lands_on_the_thing(
    browser: Browser, site: Site, width: int
) -> None:
    context = await browser.new_context(base_url=site.address, viewport={"width": width, "height": 900})
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    await page.goto(THING)
    await assert_sound(page)
    await page.get_by_label("Your work e-mail address").fill("sam.example@example.org")
    await page.get_by_role("button", name="Send me a link").click()
    await assert_sound(page)
    await open_letter(page)
    for step in ("See it as a mail reader shows it", "Sign in to Strategy progress"):
        await assert_sound(page)
        await page.get_by_role("link", name=step).click()
    await assert_sound(page)
    await page.get_by_role("button", name="Sign in").click()
    assert page.url == site.address + THING
    assert complaints == []
    await context.close()


async def open_letter(page: Page) -> None:
    """The newest letter in the tray; sending is not waited for by whoever asked, so it may take a moment."""
    await page.get_by_role("button", name="Open the tray").click()
    letter = page.locator("tbody tr").first.get_by_role("link")
    async with asyncio.timeout(20):
        while not await letter.count():
            await page.reload()
    await assert_sound(page)
    await letter.click()
    await page.wait_for_url("**/mail/*")
