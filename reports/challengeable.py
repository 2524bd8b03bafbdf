"""The lines of a pack that can be challenged: each has a number, the same in every format."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from reports.content import Content

TITLES = ("title", "milestone", "what", "text", "words", "barrier")


class PackLine(Struct, frozen=True):
    """`reference` is of the commitment or action it is about, empty where it is about none."""

    number: str
    reference: str
    title: str


def lines_of(content: Content) -> tuple[PackLine, ...]:
    """Every numbered line in the order of the pack."""
    parts = (
        content.decisions,
        content.exceptions,
        content.disagreements,
        content.difference,
        content.risks,
        content.changes,
        content.last_time,
    )
    return tuple(line for part in parts for line in _lines(part))


def _lines(part: Any) -> Iterator[PackLine]:
    if isinstance(part, tuple):
        for one in part:
            yield from _lines(one)
    elif isinstance(part, Struct):
        number = getattr(part, "number", "")
        if number:
            title = next((text for name in TITLES if (text := getattr(part, name, ""))), "")
            yield PackLine(number, getattr(part, "reference", getattr(part, "about", "")), title)
        else:
            for name in part.__struct_fields__:
                yield from _lines(getattr(part, name))
