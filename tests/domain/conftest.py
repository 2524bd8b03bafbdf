"""A partnership for each test of an act: made once in a run, then copied."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from governance_app.database import Connections, connected
from objectives.days import keep_days_in
from tests.conftest import add_template, copied
from tests.domain.history_makers import run_past_the_service
from tests.makers import Partnership, a_partnership, the_partnership

PARTNERSHIP = "partnership"


@pytest.fixture(scope="session")
def made(server: Path) -> Path:
    """The folder of the server's socket, with the database `partnership` on it."""
    asyncio.run(add_template(server, PARTNERSHIP, a_partnership))
    return server


@pytest.fixture
async def p(made: Path) -> AsyncIterator[Partnership]:
    """The partnership in a database of the test's own; Piccolo is connected to it."""
    async with copied(made, PARTNERSHIP) as connections, connected(connections):
        yield await the_partnership()


@pytest.fixture
async def deletable(database: Connections) -> None:
    """Lets agencies go, as only the owner of the tables can: history must know what a delete is, whoever forbids it."""
    await run_past_the_service(database.owner or "", "DROP TRIGGER never_deleted ON agency")


@pytest.fixture
def in_auckland() -> Iterator[None]:
    keep_days_in(ZoneInfo("Pacific/Auckland"))
    yield
    keep_days_in(ZoneInfo("Europe/London"))
