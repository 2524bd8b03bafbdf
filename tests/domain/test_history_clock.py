"""The clock: the database's own, except while example data is loaded."""

import datetime as dt

import asyncpg
import pytest

from governance_app.database import Connections
from objectives.history import acting_as, now, sequence_at, versions
from tests.domain.history_makers import ANN, add_agency, connection, run_past_the_service

SPRING = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
SUMMER = dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


async def set_clock(database: Connections, instant: dt.datetime) -> None:
    await run_past_the_service(database.application, f"SELECT set_clock('{instant.isoformat()}')")


@pytest.fixture
async def example(database: Connections) -> Connections:
    await run_past_the_service(database.application, "SELECT mark_as_example()")
    return database


async def test_example_data_is_recorded_at_its_own_time(example: Connections) -> None:
    await set_clock(example, SPRING)
    first, second = await add_agency("Police"), await add_agency("Health")
    await set_clock(example, SUMMER)
    third = await add_agency("Probation")
    recorded = [(await versions("agency", agency.id))[0].recorded_at for agency in (first, second, third)]
    assert recorded == [SPRING, SPRING + MICROSECOND, SUMMER]
    assert await now() == SUMMER


async def test_the_clock_moves_forward_only(example: Connections) -> None:
    await set_clock(example, SUMMER)
    with pytest.raises(asyncpg.PostgresError, match="moves forward only: it has reached 2026-07-01"):
        await set_clock(example, SPRING)


async def test_the_clock_cannot_be_set_before_what_is_recorded(example: Connections) -> None:
    await add_agency()
    with pytest.raises(asyncpg.PostgresError, match="moves forward only"):
        await set_clock(example, SPRING)


async def test_an_act_that_recorded_nothing_does_not_hold_back_the_clock_of_example_data(
    database: Connections,
) -> None:
    async with acting_as(ANN):
        pass
    await run_past_the_service(database.application, "SELECT mark_as_example()")
    await set_clock(database, SPRING)
    assert await now() == SPRING


@pytest.mark.parametrize("instant", ["NULL", "'infinity'", "'-infinity'"])
async def test_the_clock_is_set_to_an_instant(example: Connections, instant: str) -> None:
    with pytest.raises(asyncpg.PostgresError, match="moves forward only"):
        await run_past_the_service(example.application, f"SELECT set_clock({instant})")


async def test_the_clock_of_real_data_is_never_set(database: Connections) -> None:
    with pytest.raises(asyncpg.PostgresError, match="only in a database of example data"):
        await set_clock(database, SPRING)


async def test_a_database_with_a_history_cannot_become_example_data(database: Connections) -> None:
    await add_agency()
    with pytest.raises(asyncpg.PostgresError, match="already has a history"):
        await run_past_the_service(database.application, "SELECT mark_as_example()")


async def test_a_released_clock_runs_again_for_good(example: Connections) -> None:
    await set_clock(example, SPRING)
    await run_past_the_service(example.application, "SELECT release_clock()")
    async with connection(example.application) as opened:
        assert await now() <= await opened.fetchval("SELECT clock_timestamp()") < await now()
    with pytest.raises(asyncpg.PostgresError, match="was released"):
        await set_clock(example, SUMMER)


async def test_a_clock_set_ahead_is_not_released_backwards(example: Connections) -> None:
    await set_clock(example, dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(asyncpg.PostgresError, match="has not come yet"):
        await run_past_the_service(example.application, "SELECT release_clock()")


async def test_there_is_nothing_to_release_in_real_data(database: Connections) -> None:
    with pytest.raises(asyncpg.PostgresError, match="machine's own"):
        await run_past_the_service(database.application, "SELECT release_clock()")


async def test_instants_increase_even_when_the_machines_clock_goes_back(
    database: Connections, superuser: str
) -> None:
    first = await add_agency("Police")
    ahead = dt.timedelta(hours=1)
    await run_past_the_service(superuser, "UPDATE history_head SET instant = instant + interval '1 hour'")
    second, third = await add_agency("Health"), await add_agency("Probation")
    one, two, three = [
        (await versions("agency", agency.id))[0].recorded_at for agency in (first, second, third)
    ]
    assert (two, three) == (one + ahead + MICROSECOND, one + ahead + 2 * MICROSECOND)
    assert await now() == three
    assert (await sequence_at(await now())).sequence == 3
