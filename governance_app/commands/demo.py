"""`governance demo`: filling an empty database with example data."""

import asyncio

import click

from governance_app.beside import whole_or_not_at_all
from governance_app.commands.terminal import settings
from governance_app.database import Connections, connected, make_current, open_database
from governance_app.example import fill_with_example
from governance_app.progress import progress
from governance_app.settings import Settings
from objectives.days import keep_days_in
from objectives.example.loading import Progress
from objectives.starting import is_untouched


@click.group()
def demo() -> None:
    """Example data."""


@demo.command()
def load() -> None:
    """Fill an empty database with fifteen months of an invented partnership's work, labelled as example data."""
    chosen = settings()
    keep_days_in(chosen.time_zone)
    with open_database(chosen) as connections, progress("Loading the example") as told:
        asyncio.run(_fill(connections, chosen, told))
    click.echo(
        "The example is loaded: five rounds, four of them frozen with their packs issued, and a draft as of today."
    )


async def _fill(connections: Connections, chosen: Settings, told: Progress) -> None:
    """The embedded database becomes an example whole or not at all; one that holds anything refuses it."""
    await make_current(connections)
    async with connected(connections):
        if not connections.is_embedded or not await is_untouched():
            return await fill_with_example(chosen, told)
    async with whole_or_not_at_all(connections) as unfinished, connected(unfinished):
        await fill_with_example(chosen, told)
