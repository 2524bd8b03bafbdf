"""`governance strategy`: loading a strategy's text, and reading it in the terminal."""

import getpass
from pathlib import Path

import click
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from governance_app.commands.terminal import in_database
from objectives.history import Actor
from objectives.problems import Invalid, NotFound
from objectives.standing import Commitment, Objective, Standing
from objectives.strategy import document_of, load_strategy, strategy_keys, strategy_standing
from objectives.strategy_file import read_strategy_file
from reports.wording import day

MEASURE = 100  # columns; longer lines are hard to read in any terminal


@click.group()
def strategy() -> None:
    """The strategy's own text."""


@strategy.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--variation", metavar="WHY", help="Put differing wordings beside the originals, and why.")
def load(file: Path, variation: str | None) -> None:
    """Load a strategy from a TOML file, whole or not at all.

    Loading the same file again changes nothing. A commitment's wording is locked once it is loaded: a file that
    words it otherwise is refused, unless --variation says why.
    """
    text = read_strategy_file(file)
    loaded = in_database(lambda: load_strategy(Actor.command(getpass.getuser()), text, variation))
    for change in loaded.changes:
        click.echo(change)
    if not loaded.changes:
        click.echo(f"Nothing to change: {loaded.key} is loaded as {file} has it.")


@strategy.command()
@click.argument("key", required=False)
def show(key: str | None) -> None:
    """Show a strategy: its aim, and each commitment's wording, kind and variation notes.

    KEY may be left out while one strategy is loaded.
    """
    Console(width=min(Console().width, MEASURE)).print(strategy_page(in_database(lambda: _asked_for(key))))


async def _asked_for(key: str | None) -> Standing:
    keys = await strategy_keys()
    if key is None and len(keys) > 1:
        raise Invalid(f"Several strategies are loaded; name one: {', '.join(keys)}.")
    if key is None and not keys:
        raise NotFound("No strategy is loaded yet; load one with `governance strategy load FILE`.")
    return await strategy_standing(key or keys[0])


def strategy_page(standing: Standing) -> Group:
    """A strategy set out for a terminal. Texts are never read as the terminal's own markup."""
    document = document_of(standing)
    head = Text(standing.title, style="bold")
    head.append(f"\n{standing.partnership}", style="not bold")
    head.append(
        f"\nKey {standing.key}. Progress is tracked from {day(standing.starts_on)}.", style="not bold"
    )
    return Group(
        head,
        _headed("Aim", Text(document.aim)),
        _headed("Values", _points(document.values)),
        *(_objective(objective) for objective in standing.objectives),
        _headed("Governance", Text(document.governance)),
    )


def _headed(heading: str, below: RenderableType) -> Padding:
    return Padding(Group(Text(heading, style="bold"), below), (1, 0, 0, 0))


def _points(points: tuple[str, ...]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    for point in points:
        table.add_row("-", Text(point))
    return table


def _objective(objective: Objective) -> Padding:
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    table.add_column(no_wrap=True)
    for commitment in objective.commitments:
        table.add_row(commitment.reference, _commitment(commitment), commitment.kind.value)
    return _headed(f"{objective.name}. {objective.promise}", table)


def _commitment(commitment: Commitment) -> Text:
    text = Text(commitment.short_title + "\n", style="bold")
    text.append(commitment.wording, style="not bold")
    for note in commitment.variations:
        text.append(f"\n{day(note.dated_on)}: {note.note}", style="not bold italic")
        if note.wording:
            text.append(f"\nNow worded: {note.wording}", style="not bold")
    return text
