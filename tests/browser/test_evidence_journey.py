"""Giving evidence in a real browser: many files at once, what is refused among them, a link, words, used again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_accessibility import WIDTHS, assert_sound
from tests.browser.test_update_journey import HERE, enter

pytestmark = pytest.mark.asyncio(loop_scope="session")

OWNER, ACTION = "Ines Example", f"{HERE}/actions/PREV-3.3"
PDF = b"%PDF-1.7 training figures, totals only %%EOF"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def scripted(request: pytest.FixtureRequest) -> bool:
    on: bool = request.param
    return on


@pytest_asyncio.fixture(loop_scope="session")
async def giver(browser: Browser, site: Site, scripted: bool) -> AsyncIterator[Page]:
    """Whatever the browser complains of fails the test."""
    context = await browser.new_context(base_url=site.address)
    page = await context.new_page()
    await enter(page, OWNER)
    cookies = await context.cookies()
    await context.close()
    context = await browser.new_context(base_url=site.address, java_script_enabled=scripted)
    await context.add_cookies(cookies)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    await context.close()
    assert [text for text in complaints if "status of 4" not in text] == []


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three that are good, a page that calls itself a PDF, and one byte more than one may have."""
    contents = {
        "Q2 figures.pdf": PDF,
        "Q2 reach.csv": b"quarter,reached\n2,83\n",
        "Q2 minutes.txt": b"Agreed.\n",
        "Q2 letter.pdf": b"<html><script>alert(1)</script>",
        "Q2 film.pdf": PDF + bytes(25_000_001 - len(PDF)),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


async def assert_sound_wide_and_narrow(page: Page, scripted: bool) -> None:
    """The page is the same without script, where axe could not run."""
    for width in WIDTHS if scripted else ():
        await page.set_viewport_size({"width": width, "height": 900})
        await assert_sound(page)


async def describe(page: Page) -> None:
    """What every piece must say of itself."""
    await page.get_by_label("What kind of evidence is it?").select_option("training figures")
    for part, value in (("Day", "30"), ("Month", "9"), ("Year", "2026")):
        await page.get_by_label(part, exact=True).first.fill(value)
    await page.get_by_label("It holds no child-identifiable information").check()


async def offer_everything_at_once(page: Page, files: list[Path]) -> None:
    await page.goto(f"{ACTION}/update")
    await page.get_by_label("Yes", exact=True).check()
    await page.get_by_label("What was done").fill("Kept while evidence is given.")
    await (
        page.get_by_role("button", name="Add evidence")
        .or_(page.get_by_role("button", name="Add or remove evidence"))
        .click()
    )
    await page.get_by_role("heading", name="Evidence with this update").wait_for()
    await page.get_by_label("Files").set_input_files(files)
    await page.get_by_label("Link").fill("https://example.org/q2")
    await page.get_by_label("Statement").fill("83 of 90 came.")
    await page.get_by_label("Title").fill("Q2")
    await page.get_by_role("button", name="Add this evidence").click()


async def test_what_is_refused_is_named_and_everything_else_goes_with_the_update(
    giver: Page, files: list[Path], scripted: bool
) -> None:
    await offer_everything_at_once(giver, files)
    await giver.get_by_role("heading", name="There is a problem").wait_for()
    said = await giver.inner_text("main")
    assert "“Q2 letter.pdf” cannot be taken" in said
    assert "“Q2 film.pdf” is larger than 25 MB" in said
    for name in ("Q2 figures.pdf", "Q2 reach.csv", "Q2 minutes.txt"):
        assert await giver.get_by_label(name).is_checked()
    for label, words in {
        "Link": "https://example.org/q2",
        "Statement": "83 of 90 came.",
        "Title": "Q2",
    }.items():
        assert await giver.get_by_label(label).input_value() == words
    await assert_sound_wide_and_narrow(giver, scripted)
    await describe(giver)
    await giver.get_by_label("Q2 minutes.txt").uncheck()
    await giver.get_by_role("button", name="Add this evidence").click()
    await giver.get_by_role("link", name="Back to the update").first.wait_for()
    given = giver.locator(".app-given li")
    assert await given.count() == 4
    await giver.get_by_label("Evidence", exact=True).select_option(index=0)
    again = (await giver.get_by_label("Evidence", exact=True).locator("option").first.inner_text()).split(
        " ("
    )[0]
    await giver.get_by_role("button", name="Use it here too").click()
    await given.nth(4).wait_for()
    assert again in await given.nth(4).inner_text()
    await assert_sound_wide_and_narrow(giver, scripted)
    await giver.get_by_role("button", name=f"Remove {again}").click()
    await given.nth(4).wait_for(state="detached")
    await send_and_save(giver)


async def send_and_save(page: Page) -> None:
    """On to the end of the update, and one of the files back from the action's page."""
    await page.get_by_role("link", name="Back to the update").first.click()
    assert await page.get_by_label("What was done").input_value() == "Kept while evidence is given."
    await page.get_by_role("button", name="Check your answers").click()
    await page.wait_for_url("**/check")
    assert "Q2: Q2 figures" in await page.inner_text("main")
    await page.get_by_role("button", name="Send this update").click()
    await page.get_by_role("heading", name="Your update has been sent").wait_for()
    await page.goto(ACTION)
    assert "83 of 90 came." in await page.inner_text("main")
    async with page.expect_download() as waited:
        await page.get_by_role("link", name="Q2: Q2 figures").first.click()
    saved = await waited.value
    assert saved.suggested_filename == "Q2 figures.pdf"
    assert Path(await saved.path()).read_bytes() == PDF


async def test_the_back_button_brings_back_what_was_typed(giver: Page, scripted: bool) -> None:
    await giver.goto(f"{ACTION}/evidence")
    await giver.get_by_label("Statement").fill("Half of them came.")
    await giver.get_by_role("link", name="Give nothing").click()
    await giver.get_by_role("heading", name="One-page guide").wait_for()
    await giver.go_back()
    assert await giver.get_by_label("Statement").input_value() == "Half of them came."
    await giver.get_by_role("button", name="Give this evidence").click()
    await giver.get_by_role("heading", name="There is a problem").wait_for()
    await giver.go_back()
    assert await giver.get_by_label("Statement").input_value() == "Half of them came."
    await assert_sound_wide_and_narrow(giver, scripted)
