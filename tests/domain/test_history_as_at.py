"""As at an instant: what was read once is read again, whatever is written meanwhile and afterwards."""

import asyncio
import datetime as dt
import random
from typing import Any

import pytest

from governance_app.database import Connections
from objectives.history import Place, acting_as, now, sequence_at
from objectives.problems import Invalid
from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.verifying import verify
from objectives.world import tables_at, world_now
from tests.domain.history_makers import ANN, BOB, add_agency, connection, remove, rename

pytestmark = pytest.mark.usefixtures("database")


async def names_at(instant: dt.datetime) -> list[str]:
    found = await tables_at((await sequence_at(instant)).sequence)
    return sorted(agency.name for agency in found["agency"].values())


async def test_a_row_is_read_as_it_was(deletable: None) -> None:
    beginning = await now()
    agency = await add_agency("Police")
    as_added = await now()
    await rename(agency, "West Midlands Police")
    as_renamed = await now()
    await remove(agency)
    assert await names_at(beginning) == []
    assert await names_at(as_added) == ["Police"]
    assert await names_at(as_renamed) == ["West Midlands Police"]
    assert await names_at(await now()) == []


async def test_an_act_is_seen_whole_or_not_at_all() -> None:
    before = await now()
    async with acting_as(ANN) as act:
        agency = await add_agency("Police")
        await rename(agency, "West Midlands Police")
        await add_agency("Health")
    assert await names_at(act.now) == ["Health", "West Midlands Police"]
    assert await names_at(act.now - dt.timedelta(microseconds=1)) == await names_at(before) == []


async def test_before_the_first_entry_there_is_place_nought() -> None:
    await add_agency("Police")
    assert await sequence_at(dt.datetime(1999, 1, 1, tzinfo=dt.UTC)) == Place(0, "00" * 32)


async def test_an_instant_that_has_not_come_is_refused() -> None:
    with pytest.raises(Invalid, match="has not come yet"):
        await sequence_at(await now() + dt.timedelta(minutes=1))


async def test_now_waits_for_whoever_is_writing(database: Connections) -> None:
    """Its entries will carry an instant before this one, so an answer without them would not be the last word."""
    async with connection(database.application) as slow:
        writing = slow.transaction()
        await writing.start()
        await slow.execute(
            "INSERT INTO agency (name, short_name, lead_partner) VALUES ('Police', 'WMP', 'CC')"
        )
        asked = asyncio.create_task(sequence_at(await now()))
        await asyncio.sleep(0.1)
        assert not asked.done()
        await writing.commit()
        assert (await asked).sequence == 1


async def test_the_past_does_not_wait_for_whoever_is_writing(database: Connections) -> None:
    await add_agency("Police")
    settled = await now()
    await add_agency("Health")
    async with connection(database.application) as slow, slow.transaction():
        await slow.execute("UPDATE agency SET lead_partner = 'slow'")
        assert (await asyncio.wait_for(sequence_at(settled), 2)).sequence == 1


async def test_many_writers_leave_no_gap_no_deadlock_and_one_order(
    database: Connections, deletable: None
) -> None:
    async def write(writer: int) -> None:
        chance = random.Random(writer)
        for turn in range(8):
            async with acting_as(ANN if writer % 2 else BOB):
                await in_any_order(chance, f"{writer}-{turn}")

    await asyncio.gather(*(write(writer) for writer in range(6)), straight_past_the_service(database))
    async with connection(database.application) as opened:
        entries = await opened.fetch("SELECT sequence, actor, recorded_at FROM history ORDER BY sequence")
    assert [entry["sequence"] for entry in entries] == list(range(1, len(entries) + 1))
    acts = {(entry["recorded_at"], entry["actor"]) for entry in entries}
    assert len({instant for instant, _ in acts}) == len(acts) == 6 * 8 + 8
    assert [entry["recorded_at"] for entry in entries] == sorted(entry["recorded_at"] for entry in entries)
    assert (await verify()).fault is None


async def test_a_reading_never_changes_while_writers_go_on(deletable: None) -> None:
    finished = asyncio.Event()
    readings: list[tuple[dt.datetime, Place, Any]] = []

    async def write(writer: int) -> None:
        chance = random.Random(writer)
        for turn in range(15):
            async with acting_as(BOB):
                await in_any_order(chance, f"{writer}-{turn}")

    async def read(seed: int) -> None:
        chance = random.Random(seed)
        while not finished.is_set():
            instant = await now() if chance.random() < 0.7 or not readings else chance.choice(readings)[0]
            place = await sequence_at(instant)
            readings.append((instant, place, await tables_at(place.sequence)))

    async with asyncio.TaskGroup() as at_once:
        for seed in range(3):
            at_once.create_task(read(seed))
        await asyncio.gather(*(write(writer) for writer in range(4)))
        finished.set()
    assert len({place.sequence for _, place, _ in readings}) > 5
    for instant, place, found in readings:
        assert await sequence_at(instant) == place
        assert await tables_at(place.sequence) == found


async def test_the_kept_world_is_the_world_as_at_its_sequence(deletable: None) -> None:
    chance = random.Random(1)
    for turn in range(20):
        async with acting_as(ANN):
            await in_any_order(chance, str(turn))
        world = await world_now()
        assert dict(world.tables) == dict(await tables_at(world.sequence))
        assert (world.sequence, world.chain_digest) == await sequence_at(world.now)


async def in_any_order(chance: random.Random, name: str) -> None:
    """Adds an agency with somebody in it, and changes and removes others, in another order from act to act."""

    async def add() -> None:
        agency = await Agency.objects().create(name=name, short_name=name, lead_partner="CE")
        await Person.objects().create(name=name, email=f"{name}@example.org", agency=agency.id)
        await Agency.objects().create(name=f"{name} branch", short_name=f"{name} B", lead_partner="")

    async def change() -> None:
        await Agency.update({Agency.lead_partner: name}).where(Agency.id >= chance.randrange(60))

    async def rename_people() -> None:
        await Person.update({Person.name: f"{name} again"}).where(Person.id <= chance.randrange(60))

    async def close() -> None:
        branch = Agency.lead_partner == ""
        await Agency.delete().where(
            branch & (Agency.id < chance.randrange(60)) & (Agency.id > chance.randrange(60))
        )

    steps = [add, *chance.sample([change, rename_people, close], 2)]
    chance.shuffle(steps)
    for step in steps:
        await step()


async def straight_past_the_service(database: Connections) -> None:
    async with connection(database.application) as opened:
        for turn in range(8):
            name = f"psql-{turn}"
            await opened.execute(
                "INSERT INTO agency (name, short_name, lead_partner) VALUES ($1, $1, $1)", name
            )
