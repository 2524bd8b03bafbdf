"""Bringing a backup back into an empty place, and then looking at all that was brought back.

Everything that can be refused is refused before anything is written. Files come first and the database after them,
all of it in one transaction, so a restore that is cut short can simply be run again.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
from msgspec import Struct

from governance_app.backup import programs
from governance_app.backup.archive import DATABASE, EVIDENCE, Archive, Manifest, Told
from governance_app.backup.taking import WANTED
from governance_app.database import Connections, connected, known_migrations, migrate, reaching
from governance_app.kept_formats import check_formats
from governance_app.storage import Store, keep_open_file, remove, stream
from objectives.evidence import KeptFile
from objectives.packs import kept_pack, kept_packs
from objectives.problems import Conflict, Invalid, Problem
from objectives.redacting import files_to_remove
from objectives.tables.installation import Installation
from objectives.tables.pack import Pack
from objectives.verifying import verify as verify_history
from reports.verifying import verify_pack


class Restored(Struct, frozen=True):
    """What was found after a restore. `faults` are sentences; there are none where all is as it was."""

    manifest: Manifest
    files: int
    packs: int
    faults: tuple[str, ...]


async def refuse_unless_empty(connections: Connections, home: Path) -> None:
    """Raises Conflict where the database holds any table, and Problem where it cannot be reached or changed."""
    if connections.owner is None:
        raise Problem("Restoring needs the role that owns the tables; set DATABASE_OWNER_URL.")
    with reaching(connections.owner):
        connection = await asyncpg.connect(connections.owner)
    try:
        tables = await connection.fetchval(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')"
        )
    finally:
        await connection.close()
    if tables:
        elsewhere = (
            f"set GOVERNANCE_HOME to a new folder, or stop the service and move {home} away"
            if connections.is_embedded
            else "make a new, empty database, and name it in DATABASE_URL and DATABASE_OWNER_URL"
        )
        raise Conflict(
            "There is a database here already, and a restore never overwrites one. To restore into an empty one, "
            f"{elsewhere}; then run this again."
        )


def refuse_a_newer_shape(manifest: Manifest) -> None:
    """Raises Invalid for a backup of a version of the service that is newer than this one."""
    if unknown := set(manifest.migrations) - known_migrations():
        raise Invalid(
            f"The backup comes from a newer version of the service ({manifest.version}; {len(unknown)} migrations "
            "that this one does not know). Bring the service up to date first, then restore."
        )


async def restore(archive: Archive, connections: Connections, store: Store, told: Told) -> Restored:
    """Brings a verified archive back into an empty database and looks at it all. Raises Problem.

    `told` hears how much of how much is done, first of the files and then of the entries of history.
    """
    assert connections.owner is not None
    await _restore_files(archive, store, told)
    await asyncio.to_thread(_restore_database, archive, connections.owner)
    await migrate(connections)
    async with connected(connections):
        await _remove_redacted(store)
        faults = [fault async for fault in _faults(archive.manifest, store, told)]
        packs = await kept_packs()
    return Restored(archive.manifest, len(archive.manifest.evidence), len(packs), tuple(faults))


async def _restore_files(archive: Archive, store: Store, told: Told) -> None:
    evidence = archive.manifest.evidence
    for done, part in enumerate(evidence, 1):
        with archive.open(EVIDENCE + part.sha256) as content:
            await keep_open_file(store, content, KeptFile(part.sha256, part.sha256, "", part.size))
        told(done, len(evidence))


def _restore_database(archive: Archive, owner: str) -> None:
    with archive.open(DATABASE) as kept, tempfile.TemporaryFile() as dumped:
        shutil.copyfileobj(kept, dumped)
        dumped.seek(0)
        programs.put_back(owner, dumped)


async def _remove_redacted(store: Store) -> None:
    """A store that was there before may still hold them; the next start notes that they are gone."""
    for sha256 in await files_to_remove():
        await remove(store, sha256)


async def _faults(manifest: Manifest, store: Store, told: Told) -> AsyncIterator[str]:
    verdict = await verify_history(manifest.place, told)
    if verdict.fault:
        yield verdict.fault
    for row in await Installation.raw(WANTED):
        fault = await _fault_of_file(store, row["sha256"])
        if fault and row["sha256"] not in manifest.missing:
            yield fault
    for one in await kept_packs():
        for fault in await _faults_of_pack(store, await kept_pack(one.digest)):
            yield f"Pack {one.digest[:12]}: {fault}"


async def _faults_of_pack(store: Store, pack: Pack) -> list[str]:
    """A file that the backup is known to lack counts here too: the pack is not what was issued."""
    verified = await verify_pack(pack)
    formats = [
        f"version {one.version}, {one.format}: {one.fault}"
        for one in await check_formats(store, pack)
        if one.fault
    ]
    return formats if verified.holds else [verified.sentence, *formats]


async def _fault_of_file(store: Store, sha256: str) -> str | None:
    try:
        await stream(store, sha256)
    except Problem as problem:
        return problem.sentence
    return None
