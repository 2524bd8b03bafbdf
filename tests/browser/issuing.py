"""A round's pack on its pages, by the business unit: a draft, the issue, a correction, its proof and what is public."""

from playwright.async_api import Page

from tests.browser.test_accessibility import WIDTHS, assert_sound, unfold

PACKS = "/strategies/coventry-csa/packs"
DRAFT = "Draft, built"
FOR = "Executive Group members\nIndependent scrutineer\nby hand: the chair of the board"


async def preview(page: Page) -> None:
    """Before the freeze: a draft as things are now, which nobody can issue."""
    await page.goto(PACKS)
    await sound(page)
    await page.get_by_role("button", name="Preview the next pack as things are now").click()
    await page.wait_for_url(f"**{PACKS}/*")
    assert DRAFT in await page.inner_text("main")
    assert await page.get_by_role("link", name="Issue this pack").count() == 0


async def issue(page: Page, round: str) -> None:
    """After the freeze: built, looked at, and issued to those whom its cover names."""
    await page.goto(PACKS)
    await page.get_by_role("button", name=f"Build the pack of {round}, frozen and not issued").click()
    await page.wait_for_url(f"**{PACKS}/*")
    await page.get_by_role("button", name="Issue this pack").click()
    await sound(page)
    assert "published unmoderated, and the pack lists them" in await page.inner_text("main")
    await page.get_by_label("Distribution list").fill("Nobody At All")
    await page.get_by_role("button", name="Issue this pack").click()
    await page.get_by_role("link", name="Nobody here is called “Nobody At All”.").click()
    await sound(page)
    await page.get_by_label("Distribution list").fill(FOR)
    await page.get_by_role("button", name="Issue this pack").click()
    await page.get_by_text("Nobody can change it").wait_for()
    assert "by hand: the chair of the board" in await page.inner_text("main")


async def correct(page: Page) -> None:
    """From the page of the issued pack, and back to it."""
    await page.get_by_role("link", name="Add a correction or a late paper").click()
    await sound(page)
    await page.get_by_label("Correction").check()
    await page.get_by_label("Title").fill("Reach of the course")
    await page.get_by_label("What does it say?").fill("Forty came, not fifty.")
    await page.set_input_files(
        "#files", {"name": "return.txt", "mimeType": "text/plain", "buffer": b"Forty.\n"}
    )
    await page.get_by_role("button", name="Add it to the pack").click()
    await page.get_by_text("Forty came, not fifty.").first.wait_for()
    await sound(page)


async def make_public(page: Page) -> None:
    """What anybody may read is seen first, then made once."""
    await page.get_by_role("link", name="Public extract").click()
    assert "What was left out, and why" in await page.inner_text("main")
    await sound(page)
    await page.get_by_role("button", name="Make the public extract").click()
    await page.get_by_role("link", name="PDF").first.wait_for()
    assert await page.get_by_role("button", name="Make the public extract").count() == 0
    await page.go_back()
    await page.goto(page.url.removesuffix("/extract"))


async def verify(page: Page) -> None:
    """The pack, its files, and what came beside it."""
    await page.get_by_role("button", name="Verify this pack").click()
    await page.get_by_role("heading", name="Verified: reproduces").wait_for()
    await sound(page)
    told = await page.inner_text("main")
    assert "File of an addendum (correction 1, Reach of the course)" in told
    assert "Public extract" in told
    assert "No." not in told


async def sound(page: Page) -> None:
    """Nothing for axe to find at either width, with all that is folded open."""
    await unfold(page)
    for width in reversed(WIDTHS):
        await page.set_viewport_size({"width": width, "height": 900})
        await assert_sound(page)
