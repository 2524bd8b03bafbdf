"""The act of submitting an update, recorded, against a bare insert of the same row; alone and from sixteen writers.

Both are transactions of their own, begun and committed, over connections of the same kind.
"""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext

import asyncpg
from msgspec import Struct

from benchmarks.ground import Ground
from benchmarks.growing import Size, open_another_round
from benchmarks.results import Line, at_most
from benchmarks.timing import Times, uncollected
from governance_app.database import left_as_it_is
from governance_app.embedded import APPLICATION
from objectives.progress import NewProgress, report_progress
from objectives.tables.action import Action
from objectives.tables.person import Person
from objectives.tables.update import ProgressUpdate
from objectives.words import Confidence, Rating

WRITERS = 16
CONNECTIONS = 10
BARE = "bare_update"
WORDS = NewProgress(
    owner_rating=Rating.GREEN,
    confidence=Confidence.MEDIUM,
    confidence_reason="Early signs only; too few to be sure.",
    output="Two sessions were held in the autumn, and the material was tried in each setting.",
    reach="64 people from nine settings took part.",
    impact="Families say that they know whom to ask; practitioners raise the subject sooner than a year ago.",
    barriers="Releasing people for a whole day is hard in the winter months.",
    next_steps="Hold the next two sessions, and look at what changed in practice.",
)


class Effort(Struct, frozen=True):
    """How many rows are written each way: in each of `turns`, so many alone and so many from all writers together."""

    turns: int
    alone: int
    together: int


WAYS = {
    "act": "Submitting an update",
    "recorded": "Insert of the same row into the recorded table",
    "bare": "Bare insert of the same row",
    "statement": "The same in one message, without BEGIN and COMMIT",
}
Write = Callable[[int], Awaitable[object]]


class Reporter(Struct, frozen=True):
    """An action and the person who may report on it."""

    person: Person
    action: Action


async def measure(ground: Ground, database: str, size: Size, effort: Effort) -> list[Line]:
    """On a grown database, in a round that has just opened."""
    await _make_bare_table(ground, database)
    async with (
        ground.on(database) as connections,
        asyncpg.create_pool(
            connections.application, min_size=CONNECTIONS, max_size=CONNECTIONS, reset=left_as_it_is
        ) as pool,
    ):
        ways = {
            "act": await _by_act(),
            "recorded": await _inserts(pool, "progress_update"),
            "bare": await _inserts(pool, BARE),
            "statement": await _inserts(pool, BARE, begun=False),
        }
        lines = []
        for writers, count in ((1, effort.alone), (WRITERS, effort.together)):
            lines += _lines(await _in_turns(ways, writers, count, effort.turns), writers, size)
        return lines


async def _make_bare_table(ground: Ground, database: str) -> None:
    """The same columns, defaults, checks and indexes; no trigger, and nothing that another table must hold."""
    for statement in (
        f"CREATE TABLE {BARE} (LIKE progress_update INCLUDING ALL)",
        f"GRANT INSERT ON {BARE} TO {APPLICATION}",
    ):
        await ground.as_superuser(statement, database)


async def _by_act() -> Write:
    """Each submission is a further version of some action's update for the open round."""
    reporters = itertools.cycle(await _reporters())
    round = await open_another_round()

    async def write(_: int) -> None:
        by = next(reporters)
        await report_progress(by.person, by.action, round, WORDS)

    return write


async def _reporters() -> list[Reporter]:
    rows = await Action.raw(
        "SELECT a.id AS action, h.person FROM action AS a JOIN post_holding AS h ON h.post = a.owner"
        " WHERE a.status = 'in progress' ORDER BY a.id"
    )
    people = {person.id: person for person in await Person.objects()}
    actions = {action.id: action for action in await Action.objects()}
    return [Reporter(people[row["person"]], actions[row["action"]]) for row in rows]


async def _inserts(pool: asyncpg.Pool, table: str, begun: bool = True) -> Write:
    """Inserts in transactions that are begun and committed, as an act's is; or each in its statement's own."""
    row, insert = await _row(table)
    versions = itertools.count(10_000 if begun else 10_000_000)

    async def write(_: int) -> None:
        async with pool.acquire() as connection, connection.transaction() if begun else nullcontext():
            await connection.execute(insert, next(versions), *row)

    return write


async def _row(table: str) -> tuple[list[object], str]:
    """The columns of a kept update and the statement that inserts it; its version, given each time, comes first."""
    (kept,) = await ProgressUpdate.raw("SELECT * FROM progress_update ORDER BY id LIMIT 1")
    columns = [name for name in kept if name not in ("id", "version")]
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 2))
    insert = f"INSERT INTO {table} ({', '.join(['version', *columns])}) VALUES ({places})"
    return [kept[name] for name in columns], insert


async def _in_turns(ways: dict[str, Write], writers: int, count: int, turns: int) -> dict[str, Times]:
    times = {name: Times(()) for name in ways}
    for write in ways.values():
        await _written(write, writers, 2 * writers)
    for _ in range(turns):
        for name, write in ways.items():
            times[name] += await _written(write, writers, count)
    return times


async def _written(write: Write, writers: int, count: int) -> Times:
    """The times of so many writes, by so many writers at once, each writing again as soon as it is done."""
    left, taken = iter(range(count)), []

    async def keep_writing() -> None:
        for number in left:
            began = time.perf_counter()
            await write(number)
            taken.append(time.perf_counter() - began)

    with uncollected():
        await asyncio.gather(*(keep_writing() for _ in range(writers)))
    return Times(tuple(taken))


def _lines(times: dict[str, Times], writers: int, size: Size) -> list[Line]:
    """One writer alone is held to the bar: sixteen wait for each other's places in the chain, whatever they write."""
    how = "alone" if writers == 1 else f"{writers} writers"
    bare = times["bare"].median
    return [
        Line(
            name=f"{what}, {how}",
            sizes=str(size),
            median=times[way].median,
            p99=times[way].p99,
            ratio=None if way == "bare" else times[way].median / bare,
            against="" if way == "bare" else "bare insert's median",
            bar=at_most(3) if way == "act" and writers == 1 else None,
        )
        for way, what in WAYS.items()
    ]
