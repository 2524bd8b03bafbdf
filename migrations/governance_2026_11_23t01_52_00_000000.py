"""Mail may say what somebody has to do."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-23T01:52:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Letters about what to do"

SQL = """
ALTER TABLE mail DROP CONSTRAINT mail_kind;
ALTER TABLE mail ADD CONSTRAINT mail_kind CHECK (kind IN ('sign-in link', 'what to do', 'test'));
CREATE INDEX mail_by_person ON mail (person, queued_at);
"""


async def widen() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    await engine_finder().current_transaction.get().connection.execute(SQL)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(widen)
    return manager
