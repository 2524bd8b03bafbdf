"""The chart of assurance: agencies by commitments, with the opinion in each place that somebody was asked about.

An opinion is no rating, so no colour of a rating is used: a letter in a box, dashed where it has lapsed.
"""

from itertools import groupby

from reports.assurance_lines import Assurance, MapLine, Place
from reports.canvas import SEMI, Sheet, boxes, colour, finished, fitted, paths, rounded, rule, words
from reports.content import Content
from reports.drawing import Drawn
from reports.printable import cut

NAME, FIRST, LAST = 0, 38, 170
"""Millimetres from the left: the agencies' names, and where the commitments begin and end."""
STEP, BOX, WIDEST = 6.6, 4.8, 7.4
MOST = 24
"""How many commitments, and how many agencies, are drawn."""
LETTERS = {"Substantial": "S", "Reasonable": "R", "Limited": "L", "None": "N"}
FILLS = {"Substantial": "brand", "Reasonable": "brand-mid", "Limited": "stone", "None": "paper"}
KEY = (
    ("Substantial", False, "Substantial"),
    ("Reasonable", False, "Reasonable"),
    ("Limited", False, "Limited"),
    ("None", False, "None"),
    ("Reasonable", True, "lapsed"),
)


def assurance(content: Content) -> Drawn | None:
    """Who has assured what; nothing where nobody was asked."""
    found = content.assurance
    if not found.map:
        return None
    columns, lines = columns_of(found), found.map[:MOST]
    pitch = min(WIDEST, (LAST - FIRST) / len(columns))
    on = Sheet(13 + STEP * len(lines) + 9)
    _heads(on, columns, pitch)
    for n, line in enumerate(lines):
        _line(on, line, 14.6 + n * STEP, columns, pitch)
    _key(on, 13 + STEP * len(lines) + 4.6)
    return Drawn(finished(on), alternative(found))


def columns_of(found: Assurance) -> list[str]:
    """Every commitment; of more than there is room for, those that somebody was asked about come first."""
    if len(found.commitments) <= MOST:
        return list(found.commitments)
    asked = {place.reference for line in found.map for place in line.places}
    return [reference for reference in found.commitments if reference in asked][:MOST]


def alternative(found: Assurance) -> str:
    """The map in words, a sentence for each agency."""
    told = (
        f"{cut(line.agency, 80)}: {'; '.join(f'{p.reference} {p.words}' for p in line.places)}"
        for line in found.map
    )
    return f"Assurance by agency and commitment. {'. '.join(told)}. Nothing else was asked."


def _heads(on: Sheet, columns: list[str], pitch: float) -> None:
    """`PREV 1 2 3`: the stem of the references once, over their numbers."""
    places = enumerate(columns)
    for stem, group in groupby(places, lambda place: place[1].rpartition("-")[0]):
        numbered = list(group)
        longest = max(3, int(len(numbered) * pitch / 1.6))
        words(on, FIRST + pitch * numbered[0][0], 3, fitted(stem, longest), size=7, color=colour("muted"))
        for n, reference in numbered:
            last = fitted(reference.rpartition("-")[2], 4)
            words(on, FIRST + pitch * (n + 0.5), 7.4, last, size=7.5, ha="center")
    rule(on, 10.6, colour("ink"))


def _line(on: Sheet, line: MapLine, y: float, columns: list[str], pitch: float) -> None:
    words(on, NAME, y, fitted(line.agency, 22), size=8.5)
    told = {place.reference: place for place in line.places}
    for n, reference in enumerate(columns):
        x = FIRST + pitch * (n + 0.5)
        if place := told.get(reference):
            _place(on, place, x, y, min(BOX, pitch - 0.8))
        else:
            words(on, x, y, "·", size=7.5, color=colour("faint"), ha="center")
    rule(on, y + STEP / 2, colour("line"))


def _place(on: Sheet, place: Place, x: float, y: float, size: float) -> None:
    if place.opinion:
        opinion(on, place.opinion, place.lapsed, x, y, size)
        if place.late and not place.lapsed:
            words(on, x + size / 2 + 0.3, y - size / 2, "!", size=7, ha="left", **SEMI)
        return
    words(on, x, y, "late" if place.late else "asked", size=5.6, ha="center", **(SEMI if place.late else {}))


def opinion(on: Sheet, name: str, lapsed: bool, x: float, y: float, size: float) -> None:
    """A letter in a box: dark for the better two, light for the poorer, dashed and empty once it has lapsed."""
    box = rounded(x - size / 2, y - size / 2, size, size, 0.7)
    dark = name in ("Substantial", "Reasonable") and not lapsed
    boxes(on, [box], colour("paper" if lapsed else FILLS[name]))
    if not dark:
        paths(on, [box], colour("brand"), 0.8, (3, 2) if lapsed else ())
    ink = colour("paper" if dark else "ink")
    words(on, x, y, LETTERS[name], size=7, color=ink, ha="center", **SEMI)


def _key(on: Sheet, y: float) -> None:
    x = float(NAME)
    for name, lapsed, said in KEY:
        opinion(on, name, lapsed, x + 2, y, 3.8)
        words(on, x + 5, y, said, size=7, color=colour("muted"))
        x += 9 + 1.35 * len(said)
    words(on, x, y, "late: overdue", size=7, color=colour("muted"))
    words(on, x + 19, y, "asked: no opinion yet", size=7, color=colour("muted"))
