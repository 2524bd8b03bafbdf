"""A database that is made beside the embedded one becomes it whole, or leaves no trace."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from governance_app.beside import whole_or_not_at_all
from governance_app.database import Connections, address
from governance_app.embedded import APPLICATION, OWNER, embedded_server
from tests.house.test_embedded import new_home


@pytest.fixture
def connections() -> Iterator[Connections]:
    home: Path = new_home()
    with embedded_server(home) as socket_folder:
        yield Connections(
            address(socket_folder, APPLICATION), address(socket_folder, OWNER), is_embedded=True
        )
    shutil.rmtree(home)


async def do(connection_string: str | None, statement: str) -> object:
    connection = await asyncpg.connect(connection_string)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def half_and_then(connections: Connections, statement: str) -> None:
    async with whole_or_not_at_all(connections) as unfinished:
        await do(unfinished.owner, "CREATE TABLE half ()")
        await do(unfinished.owner, statement)


async def test_what_is_cut_short_leaves_the_database_as_it_was_and_may_be_tried_again(
    connections: Connections,
) -> None:
    await do(connections.owner, "CREATE TABLE before ()")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await half_and_then(connections, "SELECT 1 / 0")
    assert await do(connections.application, "SELECT to_regclass('before')") == "before"
    assert await do(connections.application, "SELECT to_regclass('half')") is None
    async with whole_or_not_at_all(connections) as unfinished:
        await do(unfinished.owner, "CREATE TABLE whole ()")
    assert await do(connections.application, "SELECT to_regclass('whole')") == "whole"
    assert await do(connections.application, "SELECT to_regclass('half')") is None


async def test_what_is_whole_is_migrated_and_waits_for_the_disk_again(connections: Connections) -> None:
    async with whole_or_not_at_all(connections):
        pass
    assert await do(connections.application, "SELECT sequence FROM history_head") == 0
    assert await do(connections.application, "SHOW synchronous_commit") == "on"
