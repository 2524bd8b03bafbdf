"""What is known of a round's returns beyond the standing: which drafts are there, and what was mailed to whom.

Of a draft only that it is there is ever read here, never its words.
"""

import datetime as dt
from collections.abc import Collection

from msgspec import Struct

from objectives.drafts import NOTHING
from objectives.tables.draft import Draft
from objectives.tables.mail import Mail
from objectives.words import MailKind, MailOutcome


class Reminder(Struct, frozen=True):
    """A letter about what to do. `outcome` is None while it waits to be sent."""

    person: int
    name: str
    at: dt.datetime
    outcome: MailOutcome | None


async def drafted_in(round: int) -> frozenset[tuple[int, int]]:
    """The actions for which somebody has begun an update for a round and not sent it, with the round."""
    rows = await Draft.raw(
        "SELECT DISTINCT action FROM draft WHERE round = {} AND words <> {}", round, NOTHING
    )
    return frozenset((row["action"], round) for row in rows)


async def reminded_since(people: Collection[int], since: dt.datetime) -> tuple[Reminder, ...]:
    """The letters about what to do that were queued for these people since an instant, the newest first."""
    rows = await Mail.raw(_REMINDED, list(people), MailKind.WHAT_TO_DO.value, since)
    return tuple(
        Reminder(
            row["person"],
            row["name"],
            row["queued_at"],
            MailOutcome(row["outcome"]) if row["outcome"] else None,
        )
        for row in rows
    )


_REMINDED = """
SELECT m.person, p.name, m.queued_at, m.outcome FROM mail m JOIN person p ON p.id = m.person
WHERE m.person = ANY({}::int[]) AND m.kind = {} AND m.queued_at >= {} ORDER BY m.id DESC
"""
