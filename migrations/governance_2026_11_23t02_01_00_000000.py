"""A variation's note may be mended, as a strategy's file is; its day, and the wording that it gave, stand."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-23T02:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A variation's note may be mended"

TRIGGER = """
DROP TRIGGER kept ON variation;
CREATE TRIGGER varied_wording_stands BEFORE UPDATE ON variation FOR EACH ROW
WHEN (
    (NEW.id, NEW.commitment, NEW.dated_on, NEW.wording, NEW.recorded_by, NEW.recorded_at)
    IS DISTINCT FROM
    (OLD.id, OLD.commitment, OLD.dated_on, OLD.wording, OLD.recorded_by, OLD.recorded_at)
)
EXECUTE FUNCTION refuse_unless_redacting('only its note may be mended');
"""


async def let_notes_be_mended() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    await engine_finder().current_transaction.get().connection.execute(TRIGGER)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(let_notes_be_mended)
    return manager
