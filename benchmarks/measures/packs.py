"""Building a round's pack: cold by the command in a fresh process, warm and itemised in one that stays up."""

import asyncio
import itertools
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from benchmarks.ground import Ground, own_environment
from benchmarks.growing import Size
from benchmarks.packing import Built, Packing
from benchmarks.results import Line, Of, Unit, at_most, shown

FIRST = Size(18, 60)
COLD_BAR, EVERY_FORMAT_BAR = 1.5, 3.0


class Effort(Struct, frozen=True):
    """How many times a pack is built cold, each in a process of its own, of the first size and of larger ones; and in
    one process, the first not counted. `sizes` is how many are measured, the smallest first."""

    cold: int
    warm: int
    cold_of_larger: int
    sizes: int


async def measure(ground: Ground, grown: dict[str, Size], round: str, effort: Effort) -> list[Line]:
    """`grown` names a database for each size, the smallest first."""
    lines, warm = [], {}
    await _cold_build(
        ground, next(iter(grown)), round
    )  # Python compiles what it imports the first time only.
    for database, size in itertools.islice(grown.items(), effort.sizes):
        times = effort.cold if size == FIRST else effort.cold_of_larger
        cold = [await _cold_build(ground, database, round) for _ in range(times)]
        if size == FIRST:
            every = [await _cold_build(ground, database, round, "--format", "all") for _ in range(times)]
            lines.append(_every_format(size, every))
        packing = await _by_steps(ground.connections(database).application, round, 1 + effort.warm)
        warm[size] = statistics.median(built.whole for built in packing.builds[1:])
        lines += [*([_cold(size, cold)] if cold else []), *_warm(size, packing)]
    return lines + (_growth(warm) if len(warm) > 1 else [])


async def _cold_build(ground: Ground, database: str, round: str, *options: str) -> float:
    """On a copy, so that the pack is one that nobody has built."""
    copy = await ground.copy("cold", of=database)
    try:
        return await _by_command(copy.application, round, *options)
    finally:
        await ground.drop("cold")


async def _by_command(address: str, round: str, *options: str) -> float:
    """Seconds from starting `governance pack build` to its end, everything written."""
    environment = own_environment(DATABASE_URL=address)
    with tempfile.TemporaryDirectory(prefix="governance-bench-") as out:
        command = [sys.executable, "-m", "governance_app", "pack", "build", "--round", round, "--out", out]
        command += options
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdout=asyncio.subprocess.DEVNULL
        )
        code = await process.wait()
        taken = time.perf_counter() - began
    if code:
        raise RuntimeError(f"The pack of {round} was not built: the command ended with {code}.")
    return taken


async def _by_steps(address: str, round: str, times: int) -> Packing:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.packing", address, round, str(times)),
        stdout=asyncio.subprocess.PIPE,
        env=own_environment(),
    )
    told, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"The pack of {round} was not built: the process ended with {process.returncode}.")
    return msgspec.json.decode(told, type=Packing)


def _cold(size: Size, cold: Sequence[float]) -> Line:
    return Line(
        name="Pack cold: the command, with charts and PDF",
        sizes=str(size),
        median=statistics.median(cold),
        bar=at_most(COLD_BAR, Of.MEDIAN) if size == FIRST else None,
    )


def _every_format(size: Size, cold: Sequence[float]) -> Line:
    return Line(
        name="Pack cold in every format: with Word, Excel, CSV and JSON of its tables",
        sizes=str(size),
        median=statistics.median(cold),
        bar=at_most(EVERY_FORMAT_BAR, Of.MEDIAN),
    )


def _warm(size: Size, packing: Packing) -> list[Line]:
    builds, first = packing.builds[1:], packing.builds[0]
    whole = statistics.median(built.whole for built in builds)
    kept = ", ".join(f"{name} {bytes / 1024:,.0f} KB" for name, bytes in first.bytes.items())
    return [
        Line(name="Pack warm", sizes=f"{size}; {kept}", median=whole),
        *(_step(step, size, builds, whole, first) for step in first.steps),
        Line(name="  imports, once in a process", sizes=str(size), median=packing.imports),
        Line(
            name=f"Memory of a process after {2 * len(packing.builds)} packs",
            sizes=str(size),
            median=packing.memory / 2**20,
            unit=Unit.MEGABYTES,
        ),
    ]


def _step(step: str, size: Size, builds: Sequence[Built], whole: float, first: Built) -> Line:
    taken = statistics.median(built.steps[step] for built in builds)
    cold = first.steps[step]
    return Line(
        name=f"  {step}",
        sizes=str(size),
        median=taken,
        ratio=taken / whole,
        against=f"the whole; the first time {shown(cold)}",
    )


def _growth(warm: dict[Size, float]) -> list[Line]:
    """How the warm time grows with the number of actions: each step of size, then the power over all of them."""
    sizes = list(warm)
    steps = [
        Line(
            name=f"Pack, {larger.actions / smaller.actions:.1f} times the actions",
            sizes=f"{smaller} to {larger}",
            median=warm[larger],
            ratio=warm[larger] / warm[smaller],
            against="time at the smaller size",
        )
        for smaller, larger in itertools.pairwise(sizes)
    ]
    power = power_of({size.actions: seconds for size, seconds in warm.items()})
    whole = Line(
        name=f"Growth of the pack over {len(sizes)} sizes",
        sizes=f"{sizes[0]} to {sizes[-1]}",
        median=power,
        unit=Unit.POWER,
        bar=at_most(1, Of.MEDIAN),
    )
    return [*steps, whole]


def power_of(seconds: dict[int, float]) -> float:
    """The power of n by which the times grow: the slope of the line through their logarithms (least squares)."""
    across = [math.log(n) for n in seconds]
    up = [math.log(taken) for taken in seconds.values()]
    return statistics.linear_regression(across, up).slope
