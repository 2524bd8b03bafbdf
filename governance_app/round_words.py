"""The fields of a round's form: its dates as they are typed, and read again."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import msgspec

from governance_app.forms import Answers, date_fields, date_words
from objectives.days import instant_at
from objectives.moments import day_of
from objectives.rounds import DAYS, RoundDates

CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
# In the order of the page: the field, what it is called, and what happens on it.
LABELS = {
    "period_starts_on": ("The quarter starts on", ""),
    "period_ends_on": ("The quarter ends on", ""),
    "opens_on": (
        "The round opens on",
        "From this day owners can give their updates, and those for the round before are refused.",
    ),
    "updates_due_on": (
        "Updates are due on",
        "Until the end of this day an update can be sent anew. The day after, whoever gave none counts as silent.",
    ),
    "moderation_due_on": (
        "Moderation is due on",
        "The day by which the business unit has looked at every rating.",
    ),
    "freezes_on": (
        "The round freezes on",
        "From this instant nothing changes what its pack says. It can be moved until it has passed, and never after.",
    ),
    "meets_on": (
        "The Executive Group meets on",
        "An agency can answer a changed rating until the end of this day.",
    ),
}
DATES = tuple(LABELS)
FIELDS = ("name", "freezes_time", *(part for name in DATES for part in date_fields(name)))


def words_of(dates: RoundDates, zone: str) -> dict[str, str]:
    """A round's dates as its form shows them."""
    shown = {name: getattr(dates, name) for name in DAYS} | {"freezes_on": day_of(dates.freezes_at, zone)}
    words = {"name": dates.name, "freezes_time": f"{local(dates.freezes_at, zone):%H:%M}"}
    for name, on in shown.items():
        words |= date_words(name, on)
    return words


def read_dates(answers: Answers) -> RoundDates | None:
    """The dates that were typed; None where one cannot be read, which is then among the faults."""
    days = {name: answers.day(name, "Give this date.") for name in DATES}
    clock = CLOCK.fullmatch(answers.text("freezes_time"))
    answers.faults.need(clock, "freezes_time", "Give a time of the day such as 17:00.")
    freezes_on = days.pop("freezes_on")
    if answers.faults.found or clock is None or freezes_on is None:
        return None
    freezes_at = instant_at(freezes_on, int(clock[1]), int(clock[2]))
    typed = {"name": answers.text("name"), "freezes_at": freezes_at, **days}
    return msgspec.convert(typed, RoundDates)


def beside(faults: dict[str, str]) -> dict[str, str]:
    """The faults of an act under the fields of the form: the freeze is asked for as a day and a time."""
    return {("freezes_on" if name == "freezes_at" else name): fault for name, fault in faults.items()}


def local(instant: dt.datetime, zone: str) -> dt.datetime:
    return instant.astimezone(ZoneInfo(zone))
