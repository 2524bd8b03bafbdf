"""The busiest pages against a bare page of as many rows, in the same minutes: alone, and sixteen at once.

Rows of a page are what repeats on it: table rows, items of lists and tiles, and pairs of a name and what it says.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
from msgspec import Struct

from benchmarks.asking import answers, asker
from benchmarks.ground import Ground
from benchmarks.growing import KEY, MODERATOR, Size, open_another_round
from benchmarks.results import Line, Of, Unit, at_most, shown
from benchmarks.serving import Served, the_bare_page, the_service
from benchmarks.timing import Times
from governance_app.signing_in import start_example_session

AT_ONCE = 16
ENOUGH = 100  # the slowest hundredth of fewer is their slowest, which proves nothing
ROW = re.compile(rb"<(?:tr|li|dt)\b")
OVERVIEW = f"/strategies/{KEY}"
ACTION = "PROT-3.1"
OWNER = """
SELECT h.person FROM action AS a JOIN post_holding AS h ON h.post = a.owner WHERE a.reference = $1
"""
ISSUED = "SELECT p.digest FROM pack_issue AS i JOIN pack AS p ON p.id = i.pack ORDER BY i.id DESC LIMIT 1"
READER = "SELECT id FROM person WHERE email = $1"


Also = Callable[[str, Served, Served], Awaitable[list[Line]]]


class Page(Struct, frozen=True):
    """A page by its name and address, as the visitor with this cookie sees it; `read` is held to the bare page."""

    name: str
    path: str
    cookie: str
    read: bool = True


class Effort(Struct, frozen=True):
    """How often each page is asked for: in each of `turns`, so many times alone and so many at once."""

    turns: int
    alone: int
    at_once: int
    before_memory: int = 1000


async def measure(
    ground: Ground, database: str, size: Size, effort: Effort, also: Also | None = None
) -> list[Line]:
    """Pages on a copy of a grown database, in a round that has just opened: times, queries; start and memory.

    `also` measures more pages of the same service, as its reader.
    """
    connections = await ground.copy("pages", of=database)
    every = await _pages(ground, "pages")
    overview = every[0]
    async with (
        the_service(ground, connections, overview.path, overview.cookie) as ours,
        the_bare_page(connections, "/50") as bare,
    ):
        lines = []
        for page in every:
            lines += await page_lines(ground, page, ours, bare, str(size), effort)
        lines += _starts(ours, bare, size)
        if also:
            lines += await also(overview.cookie, ours, bare)
        await answers(ours.port, overview.path, effort.before_memory, AT_ONCE, overview.cookie)
        return lines + _memory(ours, bare, effort)


async def _pages(ground: Ground, database: str) -> tuple[Page, ...]:
    """What the business unit reads, then what an owner must do and the form on which they do it."""
    async with ground.on(database) as connections:
        await open_another_round()
        connection = await asyncpg.connect(connections.application)
        try:
            unit = await connection.fetchval(READER, MODERATOR)
            owner = await connection.fetchval(OWNER, ACTION)
            digest = await connection.fetchval(ISSUED)
        finally:
            await connection.close()
        reads, owns = [f"session={await start_example_session(person)}" for person in (unit, owner)]
    return (
        Page("Overview", OVERVIEW, reads),
        Page("Objective", f"{OVERVIEW}/objectives/PROT", reads),
        Page("Action", f"{OVERVIEW}/actions/{ACTION}", reads),
        Page("Issued pack", f"{OVERVIEW}/packs/{digest}", reads),
        Page("My work", "/my-work", owns, read=False),
        Page("Update form", f"{OVERVIEW}/actions/{ACTION}/update", owns, read=False),
    )


async def page_lines(
    ground: Ground, page: Page, ours: Served, bare: Served, size: str, effort: Effort
) -> list[Line]:
    """One page beside the bare page of as many rows, alone and many at once, and how many queries it sends."""
    async with asker(ours.port, page.cookie) as visitor:
        body = await visitor.ask(page.path)
    rows = len(ROW.findall(body))
    async with asker(bare.port) as visitor:
        plain = len(await visitor.ask(f"/{rows}"))
    sizes = f"{size}; {len(body) / 1024:.0f} KB"
    against = f"bare page of {rows} rows, {plain / 1024:.0f} KB"
    lines = []
    for at_once, count in ((1, effort.alone), (AT_ONCE, effort.at_once)):
        mine, theirs = await _in_turns(
            ours.port, page.path, page.cookie, bare.port, f"/{rows}", at_once, count, effort.turns
        )
        how = "alone" if at_once == 1 else f"{at_once} at once"
        lines += _times(f"{page.name} page, {how}", sizes, mine, theirs, against, page.read)
    return [*lines, await _queries(ground, page, ours, size)]


async def _in_turns(
    port: int, path: str, cookie: str, bare_port: int, bare_path: str, at_once: int, count: int, turns: int
) -> tuple[Times, Times]:
    """Ours and the bare one by turns, so that whatever else the machine does falls on both."""
    mine, theirs = Times(()), Times(())
    warm_up = min(20, count // 2)
    await answers(port, path, warm_up, at_once, cookie)
    await answers(bare_port, bare_path, warm_up, at_once)
    for _ in range(turns):
        mine += await answers(port, path, count, at_once, cookie)
        theirs += await answers(bare_port, bare_path, count, at_once)
    return mine, theirs


def _times(name: str, sizes: str, mine: Times, theirs: Times, against: str, read: bool) -> list[Line]:
    return [
        Line(
            name=name,
            sizes=sizes,
            median=mine.median,
            p99=mine.p99,
            ratio=mine.median / theirs.median,
            against=f"{against}: {shown(theirs.median)}, p99 {shown(theirs.p99)}",
            bar=at_most(2) if read else None,
        ),
        Line(
            name=f"{name}: p99",
            sizes=sizes,
            median=mine.p99,
            ratio=mine.p99 / mine.median,
            against="its own median",
            bar=at_most(4) if len(mine.seconds) >= ENOUGH else None,
        ),
    ]


# ----------------------------------------------------------------------------------------------------- queries


async def _queries(ground: Ground, page: Page, ours: Served, size: str) -> Line:
    """Counted in the server's own log of statements, while nobody else asks."""
    async with asker(ours.port, page.cookie) as visitor, _statements_logged(ground) as log:
        await visitor.ask(page.path)
        before = len(STATEMENT.findall(log.read()))
        await visitor.ask(page.path)
        sent = len(STATEMENT.findall(log.read())) - before
    return Line(
        name=f"{page.name} page: queries",
        sizes=size,
        median=sent,
        unit=Unit.QUERIES,
        bar=at_most(3, Of.MEDIAN),
    )


STATEMENT = re.compile(r"^governance LOG:  (?:execute [^:]+|statement): ", re.M)


@asynccontextmanager
async def _statements_logged(ground: Ground) -> AsyncIterator["_Log"]:
    settings = {"log_statement": "'all'", "log_line_prefix": "'%a '"}
    for setting, value in settings.items():
        await ground.as_superuser(f"ALTER SYSTEM SET {setting} = {value}")
    await ground.as_superuser("SELECT pg_reload_conf()")
    try:
        yield _Log(ground)
    finally:
        for setting in settings:
            await ground.as_superuser(f"ALTER SYSTEM RESET {setting}")
        await ground.as_superuser("SELECT pg_reload_conf()")


class _Log:
    def __init__(self, ground: Ground) -> None:
        self.file = ground.log
        self.start = self.file.stat().st_size

    def read(self) -> str:
        with self.file.open("rb") as opened:
            opened.seek(self.start)
            return opened.read().decode(errors="replace")


# -------------------------------------------------------------------------------------------- start and memory


def _starts(ours: Served, bare: Served, size: Size) -> list[Line]:
    return [
        Line(
            name="From `governance run` to the first overview",
            sizes=f"{size}; database running",
            median=ours.started,
            ratio=ours.started / bare.started,
            against="bare app's start",
        ),
        Line(name="Start of the bare app", median=bare.started),
    ]


def _memory(ours: Served, bare: Served, effort: Effort) -> list[Line]:
    sizes = f"after {effort.before_memory:,} requests and more"
    process, together = ours.memory()
    bare_process, _ = bare.memory()
    return [
        Line(
            name="Memory of the web process",
            sizes=sizes,
            median=process,
            unit=Unit.MEGABYTES,
            ratio=process / bare_process,
            against="bare app's process",
            bar=at_most(160, Of.MEDIAN),
        ),
        Line(
            name="Memory of it and the process that watches it",
            sizes=sizes,
            median=together,
            unit=Unit.MEGABYTES,
        ),
    ]
