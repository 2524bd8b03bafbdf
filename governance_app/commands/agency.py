"""`governance agency`: adding a partner agency."""

import getpass

import click

from governance_app.commands.terminal import in_database
from objectives.mandates import Operator
from objectives.people import NewAgency, add_agency


@click.group()
def agency() -> None:
    """Partner agencies."""


@agency.command()
@click.argument("name")
@click.option("--short-name", help="For tables, at most 30 characters; the name itself if left out.")
@click.option("--lead-partner", default="", help="The post that speaks for it among the lead partners.")
def add(name: str, short_name: str | None, lead_partner: str) -> None:
    """Add a partner agency."""
    new = NewAgency(name, short_name or name, lead_partner)
    added = in_database(lambda: add_agency(Operator(getpass.getuser()), new))
    click.echo(f"{added.name} was added.")
