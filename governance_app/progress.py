"""A bar for long work. Imports nothing that the work itself has to wait for."""

import contextlib
import sys
from collections.abc import Iterator
from typing import Protocol


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
