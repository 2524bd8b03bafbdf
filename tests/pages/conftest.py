"""The service beside an example partnership, a database of its own for each test, and visitors who look at it."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from governance_app.app import create_app
from governance_app.database import Connections, connected
from governance_app.settings import Settings, read_settings
from tests.conftest import add_template, copied
from tests.makers import a_partnership
from tests.pages.visitor import Visitor, client_of

PARTNERSHIP = "partnership"


@pytest.fixture(scope="session")
def partnership(server: Path) -> Path:
    """The folder of the server's socket, with the database `partnership` on it, ready to be copied."""
    asyncio.run(add_template(server, PARTNERSHIP, a_partnership))
    return server


@pytest.fixture
async def place(partnership: Path) -> AsyncIterator[Connections]:
    """A database of the test's own; Piccolo is connected to it in the test's event loop, as a start would do."""
    async with copied(partnership, PARTNERSHIP) as connections, connected(connections):
        yield connections


@pytest.fixture
def settings(place: Connections) -> Settings:
    return read_settings({"DATABASE_URL": place.application, "SECRET_KEY": secrets.token_hex()})


@pytest.fixture
def app(settings: Settings) -> Litestar:
    return create_app(settings)


@pytest.fixture
async def visitor(app: Litestar) -> AsyncIterator[Visitor]:
    """Somebody who has not signed in yet. Faults of the service become its own page, as they do for real."""
    async with client_of(app) as client:
        yield Visitor(app, client)
