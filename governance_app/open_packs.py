"""The packs that are open to whoever is visiting, and the cover each is shown with."""

from typing import Any

from litestar import Request

from governance_app.signing_in import Visit
from objectives.moments import day_of
from objectives.pack_shelf import ShelvedPack, found_on_shelf, pack_on_shelf, packs_on_shelf
from objectives.problems import NotAllowed, NotFound
from objectives.visibility import why_not_read_pack
from reports.cover import Cover
from reports.wording import day


def visit_to(request: Request[Any, Any, Any], key: str) -> Visit:
    """Whoever is visiting. Raises NotFound where there is no such strategy."""
    visit: Visit = request.user
    if key not in dict(visit.strategies):
        raise NotFound(f"There is no strategy called “{key}” here.")
    return visit


def refuse_closed(visit: Visit, pack: ShelvedPack) -> None:
    """Raises NotAllowed where the pack is not open to the visitor."""
    if why := why_not_read_pack(visit.signed_in, visit.agency, pack.distribution, pack.posts):
        raise NotAllowed(why)


async def open_packs(visit: Visit, key: str) -> list[ShelvedPack]:
    """Every pack of a strategy that the visitor may read, the latest as-at first."""
    agency, reader = visit.agency, visit.signed_in
    return [
        pack
        for pack in await packs_on_shelf(key)
        if why_not_read_pack(reader, agency, pack.distribution, pack.posts) is None
    ]


async def open_pack(visit: Visit, key: str, digest: str) -> tuple[ShelvedPack, str]:
    """A pack by its whole digest with its stored content. Raises NotFound, NotAllowed."""
    found, content = await pack_on_shelf(key, digest)
    refuse_closed(visit, found)
    return found, content


async def two_open_packs(visit: Visit, key: str, digests: tuple[str, str]) -> list[tuple[ShelvedPack, str]]:
    """Two packs by their whole digests, in that order, with their contents. Raises NotFound, NotAllowed."""
    found = await found_on_shelf(key, digests)
    for pack, _ in found:
        refuse_closed(visit, pack)
    return found


def name_of(pack: ShelvedPack) -> str:
    """What a pack is called in running text: its round, or the day it is as at; a draft says so."""
    name = f"Pack of {pack.round}" if pack.round else f"Pack as at {day(pack.as_at_on)}"
    return name if pack.version else f"{name} (draft)"


def cover_of(pack: ShelvedPack, time_zone: str) -> Cover:
    if pack.issued_at is None:
        return Cover()
    return Cover(
        marking=pack.marking or "",
        distribution=pack.distribution or "",
        version=pack.version,
        issued_by=pack.issued_by,
        issued_on=day_of(pack.issued_at, time_zone),
    )
