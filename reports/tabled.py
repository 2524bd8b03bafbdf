"""What a table of a pack is: named columns of one kind each, and rows of plain values that any format can repeat."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from operator import attrgetter
from typing import Any

from msgspec import Struct

from reports.wording import Mark

Value = str | int | dt.date | None


class Kind(StrEnum):
    """What a column holds. A value of any kind may be missing."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    RATING = "rating"
    """A text that is a rating's word."""


class Column(Struct, frozen=True):
    """`width` is how wide it is shown, in characters; `of` gives its value from whatever a row is made from."""

    heading: str
    kind: Kind
    width: int
    of: Callable[[Any], Any]

    @property
    def name(self) -> str:
        """The heading as a name for programs: `next_milestone_on`."""
        return re.sub(r"[^a-z0-9]+", "_", self.heading.lower().replace("’", "")).strip("_")


class Table(Struct, frozen=True):
    """`name` is for programs, `title` for people (31 characters at most, as a sheet's name); both are unique in a pack.

    `section` is the number of the pack's section that it belongs to.
    """

    name: str
    title: str
    section: int
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


class Under(Struct, frozen=True):
    """Something that is told with what it belongs to."""

    whole: Any
    part: Any


def table(name: str, title: str, section: int, lines: Iterable[Any], *columns: Column) -> Table:
    """A row for each line, in the same order."""
    rows = tuple(tuple(plain(column.of(line)) for column in columns) for line in lines)
    return Table(name, title, section, columns, rows)


def text(heading: str, of: str | Callable[[Any], Any], width: int = 16) -> Column:
    """`of` names what is shown of a line ("judged.published"), or works it out."""
    return Column(heading, Kind.TEXT, width, _of(of))


def rating(heading: str, of: str | Callable[[Any], Any]) -> Column:
    return Column(heading, Kind.RATING, 16, _of(of))


def number(heading: str, of: str | Callable[[Any], Any]) -> Column:
    return Column(heading, Kind.NUMBER, 11, _of(of))


def date(heading: str, of: str | Callable[[Any], Any]) -> Column:
    return Column(heading, Kind.DATE, 13, _of(of))


def _of(named: str | Callable[[Any], Any]) -> Callable[[Any], Any]:
    return attrgetter(named) if isinstance(named, str) else named


def plain(value: Any) -> Value:
    """A rating by its word, several texts on lines of their own, yes or no in words; else the value itself.

    A rating that was carried forward says so in its word, so that nobody who counts words counts it in its colour.
    """
    if isinstance(value, Mark):
        return f"{value.word}, carried forward" if value.shape.endswith("-hollow") else value.word
    if isinstance(value, tuple):
        return "\n".join(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    found: Value = value
    return found
