"""Starts the service, or the bare page, as its users would: a process of its own, waited for until it answers."""

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence

import psutil
from msgspec import Struct

from benchmarks.asking import HOST, asker
from benchmarks.bare import ADDRESS
from benchmarks.ground import Ground, own_environment
from governance_app.database import Connections

PATIENCE = 60.0


class Served(Struct, frozen=True):
    """A server that answers. `started` is the seconds from its process's beginning to its first whole page."""

    port: int
    process: int
    started: float

    def memory(self) -> tuple[float, float]:
        """Megabytes resident: the largest process that serves, and all together with the one that watches over it."""
        watching = psutil.Process(self.process)
        sizes = [child.memory_info().rss / 2**20 for child in watching.children(recursive=True)]
        return max(sizes), sum(sizes) + watching.memory_info().rss / 2**20


@contextlib.asynccontextmanager
async def the_service(
    ground: Ground, connections: Connections, path: str, cookie: str
) -> AsyncIterator[Served]:
    """`governance run` on a database that is up; answers once `path` does."""
    port = _free_port()
    environment = {
        "DATABASE_URL": connections.application,
        "GOVERNANCE_HOME": str(ground.home / "service"),
        "PORT": str(port),
        "SECRET_KEY": "a key for measuring and for nothing else",
    }
    async with _served(["-m", "governance_app", "run"], environment, port, path, cookie) as served:
        yield served


@contextlib.asynccontextmanager
async def the_bare_page(connections: Connections, path: str) -> AsyncIterator[Served]:
    port = _free_port()
    environment = {ADDRESS: connections.application}
    async with _served(["-m", "benchmarks.bare", str(port)], environment, port, path, "") as served:
        yield served


@contextlib.asynccontextmanager
async def _served(
    program: Sequence[str], environment: dict[str, str], port: int, path: str, cookie: str
) -> AsyncIterator[Served]:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *program],
        env=own_environment(**environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await _first_page(process, port, path, cookie)
        yield Served(port, process.pid, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)


async def _first_page(process: subprocess.Popen[bytes], port: int, path: str, cookie: str) -> None:
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode} before it answered.")
        try:
            async with asker(port, cookie) as visitor:
                await visitor.ask(path)
                return
        except OSError:
            await asyncio.sleep(0.01)
    raise RuntimeError(f"Nothing answered on port {port} within {PATIENCE:.0f} s.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
