"""One Chromium and one running service for the whole run, on a copy of the example with hostile texts in it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec import Struct
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from governance_app.database import Connections, connected
from tests.browser.hostile import add_hostile_texts
from tests.browser.service import Service
from tests.conftest import copied
from tests.example_site import EXAMPLE, copied_store, issued_digests

# Without its windows and menus Chromium opens a page in four fifths of the time.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Site(Struct, frozen=True):
    """A running service: where it is, the reference of the action with hostile texts, the pack that was issued last.

    `connections` are those of its database, for what a test does there behind the browser.
    """

    address: str
    hostile: str
    issued: str
    connections: Connections


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def site(example: Path) -> AsyncIterator[Site]:
    """The service as a process of its own, as `governance run` serves it."""
    async with copied(example, EXAMPLE) as connections:
        async with connected(connections):
            hostile, (issued, *_) = await add_hostile_texts(), await issued_digests()
        with copied_store() as store:
            service = Service(connections.application, store)
            await service.start()
            try:
                yield Site(service.address, hostile, issued, connections)
            finally:
                service.stop()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; .ci/run installs it, so that these always run there")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def morgan(browser: Browser, site: Site) -> AsyncIterator[BrowserContext]:
    """Somebody of the business unit, signed in, who may read every page."""
    context = await browser.new_context(base_url=site.address)
    page = await context.new_page()
    await sign_in(page, "Morgan Example")
    await page.close()
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(morgan: BrowserContext) -> AsyncIterator[Page]:
    """A new tab of Morgan's. Whatever the browser complains of fails the test: a blocked style, a missing file."""
    tab = await morgan.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield tab
    await tab.close()
    assert [text for text in complaints if "status of 4" not in text] == []


async def sign_in(page: Page, name: str) -> None:
    await page.goto("/sign-in")
    await page.get_by_role("button", name=name).click()
    await page.wait_for_url("**/strategies/coventry-csa")
