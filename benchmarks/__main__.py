"""`python -m benchmarks [--quick]`: measures everything in one run, prints one table, and keeps it as JSON.

Ends by naming what falls short of its bar, with exit code 1 then.
"""

import argparse
import asyncio
import datetime as dt
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

from msgspec import Struct
from rich.console import Console

from benchmarks import results
from benchmarks.ground import Ground, new_ground
from benchmarks.growing import LAST_ROUND, ROUNDS, Size, grow
from benchmarks.measures import as_at, backing_up, finding, packs, pages, submitting
from benchmarks.results import Line, Run
from benchmarks.serving import Served
from governance_app.embedded import DATABASE
from objectives.problems import Problem

BUSY = Size(50, 200)


class Extent(Struct, frozen=True):
    """How much is measured: the sizes of strategy, the smallest first, and the effort put into each measure."""

    sizes: tuple[Size, ...]
    packs: packs.Effort
    requests: int
    finding: pages.Effort
    pages: pages.Effort
    submitting: submitting.Effort
    as_at: as_at.Effort
    backup: bool

    @property
    def busy(self) -> Size:
        """The size on which pages and submitting are measured."""
        return BUSY if BUSY in self.sizes else self.sizes[-1]


FULL = Extent(
    sizes=(packs.FIRST, BUSY, Size(100, 500), Size(200, 1000)),
    packs=packs.Effort(cold=5, warm=5, cold_of_larger=3, sizes=4),
    pages=pages.Effort(turns=5, alone=200, at_once=480),
    requests=5000,
    finding=pages.Effort(turns=3, alone=40, at_once=96),
    submitting=submitting.Effort(turns=4, alone=100, together=320),
    as_at=as_at.Effort(lengths=(10_000, 100_000, 1_000_000), turns=4, times=10),
    backup=True,
)
QUICK = Extent(
    sizes=(packs.FIRST,),
    packs=packs.Effort(cold=1, warm=1, cold_of_larger=0, sizes=1),
    pages=pages.Effort(turns=2, alone=16, at_once=32, before_memory=50),
    requests=500,
    finding=pages.Effort(turns=2, alone=10, at_once=16),
    submitting=submitting.Effort(turns=2, alone=30, together=32),
    as_at=as_at.Effort(lengths=(3_000, 6_000), turns=2, times=6),
    backup=False,
)


async def measured(ground: Ground, extent: Extent, say: Console) -> list[Line]:
    """Every line, each measure on databases of its own; nothing else is measured meanwhile."""
    grown = await _grown(ground, extent, say)
    busy = f"grown_{extent.busy.actions}"
    say.print("measuring  packs")
    lines = await packs.measure(ground, grown, LAST_ROUND, extent.packs)
    lines += await _pages(ground, extent, say)
    say.print("measuring  submitting an update")
    lines += await submitting.measure(ground, busy, extent.busy, extent.submitting)
    longest = extent.as_at.lengths[-1]
    say.print(f"measuring  as at, on histories of up to {longest:,} rows")
    lines += await as_at.measure(ground, DATABASE, extent.as_at)
    if extent.backup:
        say.print("measuring  backup and restore of the longest history")
        lines += await backing_up.measure(ground, as_at.named(longest), longest)
    return lines


async def _grown(ground: Ground, extent: Extent, say: Console) -> dict[str, Size]:
    """A database of each size by its name, the smallest first."""
    grown = {f"grown_{size.actions}": size for size in extent.sizes}
    for name, size in grown.items():
        say.print(f"growing    {size} commitments/actions")
        await ground.copy(name)
        async with ground.on(name):
            await grow(size)
    await ground.settle()
    return grown


async def _pages(ground: Ground, extent: Extent, say: Console) -> list[Line]:
    """Pages, and the registers of the largest plan: on the same service where that is the busy one."""
    busy, largest, requests, effort = extent.busy, extent.sizes[-1], extent.requests, extent.finding
    database = f"grown_{busy.actions}"
    registers = f"registers of {largest.actions:,} actions and {requests:,} requests"
    if largest != busy:
        say.print("measuring  pages")
        lines = await pages.measure(ground, database, busy, extent.pages)
        say.print(f"measuring  {registers}")
        return lines + await finding.measure(ground, f"grown_{largest.actions}", largest, requests, effort)
    say.print(f"measuring  pages, and {registers}")
    await finding.plant_requests(ground, database, requests)

    async def also(reads: str, ours: Served, bare: Served) -> list[Line]:
        return await finding.register_lines(ground, reads, ours, bare, busy, requests, effort)

    return await pages.measure(ground, database, busy, extent.pages, also)


def commit_to_disk(folder: Path, times: int = 50) -> float:
    """Seconds that it takes to have a page of the database safely on the disk: what a commit waits for."""
    taken = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(times):
            file.write(os.urandom(8192))
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def _wide() -> Console:
    """As wide as the terminal, or wide enough for the table where a file is written."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 170)


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="small sizes, in under a minute")
    quick = arguments.parse_args().quick
    say, table = Console(stderr=True, highlight=False), _wide()
    began, clock, load = dt.datetime.now(dt.UTC), time.perf_counter(), os.getloadavg()[0]
    with new_ground() as ground:
        to_disk = commit_to_disk(ground.home)
        lines = asyncio.run(measured(ground, QUICK if quick else FULL, say))
    run = Run(
        began=began,
        seconds=time.perf_counter() - clock,
        quick=quick,
        rounds=ROUNDS,
        cores=os.cpu_count() or 1,
        load=(load, os.getloadavg()[0]),
        python=platform.python_version(),
        commit_to_disk=to_disk,
    )
    results.show(table, run, lines)
    table.print(f"\nThe same as JSON: {results.keep(run, lines)}", soft_wrap=True)
    return results.exit_code(lines)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        sys.exit(str(problem))
