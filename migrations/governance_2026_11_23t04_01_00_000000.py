"""Post in its second shape: it may end; live rows are recorded anew."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-23T04:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A post may end"


async def reshape_post() -> None:
    connection = engine_finder().current_transaction.get().connection
    await connection.execute("SELECT attach_history('post', 2, $1)", ID)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(reshape_post)
    return manager
