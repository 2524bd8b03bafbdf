"""What the rules answer: ratings with every rule that fired, roll-ups and counts. Values only; no rule lives
here."""

import datetime as dt

from msgspec import Struct

from objectives.standing import Standing, Update
from objectives.words import Confidence, Direction, GreyReason, Rating


class Fired(Struct, frozen=True):
    """A rule that fired: its stable name, the rating it asks for, and its sentence with the facts in it."""

    rule: str
    rating: Rating
    sentence: str


class DateIntegrity(Struct, frozen=True):
    """How often an action's dates moved. Days are from the first approved baseline to what is now expected,
    summed over milestones and never negative; met-late milestones stay in it."""

    baseline_moves: int
    forecast_moves: int
    days_moved: int

    @property
    def moves(self) -> int:
        return self.baseline_moves + self.forecast_moves


class Rated(Struct, frozen=True):
    """The three ratings of one action or commitment side by side, and what is published.

    `published` is None where the thing is unrated, and `unrated` is then its status word.
    `hollow` marks a rating carried forward for want of an update (`carried_from` names its round): it counts in a
    column of its own, never in its colour's. `not_updated` may also stand beside a solid rating (rules alone gave it).
    `owners` is the word of the update that stands, None where there was none; a commitment's rolls up its actions'.
    `fired` lists every rule that fired, most cautious first. `caps` are those that bind moderators too.
    `streak` counts rounds in a row with the same solid published rating, this one included; 0 if hollow or unrated.
    `update` is the update that stands; `returned` says that it was returned and not answered.
    `because` says in one sentence why this is published; it is empty where the thing is unrated.
    For a commitment `not_updated` says that an action of it was not updated, and `due_on` that one is still due.
    """

    reference: str
    owners: Rating | None
    calculated: Rating | None
    moderated: Rating | None
    published: Rating | None
    unrated: str | None = None
    hollow: bool = False
    carried_from: str | None = None
    not_updated: bool = False
    due_on: dt.date | None = None
    grey_reason: GreyReason | None = None
    green_if_accepted: bool = False
    disagrees: bool = False
    direction: Direction = Direction.NEW
    streak: int = 1
    confidence: Confidence | None = None
    confidence_reason: str = ""
    needs_plan: bool = False
    fired: tuple[Fired, ...] = ()
    caps: tuple[Fired, ...] = ()
    moderation_reason: str = ""
    moderated_by: str = ""
    moderation_expires_on: dt.date | None = None
    integrity: DateIntegrity = DateIntegrity(0, 0, 0)
    update: Update | None = None
    returned: bool = False
    because: str = ""


class Distribution(Struct, frozen=True):
    """How many things stand where. A thing counts in exactly one column; the columns add up to `total`."""

    red: int = 0
    amber: int = 0
    green: int = 0
    blue: int = 0
    grey: int = 0
    carried_forward: int = 0
    business_as_usual: int = 0
    superseded: int = 0

    @property
    def total(self) -> int:
        return (
            self.red
            + self.amber
            + self.green
            + self.blue
            + self.grey
            + self.carried_forward
            + self.business_as_usual
            + self.superseded
        )


class RolledUp(Struct, frozen=True):
    """An objective: how its commitments are distributed first, then the headline and the rule behind it.

    `published` is None where there is nothing to rate (for instance all business as usual).
    """

    key: str
    published: Rating | None
    sentence: str
    commitments: Distribution
    actions: Distribution


class Judgement(Struct, frozen=True):
    """A standing and what the rules say of it. Keys are references (actions, commitments) and keys
    (objectives)."""

    standing: Standing
    rules: str
    actions: dict[str, Rated]
    commitments: dict[str, Rated]
    objectives: dict[str, RolledUp]
    all_commitments: Distribution
    all_actions: Distribution
