"""What section 12 of a pack holds: everything raised against earlier packs that is open, or was closed since the last.

A line carries its own number, and the number of the matter, which stays the same from pack to pack.
"""

import datetime as dt

from msgspec import Struct


class Returned(Struct, frozen=True):
    """A decision, challenge or question. `about` is a reference, empty where it is about a whole pack.

    `so_far` are the answers and steps since it was raised, oldest first, the last of a closed one being what became of
    it; `made` says how the actions stand that it made.
    """

    number: str
    matter: str
    kind: str
    about: str
    title: str
    raised_in: str
    words: str
    raised: str
    owner: str
    due_on: dt.date
    overdue: bool
    so_far: tuple[str, ...]
    made: tuple[str, ...] = ()


class ClosedMatter(Struct, frozen=True):
    """One that was closed since the last issued pack; it does not return after this one."""

    number: str
    matter: str
    kind: str
    about: str
    title: str
    raised_in: str
    words: str
    closed_on: dt.date
    became: str
    made: tuple[str, ...] = ()


class LastTime(Struct, frozen=True):
    """The open ones in the order of their numbers, then those that were closed. Before format 4 there were none."""

    open: tuple[Returned, ...] = ()
    closed: tuple[ClosedMatter, ...] = ()
