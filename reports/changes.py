"""Section 10, changes to dates and scope since the last issued pack; and how often dates moved in all.

Where no pack was issued before, everything since the strategy's start is a change. What an action was then is read
from its freeze row of that pack's round; whatever has none is new.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import count

from objectives.dates import months_after
from objectives.rated import Judgement
from objectives.standing import Action, ForecastChange, Milestone, Rebaseline, Standing
from objectives.thresholds import THRESHOLDS
from objectives.words import Status
from reports.content import Section
from reports.sections import Changes, DatedMilestone, MovedForecast, NewBaseline, ScopeChange
from reports.wording import counted, day, number, sentence_case, verb

NAME = "Changes to dates and scope"
UNDER_WAY = (Status.NOT_STARTED, Status.IN_PROGRESS)
AT_REST = (Status.SUPERSEDED, Status.BUSINESS_AS_USUAL)
ON_THE_CHART = 26


def changes_of(judgement: Judgement) -> Changes:
    """Every change with its number, 10.1, 10.2 …, and the milestones that the chart shows, furthest behind first."""
    standing, today = judgement.standing, judgement.standing.moment.today
    since = _since(standing)
    place = (f"10.{n}" for n in count(1))
    dated = [_dated(a, m, today) for a, m in _open(standing)]
    shown = [d for d in dated if d.behind or d.moves]
    shown.sort(key=lambda d: (-d.behind, -d.in_all, d.expected_on))
    shown += [
        _dated(a, m, today)
        for a, m in _all(standing)
        if m.met_on and _started_after(m.met_on, since, standing)
    ]
    totals = [rated.integrity for rated in judgement.actions.values()]
    times, days = sum(t.moves for t in totals), sum(t.days_moved for t in totals)
    forecasts = tuple(_forecasts(standing, since, place))
    baselines = tuple(_baselines(standing, since, place))
    approved = sum(b.approved for b in baselines)
    return Changes(
        since=_since_words(standing),
        summary=_summary(sum(f.times for f in forecasts), approved, standing, times, days),
        forecasts=forecasts,
        baselines=baselines,
        scope=tuple(_scope(judgement, place)),
        milestones=tuple(shown[:ON_THE_CHART]),
        left_out=max(0, len(shown) - ON_THE_CHART),
        open=len(dated),
        behind=sum(d.behind > 0 for d in dated),
        over_a_quarter=sum(d.over_a_quarter for d in dated),
        times_moved=times,
        days_moved=days,
    )


def section_of(found: Changes) -> Section:
    is_empty = not (found.forecasts or found.baselines or found.scope)
    nothing = (
        f"No forecast or approved date moved, and nothing was added or left the plan, since {found.since}."
    )
    return Section(10, NAME, headline(found), nothing if is_empty else "")


def headline(found: Changes) -> str:
    """How many open milestones are behind their approved date, without a full stop."""
    if not found.open:
        return "No milestone is open"
    if not found.behind:
        one = "The only open milestone is not behind its approved date"
        return one if found.open == 1 else "No open milestone is behind its approved date"
    behind, over = found.behind, found.over_a_quarter
    said = f"{_part(behind, found.open)} behind {verb(behind, 'its', 'their')} approved date"
    if behind == 1:
        return f"{said}, by {'more than a quarter' if over else 'a quarter at most'}"
    if over in (0, behind):
        return f"{said}, {'all by' if over else 'none by'} more than a quarter"
    return f"{said}, {number(over)} by more than a quarter"


def _part(behind: int, open: int) -> str:
    """`The only open milestone is`, `Two of 14 open milestones are`."""
    if behind < open:
        return f"{sentence_case(number(behind))} of {counted(open, 'open milestone')} {verb(behind)}"
    if open == 1:
        return "The only open milestone is"
    return "Both open milestones are" if open == 2 else f"All {number(open)} open milestones are"


# ------------------------------------------------------------------------------------------ since when


def _since(standing: Standing) -> dt.datetime | None:
    """The freeze of the last issued pack's round; None where everything is new."""
    last = standing.last_issued
    return next((r.freezes_at for r in standing.rounds if last and r.name == last.round), None)


def _since_words(standing: Standing) -> str:
    last = standing.last_issued
    return f"the {last.round} pack" if last else f"the strategy’s start on {day(standing.starts_on)}"


def _started_after(on: dt.date, since: dt.datetime | None, standing: Standing) -> bool:
    last = standing.last_issued
    return since is None or last is None or on > last.as_at_on


def _summary(forecasts: int, approved: int, standing: Standing, times: int, days: int) -> str:
    """How many forecasts moved and dates were approved since, if any; and how often dates moved in all."""
    since = (
        f"Since {_since_words(standing)} {counted(forecasts, 'forecast')} moved and "
        f"{counted(approved, 'new date')} {verb(approved, 'was', 'were')} approved. "
        if forecasts or approved
        else ""
    )
    if not times:
        return f"{since}No date has ever moved."
    often = {1: "once", 2: "twice"}.get(times, f"{number(times)} times")
    return f"{since}In all, dates have moved {often}, {counted(days, 'day')} from where they were first approved."


# ------------------------------------------------------------------------------------------- dates


def _all(standing: Standing) -> Iterator[tuple[Action, Milestone]]:
    for action in standing.actions():
        for milestone in action.milestones:
            yield action, milestone


def _open(standing: Standing) -> Iterator[tuple[Action, Milestone]]:
    """Milestones that still count: slip stops counting once an action is delivered or at rest."""
    for action, milestone in _all(standing):
        if milestone.met_on is None and action.status in UNDER_WAY:
            yield action, milestone


def _dated(action: Action, milestone: Milestone, today: dt.date) -> DatedMilestone:
    approved = dict.fromkeys(
        [
            milestone.first_baseline_on,
            *(r.from_on for r in milestone.rebaselines if r.approved),
            milestone.baseline_on,
        ]
    )
    approved[milestone.baseline_on] = approved.pop(milestone.baseline_on)  # the one in force stands last
    expected = milestone.met_on or max(milestone.expected_on, today)
    limit = months_after(milestone.baseline_on, THRESHOLDS.red_over_months_slipped)
    return DatedMilestone(
        reference=action.reference,
        title=milestone.title,
        approved=tuple(approved),
        expected_on=expected,
        met=milestone.met_on is not None,
        behind=max(0, (expected - milestone.baseline_on).days),
        in_all=max(0, (expected - milestone.first_baseline_on).days),
        moves=sum(bool(r.approved) for r in milestone.rebaselines) + len(milestone.forecast_changes),
        over_a_quarter=not milestone.met_on and expected > limit,
    )


def _forecasts(
    standing: Standing, since: dt.datetime | None, place: Iterator[str]
) -> Iterator[MovedForecast]:
    for action, milestone in _all(standing):
        moved = [f for f in milestone.forecast_changes if since is None or f.moved_at > since]
        if moved and moved[0].from_on != moved[-1].to_on:
            yield _moved(next(place), action, milestone, moved)


def _moved(number: str, action: Action, milestone: Milestone, moved: list[ForecastChange]) -> MovedForecast:
    first, last = moved[0], moved[-1]
    return MovedForecast(
        number=number,
        reference=action.reference,
        milestone=milestone.title,
        from_on=first.from_on,
        to_on=last.to_on,
        days=(last.to_on - first.from_on).days,
        times=len(moved),
        reason=last.reason,
        moved_by=last.moved_by,
    )


def _baselines(standing: Standing, since: dt.datetime | None, place: Iterator[str]) -> Iterator[NewBaseline]:
    """Those decided since, and those that still wait, whenever they were asked for."""
    for action, milestone in _all(standing):
        for asked in milestone.rebaselines:
            if asked.decided_at is None or since is None or asked.decided_at > since:
                yield _baseline(next(place), action, milestone, asked)


def _baseline(number: str, action: Action, milestone: Milestone, asked: Rebaseline) -> NewBaseline:
    return NewBaseline(
        number=number,
        reference=action.reference,
        milestone=milestone.title,
        from_on=asked.from_on,
        to_on=asked.to_on,
        days=(asked.to_on - asked.from_on).days,
        reason=asked.reason,
        approved=bool(asked.approved),
        decision={True: "Approved", False: "Refused", None: "Not decided"}[asked.approved],
        decided_by=asked.decided_by or "",
        because=asked.decision_reason or "",
    )


# ------------------------------------------------------------------------------------------- scope


def _scope(judgement: Judgement, place: Iterator[str]) -> Iterator[ScopeChange]:
    """New actions, those that came to rest or back, and notes of variation dated since."""
    standing = judgement.standing
    for commitment in standing.commitments():
        for noted in commitment.variations:
            if _started_after(noted.dated_on, _since(standing), standing):
                what = f"Variation noted on {day(noted.dated_on)}: {noted.note}"
                yield ScopeChange(next(place), commitment.reference, commitment.short_title, what)
        for action in commitment.actions:
            if what := _placed(action, standing):
                yield ScopeChange(next(place), action.reference, action.title, what)


def _placed(action: Action, standing: Standing) -> str:
    """How an action's place in the plan changed; nothing where it did not, or where no pack was issued before."""
    if standing.last_issued is None:
        return ""
    then = next((row for row in action.frozen if row.round == standing.last_issued.round), None)
    now = action.status if action.status in AT_REST else None
    if then is None:
        return f"New, and {now} already" if now else f"New: {action.agency.short_name}"
    if then.unrated == now:
        return ""
    if now is None:
        return f"Under way again; it was {then.unrated}" if then.unrated in AT_REST else ""
    if action.supersession and now is Status.SUPERSEDED:
        return f"Superseded: {action.supersession.reason}"
    review = f", review due {day(action.review_on)}" if action.review_on else ""
    return f"{sentence_case(now)}{review}"
