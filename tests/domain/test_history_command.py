"""`governance history` as somebody at a terminal meets it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from governance_app.commands import governance
from governance_app.database import Connections, connect, disconnect
from objectives.history import versions
from objectives.verifying import verify
from tests.domain.history_makers import BOB, add_agency, remove, rename, run_past_the_service

LONDON = ZoneInfo("Europe/London")
Terminal = Callable[..., Awaitable[tuple[int, str, str]]]


@pytest.fixture
async def terminal(database: Connections) -> Terminal:
    """Runs `governance history ...` on the test's database: exit code, what it printed, what it complained of."""

    async def run(*words: str) -> tuple[int, str, str]:
        await disconnect()
        environment = {"DATABASE_URL": database.application, "TIME_ZONE": "Europe/London"}
        done = await asyncio.to_thread(CliRunner().invoke, governance, ["history", *words], env=environment)
        await connect(database)
        return done.exit_code, done.stdout, done.stderr

    return run


async def test_a_sound_history_prints_its_head(terminal: Terminal) -> None:
    await add_agency("Police")
    head = (await verify()).head
    assert await terminal("verify") == (0, f"History fits together. Its head is {head}\n", "")
    assert (await terminal("verify", "--anchor", str(head)))[0] == 0


async def test_what_does_not_fit_is_named_and_ends_with_1(terminal: Terminal, superuser: str) -> None:
    await add_agency("Police")
    anchor = (await verify()).head
    await add_agency("Health")
    off = "SET session_replication_role = replica; UPDATE agency SET name = 'Other' WHERE id = 2"
    await run_past_the_service(superuser, off)
    said = "The agency 2 differs from its newest version in history (entry 2): name.\n"
    assert await terminal("verify", "--anchor", str(anchor)) == (1, "", said)


async def test_an_anchor_that_is_none_says_how_it_is_written(terminal: Terminal) -> None:
    code, printed, said = await terminal("verify", "--anchor", "12")
    assert (code, printed) == (1, "")
    assert said == "“12” is no place in history; give it as printed on the pack: SEQUENCE:DIGEST.\n"


async def test_every_version_of_a_row_is_shown(terminal: Terminal, deletable: None) -> None:
    agency = await add_agency("Police")
    await rename(agency, "West Midlands Police", BOB)
    await remove(agency, BOB)
    code, printed, _ = await terminal("show", "agency", str(agency.id))
    recorded = [version.recorded_at for version in await versions("agency", agency.id)]
    lines = printed.splitlines()
    assert code == 0
    assert re.fullmatch(r"1  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d (GMT|BST)  insert by person:1", lines[0])
    assert '    name: "Police"' in lines
    assert lines[-2:] == [
        '    name: "Police" → "West Midlands Police"',
        f"3  {recorded[2].astimezone(LONDON):%Y-%m-%d %H:%M:%S %Z}  delete by person:2",
    ]


async def test_a_table_or_row_that_is_not_there_is_one_sentence(terminal: Terminal) -> None:
    code, _, said = await terminal("show", "sign_in_link", "1")
    assert (code, said.split(".")[0]) == (1, "There is no recorded table “sign_in_link”")
    assert await terminal("show", "Progress-Update", "7") == (1, "", "History holds no progress update 7.\n")
