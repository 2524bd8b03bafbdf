"""`governance pack`: building the progress pack into a folder, and listing the packs that are kept."""

import contextlib
import datetime as dt
import getpass
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from governance_app.commands.terminal import in_database, progress, settings
from governance_app.kept_formats import newest_formats
from governance_app.storage import open_store
from objectives.dates import read_day
from objectives.history import Actor
from objectives.packs import KeptPack, kept_packs
from objectives.problems import Invalid, NotFound, Problem
from objectives.strategy import strategy_keys
from reports.cover import Cover
from reports.drawing import drawing_apart
from reports.formats import Formats, set_formats
from reports.pack import BuiltPack, build_pack_of, build_pack_on
from reports.wording import day

WHOLE_LINE = 200
STEPS = ("Reading and rating", "Setting the pages", "Writing")


@click.group()
def pack() -> None:
    """The progress pack."""


@pack.command()
@click.option("--as-at", "as_at", metavar="DATE", help="As at the end of this day, such as 2026-09-30.")
@click.option(
    "--round", "round_name", metavar="NAME", help="As at the freeze of this round, such as “Q2 2026-27”."
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder to write to."
)
@click.option("--strategy", "key", metavar="KEY", help="May be left out while one strategy is loaded.")
def build(as_at: str | None, round_name: str | None, out: Path, key: str | None) -> None:
    """Build a pack: keep it, and write pack.json, pack.html and pack.pdf.

    Give either --as-at or --round. The same moment always gives the same digest.
    """
    asked = _asked_for(as_at, round_name)
    with _folder_for(out) as unfinished, progress(STEPS[0]) as told, drawing_apart() as draw:
        built, kept = in_database(lambda: _build(key, asked))
        told(1, len(STEPS), STEPS[1])
        # An issued pack is never drawn again: what was stored when it was issued is written, cover and all.
        files = kept or _files(set_formats(built.canonical_content, Cover(), draw))
        told(2, len(STEPS), STEPS[2])
        _write(files, unfinished, out)
    click.echo(f"{built.content.title}, as at {built.content.as_at_words}")
    click.echo(f"{built.content.finding}.")
    click.echo(f"status   {'issued; these are the files that were stored then' if kept else 'draft'}")
    click.echo(f"digest   {built.digest}")
    click.echo(f"anchor   {built.content.anchor.sequence}:{built.content.anchor.chain_digest}")
    for name in files:
        click.echo(f"written  {out / name}")


def _asked_for(as_at: str | None, round_name: str | None) -> dt.date | str:
    if (as_at is None) == (round_name is None):
        raise Invalid("Give either --as-at DATE or --round NAME.")
    if round_name is not None:
        return round_name
    return read_day(as_at or "")


async def _build(key: str | None, asked: dt.date | str) -> tuple[BuiltPack, dict[str, bytes]]:
    """The built pack, and its stored files by name where it has been issued."""
    actor, zone = Actor.command(getpass.getuser()), str(settings().time_zone)
    strategy = key or await only_strategy()
    if isinstance(asked, str):
        built = await build_pack_of(actor, strategy, asked, zone)
    else:
        built = await build_pack_on(actor, strategy, asked, zone)
    kept = await newest_formats(open_store(settings()), built.digest)
    return built, {f"pack.{form}": content for form, content in kept.items()}


async def only_strategy() -> str:
    """The key of the strategy that is loaded. Raises NotFound where there is none, Invalid where there are several."""
    keys = await strategy_keys()
    if not keys:
        raise NotFound("No strategy is loaded yet; load one with `governance strategy load FILE`.")
    if len(keys) > 1:
        raise Invalid(f"Several strategies are loaded; name one with --strategy: {', '.join(keys)}.")
    return keys[0]


def _files(formats: Formats) -> dict[str, bytes]:
    return {f"pack.{form}": content for form, content in msgspec.structs.asdict(formats).items()}


@contextlib.contextmanager
def _folder_for(out: Path) -> Iterator[Path]:
    """A folder for unfinished files inside `out`, gone at the end: files are moved into place only when whole."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        unfinished = tempfile.TemporaryDirectory(dir=out, prefix=".unfinished-")
    except OSError as fault:
        raise Problem(
            f"The folder {out} cannot be written to ({fault.strerror}). Name another with --out."
        ) from fault
    with unfinished as folder:
        yield Path(folder)


def _write(files: dict[str, bytes], unfinished: Path, out: Path) -> None:
    try:
        for name, content in files.items():
            (unfinished / name).write_bytes(content)
        for name in files:
            os.replace(unfinished / name, out / name)
    except OSError as fault:
        raise Problem(f"The pack is kept, but {out} cannot be written to ({fault.strerror}).") from fault


@pack.command("list")
def list_packs() -> None:
    """List the packs that are kept, the latest first."""
    kept = in_database(kept_packs)
    if not kept:
        click.echo("No pack has been built yet.")
        return
    # Imported here: building a pack, which every second counts for, prints no table.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for heading in ("As at", "Round", "Strategy", "Status", "Digest"):
        table.add_column(heading, no_wrap=True)
    for one in kept:
        table.add_row(*map(Text, _told(one)))
    # A digest is there to be copied, so a narrow terminal wraps the line rather than the digest.
    Console(width=WHOLE_LINE).print(table, soft_wrap=True)


def _told(one: KeptPack) -> tuple[str, ...]:
    status = f"version {one.version}, issued" if one.version else "draft"
    return day(one.as_at_on), one.round or "", one.strategy, status, one.digest
