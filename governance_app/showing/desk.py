"""What lies before the writer of an update: the round, what was said last, the draft, and what cannot be done now."""

import datetime as dt

from msgspec import Struct

from governance_app.update_words import Asked, asked_of, words_of, words_to_begin_with
from objectives.drafts import Words, Written
from objectives.moments import day_of
from objectives.progress import REPORTED, why_locked
from objectives.standing import Action, Round, Standing, Update


class Before(Struct, frozen=True):
    """`sent` is the newest update of this round, `last` the newest of any round before it."""

    round: Round
    action: Action
    sent: Update | None
    last: Update | None
    today: dt.date
    freezes_on: dt.date

    @property
    def newest(self) -> int:
        """The id of the update that a draft begun now is begun from; 0 where there is none."""
        return self.sent.id if self.sent else 0

    @property
    def locked(self) -> str | None:
        """Why nothing can be sent, or None."""
        if self.action.status not in REPORTED:
            return f"{self.action.reference} is {self.action.status}, so no update is asked for."
        if self.sent is None:
            return None
        returned = self.sent.returned is not None
        return why_locked(returned, self.round.name, self.round.updates_due_on, self.today)

    @property
    def due(self) -> str:
        """How the due date stands to today, in words that go on from a date: "in 3 days", "today", "2 days ago"."""
        return from_today(self.round.updates_due_on, self.today)

    def words(self, draft: Written, held: Words) -> Words:
        """What the form holds: typing from before the sign-in ended, else the draft, else what was sent, else what
        stands from last round."""
        if held:
            return held
        if draft.words:
            return draft.words
        return words_of(self.action, self.sent) if self.sent else words_to_begin_with(self.action, self.last)


class Choice(Struct, frozen=True):
    """One question with two answers: what somebody else, or another window, left there, and what was typed here."""

    asked: Asked
    theirs: str
    mine: str


class Clash(Struct, frozen=True):
    """Two texts of one update. `by` says whose the other one is; `theirs` are its words."""

    by: str
    theirs: Words
    choices: tuple[Choice, ...]


def clash_of(before: Before, draft: Written) -> Clash | None:
    """What has to be chosen before the draft can go on: another window's words, or an update sent meanwhile."""
    if draft.aside:
        return _clash(before.action, "Another window of yours", draft.aside[-1], draft.words)
    if draft.words and before.sent and draft.begun_from != before.newest:
        theirs = words_of(before.action, before.sent)
        return _clash(before.action, f"{before.sent.submitted_by} sent this", theirs, draft.words)
    return None


def _clash(action: Action, by: str, theirs: Words, mine: Words) -> Clash:
    choices = (Choice(asked, asked.shown(theirs), asked.shown(mine)) for asked in asked_of(action))
    return Clash(by, theirs, tuple(choice for choice in choices if choice.theirs != choice.mine))


def before_writer(standing: Standing, action: Action) -> Before | None:
    """None before the first round opens."""
    this = standing.this_round
    if this is None:
        return None
    mine = [update for update in action.updates if update.round.id == this.id]
    earlier = [u for u in action.updates if u.round.period_starts_on < this.period_starts_on]
    return Before(
        round=this,
        action=action,
        sent=max(mine, key=lambda update: update.version, default=None),
        last=earlier[-1] if earlier else None,
        today=standing.moment.today,
        freezes_on=day_of(this.freezes_at, standing.moment.time_zone),
    )


def from_today(day: dt.date, today: dt.date) -> str:
    """`today`, `tomorrow`, `in 3 days`, `yesterday`, `2 days ago`."""
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")
