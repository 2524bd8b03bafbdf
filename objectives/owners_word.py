"""Whose word stands: which update speaks for an action in this round, or whether it was not updated.

Handbook, section 2: "not updated" is said only after the due date; before that the last update stands, with
its due date beside it. What was already missed in the round before stays missed until somebody speaks.
"""

import datetime as dt
from itertools import islice, takewhile

from msgspec import Struct

from objectives.calendar import Calendar, row_of
from objectives.standing import Action, Round, Update
from objectives.words import Rating, Status


class Word(Struct, frozen=True):
    """The update that stands, or the rounds whose updates are missing; neither where none was expected yet.

    `missed` are rounds running, newest first, as many as the rules look back. `due_on` is set while an update
    for this round is expected and not yet due.
    """

    update: Update | None = None
    missed: tuple[Round, ...] = ()
    due_on: dt.date | None = None


NOTHING_EXPECTED = Word()


def owners_word(action: Action, calendar: Calendar) -> Word:
    """The word that stands for an action that is in progress, delivered or not started."""
    this = calendar.this
    if this is None:
        return NOTHING_EXPECTED
    given = action.update_for(this)
    if given:
        return Word(given)
    if not _expected(action, this):
        return NOTHING_EXPECTED
    if calendar.updates_are_due:
        return Word(missed=_missed_since(action, this, calendar))
    return _last_word(action, this, calendar)


def word_since(action: Action, calendar: Calendar, spoken_after: dt.datetime) -> Word:
    """An embedded action needs no update; one given in this round counts if it came after the check."""
    given = action.update_for(calendar.this)
    return Word(given) if given and given.submitted_at > spoken_after else NOTHING_EXPECTED


def begun(action: Action, on: dt.date) -> bool:
    """Whether the planned start or the first baseline had passed by a day: from then on nobody dodges Red."""
    starts = [m.first_baseline_on for m in action.milestones]
    if action.planned_start_on:
        starts.append(action.planned_start_on)
    return any(start < on for start in starts)


def _last_word(action: Action, this: Round, calendar: Calendar) -> Word:
    """Before the due date: the last update stands, a late one too; a round already missed stays missed."""
    before = calendar.earlier[0] if calendar.earlier else None
    last = next((u for u in reversed(action.updates) if before and u.round.id == before.id), None)
    if last or before is None or not _was_expected(action, before):
        return Word(last, due_on=this.updates_due_on)
    return Word(missed=_missed_since(action, before, calendar), due_on=this.updates_due_on)


def _missed_since(action: Action, round: Round, calendar: Calendar) -> tuple[Round, ...]:
    """The round and those before it, running, for which an update was expected and not given in time."""
    running = takewhile(
        lambda r: not action.update_for(r) and _was_expected(action, r), calendar.before(round)
    )
    return (round, *islice(running, calendar.rules.grey_from_rounds_without_update - 1))


def _expected(action: Action, round: Round) -> bool:
    """An update is expected of what is under way, if it was added on or before the due date."""
    if action.added_on > round.updates_due_on:
        return False
    if action.status is Status.NOT_STARTED:
        return begun(action, round.updates_due_on)
    return action.status in (Status.IN_PROGRESS, Status.DELIVERED)


def _was_expected(action: Action, round: Round) -> bool:
    """Whether an update was expected in a past round, as far as its dates and that round's freeze row tell: none
    was where it was at rest or Blue, and one was where it was rated."""
    if action.added_on > round.updates_due_on:
        return False
    row = row_of(action.frozen, round)
    if row is None or row.published is Rating.GREY:
        return begun(action, round.updates_due_on)
    return row.hollow or row.published not in (None, Rating.BLUE)
