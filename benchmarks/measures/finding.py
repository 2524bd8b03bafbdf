"""The registers: of all actions of the largest plan, whole and narrowed, and of thousands of requests for assurance,
each beside a bare page of as many rows.

Narrowed it has no bar beside the bare page, which chooses among nothing; its queries and slowest answers have theirs.
"""

import asyncpg

from benchmarks import seeds
from benchmarks.ground import Ground
from benchmarks.growing import KEY, MODERATOR, Size, plant
from benchmarks.measures.pages import READER, Effort, Page, page_lines
from benchmarks.results import Line
from benchmarks.serving import Served, the_bare_page, the_service
from governance_app.signing_in import start_example_session

REGISTER = f"/strategies/{KEY}/actions"
REQUESTS = "/requests"


async def measure(ground: Ground, database: str, size: Size, requests: int, effort: Effort) -> list[Line]:
    """The registers on a service of their own, of the largest plan."""
    connections = await ground.copy("finding", of=database)
    await plant_requests(ground, "finding", requests)
    reads = await _signed_in(ground, "finding")
    async with (
        the_service(ground, connections, REGISTER, reads) as ours,
        the_bare_page(connections, "/50") as bare,
    ):
        return await register_lines(ground, reads, ours, bare, size, requests, effort)


async def plant_requests(ground: Ground, database: str, requests: int) -> None:
    async with ground.on(database):
        await plant(seeds.of_requests(requests))


async def register_lines(
    ground: Ground, reads: str, ours: Served, bare: Served, size: Size, requests: int, effort: Effort
) -> list[Line]:
    """The register of actions whole, and narrowed; and that of so many `requests`, of which a page is shown."""
    narrowed = f"{REGISTER}?rating=amber&sort=due"
    pages = (
        (Page("Register of actions", REGISTER, reads), str(size)),
        (Page("Register, narrowed and sorted", narrowed, reads, read=False), str(size)),
        (Page("Register of requests", REQUESTS, reads), f"{requests:,} requests"),
    )
    return [
        line for page, sizes in pages for line in await page_lines(ground, page, ours, bare, sizes, effort)
    ]


async def _signed_in(ground: Ground, database: str) -> str:
    async with ground.on(database) as connections:
        connection = await asyncpg.connect(connections.application)
        try:
            reader = await connection.fetchval(READER, MODERATOR)
        finally:
            await connection.close()
        return f"session={await start_example_session(reader)}"
