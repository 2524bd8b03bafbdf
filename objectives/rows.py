"""Recorded rows as history holds them: one frozen Struct a table, with the table's own column names.

They are of today's shape; `upcasts` brings a row of an older one up to it. A test compares them with the tables.
"""

import datetime as dt
import re

from msgspec import Struct

from objectives import assurance_rows, matter_rows, risk_rows, sought_rows
from objectives.words import (
    Confidence,
    EvidenceForm,
    EvidenceKind,
    Grade,
    Issue,
    Kind,
    Line,
    Rating,
    Role,
    Sensitivity,
    Status,
)


class Installation(Struct, frozen=True, gc=False):
    id: int
    partnership: str
    example: bool
    started_at: dt.datetime


class Agency(Struct, frozen=True, gc=False):
    id: int
    name: str
    short_name: str
    lead_partner: str
    is_business_unit: bool
    ended_on: dt.date | None


class Person(Struct, frozen=True, gc=False):
    """Without the e-mail address: a standing and a pack never hold one."""

    id: int
    name: str
    agency: int
    disabled_at: dt.datetime | None


class Post(Struct, frozen=True, gc=False):
    id: int
    title: str
    agency: int
    ended_on: dt.date | None


class PostHolding(Struct, frozen=True, gc=False):
    id: int
    post: int
    person: int
    starts_on: dt.date
    ends_on: dt.date | None


class TakingOn(Struct, frozen=True, gc=False):
    id: int
    holding: int
    taken_on_at: dt.datetime


class Strategy(Struct, frozen=True, gc=False):
    id: int
    key: str
    title: str
    short_title: str
    partnership: str
    starts_on: dt.date
    document: str


class Objective(Struct, frozen=True, gc=False):
    id: int
    strategy: int
    key: str
    position: int
    name: str
    introduction: str
    promise: str


class Commitment(Struct, frozen=True, gc=False):
    id: int
    strategy: int
    objective: int
    reference: str
    position: int
    wording: str
    short_title: str
    kind: Kind
    links: str
    lead_agency: int | None
    accountable: int | None
    business_as_usual_from: dt.date | None
    review_on: dt.date | None


class Variation(Struct, frozen=True, gc=False):
    id: int
    commitment: int
    dated_on: dt.date
    note: str
    wording: str | None
    recorded_by: int | None
    recorded_at: dt.datetime | None


class Action(Struct, frozen=True, gc=False):
    id: int
    strategy: int
    commitment: int
    reference: str
    title: str
    description: str
    agency: int
    owner: int | None
    deputy: int | None
    accountable: int | None
    status: Status
    planned_start_on: dt.date | None
    added_at: dt.datetime
    delivered_on: dt.date | None
    review_on: dt.date | None


class DeliveryCheck(Struct, frozen=True, gc=False):
    id: int
    action: int
    checked_on: dt.date
    passed: bool
    findings: str
    checked_by: int
    recorded_at: dt.datetime


class Supersession(Struct, frozen=True, gc=False):
    id: int
    action: int
    reason: str
    superseded_by: int
    superseded_at: dt.datetime


class Milestone(Struct, frozen=True, gc=False):
    id: int
    action: int
    position: int
    title: str
    first_baseline_on: dt.date
    baseline_on: dt.date
    forecast_on: dt.date | None
    met_on: dt.date | None


class Rebaseline(Struct, frozen=True, gc=False):
    id: int
    milestone: int
    from_on: dt.date
    to_on: dt.date
    reason: str
    asked_by: int
    asked_at: dt.datetime
    approved: bool | None
    decided_by: int | None
    decided_at: dt.datetime | None
    decision_reason: str | None


class ForecastChange(Struct, frozen=True, gc=False):
    id: int
    milestone: int
    from_on: dt.date
    to_on: dt.date
    reason: str
    moved_by: int
    moved_at: dt.datetime


class ReportingRound(Struct, frozen=True, gc=False):
    id: int
    name: str
    period_starts_on: dt.date
    period_ends_on: dt.date
    opens_on: dt.date
    updates_due_on: dt.date
    moderation_due_on: dt.date
    freezes_at: dt.datetime
    meets_on: dt.date


class ProgressUpdate(Struct, frozen=True, gc=False):
    id: int
    action: int
    round: int
    version: int
    submitted_by: int
    submitted_at: dt.datetime
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


class UpdateReturn(Struct, frozen=True, gc=False):
    id: int
    progress_update: int
    questions: str
    returned_by: int
    returned_at: dt.datetime


class Evidence(Struct, frozen=True, gc=False):
    id: int
    title: str
    form: EvidenceForm
    kind: EvidenceKind
    sha256: str | None
    file_name: str | None
    media_type: str | None
    size: int | None
    link: str | None
    statement: str | None
    shows_on: dt.date
    expires_on: dt.date | None
    line: Line
    sensitivity: Sensitivity
    declared_free_of_child_data: bool
    given_by: int
    given_at: dt.datetime
    redacted_at: dt.datetime | None


class EvidenceLink(Struct, frozen=True, gc=False):
    id: int
    evidence: int
    action: int | None
    commitment: int | None
    milestone: int | None


class EvidenceJudgement(Struct, frozen=True, gc=False):
    id: int
    evidence: int
    accepted: bool
    grade: Grade
    reason: str
    judged_by: int
    judged_at: dt.datetime


class Commentary(Struct, frozen=True, gc=False):
    id: int
    objective: int
    round: int
    working_well: str
    worried_about: str
    needs_to_happen: str
    written_by: int
    written_at: dt.datetime


class RoleGrant(Struct, frozen=True, gc=False):
    id: int
    person: int
    role: Role
    given_on: dt.date
    ended_on: dt.date | None


class Moderation(Struct, frozen=True, gc=False):
    id: int
    action: int | None
    commitment: int | None
    round: int
    rating: Rating
    reason: str
    evidence: str
    moderated_by: int
    moderated_at: dt.datetime
    expires_on: dt.date


class RatingAcceptance(Struct, frozen=True, gc=False):
    id: int
    action: int | None
    commitment: int | None
    round: int
    progress_update: int | None
    rating: Rating
    accepted_by: int
    accepted_at: dt.datetime


class RatingAnswer(Struct, frozen=True, gc=False):
    id: int
    moderation: int
    answer: str
    answered_by: int
    answered_at: dt.datetime


class FreezeRow(Struct, frozen=True, gc=False):
    id: int
    strategy: int
    round: int
    action: int | None
    commitment: int | None
    owners: Rating | None
    calculated: Rating | None
    moderated: Rating | None
    published: Rating | None
    hollow: bool
    carried_from: str | None
    unrated: str | None
    reasons: str
    rules: str


class Pack(Struct, frozen=True, gc=False):
    """Without its content, which is large and stays out of the standing."""

    id: int
    strategy: int
    round: int | None
    as_at: dt.datetime
    as_at_on: dt.date
    sequence: int
    digest: str


class PackIssue(Struct, frozen=True, gc=False):
    id: int
    pack: int
    version: str
    issued_at: dt.datetime


def _table(row: type[Struct]) -> str:
    """The table that a Struct is named after: PostHolding for post_holding."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", row.__name__).lower()


MODULES = (assurance_rows, matter_rows, risk_rows, sought_rows)
ROWS: dict[str, type[Struct]] = {
    _table(row): row
    for row in Struct.__subclasses__()
    if row.__module__ in {__name__, *(module.__name__ for module in MODULES)}
}
"""Every Struct above and in the modules of rows beside this one, by its table."""
