"""History, and the constraints that Piccolo cannot say. Raw SQL: a test compares all of it with tests/schema.txt."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

from objectives.history_sql import FILES, sql

ID = "2026-11-22T21:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "History written by the database"

RECORDED = """
action agency commitment delivery delivery_check evidence evidence_judgement evidence_link forecast_change freeze_row
installation milestone moderation objective pack pack_format pack_issue person post post_holding progress_update
rebaseline reporting_round role_grant strategy update_return variation
""".split()

# Piccolo's dates are null until they are given; these must be given.
GIVEN = {
    "access_entry": ["happened_at"],
    "action": ["added_at"],
    "delivery": ["delivered_on", "said_at"],
    "delivery_check": ["checked_on", "recorded_at"],
    "evidence": ["given_at"],
    "evidence_judgement": ["judged_at"],
    "forecast_change": ["from_on", "to_on", "moved_at"],
    "installation": ["started_at"],
    "moderation": ["moderated_at"],
    "pack": ["as_at", "as_at_on", "built_at"],
    "pack_issue": ["issued_at"],
    "post_holding": ["starts_on"],
    "progress_update": ["submitted_at"],
    "rebaseline": ["from_on", "to_on", "asked_at"],
    "reporting_round": [
        "period_starts_on",
        "period_ends_on",
        "opens_on",
        "updates_due_on",
        "moderation_due_on",
        "freezes_at",
        "meets_on",
    ],
    "role_grant": ["given_on"],
    "sign_in_link": ["made_at", "expires_at"],
    "sign_in_session": ["started_at", "expires_at"],
    "strategy": ["starts_on"],
    "update_return": ["returned_at"],
    "variation": ["dated_on"],
}

CONSTRAINTS = """
CREATE UNIQUE INDEX agency_one_business_unit ON agency (is_business_unit) WHERE is_business_unit;
CREATE UNIQUE INDEX role_grant_held_once ON role_grant (person, role) WHERE ended_on IS NULL;
CREATE UNIQUE INDEX rebaseline_one_undecided ON rebaseline (milestone) WHERE approved IS NULL;
CREATE UNIQUE INDEX evidence_link_action_once ON evidence_link (evidence, action) WHERE action IS NOT NULL;
CREATE UNIQUE INDEX evidence_link_commitment_once ON evidence_link (evidence, commitment) WHERE commitment IS NOT NULL;
CREATE UNIQUE INDEX evidence_link_milestone_once ON evidence_link (evidence, milestone) WHERE milestone IS NOT NULL;
CREATE UNIQUE INDEX freeze_row_action_once ON freeze_row (round, action) WHERE action IS NOT NULL;
CREATE UNIQUE INDEX freeze_row_commitment_once ON freeze_row (round, commitment) WHERE commitment IS NOT NULL;
-- A range of one post stands for its number, which GiST cannot index by itself.
ALTER TABLE post_holding ADD CONSTRAINT post_holding_one_holder EXCLUDE USING gist (
    int4range(post, post, '[]') WITH =, daterange(starts_on, ends_on, '[]') WITH &&
);
"""

# What is written once. Redaction is the one act that will change some of these.
KEPT = ["installation", "freeze_row", "pack", "pack_issue", "pack_format", "progress_update"]
KEPT_TRIGGERS = """
CREATE TRIGGER kept BEFORE UPDATE ON {0} FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION refuse_change('it is written once and never changed');
CREATE TRIGGER never_deleted BEFORE DELETE ON {0} FOR EACH ROW
EXECUTE FUNCTION refuse_change('it is written once and never deleted');
"""
WORDING_LOCKED = """
CREATE TRIGGER commitment_wording_locked BEFORE UPDATE ON commitment FOR EACH ROW
WHEN (OLD.wording <> NEW.wording OR OLD.reference <> NEW.reference)
EXECUTE FUNCTION refuse_change('wording and reference are locked; add a variation beside them');
"""


async def write_history() -> None:
    # Many statements at once, which asyncpg allows on the connection itself only.
    connection = engine_finder().current_transaction.get().connection
    await connection.execute(sql("tables"))
    for name in FILES:
        await connection.execute(sql(name))
    for table, columns in GIVEN.items():
        for column in columns:
            await connection.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL")
    await connection.execute(CONSTRAINTS)
    for table in KEPT:
        await connection.execute(KEPT_TRIGGERS.format(table))
    await connection.execute(WORDING_LOCKED)
    for table in RECORDED:
        await connection.execute("SELECT attach_history($1::text::regclass, 1, $2)", table, ID)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(write_history)
    return manager
