"""The chart of ratings by objective: a mark for each commitment, hollow and grey in columns of their own."""

from collections import Counter

from objectives.rated import Distribution
from reports.canvas import SEMI, Sheet, colour, finished, fitted, marks, rule, words
from reports.content import Content, ObjectivePart
from reports.drawing import Drawn
from reports.printable import cut

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


def objectives(content: Content) -> Drawn:
    """How the ratings of each objective are spread: a mark for each commitment, hollow and grey apart."""
    columns = [c for c in COLUMNS if c[0] not in SELDOM or getattr(content.commitments, c[0])]
    places, pitch = _places(content, columns)
    step = 9.2
    on = Sheet(11.5 + step * len(content.objectives) + 5)
    for name, word in columns:
        words(on, places[name], 3.4, word, size=7.5, color=colour("muted"))
    words(on, HEADLINE, 3.4, "Headline", size=7.5, color=colour("muted"))
    y = 11.5
    for objective in content.objectives:
        _objective(on, objective, y, places, pitch)
        y += step
    _totals(on, content, y, places)
    return Drawn(finished(on), alternative(content, columns))


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


def _objective(on: Sheet, objective: ObjectivePart, y: float, places: dict[str, float], pitch: float) -> None:
    rule(on, y - 4.7, colour("line"))
    words(on, NAME, y, fitted(objective.name, 16), size=9, **SEMI)
    words(on, FIRST - 8, y, str(objective.commitments.total), size=9, color=colour("muted"))
    shapes: dict[str, list[str]] = {name: [] for name in places}
    for line in objective.lines:
        shapes[column_of(line.judged.published.shape)].append(line.judged.published.shape)
    for name, x in places.items():
        if not shapes[name]:
            words(on, x + 1.3, y, "·", color=colour("faint"))
        for shape, count in Counter(shapes[name]).items():
            start = shapes[name].index(shape)
            marks(on, shape, [(x + pitch * (start + k + 0.36), y) for k in range(count)], 0.73 * pitch)
    marks(on, objective.published.shape, [(HEADLINE + 2.2, y)], 4.4)
    words(on, HEADLINE + 6.4, y, objective.published.word, size=9, **SEMI)


def column_of(shape: str) -> str:
    """The column that a mark counts in: hollow ones in their own, never in their colour's."""
    return "carried_forward" if shape.endswith("-hollow") else shape.replace("-", "_")


def _totals(on: Sheet, content: Content, y: float, places: dict[str, float]) -> None:
    rule(on, y - 4.7, colour("ink"))
    words(on, NAME, y, "All", size=9, **SEMI)
    words(on, FIRST - 8, y, str(content.commitments.total), size=9, color=colour("muted"))
    for name, x in places.items():
        words(on, x, y, str(getattr(content.commitments, name)), size=11, **SEMI)


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
