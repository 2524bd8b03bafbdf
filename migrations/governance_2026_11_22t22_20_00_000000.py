"""Redaction: the one way in which history and what is written once may change, and the triggers that keep it so."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.history_sql import FILES, sql

ID = "2026-11-22T22:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Redaction"

RECORDED = ("redaction", "redacted_entry", "redacted_file")

# What is written once and may hold what somebody wrote: a redaction alone may change it.
REACHED = ("freeze_row", "pack", "progress_update")

TRIGGERS = """
CREATE TRIGGER redaction_asked_first BEFORE INSERT ON redaction FOR EACH ROW
WHEN (NEW.agreed IS NOT NULL)
EXECUTE FUNCTION refuse_change('it is asked for before it is agreed to');
CREATE TRIGGER redaction_answered_once BEFORE UPDATE ON redaction FOR EACH ROW
WHEN (
    (OLD.agreed IS NOT NULL AND OLD IS DISTINCT FROM NEW)
    OR (NEW.id, NEW.table_name, NEW.row_id, NEW.fields, NEW.reason, NEW.asked_by, NEW.asked_at)
       IS DISTINCT FROM
       (OLD.id, OLD.table_name, OLD.row_id, OLD.fields, OLD.reason, OLD.asked_by, OLD.asked_at)
)
EXECUTE FUNCTION refuse_change('it is answered once and never changed');
CREATE TRIGGER redaction_done AFTER UPDATE ON redaction FOR EACH ROW
WHEN (NEW.agreed AND OLD.agreed IS NULL) EXECUTE FUNCTION redact();
CREATE TRIGGER never_deleted BEFORE DELETE ON redaction FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');

CREATE TRIGGER written_by_redaction BEFORE INSERT ON redacted_entry FOR EACH ROW
EXECUTE FUNCTION refuse_unless_redacting('only a redaction writes it');
CREATE TRIGGER kept BEFORE UPDATE ON redacted_entry FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_change('it is written once and never changed');
CREATE TRIGGER never_deleted BEFORE DELETE ON redacted_entry FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');

CREATE TRIGGER written_by_redaction BEFORE INSERT ON redacted_file FOR EACH ROW
EXECUTE FUNCTION refuse_unless_redacting('only a redaction writes it');
CREATE TRIGGER removed_once BEFORE UPDATE ON redacted_file FOR EACH ROW
WHEN ((OLD.id, OLD.redaction, OLD.sha256) IS DISTINCT FROM (NEW.id, NEW.redaction, NEW.sha256)
      OR (OLD.removed_at IS NOT NULL AND OLD.removed_at IS DISTINCT FROM NEW.removed_at))
EXECUTE FUNCTION refuse_change('a file is removed once');
CREATE TRIGGER never_deleted BEFORE DELETE ON redacted_file FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');
"""
LET_THROUGH = """
CREATE OR REPLACE TRIGGER kept BEFORE UPDATE ON {0} FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_unless_redacting('it is written once and never changed')
"""


async def allow_redaction() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    for name in FILES:
        await connection.execute(sql(name))
    await connection.execute("ALTER TABLE redaction ALTER COLUMN asked_at SET NOT NULL")
    await connection.execute(TRIGGERS)
    for table in REACHED:
        await connection.execute(LET_THROUGH.format(table))
    for table in RECORDED:
        await connection.execute("SELECT attach_history($1::text::regclass, 1, $2)", table, ID)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(allow_redaction)
    return manager
