"""The public extract of an issued pack: made once by the business unit, kept with its files, and never changed."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from objectives.addenda import issue_of
from objectives.faults import refuse_if
from objectives.mandates import acting
from objectives.packs import StoredFormat
from objectives.permissions import why_not_run
from objectives.problems import Conflict, NotFound
from objectives.tables.pack import PackExtract, PackExtractFormat
from objectives.tables.person import Person


class KeptExtract(Struct, frozen=True):
    """An extract that was made; `made_at` is an instant (UTC)."""

    digest: str
    made_by: str
    made_at: dt.datetime


async def keep_extract(
    person: Person, pack: str, content: str, digest: str, formats: Sequence[StoredFormat]
) -> PackExtract:
    """Keeps an issued pack's extract with its files. Raises NotAllowed, NotFound, and Conflict where there is one."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        issue = await issue_of(pack)
        if await PackExtract.exists().where(PackExtract.issue == issue.id):
            raise Conflict("The public extract of this pack has been made already, and stays as it is.")
        extract = PackExtract(
            issue=issue.id, content=content, digest=digest, made_by=person.id, made_at=act.now
        )
        await extract.save()
        for stored in formats:
            await PackExtractFormat(
                extract=extract.id, format=stored.format, sha256=stored.sha256, size=stored.size
            ).save()
        return extract


async def extract_of_pack(pack: str) -> KeptExtract | None:
    """The extract that was made of a pack, if one was."""
    rows = await PackExtract.raw(
        "SELECT e.digest, who.name AS made_by, e.made_at FROM pack_extract e JOIN pack_issue i ON i.id = e.issue"
        " JOIN pack p ON p.id = i.pack JOIN person who ON who.id = e.made_by WHERE p.digest = {}",
        pack,
    )
    return KeptExtract(**rows[0]) if rows else None


async def extract_file(pack: str, form: str) -> str:
    """The SHA-256 of one format of a pack's extract. Raises NotFound."""
    rows = await PackExtract.raw(
        "SELECT f.sha256 FROM pack_extract_format f JOIN pack_extract e ON e.id = f.extract"
        " JOIN pack_issue i ON i.id = e.issue JOIN pack p ON p.id = i.pack WHERE p.digest = {} AND f.format = {}",
        pack,
        form,
    )
    if not rows:
        raise NotFound("No public extract of this pack is kept in that form.")
    sha256: str = rows[0]["sha256"]
    return sha256
