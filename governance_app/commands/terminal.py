"""What every command needs from the terminal: the settings, an open database, a bar for long work."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Protocol, TypeVar

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


class Told(Protocol):
    """Hears how much is done, of how much, and with what."""

    def __call__(self, done: int, of: int, doing: str = ...) -> None: ...


@contextlib.contextmanager
def progress(doing: str) -> Iterator[Told]:
    """A bar on the error stream, gone when done; silent where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda done, of, doing="": None
        return
    # Imported here: a command that somebody else's program runs need not wait for it.
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)

        def told(done: int, of: int, doing: str = doing) -> None:
            bar.update(task, completed=done, total=of, description=doing)

        yield told
