"""What is made of a judgement alone, whoever reads it: kept in this process for as long as that judgement stands."""

from collections.abc import Callable
from typing import Any, TypeVar

from governance_app.reading import Reading
from objectives.rated import Judgement

T = TypeVar("T")

_made: dict[tuple[str, str], tuple[Judgement, Any]] = {}


def kept(reading: Reading, what: str, make: Callable[[], T]) -> T:
    """What was made of the judgement before, by its name, or is made now; it must hang on nothing else.

    The judgement of now is one and the same value until history or the day moves on, so what is kept is never out of
    date; a judgement as at another day is a new one each time, and nothing made of it is kept.
    """
    if reading.places.as_at:
        return make()
    name = reading.standing.key, what
    known = _made.get(name)
    if known is None or known[0] is not reading.judgement:
        known = _made[name] = (reading.judgement, make())
    made: T = known[1]
    return made
