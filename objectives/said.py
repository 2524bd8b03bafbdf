"""What an owner says of one action in one go: the update itself, milestones met or moved, and evidence.

It can be looked through for faults, tried on the rules before anybody sends it (`rated_as_if`), and sent (`sending`).
Pure: values in, values out.
"""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from objectives.action_rating import rate_action
from objectives.calendar import calendar_of
from objectives.evidence import NewEvidence, check_evidence, form_of
from objectives.faults import Faults
from objectives.milestones import check_met, check_move
from objectives.progress import NewProgress, check_progress
from objectives.rated import Rated
from objectives.standing import Action, Evidence, Milestone, Round, Standing, Update
from objectives.thresholds import THRESHOLDS


class Met(Struct, frozen=True):
    """A milestone by its id, and the day on which it was met."""

    milestone: int
    on: dt.date


class Moved(Struct, frozen=True):
    """A milestone by its id, the day on which it is now expected, and why."""

    milestone: int
    to: dt.date
    reason: str


class Said(Struct, frozen=True):
    progress: NewProgress
    met: tuple[Met, ...] = ()
    moved: tuple[Moved, ...] = ()
    pieces: tuple[NewEvidence, ...] = ()


def faults_of(said: Said, action: Action, today: dt.date) -> dict[str, str]:
    """Everything that is wrong with it, by field. A milestone's fields are `on-ID` and `why-ID`."""
    faults = Faults()
    check_progress(faults, said.progress, today)
    milestones = {milestone.id: milestone for milestone in action.milestones}
    for met in said.met:
        check_met(faults, met.on, today, f"on-{met.milestone}")
    for moved in said.moved:
        fields = (f"on-{moved.milestone}", f"why-{moved.milestone}")
        expected = milestones[moved.milestone].expected_on
        check_move(faults, expected, moved.to, moved.reason, today, fields)
    for piece in said.pieces:
        check_evidence(faults, piece, today)
    return faults.found


def rated_as_if(standing: Standing, action: Action, said: Said, by: str) -> Rated:
    """How the rules would rate an action of a standing if `by` (a name) sent this now. Raises ValueError before the
    first round."""
    round = standing.this_round
    if round is None:
        raise ValueError("no round has opened, so nothing can be sent")
    return rate_action(_as_if(standing, action, said, by, round), calendar_of(standing, THRESHOLDS))


def _as_if(standing: Standing, action: Action, said: Said, by: str, round: Round) -> Action:
    now = standing.moment.instant
    given = _update(said.progress, action, round, by, now)
    kept = [u for u in action.updates if (u.round.id, u.late) != (round.id, given.late)]
    updates = sorted([*kept, given], key=lambda u: (u.round.period_starts_on, u.late))
    pieces = [_evidence(piece, by, now) for piece in said.pieces]
    return replace(
        action,
        updates=tuple(updates),
        milestones=tuple(_milestone(milestone, said) for milestone in action.milestones),
        evidence=tuple(sorted([*action.evidence, *pieces], key=lambda e: e.shows_on, reverse=True)),
    )


def _update(new: NewProgress, action: Action, round: Round, by: str, now: dt.datetime) -> Update:
    versions = [u.version for u in action.updates if u.round.id == round.id]
    return Update(
        id=0,
        round=round,
        version=max(versions, default=0) + 1,
        submitted_by=by,
        submitted_at=now,
        late=now > round.freezes_at,
        returned=None,
        **{name: getattr(new, name) for name in new.__struct_fields__},
    )


def _milestone(milestone: Milestone, said: Said) -> Milestone:
    met = next((met.on for met in said.met if met.milestone == milestone.id), milestone.met_on)
    to = next((moved.to for moved in said.moved if moved.milestone == milestone.id), milestone.forecast_on)
    return replace(milestone, met_on=met, forecast_on=to)


def _evidence(new: NewEvidence, by: str, now: dt.datetime) -> Evidence:
    """A piece as it would be given: nobody has judged it, so it counts for nothing yet."""
    return Evidence(
        id=0,
        title=new.title,
        form=form_of(new),
        kind=new.kind,
        shows_on=new.shows_on,
        expires_on=new.expires_on,
        line=new.line,
        sensitivity=new.sensitivity,
        given_by=by,
        given_at=now,
        accepted=None,
        grade=None,
        judged_by=None,
        judged_at=None,
        judgement_reason="",
    )
