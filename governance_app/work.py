"""What somebody has to do in every strategy at once, as the page `My work` and the letter about it show it."""

import asyncio
import datetime as dt
from collections.abc import Iterable
from functools import reduce

from governance_app.places import Places
from governance_app.showing.desk import from_today
from governance_app.showing.my_work import Drafts, ToDo, Work, work_of
from objectives.judging import judged_now
from objectives.permissions import Mandate
from objectives.receipts import unread_by
from objectives.visibility import READS_ISSUED_PACKS


async def work_in(
    strategies: Iterable[str], who: Mandate, time_zone: str, drafts: Drafts
) -> tuple[Work, dt.date | None]:
    """All that falls to somebody, and the day it is; no day where there is no strategy, given by their keys.

    Strategies are judged at once, so that they share one reading of what has changed.
    """
    judgements = await asyncio.gather(*(judged_now(key, time_zone) for key in strategies))
    work = reduce(Work.and_also, (work_of(judgement, who, drafts) for judgement in judgements), Work())
    if not judgements:
        return work, None
    today = judgements[0].standing.moment.today
    return Work(to_do=await _to_read(who, today)).and_also(work), today


async def _to_read(who: Mandate, today: dt.date) -> tuple[ToDo, ...]:
    """The issued packs that a member or scrutineer has not confirmed to have read, before the meeting on each."""
    if not who.roles & READS_ISSUED_PACKS:
        return ()
    return tuple(
        ToDo(
            one.meets_on,
            from_today(one.meets_on, today),
            f"Read the pack of {one.round}",
            "",
            "It opens with what the Executive Group is asked to decide. Say at its end that you have read it.",
            "Read the pack",
            Places(one.strategy).pack(one.digest),
        )
        for one in await unread_by(who.person, today)
    )
