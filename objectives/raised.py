"""What was raised against packs, as `standing` holds it."""

import datetime as dt

from msgspec import Struct

from objectives.watched import Post
from objectives.words import MatterAct, MatterKind, MatterState


class MatterStep(Struct, frozen=True):
    """A matter was answered, settled by a decision, closed with what became of it, or opened again."""

    act: MatterAct
    words: str
    taken_by: str
    taken_at: dt.datetime


class Matter(Struct, frozen=True):
    """A decision, challenge or question against the pack of `digest`, the pack of `round`. `steps` are oldest first.

    `reference` and `title` are of the commitment or action it is about, empty where it is the whole pack; `line` is the
    number beside it there. `actions` are the references of those that it made, `askings` the ids of assurance requests
    as drafted. `settled` is the number of the matter that this decision settled. `recorded_by` is empty where whoever
    raised it typed it too.
    """

    id: int
    number: int
    kind: MatterKind
    words: str
    reference: str
    title: str
    line: str
    digest: str
    round: str
    meeting: int | None
    owner: Post
    due_on: dt.date
    state: MatterState
    raised_by: str
    recorded_by: str
    raised_at: dt.datetime
    settled: int | None = None
    steps: tuple[MatterStep, ...] = ()
    actions: tuple[str, ...] = ()
    askings: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still returns in the next pack."""
        return self.state is not MatterState.CLOSED

    @property
    def closed_at(self) -> dt.datetime | None:
        """When it was closed or settled (UTC); None while it is open."""
        return None if self.is_open else self.steps[-1].taken_at

    def overdue_on(self, today: dt.date) -> bool:
        """Whether its due date has passed without an answer."""
        return self.state is MatterState.OPEN and self.due_on < today
