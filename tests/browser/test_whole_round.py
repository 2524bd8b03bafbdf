"""A round from its planning to its issued pack: twelve owners in five agencies, in a real browser.

The business unit and three owners work on pages, moderation by keyboard alone; the other owners speak by acts.
"""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec import Struct
from playwright.async_api import Browser, BrowserContext, Page

from governance_app.database import connected
from objectives.history import Actor
from objectives.rounds import find_round
from objectives.starting import set_clock
from objectives.tables.round import ReportingRound
from reports.pack import build_pack_of
from tests.browser import issuing
from tests.browser.quarter import GREENER, Quarter, a_quarter
from tests.browser.service import Service
from tests.browser.test_accessibility import assert_sound, unfold
from tests.browser.test_update_journey import COUNTED, enter, presses, tab_to
from tests.conftest import MIGRATED, copied
from tests.example_site import copied_store
from tests.makers import KEY, it_is

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = f"/strategies/{KEY}"
NAME, ROUND = "Q1 2026-27", "/rounds/q1-2026-27"
WHY = "The trainer has left, and no day is agreed."
ANSWER = "A trainer began on 20 July."
SILENT, DRAFTS = "Iris", "Hugo"
ON_PAGES = "Elin"
ASKED = "Ben"


class Scene(Struct):
    """The service beside its quarter, and a browser at which one after another sits down."""

    context: BrowserContext
    quarter: Quarter

    @asynccontextmanager
    async def seat(self, name: str) -> AsyncIterator[Page]:
        """Somebody who has signed in."""
        await self.context.clear_cookies(name="session")
        page = await self.context.new_page()
        await enter(page, f"{name} Example")
        yield page
        await page.close()


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def scene(browser: Browser, server: Path) -> AsyncIterator[Scene]:
    async with copied(server, MIGRATED) as connections, connected(connections):
        quarter = await a_quarter()
        with copied_store() as store:
            service = Service(connections.application, store)
            await service.start()
            context = await browser.new_context(base_url=service.address)
            await context.add_init_script(COUNTED)
            yield Scene(context, quarter)
            await context.close()
            service.stop()


async def test_a_round_runs_from_its_planning_to_its_issued_pack(scene: Scene) -> None:
    await plan(scene)
    round = await find_round(NAME)
    await it_is(round.opens_on)
    await owners_speak(scene, round)
    await it_is(round.updates_due_on + dt.timedelta(days=1))
    async with scene.seat("Morgan") as page:
        await watch_and_chase(page)
        await moderate_by_keyboard(scene, page)
        await scene.quarter.owners[ASKED].says(round, "Forty of fifty came.")
        await look_again(page)
        await comment(page)
        await issuing.preview(page)
    await answer_the_changed_rating(scene)
    await set_clock(round.freezes_at + dt.timedelta(minutes=1))
    await speak_too_late(scene)
    async with scene.seat("Morgan") as page:
        await see_it_frozen(page)
        await issuing.issue(page, NAME)
        await issuing.correct(page)
        await issuing.make_public(page)
        await issuing.verify(page)
    await read_the_pack()


async def plan(scene: Scene) -> None:
    """On the day before it opens, with the dates that are suggested."""
    async with scene.seat("Morgan") as page:
        await page.goto("/rounds")
        await page.get_by_role("button", name=f"Plan {NAME}").click()
        await page.get_by_role("button", name="Plan this round").click()
        assert await page.inner_text("h1") == NAME
        assert "It opens tomorrow" in await page.inner_text("main")


async def owners_speak(scene: Scene, round: ReportingRound) -> None:
    """One on pages, nine by acts; one writes a draft and no more, and one says nothing at all."""
    async with scene.seat(ON_PAGES) as page:
        await page.goto("/my-work")
        await page.get_by_role("button", name="Give this update").click()
        await page.get_by_label("Yes", exact=True).check()
        await page.get_by_label("What was done").fill("Forty-two champions met.")
        await page.get_by_role("button", name="Check your answers").click()
        await page.get_by_role("button", name="Send this update").click()
        assert await page.inner_text("h1") == "Your update has been sent"
    async with scene.seat(DRAFTS) as page:
        await page.goto(f"{HERE}/actions/{scene.quarter.owners[DRAFTS].action.reference}/update")
        await page.get_by_label("Yes", exact=True).check()
        await page.get_by_label("What was done").fill("Written in time, sent too late.")
        await page.get_by_role("button", name="Save and come back later").click()
        await page.wait_for_url("**/my-work")
    for name, owner in scene.quarter.owners.items():
        if name not in (ON_PAGES, DRAFTS, SILENT):
            await owner.says(round, f"{name} held the summer’s course.")


async def watch_and_chase(page: Page) -> None:
    """Every update is in one state, and the words to send to those who are missing link to their forms."""
    await page.goto("/rounds")
    await page.get_by_role("link", name=NAME).click()
    assert await page.get_by_role("heading", name="Updates: 10 of 12 in").count() == 1
    total = await page.locator(".app-returns__all td").all_inner_texts()
    assert [int(text) for text in total] == [12, 10, 0, 1, 0, 1, 0]
    assert await page.locator(".app-returns tbody tr").count() == 6
    texts = await page.locator("textarea").evaluate_all("boxes => boxes.map(box => box.value)")
    assert len(texts) == 1
    assert f"{HERE}/actions/SUPP-5.1/update" in texts[0]
    assert "were due on 15 July 2026, yesterday" in texts[0]
    await unfold(page)
    await assert_sound(page)


async def press(page: Page, what: str) -> None:
    """By the Tab key to a link or a button, and on by Enter."""
    await tab_to(page, what)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def at(page: Page, reference: str) -> None:
    assert page.url.endswith(f"{HERE}/moderation/{reference}"), page.url


async def moderate_by_keyboard(scene: Scene, page: Page) -> None:
    """Next and previous, let stand, given another rating, returned, and on until nothing is left; no pointer."""
    before = await presses(page)
    await page.goto(f"{HERE}/moderation")
    assert await page.inner_text("h1") == "10 left to look at"
    for what, then in (("Begin with", "PREV-1.1"), ("Next", "PREV-2.1"), ("Previous", "PREV-1.1")):
        await press(page, what)
        await at(page, then)
    await press(page, "Next disagreement")
    await at(page, "PROT-1.1")
    await give_another_rating(page)
    await at(page, "PROT-2.1")
    await tab_to(page, "Return it with questions")
    await page.keyboard.press("Enter")
    await tab_to(page, "questions")
    await page.keyboard.type("How many of those who were asked came?")
    await press(page, "Return it and go on")
    for then in ("PROT-4.1", "PROT-5.1", "PROT-7.1", "SUPP-1.1", "PREV-1.1", "PREV-2.1", "PREV-3.1"):
        await press(page, "Accept Green and go on")
        await at(page, then)
    await press(page, "Accept Green and go on")
    assert await page.inner_text("h1") == "Nothing is left for you to look at"
    assert "3 of 12 rated actions would be published unmoderated" in await page.inner_text("main")
    assert await presses(page) == before


async def give_another_rating(page: Page) -> None:
    """What the three ratings, the rules, the evidence and last round's words beside this one's say is on one page."""
    said = await page.inner_text("main")
    for words in (
        "is 16 days late",
        f"{GREENER} held the summer’s course.",
        f"{GREENER} began in the spring.",
        "Training figures",
        "Action 4 of 12",
    ):
        assert words in said, words
    await assert_sound(page)
    await tab_to(page, "Give it another rating")
    await page.keyboard.press("Enter")
    await tab_to(page, "rating")
    await page.keyboard.press("Space")
    while await page.evaluate("document.activeElement.value") != "Red":
        await page.keyboard.press("ArrowDown")
    for field, words in (("reason", WHY), ("on_evidence", "The course’s own calendar.")):
        await tab_to(page, field)
        await page.keyboard.type(words)
    await press(page, "Publish it and go on")


async def look_again(page: Page) -> None:
    """What was returned has been answered, so it is to look at once more."""
    await page.goto(f"{HERE}/moderation")
    assert "Changed since it was looked at" not in await page.inner_text("main")
    await press(page, "Begin with")
    await at(page, "PROT-2.1")
    assert "Forty of fifty came." in await page.inner_text("main")
    await press(page, "Accept Green and go on")


async def comment(page: Page) -> None:
    """On each objective, from the page of the round."""
    for _ in range(3):
        await page.goto(ROUND)
        await page.get_by_role("listitem").filter(has_text="Missing").get_by_role("link").first.click()
        for label in ("What is working well?", "What are we worried about?", "What needs to happen?"):
            await page.get_by_label(label).fill(f"{label} Said by the unit.")
        await page.get_by_role("button", name="Keep this commentary").click()
    await page.goto(ROUND)
    assert await page.get_by_text("Missing", exact=True).count() == 0


async def answer_the_changed_rating(scene: Scene) -> None:
    """Its owner reads why before the meeting, and answers; the business unit reads the answer."""
    async with scene.seat(GREENER) as page:
        await page.goto("/my-work")
        await page.get_by_role("button", name="Read and answer").click()
        assert WHY in await page.inner_text("main")
        await assert_sound(page)
        await page.get_by_label("What should the Group know").fill(ANSWER)
        await page.get_by_role("button", name="Send this answer").click()
        assert ANSWER in await page.inner_text("main")


async def speak_too_late(scene: Scene) -> None:
    """The draft is sent once the round has frozen: taken, and called late wherever it stands."""
    async with scene.seat(DRAFTS) as page:
        await page.goto("/my-work")
        await page.get_by_role("button", name="Go on with this update").click()
        await page.get_by_role("button", name="Check your answers").click()
        await page.get_by_role("button", name="Send this update").click()
        assert "it is late, after the freeze" in await page.inner_text("main")
        await page.get_by_role("link", name="See the action").click()
        assert "late: after the freeze" in await page.inner_text("main")


async def see_it_frozen(page: Page) -> None:
    await page.goto(ROUND)
    total = await page.locator(".app-returns__all td").all_inner_texts()
    assert [int(text) for text in total] == [12, 10, 0, 0, 0, 1, 1]
    assert "2 of 12 rated actions were published unmoderated." in await page.inner_text("main")
    assert await page.get_by_role("heading", name="Who to ask").count() == 0
    await page.goto(f"{ROUND}/dates")
    assert "so its dates stand" in await page.inner_text("main")
    await page.goto(f"{HERE}/moderation/SUPP-3.1")
    assert "Late: sent on" in await page.inner_text("main")
    assert await page.get_by_role("button", name="Accept").count() == 0


async def read_the_pack() -> None:
    """What froze is in the round's pack: the changed rating with its answer, the commentary, and nothing late."""
    built = await build_pack_of(Actor.command("test"), KEY, NAME)
    (override,) = built.content.disagreements.overrides
    assert (override.reference, override.reason, ANSWER in override.answer) == ("PROT-1.1", WHY, True)
    assert built.content.disagreements.unmoderated.endswith("two of 12 rated actions.")
    told = built.canonical_content.decode()
    assert told.count("Said by the unit.") >= 9
    assert "sent too late" not in told
