"""The partnership's days: in which time zone they end, and which of them are working days.

What a day and an instant are is in `moments`; counting months and writing dates is in `dates`.
"""

import datetime as dt
from collections.abc import Container
from functools import cache
from zoneinfo import ZoneInfo

from objectives.moments import LONDON, day_of

_zone = LONDON


def keep_days_in(zone: ZoneInfo) -> None:
    """Sets the time zone in which days end, once, when a process starts. Without it that is London."""
    global _zone
    _zone = zone.key


def time_zone() -> str:
    """The name of the time zone in which the partnership's days end."""
    return _zone


def today_at(instant: dt.datetime) -> dt.date:
    """The day that an instant falls on for the partnership."""
    return day_of(instant, _zone)


def instant_at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """The instant (UTC) of a time of the clock on a day of the partnership."""
    return dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo(_zone)).astimezone(dt.UTC)


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday without the bank holidays observed in England."""
    return day.weekday() < 5 and day not in _bank_holidays()


def working_days_after(day: dt.date, count: int) -> dt.date:
    """The working day that is `count` working days after `day`; counting begins on the day after it."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(day: dt.date, later: dt.date) -> int:
    """How many working days come after a day, up to a later one and with it; none where that is not later."""
    return sum(is_working_day(day + dt.timedelta(days=n)) for n in range(1, (later - day).days + 1))


@cache
def _bank_holidays() -> Container[dt.date]:
    # Imported here: the calendars of all countries take a while, and building a pack counts no working days.
    import holidays

    return holidays.country_holidays("GB", subdiv="ENG")
