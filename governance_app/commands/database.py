"""`governance database` and `governance migrate`: where the database is, and the shape of its tables."""

import asyncio

import click

from governance_app import database as way
from governance_app.commands.terminal import settings
from objectives.problems import Problem


@click.group()
def database() -> None:
    """Where the database is."""


@database.command()
@click.option("--owner", is_flag=True, help="As the role that owns the tables.")
def url(owner: bool) -> None:
    """Print the connection string of the application's role.

    The embedded database can be reached by it while the service, or any other command, is running.
    """
    with way.open_database(settings()) as connections:
        address = connections.owner if owner else connections.application
    if address is None:
        raise Problem("The owner's address is not known; set DATABASE_OWNER_URL.")
    click.echo(address)


@click.command()
def migrate() -> None:
    """Bring the tables to the shape that this version expects."""
    with way.open_database(settings()) as connections:
        done = asyncio.run(way.migrate(connections))
    for migration in done:
        click.echo(f"Ran {migration}.")
    if not done:
        click.echo("Nothing to migrate.")
