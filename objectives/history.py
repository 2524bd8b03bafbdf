"""Acts and what they leave in history; and where in history an instant is.

The database writes history itself, by trigger. This module says who acts, and turns an instant into a place in the
chain. An instant is resolved once, and everything after reads by sequence (`world`), so that two readings of one
instant cannot differ. What the rows mean is not its concern.
"""

import datetime as dt
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, Self

import asyncpg
import msgspec
from msgspec import Struct
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.table import Table

from objectives.engine import fetch, shared_engine
from objectives.problems import Conflict, Invalid

REFUSED = "GV001"  # the SQLSTATE of a sentence that the database means for the user


class Actor(Struct, frozen=True):
    """Who acts. Its text, "person:7", is what history keeps; a change made past the service is "psql:ROLE"."""

    kind: str
    name: str

    @classmethod
    def person(cls, id: int) -> Self:
        """Somebody signed in."""
        return cls("person", str(id))

    @classmethod
    def respondent(cls, person: str, link: int) -> Self:
        """Somebody who answers by a mailed link, without signing in: who they are, and the link's id."""
        return cls("respondent", f"{person} by link {link}")

    @classmethod
    def system(cls, job: str) -> Self:
        """A job of the service itself, such as "freeze"."""
        return cls("system", job)

    @classmethod
    def command(cls, user: str) -> Self:
        """Whoever runs a command on the server, by the name of their account on the operating system."""
        return cls("command", user)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The actor from its text in history."""
        kind, _, name = text.partition(":")
        return cls(kind, name)

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


class Act(Struct, frozen=True):
    """An act under way: one transaction with one instant (`now`, UTC), which all its entries carry."""

    actor: Actor
    now: dt.datetime


class Place(NamedTuple):
    """A place in the chain, and the chain's digest there (hex). As text, "SEQ:DIGEST", it anchors a paper copy."""

    sequence: int
    digest: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """A place as printed. Raises Invalid."""
        found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text.strip().lower())
        if not found:
            raise Invalid(
                f"“{text}” is no place in history; give it as printed on the pack: SEQUENCE:DIGEST."
            )
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.sequence}:{self.digest}"


class HistoryRow(Struct, frozen=True, gc=False):
    """One version of one row. `row_json` is the row as it was after the operation; of a delete, as it was before.

    `superseded_at` is when the next version was recorded (UTC), null for the newest; a delete ends at once.
    """

    sequence: int
    table_name: str
    row_id: int
    operation: str
    shape: int
    row_json: str
    actor: str
    recorded_at: dt.datetime
    superseded_at: dt.datetime | None

    def columns(self) -> dict[str, Any]:
        """The row as JSON knows it: dates and instants are still text."""
        return msgspec.json.decode(self.row_json, type=dict[str, Any])


Companion = Callable[[Act], Awaitable[object]]

_act: ContextVar[Act | None] = ContextVar("act", default=None)
_companions: ContextVar[list[Companion] | None] = ContextVar("companions", default=None)


@asynccontextmanager
async def acting_as(actor: Actor) -> AsyncIterator[Act]:
    """One act: one transaction, the head of history locked first. An act inside it joins it.

    Raises Conflict when the head cannot be had within five seconds, and RuntimeError where another actor's act is
    under way, or a transaction that is no act: the head would then come after other locks, and deadlocks follow.
    Send no mail, render nothing and touch no file inside: everybody else's acts are waiting.
    """
    under_way = _act.get()
    if under_way is not None:
        if under_way.actor != actor:
            raise RuntimeError(f"{actor} cannot act inside an act of {under_way.actor}.")
        yield under_way
        return
    async with _transaction():
        (begun,) = await fetch("SELECT begin_act({}) AS now", str(actor))
        act = Act(actor, begun["now"])
        token = _act.set(act)
        try:
            for write in _companions.get() or ():
                await write(act)
            yield act
        finally:
            _act.reset(token)
    if waiting := _companions.get():
        waiting.clear()


@contextmanager
def companions() -> Iterator[list[Companion]]:
    """What is put into this list is written by the next act inside the block, whoever begins it, in its transaction.

    It stays in the list until an act has been kept.
    """
    waiting: list[Companion] = []
    token = _companions.set(waiting)
    try:
        yield waiting
    finally:
        _companions.reset(token)


async def now() -> dt.datetime:
    """The database's clock (UTC), the only one: inside an act its instant, and never before anything recorded."""
    (reading,) = await fetch("SELECT governance_now() AS now")
    instant: dt.datetime = reading["now"]
    return instant


async def sequence_at(instant: dt.datetime) -> Place:
    """The last place recorded at or before an instant; waits for a writer whose entries could still come before it.

    Place 0 is before the first entry. Raises Invalid for an instant that has not come yet.
    """
    try:
        (found,) = await fetch("SELECT sequence, digest FROM sequence_at({})", instant)
    except asyncpg.PostgresError as error:
        if error.sqlstate == REFUSED:
            raise Invalid(str(error)) from error
        raise
    return Place(found["sequence"], found["digest"].hex())


async def versions(table: str, row_id: int) -> list[HistoryRow]:
    """Every version of one row, oldest first; none if there has never been such a row."""
    found = await fetch(
        "SELECT sequence, table_name, row_id, operation, shape, row_json, actor, recorded_at, superseded_at"
        " FROM history WHERE table_name = {} AND row_id = {} ORDER BY sequence",
        table,
        row_id,
    )
    return [HistoryRow(**row) for row in found]


def changed(before: HistoryRow | None, after: HistoryRow) -> dict[str, tuple[Any, Any]]:
    """What a version changed, by column: its value before and after. An insert changes every column it gives."""
    old = before.columns() if before and before.operation != "delete" else {}
    new = after.columns() if after.operation != "delete" else {}
    names = [*new, *(name for name in old if name not in new)]
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}


async def newest_sequence(*rows: Table) -> int:
    """The newest sequence among some rows: it travels with a form that shows them, to tell when they moved on."""
    names = [row._meta.tablename for row in rows]
    (found,) = await fetch(
        "SELECT coalesce(max(h.sequence), 0) AS newest FROM history h"
        " JOIN unnest({}::text[], {}::bigint[]) AS shown (table_name, row_id) USING (table_name, row_id)",
        names,
        [row.id for row in rows],  # type: ignore[attr-defined]  # Piccolo adds it to every table
    )
    newest: int = found["newest"]
    return newest


@asynccontextmanager
async def _transaction() -> AsyncIterator[None]:
    engine = shared_engine()
    if engine.current_transaction.get() is not None:
        raise RuntimeError("An act cannot begin inside a transaction that is no act.")
    transaction = engine.transaction()
    try:
        async with transaction:
            yield
    except asyncpg.LockNotAvailableError as error:
        raise Conflict(
            "Somebody else has been saving for more than five seconds, so nothing of this was kept. Try again."
        ) from error
    finally:
        await _abandon(engine, transaction)


async def _abandon(engine: PostgresEngine, transaction: PostgresTransaction) -> None:
    """Piccolo leaves a transaction whose commit failed open and current, and its connection out of the pool."""
    if engine.current_transaction.get() is transaction:
        engine.current_transaction.reset(transaction.context)
        if engine.pool:
            await engine.pool.release(transaction.connection)
        else:
            await transaction.connection.close()
