"""The formats of issued packs as they lie in the evidence store: read back to be served, and checked for verifying."""

from msgspec import Struct

from governance_app.storage import Store, fetch
from objectives.packs import IssuedAs, StoredFormat, issues_of
from objectives.problems import Problem
from objectives.redacting import redactions_of_pack
from objectives.tables.pack import Pack


class CheckedFormat(Struct, frozen=True):
    """One stored file of one version. `fault` is empty where its bytes are those that were issued."""

    version: str
    format: str
    sha256: str
    fault: str


async def newest_formats(store: Store, digest: str) -> dict[str, bytes]:
    """The files of a pack's newest version by format, as issued; nothing where it is a draft.

    Raises Problem where one is gone or is no longer what was kept: an issued pack is never drawn again.
    """
    issues = await issues_of(digest)
    if not issues:
        return {}
    return {stored.format: await fetch(store, stored.sha256) for stored in issues[-1].formats}


async def check_formats(store: Store, pack: Pack) -> tuple[CheckedFormat, ...]:
    """Every stored file of every version of a pack against its SHA-256; the oldest version first.

    None of a pack that was redacted: its files were taken out with what they said.
    """
    if await redactions_of_pack(pack.digest):
        return ()
    return tuple(
        [
            CheckedFormat(issue.version, stored.format, stored.sha256, await _fault(store, issue, stored))
            for issue in await issues_of(pack.digest)
            for stored in issue.formats
        ]
    )


async def _fault(store: Store, issue: IssuedAs, stored: StoredFormat) -> str:
    try:
        content = await fetch(store, stored.sha256)
    except Problem as fault:
        return fault.sentence
    if len(content) != stored.size:
        return f"It has {len(content):,} bytes, and version {issue.version} was issued with {stored.size:,}."
    return ""
