"""`governance demo`: filling an empty database with example data."""

import getpass

import click

from governance_app.commands.terminal import in_database, progress, settings
from governance_app.issuing import issue_round
from governance_app.settings import Settings
from governance_app.storage import open_store
from objectives.example.loading import KEY, load_example
from objectives.example.loading import Progress as Told
from objectives.mandates import Operator
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound


@click.group()
def demo() -> None:
    """Example data."""


@demo.command()
def load() -> None:
    """Fill an empty database with fifteen months of an invented partnership's work, labelled as example data."""
    with progress() as bar:
        task = bar.add_task("Loading the example", total=None)
        in_database(lambda: fill(settings(), lambda done, of: bar.update(task, completed=done, total=of)))
    click.echo("The example is loaded: five rounds, four of them frozen with their packs issued.")


async def fill(chosen: Settings, progress: Told = lambda done, of: None) -> None:
    """Loads the example into the connected database and issues its packs into the evidence store."""
    store = open_store(chosen)

    async def issue(round: ReportingRound, issuer: Person) -> None:
        await issue_round(issuer, KEY, round.name, store, time_zone=chosen.time_zone.key)

    await load_example(Operator(getpass.getuser()), progress, issue)
