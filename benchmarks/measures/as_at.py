"""Reading the world as it stood, from histories of three lengths over the same live rows."""

import datetime as dt

from msgspec import Struct

from benchmarks import growing
from benchmarks.ground import Ground
from benchmarks.growing import Size
from benchmarks.results import Line, at_most
from benchmarks.timing import Times, repeated
from objectives.history import acting_as, sequence_at
from objectives.tables.action import Action
from objectives.world import tables_at

PLAN = Size(18, 500, rounds=1)
PLACES = {"10%": 0.1, "50%": 0.5, "now": 1.0}


class Effort(Struct, frozen=True):
    """The lengths of history to reach, the shortest first, and how often each place is read: `times` in each turn."""

    lengths: tuple[int, ...]
    turns: int
    times: int


class History(Struct, frozen=True):
    """A database with a long history, from the entry after which every live row was there up to its last."""

    database: str
    length: int
    live: int
    first: int

    def sequence(self, place: float) -> int:
        return self.first + int((self.length - self.first) * place)

    @property
    def sizes(self) -> str:
        return f"{self.length:,} rows, {self.live:,} live"


async def measure(ground: Ground, empty: str, effort: Effort) -> list[Line]:
    """Fills a copy of the `empty` database for each length, then reads all of them by turns."""
    histories = await _histories(ground, empty, effort.lengths)
    times = {(h.length, place): Times(()) for h in histories for place in PLACES}
    for _ in range(effort.turns):
        for history in histories:
            async with ground.on(history.database):
                for place, share in PLACES.items():
                    times[history.length, place] += await _readings(history, share, effort.times)
    return [_line(history, place, times, histories[0]) for history in histories for place in PLACES]


async def _readings(history: History, share: float, count: int) -> Times:
    instant = await _instant_of(history.sequence(share))

    async def read(_: int) -> None:
        found = await sequence_at(instant)
        tables = await tables_at(found.sequence)
        if sum(map(len, tables.values())) != history.live:
            raise AssertionError(f"{found.sequence} of {history.length} does not hold {history.live} rows.")

    return await repeated(count, read)


async def _instant_of(sequence: int) -> dt.datetime:
    (row,) = await Action.raw("SELECT recorded_at FROM history WHERE sequence = {}", sequence)
    instant: dt.datetime = row["recorded_at"]
    return instant


def _line(history: History, place: str, times: dict[tuple[int, str], Times], shortest: History) -> Line:
    mine, least = times[history.length, place], times[shortest.length, place]
    first = history is shortest
    return Line(
        name=f"As at {place}",
        sizes=history.sizes,
        median=mine.median,
        p99=mine.p99,
        ratio=None if first else mine.median / least.median,
        against="" if first else f"the same of {shortest.length:,} rows",
        bar=None if first else at_most(1.5),
    )


# ------------------------------------------------------------------------------------------ making a long history


async def _histories(ground: Ground, empty: str, lengths: tuple[int, ...]) -> list[History]:
    """Each length begins as a copy of the one before it."""
    made: list[History] = []
    for length in lengths:
        name = named(length)
        await ground.copy(name, of=made[-1].database if made else empty)
        async with ground.on(name):
            if not made:
                await growing.begin(PLAN)
            first = made[0].first if made else await _length()
            live = await _lengthen(to=length)
            made.append(History(name, await _length(), live, first))
        await ground.as_superuser("VACUUM (ANALYZE) history", name)
    return made


def named(length: int) -> str:
    """The database whose history is of this length, once it was measured."""
    return f"as_at_{length}"


async def _lengthen(to: int) -> int:
    """Moves every date of the plan by a day, again and again, through the trigger. Gives the number of live rows."""
    length = await _length()
    turn = 0
    while length < to:
        turn += 1
        for statement in LONGER:
            async with acting_as(growing.BUILDER):
                await Action.raw(statement)
        length = await _length()
    return await _live()


LONGER = (
    "UPDATE milestone SET forecast_on = coalesce(forecast_on, baseline_on) + 1",
    "UPDATE action SET planned_start_on = planned_start_on + 1",
)


async def _length() -> int:
    (row,) = await Action.raw("SELECT sequence FROM history_head")
    length: int = row["sequence"]
    return length


async def _live() -> int:
    return sum(map(len, (await tables_at(await _length())).values()))
