"""A pack's charts as pictures (PNG), drawn from the same SVG as everywhere: the same charts give the same bytes."""

import struct
from collections.abc import Mapping
from pathlib import Path

import msgspec
import typst
from msgspec import Struct

from reports.drawing import Drawn
from reports.fonts import FONTS, font_files

HERE = Path(__file__).parent
SHARP = 150
"""Dots an inch: sharp in print at the width of a page, and small enough to be mailed."""


class Painted(Struct, frozen=True):
    """A picture with its size in dots, and the sentence that says the same."""

    png: bytes
    width: int
    height: int
    alternative: str


def painted(charts: Mapping[str, Drawn]) -> dict[str, Painted]:
    if not charts:
        return {}
    font_files()
    pages = typst.compile(
        HERE / "templates" / "charts.typ",
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="png",
        ppi=SHARP,
        sys_inputs={"charts": msgspec.json.encode([drawn.svg for drawn in charts.values()]).decode()},
    )
    pngs = pages if isinstance(pages, list) else [pages]
    return {
        name: Painted(png, width=_size(png)[0], height=_size(png)[1], alternative=drawn.alt)
        for (name, drawn), png in zip(charts.items(), pngs, strict=True)
    }


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height
