"""Updates being written: kept at any moment, each save one statement, so that no window loses another's words.

A draft is its writer's alone and no part of the record. Two windows that save different words leave both, to choose
from. Typing that comes in after a sign-in has ended is held until the same person is back.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from objectives.evidence import NewEvidence
from objectives.problems import Conflict
from objectives.tables.draft import Draft

Words = dict[str, str]
HELD_DAYS = 7
NOTHING = "{}"  # no words, as JSON


class Desk(Struct, frozen=True):
    """Whose draft of what: the ids of the writer, the action and the round."""

    person: int
    action: int
    round: int


class Written(Struct, frozen=True):
    """A draft as it was last kept. `version` is 0 where there is none yet, and `words` are empty once it was sent."""

    version: int = 0
    words: Words = {}
    aside: tuple[Words, ...] = ()
    pieces: tuple[NewEvidence, ...] = ()
    begun_from: int = 0
    saved_at: dt.datetime | None = None
    sent: int | None = None
    sent_version: int | None = None


async def written_at(desk: Desk, secret: str = "", place: str = "") -> tuple[Written, Words]:
    """The draft, and what is held for its writer under `secret` at the form's address; one query."""
    (row,) = await Draft.raw(
        _WRITTEN, _hashed(secret), desk.person, place, desk.person, desk.action, desk.round
    )
    held = msgspec.json.decode(row["held"] or NOTHING, type=Words)
    return (Written() if row["version"] is None else _written(row)), held


async def keep_draft(desk: Desk, words: Words, seen: int, begun_from: int) -> Written:
    """Keeps the words. Where another window has saved others since version `seen`, those are put aside, not lost."""
    text = _json(words)
    (row,) = await Draft.raw(_KEEP, desk.person, desk.action, desk.round, text, begun_from, seen, NOTHING)
    return _written(row)


async def settle_draft(desk: Desk, words: Words, seen: int, begun_from: int) -> Written:
    """Keeps what was chosen of two texts, and puts one that was aside away for good. Raises Conflict when stale."""
    rows = await Draft.raw(_SETTLE, _json(words), begun_from, desk.person, desk.action, desk.round, seen)
    if not rows:
        raise Conflict(
            "Another window has saved this draft in the meantime; look at both texts as they are now."
        )
    return _written(rows[0])


async def add_pieces(desk: Desk, pieces: tuple[NewEvidence, ...], begun_from: int) -> Written:
    """Puts evidence to the draft, to be given when it is sent; what is there already is not put there twice."""
    (row,) = await Draft.raw(
        _ADD_PIECES,
        desk.person,
        desk.action,
        desk.round,
        NOTHING,
        msgspec.json.encode(pieces).decode(),
        begun_from,
    )
    return _written(row)


async def drop_piece(desk: Desk, piece: NewEvidence) -> None:
    """Takes a piece of evidence out of the draft; one that is gone already is no fault."""
    text = msgspec.json.encode(piece).decode()
    await Draft.raw(_DROP_PIECE, text, desk.person, desk.action, desk.round)


async def hold_typing(person: int, place: str, words: Mapping[str, str]) -> str:
    """Holds what somebody typed at an address until they are back; answers the secret that finds it again."""
    secret = secrets.token_urlsafe(32)
    await Draft.raw(_FORGET_OLD, HELD_DAYS)
    await Draft.raw(_HOLD, person, _hashed(secret), place, _json(words))
    return secret


async def held_at(person: int, secret: str, place: str) -> Words:
    """What is held for somebody under `secret` at a form's address; empty where nothing is."""
    rows = await Draft.raw(_HELD, _hashed(secret), person, place)
    return msgspec.json.decode(rows[0]["words"], type=Words) if rows else {}


async def release_typing(secret: str) -> None:
    """Forgets what was held under a secret."""
    await Draft.raw("DELETE FROM held_typing WHERE secret_hash = {}", _hashed(secret))


def _written(row: dict[str, Any]) -> Written:
    return Written(
        version=row["version"],
        words=msgspec.json.decode(row["words"], type=Words),
        aside=msgspec.json.decode(row["aside"], type=tuple[Words, ...]),
        pieces=msgspec.json.decode(row["pieces"], type=tuple[NewEvidence, ...]),
        begun_from=row["begun_from"],
        saved_at=row["saved_at"],
        sent=row["sent"],
        sent_version=row["sent_version"],
    )


def _json(words: Mapping[str, str]) -> str:
    return msgspec.json.encode(words, order="sorted").decode()


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


_WRITTEN = """
SELECT d.*, (SELECT words FROM held_typing WHERE secret_hash = {} AND person = {} AND place = {}) AS held
FROM (SELECT 1) AS always LEFT JOIN draft d ON d.person = {} AND d.action = {} AND d.round = {}
"""

_KEEP = """
INSERT INTO draft AS d (person, action, round, version, words, aside, pieces, begun_from, saved_at)
VALUES ({}, {}, {}, 1, {}, '[]', '[]', {}, governance_now())
ON CONFLICT (person, action, round) DO UPDATE SET
    aside = CASE WHEN d.version = {} OR d.words IN (excluded.words, {}) THEN d.aside
            ELSE (d.aside::jsonb || jsonb_build_array(d.words::jsonb))::text END,
    version = d.version + (d.words <> excluded.words)::int,
    words = excluded.words, begun_from = excluded.begun_from, saved_at = excluded.saved_at
RETURNING *
"""

_SETTLE = """
UPDATE draft SET words = {}, aside = (aside::jsonb - (-1))::text, begun_from = {}, version = version + 1,
    saved_at = governance_now()
WHERE person = {} AND action = {} AND round = {} AND version = {} RETURNING *
"""

_ADD_PIECES = """
INSERT INTO draft AS d (person, action, round, version, words, aside, pieces, begun_from, saved_at)
VALUES ({}, {}, {}, 1, {}, '[]', {}, {}, governance_now())
ON CONFLICT (person, action, round) DO UPDATE SET
    pieces = (d.pieces::jsonb || (SELECT coalesce(jsonb_agg(piece ORDER BY place), '[]')
        FROM jsonb_array_elements(excluded.pieces::jsonb) WITH ORDINALITY AS added(piece, place)
        WHERE NOT d.pieces::jsonb @> jsonb_build_array(piece)))::text, saved_at = excluded.saved_at
RETURNING *
"""

_DROP_PIECE = """
UPDATE draft SET pieces = (SELECT coalesce(jsonb_agg(piece ORDER BY place), '[]')
    FROM jsonb_array_elements(pieces::jsonb) WITH ORDINALITY AS held(piece, place) WHERE piece <> {}::jsonb)::text
WHERE person = {} AND action = {} AND round = {}
"""

_HELD = "SELECT words FROM held_typing WHERE secret_hash = {} AND person = {} AND place = {}"

_HOLD = """
INSERT INTO held_typing (person, secret_hash, place, words, held_at) VALUES ({}, {}, {}, {}, governance_now())
"""

_FORGET_OLD = "DELETE FROM held_typing WHERE held_at < governance_now() - make_interval(days => {})"
