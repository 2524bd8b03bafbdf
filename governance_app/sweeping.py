"""Files in the evidence store that nothing names: uploads whose form was never sent, and what a killed process left.

Nothing of this happens by itself. What is younger than a day is left alone: it may be in a form that is still open.
"""

import datetime as dt

from msgspec import Struct

from governance_app.storage import Store, Stored, drop, stored
from objectives.files import named_files
from objectives.history import now

GRACE = dt.timedelta(days=1)


class LeftBehind(Struct, frozen=True):
    """What nothing names, by path; `named` and `young` count the rest, and `before` is the youngest that counts."""

    files: tuple[Stored, ...]
    named: int
    young: int
    before: dt.datetime


async def left_behind(store: Store) -> LeftBehind:
    """Looks through the store first and at the names after it: what is kept meanwhile is young. Raises Problem."""
    before = await now() - GRACE
    found = await stored(store)
    named = await named_files()
    nameless = [one for one in found if one.sha256 not in named]
    old = tuple(one for one in nameless if one.kept_at < before)
    return LeftBehind(old, len(found) - len(nameless), len(nameless) - len(old), before)


async def sweep(store: Store, left: LeftBehind) -> int:
    """Removes what was left behind and is still without a name, and answers how many. Raises Problem."""
    named = await named_files()
    return sum([await drop(store, one, left.before) for one in left.files if one.sha256 not in named])
