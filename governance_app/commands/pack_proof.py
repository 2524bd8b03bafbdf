"""`governance pack list`, `verify` and `compare`: which packs are kept, whether one is still true, how two differ."""

import sys

import click
from msgspec import Struct
from rich.console import Console
from rich.table import Table
from rich.text import Text

from governance_app.commands.terminal import in_database, only_strategy, settings
from governance_app.kept_formats import Checked, CheckedFormat, check_beside, check_formats
from governance_app.storage import open_store
from objectives.days import today_at
from objectives.digests import Named, Names, named_by
from objectives.packs import KeptPack, kept_pack, kept_packs, pack_called
from reports.comparing import Change, ChangedLine, Comparison
from reports.comparing import compare as compared
from reports.content import read_content
from reports.verifying import Verified, verify_pack
from reports.wording import day

WHOLE_LINE = 200


@click.command("list")
def list_packs() -> None:
    """List the packs that are kept, the latest first."""
    kept = in_database(kept_packs)
    if not kept:
        click.echo("No pack has been built yet.")
        return
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


class Proof(Struct, frozen=True):
    """A verified pack with its stored files. `asked` is what was asked about, None where it was the pack itself."""

    verified: Verified
    formats: tuple[CheckedFormat, ...]
    beside: tuple[Checked, ...]
    asked: Named | None

    @property
    def holds(self) -> bool:
        faults = [*(one.fault for one in self.formats), *(one.fault for one in self.beside)]
        return self.verified.holds and not any(faults)


@click.command()
@click.argument("digest")
def verify(digest: str) -> None:
    """Build a kept pack again from history and compare; check the stored files of an issued one.

    DIGEST may be so much of its beginning as is unmistakable. That of a file, of a public extract or of an addendum's
    file says what it is, and verifies the pack it belongs to. Ends with code 1 where the pack, its figures or a stored
    file are not what they should be.
    """
    proof = in_database(lambda: _verify(digest))
    if proof.asked:
        click.echo(f"asked    {proof.asked.digest}")
        click.echo(
            f"is       {proof.asked.said}, by {proof.asked.by} on {day(today_at(proof.asked.added_at))}"
        )
    click.echo(f"digest   {proof.verified.digest}")
    click.echo(f"answer   {proof.verified.answer}")
    click.echo(proof.verified.sentence)
    for finding in proof.verified.findings:
        click.echo(f"  {finding}")
    for one in proof.formats:
        click.echo(f"file     version {one.version}, {one.format}: {one.fault or 'as it was issued'}")
    for beside in proof.beside:
        click.echo(f"beside   {beside.named.said}: {beside.fault or 'as it was kept'}")
    if not proof.holds:
        raise SystemExit(1)


async def _verify(digest: str) -> Proof:
    named, store = await named_by(digest), open_store(settings())
    found = await kept_pack(named.pack)
    return Proof(
        await verify_pack(found),
        await check_formats(store, found),
        await check_beside(store, found),
        None if named.what is Names.PACK else named,
    )


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--strategy", "key", metavar="KEY", help="May be left out while one strategy is loaded.")
def compare(before: str, after: str, key: str | None) -> None:
    """Say line by line what changed from pack A to pack B: rating, status, dates, scope, owners, kind.

    A and B are digests, or as much of their beginning as is unmistakable, or names of rounds, such as “Q2 2026-27”.
    """
    found = in_database(lambda: _compare(before, after, key))
    click.echo(f"from     {found.before}")
    click.echo(f"to       {found.after}")
    click.echo(found.headline)
    for note in found.notes:
        click.echo(note)
    (_show_table if sys.stdout.isatty() else _show_plain)(found)


async def _compare(before: str, after: str, key: str | None) -> Comparison:
    strategy = key or await only_strategy()
    a, b = [await pack_called(name, strategy) for name in (before, after)]
    return compared(read_content(a.content.encode()), read_content(b.content.encode()))


def _show_table(found: Comparison) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("Line", "What", "Before", "After"):
        table.add_column(heading, overflow="fold")
    for line in found.lines:
        for place, change in enumerate(line.changes):
            name = f"{line.reference} {line.title}" if place == 0 else ""
            table.add_row(*map(Text, (name, change.what, change.before, change.after)))
    Console().print(table)


def _show_plain(found: Comparison) -> None:
    """One change a line, parted by tabs, so that it can be searched and sorted."""
    for line in found.lines:
        for change in line.changes:
            click.echo(_plain(line, change))


def _plain(line: ChangedLine, change: Change) -> str:
    return "\t".join((line.reference, change.aspect, change.before, change.after, change.sentence))
