"""The formats of packs: which are offered, those of issued ones as they lie in the store, drafts drawn anew."""

from pathlib import Path

from msgspec import Struct

from governance_app.storage import Store, fetch
from governance_app.word_template import read_template
from objectives.digests import Named, Names, kept_beside
from objectives.pack_shelf import ShelvedPack
from objectives.packs import IssuedAs, StoredFormat, issues_of, kept_pack
from objectives.problems import Problem
from objectives.redacting import redactions_of_pack
from objectives.tables.pack import Pack
from reports.content import read_content
from reports.cover import Cover
from reports.drawing import draw_apart
from reports.extract import canonical_extract, extract_digest, extract_of
from reports.formats import FORMATS, Format, format_called, set_formats


class CheckedFormat(Struct, frozen=True):
    """One stored file of one version. `fault` is empty where its bytes are those that were issued."""

    version: str
    format: str
    sha256: str
    fault: str


def offered(pack: ShelvedPack) -> list[Format]:
    """What a pack can be saved as: a draft in any format, an issued one as it was kept, a redacted one not at all."""
    if pack.redacted_at:
        return []
    return [form for form in FORMATS if pack.version is None or form.name in pack.formats]


def lacking(pack: ShelvedPack) -> list[Format]:
    """The formats that an issued pack was never kept in, as packs had none such when it was issued."""
    if pack.version is None or pack.redacted_at:
        return []
    return [form for form in FORMATS if form.name not in pack.formats]


def drafted(canonical_content: bytes, form: str, template: Path | None) -> bytes:
    """A draft in one format, drawn now and kept nowhere; takes up to a second. Raises NotFound, Problem.

    `template` is the partnership's own Word document, if it has one.
    """
    named = format_called(form).name
    return set_formats(canonical_content, Cover(), draw_apart, [named], read_template(template))[named]


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
    return await fault_of(store, stored.sha256, stored.size, f"version {issue.version} was issued")


async def fault_of(store: Store, sha256: str, size: int | None, kept: str) -> str:
    """What is wrong with a file in the store, empty where it is as it was `kept`."""
    try:
        content = await fetch(store, sha256)
    except Problem as fault:
        return fault.sentence
    if size is not None and len(content) != size:
        return f"It has {len(content):,} bytes, and {kept} with {size:,}."
    return ""


class Checked(Struct, frozen=True):
    """What a digest names, and whether it is what was kept. `fault` is empty where it is."""

    named: Named
    fault: str


async def check_named(store: Store, named: Named) -> Checked:
    """A file against its bytes in the store; a public extract against what its pack gives, taken in again."""
    if named.what is not Names.EXTRACT:
        return Checked(named, await fault_of(store, named.digest, named.size, "it was kept"))
    content = read_content((await kept_pack(named.pack)).content.encode())
    again = extract_digest(canonical_extract(extract_of(content, named.pack)))
    if again == named.digest:
        return Checked(named, "")
    was = ", which was redacted since" if await redactions_of_pack(named.pack) else ""
    return Checked(named, f"Taken again from its pack{was}, it says something else.")


async def check_beside(store: Store, pack: Pack) -> tuple[Checked, ...]:
    """The public extract of a pack with its files, and the files of its addenda."""
    return tuple([await check_named(store, named) for named in await kept_beside(pack.digest)])
