"""The packs of one strategy as a reader finds them on the shelf: each with its newest issue, if it was issued.

Building and issuing is `packs`; here they are only found, in one query, and openings are noted.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from objectives.problems import NotFound
from objectives.tables.pack import Pack
from objectives.words import PackState


class ShelvedPack(Struct, frozen=True):
    """`version`, `marking`, `distribution`, `issued_by` and `issued_at` are None while the pack is a draft.

    `posts` are the ids of those that its distribution names, `addenda` how many were added to it, `matters` how many
    were raised against it; `reviewed_at` is
    when a meeting signed it off.
    `formats` names those that its newest issue was kept in, none while it is a draft.
    `redacted_by` and `redacted_at` are of the last redaction that reached its content, None where none did.
    """

    digest: str
    round: str | None
    as_at_on: dt.date
    built_at: dt.datetime
    version: str | None
    marking: str | None
    distribution: str | None
    issued_by: str | None
    issued_at: dt.datetime | None
    redacted_by: str | None
    redacted_at: dt.datetime | None
    formats: list[str]
    posts: list[int]
    addenda: int
    matters: int
    reviewed_at: dt.datetime | None

    @property
    def state(self) -> PackState:
        """How far it has come: a draft is frozen where it is a round’s own, as at its freeze."""
        if self.reviewed_at:
            return PackState.REVIEWED
        if self.version:
            return PackState.ISSUED
        return PackState.FROZEN if self.round else PackState.DRAFT


async def packs_on_shelf(strategy: str) -> tuple[ShelvedPack, ...]:
    """Every pack of a strategy, the latest as-at first."""
    rows = await Pack.raw(_ALL, strategy)
    return tuple(shelved(row) for row in rows)


async def pack_on_shelf(strategy: str, digest: str) -> tuple[ShelvedPack, str]:
    """One pack by its whole digest, with its stored content. Raises NotFound."""
    rows = await Pack.raw(_ONE, strategy, digest)
    if not rows:
        raise NotFound(f"No pack of this strategy has the digest {digest[:12]}.")
    return shelved(rows[0]), rows[0]["content"]


async def found_on_shelf(strategy: str, digests: Sequence[str]) -> list[tuple[ShelvedPack, str]]:
    """Packs by their whole digests, in that order, each with its stored content. Raises NotFound."""
    rows = {row["digest"]: row for row in await Pack.raw(_SOME, strategy, list(digests))}
    if missing := [digest for digest in digests if digest not in rows]:
        raise NotFound(f"No pack of this strategy has the digest {missing[0][:12]}.")
    return [(shelved(rows[digest]), rows[digest]["content"]) for digest in digests]


async def format_on_shelf(strategy: str, digest: str, form: str) -> tuple[ShelvedPack, str]:
    """An issued pack and the SHA-256 of one of its formats, as stored when it was issued. Raises NotFound."""
    rows = await Pack.raw(_STORED, form, strategy, digest)
    if not rows or rows[0]["stored"] is None:
        raise NotFound("This pack is not kept in that form, only in those that its page names.")
    if rows[0]["redacted_at"]:
        raise NotFound(
            "This pack was redacted, so what was kept when it was issued is gone. Its page shows what is left."
        )
    return shelved(rows[0]), rows[0]["stored"]


async def rounds_to_issue(strategy: str) -> list[str]:
    """The rounds that have frozen and whose pack is not issued, the latest first."""
    rows = await Pack.raw(_TO_ISSUE, strategy)
    return [row["name"] for row in rows]


async def issued_of_round(strategy: str, round: str) -> tuple[ShelvedPack, str] | None:
    """The pack of a round that was issued last, with its content; None while none of it has been issued."""
    rows = await Pack.raw(_OF_ROUND, strategy, round)
    return (shelved(rows[0]), rows[0]["content"]) if rows else None


async def note_opening(person: int, what: str, *digests: str) -> None:
    """Notes in the access log what somebody did with a pack, or with several at once."""
    await Pack.raw(
        "INSERT INTO access_entry (person, happened_at, what, about)"
        " SELECT {}::int, governance_now(), {}::text, unnest({}::text[])",
        person,
        what,
        list(digests),
    )


def shelved(row: dict[str, Any]) -> ShelvedPack:
    """The pack of a row that holds `FACTS`."""
    return ShelvedPack(**{field: row[field] for field in ShelvedPack.__struct_fields__})


# What the shelf says of a pack `p` of a strategy `s`, and the tables that it says it from.
FACTS = (
    "p.digest, r.name AS round, p.as_at_on, p.built_at, i.version, i.marking, i.distribution, i.issued_at,"
    " who.name AS issued_by, red.by AS redacted_by, red.at AS redacted_at,"
    " ARRAY(SELECT format FROM pack_format WHERE issue = i.id ORDER BY id) AS formats,"
    " ARRAY(SELECT t.id FROM post t JOIN agency a ON a.id = t.agency"
    " WHERE lower(t.title || ', ' || a.short_name) = ANY ("
    "regexp_split_to_array(lower(i.distribution), '\\s*[;\\n]\\s*'))"
    " ORDER BY t.id) AS posts,"
    " (SELECT count(*) FROM pack_addendum WHERE issue = i.id) AS addenda,"
    " (SELECT count(*) FROM matter WHERE pack = p.id) AS matters,"
    " (SELECT v.reviewed_at FROM pack_review v JOIN meeting m ON m.id = v.meeting WHERE m.pack = p.id) AS reviewed_at"
)

SHELF = """
FROM pack p JOIN strategy s ON s.id = p.strategy
LEFT JOIN reporting_round r ON r.id = p.round
LEFT JOIN LATERAL (SELECT * FROM pack_issue WHERE pack = p.id ORDER BY issued_at DESC, id DESC LIMIT 1) i ON true
LEFT JOIN person who ON who.id = i.issued_by
LEFT JOIN LATERAL (
    SELECT asker.name AS by, d.answered_at AS at FROM redaction d JOIN person asker ON asker.id = d.asked_by
    JOIN redacted_entry e ON e.redaction = d.id JOIN history h ON h.sequence = e.entry
    WHERE d.agreed AND h.table_name = 'pack' AND h.row_id = p.id ORDER BY d.id DESC LIMIT 1) red ON true
"""

_ALL = f"SELECT {FACTS} {SHELF} WHERE s.key = {{}} ORDER BY p.as_at DESC, p.id DESC"

_ONE = f"SELECT {FACTS}, p.content {SHELF} WHERE s.key = {{}} AND p.digest = {{}}"

_OF_ROUND = (
    f"SELECT {FACTS}, p.content {SHELF} WHERE s.key = {{}} AND r.name = {{}} AND i.version IS NOT NULL"
    " ORDER BY i.issued_at DESC, p.id DESC LIMIT 1"
)

_SOME = f"SELECT {FACTS}, p.content {SHELF} WHERE s.key = {{}} AND p.digest = ANY({{}}::text[])"

_STORED = f"""
SELECT {FACTS}, f.sha256 AS stored {SHELF}
LEFT JOIN pack_format f ON f.issue = i.id AND f.format = {{}} WHERE s.key = {{}} AND p.digest = {{}}
"""

_TO_ISSUE = """
SELECT r.name FROM reporting_round r WHERE r.freezes_at <= governance_now() AND NOT EXISTS (
    SELECT FROM pack_issue i JOIN pack p ON p.id = i.pack JOIN strategy s ON s.id = p.strategy
    WHERE p.round = r.id AND s.key = {})
ORDER BY r.freezes_at DESC
"""
