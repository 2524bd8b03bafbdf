"""Days and instants: what "as at" means, in the partnership's time zone. Knows no database and no clock."""

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import Struct

LONDON = "Europe/London"


class Moment(Struct, frozen=True):
    """An instant (UTC) resolved to a place in history; `today` is the day the rules judge by, in `time_zone`."""

    instant: dt.datetime
    today: dt.date
    time_zone: str
    sequence: int
    chain_digest: str


def end_of_day(day: dt.date, time_zone: str = LONDON) -> dt.datetime:
    """The last microsecond of a day in a time zone, in UTC. This is what `--as-at D` means (handbook, section 2)."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(time_zone))
    return midnight.astimezone(dt.UTC) - dt.timedelta(microseconds=1)


def day_of(instant: dt.datetime, time_zone: str = LONDON) -> dt.date:
    """The day on which an instant falls in a time zone."""
    return instant.astimezone(ZoneInfo(time_zone)).date()
