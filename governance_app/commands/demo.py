"""`governance demo`: filling an empty database with example data."""

import click

from governance_app.commands.terminal import in_database, progress, settings
from governance_app.example import fill_with_example


@click.group()
def demo() -> None:
    """Example data."""


@demo.command()
def load() -> None:
    """Fill an empty database with fifteen months of an invented partnership's work, labelled as example data."""
    with progress() as bar:
        task = bar.add_task("Loading the example", total=None)

        def told(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        in_database(lambda: fill_with_example(settings(), told))
    click.echo("The example is loaded: five rounds, four of them frozen with their packs issued.")
