"""`governance history`: can it be believed, and what became of one row."""

from itertools import pairwise
from typing import Any

import click
import msgspec

from governance_app.commands.terminal import in_database, settings
from governance_app.progress import progress
from objectives.history import HistoryRow, Place, changed, versions
from objectives.problems import NotFound, Problem
from objectives.verifying import recorded_tables
from objectives.verifying import verify as verify_history


@click.group()
def history() -> None:
    """What was recorded, by whom, and whether it still fits together."""


@history.command()
@click.option(
    "--anchor", metavar="SEQ:DIGEST", help="A place printed on a pack, which history must still hold."
)
def verify(anchor: str | None) -> None:
    """Look at the whole of history; name the first thing that does not fit and exit with 1."""
    place = Place.parse(anchor) if anchor else None
    with progress("Looking at history") as told:
        verdict = in_database(lambda: verify_history(place, told))
    if verdict.fault:
        raise Problem(verdict.fault)
    click.echo(f"History fits together. Its head is {verdict.head}")


@history.command()
@click.argument("table")
@click.argument("row_id", metavar="ID", type=int)
def show(table: str, row_id: int) -> None:
    """Print every version of a row: who, when, and what changed."""
    name = table.lower().replace(" ", "_").replace("-", "_")
    if name not in recorded_tables():
        raise NotFound(f"There is no recorded table “{table}”. There are: {', '.join(recorded_tables())}.")

    async def ask() -> list[HistoryRow]:
        return await versions(name, row_id)

    found = in_database(ask)
    if not found:
        raise NotFound(f"History holds no {name.replace('_', ' ')} {row_id}.")
    for before, version in pairwise([None, *found]):
        assert version is not None
        click.echo(_told(before, version))


def _told(before: HistoryRow | None, version: HistoryRow) -> str:
    when = version.recorded_at.astimezone(settings().time_zone)
    heading = f"{version.sequence}  {when:%Y-%m-%d %H:%M:%S %Z}  {version.operation} by {version.actor}"
    changes = [f"    {column}: {_change(*values)}" for column, values in changed(before, version).items()]
    return "\n".join([heading, *(changes if version.operation != "delete" else [])])


def _change(before: Any, after: Any) -> str:
    """As JSON, so that nothing which a row holds can steer the terminal."""
    old, new = (msgspec.json.encode(value).decode() for value in (before, after))
    return new if before is None else f"{old} → {new}"
