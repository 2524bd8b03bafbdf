"""Every page in a real browser, wide and on a phone: nothing for axe to find, and nothing to scroll to sideways."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.async_api import Browser, Page

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = "/strategies/coventry-csa"
PAGES = {
    "sign-in": "/sign-in?next=/",
    "overview": HERE,
    "overview as at": f"{HERE}?as-at=2026-05-01",
    "document": f"{HERE}/document",
    "objective": f"{HERE}/objectives/PROT",
    "commitment": f"{HERE}/commitments/SUPP-3",
    "business as usual": f"{HERE}/commitments/PROT-6",
    "action": f"{HERE}/actions/SUPP-3.1",
    "actions": f"{HERE}/actions?rating=red",
    "search": "/search?q=training",
    "hostile action": f"{HERE}/actions/HOSTILE",
    "hostile commitment": f"{HERE}/commitments/PREV-1",
    "new date": f"{HERE}/actions/SUPP-3.1/new-date",
    "rounds": "/rounds",
    "new round": "/rounds/new",
    "moderation": f"{HERE}/moderation",
    "moderate": f"{HERE}/moderation/SUPP-3.1",
    "posts": "/posts",
    "post": "/posts/1",
    "hand over": "/posts/1/hand-over",
    "plan": f"{HERE}/plan",
    "change an action": f"{HERE}/actions/SUPP-3.1/change",
    "check after delivery": f"{HERE}/actions/PREV-3.3/check",
    "packs": f"{HERE}/packs",
    "readers of a pack": f"{HERE}/packs/ISSUED/readers",
    "something raised": f"{HERE}/packs/ISSUED/matters?about=SUPP-3",
    "commentary": f"{HERE}/objectives/PROT/commentary",
    "redactions": "/redactions",
    "requests": "/requests",
    "requests of one agency": "/requests?agency=3",
    "request templates": "/requests/templates",
    "request template": "/requests/templates/generic",
    "meetings": f"{HERE}/meetings",
    "a meeting signed off": f"{HERE}/meetings/1",
    "a matter settled": f"{HERE}/matters/10/decision",
    "an action of a decision": f"{HERE}/matters/6/action",
    "brief": f"{HERE}/briefs/16",
    "decisions sought": f"{HERE}/decisions-sought",
    "a decision sought": f"{HERE}/decisions-sought/red-PREV-5",
    "ratings": "/what-the-ratings-mean",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "not found": "/nothing",
    "refused": f"{HERE}?as-at=never",
}
WIDTHS = (1280, 375)
# What is sound is left where it was found: bringing all of it here takes longer than finding it.
LOOK = """
options => axe.run(document, options).then(found => ({...found, passes: [], incomplete: [], inapplicable: []}))
"""


async def unfold(page: Page) -> None:
    """Opens everything that is folded, so that it is looked at too."""
    await page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")


async def assert_sound(page: Page, colours: bool | None = None) -> None:
    """No violation of any axe rule, and no sideways scrolling.

    Contrast takes axe most of its time, and a page has the same colours at either width: unless told otherwise,
    it is looked at where the page is wide.
    """
    if colours is None:
        colours = page.viewport_size is None or page.viewport_size["width"] > WIDTHS[1]
    rules = {"color-contrast": {"enabled": colours}}
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    found = AxeResults(await page.evaluate(LOOK, {"resultTypes": ["violations"], "rules": rules}))
    assert found.violations_count == 0, found.generate_report()
    beyond = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert beyond <= 0


async def assert_sound_at_both_widths(page: Page) -> None:
    """As somebody turns a tablet: what was opened wide is made narrow, with everything unfolded."""
    await unfold(page)
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        await assert_sound(page)


@pytest.mark.parametrize("name", PAGES)
async def test_axe_finds_nothing_and_nothing_overflows(page: Page, site: Site, name: str) -> None:
    await page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    await page.goto(PAGES[name].replace("HOSTILE", site.hostile).replace("ISSUED", site.issued))
    await assert_sound_at_both_widths(page)


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_stored_pack_is_sound_too(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(f"{HERE}/packs")
    await page.get_by_role("link", name="Q1 2026-27").click()
    await page.wait_for_url("**/packs/*")
    await assert_sound(page)


@pytest.mark.parametrize("width", WIDTHS)
async def test_two_packs_compared_and_one_verified_are_sound(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(f"{HERE}/packs")
    await page.get_by_role("button", name="Compare").click()
    await page.wait_for_url("**/compare/*")
    await assert_sound(page)
    await page.get_by_role("link", name="Pack of Q1 2026-27").click()
    await page.get_by_role("button", name="Verify this pack").click()
    await page.get_by_role("heading", name="Verified: reproduces").wait_for()
    await assert_sound(page)


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_redaction_is_asked_for_and_agreed_to_on_sound_pages(
    browser: Browser, site: Site, page: Page, width: int
) -> None:
    context = await browser.new_context(base_url=site.address, viewport={"width": width, "height": 900})
    asking = await context.new_page()
    await sign_in(asking, "Avery Example")
    await asking.goto("/redactions/find?where=PROT-1.1")
    await assert_sound(asking)
    await asking.get_by_role("link", name=f"Milestone, number {1 if width > 1000 else 2}").click()
    await asking.get_by_role("button", name="See what it reaches").click()
    await assert_sound(asking)
    await asking.get_by_label("Title").check()
    await asking.get_by_role("button", name="See what it reaches").click()
    await asking.get_by_role("button", name="Ask for this redaction").click()
    await assert_sound(asking)
    await asking.get_by_label("Why must it go?").fill("It names a school.")
    await asking.get_by_role("button", name="Ask for this redaction").click()
    await asking.wait_for_url("**/redactions/*")
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(asking.url)
    await page.get_by_role("button", name="Agree and redact").click()
    await assert_sound(page)
    await page.get_by_label("I have read what it reaches").check()
    await page.get_by_role("button", name="Agree and redact").click()
    await page.get_by_role("heading", name="Redacted on").wait_for()
    await assert_sound(page)
    await page.goto("/redactions")
    await assert_sound(page)
    await context.close()


async def test_the_annex_is_folded_on_a_screen_and_open_on_paper(page: Page) -> None:
    await page.goto(f"{HERE}/packs")
    await page.get_by_role("link", name="Q1 2026-27").click()
    row = page.locator("article[aria-label='SUPP-3.1']")
    await row.wait_for(state="attached")
    assert not await row.is_visible()
    await page.emulate_media(media="print")
    assert await row.is_visible()
    await page.emulate_media(media="screen")


async def test_the_typeface_and_the_style_are_our_own(page: Page) -> None:
    await page.goto(HERE)
    faces = await page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].map(face => face.status))"
    )
    assert faces.count("loaded") >= 2
    hosts = await page.evaluate(
        "performance.getEntriesByType('resource').map(entry => new URL(entry.name).host)"
    )
    assert set(hosts) == {await page.evaluate("location.host")}
