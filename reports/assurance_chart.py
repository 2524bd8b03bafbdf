"""The chart of assurance: agencies by commitments, with the opinion in each place that somebody was asked about.

An opinion is no rating, so no colour of a rating is used: it is told by how full a disc is.
"""

from itertools import groupby

from reports.assurance_lines import Assurance, MapLine, Place
from reports.canvas import SEMI, Sheet, colour, finished, fitted, marks, rule, words
from reports.content import Content
from reports.drawing import Drawn
from reports.printable import cut
from reports.wording import opinion_shape

NAME, FIRST, LAST = 0, 38, 170
"""Millimetres from the left: the agencies' names, and where the commitments begin and end."""
STEP, DISC, WIDEST = 6.6, 4.2, 7.4
MOST = 24
"""How many commitments, and how many agencies, are drawn."""
KEY = (
    ("Substantial", "Substantial"),
    ("Reasonable", "Reasonable"),
    ("Limited", "Limited"),
    ("None", "None"),
    ("waiting", "Asked, no opinion yet"),
    ("overdue", "Overdue or declined"),
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
            _place(on, place, x, y, min(DISC, pitch - 0.8))
        else:
            words(on, x, y, "·", size=7.5, color=colour("faint"), ha="center")
    rule(on, y + STEP / 2, colour("line"))


def _place(on: Sheet, place: Place, x: float, y: float, size: float) -> None:
    if not place.opinion:
        marks(on, opinion_shape("overdue" if place.late else "waiting"), [(x, y)], size)
    elif place.lapsed:
        marks(on, opinion_shape(place.opinion), [(x, y - 0.9)], 0.7 * size)
        words(on, x, y + 1.9, "lapsed", size=5.2, ha="center", **SEMI)
    else:
        marks(on, opinion_shape(place.opinion), [(x, y)], size)
        if place.late:
            words(on, x + size / 2 + 0.3, y - size / 2, "!", size=7, ha="left", **SEMI)


def _key(on: Sheet, y: float) -> None:
    x = float(NAME)
    for kind, said in KEY:
        marks(on, opinion_shape(kind), [(x + 2, y)], 3.4)
        words(on, x + 5, y, said, size=7, color=colour("muted"))
        x += 9 + 1.35 * len(said)
