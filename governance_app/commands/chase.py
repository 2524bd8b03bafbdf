"""`governance chase`: taking every step of the ladder that is due for a late assurance request, once."""

import getpass

import click

from governance_app.commands.terminal import in_database, settings
from governance_app.mail.sending import Postman
from objectives.chasing import Taken
from objectives.chasing import chase as take_what_is_due
from objectives.history import Actor


@click.command()
def chase() -> None:
    """Remind and escalate what is late by now; run as often as you like, and on any machine: each step goes once.

    Who is written to, and after how many working days, is in objectives/ladder.toml.
    """
    taken = in_database(_chased)
    for step in taken:
        written_to = ", ".join(step.written_to) or "nobody known; the request’s page has the text to send"
        click.echo(f"Request {step.request}, {step.agency}: {step.title} ({written_to}).")
    click.echo(f"Steps taken: {len(taken):,}.")


async def _chased() -> tuple[Taken, ...]:
    taken = await take_what_is_due(Actor.command(getpass.getuser()))
    await Postman(settings()).send_waiting()
    return taken
