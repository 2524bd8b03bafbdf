"""One embedded PostgreSQL for a test run, one migrated database in it, and a copy for each test that asks.

Recorded tables refuse to be emptied and history is append-only, so tests are kept apart by database.
"""

import asyncio
import contextlib
import fcntl
import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from governance_app.database import Connections, address, connected, migrate
from governance_app.embedded import APPLICATION, OWNER, SUPERUSER, embedded_server

HOME = "GOVERNANCE_TEST_HOME"
MIGRATED = "migrated"
numbers = itertools.count(1)

# What a test run writes need not survive a power cut, and its databases are gone before they need tidying.
NOT_FOR_KEEPS = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")


# How long an example takes is the machine's affair; speed is measured by `make bench`.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    # Whoever runs the tests in the background has Ctrl-C ignored, and what the tests start would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if HOME not in os.environ:
        os.environ[HOME] = tempfile.mkdtemp(prefix="governance-tests-", dir=_in_memory())
        Path(os.environ[HOME]).chmod(0o711)
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(HOME), ignore_errors=True))


def _in_memory() -> Path | None:
    """Copying a database takes 0.1 s in memory against 1 s on a disk; a container's 64 MB there are too few."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3
    return memory if roomy else None


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """The folder of the socket of the run's one server, with the database `migrated` on it."""
    home = Path(os.environ[HOME])
    with embedded_server(home) as socket_folder:
        with (home / "migrated.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            asyncio.run(_make_migrated(socket_folder))
        yield socket_folder


@pytest.fixture(scope="session")
def example(server: Path) -> Path:
    """The folder of the socket of the run's server, with the whole example and its packs on it, ready to be copied."""
    from tests.example_site import load_example_site  # it needs this module first

    asyncio.run(load_example_site(server))
    return server


@pytest.fixture
async def database(server: Path) -> AsyncIterator[Connections]:
    """A migrated, empty database of the test's own; Piccolo is connected to it as the application's role."""
    async with copied(server, MIGRATED) as connections, connected(connections):
        yield connections


@pytest.fixture
def superuser(database: Connections) -> str:
    """The test's database as a superuser, who can switch triggers off."""
    return database.application.replace(f"//{APPLICATION}@", f"//{SUPERUSER}@")


@contextlib.asynccontextmanager
async def copied(socket_folder: Path, template: str) -> AsyncIterator[Connections]:
    """A copy of a database of the run's server, gone after the block; nothing is connected to it."""
    name = f"test_{os.getpid()}_{next(numbers)}"
    # Copying the files takes a fifth of what copying by way of the log takes.
    how = f"TEMPLATE {template} OWNER {OWNER} STRATEGY FILE_COPY"
    await _as_superuser(socket_folder, f"CREATE DATABASE {name} {how}")
    try:
        application, owner = (address(socket_folder, role, name) for role in (APPLICATION, OWNER))
        yield Connections(application, owner, is_embedded=True)
    finally:
        await _as_superuser(socket_folder, f"DROP DATABASE {name} WITH (FORCE)")


async def _make_migrated(socket_folder: Path) -> None:
    databases = await _as_superuser(socket_folder, "SELECT datname FROM pg_database")
    if MIGRATED in {row["datname"] for row in databases}:
        return
    for setting in NOT_FOR_KEEPS:
        await _as_superuser(socket_folder, f"ALTER SYSTEM SET {setting} = off")
    await _as_superuser(socket_folder, "SELECT pg_reload_conf()")
    owner = address(socket_folder, OWNER)
    await migrate(Connections(address(socket_folder, APPLICATION), owner, is_embedded=True))
    # Nobody connects to the copy, and a database that nobody is connected to can be a template at any time.
    await _as_superuser(socket_folder, f"CREATE DATABASE {MIGRATED} TEMPLATE governance OWNER {OWNER}")


async def add_template(
    socket_folder: Path, name: str, fill: Callable[[], Awaitable[object]], tidy: str = "SELECT"
) -> None:
    """A database to copy from, filled once in a run with Piccolo connected to it; processes take turns.

    `tidy` is done last, by a superuser, who may switch off what refuses it.
    """
    with (Path(os.environ[HOME]) / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        databases = await _as_superuser(socket_folder, "SELECT datname FROM pg_database")
        if name in {row["datname"] for row in databases}:
            return
        async with copied(socket_folder, MIGRATED) as connections:
            async with connected(connections):
                await fill()
            made = connections.application.partition("@/")[2].partition("?")[0]
            await _as_superuser(socket_folder, tidy, made)
            await _as_superuser(socket_folder, f"CREATE DATABASE {name} TEMPLATE {made} OWNER {OWNER}")


async def _as_superuser(
    socket_folder: Path, statement: str, database: str = "postgres"
) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(address(socket_folder, SUPERUSER, database))
    try:
        return await connection.fetch(statement)
    finally:
        await connection.close()
