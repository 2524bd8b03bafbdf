"""When a plan says that something is due: the many ways in which people write a day, a month, a quarter or never.

Pure. What names a span stands for its last day where it is a deadline, and for its first where it is a start. A way
of writing that could mean two days is refused rather than guessed.
"""

import datetime as dt
import re
from collections.abc import Callable

from msgspec import Struct

from objectives.dates import MONTHS, in_words, months_after
from objectives.importing.sheets import Cell, Holds

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
DAY_ONE = dt.date(1899, 12, 30)  # what spreadsheets count days from; their year 1900 has a day too many
MONTH = "(?P<month>[a-z]{3,9})\\.?"
YEAR = "(?P<year>[0-9]{4}|[0-9]{2})"
FINANCIAL = "(?P<year>20[0-9]{2}|[0-9]{2}) ?[-/–] ?(?P<next>20[0-9]{2}|[0-9]{2})"
LEAD_IN = re.compile(
    "^(?:(?:to be )?(?:complete[d]?|deliver(?:ed)?|due|done|in place)? ?(?:by|before|from|in|on|during)?"
    " ?(?:the )?(?:end(?: of)?)? ?(?:the )?)"
)
NO_DAY = {
    "ongoing",
    "on going",
    "on-going",
    "continuous",
    "continuing",
    "rolling",
    "business as usual",
    "bau",
}
NOT_YET = {
    "tbc",
    "tba",
    "tbd",
    "to be confirmed",
    "to be agreed",
    "to be decided",
    "n/a",
    "na",
    "-",
    "–",
    "none",
}


class Span(Struct, frozen=True):
    """The first and the last day that something written can mean."""

    first: dt.date
    last: dt.date


class When(Struct, frozen=True):
    """A span of days; or none, with `words` where the plan says so itself; or none, with a `fault`."""

    span: Span | None = None
    words: str = ""
    fault: str = ""


WAYS = "Write a day as 30/09/2026, a month as Sept 2026, a quarter as Q2 2026-27, or “ongoing”."


def read_when(cell: Cell) -> When:
    """What a cell says of when."""
    if cell.holds is Holds.DATE:
        return _plausible(dt.date.fromisoformat(cell.text), cell.text)
    if cell.holds is Holds.NUMBER:
        return When(fault=_number(cell.text))
    text = " ".join(cell.text.casefold().replace("sept ", "sep ").split()).rstrip(".")
    if not text:
        return When()
    if text in NO_DAY or text in NOT_YET or text.startswith(("ongoing", "on-going", "continuous")):
        return When(words=cell.text)
    return _written(text, cell.text)


def _written(text: str, shown: str) -> When:
    for said in (text, LEAD_IN.sub("", text, count=1).strip()):
        for pattern, meaning in FORMS:
            if found := pattern.fullmatch(said):
                try:
                    return meaning(found.groupdict(), shown)
                except ValueError:
                    return When(fault=f"“{shown}” is no day that there is. {WAYS}")
    return When(fault=_unread(text, shown))


def _unread(text: str, shown: str) -> str:
    if len(re.findall("20[0-9]{2}", text)) > 1:
        return (
            f"“{_short(shown)}” names more than one day. Give the last of them, and the others as milestones."
        )
    if re.fullmatch("q[1-4](?: 20[0-9]{2})?", text):
        return f"“{shown}” does not say of which financial year. Write it as Q2 2026-27."
    if re.fullmatch("20[0-9]{2}", text):
        return (
            f"“{shown}” could be the calendar year or the financial year. Give the month, or write 2026-27."
        )
    return f"“{_short(shown)}” could not be read as a date. {WAYS}"


def _number(text: str) -> str:
    try:
        day = DAY_ONE + dt.timedelta(days=int(float(text)))
    except (OverflowError, ValueError):
        day = DAY_ONE
    if EARLIEST <= day <= LATEST:
        return f"{text} is a number. If it means {in_words(day)}, give the cell a date format."
    return f"{text} is a number and no date. {WAYS}"


def _day(parts: dict[str, str], shown: str) -> When:
    return _plausible(dt.date(_year(parts["year"]), _month(parts["month"]), int(parts["day"])), shown)


def _month_of_year(parts: dict[str, str], shown: str) -> When:
    first = dt.date(_year(parts["year"]), _month(parts["month"]), 1)
    return _months(first, 1, shown)


def _quarter(parts: dict[str, str], shown: str) -> When:
    begins = _financial_year(parts)
    return _months(months_after(begins, 3 * (int(parts["quarter"]) - 1)), 3, shown)


def _whole_year(parts: dict[str, str], shown: str) -> When:
    return _months(_financial_year(parts), 12, shown)


def _financial_year(parts: dict[str, str]) -> dt.date:
    """The first of April that it begins with. Raises ValueError where the two years do not follow each other."""
    year, after = _year(parts["year"]), _year(parts["next"])
    if after != year + 1:
        raise ValueError
    return dt.date(year, 4, 1)


def _months(first: dt.date, count: int, shown: str) -> When:
    last = months_after(first, count) - dt.timedelta(days=1)
    return _plausible(first, shown, last)


def _plausible(first: dt.date, shown: str, last: dt.date | None = None) -> When:
    if EARLIEST <= first <= LATEST:
        return When(Span(first, last or first))
    return When(fault=f"“{shown}” is {in_words(first)}, which no plan can mean. Check the year.")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(text: str) -> int:
    """A month's number, or that of its name or of at least three letters of it; 0 for no month's."""
    if text.isdecimal():
        return int(text)
    return next((n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(text)), 0)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


FORMS: tuple[tuple[re.Pattern[str], Callable[[dict[str, str], str], When]], ...] = (
    (re.compile(f"(?P<day>[0-9]{{1,2}})[-/.](?P<month>[0-9]{{1,2}})[-/.]{YEAR}"), _day),
    (re.compile("(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?: 00:00:00)?"), _day),
    (re.compile(f"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]?{MONTH},?[ -]?{YEAR}"), _day),
    (re.compile(f"{MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? {YEAR}"), _day),
    (re.compile(f"{MONTH}[ -/]?{YEAR}"), _month_of_year),
    (re.compile("(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})"), _month_of_year),
    (re.compile(f"q(?:uarter)? ?(?P<quarter>[1-4]),? ?{FINANCIAL}"), _quarter),
    (re.compile(f"{FINANCIAL}"), _whole_year),
)
