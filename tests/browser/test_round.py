"""The business unit's quarter in a browser: a round as it runs, and ratings looked at by keyboard alone."""

import pytest
from playwright.async_api import Page

from tests.browser.conftest import Site
from tests.browser.test_accessibility import WIDTHS, assert_sound, unfold

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = "/strategies/coventry-csa/moderation"


@pytest.mark.parametrize("width", WIDTHS)
async def test_the_round_that_runs_is_sound_with_everything_unfolded(
    page: Page, site: Site, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto("/rounds")
    await page.get_by_role("row").filter(has_text="This round").get_by_role("link").click()
    await unfold(page)
    await assert_sound(page)
    assert await page.get_by_role("heading", name="Who to ask").count() == 1


async def test_a_rating_is_let_stand_by_keyboard_alone(page: Page, site: Site) -> None:
    await page.goto(HERE)
    await page.get_by_role("button", name="Begin with").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{HERE}/*")
    first = page.url
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent.startsWith('Accept ')"):
            break
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: url != first)
    await page.goto(first)
    assert "Accepted as it is" in await page.inner_text("main")
