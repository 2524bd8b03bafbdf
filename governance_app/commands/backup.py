"""`governance backup`, `restore` and `upgrade`: everything that is kept, as one file, and back again."""

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from governance_app.backup.archive import Archive, Manifest, open_archive, refuse_to_overwrite
from governance_app.backup.restoring import Restored, refuse_a_newer_shape, refuse_unless_empty
from governance_app.backup.restoring import restore as bring_back
from governance_app.backup.taking import back_up
from governance_app.commands.terminal import settings
from governance_app.database import make_current, open_database
from governance_app.embedded import VERSION, set_aside, version_kept
from governance_app.progress import progress
from governance_app.settings import Settings
from governance_app.storage import open_store
from governance_app.wording import size
from objectives.days import keep_days_in

A_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=A_FILE)
@click.option(
    "--despite-damage", is_flag=True, help="Name files that are gone or damaged instead of refusing."
)
def backup(file: Path, despite_damage: bool) -> None:
    """Write the database and the files of evidence, as they are at this moment, to a new FILE.

    The service may go on meanwhile. FILE holds everything that is kept but the secret key: keep it where only few
    may read it, and not on this machine alone.
    """
    file, chosen = file.absolute(), settings()
    refuse_to_overwrite(file)

    async def take() -> Manifest:
        await make_current(connections)
        return await back_up(connections, store, file, despite_damage=despite_damage, told=told)

    with open_database(chosen) as connections, progress("Keeping files of evidence") as told:
        store = open_store(chosen)
        manifest = asyncio.run(take())
    click.echo(f"backup   {file}, {size(file.stat().st_size)}")
    _say(manifest)
    for sha256 in manifest.missing:
        click.echo(f"missing  {sha256}: gone or damaged in the evidence store, so not in this backup")


@click.command()
@click.argument("file", type=A_FILE)
def restore(file: Path) -> None:
    """Bring a backup back into an empty database, and look at all of it.

    Nothing is written before every digest in FILE was found right, and nothing is ever overwritten. Ends with code 1
    where something is not as it was.
    """
    chosen = settings()
    with _verified(file.absolute()) as archive:
        _bring_back(archive, chosen)


@click.command()
@click.option(
    "--from", "file", type=A_FILE, metavar="FILE", help="A backup taken by the version before this one."
)
def upgrade(file: Path | None) -> None:
    """Say how the embedded database gets to this version's PostgreSQL, and with --from FILE do it.

    The data of the older PostgreSQL is moved aside and kept; FILE is restored in its place.
    """
    chosen = settings()
    if chosen.database_url:
        click.echo("The database is named in DATABASE_URL: its own keepers bring PostgreSQL up to date.")
        click.echo("Afterwards run `governance doctor`. Back it up first with `governance backup FILE`.")
        return
    found = version_kept(chosen.home)
    if found is None or (found == VERSION and file is None):
        held = "there is no data yet" if found is None else "the data is of the same"
        click.echo(f"Nothing to do: this service brings PostgreSQL {VERSION}, and {held}.")
    elif file is None:
        click.echo(STEPS.format(found=found, brings=VERSION))
    else:
        with _verified(file.absolute()) as archive:
            aside = set_aside(chosen.home)
            click.echo(f"aside    {aside}, as it was; remove it when all is well")
            _bring_back(archive, chosen)


STEPS = """\
The data was made by PostgreSQL {found}, and this version of the service brings PostgreSQL {brings}.
1. Go back to the version of the service that you came from, and stop everybody's work (governance run).
2. With that version: governance backup FILE
3. Come back to this version, and run: governance upgrade --from FILE
   It looks at FILE first, moves the old data aside without changing it, restores FILE and checks everything.
4. When all is well, remove the folder that it named.
Nothing has been changed so far."""


@contextlib.contextmanager
def _verified(file: Path) -> Iterator[Archive]:
    with open_archive(file) as archive:
        refuse_a_newer_shape(archive.manifest)
        with progress("Looking at the backup") as told:
            archive.verify(told)
        yield archive


def _bring_back(archive: Archive, chosen: Settings) -> None:
    keep_days_in(chosen.time_zone)
    with open_database(chosen) as connections, progress("Bringing it back") as told:
        asyncio.run(refuse_unless_empty(connections, chosen.home))
        restored = asyncio.run(bring_back(archive, connections, open_store(chosen), told))
    _say(restored.manifest)
    _say_what_was_found(restored)


def _say(manifest: Manifest) -> None:
    click.echo(f"taken    {manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC, version {manifest.version}")
    click.echo(f"anchor   {manifest.anchor}")
    click.echo(f"files    {len(manifest.evidence):,}")


def _say_what_was_found(restored: Restored) -> None:
    for sha256 in restored.manifest.missing:
        click.echo(f"missing  {sha256}: it was gone or damaged when the backup was taken")
    for fault in restored.faults:
        click.echo(f"fault    {fault}")
    if restored.faults:
        raise SystemExit(1)
    click.echo("History fits together up to the anchor, and every file is what was given.")
    click.echo(f"packs    {restored.packs:,}, each built again and compared")
    click.echo("Redactions that were agreed to after it was taken are not in it: ask for them again.")
