"""What a plan said when it was brought in is recorded and can be redacted; a workbook is held between the steps."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.tables.redaction import Redaction

ID = "2026-11-23T03:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Plans brought in from workbooks"

TABLES = """
ALTER TABLE held_workbook ALTER COLUMN held_at SET NOT NULL;
CREATE INDEX held_workbook_by_person ON held_workbook (person, purpose);
ALTER TABLE starting_note ALTER COLUMN written_at SET NOT NULL;
CREATE TRIGGER never_deleted BEFORE DELETE ON starting_note FOR EACH ROW
EXECUTE FUNCTION refuse_change('it may change, and is never deleted');
"""


async def record_starting_notes() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    await connection.execute(TABLES)
    await connection.execute("SELECT attach_history('starting_note', 1, $1)", ID)
    # The condition of the tables as they are now: migrations of two who worked side by side cannot undo each other.
    await connection.execute(
        "ALTER TABLE redaction DROP CONSTRAINT redaction_of_free_text, "
        f"ADD CONSTRAINT redaction_of_free_text CHECK ({Redaction.redaction_of_free_text.condition})"
    )


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(record_starting_notes)
    return manager
