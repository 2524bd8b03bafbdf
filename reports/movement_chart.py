"""The chart of movement since the last issued pack: each commitment then and now, most cautious at the foot.

What improved or worsened is drawn heavy, what cannot be compared is dashed; the direction stands as a word too, so
that nothing hangs on colour.
"""

from collections import Counter
from collections.abc import Sequence

from matplotlib.path import Path as Outline

from objectives.words import Direction
from reports.canvas import SEMI, Sheet, colour, finished, fitted, marks, paths, words
from reports.content import Content, Moved
from reports.drawing import Drawn
from reports.look import look

MOST = 30
"""Commitments that there is room for; where there are more, those are drawn that moved or cannot be compared."""
ORDER = ("blue", "green", "amber", "red", "hollow", "grey", "business-as-usual", "superseded", "none")
COLUMN_NAMES = {
    "hollow": "Carried forward",
    "none": "Not in the plan",
    "business-as-usual": "Business as usual",
}
ROW, HEADING = 4.05, 4.9
THEN, NOW, WORD, TITLE = 24, 64, 80, 100
"""Millimetres from the left: the marks then and now, the direction, the commitment's title."""
LOUD = (Direction.WORSENED, Direction.IMPROVED)


def movement(content: Content) -> Drawn | None:
    """Nothing where no pack was issued before, or where there are no commitments."""
    compared = _shown(content.compared)
    if not compared:
        return None
    then, left = _places(
        [(line.reference, column_of(line.was.shape if line.was else "none")) for line in compared]
    )
    now, right = _places([(line.reference, column_of(line.now.shape)) for line in compared])
    on = Sheet(max(left, right) + 1)
    words(on, THEN + 2, 2.5, _then_named(content), ha="right", size=9, **SEMI)
    words(on, NOW - 2, 2.5, content.round.name if content.round else "Now", size=9, **SEMI)
    _headings(on, then, compared, at_then=True)
    _headings(on, now, compared, at_then=False)
    _links(on, compared, then, now)
    _marks(on, compared, then, now)
    for line in compared:
        _labels(on, line, then[line.reference], now[line.reference])
    return Drawn(finished(on), alternative(content))


def _shown(compared: Sequence[Moved]) -> list[Moved]:
    if len(compared) <= MOST:
        return list(compared)
    return [line for line in compared if line.direction != Direction.NO_CHANGE][:MOST]


def _then_named(content: Content) -> str:
    """`the pack of Q1 2026-27, as at …` gives the round's name."""
    return content.last_issued.removeprefix("the pack of ").split(", as at")[0]


def column_of(shape: str) -> str:
    """The group that a mark stands in: hollow ones in their own, never in their colour's."""
    return "hollow" if shape.endswith("-hollow") else "none" if shape == "no-round" else shape


def _places(lines: list[tuple[str, str]]) -> tuple[dict[str, float], float]:
    """How far down each commitment stands, group by group, and where the last one ends."""
    places: dict[str, float] = {}
    y = 4.5
    for group in ORDER:
        members = [reference for reference, column in lines if column == group]
        y += HEADING if members else 0
        for reference in members:
            places[reference] = y + ROW / 2
            y += ROW
    return places, y


def _headings(on: Sheet, places: dict[str, float], compared: list[Moved], at_then: bool) -> None:
    """How many stand in each group, above its first."""
    columns = [(line.reference, _column(line, at_then)) for line in compared]
    counts = Counter(column for _, column in columns)
    for group, count in counts.items():
        first = min(places[reference] for reference, column in columns if column == group)
        name = COLUMN_NAMES.get(group, group.capitalize())
        x, side = (THEN + 2, "right") if at_then else (NOW - 2, "left")
        words(on, x, first - ROW / 2 - 1.7, f"{count} {name}", ha=side, size=7, color=colour("muted"))


def _column(line: Moved, at_then: bool) -> str:
    mark = line.was if at_then else line.now
    return column_of(mark.shape) if mark else "none"


def _links(on: Sheet, compared: list[Moved], then: dict[str, float], now: dict[str, float]) -> None:
    kinds = {
        Direction.NO_CHANGE: (colour("line"), 0.8, ()),
        Direction.NOT_COMPARABLE: (colour("faint"), 0.8, (1.6, 2.2)),
        Direction.NEW: (colour("faint"), 0.8, (1.6, 2.2)),
        Direction.IMPROVED: (look().ratings["green"], 1.7, ()),
        Direction.WORSENED: (look().ratings["red"], 1.7, ()),
    }
    for direction, (ink, width, dashes) in kinds.items():
        drawn = [
            _slope(then[line.reference], now[line.reference])
            for line in compared
            if line.direction == direction
        ]
        if drawn:
            paths(on, drawn, ink, width, dashes=dashes, capstyle="round")


def _slope(before: float, after: float) -> Outline:
    start, end = THEN + 3, NOW - 3
    middle = (start + end) / 2
    points = [(start, before), (middle, before), (middle, after), (end, after)]
    return Outline(points, [Outline.MOVETO, *[Outline.CURVE4] * 3])


def _marks(on: Sheet, compared: list[Moved], then: dict[str, float], now: dict[str, float]) -> None:
    placed: dict[str, list[tuple[float, float]]] = {}
    for line in compared:
        shape = line.was.shape if line.was else "no-round"
        placed.setdefault(shape, []).append((THEN, then[line.reference]))
        placed.setdefault(line.now.shape, []).append((NOW, now[line.reference]))
    for shape, centres in placed.items():
        marks(on, shape, centres, 3)


def _labels(on: Sheet, line: Moved, before: float, after: float) -> None:
    loud = line.direction in LOUD
    style = {"size": 7.5, **(SEMI if loud else {"color": colour("muted")})}
    words(on, THEN - 3, before, line.reference, ha="right", **style)
    words(on, NOW + 3, after, line.reference, **style)
    if line.direction != Direction.NO_CHANGE:
        words(on, WORD, after, line.direction, **style)
    words(on, TITLE, after, fitted(line.title, 58), size=7, color=colour("ink" if loud else "muted"))


def alternative(content: Content) -> str:
    """What moved, in words, and how many did not."""
    said = [f"Movement since {content.last_issued}.", f"{content.movement}."]
    said += [
        f"{sentence} {_listed(content.compared, direction)}."
        for direction, sentence in (
            (Direction.WORSENED, "Worsened:"),
            (Direction.IMPROVED, "Improved:"),
            (Direction.NEW, "New:"),
            (Direction.NOT_COMPARABLE, "Not comparable:"),
        )
        if any(line.direction == direction for line in content.compared)
    ]
    return " ".join(said)


def _listed(compared: tuple[Moved, ...], direction: Direction) -> str:
    return "; ".join(_step(line) for line in compared if line.direction == direction)


def _step(line: Moved) -> str:
    return f"{line.reference} from {line.was.spoken if line.was else 'none'} to {line.now.spoken}"
