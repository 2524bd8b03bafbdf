"""Supersessions are recorded, and what somebody decided or noted stands: the database refuses to change or remove it.

Redaction alone may change such words, and a request for a new baseline is answered once.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.history_sql import sql
from objectives.tables.redaction import Redaction

ID = "2026-11-23T00:58:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What was decided stands"

# Written once, by one act. What somebody says differently later is a further row.
WRITTEN_ONCE = """
delivery delivery_check evidence evidence_judgement evidence_link forecast_change moderation supersession
update_return variation
""".split()
KEPT = """
CREATE TRIGGER kept BEFORE UPDATE ON {0} FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_unless_redacting('it is written once and never changed')
"""

# These change by acts; who they were and what they said is still asked for when they have ended.
NEVER_DELETED = """
action commentary commitment milestone objective person post post_holding rebaseline reporting_round role_grant strategy
""".split()
DELETED = """
CREATE TRIGGER never_deleted BEFORE DELETE ON {0} FOR EACH ROW
EXECUTE FUNCTION refuse_change('{1}')
"""

STANDING = """
CREATE TRIGGER decided_once BEFORE UPDATE ON rebaseline FOR EACH ROW
WHEN (
    (OLD.approved IS NOT NULL AND OLD IS DISTINCT FROM NEW)
    OR (NEW.id, NEW.milestone, NEW.from_on, NEW.to_on, NEW.reason, NEW.asked_by, NEW.asked_at)
       IS DISTINCT FROM
       (OLD.id, OLD.milestone, OLD.from_on, OLD.to_on, OLD.reason, OLD.asked_by, OLD.asked_at)
)
EXECUTE FUNCTION refuse_unless_redacting('it is decided once, and what was asked for stands');

CREATE TRIGGER first_baseline_stands BEFORE UPDATE ON milestone FOR EACH ROW
WHEN ((NEW.id, NEW.action, NEW.first_baseline_on) IS DISTINCT FROM (OLD.id, OLD.action, OLD.first_baseline_on))
EXECUTE FUNCTION refuse_change('the date that was approved first stands');

CREATE TRIGGER frozen_dates_stand BEFORE UPDATE ON reporting_round FOR EACH ROW
WHEN (
    OLD.freezes_at <= governance_now()
    AND (NEW.id, NEW.name, NEW.period_starts_on, NEW.period_ends_on, NEW.opens_on, NEW.updates_due_on,
         NEW.moderation_due_on, NEW.freezes_at)
        IS DISTINCT FROM
        (OLD.id, OLD.name, OLD.period_starts_on, OLD.period_ends_on, OLD.opens_on, OLD.updates_due_on,
         OLD.moderation_due_on, OLD.freezes_at)
)
EXECUTE FUNCTION refuse_change('it has frozen, so only the day of the meeting can still move');
CREATE TRIGGER freezes_ahead BEFORE INSERT ON reporting_round FOR EACH ROW WHEN (NEW.freezes_at <= governance_now())
EXECUTE FUNCTION refuse_change('a round is planned before it freezes');
CREATE TRIGGER no_freeze_in_the_past BEFORE UPDATE ON reporting_round FOR EACH ROW
WHEN (NEW.freezes_at <> OLD.freezes_at AND NEW.freezes_at <= governance_now())
EXECUTE FUNCTION refuse_change('a freeze can be moved only to an instant that lies ahead');
"""


async def keep_what_was_decided() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    await connection.execute(sql("recording"))
    await connection.execute("ALTER TABLE supersession ALTER COLUMN superseded_at SET NOT NULL")
    await connection.execute("SELECT attach_history('supersession', 1, $1)", ID)
    for table in WRITTEN_ONCE:
        await connection.execute(KEPT.format(table))
        await connection.execute(DELETED.format(table, "it is written once and never deleted"))
    for table in NEVER_DELETED:
        await connection.execute(DELETED.format(table, "it may end, and is never deleted"))
    await connection.execute(STANDING)
    # The condition of the tables as they are now: migrations of two who worked side by side cannot undo each other.
    await connection.execute(
        "ALTER TABLE redaction DROP CONSTRAINT redaction_of_free_text, "
        f"ADD CONSTRAINT redaction_of_free_text CHECK ({Redaction.redaction_of_free_text.condition})"
    )


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(keep_what_was_decided)
    return manager
