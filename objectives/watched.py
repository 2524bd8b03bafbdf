"""Posts and the risks that they watch, as `standing` holds them."""

import datetime as dt

from msgspec import Struct

from objectives.asked import Agency, Person
from objectives.words import Impact, Likelihood, RiskAct, RiskState


class Post(Struct, frozen=True):
    """A post, and who held it at the instant; None where nobody did.

    `to_read_since` is the day on which its holder followed somebody, until they say that they have read what came
    with it.
    """

    id: int
    title: str
    agency: Agency
    holder: Person | None
    to_read_since: dt.date | None = None


class RiskStep(Struct, frozen=True):
    """A risk was reviewed, closed or opened again. `review_on` is the next review; None where it was closed."""

    act: RiskAct
    words: str
    review_on: dt.date | None
    taken_by: str
    taken_at: dt.datetime


class Risk(Struct, frozen=True):
    """What could happen to an action or a commitment. `steps` are oldest first."""

    id: int
    number: int
    what: str
    effect: str
    likelihood: Likelihood
    impact: Impact
    response: str
    owner: Post
    review_on: dt.date
    state: RiskState
    raised_by: str
    raised_at: dt.datetime
    steps: tuple[RiskStep, ...] = ()

    @property
    def seriousness(self) -> tuple[int, int]:
        """Larger is more serious: likelihood times impact, and of two alike the one that would mean more."""
        impact = 3 - list(Impact).index(self.impact)
        return impact * (3 - list(Likelihood).index(self.likelihood)), impact

    def overdue_on(self, today: dt.date) -> bool:
        """Whether its review day has passed while it is open."""
        return self.state is RiskState.OPEN and self.review_on < today
