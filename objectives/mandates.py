"""Opening an act as somebody: their mandate on that day, the one instant of the act, and fresh rows.

Everything here is read after the head of history is locked, so nobody is allowed on yesterday's roles.
"""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from msgspec import Struct
from piccolo.table import Table

from objectives.days import today_at
from objectives.engine import fetch
from objectives.history import Actor, acting_as, newest_sequence
from objectives.permissions import Mandate
from objectives.problems import Conflict, NotFound
from objectives.tables.person import Person
from objectives.words import Role

AnyTable = TypeVar("AnyTable", bound=Table)


class Operator(Struct, frozen=True):
    """Whoever runs a command on the server; they keep agencies and people, as an administrator does."""

    user: str

    @property
    def actor(self) -> Actor:
        return Actor.command(self.user)

    @property
    def mandate(self) -> Mandate:
        return Mandate(person=0, name=self.user, agency=0, roles=frozenset({Role.ADMINISTRATOR}))


class Act(Struct, frozen=True):
    """An act under way: its instant (UTC), its day for the partnership, and who is acting."""

    now: dt.datetime
    today: dt.date
    by: Mandate


@asynccontextmanager
async def acting(by: Person | Operator) -> AsyncIterator[Act]:
    """One transaction and one entry in history, as `by`; acts inside it join it."""
    if isinstance(by, Operator):
        async with acting_as(by.actor) as act:
            yield Act(act.now, today_at(act.now), by.mandate)
    else:
        async with acting_as(Actor.person(by.id)) as act:
            today = today_at(act.now)
            yield Act(act.now, today, await mandate_of(by.id, today))


async def mandate_of(person: int, on: dt.date) -> Mandate:
    """What a person may act as on a day; one query. Raises NotFound."""
    found = await Person.raw(MANDATE, on, person)
    if not found:
        raise NotFound("There is no such person.")
    return _mandate(person, found[0])


async def mandate_and(
    person: int, on: dt.date, question: str, *arguments: Any
) -> tuple[Mandate, dict[str, Any]]:
    """`mandate_of`, and the one row that answers a further question, both for one journey to the database.

    For the acts that many people do on the same afternoon. Raises NotFound where either finds nothing.
    """
    both = f"SELECT * FROM ({MANDATE}) AS mandate, ({question}) AS further"
    found = await fetch(both, on, person, *arguments)
    if not found:
        raise NotFound("This is not there, or no longer.")
    return _mandate(person, found[0]), dict(found[0])


def _mandate(person: int, row: dict[str, Any]) -> Mandate:
    return Mandate(
        person=person,
        name=row["name"],
        agency=row["agency"],
        roles=frozenset(map(Role, row["roles"])),
        posts=frozenset(row["posts"]),
        posts_in_round=frozenset(row["posts_in_round"]),
        disabled=row["disabled_at"] is not None,
    )


MANDATE = """
SELECT p.name, p.agency, p.disabled_at,
    ARRAY(SELECT role FROM role_grant
          WHERE person = p.id AND today.day BETWEEN given_on AND coalesce(ended_on, 'infinity')) AS roles,
    ARRAY(SELECT post FROM post_holding
          WHERE person = p.id AND today.day BETWEEN starts_on AND coalesce(ends_on, 'infinity')) AS posts,
    ARRAY(SELECT post FROM post_holding
          WHERE person = p.id AND starts_on <= today.day AND coalesce(ends_on, 'infinity') >=
              (SELECT max(opens_on) FROM reporting_round WHERE opens_on <= today.day)) AS posts_in_round
FROM (SELECT {}::date AS day) AS today, person p WHERE p.id = {}
"""


async def fresh(row: AnyTable) -> AnyTable:
    """The row as it is now, inside the act. Raises NotFound when it has been deleted meanwhile."""
    return await row_of(type(row), row.id)  # type: ignore[attr-defined]  # Piccolo adds it to every table


async def row_of(table: type[AnyTable], id: int) -> AnyTable:
    """The row of an id. Raises NotFound."""
    found = await table.objects().get(table._meta.primary_key == id)
    if found is None:
        raise NotFound(f"This {table._meta.tablename.replace('_', ' ')} is not there, or no longer.")
    return found


async def refuse_stale(seen: int | None, *rows: Table) -> None:
    """Raises Conflict if one of `rows` has changed since `seen`, the newest history sequence that a form showed.

    None means that nothing was shown, so nothing can be stale.
    """
    if seen is not None and await newest_sequence(*rows) > seen:
        raise Conflict(
            "Somebody changed this while you were looking at it; read what it says now, then try again."
        )


async def write(row: AnyTable, columns: dict[str, Any]) -> AnyTable:
    """Changes a row's columns and saves it."""
    for name, value in columns.items():
        setattr(row, name, value)
    await row.save()
    return row
