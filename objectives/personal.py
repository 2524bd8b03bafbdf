"""What waits for one person beside the plan itself: drafts, packs to read, requests to answer or to judge.

One query, however much there is of any of it. Whether a part of it is theirs by their role is for the page to say.
"""

import datetime as dt

import msgspec
from msgspec import Struct

from objectives.lifecycle import WITH_AGENCY, WITH_UNIT
from objectives.receipts import UNREAD, Unread
from objectives.request_steps import ANSWERING
from objectives.tables.draft import Draft
from objectives.words import RequestState

NOTHING = "{}"  # no words, as JSON


class KeptDraft(Struct, frozen=True):
    """An unsent draft of an update: the ids of its action and round, and when it was last kept (UTC)."""

    action: int
    round: int
    saved_at: dt.datetime


class ToAnswer(Struct, frozen=True):
    """A request for assurance that names somebody's mailbox, and is with their agency; soonest first."""

    request: int
    title: str
    state: RequestState
    due_on: dt.date


class Replies(Struct, frozen=True):
    """How many replies of other agencies wait for the business unit, and the first day on which one is to be judged."""

    count: int
    first_on: dt.date | None


class Awaited(Struct, frozen=True):
    """How many requests are with the agencies asked, and how many of them are past their reply date."""

    count: int
    late: int


class Personal(Struct, frozen=True):
    drafts: tuple[KeptDraft, ...] = ()
    unread: tuple[Unread, ...] = ()
    to_answer: tuple[ToAnswer, ...] = ()
    to_judge: Replies = Replies(0, None)
    awaited: Awaited = Awaited(0, 0)


async def personal_to(person: int, today: dt.date) -> Personal:
    """What waits for somebody on a day of the partnership's; `unread` are packs whose meeting is not over."""
    answering, agency, unit = (
        [word.value for word in words] for words in (ANSWERING, WITH_AGENCY, WITH_UNIT)
    )
    (row,) = await Draft.raw(
        _PERSONAL,
        *(person, NOTHING),
        *(today, person),
        *(person, answering, agency),
        *(unit, person),
        *(today, agency),
    )
    return msgspec.json.decode(row["found"], type=Personal)


_UNSENT = """
SELECT action, round, saved_at FROM draft WHERE person = {} AND (words <> {} OR pieces <> '[]') ORDER BY id
"""

_TO_ANSWER = """
SELECT DISTINCT r.id AS request, a.title, r.state, r.due_on FROM person p
JOIN assurance_contact c ON c.email = lower(p.email) AND c.ended_at IS NULL
JOIN assurance_request r ON r.id = c.request JOIN assurance_asking a ON a.id = r.asking
WHERE p.id = {} AND c.part = ANY ({}::text[]) AND r.state = ANY ({}::text[]) ORDER BY r.due_on, r.id
"""

_TO_JUDGE = """
SELECT count(*), min(r.review_due_on) AS first_on FROM assurance_request r
WHERE r.state = ANY ({}::text[]) AND r.agency <> (SELECT agency FROM person WHERE id = {})
"""

_AWAITED = """
SELECT count(*), count(*) FILTER (WHERE r.due_on < {}) AS late FROM assurance_request r
WHERE r.state = ANY ({}::text[])
"""

_PERSONAL = f"""
SELECT json_build_object(
    'drafts', (SELECT coalesce(json_agg(d), '[]') FROM ({_UNSENT}) AS d),
    'unread', (SELECT coalesce(json_agg(u), '[]') FROM ({UNREAD}) AS u),
    'to_answer', (SELECT coalesce(json_agg(t), '[]') FROM ({_TO_ANSWER}) AS t),
    'to_judge', (SELECT row_to_json(j) FROM ({_TO_JUDGE}) AS j),
    'awaited', (SELECT row_to_json(w) FROM ({_AWAITED}) AS w)
)::text AS found
"""
