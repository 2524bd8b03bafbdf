"""Evidence in its second shape: a redaction that reached it is written on it; live rows are recorded anew."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.history_sql import sql

ID = "2026-11-22T22:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Evidence says that it was redacted"


async def reshape_evidence() -> None:
    connection = engine_finder().current_transaction.get().connection
    await connection.execute(sql("redaction"))
    await connection.execute("SELECT attach_history('evidence', 2, $1)", ID)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(reshape_evidence)
    return manager
