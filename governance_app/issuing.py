"""Issuing a round's pack: built as at its freeze, every format drawn and kept, then recorded as issued."""

from msgspec import Struct

from governance_app.storage import Store, keep
from objectives.days import today_at
from objectives.history import Actor, now
from objectives.moments import LONDON
from objectives.packs import NewIssue, StoredFormat, issue_pack
from objectives.tables.pack import PackIssue
from objectives.tables.person import Person
from reports.cover import MARKING, Cover
from reports.formats import format_called, set_formats
from reports.pack import build_pack_of

DISTRIBUTION = "Executive Group members and the independent scrutineer."


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
) -> PackIssue:
    """Issues the pack of a round that has frozen, as a person of the business unit.

    `template` is the partnership's own Word document, if it has one.

    The formats are drawn and kept before the act, which touches no file. Raises Problem in all its kinds.
    """
    # Imported here: matplotlib costs a second that a refusal should not.
    from reports.charts import draw

    said = said or Issuing()
    built = await build_pack_of(Actor.person(issuer.id), key, round, time_zone)
    cover = Cover(said.marking, said.distribution, said.version, issuer.name, today_at(await now()))
    stored = []
    for name, content in set_formats(built.canonical_content, cover, draw, template=template).items():
        form = format_called(name)
        kept = await keep(store, content, f"pack{form.ending}", form.media_type)
        stored.append(StoredFormat(name, kept.sha256, kept.size))
    new = NewIssue(version=said.version, marking=said.marking, distribution=said.distribution)
    return await issue_pack(issuer, built.digest, new, stored)
