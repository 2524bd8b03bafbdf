"""The service beside an example partnership, a database of its own for each test, and visitors who look at it."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from governance_app.app import create_app
from governance_app.database import Connections, connected
from governance_app.example import fill_with_example
from governance_app.settings import Settings, read_settings
from tests.conftest import HOME, add_template, copied
from tests.pages.visitor import Visitor, client_of

EXAMPLE = "example_with_packs"


@pytest.fixture(scope="session")
def example(server: Path) -> Path:
    """The folder of the server's socket, with the whole example and its packs in a database, ready to be copied."""
    asyncio.run(add_template(server, EXAMPLE, lambda: fill_with_example(settings_for())))
    return server


def settings_for(**more: str) -> Settings:
    """Settings with one store of files for the whole run: the example's packs lie in it."""
    store = Path(os.environ[HOME]) / "packs"
    store.mkdir(exist_ok=True)
    return read_settings({"EVIDENCE_STORE": str(store), "SECRET_KEY": secrets.token_hex(), **more})


@pytest.fixture
async def place(example: Path) -> AsyncIterator[Connections]:
    """A database of the test's own; Piccolo is connected to it in the test's event loop, as a start would do."""
    async with copied(example, EXAMPLE) as connections, connected(connections):
        yield connections


@pytest.fixture
def settings(place: Connections) -> Settings:
    return settings_for(DATABASE_URL=place.application)


@pytest.fixture
def app(settings: Settings) -> Litestar:
    return create_app(settings)


@pytest.fixture
async def visitor(app: Litestar) -> AsyncIterator[Visitor]:
    """Somebody who has not signed in yet. Faults of the service become its own page, as they do for real."""
    async with client_of(app) as client:
        yield Visitor(app, client)
