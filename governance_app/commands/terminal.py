"""What every command needs from the terminal: the settings, an open database, a bar for long work."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress

from governance_app.database import connected, make_current, open_database
from governance_app.settings import Settings, read_settings
from objectives.days import keep_days_in

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


def progress() -> Progress:
    """A bar on the error stream, gone when done and silent where nobody watches."""
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)
