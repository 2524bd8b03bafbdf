"""The pack's charts: content in, SVG and its alternative text out. Pure; decides nothing, knows no other source.

Drawn on a canvas in millimetres. Importing this module imports matplotlib, so a process that serves pages does not:
it asks `drawing`, which runs this module in a process of its own.
"""

import io
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline

from objectives.rated import Distribution
from reports.content import Content, ObjectivePart, read_content
from reports.drawing import Drawn, written
from reports.fonts import font_files, in_plex
from reports.look import Part, Point, look
from reports.printable import cut, shortened
from reports.svg import tidied

STYLE = Path(__file__).parent / "pack.mplstyle"
WIDTH = 170
SEMI = {"family": "IBM Plex Sans SmBld"}
POINTS_PER_MM = 72 / 25.4
COLUMNS = (
    ("red", "Red"),
    ("amber", "Amber"),
    ("green", "Green"),
    ("blue", "Blue"),
    ("carried_forward", "Carried fwd"),
    ("grey", "Grey"),
    ("business_as_usual", "As usual"),
    ("superseded", "Superseded"),
)
SELDOM = ("business_as_usual", "superseded")
LETTER, GAP = 1.35, 1.6
"""Millimetres that a letter of a column's name takes, and that stand between columns."""
NAME, FIRST, LAST, HEADLINE = 0, 36, 146, 150
"""Millimetres from the left: names, the first and the last of the columns, the headline rating."""


def draw(canonical_content: bytes) -> dict[str, Drawn]:
    """Every chart of a pack by name. The same content always gives the same bytes."""
    content = shortened(read_content(canonical_content))
    _use_fonts()
    with matplotlib.rc_context(fname=STYLE):
        return {"objectives": objectives(content)}


@cache
def _use_fonts() -> None:
    for file in font_files():
        font_manager.fontManager.addfont(file)


def objectives(content: Content) -> Drawn:
    """How the ratings of each objective are spread: a mark for each commitment, hollow and grey apart."""
    columns = [c for c in COLUMNS if c[0] not in SELDOM or getattr(content.commitments, c[0])]
    places, pitch = _places(content, columns)
    step = 11.5
    axes = sheet(12.5 + step * len(content.objectives) + 7)
    for name, word in columns:
        words(axes, places[name], 3.4, word, size=7.5, color=colour("muted"))
    words(axes, HEADLINE, 3.4, "Headline", size=7.5, color=colour("muted"))
    y = 12.5
    for objective in content.objectives:
        _objective(axes, objective, y, places, pitch)
        y += step
    _totals(axes, content, y, places)
    return Drawn(finished(axes), alternative(content, columns))


def _places(content: Content, columns: list[tuple[str, str]]) -> tuple[dict[str, float], float]:
    """Where each column begins, and the pitch of its marks: columns as wide as their longest row needs."""
    longest = [max([1, *(getattr(o.commitments, name) for o in content.objectives)]) for name, _ in columns]
    least = [LETTER * len(word) for _, word in columns]
    pitch = next(p / 10 for p in range(60, 0, -1) if _width(longest, least, p / 10) <= LAST - FIRST or p == 1)
    spare = (LAST - FIRST - _width(longest, least, pitch)) / len(columns)
    places, x = {}, float(FIRST)
    for (name, _), count, label in zip(columns, longest, least, strict=True):
        places[name] = x
        x += max(count * pitch, label) + GAP + spare
    return places, pitch


def _width(longest: list[int], least: list[float], pitch: float) -> float:
    return sum(max(count * pitch, label) + GAP for count, label in zip(longest, least, strict=True))


def _objective(
    axes: Axes, objective: ObjectivePart, y: float, places: dict[str, float], pitch: float
) -> None:
    rule(axes, y - 5.8, colour("line"))
    words(axes, NAME, y, name_of(objective), size=9, **SEMI)
    words(axes, FIRST - 8, y, str(objective.commitments.total), size=9, color=colour("muted"))
    shapes: dict[str, list[str]] = {name: [] for name in places}
    for line in objective.lines:
        shapes[column_of(line.judged.published.shape)].append(line.judged.published.shape)
    for name, x in places.items():
        if not shapes[name]:
            words(axes, x + 1.3, y, "·", color=colour("faint"))
        for shape, count in Counter(shapes[name]).items():
            start = shapes[name].index(shape)
            marks(axes, shape, [(x + pitch * (start + k + 0.36), y) for k in range(count)], 0.73 * pitch)
    marks(axes, objective.published.shape, [(HEADLINE + 2.2, y)], 4.4)
    words(axes, HEADLINE + 6.4, y, objective.published.word, size=9, **SEMI)


def column_of(shape: str) -> str:
    """The column that a mark counts in: hollow ones in their own, never in their colour's."""
    return "carried_forward" if shape.endswith("-hollow") else shape.replace("-", "_")


def name_of(objective: ObjectivePart) -> str:
    """The objective's name as far as the chart has room, in what the chart's typeface draws."""
    name = " ".join(objective.name.split())
    return in_plex(name if len(name) <= 16 else name[:15] + "…")


def _totals(axes: Axes, content: Content, y: float, places: dict[str, float]) -> None:
    rule(axes, y - 5.8, colour("ink"))
    words(axes, NAME, y, "All", size=9, **SEMI)
    words(axes, FIRST - 8, y, str(content.commitments.total), size=9, color=colour("muted"))
    for name, x in places.items():
        words(axes, x, y, str(getattr(content.commitments, name)), size=11, **SEMI)


def alternative(content: Content, columns: list[tuple[str, str]]) -> str:
    """The chart's figures as a sentence for each objective."""
    said = [
        f"{cut(objective.name, 80)}: {_counts(objective.commitments, columns)}; headline {objective.published.word}"
        for objective in content.objectives
    ]
    return f"Ratings by objective. {'. '.join(said)}. All: {_counts(content.commitments, columns)}."


def _counts(stands: Distribution, columns: list[tuple[str, str]]) -> str:
    spoken = {"carried_forward": "carried forward", "business_as_usual": "business as usual"}
    shown = [(getattr(stands, name), spoken.get(name, name)) for name, _ in columns]
    return ", ".join(f"{count} {word}" for count, word in shown if count) or "no commitment"


# -- drawing in millimetres ------------------------------------------------------------------------------


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


def rule(axes: Axes, y: float, ink: str) -> None:
    axes.plot([0, WIDTH], [y, y], color=ink, lw=0.5)


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


if __name__ == "__main__":
    sys.stdout.buffer.write(written(draw(sys.stdin.buffer.read())))
