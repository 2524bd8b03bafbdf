"""`governance sign-in-link`: a link for somebody who cannot be sent one, or for the first administrator."""

import click

from governance_app.commands.terminal import in_database, settings
from governance_app.signing_in import LINK_MINUTES, make_link


@click.command(name="sign-in-link")
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Print a link by which the person with this e-mail address signs in, once."""
    secret = in_database(lambda: make_link(email))
    click.echo(f"{settings().web_address}/sign-in/link/{secret}")
    click.echo(f"It works once, within {LINK_MINUTES} minutes. Give it to nobody else.", err=True)
