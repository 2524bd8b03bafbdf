"""What was raised against an issued pack, as its page shows it: beside each line, and all of it at the end."""

from typing import Any

from litestar import Request
from markupsafe import Markup
from msgspec import Struct

from governance_app.places import Places
from governance_app.showing.raised import RaisedLine, raised_lines
from governance_app.templating import part
from objectives.judging import judged_now
from objectives.pack_shelf import ShelvedPack
from objectives.permissions import why_not_raise_matter
from objectives.visibility import why_not_read_matter


class Raised(Struct, frozen=True):
    """The matters of a pack that a reader may see; `raises` says whether they may add to them."""

    request: Request[Any, Any, Any]
    places: Places
    digest: str
    lines: tuple[RaisedLine, ...]
    raises: bool

    def beside(self, number: str) -> Markup:
        """What belongs beside the line of a number."""
        found = [line for line in self.lines if line.matter.line == number]
        if not found and not self.raises:
            return Markup("")
        return part(
            self.request, "matters/beside.html", lines=found, number=number, address=self._address(number)
        )

    def all(self) -> Markup:
        return part(self.request, "matters/all.html", lines=self.lines, address=self._address(""))

    def _address(self, number: str) -> str:
        return self.places.raise_matter(self.digest, number) if self.raises else ""


async def raised_against(request: Request[Any, Any, Any], key: str, pack: ShelvedPack) -> Raised:
    """What was raised against an issued pack, as whoever is visiting may see it."""
    reader, zone, places = request.user.signed_in, request.app.state.time_zone, Places(key)
    # Most packs are opened before anything is raised, and need no look at the standing then.
    raised = (await judged_now(key, zone)).standing.matters if pack.matters else ()
    mine = [m for m in raised if m.digest == pack.digest and why_not_read_matter(reader, m) is None]
    lines = raised_lines(mine, places, zone)
    return Raised(request, places, pack.digest, lines, why_not_raise_matter(reader) is None)
