"""The way to the database: which one, as whom, in what shape. Knows nothing of what is in its tables."""

import contextlib
import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import asyncpg
import msgspec
from piccolo.table import TABLE_REGISTRY

from governance_app import embedded
from governance_app.settings import Settings
from objectives.problems import Problem
from piccolo_conf import DB, Engine

APP = "governance"  # the name that Piccolo files the migrations under
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
MIGRATION_LOCK = 7_011_918  # any number that nothing else on the server takes as an advisory lock
SESSION = {
    "application_name": "governance",
    "timezone": "UTC",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "10s",
}


class Connections(msgspec.Struct, frozen=True):
    """The addresses of one database, as the application's role and, where known, as the tables' owner."""

    application: str
    owner: str | None
    is_embedded: bool


@contextlib.contextmanager
def open_database(settings: Settings) -> Iterator[Connections]:
    """The named database, or the embedded one, running for as long as the block lasts.

    Raises Problem when the embedded server cannot start; a named one is not tried before `connect`.
    """
    if settings.database_url:
        yield Connections(settings.database_url, settings.database_owner_url, is_embedded=False)
        return
    with embedded.embedded_server(settings.home) as socket_folder:
        yield Connections(
            address(socket_folder, embedded.APPLICATION),
            address(socket_folder, embedded.OWNER),
            is_embedded=True,
        )


def address(socket_folder: Path, role: str, database: str = embedded.DATABASE) -> str:
    """The connection string of one role to one database of the embedded server."""
    return f"postgresql://{role}@/{database}?host={quote(str(socket_folder))}"


async def connect(connections: Connections) -> None:
    """Starts the pool as the application's role, in UTC. Raises Problem if it cannot be reached."""
    DB.config = _as_role(connections.application)
    _hand_to_tables(DB)
    with reaching(connections.application):
        await DB.start_connection_pool(min_size=1, max_size=10, reset=left_as_it_is)


def _hand_to_tables(engine: Engine) -> None:
    """Spares Piccolo looking for it: that imports a code formatter, a tenth of a second in each process."""
    for table in TABLE_REGISTRY:
        table._meta.db = engine


async def left_as_it_is(connection: asyncpg.Connection) -> None:
    """Spares each query a second journey: whatever the service sets in a session ends with its transaction.

    A transaction left open is ended by asyncpg all the same.
    """


async def disconnect() -> None:
    """Closes the pool and forgets the address."""
    await DB.close_connection_pool()
    DB.config = {}


@contextlib.asynccontextmanager
async def connected(connections: Connections) -> AsyncIterator[None]:
    """`connect` and `disconnect` around a block."""
    await connect(connections)
    try:
        yield
    finally:
        await disconnect()


async def migrate(connections: Connections) -> list[str]:
    """Brings the tables to the shape that the code expects, as the owner; returns the migrations run.

    Processes that migrate at once take turns. Raises Problem when the owner's address is not known.
    """
    if connections.owner is None:
        raise Problem("Migrating needs the role that owns the tables; set DATABASE_OWNER_URL.")
    with reaching(connections.owner):
        turn = await asyncpg.connect(connections.owner)
    try:
        await turn.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        waiting = await _waiting(turn)
        if waiting:
            await _run_migrations(connections.owner)
        await _grant(turn, _role_of(connections.application), anew=bool(waiting))
    finally:
        await turn.close()
    return waiting


async def make_current(connections: Connections) -> None:
    """Migrates the embedded database; one that is named, and that others may be using, is refused if it is old."""
    await (migrate if connections.is_embedded else refuse_an_old_shape)(connections)


async def refuse_an_old_shape(connections: Connections) -> None:
    """Raises Problem when migrations have yet to be run on this database."""
    with reaching(connections.application):
        connection = await asyncpg.connect(connections.application)
    try:
        waiting = await _waiting(connection)
    finally:
        await connection.close()
    if waiting:
        raise Problem("The database is older than this version of the service; run `governance migrate`.")


async def _grant(owner: asyncpg.Connection, role: str, anew: bool) -> None:
    """After a migration, and where one was cut short before this: every grant is a write to the catalogue."""
    lacking = """
        SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                       AND NOT has_table_privilege($1, oid, 'SELECT'))
    """
    if anew or await owner.fetchval(lacking, role):
        await owner.execute("SELECT grant_application(quote_ident($1)::regrole)", role)


def _role_of(connection_string: str) -> str:
    return unquote(urlsplit(connection_string).username or embedded.APPLICATION)


def _as_role(connection_string: str) -> dict[str, Any]:
    return {"dsn": connection_string, "server_settings": SESSION, "timeout": 10}


@contextlib.contextmanager
def reaching(connection_string: str) -> Iterator[None]:
    """Has whatever keeps the database away said as a Problem, without the password."""
    try:
        yield
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        where = urlsplit(connection_string)
        reason = str(error) or type(error).__name__
        raise Problem(
            f"The database {where.path.lstrip('/')} on {where.hostname or 'this machine'} cannot be reached "
            f"({reason}); check DATABASE_URL and that the database is running."
        ) from error


async def _waiting(connection: asyncpg.Connection) -> list[str]:
    if await connection.fetchval("SELECT to_regclass('migration')") is None:
        done = set()
    else:
        rows = await connection.fetch("SELECT name FROM migration WHERE app_name = $1", APP)
        done = {row["name"] for row in rows}
    return sorted(known_migrations() - done)


def known_migrations() -> set[str]:
    """The names of all migrations that this version of the service brings."""
    return {name for file in MIGRATIONS.glob("*.py") if (name := _identifier(file))}


def _identifier(file: Path) -> str | None:
    """A migration's name is its ID; reading it beats importing every migration at each start."""
    line = next((line for line in file.read_text().splitlines() if line.startswith("ID = ")), None)
    return line.removeprefix("ID = ").strip("\"'") if line else None


async def _run_migrations(owner: str) -> None:
    # It brings a code formatter with it, which is not wanted where nothing is to be migrated.
    from piccolo.apps.migrations.commands.forwards import run_forwards

    before, DB.config = DB.config, {"dsn": owner, "server_settings": {"timezone": "UTC"}}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            result = await run_forwards(APP)
    finally:
        DB.config = before
    if not result.success:
        raise Problem(f"The migrations did not run: {result.message}")
