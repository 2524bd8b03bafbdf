"""The register of people and agencies, as administrators look at it: who there is, what they may do, what they hold."""

import datetime as dt
from typing import Any

from msgspec import Struct

from objectives.problems import NotFound
from objectives.tables.person import Person
from objectives.words import Role


class Listed(Struct, frozen=True):
    """Somebody with the roles they have today and the posts they hold today. `seen` is their row's newest sequence."""

    id: int
    name: str
    email: str
    agency: int
    agency_name: str
    roles: tuple[Role, ...]
    posts: tuple[tuple[int, str], ...]
    disabled_at: dt.datetime | None
    seen: int


class Member(Struct, frozen=True):
    """An agency, with how many people can sign in for it and how many posts it has."""

    id: int
    name: str
    short_name: str
    lead_partner: str
    is_business_unit: bool
    ended_on: dt.date | None
    people: int
    posts: int
    seen: int


async def people_listed(today: dt.date) -> list[Listed]:
    """Everybody, by agency and name, those who can no longer sign in last; one query."""
    order = "p.disabled_at IS NOT NULL, a.name, p.name, p.id"
    return [_listed(row) for row in await Person.raw(f"{_PEOPLE} ORDER BY {order}", today, today)]


async def person_listed(id: int, today: dt.date) -> Listed:
    """Raises NotFound."""
    rows = await Person.raw(f"{_PEOPLE} WHERE p.id = {{}}", today, today, id)
    if not rows:
        raise NotFound("There is no such person.")
    return _listed(rows[0])


async def agencies_listed() -> list[Member]:
    """Every agency by name, those that ended last; one query."""
    return [Member(**row) for row in await Person.raw(_AGENCIES)]


async def agency_listed(id: int) -> Member:
    """Raises NotFound."""
    found = next((agency for agency in await agencies_listed() if agency.id == id), None)
    if found is None:
        raise NotFound("There is no such agency.")
    return found


def _listed(row: dict[str, Any]) -> Listed:
    roles = tuple(role for role in Role if role.value in row["roles"])
    posts = tuple((id, title) for id, title in row["posts"])
    return Listed(**(row | {"roles": roles, "posts": posts}))


_PEOPLE = """
SELECT p.id, p.name, p.email, p.agency, a.name AS agency_name, p.disabled_at,
    ARRAY(SELECT role FROM role_grant WHERE person = p.id
          AND {}::date >= given_on AND ended_on IS NULL) AS roles,
    ARRAY(SELECT (t.id, t.title) FROM post_holding h JOIN post t ON t.id = h.post WHERE h.person = p.id
          AND {}::date BETWEEN h.starts_on AND coalesce(h.ends_on, 'infinity') ORDER BY t.title) AS posts,
    (SELECT max(sequence) FROM history WHERE table_name = 'person' AND row_id = p.id) AS seen
FROM person p JOIN agency a ON a.id = p.agency
"""
_AGENCIES = """
SELECT a.id, a.name, a.short_name, a.lead_partner, a.is_business_unit, a.ended_on,
    (SELECT count(*) FROM person WHERE agency = a.id AND disabled_at IS NULL) AS people,
    (SELECT count(*) FROM post WHERE agency = a.id AND ended_on IS NULL) AS posts,
    (SELECT max(sequence) FROM history WHERE table_name = 'agency' AND row_id = a.id) AS seen
FROM agency a ORDER BY a.ended_on IS NOT NULL, a.name, a.id
"""
