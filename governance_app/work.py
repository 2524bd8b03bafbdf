"""What somebody has to do in every strategy at once, as the page `My work` and the letter about it show it."""

import asyncio
import datetime as dt
from collections.abc import Iterable
from functools import reduce

from governance_app.showing.my_work import Work, work_of
from governance_app.showing.personal import personal_work
from objectives.judging import judged_now
from objectives.permissions import Mandate
from objectives.personal import personal_to


async def work_in(strategies: Iterable[str], who: Mandate, time_zone: str) -> tuple[Work, dt.date | None]:
    """All that falls to somebody, and the day it is; no day where there is no strategy, given by their keys.

    Strategies are judged at once, so that they share one reading of what has changed.
    """
    judgements = await asyncio.gather(*(judged_now(key, time_zone) for key in strategies))
    if not judgements:
        return Work(), None
    today = judgements[0].standing.moment.today
    personal = await personal_to(who.person, today)
    drafts = {(draft.action, draft.round): draft.saved_at for draft in personal.drafts}
    work = (work_of(judgement, who, drafts) for judgement in judgements)
    return reduce(Work.and_also, work, personal_work(personal, who, today)), today
