"""Taking a backup while the service runs: one snapshot of the database, and every file that it names.

A file is kept before the row that names it, so all that a snapshot names is in the store. Only a redaction takes
files away; where one is agreed to meanwhile, the backup is taken anew, so that none holds what had gone.
"""

import asyncio
import contextlib
import datetime as dt
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
from msgspec import Struct

from governance_app.backup import programs
from governance_app.backup.archive import DATABASE, EVIDENCE, FORMAT, Draft, Manifest, Part, Told, new_archive
from governance_app.database import APP, Connections, reaching
from governance_app.release import version
from governance_app.storage import Store, stream
from objectives.files import NAMED
from objectives.problems import Conflict, Problem

# Whoever was signed in signs in again: what lets somebody in for minutes or hours is kept nowhere else.
WITHOUT_ROWS_OF = (
    "assurance_code",
    "assurance_sitting",
    "held_typing",
    "held_workbook",
    "link_asked",
    "sign_in_link",
    "sign_in_session",
)
TRIES = 3


class Snapshot(Struct, frozen=True, kw_only=True):
    """What one exported snapshot of the database says of itself."""

    name: str
    taken_at: dt.datetime
    anchor: str
    partnership: str
    example: bool
    migrations: tuple[str, ...]
    files: tuple[str, ...]
    redactions: int


class _Redacted(Exception):
    """A redaction was agreed to while the backup was being taken."""


async def back_up(
    connections: Connections, store: Store, file: Path, *, despite_damage: bool, told: Told
) -> Manifest:
    """Writes the database and its files of evidence to a new `file`; the service may go on meanwhile.

    With `despite_damage` files that are gone or damaged are named in the manifest instead of refusing. `told` hears
    how many files of how many are done. Raises Problem; then there is nothing under that name.
    """
    for _ in range(TRIES):
        try:
            with new_archive(file) as draft:
                return await _write(draft, connections, store, despite_damage, told)
        except _Redacted:
            continue
    raise Conflict("Redactions were agreed to all the while, so no backup was taken. Try again.")


async def _write(
    draft: Draft, connections: Connections, store: Store, despite_damage: bool, told: Told
) -> Manifest:
    address = connections.owner or connections.application
    async with _connection(address) as connection:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await _look(connection)
            with tempfile.TemporaryFile() as dumped:
                await asyncio.to_thread(programs.dump, address, snapshot.name, WITHOUT_ROWS_OF, dumped)
                database = draft.add(DATABASE, dumped)
        kept, missing = await _add_files(draft, connection, store, snapshot, told)
        if missing and not despite_damage:
            raise missing[0]
        await _refuse_if_redacted(connection, snapshot)
    manifest = Manifest(
        format=FORMAT,
        taken_at=snapshot.taken_at,
        partnership=snapshot.partnership,
        example=snapshot.example,
        version=version(),
        postgresql=programs.version(),
        migrations=snapshot.migrations,
        anchor=snapshot.anchor,
        database=database,
        evidence=kept,
        missing=tuple(sorted(set(snapshot.files) - {part.sha256 for part in kept})),
    )
    draft.finish(manifest)
    return manifest


@contextlib.asynccontextmanager
async def _connection(address: str) -> AsyncIterator[asyncpg.Connection]:
    with reaching(address):
        # The snapshot is held for as long as the dump takes.
        waiting = {"idle_in_transaction_session_timeout": "0", "statement_timeout": "0", "timezone": "UTC"}
        connection = await asyncpg.connect(address, server_settings=waiting)
    try:
        yield connection
    finally:
        await connection.close()


async def _look(connection: asyncpg.Connection) -> Snapshot:
    if await connection.fetchval("SELECT to_regclass('history_head')") is None:
        raise Problem("There is nothing to back up: the database has no tables yet.")
    head = await connection.fetchrow(
        "SELECT sequence || ':' || encode(digest, 'hex') AS anchor, clock_timestamp() AS now,"
        " pg_export_snapshot() AS snapshot FROM history_head"
    )
    begun = await connection.fetchrow("SELECT partnership, example FROM installation")
    migrations = await connection.fetch("SELECT name FROM migration WHERE app_name = $1 ORDER BY name", APP)
    return Snapshot(
        name=head["snapshot"],
        taken_at=head["now"],
        anchor=head["anchor"],
        partnership=begun["partnership"] if begun else "",
        example=bool(begun and begun["example"]),
        migrations=tuple(row["name"] for row in migrations),
        files=tuple(row["sha256"] for row in await connection.fetch(WANTED)),
        redactions=await connection.fetchval(REDACTIONS),
    )


# Neither what stands in a redacted digest's place nor what was redacted: that may wait in the store for its removal.
WANTED = f"""
SELECT sha256 FROM ({NAMED}) AS named WHERE sha256 <> repeat('0', 64)
EXCEPT SELECT sha256 FROM redacted_file ORDER BY 1
"""
REDACTIONS = "SELECT count(*) FROM redaction WHERE agreed"


async def _refuse_if_redacted(connection: asyncpg.Connection, snapshot: Snapshot) -> None:
    if await connection.fetchval(REDACTIONS) != snapshot.redactions:
        raise _Redacted


async def _add_files(
    draft: Draft, connection: asyncpg.Connection, store: Store, snapshot: Snapshot, told: Told
) -> tuple[tuple[Part, ...], list[Problem]]:
    """What was added, and a problem for each that could not be."""
    added, problems = [], []
    for done, sha256 in enumerate(snapshot.files, 1):
        with tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024) as content:
            try:
                async for piece in await stream(store, sha256):
                    content.write(piece)
                added.append(draft.add(EVIDENCE + sha256, content))
            except Problem as problem:
                await _refuse_if_redacted(connection, snapshot)
                problems.append(problem)
        told(done, len(snapshot.files))
    return tuple(added), problems
