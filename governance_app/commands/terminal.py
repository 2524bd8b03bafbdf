"""What every command needs from the terminal: the settings, an open database, the strategy that is meant."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

from governance_app.database import connected, make_current, open_database
from governance_app.settings import Settings, read_settings
from objectives.days import keep_days_in
from objectives.problems import Invalid, NotFound
from objectives.strategy import strategy_keys

T = TypeVar("T")


def settings() -> Settings:
    """The settings of this process. Raises Invalid."""
    return read_settings(os.environ)


def in_database(work: Callable[[], Awaitable[T]]) -> T:
    """Does the work with Piccolo connected as the application's role, and gives back what it gives."""
    chosen = settings()
    keep_days_in(chosen.time_zone)
    with open_database(chosen) as connections:

        async def connect_and_work() -> T:
            await make_current(connections)
            async with connected(connections):
                return await work()

        return asyncio.run(connect_and_work())


async def only_strategy() -> str:
    """The key of the strategy that is loaded. Raises NotFound where there is none, Invalid where there are several."""
    keys = await strategy_keys()
    if not keys:
        raise NotFound("No strategy is loaded yet; load one with `governance strategy load FILE`.")
    if len(keys) > 1:
        raise Invalid(f"Several strategies are loaded; name one with --strategy: {', '.join(keys)}.")
    return keys[0]
