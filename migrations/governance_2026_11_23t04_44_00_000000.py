"""What was let stand, and what an agency answered, are recorded: written once, never changed or deleted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.tables.redaction import Redaction

ID = "2026-11-23T04:44:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Acceptances and answers are kept"

GIVEN = {"rating_acceptance": "accepted_at", "rating_answer": "answered_at"}
KEPT = """
CREATE TRIGGER kept BEFORE UPDATE ON {0} FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_unless_redacting('it is written once and never changed')
"""
DELETED = """
CREATE TRIGGER never_deleted BEFORE DELETE ON {0} FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted')
"""


async def keep_judgements() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    for table, column in GIVEN.items():
        await connection.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL")
        await connection.execute("SELECT attach_history($1::text::regclass, 1, $2)", table, ID)
        await connection.execute(KEPT.format(table))
        await connection.execute(DELETED.format(table))
    # The condition of the table as it is now: migrations of two who worked side by side cannot undo each other.
    await connection.execute(
        "ALTER TABLE redaction DROP CONSTRAINT redaction_of_free_text, "
        f"ADD CONSTRAINT redaction_of_free_text CHECK ({Redaction.redaction_of_free_text.condition})"
    )


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(keep_judgements)
    return manager
