"""The service beside an example partnership, a database of its own for each test, and visitors who look at it."""

from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import pytest
from litestar import Litestar

from governance_app.app import create_app
from governance_app.database import Connections, connected
from governance_app.mail.sending import Postman
from governance_app.settings import Settings
from tests.conftest import copied
from tests.example_site import EXAMPLE, copied_store, settings_for
from tests.pages.visitor import Visitor, client_of


@pytest.fixture
async def place(example: Path) -> AsyncIterator[Connections]:
    """A database of the test's own; Piccolo is connected to it in the test's event loop, as a start would do."""
    async with copied(example, EXAMPLE) as connections, connected(connections):
        yield connections


@pytest.fixture
def settings(place: Connections) -> Iterator[Settings]:
    with copied_store() as store:
        yield settings_for(DATABASE_URL=place.application, EVIDENCE_STORE=store)


@pytest.fixture
def app(settings: Settings) -> Litestar:
    return turned(application(), settings)


@cache
def application() -> Litestar:
    """The one application of this process: putting the routes together takes longer than most tests."""
    return create_app(settings_for())


def turned(app: Litestar, settings: Settings) -> Litestar:
    """An application turned to a test's own database, store and post; nothing else that it holds is a test's own."""
    app.state.update(settings=settings, postman=Postman(settings))
    app.state.pop("installation", None)
    return app


@pytest.fixture
async def visitor(app: Litestar) -> AsyncIterator[Visitor]:
    """Somebody who has not signed in yet. Faults of the service become its own page, as they do for real."""
    async with client_of(app) as client:
        yield Visitor(app, client)
