"""Days pass over two requests: education asks for more time and falls silent, up to the Executive Group; the police
reply, the business unit judges it, and the opinion changes the commitment's rating and the pack.
"""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec import Struct
from playwright.async_api import Browser, Page

from governance_app.database import connected
from objectives.assurance import ask, issue
from objectives.assurance_contacts import NewContact
from objectives.chasing import chase
from objectives.history import Actor
from objectives.people import NewAgency, NewPerson, add_agency, add_person
from objectives.tables.assurance_request import AssuranceRequest
from objectives.words import Role
from reports.pack import build_pack_on
from tests.asking import an_asking, answered, asked_of
from tests.browser.service import Service
from tests.browser.test_accessibility import WIDTHS, assert_sound
from tests.browser.test_assurance_journey import opened
from tests.browser.test_update_journey import enter
from tests.conftest import MIGRATED, copied
from tests.example_site import copied_store
from tests.makers import KEY, Partnership, a_commitment, a_partnership, it_is

pytestmark = pytest.mark.asyncio(loop_scope="session")

COMMITMENT = f"/strategies/{KEY}/commitments/SUPP-2"
TIMER = Actor.command("timer")
MORE_TIME = dt.date(2026, 5, 22)
GROUP_STEP = dt.date(2026, 6, 22)  # twenty working days after it, over the bank holiday of 25 May


class Scene(Struct):
    """The service on a database of its own, with two requests sent about SUPP-2 on 1 April 2026."""

    browser: Browser
    address: str
    partnership: Partnership
    education: AssuranceRequest
    police: AssuranceRequest

    @asynccontextmanager
    async def seat(self, name: str) -> AsyncIterator[Page]:
        """Somebody at a browser of their own; signed in where they have a name."""
        context = await self.browser.new_context(base_url=self.address)
        page = await context.new_page()
        if name:
            await enter(page, f"{name} Example")
        yield page
        await context.close()


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def scene(browser: Browser, server: Path) -> AsyncIterator[Scene]:
    async with copied(server, MIGRATED) as connections, connected(connections):
        p = await a_partnership()
        education, police = await two_are_asked(p)
        with copied_store() as store:
            service = Service(connections.application, store)
            await service.start()
            yield Scene(browser, service.address, p, education, police)
            service.stop()


async def two_are_asked(p: Partnership) -> list[AssuranceRequest]:
    """Education and the police; a member of the Executive Group is there to be written to in the end."""
    group = (Role.EXECUTIVE_GROUP,)
    await add_person(p.administrator, NewPerson("Idris Example", "idris@example.org", p.police), group)
    education = await add_agency(
        p.administrator, NewAgency("Education Service", "Education", "Director of education")
    )
    asked = (
        asked_of(education, respondent=NewContact("Ed Respondent", "ed@example.org")),
        asked_of(p.police),
    )
    asking = an_asking(title="Assurance of reach", template="generic", agencies=asked)
    return await issue(p.moderator, await ask(p.moderator, [await a_commitment("SUPP-2")], asking))


async def test_silence_reaches_the_executive_group_and_an_opinion_reaches_rating_and_pack(
    scene: Scene,
) -> None:
    await education_asks_for_time(scene)
    ratings = [await rating_now(scene)]
    await answered(scene.police)
    await the_police_are_judged(scene)
    ratings.append(await rating_now(scene))
    await it_is(GROUP_STEP)
    taken = [(step.request, step.title) for step in await chase(TIMER)]
    assert (scene.education.id, "Late by four weeks: Executive Group") in taken
    assert {request for request, _ in taken} == {scene.education.id}
    ratings.append(await rating_now(scene))
    assert ratings == ["Grey", "Green", "Amber"], "nothing to go by; an opinion in date; a reply overdue"
    await the_group_reads_of_it(scene)
    await the_pack_tells_both()


async def education_asks_for_time(scene: Scene) -> None:
    """By the mailed link; the business unit grants it, and the new date stands."""
    async with scene.seat("Morgan") as desk, scene.seat("") as phone:
        seat = await opened(phone.context, desk, "ed@example.org")
        await seat.goto("/answer/more-time")
        await assert_sound(seat)
        for part, value in zip(("Day", "Month", "Year"), (22, 5, 2026), strict=True):
            await seat.get_by_label(part, exact=True).fill(str(value))
        await seat.get_by_label("Why?").fill("Schools are closed over Easter.")
        await seat.get_by_role("button", name="Ask for it").click()
        await desk.goto(f"/requests/{scene.education.id}")
        assert "Schools are closed over Easter." in await desk.inner_text("main")
        await assert_sound(desk)
        await desk.get_by_role("button", name="Grant it").click()
        assert "Friday 22 May 2026" in await desk.inner_text("main")


async def the_police_are_judged(scene: Scene) -> None:
    async with scene.seat("Morgan") as page:
        await page.goto("/my-work")
        await page.get_by_role("button", name="See the reply").click()
        await page.get_by_role("link", name="Assurance of reach").click()
        await page.get_by_role("button", name="Judge the reply").click()
        await page.get_by_role("button", name="Begin the review").click()
        await assert_sound(page)
        await page.get_by_role("button", name="Give an opinion").click()
        await page.get_by_label("Substantial").check()
        await page.get_by_label("On what does it rest?").fill("The return, and a sample of ten.")
        for part, value in zip(("Day", "Month", "Year"), (30, 6, 2027), strict=True):
            await page.get_by_label(part, exact=True).fill(str(value))
        await assert_sound(page)
        await page.get_by_role("button", name="Give this opinion").click()
        assert "The opinion is Substantial" in await page.inner_text("main")


async def rating_now(scene: Scene) -> str:
    """The commitment's rating, as its page says it."""
    async with scene.seat("Morgan") as page:
        await page.goto(COMMITMENT)
        return await page.locator("main .app-rating").first.inner_text()


async def the_group_reads_of_it(scene: Scene) -> None:
    """A member finds it overdue and escalated, with every step that was taken; the register and the map are sound."""
    async with scene.seat("Idris") as page:
        await page.goto("/requests")
        row = page.locator("tbody tr", has_text="Education")
        assert "No step is left" in await row.inner_text()
        await row.get_by_role("link").click()
        said = await page.inner_text("main")
        assert "The reply was due on 22 May 2026 and has not come." in said
        for title in ("agency lead", "delegated safeguarding partner", "Executive Group"):
            assert title in said, title
        for at in (page.url, "/requests", "/requests/map"):
            await page.goto(at)
            for width in WIDTHS:
                await page.set_viewport_size({"width": width, "height": 900})
                await assert_sound(page)
    async with scene.seat("Morgan") as page:
        await page.goto("/mail")
        assert await page.locator("tbody tr", has_text="idris@example.org").count() == 1


async def the_pack_tells_both() -> None:
    told = (await build_pack_on(TIMER, KEY, GROUP_STEP)).content.assurance
    assert [(one.opinion, one.agency) for one in told.opinions] == [("Substantial", "Police")]
    assert [one.agency for one in told.overdue] == ["Education"]
    assert [step.step for step in told.escalations if step.taken_on == GROUP_STEP][-2:] == [
        "Executive group",
        "Letter",
    ]
