"""The formats of packs: which are offered, those of issued ones as they lie in the store, drafts drawn anew."""

from pathlib import Path

from msgspec import Struct

from governance_app.storage import Store, fetch
from governance_app.word_template import read_template
from objectives.pack_shelf import ShelvedPack
from objectives.packs import IssuedAs, StoredFormat, issues_of
from objectives.problems import Problem
from objectives.redacting import redactions_of_pack
from objectives.tables.pack import Pack
from reports.cover import Cover
from reports.drawing import draw_apart
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
    try:
        content = await fetch(store, stored.sha256)
    except Problem as fault:
        return fault.sentence
    if len(content) != stored.size:
        return f"It has {len(content):,} bytes, and version {issue.version} was issued with {stored.size:,}."
    return ""
