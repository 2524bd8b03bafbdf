"""A redaction walks through those parts of a pack that hold its words, and no others."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.history_sql import sql

ID = "2026-11-23T03:35:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A redaction looks before it walks"


async def look_first() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    for name in ("redaction", "grants"):
        await connection.execute(sql(name))


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(look_first)
    return manager
