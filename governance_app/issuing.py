"""Issuing a round's pack: built as at its freeze, every format drawn and kept, then recorded as issued."""

import asyncio
from functools import partial

from msgspec import Struct

from governance_app.storage import Store, keep
from objectives.days import today_at
from objectives.distribution import USUAL
from objectives.history import Actor, now
from objectives.moments import LONDON
from objectives.packs import NewIssue, StoredFormat, issue_pack, kept_pack, refuse_issue
from objectives.problems import Conflict
from objectives.tables.pack import PackIssue
from objectives.tables.person import Person
from reports.cover import MARKING, Cover
from reports.drawing import draw_apart
from reports.formats import format_called, set_formats
from reports.pack import BuiltPack, build_pack_of
from reports.setting_apart import Setting

DISTRIBUTION = "; ".join(USUAL)


class Issuing(Struct, frozen=True):
    """What the cover of an issued pack says."""

    version: str = "1.0"
    marking: str = MARKING
    distribution: str = DISTRIBUTION


async def issue_round(
    issuer: Person,
    key: str,
    round: str,
    store: Store,
    said: Issuing | None = None,
    time_zone: str = LONDON,
    template: bytes | None = None,
    setting: Setting | None = None,
) -> PackIssue:
    """Issues the pack of a round that has frozen, as a person of the business unit.

    `template` is the partnership's own Word document, if it has one; a `setting` knows its own.

    The formats are drawn and kept before the act, which touches no file. Raises Problem in all its kinds.
    """
    built = await build_pack_of(Actor.person(issuer.id), key, round, time_zone)
    return await _issue(issuer, built, store, said or Issuing(), setting or _setting_here(template))


def _setting_here(template: bytes | None) -> Setting:
    # Imported here: matplotlib costs a second that a refusal should not.
    from reports.charts import draw

    return partial(set_formats, draw=draw, template=template)


async def issue_seen(
    issuer: Person,
    key: str,
    round: str,
    digest: str,
    store: Store,
    said: Issuing,
    time_zone: str,
    template: bytes | None = None,
) -> PackIssue:
    """Issues a round's pack as it was seen, by its digest, while the service goes on answering.

    Raises Conflict where history gives another pack by now: something was redacted, or the service is a newer one.
    """
    await refuse_issue(await kept_pack(digest))
    built = await build_pack_of(Actor.person(issuer.id), key, round, time_zone)
    if built.digest != digest:
        raise Conflict(
            f"The pack of {round} is not what you looked at any more; it was built again as {built.digest[:12]}. "
            "Look at that one, and issue it."
        )
    return await _issue(issuer, built, store, said, partial(set_formats, draw=draw_apart, template=template))


async def _issue(
    issuer: Person, built: BuiltPack, store: Store, said: Issuing, setting: Setting
) -> PackIssue:
    cover = Cover(said.marking, said.distribution, said.version, issuer.name, today_at(await now()))
    files = await asyncio.to_thread(setting, built.canonical_content, cover)
    stored = []
    for name, content in files.items():
        form = format_called(name)
        kept = await keep(store, content, f"pack{form.ending}", form.media_type)
        stored.append(StoredFormat(name, kept.sha256, kept.size))
    new = NewIssue(version=said.version, marking=said.marking, distribution=said.distribution)
    return await issue_pack(issuer, built.digest, new, stored)
