"""The copy of the world that a process keeps: one reading at a time, shared, and never older than the question."""

import asyncio
from typing import Any
from unittest.mock import AsyncMock

import pytest

from governance_app.database import Connections
from objectives.engine import fetch
from objectives.world import world_now
from tests.makers import a_partnership, an_action


async def test_whoever_asks_while_the_world_is_read_shares_one_reading_that_begins_after_they_asked(
    database: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    p = await a_partnership()
    await world_now()
    reading, go_on = asyncio.Event(), asyncio.Event()
    read_since, readings = fetch, []

    def slow(query: str, *arguments: int) -> Any:
        async def read() -> Any:
            readings.append(query)
            found = await read_since(query, *arguments)
            reading.set()
            await go_on.wait()
            return found

        return read()

    monkeypatch.setattr("objectives.world.fetch", slow)
    first = asyncio.create_task(world_now())
    await reading.wait()
    action = await an_action(p)
    others = [asyncio.create_task(world_now()) for _ in range(16)]
    await asyncio.sleep(0)
    go_on.set()
    assert action.id not in (await first).tables["action"]
    assert all(action.id in world.tables["action"] for world in await asyncio.gather(*others))
    assert len(readings) == 2


async def test_a_reading_that_failed_is_shared_with_nobody(
    database: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    p = await a_partnership()
    await world_now()
    action = await an_action(p)
    with monkeypatch.context() as cut_off:
        cut_off.setattr("objectives.world.fetch", AsyncMock(side_effect=ConnectionError))
        failed = await asyncio.gather(*(world_now() for _ in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in failed] == [ConnectionError] * 3
    assert action.id in (await world_now()).tables["action"]
