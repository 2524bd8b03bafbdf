"""A meeting in a browser: called, held by keyboard, recorded, answered and minuted; sound at both widths."""

import re

import pytest
from playwright.async_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_accessibility import WIDTHS, assert_sound, unfold

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = "/strategies/coventry-csa"


async def record(page: Page, kind: str, words: str) -> None:
    """Records something on the item that the screen shows, as said by the first member and owned by Elliot's post."""
    await page.get_by_role("button", name=f"Record a {kind.lower()}").click()
    assert await page.get_by_label(kind, exact=True).is_checked()
    await page.get_by_label("What is decided, challenged or asked?").fill(words)
    await page.get_by_label("Who raised it?").select_option(index=1)
    owner = await page.locator("#owner option", has_text="Elliot Example").first.get_attribute("value")
    await page.get_by_label("Which post answers for it?").select_option(owner)
    for part, value in (("", "1"), ("-month", "3"), ("-year", "2031")):
        await page.fill(f"#due_on{part}", value)
    await page.get_by_role("button", name="Record it").click()


async def test_a_meeting_is_held_by_keyboard_and_minuted(page: Page, browser: Browser, site: Site) -> None:
    await page.set_viewport_size({"width": 1280, "height": 900})
    await page.goto(f"{HERE}/meetings")
    await page.get_by_label("Which pack does it review?").select_option(index=1)
    for part, value in (("", "19"), ("-month", "11"), ("-year", "2026")):
        await page.fill(f"#held_on{part}", value)
    await page.get_by_role("button", name="Call this meeting").click()
    await page.get_by_role("link", name="19 November 2026").first.click()
    at = page.url
    await page.get_by_role("link", name="Open the meeting screen").click()
    first = await page.inner_text("h1")
    await page.keyboard.press("ArrowRight")
    await page.wait_for_url(re.compile(r"item=2$"))
    assert await page.inner_text("h1") != first
    await page.keyboard.press("PageUp")
    await page.wait_for_url(re.compile(r"item=1$"))
    await record(page, "Challenge", "Do we believe this date?")
    await record(page, "Question", "Who waits longest, and since when?")
    await record(page, "Decision", "We accept the wait until March.")
    for words in ("Do we believe this date?", "Who waits longest", "We accept the wait until March."):
        assert words in await page.inner_text("main")
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        for path in (at, f"{at}/screen?item=1&record=question", f"{at}/attendance", f"{at}/sign-off"):
            await page.goto(path)
            await unfold(page)
            await assert_sound(page)
    await page.goto(at)
    async with page.expect_download() as minutes:
        await page.get_by_role("link", name="Minutes, a Word draft").click()
    assert (await minutes.value).suggested_filename == "coventry-csa-minutes-2026-11-19.docx"
    await answered(browser, site)


async def answered(browser: Browser, site: Site) -> None:
    """Its owner finds the challenge in their work and answers it."""
    context = await browser.new_context(base_url=site.address)
    page = await context.new_page()
    await page.goto("/sign-in")
    await page.get_by_role("button", name="Elliot Example").click()
    await page.wait_for_url("**/my-work")
    await page.locator("a[href*='/matters/']").first.click()
    await assert_sound(page)
    await page.get_by_role("link", name="Answer it").click()
    await assert_sound(page)
    await page.get_by_label("Your answer").fill("The date is kept.")
    await page.get_by_role("button", name="Give this answer").click()
    assert "The date is kept." in await page.inner_text("main")
    await context.close()
