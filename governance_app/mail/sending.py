"""Sending what is queued: each mail claimed, its letter written, handed over, and its outcome written down.

All of it happens outside any act and any request; `Postman` is woken after something was queued and when the service
starts, and sees to it that one pass runs at a time in a process.
"""

import asyncio
import datetime as dt
import logging
from contextlib import suppress

from governance_app.mail.asking import assurance_letter
from governance_app.mail.letters import From, Letter, sign_in_letter, trial_letter
from governance_app.mail.reminding import what_to_do
from governance_app.mail.server import NotDelivered, deliver, message_of
from governance_app.settings import Settings
from governance_app.signing_in import LINK_MINUTES, Visit, make_link
from objectives.history import now
from objectives.mail import (
    Claimed,
    claim_mail,
    lay_in_tray,
    put_off_mail,
    seconds_to_next,
    settle_mail,
)
from objectives.problems import Problem
from objectives.words import MailKind, MailOutcome

logger = logging.getLogger("governance")

NO_SERVER = "No mail server is set."
LET_FINISH = 5  # seconds that a stop waits for the letter under way
PAUSE_AFTER_A_FAULT = 60.0  # seconds
ABOUT_REQUESTS = {MailKind.ASSURANCE_REQUEST, MailKind.ASSURANCE_CODE, MailKind.ASSURANCE_CHASE}


def has_tray(settings: Settings, visit: Visit) -> bool:
    """Whether mail goes to the tray: beside example data, with no mail server named."""
    return visit.example and settings.mail_server is None


def mails(settings: Settings, visit: Visit) -> bool:
    """Whether a letter that is queued will get anywhere."""
    return settings.mail_server is not None or has_tray(settings, visit)


async def send_claimed(settings: Settings, claimed: Claimed) -> None:
    """Sends one claimed mail and writes down what became of it."""
    try:
        await _send(settings, claimed)
    except NotDelivered as error:
        if error.for_now and not claimed.last_try:
            await put_off_mail(claimed.id, error.reason)
        else:
            await settle_mail(claimed.id, MailOutcome.FAILED, error.reason)
    except Problem as problem:
        await settle_mail(claimed.id, MailOutcome.NOT_SENT, problem.sentence)
    except Exception as error:  # so that one letter that cannot be written does not keep all others waiting
        logger.error("Mail %s could not be written", claimed.id, exc_info=error)
        await settle_mail(
            claimed.id, MailOutcome.FAILED, f"The letter could not be written ({type(error).__name__})."
        )


async def _send(settings: Settings, claimed: Claimed) -> None:
    server, sender, at = settings.mail_server, settings.mail_from, await now()
    if claimed.given_up:
        return await settle_mail(claimed.id, MailOutcome.FAILED, claimed.given_up)
    if server and sender:
        letter = await _letter(settings, claimed, at)
        number = f"{claimed.id}.{claimed.queued_at:%Y%m%d%H%M%S%f}"
        message = message_of(
            letter, sender, claimed.name, claimed.recipient, number, at, settings.web_address
        )
        await deliver(server, sender, claimed.recipient, message)
        return await settle_mail(claimed.id, MailOutcome.SENT)
    if claimed.example:
        letter = await _letter(settings, claimed, at)
        return await lay_in_tray(claimed.id, letter.subject, letter.text)
    return await settle_mail(claimed.id, MailOutcome.NOT_SENT, NO_SERVER)


async def _letter(settings: Settings, claimed: Claimed, at: dt.datetime) -> Letter:
    """Written now, from the facts of now. Raises Problem where it would be of no use."""
    of = From(claimed.partnership, settings.web_address, claimed.example)
    if claimed.kind is MailKind.TEST:
        return trial_letter(of)
    if claimed.kind in ABOUT_REQUESTS:
        return await assurance_letter(of, settings, claimed)
    if claimed.kind is MailKind.WHAT_TO_DO and claimed.person:
        return await what_to_do(of, claimed.person, settings.time_zone.key)
    if at - claimed.queued_at > dt.timedelta(minutes=LINK_MINUTES):
        raise Problem(
            f"It waited for more than {LINK_MINUTES} minutes, so nobody was waiting for the link any more."
        )
    secret = await make_link(claimed.recipient)
    return sign_in_letter(of, claimed.name, secret, "".join(claimed.about), LINK_MINUTES)


class Postman:
    """Sends in the background of a serving process, one letter at a time.

    It is woken when something was queued, begins with what an ended process left, and wakes by itself only while a
    mail waits to be tried again.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._woken = asyncio.Event()
        self._stopping = False
        self._rounds: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.wake()
        self._rounds = asyncio.create_task(self._go_round())

    def wake(self) -> None:
        """Something was queued. Answers at once; sending comes after."""
        self._woken.set()

    async def stop(self) -> None:
        """Lets the letter under way be handed over, for a few seconds; one cut short is claimed again later."""
        self._stopping = True
        self.wake()
        if self._rounds:
            await asyncio.wait({self._rounds}, timeout=LET_FINISH)
            self._rounds.cancel()
            await asyncio.gather(self._rounds, return_exceptions=True)

    async def send_waiting(self) -> None:
        """Sends all that can be claimed now."""
        while not self._stopping and (claimed := await claim_mail()):
            await send_claimed(self.settings, claimed)

    async def _go_round(self) -> None:
        pause: float | None = None
        while not self._stopping:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), pause)
            self._woken.clear()
            try:
                await self.send_waiting()
                pause = await seconds_to_next()
            except Exception as error:  # the database is away; what is queued in it waits
                logger.error("Mail is not being sent", exc_info=error)
                pause = PAUSE_AFTER_A_FAULT
