"""The example's five rounds, worked out from the day of loading: four frozen, the fifth open, its due date ahead."""

import datetime as dt

from objectives.dates import months_after
from objectives.days import today_at, working_days_after
from objectives.example.plan import Anchors
from objectives.rounds import RoundDates, dates_from, quarter_of, suggested_dates

STARTS_BEFORE = 30  # days between the start of the installation and the opening of the first round
DUE_AHEAD = 6  # working days from loading to when updates are due, where the quarter's own date has passed


def example_rounds(today: dt.date) -> list[RoundDates]:
    """The rounds on the five quarters that ended last, oldest first.

    Where the fifth's own due date has passed by `today`, it is put off, as rounds may be.
    """
    opens_on = quarter_of(today)
    earlier = [suggested_dates(months_after(opens_on, -3 * back)) for back in (5, 4, 3, 2)]
    fifth = suggested_dates(months_after(opens_on, -3))
    if fifth.updates_due_on <= today:
        fifth = dates_from(fifth.period_starts_on, opens_on, working_days_after(today, DUE_AHEAD))
    return [*earlier, fifth]


def anchors_of(rounds: list[RoundDates], today: dt.date) -> Anchors:
    """The days that the example's story is told from."""
    days = {"S": rounds[0].opens_on - dt.timedelta(days=STARTS_BEFORE), "T": today}
    for number, round in enumerate(rounds, 1):
        days |= {
            f"O{number}": round.opens_on,
            f"U{number}": round.updates_due_on,
            f"M{number}": round.moderation_due_on,
            f"F{number}": today_at(round.freezes_at),
            f"E{number}": round.meets_on,
        }
    return Anchors(days)
