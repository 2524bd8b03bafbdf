"""`governance person`: adding somebody who may sign in."""

import getpass

import click

from governance_app.commands.terminal import in_database
from objectives.mandates import Operator
from objectives.people import NewPerson, add_person, find_agency
from objectives.tables.person import Person
from objectives.words import Role


@click.group()
def person() -> None:
    """People and their roles."""


@person.command()
@click.argument("name")
@click.argument("email")
@click.option("--agency", required=True, help="The name or short name of their agency.")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice(list(map(str, Role))), help="A role; repeatable."
)
def add(name: str, email: str, agency: str, roles: tuple[str, ...]) -> None:
    """Add somebody who may sign in. What they own comes from their posts."""
    added = in_database(lambda: _added(name, email, agency, tuple(map(Role, roles))))
    click.echo(f"{added.name} was added. Let them in with: governance sign-in-link {added.email}")


async def _added(name: str, email: str, agency: str, roles: tuple[Role, ...]) -> Person:
    new = NewPerson(name, email, await find_agency(agency))
    return await add_person(Operator(getpass.getuser()), new, roles)
