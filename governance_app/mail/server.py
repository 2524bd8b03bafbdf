"""Handing a letter to a mail server: one connection, one letter, one clear answer. Knows nothing of who is written to.

What the server says for now, as when it is busy or cannot be reached, is told apart from what it says for good.
"""

import asyncio
import datetime as dt
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import aiosmtplib
from aiosmtplib import SMTPRecipientsRefused, SMTPResponseException

from governance_app.mail.letters import Letter, html_of
from governance_app.mail.named import MailServer, Sender, Tls, is_address
from objectives.text import clean_line

ANSWER_SECONDS = 20
LETTER_SECONDS = 120
LONGEST_REASON = 400
TOO_LARGE = 552  # some servers say it as soon as they hear the size, others at the end


class NotDelivered(Exception):
    """The letter was not taken; `reason` is a sentence. With `for_now`, trying again later may help."""

    def __init__(self, reason: str, for_now: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.for_now = reason, for_now


def message_of(
    letter: Letter, sender: Sender, name: str, recipient: str, number: str, at: dt.datetime, address: str
) -> EmailMessage:
    """The letter as plain text and HTML, from a sender to one recipient, dated (UTC).

    `number` makes its identity: a letter sent twice is the same one, and mail readers may show it once. Raises
    NotDelivered where the recipient's address is none.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _named(sender.name, sender.address)
    message["To"] = _named(name, recipient)
    message["Subject"] = clean_line(letter.subject)
    message["Date"] = at
    message["Message-ID"] = f"<{number}@{_ascii_domain(sender.domain)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(html_of(letter, address), subtype="html", cte="quoted-printable")
    return message


def _named(name: str, address: str) -> Address:
    user, _, domain = for_the_wire(address).rpartition("@")
    return Address(clean_line(name), user, domain)


def for_the_wire(address: str) -> str:
    """An address with its domain in ASCII, which every server takes. Raises NotDelivered where it is no address."""
    if not is_address(address):
        raise NotDelivered(f"“{clean_line(address)}” is no e-mail address.")
    user, _, domain = address.rpartition("@")
    return f"{user}@{_ascii_domain(domain)}"


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        raise NotDelivered(f"“{clean_line(domain)}” is no domain that mail can be sent to.") from None


def _connection(server: MailServer, sender: Sender) -> dict[str, Any]:
    """How a server is reached: a letter goes over the very connection that `governance doctor` tries."""
    return {
        "hostname": server.host,
        "port": server.port,
        "username": server.user or None,
        "password": server.password or None,
        "use_tls": server.tls is Tls.FROM_THE_START,
        "start_tls": server.tls is Tls.STARTTLS,
        "local_hostname": _ascii_domain(sender.domain),
        "timeout": ANSWER_SECONDS,
    }


async def deliver(server: MailServer, sender: Sender, recipient: str, message: EmailMessage) -> None:
    """Hands the message over; returns once the server has taken responsibility for it. Raises NotDelivered."""
    try:
        async with asyncio.timeout(LETTER_SECONDS):
            await aiosmtplib.send(
                message,
                sender=for_the_wire(sender.address),
                recipients=[for_the_wire(recipient)],
                **_connection(server, sender),
            )
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise _told(error, server) from error


async def reach(server: MailServer, sender: Sender) -> None:
    """Greets the server and signs in, as before a letter, and takes leave. Raises NotDelivered."""
    client = aiosmtplib.SMTP(**_connection(server, sender))
    try:
        async with client:
            await client.noop()
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise _told(error, server) from error


def _told(error: Exception, server: MailServer) -> NotDelivered:
    where = f"{server.host}:{server.port}"
    if isinstance(error, SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, SMTPResponseException):
        return _answered(error, where)
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return NotDelivered(_sentence(f"{where} does not prove who it is, so nothing was sent", error))
    if isinstance(error, TimeoutError):
        return NotDelivered(f"{where} did not answer in time.", for_now=True)
    if isinstance(error, OSError):
        return NotDelivered(_sentence(f"{where} could not be reached", error), for_now=True)
    if "STARTTLS" in str(error):
        return NotDelivered(
            f"{where} offers no TLS, so nothing was sent. If the way to it is private, end SMTP_URL with ?tls=none."
        )
    return NotDelivered(_sentence(f"{where} cannot take this letter", error))


def _answered(error: SMTPResponseException, where: str) -> NotDelivered:
    what = {
        aiosmtplib.SMTPRecipientRefused: "refused the recipient",
        aiosmtplib.SMTPSenderRefused: "refused the sender, MAIL_FROM",
        aiosmtplib.SMTPAuthenticationError: "refused the name and password in SMTP_URL",
    }.get(type(error), "refused the letter")
    if error.code == TOO_LARGE:
        what = "finds the letter too large"
    said = clean_line(error.message)[:LONGEST_REASON]
    return NotDelivered(f"{where} {what} ({error.code} {said}).", for_now=error.code < 500)


def _sentence(beginning: str, error: Exception) -> str:
    why = clean_line(str(error)).rstrip(".")[:LONGEST_REASON] or type(error).__name__
    return f"{beginning} ({why})."
