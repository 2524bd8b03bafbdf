"""Days and months as the rules count them, and as a reader says them. Knows no rule and no clock."""

import datetime as dt
import re
from calendar import monthrange
from functools import lru_cache

from msgspec import Struct

from objectives.problems import Invalid
from objectives.sentences import counted

# Not calendar.month_name: that one asks the machine's locale, and for each name anew.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: str) -> dt.date:
    """The day that "2026-09-30" names. Raises Invalid for any other way of writing one, such as 20260930."""
    try:
        # ISO 8601 has more ways than people expect; two of them would be two addresses of one page.
        return dt.date.fromisoformat(text if WRITTEN.fullmatch(text) else "")
    except ValueError:
        sentence = f"“{text[:40]}” is not a day. Give one as year, month and day, such as 2026-09-30."
        raise Invalid(sentence) from None


@lru_cache(maxsize=4096)
def in_words(day: dt.date) -> str:
    """A day as a reader says it: "30 September 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=4096)
def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many calendar months later, clamped: 30 November + 3 is the end of
    February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Span(Struct, frozen=True):
    """Whole calendar months and the days left over."""

    months: int
    days: int

    def __str__(self) -> str:
        """Its words: "4 months", "3 months and 1 day", "12 days"."""
        parts = [
            counted(number, noun) for number, noun in ((self.months, "month"), (self.days, "day")) if number
        ]
        return " and ".join(parts) or "0 days"


def span(earlier: dt.date, later: dt.date) -> Span:
    """How long after `earlier` a `later` day is, in clamped calendar months and days."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    if months_after(earlier, months) > later:
        months -= 1
    return Span(months, (later - months_after(earlier, months)).days)
