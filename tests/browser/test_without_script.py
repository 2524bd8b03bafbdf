"""Without JavaScript, by keyboard alone, and on paper."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = "/strategies/coventry-csa"


@pytest_asyncio.fixture(loop_scope="session")
async def plain(browser: Browser, site: Site) -> AsyncIterator[Page]:
    """A visitor's browser that runs no script at all."""
    context = await browser.new_context(base_url=site.address, java_script_enabled=False)
    yield await context.new_page()
    await context.close()


async def test_everything_works_without_javascript(plain: Page) -> None:
    await sign_in(plain, "Grace Example")
    await plain.get_by_role("link", name="Trauma-informed and therapeutic support").first.click()
    await plain.get_by_role("link", name="SUPP-3.1").first.click()
    assert "Map trauma-informed services" in await plain.inner_text("h1")
    await plain.get_by_text("Every recorded version of this action").click()
    assert await plain.get_by_text("recorded for the first time").first.is_visible()
    await plain.get_by_role("link", name="Packs").click()
    await plain.get_by_role("link", name="Q1 2026-27").click()
    assert "progress pack" in await plain.inner_text("h1")
    await plain.get_by_role("button", name="Sign out").click()
    assert "/sign-in" in plain.url


async def test_another_day_is_chosen_by_a_form(plain: Page) -> None:
    await sign_in(plain, "Grace Example")
    await plain.get_by_label("See this page as it stood at the end of another day").fill("2026-05-01")
    await plain.get_by_role("button", name="Show").click()
    assert plain.url.endswith(f"{HERE}?as-at=2026-05-01")
    assert "as it stood at the end of 1 May 2026" in await plain.inner_text("body")
    await plain.get_by_role("link", name="See it as it is now").click()
    assert plain.url.endswith(HERE)


async def focused(page: Page) -> str:
    words: str = await page.evaluate("document.activeElement.innerText.trim()")
    return words


async def test_the_keyboard_meets_the_skip_link_first_and_then_the_page_in_its_order(page: Page) -> None:
    await page.set_viewport_size({"width": 1280, "height": 900})
    await page.goto(HERE)
    met = []
    for _ in range(8):
        await page.keyboard.press("Tab")
        met.append((await focused(page)).split("\n")[0])
    menu = ["Overview", "My work", "Packs", "Strategy", "Actions"]
    assert met == ["Skip to main content", "Strategy progress", "Sign out", *menu]


async def test_the_skip_link_leads_past_the_menu(page: Page) -> None:
    await page.goto(HERE)
    await page.keyboard.press("Tab")
    assert await page.locator(".govuk-skip-link").is_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.querySelector('main').contains(document.activeElement)")


FOCUS_IS_SEEN = """() => {
    const one = document.activeElement, style = getComputedStyle(one.closest('.app-tile') || one);
    const yellow = getComputedStyle(one).backgroundColor == 'rgb(255, 221, 0)';
    return yellow || style.outlineStyle != 'none' || style.boxShadow != 'none';
}"""


async def test_focus_can_always_be_seen(page: Page) -> None:
    await page.goto(HERE)
    for _ in range(14):
        await page.keyboard.press("Tab")
        assert await page.evaluate(FOCUS_IS_SEEN), await focused(page)


async def test_somebody_signs_in_by_keyboard_alone(browser: Browser, site: Site) -> None:
    context = await browser.new_context(base_url=site.address)
    page = await context.new_page()
    await page.goto("/sign-in")
    for _ in range(3):
        await page.keyboard.press("Tab")
    assert (await focused(page)).startswith("Morgan Example")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{HERE}")
    await context.close()


async def test_what_people_typed_is_shown_and_never_run(page: Page, site: Site) -> None:
    await page.goto(f"{HERE}/actions/{site.hostile}")
    assert "taken" not in (await page.title()).split(" – ")[-1]
    body = await page.inner_text("main")
    assert "<script>" in body
    assert "{{ 7 * 7 }}" in body
    assert await page.evaluate("document.scripts.length") == 0
    arabic = page.locator("[dir=auto]", has_text="حماية الأطفال").first
    assert await arabic.is_visible()


async def test_a_long_text_is_folded_and_opens(page: Page, site: Site) -> None:
    await page.goto(f"{HERE}/actions/{site.hostile}")
    rest = page.locator("summary", has_text="The rest").first
    folded = page.locator("details", has=rest).first.locator(".app-text").first
    assert not await folded.is_visible()
    await rest.click()
    assert await folded.is_visible()


async def test_a_printed_page_has_no_menu_and_hides_nothing(page: Page) -> None:
    await page.goto(f"{HERE}/actions/SUPP-3.1")
    await page.emulate_media(media="print")
    for unwanted in (".app-nav", ".govuk-back-link", ".app-header__out", ".app-another-day"):
        assert not await page.locator(unwanted).first.is_visible()
    assert await page.locator(".app-update details .app-words").first.is_visible()
