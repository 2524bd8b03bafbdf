"""`governance chase` in two real processes at once: every step is taken once, and every letter goes out once."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from governance_app.database import Connections
from objectives.chasing import steps_taken
from tests.asking import a_request
from tests.mail_server import catching
from tests.makers import a_partnership, it_is
from tests.terminal import Terminal


async def test_two_processes_at_the_same_moment_take_each_step_and_send_each_letter_once(
    database: Connections, tmp_path: Path
) -> None:
    request = await a_request(await a_partnership())
    await it_is(dt.date(2026, 6, 2))
    async with catching() as caught:
        terminal = Terminal(database, tmp_path)
        terminal.settings |= {"SMTP_URL": caught.url, "MAIL_FROM": "progress@example.org"}
        async with nobody_may_begin(database) as waiting:
            runs = [asyncio.create_task(terminal.run_apart("chase")) for _ in range(2)]
            await waiting(2)
        said = await asyncio.gather(*runs)
    assert [(run.code, run.error) for run in said] == [(0, "")] * 2
    assert sorted(run.out.splitlines()[-1] for run in said) == ["Steps taken: 0.", "Steps taken: 5."]
    steps = [step.step for step in await steps_taken(request.id)]
    assert steps == ["day-after", "agency-lead", "delegated-partner", "executive-group", "letter"]
    letters = Counter((message["To"], message["Subject"].partition(":")[0]) for message in caught.messages)
    assert set(letters.values()) == {1}
    late = {to.partition(" <")[0] for to, subject in letters if subject.startswith("Late")}
    assert late == {"Sam Respondent", "Robin Substitute", "Lee Lead", "Dee Delegated"}


@asynccontextmanager
async def nobody_may_begin(database: Connections) -> AsyncIterator[Callable[[int], Awaitable[None]]]:
    """Holds the head of history, so that whoever begins an act waits; what it yields waits until so many do."""
    holder, watcher = [await asyncpg.connect(database.owner) for _ in range(2)]

    async def waiting(count: int) -> None:
        async with asyncio.timeout(60):
            while await watcher.fetchval(WAITING) < count:
                await asyncio.sleep(0.05)

    try:
        async with holder.transaction():
            await holder.execute("SELECT lock_head()")
            yield waiting
    finally:
        await asyncio.gather(holder.close(), watcher.close())


WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted
"""
