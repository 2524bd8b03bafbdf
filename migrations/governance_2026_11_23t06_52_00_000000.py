"""Decisions sought and read receipts are recorded; what was sought can be redacted, a receipt stands as it was given."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.tables.redaction import Redaction

ID = "2026-11-23T06:52:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Decisions sought and read receipts are recorded"

TABLES = """
ALTER TABLE decision_sought ALTER COLUMN written_at SET NOT NULL;
ALTER TABLE pack_receipt ALTER COLUMN confirmed_at SET NOT NULL;
CREATE TRIGGER never_deleted BEFORE DELETE ON decision_sought FOR EACH ROW
EXECUTE FUNCTION refuse_change('it may be left out, and is never deleted');
CREATE TRIGGER what_it_is_about_stands BEFORE UPDATE ON decision_sought FOR EACH ROW
WHEN (
    (NEW.id, NEW.strategy, NEW.round, NEW.origin, NEW.reference)
    IS DISTINCT FROM (OLD.id, OLD.strategy, OLD.round, OLD.origin, OLD.reference)
)
EXECUTE FUNCTION refuse_change('its round and what it is about stand');
CREATE TRIGGER kept BEFORE UPDATE ON pack_receipt FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_change('it is written once and never changed');
CREATE TRIGGER never_deleted BEFORE DELETE ON pack_receipt FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');
"""


async def record_what_is_sought() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    await connection.execute(TABLES)
    for table in ("decision_sought", "pack_receipt"):
        await connection.execute("SELECT attach_history($1::text::regclass, 1, $2)", table, ID)
    # The condition of the table as it is now: migrations of two who worked side by side cannot undo each other.
    await connection.execute(
        "ALTER TABLE redaction DROP CONSTRAINT redaction_of_free_text, "
        f"ADD CONSTRAINT redaction_of_free_text CHECK ({Redaction.redaction_of_free_text.condition})"
    )


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(record_what_is_sought)
    return manager
