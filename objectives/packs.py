"""Packs that were built: kept once for each content, issued by the business unit, and listed.

Content comes in as canonical text with its digest; this module neither makes nor reads it. An issued pack is never
changed: a correction is a new pack, or an addendum.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from piccolo.columns.combination import Where

from objectives.dates import in_words
from objectives.days import today_at
from objectives.distribution import read_distribution
from objectives.faults import Faults, refuse_if
from objectives.history import Actor, acting_as
from objectives.mandates import acting
from objectives.moments import Moment
from objectives.permissions import why_not_run
from objectives.problems import Conflict, NotFound
from objectives.tables.pack import Pack, PackFormat, PackIssue
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Strategy

MARKINGS = ("OFFICIAL-SENSITIVE", "OFFICIAL")
AFTER_REDACTION = (
    "Add a correction that says that it was redacted and why, without repeating what; and ask everybody on its "
    "distribution list to destroy the copies they kept."
)
CHOOSE_MARKING = f"Give the marking: {' or '.join(MARKINGS)}."


class KeptPack(Struct, frozen=True):
    """One line of the list of packs. `version` is the one issued last, or None for a draft."""

    digest: str
    strategy: str
    round: str | None
    as_at_on: dt.date
    built_at: dt.datetime
    version: str | None


async def keep_pack(
    actor: Actor, strategy: str, round: str | None, moment: Moment, content: str, digest: str
) -> Pack:
    """Keep a built pack; the same content twice is one row, and keeping it again changes nothing.

    `round` is named only where the pack is that round's own, as at its freeze.
    """
    async with acting_as(actor) as act:
        kept = await Pack.objects().where(Pack.digest == digest).first()
        if kept:
            return kept
        pack = Pack(
            strategy=await _id_of(Strategy, Strategy.key == strategy),
            round=await _id_of(ReportingRound, ReportingRound.name == round) if round else None,
            as_at=moment.instant,
            as_at_on=moment.today,
            sequence=moment.sequence,
            chain_digest=moment.chain_digest,
            content=content,
            digest=digest,
            built_at=act.now,
        )
        await pack.save()
        return pack


class StoredFormat(Struct, frozen=True):
    """One format of a pack as it lies in the evidence store: `html`, `pdf`, by SHA-256 and size in bytes."""

    format: str
    sha256: str
    size: int


class NewIssue(Struct, frozen=True, kw_only=True):
    """What the cover of an issued pack says beyond its content."""

    version: str
    marking: str
    distribution: str


async def issue_pack(
    person: Person, digest: str, new: NewIssue, formats: Sequence[StoredFormat]
) -> PackIssue:
    """Issue a round's own pack, with every format stored beforehand. Raises NotAllowed, NotFound, Conflict, Invalid."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        pack = await kept_pack(digest)
        await refuse_issue(pack)
        texts = await _checked(new)
        issue = PackIssue(pack=pack.id, issued_by=person.id, issued_at=act.now, **texts)
        await issue.save()
        for stored in formats:
            await PackFormat(
                issue=issue.id, format=stored.format, sha256=stored.sha256, size=stored.size
            ).save()
        return issue


async def refuse_issue(pack: Pack) -> None:
    """Raises Conflict where a pack is not a round’s own, or where that round’s pack was issued already."""
    if pack.round is None:
        raise Conflict("Only a round’s own pack can be issued; this one, as at another day, stays a draft.")
    if issued := await _issued_of(pack):
        (first,) = issued[:1]
        if first["redacted"]:
            raise Conflict(
                f"The pack of {first['round']} has been issued already, and was redacted since. It is not issued "
                f"again: its files are gone with what they said, and it is read here without it. {AFTER_REDACTION}"
            )
        raise Conflict(
            f"The pack of {first['round']} has been issued already: version {first['version']}, on "
            f"{in_words(today_at(first['issued_at']))} by {first['issued_by']}. It stays as it is; what is wrong in it "
            "or came late is added to it as an addendum."
        )


async def _issued_of(pack: Pack) -> list[dict[str, Any]]:
    """The issues of the pack's round in its strategy, by whichever content: a round has one issued pack."""
    found: list[dict[str, Any]] = await PackIssue.raw(
        "SELECT r.name AS round, i.version, i.issued_at, who.name AS issued_by, EXISTS (SELECT FROM redacted_entry e"
        " JOIN history h ON h.sequence = e.entry WHERE h.table_name = 'pack' AND h.row_id = p.id) AS redacted"
        " FROM pack_issue i"
        " JOIN pack p ON p.id = i.pack JOIN reporting_round r ON r.id = p.round JOIN person who ON who.id = i.issued_by"
        " WHERE p.strategy = {} AND p.round = {} ORDER BY i.id",
        pack.strategy,
        pack.round,
    )
    return found


async def _checked(new: NewIssue) -> dict[str, Any]:
    faults = Faults()
    texts = {
        "version": faults.line(new.version, "version", "Give the version, such as 1.0."),
        "marking": faults.line(new.marking, "marking", CHOOSE_MARKING),
        "distribution": await read_distribution(new.distribution, faults),
    }
    faults.need(texts["marking"] in MARKINGS, "marking", CHOOSE_MARKING)
    faults.refuse()
    return texts


class IssuedAs(Struct, frozen=True):
    """One version of a pack as it was issued, with its stored files by the name of their format."""

    version: str
    marking: str
    distribution: str
    issued_by: str
    issued_at: dt.datetime
    formats: tuple[StoredFormat, ...]


_COVER = (
    PackIssue.id,
    PackIssue.version,
    PackIssue.marking,
    PackIssue.distribution,
    PackIssue.issued_at,
)


async def issues_of(digest: str) -> tuple[IssuedAs, ...]:
    """Every version of a pack that was issued, the oldest first; none while it is a draft."""
    issues = (
        await PackIssue.select(*_COVER, PackIssue.issued_by.name)
        .where(PackIssue.pack.digest == digest)
        .order_by(PackIssue.id)
    )
    if not issues:
        return ()
    ids = [issue["id"] for issue in issues]
    formats = await PackFormat.select().where(PackFormat.issue.is_in(ids)).order_by(PackFormat.format)
    return tuple(
        IssuedAs(
            version=issue["version"],
            marking=issue["marking"],
            distribution=issue["distribution"],
            issued_by=issue["issued_by.name"],
            issued_at=issue["issued_at"],
            formats=tuple(
                StoredFormat(one["format"], one["sha256"], one["size"])
                for one in formats
                if one["issue"] == issue["id"]
            ),
        )
        for issue in issues
    )


async def pack_called(name: str, strategy: str) -> Pack:
    """A pack by the name of its round, or by its digest or the beginning of it. Raises NotFound, Conflict.

    Of a round's packs it is the one issued last; where none was issued, the draft built last.
    """
    of_round = (
        await Pack.select(Pack.id, Pack.round.name)
        .where((Pack.strategy.key == strategy) & Pack.round.is_not_null())
        .order_by(Pack.id)
    )
    wanted = [row["id"] for row in of_round if row["round.name"].casefold() == name.strip().casefold()]
    if not wanted:
        return await kept_pack(name.strip().lower())
    issue = (
        await PackIssue.objects()
        .where(PackIssue.pack.is_in(wanted))
        .order_by(PackIssue.id, ascending=False)
        .first()
    )
    (found,) = await Pack.objects().where(Pack.id == (issue.pack if issue else wanted[-1]))
    pack: Pack = found
    return pack


async def kept_pack(digest: str) -> Pack:
    """A kept pack by its digest, or by so much of its beginning as is unmistakable. Raises NotFound, Conflict."""
    if not re.fullmatch("[0-9a-f]{1,64}", digest):
        raise NotFound(f"No pack is called “{digest}”. See `governance pack list`.")
    found = await Pack.objects().where(Pack.digest.like(f"{digest}%")).order_by(Pack.id)
    if len(found) > 1:
        raise Conflict(f"Several packs begin with {digest}; give more of the digest.")
    if not found:
        raise NotFound(f"No pack with the digest {digest} is kept here. See `governance pack list`.")
    pack: Pack = found[0]
    return pack


async def kept_packs() -> list[KeptPack]:
    """Every pack that is kept, the latest as-at first, then the latest built."""
    rows = await Pack.select(
        Pack.id, Pack.digest, Pack.strategy.key, Pack.round.name, Pack.as_at_on, Pack.built_at
    ).order_by(Pack.as_at, Pack.id, ascending=False)
    issues = await PackIssue.select(PackIssue.pack, PackIssue.version).order_by(PackIssue.id)
    versions = {issue["pack"]: issue["version"] for issue in issues}
    return [
        KeptPack(
            digest=row["digest"],
            strategy=row["strategy.key"],
            round=row["round.name"],
            as_at_on=row["as_at_on"],
            built_at=row["built_at"],
            version=versions.get(row["id"]),
        )
        for row in rows
    ]


async def _id_of(table: type[Strategy] | type[ReportingRound], which: Where) -> int:
    (row,) = await table.select(table.id).where(which)
    id: int = row["id"]
    return id
