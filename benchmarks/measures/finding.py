"""The register of all actions of the largest plan, whole and narrowed, beside a bare page of as many rows.

Narrowed it has no bar beside the bare page, which chooses among nothing; its queries and slowest answers have theirs.
"""

import asyncpg

from benchmarks.ground import Ground
from benchmarks.growing import KEY, MODERATOR, Size
from benchmarks.measures.pages import READER, Effort, Page, page_lines
from benchmarks.results import Line
from benchmarks.serving import the_bare_page, the_service
from governance_app.signing_in import start_example_session

REGISTER = f"/strategies/{KEY}/actions"


async def measure(ground: Ground, database: str, size: Size, effort: Effort) -> list[Line]:
    """The register whole, and the register narrowed."""
    connections = await ground.copy("finding", of=database)
    reads = await _signed_in(ground, "finding")
    pages = (
        Page("Register of actions", REGISTER, reads),
        Page("Register, narrowed and sorted", f"{REGISTER}?rating=amber&sort=due", reads, read=False),
    )
    async with (
        the_service(ground, connections, REGISTER, reads) as ours,
        the_bare_page(connections, "/50") as bare,
    ):
        return [line for page in pages for line in await page_lines(ground, page, ours, bare, size, effort)]


async def _signed_in(ground: Ground, database: str) -> str:
    async with ground.on(database) as connections:
        connection = await asyncpg.connect(connections.application)
        try:
            reader = await connection.fetchval(READER, MODERATOR)
        finally:
            await connection.close()
        return f"session={await start_example_session(reader)}"
