"""The grammar of computed sentences: numbers with their nouns, and things in a row. Knows nothing of their sense."""

from collections.abc import Sequence


def counted(number: int, noun: str) -> str:
    """A number with its noun in the right form: "1 day", "31 days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(things: Sequence[str]) -> str:
    """Things in a row as they are said: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(things[:-1]), things[-1])))
