"""What is recorded stays: what the application's role cannot do at all, and what even the owner is refused."""

import asyncpg
import pytest

from governance_app.database import Connections
from tests.domain.history_makers import add_agency, connection, rename, run_past_the_service


@pytest.fixture
async def recorded(database: Connections) -> Connections:
    agency = await add_agency("Police")
    await rename(agency, "West Midlands Police")
    return database


APPLICATION_CANNOT = (
    "UPDATE history SET actor = 'person:9'",
    "UPDATE history SET recorded_at = recorded_at - interval '1 day'",
    "UPDATE history SET superseded_at = NULL, superseded_sequence = NULL",
    "DELETE FROM history",
    "TRUNCATE history",
    "INSERT INTO history SELECT * FROM history",
    "UPDATE history_head SET sequence = 0",
    "DELETE FROM history_head",
    "UPDATE history_clock SET example = true",
    "TRUNCATE agency CASCADE",
    "ALTER TABLE agency DISABLE TRIGGER ALL",
    "ALTER TABLE agency DISABLE TRIGGER history_update",
    "DROP TRIGGER history_update ON agency",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION record_history() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE TABLE agency_2 (id int)",
    "SELECT attach_history('agency', 2, 'mine')",
    "SELECT grant_application('governance_app')",
    "INSERT INTO migration (name) VALUES ('mine')",
    "DELETE FROM access_entry",
    "SET ROLE governance_owner",
)

OWNER_IS_REFUSED = (
    "UPDATE history SET actor = 'person:9'",
    "UPDATE history SET superseded_at = now(), superseded_sequence = 9 WHERE superseded_at IS NULL",
    "UPDATE history SET row_json = '{}', salt = NULL",
    "DELETE FROM history",
    "TRUNCATE history",
    "INSERT INTO history SELECT * FROM history LIMIT 1",
    "UPDATE history_head SET sequence = 0",
    "UPDATE history_head SET instant = instant - interval '1 second'",
    "DELETE FROM history_head",
    "INSERT INTO history_head (only_one) VALUES (false)",
    "TRUNCATE history_head",
    "TRUNCATE history_clock",
    "TRUNCATE agency CASCADE",
)


async def test_the_applications_role_may_do_nothing_to_history_but_read_it(recorded: Connections) -> None:
    for statement in APPLICATION_CANNOT:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await run_past_the_service(recorded.application, statement)


async def test_even_the_owner_is_refused(recorded: Connections) -> None:
    for statement in OWNER_IS_REFUSED:
        with pytest.raises(asyncpg.PostgresError, match="refuses"):
            await run_past_the_service(recorded.owner or "", statement)


async def test_a_recorded_table_of_ones_own_cannot_feed_history(
    recorded: Connections, superuser: str
) -> None:
    await run_past_the_service(superuser, "CREATE SCHEMA mine AUTHORIZATION governance_app")
    async with connection(recorded.application) as opened:
        await opened.execute("CREATE TABLE mine.agency (id int)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="record_history"):
            await opened.execute(
                "CREATE TRIGGER forge AFTER INSERT ON mine.agency FOR EACH ROW EXECUTE FUNCTION record_history(1)"
            )


async def test_an_instant_cannot_be_chosen_by_a_setting(recorded: Connections) -> None:
    async with connection(recorded.application) as opened:
        await opened.execute("SET governance.instant = '2020-01-01'; SET governance.actor = ''")
        await opened.execute("UPDATE agency SET ended_on = '2026-09-30'")
        newest = await opened.fetchrow(
            "SELECT actor, recorded_at FROM history ORDER BY sequence DESC LIMIT 1"
        )
        assert newest["actor"] == "psql:governance_app"
        assert newest["recorded_at"] == await opened.fetchval("SELECT instant FROM history_head")


@pytest.mark.parametrize("isolation", ["repeatable_read", "serializable"])
async def test_a_stale_snapshot_is_refused_and_not_recorded_twice(
    recorded: Connections, isolation: str
) -> None:
    async with connection(recorded.application) as early, connection(recorded.application) as late:
        async with early.transaction(isolation=isolation):
            await early.fetchval("SELECT count(*) FROM history")
            await late.execute("UPDATE agency SET lead_partner = 'late'")
            with pytest.raises(asyncpg.SerializationError):
                await early.execute("UPDATE agency SET lead_partner = 'early'")
        sequences = [row[0] for row in await late.fetch("SELECT sequence FROM history ORDER BY 1")]
    assert sequences == [1, 2, 3]
