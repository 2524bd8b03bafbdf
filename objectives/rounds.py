"""Reporting rounds: which quarter each reports on, its dates, and which round it is at an instant.

The suggested dates follow the UK financial quarters and can all be changed. The freeze is an instant, not a job: it
can be moved until it passes, and never after.
"""

import datetime as dt
import re
from typing import Any

import msgspec
from msgspec import Struct

from objectives.dates import in_words, months_after
from objectives.days import instant_at, today_at, working_days_after
from objectives.faults import Faults, refuse_if
from objectives.mandates import acting, fresh, refuse_stale, write
from objectives.permissions import why_not_run
from objectives.problems import Conflict, NotFound
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.text import clean_line

DAYS = ("period_starts_on", "period_ends_on", "opens_on", "updates_due_on", "moderation_due_on", "meets_on")
# Working days: updates due after opening, then each step after the one before (handbook, section 2).
UPDATES, MODERATION, FREEZE, MEETING = 10, 5, 5, 10
FREEZE_HOUR = 17
NAMELESS = "Give the round a name, such as Q2 2026-27."


class RoundDates(Struct, frozen=True, kw_only=True):
    """A round's name and dates. Days are the partnership's; `freezes_at` is an instant (UTC)."""

    name: str
    period_starts_on: dt.date
    period_ends_on: dt.date
    opens_on: dt.date
    updates_due_on: dt.date
    moderation_due_on: dt.date
    freezes_at: dt.datetime
    meets_on: dt.date


def label_of(name: str) -> str:
    """A round's name as its address says it: "Q2 2026-27" is "q2-2026-27". Empty where no letter is in it."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def quarter_of(day: dt.date) -> dt.date:
    """The first day of the financial quarter that a day is in."""
    return dt.date(day.year, day.month - (day.month - 1) % 3, 1)


def quarter_name(starts_on: dt.date) -> str:
    """The name of the quarter that starts on a day: April to June 2026 is "Q1 2026-27"."""
    year = starts_on.year - (starts_on.month < 4)
    return f"Q{(starts_on.month - 4) % 12 // 3 + 1} {year}-{(year + 1) % 100:02d}"


def suggested_dates(starts_on: dt.date) -> RoundDates:
    """The dates of the round on the quarter that starts on a day."""
    opens_on = months_after(starts_on, 3)
    return dates_from(starts_on, opens_on, working_days_after(opens_on, UPDATES))


def dates_from(starts_on: dt.date, opens_on: dt.date, updates_due_on: dt.date) -> RoundDates:
    """The suggested dates of a quarter's round that follow from when updates are due. It freezes in the afternoon."""
    moderation_due_on = working_days_after(updates_due_on, MODERATION)
    freezes_on = working_days_after(moderation_due_on, FREEZE)
    return RoundDates(
        name=quarter_name(starts_on),
        period_starts_on=starts_on,
        period_ends_on=months_after(starts_on, 3) - dt.timedelta(days=1),
        opens_on=opens_on,
        updates_due_on=updates_due_on,
        moderation_due_on=moderation_due_on,
        freezes_at=instant_at(freezes_on, FREEZE_HOUR),
        meets_on=working_days_after(freezes_on, MEETING),
    )


def dates_of_row(round: ReportingRound) -> RoundDates:
    """The dates that a round has."""
    return RoundDates(**{name: getattr(round, name) for name in RoundDates.__struct_fields__})


async def make_round(person: Person, dates: RoundDates) -> ReportingRound:
    """Plans a round, for all strategies. Raises NotAllowed, Invalid."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        faults = Faults()
        _check_order(faults, dates)
        faults.need(dates.freezes_at > act.now, "freezes_at", "Give a freeze that lies ahead.")
        await _check_others(faults, dates, of=0)
        faults.refuse()
        made = ReportingRound(**_columns(dates))
        await made.save()
        return made


async def change_round(
    person: Person, round: ReportingRound, dates: RoundDates, seen: int | None = None
) -> ReportingRound:
    """Changes a round's dates; once it has frozen, only the day of the meeting.

    Raises NotAllowed, Invalid, Conflict.
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        await refuse_stale(seen, round)
        changed = await fresh(round)
        _refuse_after_freeze(changed, dates, act.now)
        faults = Faults()
        _check_order(faults, dates)
        _check_moved(faults, dates_of_row(changed), dates, act.now)
        await _check_others(faults, dates, of=changed.id)
        faults.refuse()
        return await write(changed, _columns(dates))


def _columns(dates: RoundDates) -> dict[str, Any]:
    return msgspec.structs.asdict(dates) | {"name": clean_line(dates.name)}


def _refuse_after_freeze(round: ReportingRound, dates: RoundDates, now: dt.datetime) -> None:
    if round.freezes_at > now:
        return
    still = {**msgspec.structs.asdict(dates), "meets_on": round.meets_on}
    if any(getattr(round, column) != value for column, value in still.items()):
        raise Conflict(
            f"{round.name} has frozen, so its dates stand; only the day of the meeting can still move."
        )


def _check_moved(faults: Faults, before: RoundDates, after: RoundDates, now: dt.datetime) -> None:
    """A date that has passed stands, and none is moved to where it would have passed already."""
    today = today_at(now)
    moved = after.freezes_at != before.freezes_at
    faults.need(not moved or after.freezes_at > now, "freezes_at", "Give a freeze that lies ahead.")
    for name in DAYS:
        was, will = getattr(before, name), getattr(after, name)
        faults.need(was == will or was >= today, name, f"{in_words(was)} has passed, so it stands.")
        ahead = was == will or name.startswith("period") or will >= today
        faults.need(ahead, name, "Give a day that lies ahead.")


def _check_order(faults: Faults, dates: RoundDates) -> None:
    """Each date in its place after the one before; the sentence stands beside the later one."""
    frozen_on = today_at(dates.freezes_at)
    faults.line(dates.name, "name", NAMELESS)
    faults.need(label_of(dates.name), "name", NAMELESS)
    ended = dates.period_starts_on < dates.period_ends_on
    faults.need(ended, "period_ends_on", "The period ends before it starts.")
    faults.need(
        dates.period_ends_on < dates.opens_on, "opens_on", "A round opens after its period has ended."
    )
    due = dates.opens_on <= dates.updates_due_on
    faults.need(due, "updates_due_on", "Updates are due on the day of opening or later.")
    moderated = dates.updates_due_on <= dates.moderation_due_on
    faults.need(moderated, "moderation_due_on", "Moderation is due after the updates.")
    faults.need(dates.moderation_due_on <= frozen_on, "freezes_at", "The freeze comes after moderation.")
    faults.need(frozen_on <= dates.meets_on, "meets_on", "The Executive Group meets after the freeze.")


async def _check_others(faults: Faults, dates: RoundDates, of: int) -> None:
    for other in (
        await ReportingRound.objects().where(ReportingRound.id != of).order_by(ReportingRound.opens_on)
    ):
        same = label_of(other.name) == label_of(dates.name)
        faults.need(not same, "name", f"There is a round {other.name} already.")
        apart = dates.period_ends_on < other.period_starts_on or other.period_ends_on < dates.period_starts_on
        faults.need(apart, "period_starts_on", f"{other.name} reports on these days already.")
        in_turn = (dates.period_starts_on < other.period_starts_on) == (dates.opens_on < other.opens_on)
        faults.need(
            in_turn, "opens_on", f"Rounds open in the order of their periods; {other.name} is out of turn."
        )


async def round_at(instant: dt.datetime) -> ReportingRound | None:
    """The round opened last at or before an instant; None before the first."""
    opened = ReportingRound.opens_on <= today_at(instant)
    return (
        await ReportingRound.objects()
        .where(opened)
        .order_by(ReportingRound.opens_on, ascending=False)
        .first()
    )


async def round_after(round: ReportingRound) -> ReportingRound | None:
    """The next round that has been planned."""
    later = ReportingRound.period_starts_on > round.period_starts_on
    return await ReportingRound.objects().where(later).order_by(ReportingRound.period_starts_on).first()


async def last_freeze_before_expiry(round: ReportingRound) -> dt.date:
    """The day of the next round's freeze: the last on which a moderation made in `round` may still hold."""
    planned = await round_after(round)
    return freeze_day(planned.freezes_at if planned else None, round.period_starts_on)


def freeze_day(next_freeze: dt.datetime | None, starts_on: dt.date) -> dt.date:
    """The day of the next round's freeze, the suggested one while that round is not planned.

    `starts_on` is the first day of the quarter that the round before it reports on.
    """
    return today_at(next_freeze or suggested_dates(months_after(starts_on, 3)).freezes_at)


def next_suggested(planned: list[ReportingRound], today: dt.date) -> RoundDates:
    """The suggested dates of the round after the last one planned; of this quarter's where none is."""
    if not planned:
        return suggested_dates(quarter_of(today))
    return suggested_dates(quarter_of(planned[-1].period_ends_on + dt.timedelta(days=1)))


async def all_rounds() -> list[ReportingRound]:
    """Every round that was planned, the oldest first."""
    found: list[ReportingRound] = await ReportingRound.objects().order_by(ReportingRound.period_starts_on)
    return found


async def labelled_round(label: str) -> ReportingRound:
    """The round whose address says `label`. Raises NotFound."""
    found = next((round for round in await all_rounds() if label_of(round.name) == label), None)
    if found is None:
        raise NotFound("There is no such round. The page Rounds lists those there are.")
    return found


async def find_round(name: str) -> ReportingRound:
    """The round of a name. Raises NotFound with the names there are."""
    rounds = await all_rounds()
    wanted = clean_line(name).casefold()
    for round in rounds:
        if round.name.casefold() == wanted:
            return round
    names = ", ".join(round.name for round in rounds) or "none yet"
    raise NotFound(f"There is no round called {name}. There are: {names}.")
