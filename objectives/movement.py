"""How a rating moved: since the last issued pack, and over rounds in a row. Reads freeze rows, recomputes
nothing.

Source: handbook, section 3, "Direction, strips, streaks and carry-forward read these rows".
"""

from collections.abc import Sequence

from objectives.calendar import Calendar, row_of
from objectives.frozen import Frozen
from objectives.rated import DateIntegrity
from objectives.standing import Milestone
from objectives.words import Direction, Rating


def direction(
    published: Rating | None, hollow: bool, frozen: tuple[Frozen, ...], calendar: Calendar
) -> Direction:
    """Movement since the last issued pack's round. Grey, hollow and other rules' ratings are not compared."""
    then = row_of(frozen, calendar.last_issued)
    if then is None:
        return Direction.NEW
    if not _comparable(published, hollow) or not _comparable(then.published, then.hollow):
        return Direction.NOT_COMPARABLE
    if then.rules != calendar.rules.version or published is None or then.published is None:
        return Direction.NOT_COMPARABLE
    if published is then.published:
        return Direction.NO_CHANGE
    worsened = published.caution > then.published.caution
    return Direction.WORSENED if worsened else Direction.IMPROVED


def streak(published: Rating | None, hollow: bool, frozen: tuple[Frozen, ...], calendar: Calendar) -> int:
    """Rounds in a row with the same solid rating, the present one included; 0 where there is none."""
    if published is None or hollow:
        return 0
    rounds = 1
    for round in calendar.earlier:
        row = row_of(frozen, round)
        if row is None or row.hollow or row.published is not published:
            break
        rounds += 1
    return rounds


def integrity(milestones: Sequence[Milestone]) -> DateIntegrity:
    """How many times the dates of some milestones moved, and by how many days in all."""
    return DateIntegrity(
        baseline_moves=sum(bool(r.approved) for m in milestones for r in m.rebaselines),
        forecast_moves=sum(len(m.forecast_changes) for m in milestones),
        days_moved=sum(max(0, (m.expected_on - m.first_baseline_on).days) for m in milestones),
    )


def together(parts: list[DateIntegrity]) -> DateIntegrity:
    """The moves of several actions added up."""
    return DateIntegrity(
        baseline_moves=sum(p.baseline_moves for p in parts),
        forecast_moves=sum(p.forecast_moves for p in parts),
        days_moved=sum(p.days_moved for p in parts),
    )


def _comparable(published: Rating | None, hollow: bool) -> bool:
    return published not in (None, Rating.GREY) and not hollow
