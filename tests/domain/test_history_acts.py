"""Acts: one transaction, one actor, one instant; every change recorded, whoever makes it."""

import asyncio
import contextvars

import asyncpg
import pytest

from governance_app.database import Connections
from objectives.history import Actor, acting_as, changed, newest_sequence, now, versions
from objectives.problems import Conflict
from objectives.tables.agency import Agency
from objectives.tables.sign_in import SignInLink
from piccolo_conf import DB
from tests.domain.history_makers import (
    ANN,
    BOB,
    add_agency,
    connection,
    remove,
    rename,
    run_past_the_service,
)

pytestmark = pytest.mark.usefixtures("database")


async def test_an_insert_is_recorded_with_who_and_when() -> None:
    before = await now()
    agency = await add_agency("West Midlands Police")
    (version,) = await versions("agency", agency.id)
    assert (version.operation, version.actor, version.shape) == ("insert", "person:1", 1)
    assert version.columns()["name"] == "West Midlands Police"
    assert before < version.recorded_at <= await now()


async def test_an_update_closes_the_version_before_it() -> None:
    agency = await add_agency("Police")
    await rename(agency, "West Midlands Police", BOB)
    first, second = await versions("agency", agency.id)
    assert (second.operation, second.actor) == ("update", "person:2")
    assert first.superseded_at == second.recorded_at
    assert second.superseded_at is None
    assert changed(first, second) == {"name": ("Police", "West Midlands Police")}


async def test_a_delete_is_a_version_of_its_own_that_ends_at_once(deletable: None) -> None:
    agency = await add_agency("Police")
    await remove(agency, BOB)
    first, gone = await versions("agency", agency.id)
    assert (gone.operation, gone.actor) == ("delete", "person:2")
    assert gone.recorded_at == gone.superseded_at == first.superseded_at
    assert gone.columns()["name"] == "Police"


async def test_an_update_that_changes_nothing_writes_nothing() -> None:
    agency = await add_agency("Police")
    await rename(agency, "Police")
    assert len(await versions("agency", agency.id)) == 1


async def test_all_rows_of_one_act_carry_its_one_instant() -> None:
    async with acting_as(ANN) as act:
        first = await add_agency("Police")
        second = await add_agency("Health")
        await rename(first, "West Midlands Police")
        assert await now() == act.now
    recorded = [*await versions("agency", first.id), *await versions("agency", second.id)]
    assert {version.recorded_at for version in recorded} == {act.now}


async def test_an_act_inside_an_act_joins_it() -> None:
    async with acting_as(ANN) as outer, acting_as(ANN) as inner:
        assert inner is outer


async def test_another_actor_is_refused_inside_an_act() -> None:
    with pytest.raises(RuntimeError, match="person:2 cannot act inside an act of person:1"):
        async with acting_as(ANN), acting_as(BOB):
            pass


async def test_an_act_is_refused_inside_a_transaction_that_is_no_act() -> None:
    with pytest.raises(RuntimeError, match="cannot begin inside a transaction"):
        async with DB.transaction(), acting_as(ANN):
            pass


async def test_an_act_that_fails_leaves_nothing() -> None:
    async def fail() -> None:
        async with acting_as(ANN):
            await add_agency("Police")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await Agency.count() == 0
    assert (await DB._run_in_pool("SELECT count(*) AS n FROM history"))[0]["n"] == 0


async def test_a_savepoint_rolled_back_leaves_no_gap() -> None:
    async with acting_as(ANN):
        transaction = DB.current_transaction.get()
        savepoint = await transaction.savepoint()
        await add_agency("Police")
        await savepoint.rollback_to()
        agency = await add_agency("Health")
    assert [version.sequence for version in await versions("agency", agency.id)] == [1]


async def test_an_act_whose_commit_fails_leaves_the_next_one_a_clean_start(database: Connections) -> None:
    await run_past_the_service(
        database.owner or "",
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON agency DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION refuse()",
    )
    assert DB.pool is not None
    free = DB.pool.get_idle_size()
    with pytest.raises(asyncpg.RaiseError, match="no"):
        await add_agency("Police")
    assert DB.current_transaction.get() is None
    assert DB.pool.get_idle_size() == free


async def test_an_act_that_waits_too_long_says_that_nothing_was_kept(database: Connections) -> None:
    await run_past_the_service(database.owner or "", "ALTER FUNCTION lock_head SET lock_timeout = '100ms'")
    async with acting_as(ANN):
        # Somebody else's request: a task that inherits nothing from this one.
        waiting = asyncio.create_task(add_agency("Health", BOB), context=contextvars.Context())
        with pytest.raises(Conflict, match="nothing of this was kept"):
            await waiting


async def test_what_is_changed_past_the_service_is_recorded_too(database: Connections) -> None:
    await run_past_the_service(
        database.application,
        "INSERT INTO agency (name, short_name, lead_partner) VALUES ('Police', 'WMP', 'Chief Constable')",
        "UPDATE agency SET ended_on = '2026-09-30'",
    )
    first, second = await versions("agency", 1)
    assert {first.actor, second.actor} == {"psql:governance_app"}
    assert first.recorded_at < second.recorded_at


async def test_a_cascading_or_bulk_change_records_each_row(database: Connections, deletable: None) -> None:
    async with connection(database.application) as opened:
        await opened.execute(
            "INSERT INTO agency (name, short_name, lead_partner) SELECT n, n, n FROM generate_series(1, 5) AS n"
        )
        await opened.execute("DELETE FROM agency WHERE id > 2")
        operations = await opened.fetch("SELECT operation, count(*) FROM history GROUP BY 1 ORDER BY 1")
    assert [tuple(row) for row in operations] == [("delete", 3), ("insert", 5)]


async def test_a_new_id_is_the_end_of_one_row_and_the_beginning_of_another(database: Connections) -> None:
    agency = await add_agency("Police")
    await run_past_the_service(database.application, "UPDATE agency SET id = 99")
    assert [version.operation for version in await versions("agency", agency.id)] == ["insert", "delete"]
    assert [version.operation for version in await versions("agency", 99)] == ["insert"]


async def test_rows_written_by_one_statement_are_entries_of_their_own(database: Connections) -> None:
    upsert = (
        "INSERT INTO agency (name, short_name, lead_partner) SELECT n, n, n FROM unnest(ARRAY{}) AS n"
        " ON CONFLICT (name) DO UPDATE SET lead_partner = 'x'"
    )
    await run_past_the_service(
        database.application, upsert.format("['a', 'b']"), upsert.format("['b', 'c']"), "TABLE agency"
    )
    async with connection(database.application) as opened:
        found = await opened.fetch(
            "SELECT operation, row_json::jsonb ->> 'name' FROM history ORDER BY sequence"
        )
    assert sorted(map(tuple, found)) == [("insert", "a"), ("insert", "b"), ("insert", "c"), ("update", "b")]


async def test_a_secret_never_enters_history(database: Connections) -> None:
    assert SignInLink._meta.tags == ["unrecorded"]
    async with connection(database.application) as opened:
        recorded = await opened.fetch(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'history_insert'"
        )
    assert not {row[0] for row in recorded} & {"sign_in_link", "sign_in_session", "access_entry"}


async def test_what_a_row_holds_reads_the_same_from_any_session(database: Connections) -> None:
    async with connection(database.application) as opened:
        await opened.execute("SET timezone = 'Europe/London'; SET datestyle = 'SQL, DMY'")
        await opened.execute(
            "INSERT INTO reporting_round (name, period_starts_on, period_ends_on, opens_on, updates_due_on,"
            " moderation_due_on, freezes_at, meets_on) VALUES ('Q1', '2036-04-01', '2036-06-30', '2036-07-01',"
            " '2036-07-14', '2036-07-21', '2036-07-28 23:59', '2036-08-11')"
        )
    (version,) = await versions("reporting_round", 1)
    assert version.columns()["freezes_at"] == "2036-07-28T22:59:00+00:00"
    assert version.columns()["opens_on"] == "2036-07-01"


async def test_the_newest_sequence_among_rows_tells_that_one_moved_on() -> None:
    police, health = await add_agency("Police"), await add_agency("Health")
    shown = await newest_sequence(police, health)
    await rename(police, "West Midlands Police")
    assert await newest_sequence(police, health) > shown
    assert await newest_sequence(health) == shown
    assert await newest_sequence() == 0


@pytest.mark.parametrize(
    ("actor", "text"),
    [
        (Actor.person(7), "person:7"),
        (Actor.respondent("ann@example.org", 3), "respondent:ann@example.org by link 3"),
        (Actor.system("freeze"), "system:freeze"),
        (Actor.command("root"), "command:root"),
    ],
)
def test_an_actor_is_one_line_of_text_and_back(actor: Actor, text: str) -> None:
    assert str(actor) == text
    assert Actor.parse(text) == actor
