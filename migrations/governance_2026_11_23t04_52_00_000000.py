"""Indexes by which words are found; what each looks through is said again in `objectives/finding.py`."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-23T04:52:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Words can be found"

INDEXES = """
CREATE INDEX commitment_words ON commitment USING gin (to_tsvector('english',
    reference || ' ' || short_title || ' ' || wording));
CREATE INDEX action_words ON action USING gin (to_tsvector('english', reference || ' ' || title || ' ' || description));
CREATE INDEX milestone_words ON milestone USING gin (to_tsvector('english', title));
CREATE INDEX progress_update_words ON progress_update USING gin (to_tsvector('english',
    output || ' ' || reach || ' ' || impact || ' ' || barriers || ' ' || next_steps || ' ' || plan || ' ' ||
    ask || ' ' || confidence_reason || ' ' || good_practice));
CREATE INDEX evidence_words ON evidence USING gin (to_tsvector('english', title || ' ' || coalesce(statement, '')));
"""


async def index_words() -> None:
    await engine_finder().current_transaction.get().connection.execute(INDEXES)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)
    manager.add_raw(index_words)
    return manager
