"""`governance start`: beginning for real, with a partnership, its business unit and a first administrator."""

import getpass

import click

from governance_app.commands.terminal import in_database
from objectives.mandates import Operator
from objectives.starting import Start, start_empty


@click.command()
@click.option(
    "--empty", is_flag=True, required=True, help="With no example data. An empty database is needed."
)
@click.option("--partnership", prompt="Name of the partnership", help="As it stands on every page.")
@click.option("--administrator", prompt="Name of the first administrator", help="They add everybody else.")
@click.option("--email", prompt="Their e-mail address", help="By which they sign in.")
def start(empty: bool, partnership: str, administrator: str, email: str) -> None:
    """Begin for real. What is not given is asked for; a database that has been started is left as it is."""
    begun = Start(partnership=partnership, administrator=administrator, email=email)
    person = in_database(lambda: start_empty(Operator(getpass.getuser()), begun))
    click.echo(f"{begun.partnership} was started, with {person.name} as its administrator.")
    click.echo(
        "Next, load a strategy: governance strategy load objectives/strategies/coventry-csa.toml, or a file of your own"
    )
    click.echo("Serve the pages: governance run")
    click.echo(f"Then let the administrator in: governance sign-in-link {person.email}")
