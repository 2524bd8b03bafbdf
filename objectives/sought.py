"""Decisions sought of the Executive Group, as a round's pack lists them: what rules propose and the business unit makes
of it. Pure.

A rule's proposal stands in its own words until the business unit words it, and is listed unless it is left out with a
reason. What the business unit has worded stays although its rule no longer fires, and says so; what it only left out
or moved goes with its rule.
"""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

OWN = "own-"
"""What the name of the business unit's own decisions begins with; a rule's begins with the name of the rule."""


class Sought(Struct, frozen=True):
    """What the business unit said of a decision in the round of that name. The texts are empty where a rule's stand."""

    origin: str
    round: str
    reference: str
    question: str
    why: str
    recommendation: str
    options: str
    left_out: str
    position: int | None
    written_by: str
    written_at: dt.datetime

    @property
    def is_own(self) -> bool:
        return self.origin.startswith(OWN)

    @property
    def is_worded(self) -> bool:
        return bool(self.question)


class Wording(Struct, frozen=True):
    """What the Group reads of one decision: questions, facts and options one an entry, the recommendation as a text."""

    question: tuple[str, ...]
    why: tuple[str, ...]
    recommendation: str
    options: tuple[str, ...]


class Proposal(Struct, frozen=True):
    """What a rule puts to the Group. `because` says in a few words why, as the cover of a pack does."""

    origin: str
    reference: str
    because: str
    wording: Wording

    @property
    def rule(self) -> str:
        """`red`, `amber`, `assurance` or `date`."""
        return self.origin.split("-", 1)[0]


class Entry(Struct, frozen=True):
    """One decision as it stands for a round. `proposal` is None where no rule asks for it (any more).

    `said` is the business unit's row, None while it has said nothing of it.
    """

    origin: str
    reference: str
    wording: Wording
    proposal: Proposal | None
    said: Sought | None

    @property
    def is_own(self) -> bool:
        return self.origin.startswith(OWN)

    @property
    def has_lapsed(self) -> bool:
        """Whether its rule no longer fires, and it stands by the business unit's words alone."""
        return self.proposal is None and not self.is_own


class Agenda(Struct, frozen=True):
    """All of a round's: those put to the Group in order, and those that were left out, in the order of their rules."""

    entries: tuple[Entry, ...] = ()
    left_out: tuple[Entry, ...] = ()

    def entry(self, origin: str) -> Entry | None:
        return next((one for one in (*self.entries, *self.left_out) if one.origin == origin), None)


def agenda_of(proposals: Iterable[Proposal], said: Iterable[Sought]) -> Agenda:
    """What is put to the Group and what is not. What has no position yet follows what has, in the rules' order."""
    of = {one.origin: one for one in said}
    found = [_entry(proposal, of.pop(proposal.origin, None)) for proposal in proposals]
    # What is left in `of` is nobody's proposal now.
    found += [_entry(None, one) for one in of.values() if one.is_worded and (one.is_own or not one.left_out)]
    put = [entry for entry in found if not (entry.said and entry.said.left_out)]
    return Agenda(
        entries=tuple(sorted(put, key=_place)),
        left_out=tuple(entry for entry in found if entry.said and entry.said.left_out),
    )


def _entry(proposal: Proposal | None, said: Sought | None) -> Entry:
    if said and said.is_worded:
        return Entry(said.origin, said.reference, wording_of(said), proposal, said)
    assert proposal is not None
    return Entry(proposal.origin, proposal.reference, proposal.wording, proposal, said)


def wording_of(said: Sought) -> Wording:
    return Wording(lines_of(said.question), lines_of(said.why), said.recommendation, lines_of(said.options))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _place(entry: Entry) -> tuple[bool, int]:
    position = entry.said.position if entry.said else None
    return position is None, position or 0
