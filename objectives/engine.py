"""The way to the database that all tables share. What is read and written through it is not its concern.

`fetch` and `insert` are for the few statements that every page and every update wait for: putting a long statement
together anew each time takes Piccolo as long as the database takes to answer it.
"""

import re
from functools import cache
from itertools import count
from typing import Any

from piccolo.columns import Serial
from piccolo.engine.postgres import PostgresEngine
from piccolo.table import Table

from objectives.tables.installation import Installation


def shared_engine() -> PostgresEngine:
    """The engine of every table, as whoever opened the database gave it to them."""
    found = Installation._meta.db
    assert isinstance(found, PostgresEngine)
    return found


async def fetch(query: str, *arguments: Any) -> list[Any]:
    """The rows of a statement that has `{}` for each of its arguments; in the transaction that is under way, if any."""
    engine, numbered = shared_engine(), _numbered(query)
    transaction = engine.current_transaction.get()
    if transaction is not None:
        found: list[Any] = await transaction.connection.fetch(numbered, *arguments)
    elif engine.pool:
        found = await engine._run_in_pool(numbered, arguments)
    else:
        found = await engine._run_in_new_connection(numbered, arguments)
    return found


async def insert(row: Table) -> None:
    """Inserts a new row, as its `save` would, and gives it its id."""
    statement, names = _inserting(type(row))
    (given,) = await fetch(statement, *(getattr(row, name) for name in names))
    row.id = given["id"]  # type: ignore[attr-defined]  # Piccolo adds it to every table
    row._exists_in_db = True


@cache
def _numbered(query: str) -> str:
    """With `$1`, `$2` …, which is what the database knows."""
    numbers = count(1)
    return re.sub(r"\{\}", lambda _: f"${next(numbers)}", query)


@cache
def _inserting(table: type[Table]) -> tuple[str, tuple[str, ...]]:
    """The statement, and the columns that it gives, in order."""
    names = tuple(c._meta.name for c in table._meta.columns if not isinstance(c, Serial))
    columns = ", ".join(f'"{name}"' for name in names)
    places = ", ".join(["{}"] * len(names))
    return f'INSERT INTO "{table._meta.tablename}" ({columns}) VALUES ({places}) RETURNING id', names
