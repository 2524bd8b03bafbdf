"""`governance mail`: trying whether mail works, and reminding people of what they have to do."""

import click

from governance_app.commands.terminal import in_database, settings
from governance_app.mail.reminding import Reminded, remind_all
from governance_app.mail.sending import Postman, send_claimed
from governance_app.mail.server import NotDelivered, for_the_wire
from objectives.mail import SentMail, one_mail, outcomes_of, queue_and_claim
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


@mail.command()
def remind() -> None:
    """Write to everybody who has something to do, with a link to each thing; at most once a day to each.

    What an owner must do and by when is on their page `My work`; the letter says the same.
    """
    reminded, outcomes = in_database(_reminded)
    became = [f"{count:,} {outcome or 'waiting'}" for outcome, count in outcomes.items()]
    click.echo(f"Letters queued: {len(reminded.queued):,}" + (f"; {', '.join(became)}." if became else "."))
    click.echo(f"Nothing to do: {reminded.idle:,}; written to today already: {reminded.already:,}.")
    if outcomes.keys() & {MailOutcome.FAILED, MailOutcome.NOT_SENT}:
        raise Problem("Not every letter was sent; the page /mail says why.")


async def _reminded() -> tuple[Reminded, dict[MailOutcome | None, int]]:
    reminded = await remind_all(settings().time_zone.key)
    await Postman(settings()).send_waiting()
    return reminded, await outcomes_of(reminded.queued)


async def _tried(address: str) -> SentMail:
    claimed = await queue_and_claim(MailKind.TEST, address)
    await send_claimed(settings(), claimed)
    return await one_mail(claimed.id)
