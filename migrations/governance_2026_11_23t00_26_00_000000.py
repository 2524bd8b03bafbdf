"""Commentary is recorded in history, and its words can be redacted like any that people write freely."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.tables.redaction import Redaction

ID = "2026-11-23T00:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Commentary"


async def record_commentary() -> None:
    connection = engine_finder().current_transaction.get().connection
    await connection.execute("ALTER TABLE commentary ALTER COLUMN written_at SET NOT NULL")
    await connection.execute("SELECT attach_history('commentary', 1, $1)", ID)
    # The condition of the tables as they are now: migrations of two who worked side by side cannot undo each other.
    await connection.execute(
        "ALTER TABLE redaction DROP CONSTRAINT redaction_of_free_text, "
        f"ADD CONSTRAINT redaction_of_free_text CHECK ({Redaction.redaction_of_free_text.condition})"
    )


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(record_commentary)
    return manager
