"""The typed state of one strategy at one instant: everything a rule may look at, and nothing else.

Read from history by `gathering`; judged by `rating`; printed by packs and pages. Frozen, with no way to the
database, so that a standing can be judged twice and give the same answer.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from objectives.asked import Agency as Agency
from objectives.asked import AssuranceRequest as AssuranceRequest
from objectives.asked import Chase as Chase
from objectives.asked import Person as Person
from objectives.frozen import Frozen
from objectives.moments import Moment
from objectives.raised import Matter as Matter
from objectives.raised import MatterStep as MatterStep
from objectives.sought import Sought
from objectives.watched import Post as Post
from objectives.watched import Risk as Risk
from objectives.watched import RiskStep as RiskStep
from objectives.words import (
    Confidence,
    EvidenceForm,
    EvidenceKind,
    Grade,
    Issue,
    Kind,
    Line,
    Rating,
    Sensitivity,
    Status,
)


class Round(Struct, frozen=True):
    """Days are days in the partnership's time zone; `freezes_at` is an instant."""

    id: int
    name: str
    period_starts_on: dt.date
    period_ends_on: dt.date
    opens_on: dt.date
    updates_due_on: dt.date
    moderation_due_on: dt.date
    freezes_at: dt.datetime
    meets_on: dt.date


class Rebaseline(Struct, frozen=True):
    """A new baseline asked for; `approved` is None while nobody has decided."""

    from_on: dt.date
    to_on: dt.date
    reason: str
    asked_by: str
    asked_at: dt.datetime
    approved: bool | None
    decided_by: str | None
    decided_at: dt.datetime | None
    decision_reason: str | None


class ForecastChange(Struct, frozen=True):
    from_on: dt.date
    to_on: dt.date
    reason: str
    moved_by: str
    moved_at: dt.datetime


class Milestone(Struct, frozen=True):
    """`forecast_on` is the owner's; None means "on the baseline". `met_on` is the actual date."""

    id: int
    title: str
    first_baseline_on: dt.date
    baseline_on: dt.date
    forecast_on: dt.date | None
    met_on: dt.date | None
    rebaselines: tuple[Rebaseline, ...] = ()
    forecast_changes: tuple[ForecastChange, ...] = ()

    @property
    def expected_on(self) -> dt.date:
        """When it was met, else when the owner expects it, else the approved date."""
        return self.met_on or self.forecast_on or self.baseline_on


class Update(Struct, frozen=True):
    """The newest version of an owner's update for one round that was sent in time, or the newest sent too late.

    `late` says that it was submitted after its round's freeze: it is then not that round's update.
    `returned` holds the business unit's questions where this version was returned and nothing answered them.
    """

    id: int
    round: Round
    version: int
    submitted_by: str
    submitted_at: dt.datetime
    late: bool
    returned: str | None
    nothing_to_report: bool
    output: str
    reach: str
    impact: str
    barriers: str
    next_steps: str
    owner_rating: Rating
    issue: Issue
    plan: str
    plan_due_on: dt.date | None
    ask: str
    confidence: Confidence
    confidence_reason: str
    good_practice: str


class Evidence(Struct, frozen=True):
    """`accepted` is None while nobody has judged it; `grade` is None until it is accepted.

    `milestone` names the milestone where the evidence was linked to one of the action's milestones.
    """

    id: int
    title: str
    form: EvidenceForm
    kind: EvidenceKind
    shows_on: dt.date
    expires_on: dt.date | None
    line: Line
    sensitivity: Sensitivity
    given_by: str
    given_at: dt.datetime
    accepted: bool | None
    grade: Grade | None
    judged_by: str | None
    judged_at: dt.datetime | None
    judgement_reason: str
    milestone: str | None = None
    link: str | None = None
    statement: str | None = None
    file_name: str | None = None
    sha256: str | None = None
    size: int | None = None
    redacted_at: dt.datetime | None = None


class Check(Struct, frozen=True):
    """A check, three months or more after delivery, of whether it still works."""

    checked_on: dt.date
    passed: bool
    findings: str
    checked_by: str
    recorded_at: dt.datetime


class Supersession(Struct, frozen=True):
    """The end of an action that something else replaces."""

    reason: str
    superseded_by: str
    superseded_at: dt.datetime


class Answer(Struct, frozen=True):
    """What the agency says to a rating that was changed."""

    answer: str
    answered_by: str
    answered_at: dt.datetime


class Acceptance(Struct, frozen=True):
    """The business unit let a published rating stand, in the round of that name; `update` is the id of what it read."""

    round: str
    update: int | None
    rating: Rating
    accepted_by: str
    accepted_at: dt.datetime


class Moderation(Struct, frozen=True):
    """In force up to and including `expires_on`. `answer` is the agency's, if it gave one."""

    rating: Rating
    reason: str
    evidence: str
    moderated_by: str
    moderated_at: dt.datetime
    expires_on: dt.date
    round: str
    id: int = 0
    answer: Answer | None = None


class Action(Struct, frozen=True):
    """`updates`, `checks`, `moderations`, `frozen` and `risks` are oldest first. `evidence` is newest `shows_on` first.

    `supersession` is None for a superseded action too, where it ended before its reason was kept.
    """

    id: int
    reference: str
    title: str
    description: str
    agency: Agency
    owner: Post | None
    deputy: Person | None
    accountable: Post | None
    status: Status
    planned_start_on: dt.date | None
    added_on: dt.date
    delivered_on: dt.date | None
    review_on: dt.date | None
    milestones: tuple[Milestone, ...] = ()
    updates: tuple[Update, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    checks: tuple[Check, ...] = ()
    moderations: tuple[Moderation, ...] = ()
    requests: tuple[AssuranceRequest, ...] = ()
    frozen: tuple[Frozen, ...] = ()
    supersession: Supersession | None = None
    risks: tuple[Risk, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()

    @property
    def next_milestone(self) -> Milestone | None:
        """The open milestone expected first."""
        return min(
            (m for m in self.milestones if not m.met_on), key=lambda m: (m.expected_on, m.id), default=None
        )

    def update_for(self, round: Round | None) -> Update | None:
        """The update that counts for a round: submitted before its freeze."""
        return next((u for u in self.updates if round and u.round.id == round.id and not u.late), None)


class Link(Struct, frozen=True):
    """Something published that belongs beside a commitment: an address, or another commitment's reference."""

    title: str
    address: str | None = None
    reference: str | None = None


class Variation(Struct, frozen=True):
    dated_on: dt.date
    note: str
    wording: str | None


class Commitment(Struct, frozen=True):
    """`wording` is the strategy's own, verbatim. `evidence` and `requests` are those tied to the commitment itself."""

    id: int
    reference: str
    short_title: str
    wording: str
    kind: Kind
    lead_agency: Agency | None
    accountable: Post | None
    business_as_usual_from: dt.date | None
    review_on: dt.date | None
    links: tuple[Link, ...] = ()
    variations: tuple[Variation, ...] = ()
    actions: tuple[Action, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    moderations: tuple[Moderation, ...] = ()
    requests: tuple[AssuranceRequest, ...] = ()
    frozen: tuple[Frozen, ...] = ()
    risks: tuple[Risk, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()


class Commentary(Struct, frozen=True):
    """The business unit's words on an objective in the round of that name."""

    round: str
    working_well: str
    worried_about: str
    needs_to_happen: str
    written_by: str
    written_at: dt.datetime


class Objective(Struct, frozen=True):
    """`commentaries` are oldest round first."""

    key: str
    name: str
    introduction: str
    promise: str
    commitments: tuple[Commitment, ...] = ()
    commentaries: tuple[Commentary, ...] = ()


class LastIssued(Struct, frozen=True):
    """The pack that movement is measured against: its round's freeze rows hold the ratings. `as_at` is UTC."""

    round: str
    as_at_on: dt.date
    digest: str
    as_at: dt.datetime = dt.datetime.min.replace(tzinfo=dt.UTC)


class Standing(Struct, frozen=True, dict=True):
    """One strategy at one moment. `rounds` are all that were planned by then, oldest first.

    `judges` are those who hold the business unit's role today: whoever of them does not own a thing may judge it.
    `sought` is what the business unit said of decisions sought, of every round, oldest first.
    `matters` are what was raised against its packs by then, in the order of their numbers.
    """

    moment: Moment
    partnership: str
    example: bool
    key: str
    title: str
    short_title: str
    starts_on: dt.date
    document: str
    rounds: tuple[Round, ...]
    last_issued: LastIssued | None
    objectives: tuple[Objective, ...]
    judges: tuple[Person, ...] = ()
    sought: tuple[Sought, ...] = ()
    matters: tuple[Matter, ...] = ()

    @property
    def this_round(self) -> Round | None:
        """The round opened last at or before today (handbook, section 2)."""
        return next((r for r in reversed(self.rounds) if r.opens_on <= self.moment.today), None)

    def round_before(self, round: Round) -> Round | None:
        """The round whose period ended just before this one's began."""
        earlier = [r for r in self.rounds if r.period_starts_on < round.period_starts_on]
        return earlier[-1] if earlier else None

    def earlier(self, frozen: tuple[Frozen, ...]) -> tuple[Frozen, ...]:
        """The freeze rows of rounds before this one, oldest first."""
        this = self.this_round
        return tuple(row for row in frozen if this is None or row.round != this.name)

    def commitments(self) -> Iterator[Commitment]:
        """Every commitment in the strategy's own order."""
        for objective in self.objectives:
            yield from objective.commitments

    def actions(self) -> Iterator[Action]:
        """Every action in the order of its commitment."""
        for commitment in self.commitments():
            yield from commitment.actions

    @cached_property
    def by_reference(self) -> dict[str, Commitment | Action]:
        """Commitments and actions by reference; references are unique within a strategy."""
        found: dict[str, Commitment | Action] = {c.reference: c for c in self.commitments()}
        found.update((a.reference, a) for a in self.actions())
        return found
