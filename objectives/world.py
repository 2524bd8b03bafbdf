"""Recorded rows, read from history: all that were live at a sequence, and a cached copy of now brought forward.

The head of history is the version of the world: the cache is labelled with the largest sequence it holds and is
brought forward by one statement. Pack contents stay out of it. Freeze rows are pure functions of the state at a
freeze and may be written long after it, so they are read as they are now, whatever the sequence asked for.
"""

import asyncio
import datetime as dt
from collections import defaultdict
from typing import Any

import msgspec
from msgspec import Struct

from objectives import redacted
from objectives.engine import fetch, shared_engine
from objectives.gathering import Tables
from objectives.rows import ROWS
from objectives.upcasts import decode_row

READ = {**ROWS, **redacted.ROWS}

_ROW = "CASE table_name WHEN 'pack' THEN (row_json::jsonb - 'content')::text ELSE row_json END AS row_json"
_NAMES = ", ".join(f"'{name}'" for name in sorted(ROWS))

_AT = f"""
SELECT table_name, row_id, shape, {_ROW} FROM history
WHERE int8range(sequence, superseded_sequence) @> {{}}::bigint
  AND table_name IN ({_NAMES}) AND table_name <> 'freeze_row'
UNION ALL
SELECT table_name, row_id, shape, row_json FROM history WHERE table_name = 'freeze_row' AND superseded_sequence IS NULL
"""

_ALL = f"""
SELECT governance_now() AS now, sequence, chain_digest, operation, table_name, row_id, shape, {_ROW}
FROM (SELECT 1) AS once LEFT JOIN history ON superseded_sequence IS NULL ORDER BY sequence
"""

_SINCE = f"""
SELECT governance_now() AS now, sequence, chain_digest, operation, table_name, row_id, shape, {_ROW}
FROM (SELECT 1) AS once LEFT JOIN history ON sequence > {{}} ORDER BY sequence
"""


class World(Struct, frozen=True):
    """Every live recorded row at `sequence`, by table and id. `now` is the database's clock at the reading (UTC).

    `redactions` counts how often the copy was dropped for one.
    """

    sequence: int
    chain_digest: str
    now: dt.datetime
    tables: Tables
    redactions: int = 0


async def tables_at(sequence: int) -> Tables:
    """The recorded rows that were live at a place in history; one query."""
    tables = _empty()
    for entry in await fetch(_AT, sequence):
        tables[entry["table_name"]][entry["row_id"]] = decode_row(
            entry["table_name"], entry["row_json"], entry["shape"]
        )
    return tables


async def world_now() -> World:
    """The world as it is now: the copy kept in this process, brought forward by one statement."""
    return await _kept().brought_forward()


def tables_kept() -> Tables:
    """The live rows as this process last read them, without asking anew; none before the first reading."""
    world = _kept().world
    return world.tables if world else _empty()


def redactions_seen() -> int:
    """How often this process dropped its copy for a redaction: what was made of an older one must not be used."""
    world = _kept().world
    return world.redactions if world else 0


class _Kept:
    """This process's copy of the world. A refresh makes a new copy, readers keep theirs.

    One refresh at a time. All who ask while one runs share the next: it begins after they asked, so it holds all that
    was there when they did.
    """

    def __init__(self) -> None:
        self.world: World | None = None
        self.refreshing = asyncio.Lock()
        self.begun = 0  # refreshes, counted as they begin
        self.held = 0  # the count of the one that made the copy

    async def brought_forward(self) -> World:
        begun_before = self.begun
        async with self.refreshing:
            if self.world is None or self.held <= begun_before:
                self.begun += 1
                self.world = await self._refreshed()
                self.held = self.begun
            return self.world

    async def _refreshed(self) -> World:
        if self.world is None:
            return _changed(_nothing(), await fetch(_ALL))
        news = await fetch(_SINCE, self.world.sequence)
        if any(entry["table_name"] == "redaction" for entry in news):
            # It reaches back into rows that were read long ago, so nothing of the copy can be kept.
            return _changed(_nothing(self.world.redactions + 1), await fetch(_ALL))
        return _changed(self.world, news)


EVER_SINCE = dt.datetime.min.replace(tzinfo=dt.UTC)

_copies: dict[object, _Kept] = {}


def _kept() -> _Kept:
    """One copy for each database and event loop: a process normally has one of each, a test run many."""
    asked: object = (repr(sorted(shared_engine().config.items())), id(asyncio.get_running_loop()))
    if asked not in _copies:
        _copies.clear()
        _copies[asked] = _Kept()
    return _copies[asked]


def _changed(world: World, entries: list[dict[str, Any]]) -> World:
    """A world with later entries of history applied; tables that did not change are shared with the old one."""
    now = entries[0]["now"]
    news = [entry for entry in entries if entry["sequence"] is not None]
    if not news:
        return World(world.sequence, world.chain_digest, now, world.tables, world.redactions)
    tables = dict(world.tables)
    copied: set[str] = set()
    for entry in news:
        name = entry["table_name"]
        if name not in READ:
            continue
        if name not in copied:
            tables[name] = dict(tables[name])
            copied.add(name)
        if entry["operation"] == "delete":
            tables[name].pop(entry["row_id"], None)
        else:
            tables[name][entry["row_id"]] = _decoded(name, entry)
    last = news[-1]
    return World(last["sequence"], last["chain_digest"].hex(), now, tables, world.redactions)


def _decoded(name: str, entry: dict[str, Any]) -> Struct:
    if name in redacted.ROWS:
        return msgspec.json.decode(entry["row_json"], type=redacted.ROWS[name])
    return decode_row(name, entry["row_json"], entry["shape"])


def _nothing(redactions: int = 0) -> World:
    return World(0, "", EVER_SINCE, _empty(), redactions)


def _empty() -> Tables:
    return defaultdict(dict, {name: {} for name in READ})
