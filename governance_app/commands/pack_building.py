"""Building a pack from the command line, from what was asked to the files to be written."""

import datetime as dt
import getpass
from collections.abc import Collection

from msgspec import Struct

from governance_app.commands.terminal import only_strategy, settings
from governance_app.word_template import read_template
from objectives.history import Actor
from objectives.packs import issues_of
from objectives.problems import NotFound
from reports.content import Content
from reports.cover import Cover
from reports.drawing import Draw
from reports.formats import format_called, set_formats
from reports.pack import BuiltPack, build_pack_of, build_pack_on
from reports.wording import listed


class Asked(Struct, frozen=True):
    """A pack as asked for: as at the end of a day, or at the freeze of a round by its name."""

    moment: dt.date | str
    strategy: str | None


class Found(Struct, frozen=True):
    """The pack that was built, and its stored files by format where it has been issued."""

    built: BuiltPack
    kept: dict[str, bytes]

    @property
    def content(self) -> Content:
        return self.built.content


async def find(asked: Asked) -> Found:
    """Builds and keeps the pack. Raises Problem in all its kinds."""
    actor, zone = Actor.command(getpass.getuser()), str(settings().time_zone)
    strategy = asked.strategy or await only_strategy()
    if isinstance(asked.moment, str):
        built = await build_pack_of(actor, strategy, asked.moment, zone)
    else:
        built = await build_pack_on(actor, strategy, asked.moment, zone)
    return Found(built, await _as_issued(built.digest))


async def _as_issued(digest: str) -> dict[str, bytes]:
    """Nothing of a draft, which most packs are: the way to stored files is imported only for those that have any."""
    if not await issues_of(digest):
        return {}
    from governance_app.kept_formats import newest_formats
    from governance_app.storage import open_store

    return await newest_formats(open_store(settings()), digest)


def files_of(found: Found, draw: Draw, names: Collection[str]) -> dict[str, bytes]:
    """The files by name. An issued pack is never drawn again: they are what was stored then, cover and all.

    Raises NotFound where it was issued without one that is asked for.
    """
    formats = found.kept or set_formats(
        found.built.canonical_content, Cover(), draw, names, read_template(settings().pack_template)
    )
    if missing := [name for name in names if name not in formats]:
        raise NotFound(
            f"This pack was issued without {listed(missing)}, and an issued pack is never drawn again."
        )
    return {f"pack{format_called(name).ending}": formats[name] for name in names}
