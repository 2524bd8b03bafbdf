"""What the page of a round reads: returns, moderation and commentary in every strategy at once, and what was mailed."""

import asyncio
import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from governance_app.places import Places
from governance_app.showing.chase_list import ChaseList, chase_lists
from governance_app.showing.returns import AgencyReturns, Return, Tally, by_agency, returns_of, tally_of
from objectives.days import instant_at, time_zone, today_at
from objectives.history import now
from objectives.judging import judged_now, judged_then, moment_of
from objectives.looking import unmoderated_of
from objectives.proposing import agenda_now
from objectives.rated import Judgement
from objectives.reminded import drafted_in, reminded_since
from objectives.standing import Action, Commentary, Objective, Round
from objectives.tables.round import ReportingRound


class Comment(Struct, frozen=True):
    """What the business unit has said of an objective in the round; None while it is missing."""

    objective: Objective
    address: str
    said: Commentary | None


class InStrategy(Struct, frozen=True):
    """A strategy in the round. `unowned` are those of its rated actions that nobody can be asked about."""

    title: str
    places: Places
    comments: tuple[Comment, ...]
    unowned: tuple[Action, ...]
    unmoderated: int
    rated: int
    sought: int


class Running(Struct, frozen=True):
    """A round at an instant (UTC). Before it opens nothing is expected; after its freeze it is told as at then."""

    now: dt.datetime
    has_opened: bool
    is_this: bool
    has_frozen: bool
    agencies: tuple[AgencyReturns, ...] = ()
    total: Tally = Tally("All", 0, ())
    chase: tuple[ChaseList, ...] = ()
    strategies: tuple[InStrategy, ...] = ()


async def round_running(round: ReportingRound, keys: Sequence[str], site: str) -> Running:
    """`keys` are those of the strategies; `site` is the address of this service, for texts that are copied."""
    at = await now()
    today = today_at(at)
    if round.opens_on > today:
        return Running(at, False, False, False)
    live = await asyncio.gather(*(judged_now(key, time_zone()) for key in keys))
    this = [judgement.standing.this_round for judgement in live]
    is_this = all(one is not None and one.id == round.id for one in this)
    then = live if is_this else await asyncio.gather(*(_as_frozen(key, round) for key in keys))
    drafts = await drafted_in(round.id) if is_this else frozenset()
    returns: list[Return] = []
    for judgement, after in zip(then, live, strict=True):
        of = _round(judgement, round)
        if of:
            returns += returns_of(judgement, of, drafts, today, after)
    agencies = by_agency(returns)
    return Running(
        now=at,
        has_opened=True,
        is_this=is_this,
        has_frozen=round.freezes_at <= at,
        agencies=agencies,
        total=tally_of("All agencies", returns),
        chase=await _chase(agencies, round, at, site) if is_this and round.freezes_at > at else (),
        strategies=tuple(_in_strategy(judgement, round.name) for judgement in then),
    )


async def _as_frozen(key: str, round: ReportingRound) -> Judgement:
    return await judged_then(key, await moment_of(round.freezes_at, time_zone()))


def _round(judgement: Judgement, round: ReportingRound) -> Round | None:
    return next((one for one in judgement.standing.rounds if one.id == round.id), None)


async def _chase(
    agencies: Sequence[AgencyReturns], round: ReportingRound, at: dt.datetime, site: str
) -> tuple[ChaseList, ...]:
    people = {person.id for one in agencies for missing in one.missing for person in missing.to_ask}
    sent = await reminded_since(people, instant_at(round.opens_on, 0))
    facts = Round(**{name: getattr(round, name) for name in Round.__struct_fields__})
    return chase_lists(agencies, facts, today_at(at), site, sent)


def _in_strategy(judgement: Judgement, round: str) -> InStrategy:
    standing = judgement.standing
    places = Places(standing.key)
    comments = tuple(
        Comment(
            objective,
            places.commentary(objective.key),
            next((said for said in objective.commentaries if said.round == round), None),
        )
        for objective in standing.objectives
    )
    unowned = tuple(
        action
        for action in standing.actions()
        if judgement.actions[action.reference].published
        and action.deputy is None
        and not (action.owner and action.owner.holder)
    )
    rated = sum(one.published is not None for one in judgement.actions.values())
    return InStrategy(
        title=standing.short_title,
        places=places,
        comments=comments,
        unowned=unowned,
        unmoderated=len(unmoderated_of(judgement)),
        rated=rated,
        sought=len(agenda_now(judgement).entries),
    )
