"""What the sections 2, 5, 7, 9, 10 and 11 of a pack hold, as values; each is filled by the module of its name.

A line that can be challenged carries its number, "5.3": it is settled here, so that every format prints the same one.
"""

import datetime as dt

from msgspec import Struct

from reports.wording import Mark


class Decision(Struct, frozen=True):
    """What the Executive Group is asked to decide; `exception` is the number of the line that tells it in full.

    `asked` holds the questions, `why` the facts behind them. `back_on` is the earliest day of a recovery plan given.
    From format 4: `rule` is red, amber, assurance, date or own, `because` the rule's reason in a few words, and
    `worded_by` who put it into words where a rule did not. `exception` and `reference` may be empty.
    """

    number: str
    exception: str
    reference: str
    title: str
    mark: Mark
    held: str
    asked: tuple[str, ...]
    why: tuple[str, ...]
    owner: str
    back_on: dt.date | None
    rule: str = ""
    because: str = ""
    recommendation: str = ""
    options: tuple[str, ...] = ()
    worded_by: str = ""


class LeftOut(Struct, frozen=True):
    """A decision that a rule proposed and the business unit did not put to the Group, with its reason."""

    reference: str
    title: str
    because: str
    reason: str
    by: str


class Disagreement(Struct, frozen=True):
    """An owner's rating that is greener than the calculated one. `outcome` says what became of it."""

    number: str
    reference: str
    title: str
    owners: Mark
    calculated: Mark
    published: Mark
    sentences: tuple[str, ...]
    outcome: str


class Override(Struct, frozen=True):
    """A moderated rating that differs from what would be published without it.

    `answer` is what the agency said to it by then, and who said it; both are empty where it said nothing.
    """

    number: str
    reference: str
    title: str
    without: Mark
    published: Mark
    moderated: str
    reason: str
    evidence: str
    by: str
    until: dt.date
    answer: str = ""
    answered_by: str = ""


class Unjudged(Struct, frozen=True):
    """Something that nobody in the business unit may judge, as it is their own."""

    number: str
    reference: str
    title: str
    mark: Mark
    sentence: str


class Disagreements(Struct, frozen=True):
    """`unmoderated` says how many ratings nobody moderated, and in which of them owner and rules differ."""

    greener: tuple[Disagreement, ...] = ()
    overrides: tuple[Override, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    unmoderated: str = ""


class Point(Struct, frozen=True):
    """One line of a commentary."""

    number: str
    text: str


class Said(Struct, frozen=True):
    """The business unit's commentary on an objective in the pack's own round."""

    working_well: tuple[Point, ...]
    worried_about: tuple[Point, ...]
    needs_to_happen: tuple[Point, ...]
    written_by: str


class Confident(Struct, frozen=True):
    """How many commitments are held with which outcome confidence; `unsaid` where no owner gave one."""

    high: int = 0
    medium: int = 0
    low: int = 0
    unsaid: int = 0


class Doubt(Struct, frozen=True):
    """A commitment whose outcome confidence is low, with the reason given."""

    reference: str
    reason: str


class Impact(Struct, frozen=True):
    """What updates of this round say was different for children; several where they use the same words."""

    text: str
    references: tuple[str, ...]


class ObjectiveDifference(Struct, frozen=True):
    """`updates` counts this round's updates under the objective, `without_impact` those that gave no impact."""

    key: str
    name: str
    said: Said | None
    confidence: Confident
    doubts: tuple[Doubt, ...]
    impacts: tuple[Impact, ...]
    updates: int
    without_impact: int


class Difference(Struct, frozen=True):
    objectives: tuple[ObjectiveDifference, ...] = ()
    updates: int = 0
    without_impact: int = 0


class NeedsHelp(Struct, frozen=True):
    """An issue that needs help: what stands in the way, the plan and the ask, as its owner told them in `told_in`.

    `due` says how the plan stands, in words; it is never empty.
    """

    number: str
    reference: str
    title: str
    mark: Mark
    barrier: str
    plan: str
    ask: str
    due: str
    due_on: dt.date | None
    owner: str
    told_in: str


class Barrier(Struct, frozen=True):
    number: str
    reference: str
    title: str
    agency: str
    barrier: str
    told_in: str


class RiskLine(Struct, frozen=True):
    """A risk of the register. `review` says by when it is looked at next, and that this is overdue, in words."""

    number: str
    risk: str
    reference: str
    title: str
    what: str
    effect: str
    response: str
    how_serious: str
    owner: str
    review: str
    overdue: bool


class ClosedRisk(Struct, frozen=True):
    """A risk that was closed since the last issued pack. `why` is what was said of it."""

    number: str
    risk: str
    reference: str
    what: str
    closed_on: dt.date
    why: str


class Risks(Struct, frozen=True):
    """`register` holds the open risks, the most serious first. Before format 4 there was no register."""

    issues: tuple[NeedsHelp, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    register: tuple[RiskLine, ...] = ()
    closed: tuple[ClosedRisk, ...] = ()


class MovedForecast(Struct, frozen=True):
    """An owner's forecast that moved since, once or more often; `reason` is the last one given."""

    number: str
    reference: str
    milestone: str
    from_on: dt.date
    to_on: dt.date
    days: int
    times: int
    reason: str
    moved_by: str


class NewBaseline(Struct, frozen=True):
    """A new approved date that was asked for: approved or refused since, or waiting. `decision` is never empty."""

    number: str
    reference: str
    milestone: str
    from_on: dt.date
    to_on: dt.date
    days: int
    reason: str
    approved: bool
    decision: str
    decided_by: str
    because: str


class ScopeChange(Struct, frozen=True):
    """Something that is new, or whose place in the plan changed; `what` says how."""

    number: str
    reference: str
    title: str
    what: str


class DatedMilestone(Struct, frozen=True):
    """A milestone on the chart. `approved` are all dates that were ever approved, the one in force last.

    `expected_on` is when it was met, else the later of forecast and as-at day where it is behind, else the forecast.
    `behind` is days past the approved date, `in_all` days past the first one; `moves` counts changes of its dates.
    """

    reference: str
    title: str
    approved: tuple[dt.date, ...]
    expected_on: dt.date
    met: bool
    behind: int
    in_all: int
    moves: int
    over_a_quarter: bool


class Changes(Struct, frozen=True):
    """`since` names what the changes are measured from. `left_out` counts milestones that the chart has no room for."""

    since: str = ""
    summary: str = ""
    forecasts: tuple[MovedForecast, ...] = ()
    baselines: tuple[NewBaseline, ...] = ()
    scope: tuple[ScopeChange, ...] = ()
    milestones: tuple[DatedMilestone, ...] = ()
    left_out: int = 0
    open: int = 0
    behind: int = 0
    over_a_quarter: int = 0
    times_moved: int = 0
    days_moved: int = 0


class Upcoming(Struct, frozen=True):
    """Something that falls due; `what` is its kind, and `reference` is empty where it is the whole partnership's."""

    on: dt.date
    what: str
    text: str
    reference: str


class Month(Struct, frozen=True):
    name: str
    lines: tuple[Upcoming, ...]


class NextDays(Struct, frozen=True):
    until: dt.date | None = None
    months: tuple[Month, ...] = ()
