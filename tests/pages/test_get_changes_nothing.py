"""Opening any page there is, by any of three people, changes no row but the log of who opened what."""

import re

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from governance_app.database import Connections
from tests.domain.history_makers import connection
from tests.pages.test_roles import ROLES
from tests.pages.visitor import Visitor

UNIT, _, _, _, HEALTH, _, ADMIN = ROLES
LOGS = {"access_entry"}
FILLED = {
    "key": "coventry-csa",
    "reference": "SUPP-3.1",
    "objective_key": "SUPP",
    "form": "html",
    "file_path": "app.css",
    "secret": "s3cret",
}


async def the_state(place: Connections) -> dict[str, str]:
    """A digest of everything in each table."""
    async with connection(place.application) as opened:
        names = [
            row["tablename"]
            for row in await opened.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        return {
            name: await opened.fetchval(
                f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"
            )
            for name in sorted(set(names) - LOGS)
        }


async def addresses(app: Litestar, place: Connections) -> list[str]:
    """Every route that is opened, with something that is there in each of its places, where the example has it."""
    async with connection(place.application) as opened:
        digest = await opened.fetchval("SELECT digest FROM pack ORDER BY id LIMIT 1")
        post = await opened.fetchval("SELECT owner FROM action WHERE reference = 'SUPP-3.1'")
    known = FILLED | {"digest": digest, "other": digest, "post_id": str(post)}

    def filled(path: str) -> str:
        reference = {"reference": "SUPP-3"} if "/commitments/" in path else {}
        return re.sub(r"\{(\w+):\w+\}", lambda found: (known | reference).get(found[1], "1"), path)

    opened_paths = [
        route.path
        for route in app.routes
        if isinstance(route, HTTPRoute)
        and any("GET" in handler.http_methods for handler in route.route_handlers)
    ]
    return sorted({filled(path) for path in opened_paths})


@pytest.mark.parametrize("role", [UNIT, HEALTH, ADMIN])
async def test_opening_every_page_there_is_changes_no_row(
    visitor: Visitor, app: Litestar, place: Connections, role: str
) -> None:
    await visitor.sign_in(ROLES[role][0])
    found = await addresses(app, place)
    before = await the_state(place)
    answers = {address: (await visitor.client.get(address)).status_code for address in found}
    after = await the_state(place)
    assert {name for name in after if after[name] != before[name]} == set()
    assert {address: status for address, status in answers.items() if status >= 500 or status == 405} == {}
    assert sum(status == 200 for status in answers.values()) > 20
