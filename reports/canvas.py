"""A canvas in millimetres to draw a pack's charts on: words, rules, marks and lines, and the SVG at the end.

Importing it imports matplotlib. One collection for each kind of thing, as an artist for each thing is slow.
"""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline

from reports.fonts import font_files, in_plex
from reports.look import Part, Point, look
from reports.svg import tidied

STYLE = Path(__file__).parent / "pack.mplstyle"
WIDTH = 170
SEMI = {"family": "IBM Plex Sans SmBld"}
POINTS_PER_MM = 72 / 25.4


@cache
def use_fonts() -> None:
    """Makes the pack's typefaces known to matplotlib."""
    for file in font_files():
        font_manager.fontManager.addfont(file)


def sheet(height: float) -> Axes:
    """An empty canvas of the pack's measure; y runs downwards."""
    figure = Figure(figsize=(WIDTH / 25.4, height / 25.4))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.axis("off")
    return axes


def words(axes: Axes, x: float, y: float, text: str, **style: Any) -> None:
    axes.text(x, y, text, va="center_baseline", **style)


def fitted(text: str, longest: int) -> str:
    """A text on one line as far as there is room, in what the chart's typeface draws."""
    text = " ".join(text.split())
    return in_plex(text if len(text) <= longest else text[: longest - 1].rstrip() + "…")


def rule(axes: Axes, y: float, ink: str) -> None:
    lines(axes, [[(0, y), (WIDTH, y)]], ink, 0.5)


def lines(axes: Axes, drawn: Sequence[Sequence[Point]], ink: str, width: float, **style: Any) -> None:
    """Straight lines of one kind, each through its points; `width` in points."""
    if drawn:
        paths(axes, [Outline(points) for points in drawn], ink, width, **style)


def paths(axes: Axes, outlines: list[Outline], ink: str, width: float, **style: Any) -> None:
    """Open outlines of one kind."""
    axes.add_collection(
        PathCollection(outlines, facecolors="none", edgecolors=ink, linewidths=width, clip_on=False, **style)
    )


def dots(axes: Axes, centres: Sequence[Point], radius: float, ink: str) -> None:
    """Filled discs of one kind."""
    placed = [Outline.circle(centre, radius) for centre in centres]
    if placed:
        axes.add_collection(PathCollection(placed, facecolors=ink, edgecolors="none", clip_on=False))


def colour(name: str) -> str:
    return look().colours[name]


def marks(axes: Axes, shape: str, centres: list[Point], size: float) -> None:
    """One mark at many places: a collection for each of its parts, as a patch for each mark is slow."""
    inks = {"ink": look().colour_of(shape), "paper": colour("paper"), None: "none"}
    for part in look().marks[shape]:
        outline = part_outline(part)
        corners = np.asarray(outline.vertices)
        placed = [Outline((corners - 8) * (size / 16) + np.asarray(c), outline.codes) for c in centres]
        axes.add_collection(
            PathCollection(
                placed,
                facecolors=inks[part.fill],
                edgecolors=inks[part.pen] if part.stroke else "none",
                linewidths=part.stroke * size / 16 * POINTS_PER_MM,
                joinstyle="round",
                clip_on=False,
            )
        )


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


def finished(axes: Axes) -> str:
    """The canvas as SVG with real text, without date or program."""
    out = io.BytesIO()
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    figure.savefig(out, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return tidied(out.getvalue())
