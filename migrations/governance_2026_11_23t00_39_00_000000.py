"""Redaction in its second shape: one that was declined says why; live rows are recorded anew."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-23T00:39:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A redaction says why it was declined"


async def reshape_redaction() -> None:
    connection = engine_finder().current_transaction.get().connection
    await connection.execute("SELECT attach_history('redaction', 2, $1)", ID)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(reshape_redaction)
    return manager
