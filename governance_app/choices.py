"""Posts, members and agencies that a form about a meeting offers, each as an id and the words of its line.

Taken from the rows that the page's own standing was just read from, so it asks the database for nothing more.
"""

import datetime as dt
from collections.abc import Iterable

from objectives import rows
from objectives.words import Role
from objectives.world import tables_kept

Choice = tuple[int, str]


def posts_on(day: dt.date) -> list[Choice]:
    """Every post that has not ended, with whoever holds it on a day, by name."""
    tables = tables_kept()
    people, agencies = tables["person"], tables["agency"]
    holders = {
        held.post: people[held.person].name
        for held in sorted(tables["post_holding"].values(), key=lambda held: held.id)
        if held.starts_on <= day <= (held.ends_on or day)
    }
    return _by_name(
        (post.id, f"{post.title}, {agencies[post.agency].name} ({holders.get(post.id, 'vacant')})")
        for post in tables["post"].values()
        if post.ended_on is None
    )


def members_on(day: dt.date) -> list[Choice]:
    """Everybody on the Executive Group on a day, by name, each with their agency."""
    tables = tables_kept()
    people, agencies = tables["person"], tables["agency"]
    members = {grant.person for grant in tables["role_grant"].values() if _is_member(grant, day)}
    return _by_name(
        (id, f"{people[id].name}, {agencies[people[id].agency].name}")
        for id in members
        if people[id].disabled_at is None
    )


def agencies_now() -> list[Choice]:
    """Every agency that has not ended, by name."""
    return _by_name((one.id, one.name) for one in tables_kept()["agency"].values() if one.ended_on is None)


def _is_member(grant: rows.RoleGrant, day: dt.date) -> bool:
    return grant.role is Role.EXECUTIVE_GROUP and grant.given_on <= day <= (grant.ended_on or day)


def _by_name(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: (choice[1], choice[0]))
