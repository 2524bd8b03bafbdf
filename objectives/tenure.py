"""A post as its page tells it: who has held it when, and what goes with it to whoever holds it next."""

import datetime as dt

from msgspec import Struct

from objectives.problems import NotFound
from objectives.tables.post import Post
from objectives.words import Status


class Tenure(Struct, frozen=True):
    """One person in the post, from one day to another, both inclusive. `taken_on_at` is theirs and passes to nobody."""

    holding: int
    person: int
    name: str
    starts_on: dt.date
    ends_on: dt.date | None
    taken_on_at: dt.datetime | None

    def is_unread_by(self, person: int) -> bool:
        """Whether it is theirs and they have not said yet that they have read what came with it."""
        return self.person == person and self.taken_on_at is None

    def covers(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Charge(Struct, frozen=True):
    """An action that the post owns, or is accountable for."""

    strategy: str
    reference: str
    title: str
    status: Status
    owned: bool


class Kept(Struct, frozen=True):
    """A post, its tenures newest first, and its charges."""

    id: int
    title: str
    agency: int
    agency_name: str
    tenures: tuple[Tenure, ...]
    charges: tuple[Charge, ...] = ()
    ended_on: dt.date | None = None

    def on(self, day: dt.date) -> Tenure | None:
        """Who holds it on a day."""
        return next((tenure for tenure in self.tenures if tenure.covers(day)), None)

    def after(self, day: dt.date) -> Tenure | None:
        """Who will hold it from a later day, where that has been arranged."""
        return next((tenure for tenure in self.tenures if tenure.starts_on > day), None)

    @property
    def began(self) -> dt.date | None:
        """The day on which the newest holder begins or began."""
        return self.tenures[0].starts_on if self.tenures else None

    @property
    def newest(self) -> int:
        """The newest holding, 0 where there is none: what a form was shown."""
        return self.tenures[0].holding if self.tenures else 0


class Successor(Struct, frozen=True):
    """Somebody who may be given a post."""

    id: int
    name: str
    agency: str


async def posts_kept(ids: frozenset[int] | None) -> list[Kept]:
    """These posts, or all (None), by agency and title, without their charges; one query."""
    rows = await Post.raw(_POSTS, list(ids or ()), ids is None)
    return [_kept(row) for row in rows]


async def post_kept(id: int) -> Kept:
    """One post with its charges; two queries. Raises NotFound."""
    rows = await Post.raw(_POSTS, [id], False)
    if not rows:
        raise NotFound("There is no such post.")
    charges = tuple(
        Charge(row["key"], row["reference"], row["title"], Status(row["status"]), row["owned"])
        for row in await Post.raw(_CHARGES, id, id, id)
    )
    return _kept(rows[0], charges)


async def successors(agency: int | None) -> list[Successor]:
    """Everybody who can sign in, of one agency or of all (None), by name."""
    rows = await Post.raw(_SUCCESSORS, agency, agency)
    return [Successor(row["id"], row["name"], row["agency"]) for row in rows]


def _kept(row: dict[str, object], charges: tuple[Charge, ...] = ()) -> Kept:
    tenures = tuple(Tenure(*found) for found in row["tenures"] or ())  # type: ignore[attr-defined]  # an array of records
    facts = (row["id"], row["title"], row["agency"], row["agency_name"], tenures, charges, row["ended_on"])
    return Kept(*facts)  # type: ignore[arg-type]


_POSTS = """
SELECT p.id, p.title, p.agency, p.ended_on, a.name AS agency_name,
    ARRAY(SELECT (h.id, h.person, q.name, h.starts_on, h.ends_on, t.taken_on_at)
          FROM post_holding h JOIN person q ON q.id = h.person LEFT JOIN taking_on t ON t.holding = h.id
          WHERE h.post = p.id ORDER BY h.starts_on DESC, h.id DESC) AS tenures
FROM post p JOIN agency a ON a.id = p.agency WHERE p.id = ANY({}::bigint[]) OR {}
ORDER BY p.ended_on IS NOT NULL, a.name, p.title
"""
_CHARGES = """
SELECT s.key, a.reference, a.title, a.status, a.owner IS NOT DISTINCT FROM {}::bigint AS owned
FROM action a JOIN strategy s ON s.id = a.strategy
WHERE (a.owner = {} OR a.accountable = {}) AND a.status <> 'superseded' ORDER BY owned DESC, s.id, a.id
"""
_SUCCESSORS = """
SELECT p.id, p.name, a.name AS agency FROM person p JOIN agency a ON a.id = p.agency
WHERE p.disabled_at IS NULL AND ({}::bigint IS NULL OR p.agency = {}) ORDER BY p.name, p.id
"""
