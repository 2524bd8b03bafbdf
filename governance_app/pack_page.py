"""A pack's own part of its page, drawn once: its content never changes, only what stands beside its lines does."""

import asyncio
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable

from markupsafe import Markup
from msgspec import Struct

from governance_app.places import Places
from objectives.pack_shelf import ShelvedPack
from reports.cover import Cover
from reports.drawing import draw_apart
from reports.render_html import render_parts

KEPT_AT_MOST = 8
_TOKEN = secrets.token_hex(12)  # nobody can have typed it
_BESIDE = re.compile(f"{_TOKEN}:([^:]*):")


class DrawnPack(Struct, frozen=True):
    """The part in pieces; what stands beside the line of each number belongs after the piece of the same place."""

    pieces: tuple[str, ...]
    numbers: tuple[str, ...]

    def filled(self, beside: Callable[[str], str]) -> Markup:
        """The whole of it, with what stands beside each line."""
        between = [*(beside(number) for number in self.numbers), ""]
        return Markup("".join(text for both in zip(self.pieces, between, strict=True) for text in both))


_drawn: OrderedDict[tuple[str, str, Cover], DrawnPack] = OrderedDict()


async def drawn_pack(key: str, pack: ShelvedPack, content: str, cover: Cover) -> DrawnPack:
    """Drawn anew only where the content as stored, or the cover, is another: after a redaction or a new issue."""
    which = (key, content, cover)
    if which not in _drawn:
        _drawn[which] = await _draw(key, pack, content, cover)
        while len(_drawn) > KEPT_AT_MOST:
            _drawn.popitem(last=False)
    _drawn.move_to_end(which)
    return _drawn[which]


async def _draw(key: str, pack: ShelvedPack, content: str, cover: Cover) -> DrawnPack:
    charts = await asyncio.to_thread(draw_apart, content.encode())
    now, then = Places(key), Places(key, pack.as_at_on)
    html = render_parts(
        content.encode(), cover, charts, now.thing, then.thing, lambda number: Markup(f"{_TOKEN}:{number}:")
    )
    pieces = _BESIDE.split(html)
    return DrawnPack(tuple(pieces[::2]), tuple(pieces[1::2]))
