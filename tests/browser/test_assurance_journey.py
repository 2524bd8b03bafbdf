"""Three agencies are asked at once; the police answer by the mailed link on a phone without a script; health declines.

What the education service does not do is tried in `test_assurance_ladder`, where days pass.
"""

import asyncio
import re

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from tests.browser.conftest import Site
from tests.browser.test_accessibility import WIDTHS, assert_sound

pytestmark = pytest.mark.asyncio(loop_scope="session")

AGENCIES = ("West Midlands Police", "Integrated Care Board", "Education Service")
PHONE = {"width": 375, "height": 800}


async def test_three_agencies_are_asked_and_each_answers_in_its_own_way(
    page: Page, browser: Browser, site: Site
) -> None:
    await three_are_asked(page)
    phone = await browser.new_context(base_url=site.address, viewport=PHONE, java_script_enabled=False)
    await the_police_reply(await opened(phone, page, "r0@example.org"))
    await phone.close()
    desk = await browser.new_context(base_url=site.address)
    await health_declines(await opened(desk, page, "r1@example.org"))
    await desk.close()
    await page.goto("/requests?about=PREV-3")
    rows = await page.locator("tbody tr").all_inner_texts()
    told = " ".join(rows)
    assert "Submitted" in told
    assert "Declined" in told
    assert len(rows) == len(AGENCIES)
    await page.get_by_role("link", name=re.compile("Assurance")).last.click()
    for at in (page.url, f"{page.url}/people"):
        await page.goto(at)
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            await assert_sound(page)


async def three_are_asked(page: Page) -> None:
    await page.goto("/requests/new?about=PREV-3")
    for name in AGENCIES:
        await page.get_by_role("checkbox", name=re.compile(name)).check()
    await assert_sound(page)
    await page.get_by_role("button", name="Continue").click()
    ticks = page.locator("input[name^=ask-]")
    for n in range(1, await ticks.count()):
        await ticks.nth(n).uncheck()
    await page.get_by_label("In one line").fill("Assurance of reach")
    for n in range(len(AGENCIES)):
        for part in ("respondent", "substitute"):
            await page.locator(f"[name={part}-{n}-name]").fill(f"{part.capitalize()} {n}")
            await page.locator(f"[name={part}-{n}-email]").fill(f"{part[0]}{n}@example.org")
    await page.get_by_role("button", name="Continue to the preview").click()
    await assert_sound(page)
    await page.get_by_role("button", name="Send all 3").click()


async def the_police_reply(phone: Page) -> None:
    await phone.get_by_role("button", name="Carry on with question 1").click()
    await phone.get_by_label("Your answer").fill("A course for everybody in scope.")
    await narrow_enough(phone)
    await phone.get_by_role("button", name="Save and see the whole").click()
    await phone.get_by_role("button", name="Have it signed off").click()
    await phone.get_by_label("Name").fill("Alex Senior")
    await phone.get_by_label("Post").fill("Assistant Chief Constable")
    await phone.get_by_role("button", name="Continue to check and send").click()
    await narrow_enough(phone)
    await phone.get_by_role("button", name="Send this reply").click()
    assert await phone.inner_text("h1") == "Your reply has been sent"
    assert "A course for everybody in scope." in await phone.inner_text("main")


async def health_declines(desk: Page) -> None:
    await desk.goto("/answer/decline")
    await assert_sound(desk)
    await desk.get_by_label("Why does your agency decline?").fill("Another board has asked us the same.")
    await desk.get_by_role("button", name="Decline").click()
    assert "declined" in (await desk.inner_text("main")).lower()


async def opened(context: BrowserContext, tray: Page, mailbox: str) -> Page:
    """From the letter by its link and its code to the request, in a browser where nobody is signed in."""
    tab = await context.new_page()
    await tab.goto(await found_in(tray, mailbox, r"/answer/link/[\w-]+"))
    await narrow_enough(tab)
    await tab.get_by_role("button", name="Send me the code").click()
    await tab.get_by_label("Code").fill(await found_in(tray, mailbox, r"(?<=Your code is )\d{6}"))
    await tab.get_by_role("button", name="Open the request").click()
    assert await tab.inner_text("h1") == "Assurance of reach"
    return tab


async def found_in(tray: Page, mailbox: str, wanted: str) -> str:
    """What the newest letter to a mailbox says, once it has been sent."""
    async with asyncio.timeout(30):
        while True:
            await tray.goto("/mail")
            letters = tray.locator("tbody tr", has_text=mailbox).get_by_role("link")
            for n in range(await letters.count()):
                address = await letters.nth(n).get_attribute("href") or ""
                said = await (await tray.request.get(f"{address}")).text()
                if found := re.search(wanted, said):
                    return found[0]
            await asyncio.sleep(0.2)


async def narrow_enough(page: Page) -> None:
    """Nothing stands beyond the edge of the screen."""
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
