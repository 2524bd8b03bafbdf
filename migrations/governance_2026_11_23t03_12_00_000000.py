"""An agency may end and is never deleted, and that somebody read what they took on is said once, as all else is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-23T03:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Agencies and takings-on stay"

TRIGGERS = """
CREATE TRIGGER never_deleted BEFORE DELETE ON agency FOR EACH ROW
EXECUTE FUNCTION refuse_change('it may end, and is never deleted');
CREATE TRIGGER never_deleted BEFORE DELETE ON taking_on FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');
CREATE TRIGGER kept BEFORE UPDATE ON taking_on FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_change('it is written once and never changed');
"""


async def keep_agencies() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    await engine_finder().current_transaction.get().connection.execute(TRIGGERS)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(keep_agencies)
    return manager
