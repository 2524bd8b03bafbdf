"""The chart of milestones: every date that was ever approved, and the forecast or actual date it comes out at."""

import datetime as dt
from collections.abc import Sequence

from objectives.dates import MONTHS
from reports.canvas import SEMI, Sheet, colour, dots, finished, fitted, lines, words
from reports.content import Content
from reports.drawing import Drawn
from reports.look import Point, look
from reports.sections import DatedMilestone
from reports.wording import short_day

ROW, TOP = 5.2, 7.5
REFERENCE, TITLE, FIRST, LAST = 0, 15, 70, 130
"""Millimetres from the left: names, and the earliest and the latest day."""
BEHIND, IN_ALL, MOVES = 146, 158, 170
"""Millimetres from the left at which the figures end."""
ARROW = 1.1
QUARTER = 12
"""What the name of a quarter takes, in millimetres; the last goes without one where it would meet the figures."""


def milestones(content: Content) -> Drawn | None:
    """Nothing where no milestone is behind, has moved or was met since the last issued pack."""
    shown, today = content.changes.milestones, content.as_at_on
    if not shown:
        return None
    scale = _Scale(shown, today)
    foot = TOP + ROW * len(shown)
    on = Sheet(foot + 5)
    _months(on, scale, foot)
    _heads(on)
    lines(on, [[(scale.at(today), TOP - 1), (scale.at(today), foot)]], colour("ink"), 0.9)
    words(on, scale.at(today), foot + 2.6, f"as at {short_day(today)}", ha="center", size=7)
    rows = [(TOP + ROW * (n + 0.5), milestone) for n, milestone in enumerate(shown)]
    _drawn(on, rows, scale)
    for y, milestone in rows:
        _figures(on, y, milestone)
    return Drawn(finished(on), alternative(content))


class _Scale:
    """Days to millimetres, from the first day shown to the last, with a little air."""

    def __init__(self, shown: Sequence[DatedMilestone], today: dt.date) -> None:
        days = [today, *(d for m in shown for d in (*m.approved, m.expected_on))]
        air = dt.timedelta(days=max(10, (max(days) - min(days)).days // 30))
        self.first, self.last = min(days) - air, max(days) + air

    def at(self, day: dt.date) -> float:
        return FIRST + (LAST - FIRST) * ((day - self.first).days / (self.last - self.first).days)

    def quarters(self) -> list[dt.date]:
        """The first days of quarters in the span, every second or fourth of them where there are many."""
        starts = [
            dt.date(year, month, 1)
            for year in range(self.first.year, self.last.year + 1)
            for month in (1, 4, 7, 10)
            if self.first <= dt.date(year, month, 1) <= self.last
        ]
        step = next((s for s in (1, 2, 4, 8) if len(starts) / s <= 6), 16)
        return starts[::step]


def _months(on: Sheet, scale: _Scale, foot: float) -> None:
    quarters = scale.quarters()
    lines(on, [[(scale.at(q), 5.5), (scale.at(q), foot)] for q in quarters], colour("line"), 0.5)
    for quarter in quarters:
        if scale.at(quarter) > LAST - QUARTER:
            continue
        name = f"{MONTHS[quarter.month - 1][:3]} {quarter.year}"
        words(on, scale.at(quarter) + 0.8, 3.4, name, size=7, color=colour("muted"))


def _heads(on: Sheet) -> None:
    for x, name in ((BEHIND, "Days behind"), (IN_ALL, "In all"), (MOVES, "Moved")):
        words(on, x, 3.4, name, ha="right", size=7, color=colour("muted"))


def _drawn(on: Sheet, rows: list[tuple[float, DatedMilestone]], scale: _Scale) -> None:
    """Earlier approved dates light, the one in force heavy, then an arrow to the forecast or a dot where it was met."""
    light: list[list[Point]] = []
    heavy: list[list[Point]] = []
    way: dict[bool, list[list[Point]]] = {True: [], False: []}
    met: list[Point] = []
    for y, milestone in rows:
        approved, end = [scale.at(day) for day in milestone.approved], scale.at(milestone.expected_on)
        light += [[(x, y - 0.9), (x, y + 0.9)] for x in approved[:-1]]
        if len(approved) > 1:
            light.append([(min(approved), y), (max(approved), y)])
        heavy.append([(approved[-1], y - 1.4), (approved[-1], y + 1.4)])
        if milestone.met:
            met.append((end, y))
            light.append([(approved[-1], y), (end, y)])
        elif abs(end - approved[-1]) > 0.3:
            way[milestone.over_a_quarter] += _arrow(approved[-1], end, y)
    lines(on, light, colour("faint"), 0.8)
    lines(on, way[False], colour("ink"), 1.3, joinstyle="miter")
    lines(on, way[True], look().ratings["red"], 1.9, joinstyle="miter")
    lines(on, heavy, colour("ink"), 1.7)
    dots(on, met, 1.15, colour("ink"))


def _arrow(start: float, end: float, y: float) -> list[list[Point]]:
    back = ARROW if end > start else -ARROW
    return [[(start, y), (end, y)], [(end - back, y - ARROW), (end, y), (end - back, y + ARROW)]]


def _figures(on: Sheet, y: float, milestone: DatedMilestone) -> None:
    loud = milestone.behind > 0 and not milestone.met
    words(on, REFERENCE, y, milestone.reference, size=7.5, **SEMI)
    ink = colour("ink" if loud else "muted")
    words(on, TITLE, y, fitted(milestone.title, 42), size=7.5, color=ink)
    words(on, BEHIND, y, said_of(milestone), ha="right", **(_strong(7.5) if loud else _quiet(7)))
    words(on, IN_ALL, y, f"{milestone.in_all:,}" if milestone.in_all else "·", ha="right", **_quiet(7.5))
    words(on, MOVES, y, str(milestone.moves), ha="right", **_quiet(7.5))


def _strong(size: float) -> dict[str, object]:
    return {"size": size, **SEMI}


def _quiet(size: float) -> dict[str, object]:
    return {"size": size, "color": colour("muted")}


def said_of(milestone: DatedMilestone) -> str:
    """`92`, `met 4 late`, `met`, `on date`: behind is a figure only where the milestone is still open."""
    if milestone.met:
        return f"met {milestone.behind:,} late" if milestone.behind else "met"
    return f"{milestone.behind:,}" if milestone.behind else "on date"


def alternative(content: Content) -> str:
    """The chart's milestones in words, in its order, at most six; the table holds all."""
    shown = content.changes.milestones
    said = [
        f"{m.reference} “{m.title}”: approved {short_day(m.approved[-1])}, "
        f"{'met' if m.met else 'expected'} {short_day(m.expected_on)}"
        for m in shown[:6]
    ]
    more = f" And {len(shown) - 6} more, in the table." if len(shown) > 6 else ""
    return f"Milestones: approved, forecast and actual dates. {'; '.join(said)}.{more}"
