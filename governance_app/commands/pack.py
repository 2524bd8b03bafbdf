"""`governance pack`: building the progress pack into a folder; what is asked of kept packs is in `pack_proof`.

What builds is imported while the process that draws gets ready, so that the two wait for one another the least.
"""

import contextlib
import datetime as dt
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from governance_app.commands import Lazy
from governance_app.progress import progress
from objectives.dates import read_day
from objectives.problems import Invalid, Problem
from reports.drawing import drawing_apart
from reports.formats import NAMES, USUAL

UNFINISHED = ".unfinished-"
STEPS = ("Reading and rating", "Setting the pages", "Writing")
PLACES = {
    "build": "governance_app.commands.pack:build",
    "compare": "governance_app.commands.pack_proof:compare",
    "list": "governance_app.commands.pack_proof:list_packs",
    "verify": "governance_app.commands.pack_proof:verify",
}


@click.group(cls=Lazy, places=PLACES)
def pack() -> None:
    """The progress pack."""


@click.command()
@click.option("--as-at", "as_at", metavar="DATE", help="As at the end of this day, such as 2026-09-30.")
@click.option(
    "--round", "round_name", metavar="NAME", help="As at the freeze of this round, such as “Q2 2026-27”."
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder to write to."
)
@click.option("--strategy", "key", metavar="KEY", help="May be left out while one strategy is loaded.")
@click.option(
    "--format",
    "formats",
    type=click.Choice([*NAMES, "all"]),
    multiple=True,
    help="A format to write; give it again for another. Unless said: pdf, html and json.",
)
def build(
    as_at: str | None, round_name: str | None, out: Path, key: str | None, formats: tuple[str, ...]
) -> None:
    """Build a pack: keep it, and write it as pack.pdf, pack.html and pack.json, or in the formats asked for.

    Give either --as-at or --round. The same moment always gives the same digest.
    """
    moment = _asked_for(as_at, round_name)
    with _folder_for(out) as unfinished, progress(STEPS[0]) as told, drawing_apart() as draw:
        from governance_app.commands.pack_building import Asked, files_of, find
        from governance_app.commands.terminal import in_database

        found = in_database(lambda: find(Asked(moment, key)))
        told(1, len(STEPS), STEPS[1])
        files = files_of(found, draw, _named(formats))
        told(2, len(STEPS), STEPS[2])
        _write(files, unfinished, out)
    click.echo(f"{found.content.title}, as at {found.content.as_at_words}")
    click.echo(f"{found.content.finding}.")
    click.echo(f"status   {'issued; these are the files that were stored then' if found.kept else 'draft'}")
    click.echo(f"digest   {found.built.digest}")
    click.echo(f"anchor   {found.content.anchor.sequence}:{found.content.anchor.chain_digest}")
    for name in files:
        click.echo(f"written  {out / name}")


def _asked_for(as_at: str | None, round_name: str | None) -> dt.date | str:
    if (as_at is None) == (round_name is None):
        raise Invalid("Give either --as-at DATE or --round NAME.")
    if round_name is not None:
        return round_name
    return read_day(as_at or "")


def _named(formats: tuple[str, ...]) -> tuple[str, ...]:
    return NAMES if "all" in formats else tuple(dict.fromkeys(formats)) or USUAL


@contextlib.contextmanager
def _folder_for(out: Path) -> Iterator[Path]:
    """A folder for unfinished files inside `out`, gone at the end: files are moved into place only when whole.

    It is locked as long as its process lives, so that the next build knows what a killed one left, and removes it.
    """
    with contextlib.ExitStack() as stack:
        try:
            out.mkdir(parents=True, exist_ok=True)
            with _locked(
                out, fcntl.LOCK_EX
            ):  # nobody takes a folder for left behind before it is locked itself
                _remove_what_was_left(out)
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=out, prefix=UNFINISHED)))
                stack.enter_context(_locked(folder))
        except OSError as fault:
            raise Problem(
                f"The folder {out} cannot be written to ({fault.strerror}). Name another with --out."
            ) from fault
        yield folder


def _remove_what_was_left(out: Path) -> None:
    for folder in out.glob(f"{UNFINISHED}*"):
        with contextlib.suppress(OSError), _locked(folder):
            shutil.rmtree(folder)


@contextlib.contextmanager
def _locked(folder: Path, how: int = fcntl.LOCK_EX | fcntl.LOCK_NB) -> Iterator[None]:
    """Raises OSError where another process has it, unless it is to be waited for."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _write(files: dict[str, bytes], unfinished: Path, out: Path) -> None:
    try:
        for name, content in files.items():
            (unfinished / name).write_bytes(content)
        for name in files:
            os.replace(unfinished / name, out / name)
    except OSError as fault:
        raise Problem(f"The pack is kept, but {out} cannot be written to ({fault.strerror}).") from fault
