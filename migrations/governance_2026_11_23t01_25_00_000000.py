"""Mail is written once: afterwards only its tries and, once, its outcome; and none of it is ever deleted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-23T01:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Mail is kept"

SQL = """
ALTER TABLE mail ALTER COLUMN queued_at SET NOT NULL;
ALTER TABLE link_asked ALTER COLUMN asked_at SET NOT NULL;
CREATE INDEX mail_waiting ON mail (id) WHERE outcome IS NULL;
CREATE INDEX link_asked_by_time ON link_asked (asked_at);

CREATE TRIGGER mail_settled_once BEFORE UPDATE ON mail FOR EACH ROW
WHEN (
    (OLD.outcome IS NOT NULL AND OLD IS DISTINCT FROM NEW)
    OR (NEW.id, NEW.kind, NEW.person, NEW.recipient, NEW.about, NEW.queued_at)
       IS DISTINCT FROM (OLD.id, OLD.kind, OLD.person, OLD.recipient, OLD.about, OLD.queued_at)
    OR NEW.tries < OLD.tries
)
EXECUTE FUNCTION refuse_change('only its tries are noted, and its outcome once');
CREATE TRIGGER never_deleted BEFORE DELETE ON mail FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');
CREATE TRIGGER kept BEFORE UPDATE ON tray_letter FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_change('it is written once and never changed');
CREATE TRIGGER never_deleted BEFORE DELETE ON tray_letter FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');
"""


async def keep_mail() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    await engine_finder().current_transaction.get().connection.execute(SQL)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(keep_mail)
    return manager
