"""An installation that was begun for real, with nothing in it: what its first pages say must be done next."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from governance_app.database import Connections, connected
from governance_app.signing_in import make_link
from objectives.history import Actor
from objectives.mandates import Operator
from objectives.people import NewPerson, add_person, find_agency
from objectives.starting import Start, start_empty
from objectives.strategy import load_strategy
from objectives.strategy_file import SHIPPED, read_strategy_file
from objectives.words import Role
from tests.conftest import MIGRATED, copied
from tests.example_site import settings_for
from tests.pages.conftest import application, turned
from tests.pages.importing import AT, go_on, up_to_check
from tests.pages.visitor import Visitor, client_of
from tests.workbooks import a_workbook

OPERATOR = Operator("test")


@pytest.fixture
async def place(server: Path) -> AsyncIterator[Connections]:
    """A database with its first administrator, and somebody of the business unit."""
    async with copied(server, MIGRATED) as connections, connected(connections):
        await start_empty(
            OPERATOR, Start(partnership="A partnership", administrator="Ash", email="ash@example.org")
        )
        unit = await find_agency("business unit")
        await add_person(OPERATOR, NewPerson("Mo", "mo@example.org", unit), (Role.BUSINESS_UNIT,))
        yield connections


@pytest.fixture
def app(place: Connections) -> Litestar:
    return turned(application(), settings_for(DATABASE_URL=place.application))


@pytest.fixture
async def visitor(app: Litestar) -> AsyncIterator[Visitor]:
    async with client_of(app) as client:
        yield Visitor(app, client)


async def sign_in(visitor: Visitor, email: str) -> httpx.Response:
    at = f"/sign-in/link/{await make_link(email)}"
    visitor.client.cookies.delete("session")
    return await visitor.send(at, (await visitor.open(at)).token(), next="/")


async def test_before_a_strategy_is_loaded_the_front_page_lists_the_steps(visitor: Visitor) -> None:
    await sign_in(visitor, "ash@example.org")
    page = await visitor.open("/")
    assert page.heading == "No strategy has been loaded yet"
    assert "Load the strategy to do, by whoever runs commands on the server" in page.words
    assert {"/agencies", "/people", "/posts"} <= page.main_links
    assert "Bring in your action plan from Excel to do, by the business unit" in page.words


async def test_from_nothing_to_a_plan_on_pages_alone(visitor: Visitor) -> None:
    await load_strategy(Actor.command("test"), read_strategy_file(SHIPPED / "coventry-csa.toml"))
    await sign_in(visitor, "mo@example.org")
    page = await visitor.open("/strategies/coventry-csa")
    assert "Load the strategy Done: one strategy" in page.words
    assert "Add the partner agencies to do, by an administrator" in page.words
    assert AT in page.main_links
    plan = a_workbook(("PROT-4", "1", "Train officers", "Police", "Head of training", "Sept 2026", "", ""))
    waiting = await up_to_check(visitor, plan)
    assert "“Police” is no agency known here." in waiting.words
    await add_agency_on_its_page(visitor)
    await sign_in(visitor, "mo@example.org")
    checked = await visitor.open(next(link for link in waiting.main_links if link.endswith("/words")))
    done = await go_on(visitor, await go_on(visitor, checked, agency__0=await the_police(visitor, checked)))
    assert "The plan was brought in: one new action" in done.words
    overview = await visitor.open("/strategies/coventry-csa")
    assert "Bring in your action plan from Excel Done: one action" in overview.words
    assert "Make the first reporting round to do" in overview.words


async def add_agency_on_its_page(visitor: Visitor) -> None:
    await sign_in(visitor, "ash@example.org")
    page = await visitor.open("/agencies/new")
    await visitor.send("/agencies/new", page.token(), name="West Midlands Police", short_name="Police")


async def the_police(visitor: Visitor, page) -> str:
    agency = await find_agency("Police")
    return str(agency.id)


async def test_somebody_without_those_roles_is_told_no_steps(visitor: Visitor) -> None:
    unit = await find_agency("business unit")
    await add_person(OPERATOR, NewPerson("Lo", "lo@example.org", unit), (Role.SCRUTINEER,))
    await sign_in(visitor, "lo@example.org")
    assert "What to do first" not in (await visitor.open("/")).words
