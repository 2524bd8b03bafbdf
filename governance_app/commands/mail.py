"""`governance mail`: trying whether mail works."""

import click

from governance_app.commands.terminal import in_database, settings
from governance_app.mail.sending import send_claimed
from governance_app.mail.server import NotDelivered, for_the_wire
from objectives.mail import SentMail, one_mail, queue_and_claim
from objectives.problems import Invalid, Problem
from objectives.words import MailKind, MailOutcome


@click.group()
def mail() -> None:
    """Sending mail."""


@mail.command()
@click.argument("address")
def test(address: str) -> None:
    """Send a trial letter to ADDRESS, and say what became of it."""
    try:
        for_the_wire(address)
    except NotDelivered as error:
        raise Invalid(error.reason) from error
    sent = in_database(lambda: _tried(address))
    if sent.outcome is MailOutcome.SENT:
        click.echo(f"Sent: the mail server took a letter to {address}.")
    elif sent.outcome is MailOutcome.TRAY:
        click.echo("Nothing was sent: there is no mail server, and beside example data mail goes to a tray.")
        click.echo(f"The letter is at {settings().web_address}/mail/{sent.id}")
    else:
        advice = " Set SMTP_URL and MAIL_FROM." if sent.outcome is MailOutcome.NOT_SENT else ""
        raise Problem(f"Not sent: {sent.reason}{advice}")


async def _tried(address: str) -> SentMail:
    claimed = await queue_and_claim(MailKind.TEST, address)
    await send_claimed(settings(), claimed)
    return await one_mail(claimed.id)
