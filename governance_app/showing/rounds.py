"""The dates of this round, in the order in which they come."""

import datetime as dt

from objectives.moments import day_of
from objectives.standing import Standing


def dates_of(standing: Standing) -> tuple[tuple[str, dt.date], ...]:
    """What happens on which day in the standing's time zone; nothing before the first round."""
    this = standing.this_round
    if this is None:
        return ()
    return (
        ("Updates due", this.updates_due_on),
        ("Moderation done", this.moderation_due_on),
        ("Freeze", day_of(this.freezes_at, standing.moment.time_zone)),
        ("Executive Group meets", this.meets_on),
    )
