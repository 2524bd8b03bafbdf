"""Which day and which rounds a standing is judged by: today, this round and those before it."""

import datetime as dt

from msgspec import Struct

from objectives.frozen import Frozen
from objectives.standing import Round, Standing
from objectives.thresholds import Thresholds


class Calendar(Struct, frozen=True):
    """`earlier` are the rounds before this one, newest first. `rules` are the thresholds in force."""

    today: dt.date
    this: Round | None
    earlier: tuple[Round, ...]
    last_issued: str | None
    rules: Thresholds

    @property
    def updates_are_due(self) -> bool:
        """Whether this round's due date has passed; on the day itself there is still time."""
        return self.this is not None and self.today > self.this.updates_due_on

    def before(self, round: Round) -> tuple[Round, ...]:
        """The rounds before a round, newest first."""
        return tuple(r for r in self.earlier if r.period_starts_on < round.period_starts_on)


def calendar_of(standing: Standing, rules: Thresholds) -> Calendar:
    """The calendar of a standing. Before the first round opens there is no round."""
    this = standing.this_round
    earlier = [r for r in standing.rounds if this and r.period_starts_on < this.period_starts_on]
    issued = standing.last_issued.round if standing.last_issued else None
    return Calendar(standing.moment.today, this, tuple(reversed(earlier)), issued, rules)


def row_of(frozen: tuple[Frozen, ...], round: Round | str | None) -> Frozen | None:
    """The freeze row of a round, given by itself or by name."""
    name = round.name if isinstance(round, Round) else round
    for row in reversed(frozen):
        if row.round == name:
            return row
    return None
