"""Addenda and public extracts are recorded and never changed; only a redaction reaches an addendum's words."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.history_sql import sql
from objectives.tables.redaction import Redaction

ID = "2026-11-23T08:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Addenda and public extracts are kept"

TABLES = """
ALTER TABLE pack_addendum ALTER COLUMN added_at SET NOT NULL;
ALTER TABLE pack_extract ALTER COLUMN made_at SET NOT NULL;
"""
KEPT = """
CREATE TRIGGER kept BEFORE UPDATE ON {0} FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION {1}('it is written once and never changed');
CREATE TRIGGER never_deleted BEFORE DELETE ON {0} FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');
"""
BY = {
    "pack_addendum": "refuse_unless_redacting",
    "pack_extract": "refuse_change",
    "pack_extract_format": "refuse_change",
}


async def record_addenda() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    await connection.execute(TABLES)
    for table, refusal in BY.items():
        await connection.execute("SELECT attach_history($1::text::regclass, 1, $2)", table, ID)
        await connection.execute(KEPT.format(table, refusal))
    for name in ("redaction", "grants"):
        await connection.execute(sql(name))
    # The condition of the tables as they are now: migrations of two who worked side by side cannot undo each other.
    await connection.execute(
        "ALTER TABLE redaction DROP CONSTRAINT redaction_of_free_text, "
        f"ADD CONSTRAINT redaction_of_free_text CHECK ({Redaction.redaction_of_free_text.condition})"
    )


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(record_addenda)
    return manager
