"""Builds a pack: a moment is resolved, what it found is frozen, judged, put into content, and kept once.

Everything a pack says is decided here and stored; formats are drawn from the stored bytes by the renderers.
"""

import datetime as dt

from msgspec import Struct

from objectives.freezing import write_missing_freeze_rows
from objectives.history import Actor, now
from objectives.judging import judged_at, moment_of, moment_on
from objectives.moments import LONDON, Moment
from objectives.packs import keep_pack
from objectives.problems import Invalid, NotFound
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Strategy
from reports.composing import content_of
from reports.content import Content, canonical, digest_of
from reports.wording import day, listed


class BuiltPack(Struct, frozen=True):
    """A pack that was built and kept. `canonical_content` is what every format is rendered from."""

    content: Content
    canonical_content: bytes
    digest: str


async def build_pack_on(actor: Actor, key: str, on: dt.date, time_zone: str = LONDON) -> BuiltPack:
    """The pack as at the end of a day, or as at now where the day is today; a draft, whatever the round.

    Raises NotFound where there is no such strategy, Invalid for a day to come or before the strategy's start.
    """
    strategy = await _strategy(key)
    if on < strategy.starts_on:
        raise Invalid(
            f"{day(on)} is before the strategy’s start, {day(strategy.starts_on)}. Give that day or a later one."
        )
    await write_missing_freeze_rows(key, time_zone)
    return await _built(actor, key, await moment_on(on, time_zone), None)


async def build_pack_of(actor: Actor, key: str, round: str, time_zone: str = LONDON) -> BuiltPack:
    """A round's own pack, as at its freeze: the one that can be issued.

    Raises NotFound for an unknown strategy or round, Invalid where the round has not frozen yet.
    """
    await _strategy(key)
    frozen = await _frozen_round(round)
    await write_missing_freeze_rows(key, time_zone)
    return await _built(actor, key, await moment_of(frozen.freezes_at, time_zone), frozen.name)


async def _built(actor: Actor, key: str, moment: Moment, round: str | None) -> BuiltPack:
    content = content_of(await judged_at(key, moment))
    canonical_content = canonical(content)
    digest = digest_of(canonical_content)
    await keep_pack(actor, key, round, moment, canonical_content.decode(), digest)
    return BuiltPack(content, canonical_content, digest)


async def _strategy(key: str) -> Strategy:
    found = await Strategy.objects().where(Strategy.key == key).first()
    if found is None:
        raise NotFound(f"No strategy is called “{key}”. See `governance strategy show`.")
    return found


async def _frozen_round(name: str) -> ReportingRound:
    rounds = await ReportingRound.objects().order_by(ReportingRound.period_starts_on)
    if not rounds:
        raise NotFound("No round has been planned yet; the business unit plans them.")
    found = next((r for r in rounds if r.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise NotFound(f"No round is called “{name}”. There are {listed([r.name for r in rounds])}.")
    if found.freezes_at > await now():
        raise Invalid(
            f"{found.name} has not frozen yet. Until it has, a pack can be built as at a day: give --as-at."
        )
    return found
