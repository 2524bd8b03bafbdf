"""Who is here: one-time links, sessions, and the visit that every request is part of.

Secrets are 256 random bits; only their SHA-256 is kept. A link is used up by one statement, so two clicks at once
cannot both win. A session is looked up on every request and never cached: somebody who is disabled is out at once.
"""

import hashlib
import secrets

from msgspec import Struct

from objectives.engine import fetch
from objectives.permissions import Mandate
from objectives.problems import Conflict, NotFound
from objectives.tables.sign_in import SignInLink
from objectives.words import Role

LINK_MINUTES = 30
SESSION_HOURS = 12


class Visit(Struct, frozen=True):
    """One request's answer to who and where. `mandate` is None while nobody is signed in.

    `strategies` are the keys and short titles of those loaded, oldest first.
    """

    partnership: str = ""
    example: bool = False
    strategies: tuple[tuple[str, str], ...] = ()
    mandate: Mandate | None = None
    agency: str = ""

    @property
    def signed_in(self) -> Mandate:
        """The person's mandate, on a page that only signed-in people reach."""
        assert self.mandate is not None
        return self.mandate


class ExamplePerson(Struct, frozen=True):
    """Somebody invented. `posts` are the titles of those they hold; `role` is the one they are offered under."""

    id: int
    name: str
    agency: str
    posts: str
    role: Role | None


async def visit_of(session_secret: str | None, time_zone: str) -> Visit:
    """Who holds the session, and what this installation is; one query. Days are days in `time_zone`."""
    (row,) = await fetch(_VISIT, time_zone, _hashed(session_secret or ""))
    strategies = tuple(zip(row["keys"], row["titles"], strict=True))
    visit = Visit(row["partnership"] or "", bool(row["example"]), strategies)
    if row["person"] is None:
        return visit
    mandate = Mandate(
        person=row["person"],
        name=row["name"],
        agency=row["agency"],
        roles=frozenset(Role(role) for role in row["roles"]),
        posts=frozenset(row["posts"]),
        posts_in_round=frozenset(row["posts_in_round"]),
    )
    return Visit(visit.partnership, visit.example, strategies, mandate, row["agency_name"])


async def make_link(email: str) -> str:
    """A new one-time secret for whoever has this address, good for LINK_MINUTES. Raises NotFound."""
    secret = secrets.token_urlsafe(32)
    if not await SignInLink.raw(_MAKE_LINK, _hashed(secret), LINK_MINUTES, email.strip().lower()):
        raise NotFound(
            f"Nobody who may sign in has the address {email}. `governance person add` adds a person."
        )
    return secret


async def name_on_link(secret: str) -> str:
    """Whose link this is, without using it up: mail scanners open every link. Raises Conflict if it is spent."""
    rows = await SignInLink.raw(_NAME_ON_LINK, _hashed(secret))
    if not rows:
        raise Conflict(SPENT)
    return str(rows[0]["name"])


async def use_link(secret: str) -> str:
    """Uses the link up and starts a session; returns the session's secret. Raises Conflict if the link is spent."""
    session = secrets.token_urlsafe(32)
    if not await SignInLink.raw(_USE_LINK, _hashed(secret), _hashed(session), SESSION_HOURS):
        raise Conflict(SPENT)
    return session


async def start_example_session(person: int) -> str:
    """A session for one of the example people. Raises NotFound anywhere but in an installation of example data."""
    session = secrets.token_urlsafe(32)
    if not await SignInLink.raw(_START_EXAMPLE, _hashed(session), SESSION_HOURS, person):
        raise NotFound("There is no such example person.")
    return session


async def end_session(secret: str) -> None:
    await SignInLink.raw("DELETE FROM sign_in_session WHERE secret_hash = {}", _hashed(secret))


async def example_people(time_zone: str) -> list[ExamplePerson]:
    """Those offered on the sign-in page of example data, by name: whoever holds a role or a post today."""
    rows = await SignInLink.raw(_EXAMPLE_PEOPLE, time_zone)
    return [
        ExamplePerson(
            row["id"],
            row["name"],
            row["agency"],
            ", ".join(row["posts"]),
            next((role for role in Role if role in row["roles"]), None),
        )
        for row in rows
    ]


SPENT = (
    f"This link cannot be used: it was used already, or it is more than {LINK_MINUTES} minutes old. "
    "Ask for another where you got this one."
)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


_VISIT = """
WITH today AS (SELECT (governance_now() AT TIME ZONE {})::date AS day),
visitor AS (
    SELECT p.id AS person, p.name, a.id AS agency, a.name AS agency_name
    FROM sign_in_session s JOIN person p ON p.id = s.person JOIN agency a ON a.id = p.agency
    WHERE s.secret_hash = {} AND s.expires_at > governance_now() AND p.disabled_at IS NULL
)
SELECT i.partnership, i.example, v.*,
    ARRAY(SELECT key FROM strategy ORDER BY id) AS keys,
    ARRAY(SELECT short_title FROM strategy ORDER BY id) AS titles,
    ARRAY(SELECT role FROM role_grant r WHERE r.person = v.person
          AND r.given_on <= today.day AND (r.ended_on IS NULL OR r.ended_on >= today.day)) AS roles,
    ARRAY(SELECT h.post FROM post_holding h WHERE h.person = v.person
          AND h.starts_on <= today.day AND (h.ends_on IS NULL OR h.ends_on >= today.day)) AS posts,
    ARRAY(SELECT h.post FROM post_holding h WHERE h.person = v.person AND h.starts_on <= today.day
          AND coalesce(h.ends_on, 'infinity') >=
              (SELECT max(opens_on) FROM reporting_round WHERE opens_on <= today.day)) AS posts_in_round
FROM today LEFT JOIN installation i ON true LEFT JOIN visitor v ON true
"""

_MAKE_LINK = """
INSERT INTO sign_in_link (person, secret_hash, made_at, expires_at)
SELECT id, {}, governance_now(), governance_now() + make_interval(mins => {}) FROM person
WHERE email = {} AND disabled_at IS NULL RETURNING id
"""

_USABLE = "used_at IS NULL AND expires_at > governance_now()"

_NAME_ON_LINK = f"""
SELECT p.name FROM sign_in_link l JOIN person p ON p.id = l.person
WHERE l.secret_hash = {{}} AND {_USABLE} AND p.disabled_at IS NULL
"""

_USE_LINK = f"""
WITH used AS (
    UPDATE sign_in_link l SET used_at = governance_now() FROM person p
    WHERE p.id = l.person AND l.secret_hash = {{}} AND {_USABLE} AND p.disabled_at IS NULL
    RETURNING p.id
)
INSERT INTO sign_in_session (person, secret_hash, started_at, expires_at)
SELECT id, {{}}, governance_now(), governance_now() + make_interval(hours => {{}}) FROM used RETURNING person
"""

_START_EXAMPLE = """
INSERT INTO sign_in_session (person, secret_hash, started_at, expires_at)
SELECT p.id, {}, governance_now(), governance_now() + make_interval(hours => {})
FROM person p JOIN installation i ON i.example WHERE p.id = {} AND p.disabled_at IS NULL RETURNING person
"""

_EXAMPLE_PEOPLE = """
WITH today AS (SELECT (governance_now() AT TIME ZONE {})::date AS day),
known AS (
    SELECT p.id, p.name, a.name AS agency,
        ARRAY(SELECT role FROM role_grant r, today WHERE r.person = p.id
              AND r.given_on <= day AND (r.ended_on IS NULL OR r.ended_on >= day) ORDER BY role) AS roles,
        ARRAY(SELECT t.title FROM post_holding h JOIN post t ON t.id = h.post, today WHERE h.person = p.id
              AND h.starts_on <= day AND (h.ends_on IS NULL OR h.ends_on >= day) ORDER BY t.title) AS posts
    FROM person p JOIN agency a ON a.id = p.agency JOIN installation i ON i.example WHERE p.disabled_at IS NULL
)
SELECT * FROM known WHERE cardinality(roles) + cardinality(posts) > 0
ORDER BY name, id
"""
