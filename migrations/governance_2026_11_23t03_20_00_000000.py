"""Assurance requests are recorded, and what was asked, answered, judged and chased stands.

Answers may be changed until their attempt is submitted, contacts may end, more time is decided on once, and a
recommendation becomes an action once. A redaction alone may change words that stand.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.tables.mail import Mail
from objectives.tables.redaction import Redaction

ID = "2026-11-23T03:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Assurance requests are kept"

RECORDED = """
assurance_template assurance_asking assurance_subject assurance_question assurance_request assurance_contact
assurance_step assurance_extension assurance_answer assurance_evidence assurance_grade assurance_sign_off
assurance_submission assurance_return assurance_opinion assurance_recommendation assurance_chase
""".split()

WRITTEN_ONCE = """
assurance_template assurance_asking assurance_subject assurance_question assurance_step assurance_grade
assurance_sign_off assurance_submission assurance_return assurance_opinion assurance_chase
""".split()
KEPT = """
CREATE TRIGGER kept BEFORE UPDATE ON {0} FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_unless_redacting('it is written once and never changed')
"""
DELETED = """
CREATE TRIGGER never_deleted BEFORE DELETE ON {0} FOR EACH ROW
EXECUTE FUNCTION refuse_change('it may end, and is never deleted')
"""

GIVEN = {
    "assurance_template": ("changed_at",),
    "assurance_asking": ("covers_from", "covers_to", "drafted_at"),
    "assurance_contact": ("named_at",),
    "assurance_step": ("taken_at",),
    "assurance_extension": ("from_on", "to_on", "asked_at"),
    "assurance_answer": ("answered_at",),
    "assurance_evidence": ("shows_on", "given_at"),
    "assurance_grade": ("graded_at",),
    "assurance_sign_off": ("signed_on", "recorded_at"),
    "assurance_submission": ("submitted_at",),
    "assurance_return": ("returned_at",),
    "assurance_opinion": ("review_by", "given_at"),
    "assurance_chase": ("runs_from", "due_on", "taken_at"),
    "assurance_link": ("made_at", "expires_at"),
    "assurance_code": ("made_at", "expires_at"),
    "assurance_sitting": ("started_at", "expires_at"),
    "assurance_opening": ("happened_at",),
}

STANDING = """
CREATE INDEX assurance_request_by_agency ON assurance_request (agency);
CREATE INDEX assurance_subject_by_asking ON assurance_subject (asking);
CREATE INDEX assurance_contact_by_request ON assurance_contact (request);
CREATE INDEX assurance_step_by_request ON assurance_step (request);
CREATE INDEX assurance_evidence_by_request ON assurance_evidence (request);
CREATE INDEX assurance_link_by_contact ON assurance_link (contact);
CREATE INDEX assurance_code_by_link ON assurance_code (link);
CREATE INDEX assurance_opening_by_link ON assurance_opening (link);

CREATE FUNCTION refuse_once_submitted() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() > 1 THEN
        IF is_redacting() THEN
            RETURN NEW;
        END IF;
    END IF;
    IF EXISTS (SELECT FROM assurance_submission WHERE request = OLD.request AND attempt = OLD.attempt) THEN
        RAISE EXCEPTION 'The table % refuses %: what was submitted stands', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'GV002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER submitted_stands BEFORE UPDATE ON assurance_answer FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_once_submitted();
CREATE TRIGGER submitted_stands BEFORE UPDATE ON assurance_evidence FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_once_submitted();

CREATE TRIGGER who_it_is_stands BEFORE UPDATE ON assurance_contact FOR EACH ROW
WHEN (
    (NEW.id, NEW.request, NEW.part, NEW.name, NEW.email, NEW.named_at)
    IS DISTINCT FROM (OLD.id, OLD.request, OLD.part, OLD.name, OLD.email, OLD.named_at)
)
EXECUTE FUNCTION refuse_change('a contact may end; another is named beside it');

CREATE TRIGGER decided_once BEFORE UPDATE ON assurance_extension FOR EACH ROW
WHEN (
    (OLD.granted IS NOT NULL AND OLD IS DISTINCT FROM NEW)
    OR (NEW.id, NEW.request, NEW.from_on, NEW.to_on, NEW.reason, NEW.asked_by, NEW.asked_at)
       IS DISTINCT FROM (OLD.id, OLD.request, OLD.from_on, OLD.to_on, OLD.reason, OLD.asked_by, OLD.asked_at)
)
EXECUTE FUNCTION refuse_unless_redacting('it is decided once, and what was asked for stands');

CREATE TRIGGER recommended_stands BEFORE UPDATE ON assurance_recommendation FOR EACH ROW
WHEN (
    (OLD.action IS NOT NULL AND NEW.action IS DISTINCT FROM OLD.action)
    OR (NEW.id, NEW.opinion, NEW.position, NEW.words, NEW.agency)
       IS DISTINCT FROM (OLD.id, OLD.opinion, OLD.position, OLD.words, OLD.agency)
)
EXECUTE FUNCTION refuse_unless_redacting('it becomes an action once, and its words stand');

CREATE TRIGGER asked_stands BEFORE UPDATE ON assurance_request FOR EACH ROW
WHEN (
    OLD.state = 'closed' AND OLD IS DISTINCT FROM NEW
    OR (NEW.id, NEW.asking, NEW.agency) IS DISTINCT FROM (OLD.id, OLD.asking, OLD.agency)
)
EXECUTE FUNCTION refuse_change('whom it asks stands, and so does what was closed');

CREATE TRIGGER kept BEFORE UPDATE ON assurance_opening FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_change('it is written once and never changed');
CREATE TRIGGER never_deleted BEFORE DELETE ON assurance_opening FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');

DROP TRIGGER mail_settled_once ON mail;
CREATE TRIGGER mail_settled_once BEFORE UPDATE ON mail FOR EACH ROW
WHEN (
    (OLD.outcome IS NOT NULL AND OLD IS DISTINCT FROM NEW)
    OR (NEW.id, NEW.kind, NEW.person, NEW.contact, NEW.recipient, NEW.about, NEW.queued_at)
       IS DISTINCT FROM (OLD.id, OLD.kind, OLD.person, OLD.contact, OLD.recipient, OLD.about, OLD.queued_at)
    OR NEW.tries < OLD.tries
)
EXECUTE FUNCTION refuse_change('only its tries are noted, and its outcome once');
"""


async def keep_assurance() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    for table, columns in GIVEN.items():
        for column in columns:
            await connection.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL")
    for table in RECORDED:
        await connection.execute("SELECT attach_history($1::text::regclass, 1, $2)", table, ID)
        await connection.execute(DELETED.format(table))
    for table in WRITTEN_ONCE:
        await connection.execute(KEPT.format(table))
    await connection.execute(STANDING)
    # The conditions of the tables as they are now: migrations of two who worked side by side cannot undo each other.
    for table, name, condition in (
        ("redaction", "redaction_of_free_text", Redaction.redaction_of_free_text.condition),
        ("mail", "mail_kind", Mail.mail_kind.condition),
    ):
        await connection.execute(
            f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} CHECK ({condition})"
        )


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(keep_assurance)
    return manager
