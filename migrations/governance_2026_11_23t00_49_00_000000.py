"""Taking on a post is recorded in history, and what was said stays."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-23T00:49:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Taking on"


async def record_taking_on() -> None:
    connection = engine_finder().current_transaction.get().connection
    await connection.execute("ALTER TABLE taking_on ALTER COLUMN taken_on_at SET NOT NULL")
    await connection.execute("SELECT attach_history('taking_on', 1, $1)", ID)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(record_taking_on)
    return manager
