"""Days and months as the rules count them, and as a reader says them. Knows no rule and no clock."""

import calendar
import datetime as dt

from msgspec import Struct


def in_words(day: dt.date) -> str:
    """A day as a reader says it: "30 September 2026"."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def counted(number: int, noun: str) -> str:
    """A number with its noun in the right form: "1 day", "31 days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many calendar months later, clamped: 30 November + 3 is the end of
    February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


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
