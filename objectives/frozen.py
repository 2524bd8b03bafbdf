"""What a round's freeze found of an action or a commitment, as rules, pages and packs read it ever after."""

from msgspec import Struct

from objectives.words import Rating


class Frozen(Struct, frozen=True):
    """A freeze row: what was published for a thing at a round's freeze. Read, never recomputed.

    `published` is None where it was unrated, and `unrated` says why. Once this round's own freeze has passed, its
    row is among them: movement may look at it, streaks and carrying forward may not (`Standing.earlier`).
    """

    round: str
    owners: Rating | None
    calculated: Rating | None
    moderated: Rating | None
    published: Rating | None
    hollow: bool
    carried_from: str | None
    unrated: str | None
    rules: str
