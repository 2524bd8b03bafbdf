"""What a digest names: a pack, one of its files, its public extract or a file of that, or the file of an addendum.

Whoever holds a paper or a file has its digest, and need not know what of all that it is.
"""

import datetime as dt
import re
from enum import StrEnum

from msgspec import Struct

from objectives.problems import Conflict, NotFound
from objectives.tables.pack import Pack


class Names(StrEnum):
    PACK = "pack"
    PACK_FILE = "file of a pack"
    EXTRACT = "public extract"
    EXTRACT_FILE = "file of a public extract"
    ADDENDUM_FILE = "file of an addendum"


class Named(Struct, frozen=True):
    """One thing that a digest names. `pack` is the digest of the pack it belongs to, `added_at` an instant (UTC).

    `label` says which: the format of a file, the number and title of an addendum. `size` is in bytes, None for content.
    """

    what: Names
    digest: str
    pack: str
    label: str
    by: str
    added_at: dt.datetime
    size: int | None

    @property
    def said(self) -> str:
        """`the addendum’s file (correction 1, Reach of training)`."""
        return f"the {self.what} ({self.label})" if self.label else f"the {self.what}"


async def named_by(digest: str) -> Named:
    """What a digest, or so much of its beginning as is unmistakable, names. Raises NotFound, Conflict.

    The same bytes may be kept for several; the pack comes first, then in the order in which they were kept.
    """
    wanted = digest.strip().lower()
    if not re.fullmatch("[0-9a-f]{1,64}", wanted):
        raise NotFound(
            f"“{digest}” is no digest: figures, and letters from a to f. See `governance pack list`."
        )
    found = [
        Named(**row | {"what": Names(row["what"])}) for row in await Pack.raw(f"{_ALL}{_WANTED}", wanted)
    ]
    if not found:
        raise NotFound(
            f"Nothing with the digest {wanted} is kept here: no pack, no file of one, no public extract, no addendum’s "
            "file. See `governance pack list`."
        )
    if len({one.digest for one in found}) > 1:
        raise Conflict(f"Several begin with {wanted}; give more of the digest.")
    return found[0]


async def kept_beside(pack: str) -> list[Named]:
    """What belongs to a pack beside its own files: its public extract and that one's files, the files of addenda."""
    rows = await Pack.raw(f"{_ALL}{_BESIDE}", pack)
    return [Named(**row | {"what": Names(row["what"])}) for row in rows]


_ALL = """
WITH every AS (
    SELECT 'pack' AS what, p.digest, p.digest AS pack, '' AS label, '' AS by, p.built_at AS added_at,
        NULL::bigint AS size, 1 AS place
    FROM pack p
    UNION ALL SELECT 'file of a pack', f.sha256, p.digest, f.format || ', version ' || i.version, who.name, i.issued_at,
        f.size, 2
    FROM pack_format f JOIN pack_issue i ON i.id = f.issue JOIN pack p ON p.id = i.pack
    JOIN person who ON who.id = i.issued_by
    UNION ALL SELECT 'public extract', e.digest, p.digest, '', who.name, e.made_at, NULL, 3
    FROM pack_extract e JOIN pack_issue i ON i.id = e.issue JOIN pack p ON p.id = i.pack
    JOIN person who ON who.id = e.made_by
    UNION ALL SELECT 'file of a public extract', f.sha256, p.digest, f.format, who.name, e.made_at, f.size, 4
    FROM pack_extract_format f JOIN pack_extract e ON e.id = f.extract JOIN pack_issue i ON i.id = e.issue
    JOIN pack p ON p.id = i.pack
    JOIN person who ON who.id = e.made_by
    UNION ALL SELECT 'file of an addendum', a.sha256, p.digest, a.kind || ' ' || a.number || ', ' || a.title, who.name,
        a.added_at, a.size, 5
    FROM pack_addendum a JOIN pack_issue i ON i.id = a.issue JOIN pack p ON p.id = i.pack
    JOIN person who ON who.id = a.added_by
    WHERE a.sha256 IS NOT NULL
)
SELECT what, digest, pack, label, by, added_at, size FROM every
"""
_WANTED = "WHERE starts_with(digest, {}) ORDER BY place, added_at, label"
_BESIDE = "WHERE pack = {} AND place > 2 ORDER BY place, added_at, label"
