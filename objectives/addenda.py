"""Addenda: what is wrong in an issued pack or came late, dated and added to it. The pack and its numbers stay.

An addendum is itself never changed; one that is wrong is corrected by the next.
"""

import datetime as dt
from typing import Any

from msgspec import Struct

from objectives.evidence import KeptFile
from objectives.faults import Faults, refuse_if
from objectives.mandates import acting
from objectives.packs import kept_pack
from objectives.permissions import why_not_run
from objectives.problems import Conflict, NotFound
from objectives.redacted import PLACEHOLDER
from objectives.tables.pack import PackAddendum, PackIssue
from objectives.tables.person import Person
from objectives.words import AddendumKind

CHOOSE = "Say whether this is a correction or a late paper."


class NewAddendum(Struct, frozen=True, kw_only=True):
    """`line` is the number printed beside a line of the pack, such as 4.2; empty where it is about the whole."""

    kind: AddendumKind | None
    title: str
    words: str
    line: str = ""
    file: KeptFile | None = None


class Addendum(Struct, frozen=True):
    """One that was added; `added_at` is an instant (UTC). `file_name` is empty where there is no file."""

    number: int
    kind: AddendumKind
    title: str
    words: str
    line: str
    file_name: str
    size: int | None
    sha256: str | None
    media_type: str
    added_by: str
    added_at: dt.datetime

    @property
    def is_redacted(self) -> bool:
        return PLACEHOLDER in (self.title, self.words, self.file_name)


async def add_addendum(
    person: Person, digest: str, new: NewAddendum, seen: int, lines: frozenset[str]
) -> PackAddendum:
    """Adds to an issued pack, as a person of the business unit. `lines` are the numbers that the pack prints.

    `seen` is how many there were on the page that the form is on, so that what is pressed twice is added once. Raises
    NotAllowed, NotFound, Conflict, Invalid.
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        issue = await issue_of(digest)
        columns = _checked(new, lines)
        count = await PackAddendum.count().where(PackAddendum.issue == issue.id)
        if count != seen:
            raise Conflict(
                "Something was added to this pack since you opened this page. Look at what it says; if yours is still "
                "needed, add it."
            )
        added = PackAddendum(
            issue=issue.id, number=count + 1, added_by=person.id, added_at=act.now, **columns
        )
        await added.save()
        return added


async def issue_of(digest: str) -> PackIssue:
    """The issue of a pack. Raises NotFound, and Conflict while it is a draft."""
    pack = await kept_pack(digest)
    issue = (
        await PackIssue.objects()
        .where(PackIssue.pack == pack.id)
        .order_by(PackIssue.id, ascending=False)
        .first()
    )
    if issue is None:
        raise Conflict(
            "This pack has not been issued, so nothing is added to it: what is not right in it can be put right."
        )
    return issue


def _checked(new: NewAddendum, lines: frozenset[str]) -> dict[str, Any]:
    faults = Faults()
    faults.need(new.kind, "kind", CHOOSE)
    line = new.line.strip()
    faults.need(
        not line or line in lines,
        "line",
        f"This pack has no line {line}. Give a number as it is printed, or none.",
    )
    file = new.file
    columns = {
        "kind": new.kind,
        "title": faults.line(new.title, "title", "Give it a title, as it is to stand in the list."),
        "words": faults.text(new.words, "words", "Say what is corrected, or what the paper says."),
        "line": line,
        "file_name": file.file_name if file else "",
        "media_type": file.media_type if file else "",
        "sha256": file.sha256 if file else None,
        "size": file.size if file else None,
    }
    faults.refuse()
    return columns


async def addenda_of(digest: str) -> tuple[Addendum, ...]:
    """What was added to a pack, in the order in which it was."""
    rows = await PackAddendum.raw(_OF_PACK, digest)
    return tuple(
        Addendum(
            **{name: row[name] for name in Addendum.__struct_fields__ if name != "kind"},
            kind=AddendumKind(row["kind"]),
        )
        for row in rows
    )


async def addendum_file(digest: str, number: int) -> KeptFile:
    """The file of an addendum. Raises NotFound."""
    found = next((one for one in await addenda_of(digest) if one.number == number), None)
    if found is None or found.sha256 is None:
        raise NotFound("There is no such file with this pack.")
    if set(found.sha256) == {"0"}:
        raise NotFound("This file was redacted. It is not kept any more.")
    return KeptFile(found.sha256, found.file_name, found.media_type, found.size or 0)


_OF_PACK = """
SELECT d.number, d.kind, d.title, d.words, d.line, d.file_name, d.size, d.sha256, d.media_type, who.name AS added_by,
    d.added_at
FROM pack_addendum d JOIN pack_issue i ON i.id = d.issue JOIN pack p ON p.id = i.pack
JOIN person who ON who.id = d.added_by
WHERE p.digest = {} ORDER BY d.id
"""
