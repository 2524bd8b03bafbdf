"""The queue of moderation: every rated action, how far it was looked at, and who may not judge it and why. Pure."""

from msgspec import Struct

from governance_app.places import Places
from objectives.looking import LEFT, Look, look_of, unmoderated_of
from objectives.permissions import Mandate, why_not_judge
from objectives.rated import Judgement
from reports.wording import Mark, mark_of

FOR_SOMEBODY_ELSE = "For somebody else in the business unit to look at"


class Line(Struct, frozen=True):
    """`why_not` says why this reader may not judge it, or is None."""

    reference: str
    title: str
    agency: str
    address: str
    mark: Mark
    look: Look
    disagrees: bool
    why_not: str | None

    @property
    def is_left(self) -> bool:
        return self.look in LEFT and self.why_not is None


class Queue(Struct, frozen=True):
    """`lines` are in the order of the plan; `unmoderated` would be published unmoderated if the round froze now."""

    lines: tuple[Line, ...]
    unmoderated: tuple[str, ...]

    @property
    def left(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_left)

    @property
    def others(self) -> tuple[Line, ...]:
        """What is left and not this reader's to judge."""
        return tuple(line for line in self.lines if line.look in LEFT and line.why_not)

    def in_state(self, look: Look) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.look is look)

    @property
    def groups(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """By how far they are; what is left and somebody else's to judge stands apart."""
        mine = [(look.value, self.in_state(look)) for look in LEFT]
        named = [(name, tuple(line for line in lines if line.is_left)) for name, lines in mine]
        named.append((FOR_SOMEBODY_ELSE, self.others))
        named += [(look.value, self.in_state(look)) for look in Look if look not in LEFT]
        return tuple((name, lines) for name, lines in named if lines)

    @property
    def disagreements(self) -> tuple[Line, ...]:
        """Where the owner is greener than the rules."""
        return tuple(line for line in self.lines if line.disagrees)

    def place_of(self, reference: str) -> int | None:
        """Which in the order of the plan it is, from 1; None for what is not in the queue."""
        return next((n for n, line in enumerate(self.lines, 1) if line.reference == reference), None)

    def neighbours(self, reference: str) -> tuple[Line | None, Line | None]:
        """The lines before and after one; None at either end, and for what is not in the queue."""
        place = self.place_of(reference)
        if place is None:
            return None, None
        at = place - 1
        return self.lines[at - 1] if at else None, self.lines[place] if place < len(self.lines) else None

    def next_after(self, reference: str) -> Line | None:
        """The next that is left for this reader, going round to the first; None where no other is."""
        return next((line for line in self._round_from(reference) if line.is_left), None)

    def next_disagreement(self, reference: str) -> Line | None:
        """Likewise the next on which owner and rules disagree, whosever it is to judge."""
        return next((line for line in self._round_from(reference) if line.disagrees), None)

    def _round_from(self, reference: str) -> list[Line]:
        """Every other line, from the one after it round to the one before."""
        place = self.place_of(reference) or 0
        return [*self.lines[place:], *self.lines[: max(place - 1, 0)]]


def queue_of(judgement: Judgement, reader: Mandate) -> Queue:
    places = Places(judgement.standing.key)
    lines = []
    for action in judgement.standing.actions():
        rated = judgement.actions[action.reference]
        look = look_of(action, rated, judgement.standing)
        if look:
            lines.append(
                Line(
                    reference=action.reference,
                    title=action.title,
                    agency=action.agency.short_name,
                    address=places.moderate(action.reference),
                    mark=mark_of(rated),
                    look=look,
                    disagrees=rated.disagrees,
                    why_not=why_not_judge(reader, action),
                )
            )
    return Queue(tuple(lines), tuple(action.reference for action in unmoderated_of(judgement)))
