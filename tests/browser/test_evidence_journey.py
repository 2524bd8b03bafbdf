"""Evidence with an update in a real browser: with and without script, by keyboard, wide and on a phone."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_accessibility import WIDTHS, assert_sound
from tests.browser.test_update_journey import FORM, HERE, enter

pytestmark = pytest.mark.asyncio(loop_scope="session")

REACH = b"quarter,reached\n2,83\n"
PDF = b"%PDF-1.7 totals only %%EOF"


async def describe(page: Page) -> None:
    await page.get_by_label("What kind of evidence is it?").select_option("training figures")
    for label, text in (("Day", "30"), ("Month", "9"), ("Year", "2026")):
        await page.get_by_role("group", name="Which date does it show?").get_by_label(label).fill(text)
    await page.get_by_label("It holds no child-identifiable information").check()


async def look(page: Page, name: str) -> None:
    """Wide and on a phone: sound, and a picture of it where a folder for pictures is named."""
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        await assert_sound(page)
        if folder := os.environ.get("GOVERNANCE_TEST_PICTURES"):
            await page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    await page.set_viewport_size({"width": WIDTHS[0], "height": 900})


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_files_are_added_to_an_update_and_one_is_taken_out(
    browser: Browser, site: Site, tmp_path: Path, script: bool
) -> None:
    context = await browser.new_context(base_url=site.address)
    await enter(await context.new_page(), "Jo Example")
    cookies = await context.cookies()
    await context.close()
    context = await browser.new_context(base_url=site.address, java_script_enabled=script)
    await context.add_cookies(cookies)
    page = await context.new_page()
    await page.goto(FORM)
    await page.get_by_label("What was done").fill("Typed before the files.")
    await (
        page.get_by_role("button", name="Add evidence")
        .or_(page.get_by_role("button", name="Add or remove evidence"))
        .click()
    )
    files = [tmp_path / "Reach by quarter.csv", tmp_path / "Minutes.pdf", tmp_path / "Setup.exe"]
    for file, content in zip(files, (REACH, PDF, b"MZ" + bytes(200)), strict=True):
        file.write_bytes(content)
    await page.get_by_label("Files", exact=True).set_input_files(files)
    await describe(page)
    await page.get_by_role("button", name="Add this evidence").click()
    said = await page.inner_text("main")
    assert "“Setup.exe” cannot be taken" in said
    assert await page.get_by_label("Reach by quarter.csv").is_checked()
    if script:
        await look(page, "refused")
    await page.get_by_role("button", name="Add this evidence").click()
    assert "Minutes.pdf, 26 bytes" in await page.inner_text("main")
    if script:
        await look(page, "with-update")
    await page.get_by_role("button", name="Remove Minutes").click()
    assert "Minutes.pdf" not in await page.inner_text("main .app-pieces")
    await page.get_by_role("button", name="Back to the update").click()
    assert await page.get_by_label("What was done").input_value() == "Typed before the files."
    assert "Reach by quarter.csv, 21 bytes" in await page.inner_text("main")
    if script:
        await look(page, "update")
    await page.get_by_role("button", name="Add or remove evidence").click()
    await page.get_by_role("button", name="Remove Reach by quarter").click()
    await context.close()


async def test_evidence_is_offered_by_keyboard_alone_and_saved_again(browser: Browser, site: Site) -> None:
    context = await browser.new_context(base_url=site.address)
    page = await context.new_page()
    await enter(page, "Jo Example")
    await page.goto(f"{HERE}/actions/PROT-3.3/evidence")
    await look(page, "offer")
    await page.get_by_label("Files", exact=True).set_input_files(
        {"name": "By keyboard.csv", "mimeType": "application/pdf", "buffer": REACH}
    )
    await page.get_by_label("Files", exact=True).focus()
    keys = ["Tab"] * 5 + [
        "t",
        "r",
        "Tab",
        "3",
        "0",
        "Tab",
        "9",
        "Tab",
        *"2026",
        *["Tab"] * 6,
        "Space",
        "Tab",
        "Enter",
    ]
    for key in keys:
        await page.keyboard.press(key)
    await page.wait_for_url("**/actions/PROT-3.3#evidence")
    await look(page, "action")
    async with page.expect_download() as started:
        await page.get_by_role("link", name="By keyboard").first.click()
    download = await started.value
    assert download.suggested_filename == "By keyboard.csv"
    assert Path(await download.path()).read_bytes() == REACH
    await context.close()
