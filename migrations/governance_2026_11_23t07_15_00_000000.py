"""Meetings, and what is raised at them or between them, are recorded; what was said and signed off stands."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.history_sql import sql
from objectives.tables.redaction import Redaction

ID = "2026-11-23T07:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Matters and meetings"

TABLES = """
ALTER TABLE quorum ALTER COLUMN set_at SET NOT NULL;
ALTER TABLE meeting ALTER COLUMN held_on SET NOT NULL, ALTER COLUMN called_at SET NOT NULL;
ALTER TABLE pack_review ALTER COLUMN reviewed_at SET NOT NULL;
ALTER TABLE matter ALTER COLUMN due_on SET NOT NULL, ALTER COLUMN raised_at SET NOT NULL;
ALTER TABLE matter_step ALTER COLUMN taken_at SET NOT NULL;
ALTER TABLE matter_outcome ALTER COLUMN made_at SET NOT NULL;
CREATE INDEX matter_by_pack ON matter (pack);
CREATE INDEX matter_step_by_matter ON matter_step (matter);
CREATE INDEX matter_outcome_by_matter ON matter_outcome (matter);
CREATE TRIGGER what_was_raised_stands BEFORE UPDATE ON matter FOR EACH ROW
WHEN (
    (NEW.id, NEW.strategy, NEW.number, NEW.pack, NEW.meeting, NEW.line, NEW.commitment, NEW.action, NEW.kind,
     NEW.arose_from, NEW.raised_by, NEW.recorded_by, NEW.raised_at)
    IS DISTINCT FROM
    (OLD.id, OLD.strategy, OLD.number, OLD.pack, OLD.meeting, OLD.line, OLD.commitment, OLD.action, OLD.kind,
     OLD.arose_from, OLD.raised_by, OLD.recorded_by, OLD.raised_at)
)
EXECUTE FUNCTION refuse_change('its number, what it is about, and who raised it stand');
CREATE TRIGGER what_was_said_stands BEFORE UPDATE ON matter FOR EACH ROW WHEN (NEW.words IS DISTINCT FROM OLD.words)
EXECUTE FUNCTION refuse_unless_redacting('what was raised is written once and never changed');

-- Once a pack was signed off as reviewed, who was there is on record with it.
CREATE FUNCTION refuse_once_reviewed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    of_meeting int := CASE TG_TABLE_NAME WHEN 'meeting' THEN (to_jsonb(NEW) ->> 'id')::int
                      ELSE (to_jsonb(NEW) ->> 'meeting')::int END;
BEGIN
    IF NOT EXISTS (SELECT FROM pack_review WHERE meeting = of_meeting) THEN
        RETURN NEW;
    END IF;
    -- Not in one condition: whoever may not ask whether a redaction is under way is still told why this is refused.
    IF pg_trigger_depth() > 1 THEN
        IF is_redacting() THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The table % refuses %: its meeting has signed the pack off', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'GV002';
END $$;
CREATE TRIGGER signed_off_stands BEFORE UPDATE ON meeting FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_once_reviewed();
CREATE TRIGGER signed_off_stands BEFORE INSERT OR UPDATE ON attendance FOR EACH ROW
EXECUTE FUNCTION refuse_once_reviewed();
CREATE TRIGGER signed_off_stands BEFORE INSERT ON matter FOR EACH ROW WHEN (NEW.meeting IS NOT NULL)
EXECUTE FUNCTION refuse_once_reviewed();
"""
NEVER_DELETED = """
CREATE TRIGGER never_deleted BEFORE DELETE ON {0} FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is on record and never deleted');
"""
WRITTEN_ONCE = """
CREATE TRIGGER kept BEFORE UPDATE ON {0} FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_unless_redacting('it is written once and never changed');
"""
RECORDED = ("quorum", "meeting", "attendance", "pack_review", "matter", "matter_step", "matter_outcome")


async def record_matters() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    await connection.execute(TABLES)
    for table in RECORDED:
        await connection.execute("SELECT attach_history($1::text::regclass, 1, $2)", table, ID)
        await connection.execute(NEVER_DELETED.format(table))
    for table in ("pack_review", "matter_step", "matter_outcome"):
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
    manager.add_raw(record_matters)
    return manager
