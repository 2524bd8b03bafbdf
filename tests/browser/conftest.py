"""One Chromium and one running service for the whole run, on a copy of the example with hostile texts in it."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec import Struct
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from governance_app.database import connected
from tests.browser.hostile import add_hostile_texts
from tests.conftest import copied
from tests.example_site import EXAMPLE, copied_store, variables_for

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0  # seconds for the service to answer


class Site(Struct, frozen=True):
    """A running service: where it is, and the reference of the action with hostile texts."""

    address: str
    hostile: str


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def site(example: Path) -> AsyncIterator[Site]:
    """The service as a process of its own, as `governance run` serves it."""
    async with copied(example, EXAMPLE) as connections:
        async with connected(connections):
            hostile = await add_hostile_texts()
        with copied_store() as store:
            port = _free_port()
            variables = variables_for(
                DATABASE_URL=connections.application, EVIDENCE_STORE=store, PORT=str(port)
            )
            command = [sys.executable, "-m", "governance_app", "run"]
            served = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **variables}, stdout=subprocess.DEVNULL
            )
            try:
                await asyncio.to_thread(_wait_for, f"http://127.0.0.1:{port}/health")
                yield Site(f"http://127.0.0.1:{port}", hostile)
            finally:
                served.terminate()
                served.wait(timeout=20)


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str) -> None:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer")
