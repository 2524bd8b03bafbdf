"""The look of pages, packs and charts, read from one file: colours, and the mark beside every rating.

A mark is a list of parts in a square of 16 units. A part is a circle, polygon, rectangle, line or curve;
`fill` and `pen` say "ink" (the mark's own colour) or "paper". Pages, Typst and charts draw the same parts.
"""

from functools import cache
from pathlib import Path

from msgspec import Struct, json

LOOK_FILE = Path(__file__).parent / "look.json"

Point = tuple[float, float]


class Part(Struct, frozen=True):
    """One shape of a mark. A curve is its first point, then cubic pieces of control, control, end."""

    circle: tuple[float, float, float] | None = None
    polygon: tuple[Point, ...] = ()
    rect: tuple[float, float, float, float, float] | None = None
    line: tuple[Point, ...] = ()
    curve: tuple[tuple[Point, ...], ...] = ()
    fill: str | None = None
    stroke: float = 0
    pen: str = "ink"


class Look(Struct, frozen=True):
    """Colours are #rrggbb. `ratings` are for marks only: never text, never a fill behind text."""

    colours: dict[str, str]
    ratings: dict[str, str]
    marks: dict[str, tuple[Part, ...]]

    def colour_of(self, mark: str) -> str:
        """The colour of a mark: its rating's, hollow or not; ink for what is no rating."""
        return self.ratings.get(mark.removesuffix("-hollow"), self.colours["ink"])


@cache
def look() -> Look:
    """The look, read once in a process."""
    return json.decode(LOOK_FILE.read_bytes(), type=Look)
