"""What the child-data guard found is recorded in history, and only a redaction may change it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.tables.redaction import Redaction

ID = "2026-11-23T00:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Finds of the child-data guard"

TRIGGERS = """
CREATE TRIGGER kept BEFORE UPDATE ON guard_find FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_unless_redacting('it is written once and never changed');
CREATE TRIGGER never_deleted BEFORE DELETE ON guard_find FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');
CREATE INDEX guard_find_lately ON guard_find (found_at);
"""


async def record_finds() -> None:
    connection = engine_finder().current_transaction.get().connection
    await connection.execute("ALTER TABLE guard_find ALTER COLUMN found_at SET NOT NULL")
    await connection.execute(TRIGGERS)
    await connection.execute("SELECT attach_history('guard_find', 1, $1)", ID)
    # The condition of the tables as they are now: migrations of two who worked side by side cannot undo each other.
    await connection.execute(
        "ALTER TABLE redaction DROP CONSTRAINT redaction_of_free_text, "
        f"ADD CONSTRAINT redaction_of_free_text CHECK ({Redaction.redaction_of_free_text.condition})"
    )


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(record_finds)
    return manager
