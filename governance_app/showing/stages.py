"""The stages of a round, from its opening to the meeting, and where it stands at an instant. Pure."""

import datetime as dt

from msgspec import Struct

from governance_app.showing.desk import from_today
from objectives.days import today_at
from objectives.rounds import RoundDates

OPEN, DUE, MODERATION, FREEZE, MEETING = (
    "Opens",
    "Updates due",
    "Moderation done",
    "Freeze",
    "Executive Group meets",
)
NOW = {
    OPEN: "Owners are giving their updates.",
    DUE: "Updates were due; the business unit moderates.",
    MODERATION: "Moderation was due. What is not looked at by the freeze publishes unmoderated.",
    FREEZE: "Frozen. The pack is built from what stood then; agencies can still answer a changed rating.",
    MEETING: "The Executive Group has met.",
}


CAME = {
    OPEN: "Opened",
    DUE: "Updates were due",
    MODERATION: "Moderation was due",
    FREEZE: "Froze",
    MEETING: "Executive Group met",
}


class Stage(Struct, frozen=True):
    """One date of a round; `is_here` marks the last one that has come. `near` says how far it is from today."""

    name: str
    on: dt.date
    at: dt.datetime | None
    is_past: bool
    is_here: bool
    near: str
    said: str

    @property
    def came(self) -> str:
        """When it came: `Froze 3 days ago`, `Opened today`."""
        return f"{CAME[self.name]} {self.near}"


def stages_of(dates: RoundDates, now: dt.datetime) -> list[Stage]:
    """In the order in which they come. A day's stage has come when the day is over, the opening when it begins."""
    today = today_at(now)
    come = (
        (OPEN, dates.opens_on, None, dates.opens_on <= today),
        (DUE, dates.updates_due_on, None, dates.updates_due_on < today),
        (MODERATION, dates.moderation_due_on, None, dates.moderation_due_on < today),
        (FREEZE, today_at(dates.freezes_at), dates.freezes_at, dates.freezes_at <= now),
        (MEETING, dates.meets_on, None, dates.meets_on < today),
    )
    last = max((number for number, stage in enumerate(come) if stage[3]), default=-1)
    return [
        Stage(name, on, at, past, number == last, from_today(on, today), NOW[name])
        for number, (name, on, at, past) in enumerate(come)
    ]


def standing_sentence(stages: list[Stage]) -> str:
    """Where the round stands, in one sentence."""
    here = next((stage for stage in stages if stage.is_here), None)
    return here.said if here else f"It opens {stages[0].near}."
