"""The judged standing of a strategy, now or as at a moment: gather first, judge second, freeze rows in between.

What a past round published is read from its freeze rows. Where nobody has written them yet they are worked out
here, as at the freeze, and `freezing` records them; a page never writes.
"""

import datetime as dt

import msgspec

from objectives import rows
from objectives.gathering import Tables, assemble
from objectives.history import sequence_at
from objectives.moments import LONDON, Moment, day_of, end_of_day
from objectives.problems import Invalid, NotFound
from objectives.rated import Judgement, Rated
from objectives.rating import rate
from objectives.redacted import told
from objectives.world import redactions_seen, tables_at, tables_kept, world_now

_judged: dict[str, tuple[object, Judgement]] = {}
_worked_out: dict[tuple[str, int, dt.datetime], list[rows.FreezeRow]] = {}


async def judged_now(key: str, time_zone: str = LONDON) -> Judgement:
    """The strategy as it stands now, judged. Kept in this process until history or the day moves on."""
    world = await world_now()
    today = day_of(world.now, time_zone)
    frozen = sum(r.freezes_at < world.now for r in world.tables["reporting_round"].values())
    version = (id(world.tables), world.sequence, world.chain_digest, today, frozen, time_zone)
    kept = _judged.get(key)
    if kept and kept[0] == version:
        return kept[1]
    moment = Moment(world.now, today, time_zone, world.sequence, world.chain_digest)
    tables = told(await _with_freeze_rows(world.tables, key, moment), world.tables)
    judgement = rate(assemble(tables, key, moment))
    _judged[key] = (version, judgement)
    return judgement


async def judged_at(key: str, moment: Moment) -> Judgement:
    """The strategy as it stood at a moment, judged by the rules of today. Raises NotFound where it was not there."""
    tables = await _with_freeze_rows(await tables_at(moment.sequence), key, moment)
    return rate(assemble(tables, key, moment))


async def judged_then(key: str, moment: Moment) -> Judgement:
    """As `judged_at`, for a reader: what was redacted, before or since, says when and by whom. Not for a pack."""
    tables = await _with_freeze_rows(await tables_at(moment.sequence), key, moment)
    return rate(assemble(told(tables, tables_kept()), key, moment))


async def moment_of(instant: dt.datetime, time_zone: str = LONDON, today: dt.date | None = None) -> Moment:
    """An instant resolved once to a place in history. `today` is its day in the time zone unless given."""
    sequence, chain_digest = await sequence_at(instant)
    return Moment(instant, today or day_of(instant, time_zone), time_zone, sequence, chain_digest)


async def moment_on(day: dt.date, time_zone: str = LONDON) -> Moment:
    """As at a day: its end in the time zone; today's date means now. Raises Invalid for a day that has not come."""
    now = (await world_now()).now
    today = day_of(now, time_zone)
    if day > today:
        raise Invalid(
            f"{_spelt(day)} has not come yet. Give today's date, {_spelt(today)}, or an earlier one."
        )
    return await moment_of(now if day == today else end_of_day(day, time_zone), time_zone, today=day)


async def missing_freeze_rows(key: str, time_zone: str = LONDON) -> dict[int, list[rows.FreezeRow]]:
    """By round, oldest first: the freeze rows that a passed freeze should have and nobody has recorded yet."""
    world = await world_now()
    moment = Moment(world.now, day_of(world.now, time_zone), time_zone, world.sequence, world.chain_digest)
    return await _missing(world.tables, key, moment)


async def _with_freeze_rows(tables: Tables, key: str, moment: Moment) -> Tables:
    missing = await _missing(tables, key, moment)
    if not any(missing.values()):
        return tables
    filled = dict(tables)
    filled["freeze_row"] = dict(tables["freeze_row"])
    for found in missing.values():
        filled["freeze_row"].update({row.id: row for row in found})
    return filled


async def _missing(tables: Tables, key: str, moment: Moment) -> dict[int, list[rows.FreezeRow]]:
    strategy = next((s.id for s in tables["strategy"].values() if s.key == key), None)
    written = {f.round for f in tables["freeze_row"].values() if f.strategy == strategy}
    rounds = sorted(tables["reporting_round"].values(), key=lambda r: r.period_starts_on)
    passed = [r for r in rounds if r.freezes_at < moment.instant and r.id not in written]
    return {r.id: await _as_frozen(key, r, moment.time_zone) for r in passed}


async def _as_frozen(key: str, round: rows.ReportingRound, time_zone: str) -> list[rows.FreezeRow]:
    """What a round's freeze rows must hold: the standing at its freeze, judged. Nothing if there was no strategy."""
    moment = await moment_of(round.freezes_at, time_zone)
    read_at = f"{key} {moment.sequence} {moment.chain_digest} {redactions_seen()}"
    known = (read_at, round.id, round.freezes_at)
    if known not in _worked_out:
        try:
            judgement = await judged_at(key, moment)
            _worked_out[known] = _freeze_rows(judgement, round, await tables_at(moment.sequence))
        except NotFound:
            _worked_out[known] = []
    return _worked_out[known]


def _freeze_rows(judgement: Judgement, round: rows.ReportingRound, tables: Tables) -> list[rows.FreezeRow]:
    strategy = next(s.id for s in tables["strategy"].values() if s.key == judgement.standing.key)
    standing = judgement.standing
    subjects: list[tuple[int | None, int | None, Rated]] = [
        *((c.id, None, judgement.commitments[c.reference]) for c in standing.commitments()),
        *((None, a.id, judgement.actions[a.reference]) for a in standing.actions()),
    ]
    return [
        _freeze_row(-(round.id * 1_000_000 + n), strategy, round.id, subject, judgement.rules)
        for n, subject in enumerate(subjects)
    ]


def _freeze_row(
    id: int, strategy: int, round: int, subject: tuple[int | None, int | None, Rated], rules: str
) -> rows.FreezeRow:
    commitment, action, rated = subject
    return rows.FreezeRow(
        id=id,
        strategy=strategy,
        round=round,
        action=action,
        commitment=commitment,
        owners=rated.owners,
        calculated=rated.calculated,
        moderated=rated.moderated,
        published=rated.published,
        hollow=rated.hollow,
        carried_from=rated.carried_from,
        unrated=rated.unrated,
        reasons=msgspec.json.encode(rated.fired).decode(),
        rules=rules,
    )


def _spelt(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
