"""Builds a round's pack step by step, each step timed, in a process of its own that `measures.packs` starts.

The steps are those of `governance pack build`, called one by one: the first time shows what a fresh process pays,
the later ones what a worker that stays up pays. Says what it found as JSON on standard output.
"""

import time

BEGAN = time.perf_counter()

import asyncio  # noqa: E402
import gc  # noqa: E402
import sys  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402

import msgspec  # noqa: E402
import psutil  # noqa: E402

from benchmarks.growing import BUILDER, KEY  # noqa: E402
from governance_app.database import Connections, connected  # noqa: E402
from objectives.freezing import write_missing_freeze_rows  # noqa: E402
from objectives.gathering import assemble  # noqa: E402
from objectives.judging import moment_of  # noqa: E402
from objectives.packs import keep_pack  # noqa: E402
from objectives.rating import rate  # noqa: E402
from objectives.rounds import find_round  # noqa: E402
from objectives.world import tables_at  # noqa: E402
from reports.charts import draw  # noqa: E402
from reports.composing import content_of  # noqa: E402
from reports.content import canonical, digest_of  # noqa: E402
from reports.cover import Cover  # noqa: E402
from reports.formats import USUAL, set_formats  # noqa: E402
from reports.pack import build_pack_of  # noqa: E402
from reports.render_html import render_html  # noqa: E402
from reports.render_pdf import render_pdf  # noqa: E402

IMPORTED = time.perf_counter()


class Built(msgspec.Struct, frozen=True):
    """The seconds of each step, of the whole as the command does it, and how large the formats came out (bytes)."""

    steps: dict[str, float]
    whole: float
    bytes: dict[str, int]


class Packing(msgspec.Struct, frozen=True):
    """What one process found: `imports` in seconds, each build in turn, and its memory at the end in bytes."""

    imports: float
    builds: list[Built]
    memory: int


class _Steps(dict[str, float]):
    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self[name] = time.perf_counter() - began


async def by_steps(round: str) -> Built:
    """One pack, each step on its own, then once more as a whole."""
    steps, cover = _Steps(), Cover()
    with steps.timed("read"):
        await write_missing_freeze_rows(KEY)
        found = await find_round(round)
        moment = await moment_of(found.freezes_at)
        tables = await tables_at(moment.sequence)
    with steps.timed("assemble"):
        standing = assemble(tables, KEY, moment)
    with steps.timed("rate"):
        judgement = rate(standing)
    with steps.timed("content"):
        content = content_of(judgement)
    with steps.timed("canonical and digest"):
        text = canonical(content)
        digest = digest_of(text)
    with steps.timed("keep"):
        await keep_pack(BUILDER, KEY, round, moment, text.decode(), digest)
    with steps.timed("chart"):
        charts = draw(text)
    with steps.timed("HTML"):
        page = render_html(text, cover, charts).encode()
    with steps.timed("PDF"):
        pdf = render_pdf(text, cover, charts)
    return Built(steps, await _whole(round, digest), {"JSON": len(text), "HTML": len(page), "PDF": len(pdf)})


async def _whole(round: str, digest: str) -> float:
    """Seconds for the pack as one; it must come out as the steps did."""
    began = time.perf_counter()
    built = await build_pack_of(BUILDER, KEY, round)
    set_formats(built.canonical_content, Cover(), draw, USUAL)
    taken = time.perf_counter() - began
    if built.digest != digest:
        raise AssertionError(f"{round} came out as {built.digest} and, step by step, as {digest}.")
    return taken


async def pack(application: str, round: str, times: int) -> Packing:
    """The first build includes the steps of a cold process; garbage is collected between builds, not in them."""
    builds = []
    async with connected(Connections(application, None, is_embedded=True)):
        for _ in range(times):
            builds.append(await by_steps(round))
            gc.collect()
    return Packing(IMPORTED - BEGAN, builds, psutil.Process().memory_info().rss)


if __name__ == "__main__":
    application, round, times = sys.argv[1:]
    found = asyncio.run(pack(application, round, int(times)))
    sys.stdout.buffer.write(msgspec.json.encode(found))
