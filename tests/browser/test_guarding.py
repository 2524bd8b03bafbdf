"""A form that the child-data guard stops, in a real browser: sound, without a script, and by keyboard."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_accessibility import WIDTHS, assert_sound
from tests.browser.test_update_journey import HERE, enter

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Zoe deputises here. What she keeps as a draft stands in nobody's way.
OWNER, FORM = "Zoe Example", f"{HERE}/actions/PREV-1.4/update"
WORDS = "Paid by order 943 476 5919."


@pytest_asyncio.fixture(loop_scope="session")
async def stopped(browser: Browser, site: Site) -> AsyncIterator[Page]:
    """An update with one number to be asked about and one find that is refused, sent with no script to help."""
    context = await browser.new_context(base_url=site.address)
    page = await context.new_page()
    await enter(page, OWNER)
    cookies = await context.cookies()
    await context.close()
    context = await browser.new_context(base_url=site.address, java_script_enabled=False)
    await context.add_cookies(cookies)
    page = await context.new_page()
    await page.goto(FORM)
    await page.get_by_label("What was done").fill(WORDS)
    await page.get_by_label("Who it reached").fill("One girl, DOB 12/03/2015.")
    await page.get_by_label("What is in the way").fill("Typed and kept.")
    await page.get_by_role("button", name="Save and come back later").click()
    yield page
    await context.close()


async def test_what_is_stopped_is_put_right_and_goes_on_where_it_was_going(stopped: Page) -> None:
    assert await stopped.inner_text("h1") == "Look at this before it is saved"
    await stopped.get_by_label("Who it reached").fill("One girl.")
    await stopped.get_by_label("Why may it stay?").fill("It is the number of an order.")
    await stopped.get_by_role("button", name="Continue").click()
    await stopped.wait_for_url("**/my-work")
    await stopped.goto(FORM)
    assert await stopped.get_by_label("What was done").input_value() == WORDS
    assert await stopped.get_by_label("What is in the way").input_value() == "Typed and kept."
    await stopped.get_by_role("button", name="Save and come back later").click()
    await stopped.wait_for_url("**/my-work")


async def test_the_summary_leads_to_the_box(stopped: Page) -> None:
    await stopped.get_by_role("link", name="Take a date of birth out of").click()
    assert stopped.url.endswith("#reach")
    await stopped.keyboard.type("!")
    assert "!" in await stopped.locator("#reach").input_value()


@pytest.mark.parametrize("width", WIDTHS)
async def test_the_page_is_sound(browser: Browser, site: Site, width: int) -> None:
    context = await browser.new_context(base_url=site.address, viewport={"width": width, "height": 900})
    page = await context.new_page()
    await enter(page, OWNER)
    await page.goto(FORM)
    await page.get_by_label("What was done").fill(f"{WORDS} {'x' * 300}")
    await page.get_by_label("Who it reached").fill(
        "One girl, DOB 12/03/2015, 07700 900123 or jo@example.org."
    )
    await page.get_by_role("button", name="Save and come back later").click()
    await page.get_by_role("heading", name="Look at this before it is saved").wait_for()
    await assert_sound(page)
    await context.close()
