"""A canvas in millimetres to draw a pack's charts on: words, rules, marks and lines, and the SVG at the end.

It draws straight through matplotlib's SVG renderer. Figures, axes and artists, which no chart here has a use for, would
take longer to import than all else that a pack needs.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

import matplotlib
import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from reports.fonts import FONTS, in_plex
from reports.look import Part, Point, look
from reports.svg import tidied

STYLE = Path(__file__).parent / "pack.mplstyle"
WIDTH = 170
FILES = {"IBM Plex Sans": "IBMPlexSans-Regular.ttf", "IBM Plex Sans SmBld": "IBMPlexSans-SemiBold.ttf"}
SEMI = {"family": "IBM Plex Sans SmBld"}
POINTS_PER_MM = 72 / 25.4

Join = Literal["miter", "round", "bevel"]
Cap = Literal["butt", "projecting", "round"]


@contextmanager
def in_style() -> Iterator[None]:
    """The charts' taste, for what is drawn inside the block."""
    with matplotlib.rc_context(fname=STYLE):
        yield


class Sheet:
    """An empty canvas of the pack's measure; y runs downwards."""

    def __init__(self, height: float) -> None:
        width, height = WIDTH * POINTS_PER_MM, height * POINTS_PER_MM
        unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        self.written = io.StringIO()
        # matplotlib gives its renderers no types.
        self.renderer: Any = RendererSVG(width, height, self.written, metadata=unsaid)  # type: ignore[no-untyped-call]
        self.anchor = Text()
        # The renderer measures in points, from the foot.
        self.placing = Affine2D().scale(POINTS_PER_MM, -POINTS_PER_MM).translate(0, height)

    def draw(self, outlines: Sequence[Outline], fill: str | None, pen: GraphicsContextBase) -> None:
        """Outlines of one kind, as one: an element for each is slow to draw and to read."""
        if outlines:
            whole = Outline.make_compound_path(*outlines)
            whole.should_simplify = False
            self.renderer.draw_path(pen, whole, self.placing, to_rgba(fill) if fill else None)


def words(on: Sheet, x: float, y: float, text: str, **style: Any) -> None:
    """A line of text, with the middle of its letters at y.

    `style` says its family, size (points), color, and ha: where x lies of it, left, center or right.
    """
    usual = matplotlib.rcParams
    family, size = style.get("family", usual["font.family"][0]), style.get("size", usual["font.size"])
    left, middle = on.placing.transform((x, y))
    base = middle - _half_height(family, size)
    ink = _pen(style.get("color", usual["text.color"]))
    on.anchor.set_position((left, base))
    on.anchor.set_horizontalalignment(style.get("ha", "left"))
    height = on.renderer.height
    on.renderer.draw_text(ink, left, height - base, text, _typeface(family, size), 0, mtext=on.anchor)


@cache
def _typeface(family: str, size: float) -> FontProperties:
    """Named by its file, as one that is only named would be looked for among all that the machine has."""
    return FontProperties(family=family, size=size, fname=FONTS / FILES[family])


@cache
def _half_height(family: str, size: float) -> float:
    """From the base to the middle of a tall letter and a deep one: the same for all words, so that those on a line
    share its base."""
    _, tall, deep = text_to_path.get_text_width_height_descent("lp", _typeface(family, size), False)
    half: float = (tall - deep) / 2
    return half


def _pen(
    ink: str | None,
    width: float = 0,
    dashes: tuple[float, ...] = (),
    joinstyle: Join = "round",
    capstyle: Cap = "butt",
) -> GraphicsContextBase:
    """`width` in points; `dashes`, on and off, in widths of the line."""
    pen = GraphicsContextBase()
    pen.set_foreground(ink or "none")
    pen.set_linewidth(width)
    pen.set_joinstyle(joinstyle)
    pen.set_capstyle(capstyle)
    if dashes:
        pen.set_dashes(0, [length * width for length in dashes])
    return pen


def fitted(text: str, longest: int) -> str:
    """A text on one line as far as there is room, in what the chart's typeface draws."""
    text = " ".join(text.split())
    return in_plex(text if len(text) <= longest else text[: longest - 1].rstrip() + "…")


def rule(on: Sheet, y: float, ink: str) -> None:
    lines(on, [[(0, y), (WIDTH, y)]], ink, 0.5)


def lines(
    on: Sheet, drawn: Sequence[Sequence[Point]], ink: str, width: float, joinstyle: Join = "round"
) -> None:
    """Straight lines of one kind, each through its points; `width` in points."""
    on.draw([Outline(points) for points in drawn], None, _pen(ink, width, joinstyle=joinstyle))


def boxes(on: Sheet, outlines: Sequence[Outline], fill: str) -> None:
    """Filled outlines of one kind, without a line."""
    on.draw(outlines, fill, _pen(None))


def paths(
    on: Sheet,
    outlines: Sequence[Outline],
    ink: str,
    width: float,
    dashes: tuple[float, ...] = (),
    capstyle: Cap = "butt",
) -> None:
    """Open outlines of one kind."""
    on.draw(outlines, None, _pen(ink, width, dashes, capstyle=capstyle))


def dots(on: Sheet, centres: Sequence[Point], radius: float, ink: str) -> None:
    """Filled discs of one kind."""
    on.draw([Outline.circle(centre, radius) for centre in centres], ink, _pen(None))


def colour(name: str) -> str:
    return look().colours[name]


def marks(on: Sheet, shape: str, centres: Sequence[Point], size: float) -> None:
    """One mark at many places."""
    inks = {"ink": look().colour_of(shape), "paper": colour("paper"), None: None}
    scale = size / 16
    for part in look().marks[shape]:
        outline = part_outline(part)
        corners = np.asarray(outline.vertices) - 8
        placed = [Outline(corners * scale + np.asarray(centre), outline.codes) for centre in centres]
        width = part.stroke * scale * POINTS_PER_MM
        on.draw(placed, inks[part.fill], _pen(inks[part.pen] if part.stroke else None, width))


def part_outline(part: Part) -> Outline:
    if part.circle:
        x, y, radius = part.circle
        return Outline.circle((x, y), radius)
    if part.rect:
        return rounded(*part.rect)
    if part.curve:
        (start,), *pieces = part.curve
        points = [start, *(point for piece in pieces for point in piece)]
        return Outline(points, [Outline.MOVETO, *[Outline.CURVE4] * (len(points) - 1)])
    if part.polygon:
        return Outline([*part.polygon, part.polygon[0]], closed=True)
    return Outline(part.line)


def rounded(x: float, y: float, width: float, height: float, radius: float) -> Outline:
    right, bottom, r = x + width, y + height, radius
    points = [(x + r, y), (right - r, y), (right, y), (right, y + r), (right, bottom - r), (right, bottom)]
    points += [
        (right - r, bottom),
        (x + r, bottom),
        (x, bottom),
        (x, bottom - r),
        (x, y + r),
        (x, y),
        (x + r, y),
    ]
    line, corner = [Outline.LINETO], [Outline.CURVE3] * 2
    return Outline(points, [Outline.MOVETO, *line, *corner, *line, *corner, *line, *corner, *line, *corner])


def finished(on: Sheet) -> str:
    """The canvas as SVG with real text, without date or program."""
    on.renderer.finalize()
    return tidied(on.written.getvalue().encode())
