"""Risks, what was said of them, and changes made to many actions at once are recorded and can be redacted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.history_sql import sql
from objectives.tables.redaction import Redaction

ID = "2026-11-23T04:07:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Risks, and changes of many actions"

TABLES = """
ALTER TABLE risk ALTER COLUMN review_on SET NOT NULL, ALTER COLUMN raised_at SET NOT NULL;
ALTER TABLE risk_step ALTER COLUMN taken_at SET NOT NULL;
ALTER TABLE bulk_change ALTER COLUMN made_at SET NOT NULL;
CREATE INDEX risk_step_by_risk ON risk_step (risk);
CREATE TRIGGER never_deleted BEFORE DELETE ON risk FOR EACH ROW
EXECUTE FUNCTION refuse_change('it may end, and is never deleted');
CREATE TRIGGER what_it_is_to_stands BEFORE UPDATE ON risk FOR EACH ROW
WHEN (
    (NEW.id, NEW.strategy, NEW.number, NEW.commitment, NEW.action, NEW.raised_by, NEW.raised_at)
    IS DISTINCT FROM (OLD.id, OLD.strategy, OLD.number, OLD.commitment, OLD.action, OLD.raised_by, OLD.raised_at)
)
EXECUTE FUNCTION refuse_change('its number, what it is to, and who raised it stand');
"""
WRITTEN_ONCE = """
CREATE TRIGGER kept BEFORE UPDATE ON {0} FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_unless_redacting('it is written once and never changed');
CREATE TRIGGER never_deleted BEFORE DELETE ON {0} FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');
"""


async def record_risks() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    await connection.execute(TABLES)
    for table in ("risk", "risk_step", "bulk_change"):
        await connection.execute("SELECT attach_history($1::text::regclass, 1, $2)", table, ID)
    for table in ("risk_step", "bulk_change"):
        await connection.execute(WRITTEN_ONCE.format(table))
    for name in ("redaction", "grants"):
        await connection.execute(sql(name))
    # The condition of the tables as they are now: migrations of two who worked side by side cannot undo each other.
    await connection.execute(
        "ALTER TABLE redaction DROP CONSTRAINT redaction_of_free_text, "
        f"ADD CONSTRAINT redaction_of_free_text CHECK ({Redaction.redaction_of_free_text.condition})"
    )


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(record_risks)
    return manager
