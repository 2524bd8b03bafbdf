"""The shape of the database: what Piccolo cannot see of it, and what happens to history when it changes."""

from typing import get_args

import msgspec

from governance_app.database import Connections
from objectives.history import changed, versions
from objectives.rows import ROWS
from objectives.verifying import verify
from tests.domain.history_makers import add_agency, connection, remove, run_past_the_service
from tests.schema import STORED, schema

GIVEN_BY_A_CHECK = {
    ("evidence", "shows_on"),
    ("moderation", "expires_on"),
    ("milestone", "baseline_on"),
    ("milestone", "first_baseline_on"),
}


async def test_the_database_is_as_listed(database: Connections) -> None:
    """After a change that is meant: `python -m tests.schema`."""
    assert await schema(database.owner or "") == STORED.read_text(encoding="utf-8")


async def test_what_a_standing_needs_must_be_given(database: Connections) -> None:
    async with connection(database.application) as opened:
        found = await opened.fetch(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE is_nullable = 'YES' AND table_schema = 'public'"
        )
    optional = {(row["table_name"], row["column_name"]) for row in found}
    needed = {
        (table, field.name)
        for table, row in ROWS.items()
        for field in msgspec.structs.fields(row)
        if type(None) not in get_args(field.type)
    }
    assert optional & needed == GIVEN_BY_A_CHECK


async def test_a_new_shape_records_live_rows_again_by_the_migration(
    database: Connections, deletable: None
) -> None:
    police, gone = await add_agency("Police"), await add_agency("Health")
    await remove(gone)
    await run_past_the_service(
        database.owner or "",
        "ALTER TABLE agency ADD COLUMN region text NOT NULL DEFAULT 'West Midlands'",
        "SELECT attach_history('agency', 2, 'add the region')",
        "SELECT attach_history('agency', 2, 'again')",
    )
    before, after = await versions("agency", police.id)
    assert (after.operation, after.shape, after.actor) == ("update", 2, "migration:add the region")
    assert changed(before, after) == {"region": (None, "West Midlands")}
    assert [version.shape for version in await versions("agency", gone.id)] == [1, 1]
    assert (await verify()).fault is None


async def test_a_column_added_without_recording_it_does_not_fit(database: Connections) -> None:
    await add_agency("Police")
    await run_past_the_service(database.owner or "", "ALTER TABLE agency ADD COLUMN region text")
    assert (
        await verify()
    ).fault == "The agency 1 differs from its newest version in history (entry 1): region."


async def test_a_table_that_becomes_recorded_is_recorded_as_it_stands(database: Connections) -> None:
    await run_past_the_service(
        database.owner or "",
        "CREATE TABLE place (id int PRIMARY KEY, name text)",
        "INSERT INTO place VALUES (1, 'Coventry')",
        "SELECT attach_history('place', 1, 'record places')",
    )
    (first,) = await versions("place", 1)
    assert (first.operation, first.actor) == ("insert", "migration:record places")
