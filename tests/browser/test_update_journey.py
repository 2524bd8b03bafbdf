"""An owner's quarter in a real browser: with and without script, by keyboard alone, and when things go wrong."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from tests.browser.conftest import Site
from tests.browser.test_accessibility import WIDTHS, assert_sound
from tests.browser.test_mail import open_letter

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = "/strategies/coventry-csa"
OWNER = "Jo Example"
FORM = f"{HERE}/actions/PROT-3.3/update"


async def enter(page: Page, name: str) -> None:
    """Signs in as an example person, from wherever the page is."""
    if "/sign-in" not in page.url:
        await page.goto("/sign-in")
    await page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    await page.get_by_role("button", name=name).click()
    await page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest_asyncio.fixture(loop_scope="session", params=[True, False], ids=["with script", "without script"])
async def owner(
    browser: Browser, site: Site, request: pytest.FixtureRequest
) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(base_url=site.address, java_script_enabled=True)
    page = await context.new_page()
    await enter(page, OWNER)
    cookies = await context.cookies()
    await context.close()
    context = await browser.new_context(base_url=site.address, java_script_enabled=request.param)
    await context.add_cookies(cookies)
    yield context
    await context.close()


COUNTED = """
const count = () => localStorage.setItem("presses", 1 + Number(localStorage.getItem("presses")));
addEventListener("pointerdown", count, true);
"""


async def presses(page: Page) -> int:
    """How often anything was pressed in this browser, on whichever page of the service."""
    return int(await page.evaluate("Number(localStorage.getItem('presses'))"))


async def test_an_unchanged_update_is_confirmed_in_five_clicks_from_the_mailed_link(
    browser: Browser, site: Site
) -> None:
    """Of somebody who is not signed in: the link in the letter is the first, the button it leads to the second."""
    context = await browser.new_context(base_url=site.address)
    await context.add_init_script(COUNTED)
    page = await context.new_page()
    await page.goto(f"{HERE}/actions/PROT-5.3/update")
    await page.get_by_label("Your work e-mail address").fill("priya.example@example.org")
    await page.get_by_role("button", name="Send me a link").click()
    await open_letter(page)
    before = await presses(page)
    assert before > 2
    await page.get_by_role("link", name="/sign-in/link/").click()
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_label("No, nothing to report").check()
    await page.get_by_role("button", name="Check your answers").click()
    await page.get_by_role("button", name="Send this update").click()
    await page.get_by_role("heading", name="Your update has been sent").wait_for()
    assert await presses(page) - before == 5
    await page.goto("/my-work")
    assert await page.inner_text("h1") == "You have nothing to do now"
    await context.close()


async def test_the_whole_journey_from_my_work_to_the_confirmation(owner: BrowserContext) -> None:
    page = await owner.new_page()
    await page.goto(FORM)
    await page.get_by_label("Yes", exact=True).check()
    await page.get_by_label("What was done").fill("Second edition printed.\nSent to 83 champions.")
    await page.get_by_label("Amber").check()
    await page.get_by_role("button", name="Check your answers").click()
    await page.wait_for_url("**/check")
    assert "Sent to 83 champions." in await page.inner_text("main")
    assert "Calculated by the rules" in await page.inner_text("main")
    await page.go_back()
    assert await page.get_by_label("What was done").input_value() == (
        "Second edition printed.\nSent to 83 champions."
    )
    await page.go_forward()
    await page.get_by_role("button", name="Send this update").click()
    assert await page.inner_text("h1") == "Your update has been sent"
    await page.go_back()
    await (
        page.get_by_role("button", name="Check your answers")
        .or_(page.get_by_role("button", name="Send this update"))
        .first.wait_for()
    )


async def test_a_sign_in_that_ends_loses_no_word(owner: BrowserContext) -> None:
    page = await owner.new_page()
    await page.goto(FORM)
    await page.get_by_label("Who it reached").fill("Typed while the session ran out.")
    await owner.clear_cookies(name="session")
    await page.get_by_role("button", name="Save and come back later").click()
    await page.wait_for_url("**/sign-in?next=*")
    button = page.locator("details summary")
    for index in range(await button.count()):
        await button.nth(index).click()
    await page.get_by_role("button", name=OWNER).click()
    await page.wait_for_url(f"**{FORM}")
    assert "Your sign-in had ended" in await page.inner_text("main")
    assert await page.get_by_label("Who it reached").input_value() == "Typed while the session ran out."
    await page.get_by_role("button", name="Save and come back later").click()
    await page.wait_for_url("**/my-work")


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser, site: Site) -> AsyncIterator[Page]:
    """Jo's own tab, with script; whatever the browser complains of fails the test."""
    context = await browser.new_context(base_url=site.address)
    page = await context.new_page()
    await enter(page, OWNER)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    await context.close()
    assert [text for text in complaints if "status of 4" not in text] == []


async def test_what_is_typed_is_kept_without_any_button(desk: Page) -> None:
    await desk.goto(FORM)
    marked = f"Kept by itself {os.getpid()}."
    await desk.get_by_label("What is in the way").fill(marked)
    await desk.get_by_text("Draft saved at").wait_for()
    await desk.reload()
    assert await desk.get_by_label("What is in the way").input_value() == marked


async def test_a_button_pressed_while_the_script_saves_is_no_second_window(desk: Page) -> None:
    await desk.goto(FORM)
    box = desk.get_by_label("What happens next")
    await box.fill("One.")
    await desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await box.fill("One, and two by 5 January.")
    await desk.get_by_role("button", name="Save and come back later").click()
    await desk.wait_for_url("**/my-work")
    await desk.goto(FORM)
    assert await desk.get_by_label("What happens next").input_value() == "One, and two by 5 January."


async def test_what_is_typed_is_kept_when_a_link_is_followed_at_once(desk: Page) -> None:
    """Before the pause after which it is saved, and with no button pressed."""
    await desk.goto(FORM)
    await desk.get_by_label("What is in the way").fill("Typed and left.")
    await desk.get_by_role("link", name="My work").first.click()
    await desk.wait_for_url("**/my-work")
    await desk.go_back()
    await desk.wait_for_url(f"**{FORM}")
    async with asyncio.timeout(20):  # the save was on its way while the page was asked for
        while await desk.get_by_label("What is in the way").input_value() != "Typed and left.":
            await desk.reload()


async def test_two_windows_leave_both_texts_to_choose_from(desk: Page) -> None:
    other = await desk.context.new_page()
    for window in (desk, other):
        await window.goto(FORM)
    for window, words in ((desk, "From the first."), (other, "From the second.")):
        await window.get_by_label("Yes", exact=True).check()
        await window.get_by_label("What difference it made for children").fill(words)
        await window.get_by_role("button", name="Save and come back later").click()
        if window is desk:
            await desk.wait_for_url("**/my-work")
    await other.get_by_role("heading", name="There are two texts of this update").wait_for()
    assert "From the first." in await other.inner_text("main")
    await assert_sound(other)
    await other.get_by_label("What stands there now").first.check()
    await other.get_by_role("button", name="Go on with these").click()
    assert await other.get_by_label("What difference it made for children").input_value() == "From the first."


async def tab_to(page: Page, what: str) -> None:
    """Presses Tab until what has the focus is named so, or begins to say so."""
    met = []
    for _ in range(80):
        await page.keyboard.press("Tab")
        name, said = await page.evaluate(
            "[document.activeElement.name, document.activeElement.innerText.trim()]"
        )
        if name == what or said.startswith(what):
            return
        met.append(name or said[:40])
    raise AssertionError(f"{what} is never reached: {met}")


async def test_an_update_is_given_from_my_work_to_the_confirmation_by_keyboard_alone(
    browser: Browser, site: Site
) -> None:
    """From signing in on: no pointer is ever pressed."""
    context = await browser.new_context(base_url=site.address)
    await context.add_init_script(COUNTED)
    page = await context.new_page()
    await page.goto("/sign-in?next=/my-work")
    await page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    await tab_to(page, "Toni Example")
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "/sign-in" not in url)
    await tab_to(page, "Give this update")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/actions/PREV-4.3/update")
    await tab_to(page, "report")
    await page.keyboard.press("Space")
    await tab_to(page, "output")
    await page.keyboard.type("By keyboard.")
    await tab_to(page, "Check your answers")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/check")
    assert "By keyboard." in await page.inner_text("main")
    await tab_to(page, "Send this update")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/sent")
    assert await page.inner_text("h1") == "Your update has been sent"
    assert await presses(page) == 0
    await context.close()


@pytest.mark.parametrize("width", WIDTHS)
async def test_every_page_of_the_journey_is_sound(desk: Page, width: int) -> None:
    await desk.set_viewport_size({"width": width, "height": 900})
    for path in ("/my-work", FORM):
        await desk.goto(path)
        await assert_sound(desk)
    await desk.get_by_label("Yes", exact=True).check()
    await desk.get_by_label("Yes, and there is a plan").check()
    await desk.get_by_label("What was done").fill("")
    await desk.get_by_role("button", name="Check your answers").click()
    await desk.get_by_role("heading", name="There is a problem").wait_for()
    await assert_sound(desk)
    await desk.get_by_label("What was done").fill("Done.")
    await desk.get_by_label("No", exact=True).check()
    await desk.get_by_role("button", name="Check your answers").click()
    await desk.wait_for_url("**/check")
    await assert_sound(desk)
    await desk.get_by_role("button", name="Send this update").click()
    await desk.wait_for_url("**/sent")
    await assert_sound(desk)
