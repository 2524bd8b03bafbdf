"""What somebody has to do in every strategy at once, as the page `My work` and the letter about it show it."""

import asyncio
import datetime as dt
from collections.abc import Iterable
from functools import reduce

from governance_app.showing.my_work import Drafts, Work, work_of
from objectives.judging import judged_now
from objectives.permissions import Mandate


async def work_in(
    strategies: Iterable[str], who: Mandate, time_zone: str, drafts: Drafts
) -> tuple[Work, dt.date | None]:
    """All that falls to somebody, and the day it is; no day where there is no strategy, given by their keys.

    Strategies are judged at once, so that they share one reading of what has changed.
    """
    judgements = await asyncio.gather(*(judged_now(key, time_zone) for key in strategies))
    work = reduce(Work.and_also, (work_of(judgement, who, drafts) for judgement in judgements), Work())
    return work, judgements[0].standing.moment.today if judgements else None
