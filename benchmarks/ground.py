"""The ground that is measured on: an embedded PostgreSQL of the run's own, with its usual settings, on the disk.

A database is copied from the migrated one where a measurement needs one of its own; nothing outlives the run.
"""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg

from governance_app.database import Connections, address, connected, migrate
from governance_app.embedded import APPLICATION, DATABASE, OWNER, SUPERUSER, embedded_server


def own_environment(**settings: str) -> dict[str, str]:
    """This process's environment for one that is measured, with these settings of the service and no others.

    Python keeps what it compiles, as it does wherever nobody forbids it: only a process's first start ever compiles.
    """
    unwanted = {"DATABASE_URL", "DATABASE_OWNER_URL", "HOST", "TIME_ZONE", "EVIDENCE_STORE", "WEB_ADDRESS"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | settings


class Ground:
    """The run's server, reached by the folder of its socket; `home` is the service's own folder for secrets."""

    def __init__(self, home: Path, socket_folder: Path) -> None:
        self.home, self.socket_folder = home, socket_folder

    def connections(self, database: str) -> Connections:
        application, owner = (address(self.socket_folder, role, database) for role in (APPLICATION, OWNER))
        return Connections(application, owner, is_embedded=True)

    def superuser(self, database: str = "postgres") -> str:
        return address(self.socket_folder, SUPERUSER, database)

    @property
    def log(self) -> Path:
        """What the server itself writes down."""
        return self.home.joinpath("postgres").resolve() / "log"

    async def copy(self, name: str, of: str = DATABASE) -> Connections:
        """A database of this name, as its original was; nobody may be connected to that."""
        await self.as_superuser(f"CREATE DATABASE {name} TEMPLATE {of} OWNER {OWNER}")
        return self.connections(name)

    async def drop(self, name: str) -> None:
        await self.as_superuser(f"DROP DATABASE {name} WITH (FORCE)")

    async def settle(self) -> None:
        """Writes to the disk what growing left in memory, so that it is not written while something is measured."""
        await self.as_superuser("CHECKPOINT")

    @contextlib.asynccontextmanager
    async def on(self, database: str) -> AsyncIterator[Connections]:
        """Piccolo connected to a database, as the application's role."""
        connections = self.connections(database)
        async with connected(connections):
            yield connections

    async def as_superuser(self, statement: str, database: str = "postgres") -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.superuser(database))
        try:
            rows: list[asyncpg.Record] = await connection.fetch(statement)
            return rows
        finally:
            await connection.close()


@contextlib.contextmanager
def new_ground() -> Iterator[Ground]:
    """Starts the server in a temporary folder and migrates its database; both are gone at the end."""
    with tempfile.TemporaryDirectory(prefix="governance-bench-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o711)
        with embedded_server(home) as socket_folder:
            ground = Ground(home, socket_folder)
            asyncio.run(migrate(ground.connections(DATABASE)))
            yield ground
