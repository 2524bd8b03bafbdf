"""A mail server on this machine that keeps what it is given, and can be told to behave badly."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from governance_app.mail.named import MailServer, Tls


class Caught:
    """What reached the server; `answers` are what it says to a command instead of taking it, by the command's name."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers, self.envelopes, self.port = answers, [], 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(one.content, policy=policy.default) for one in self.envelopes]  # type: ignore[misc]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    @property
    def server(self) -> MailServer:
        return MailServer("127.0.0.1", self.port, Tls.NONE)


@asynccontextmanager
async def catching(
    answers: dict[str, str] | None = None,
    password: str = "",
    tls: ssl.SSLContext | None = None,
    from_the_start: bool = False,
    **options: Any,
) -> AsyncIterator[Caught]:
    """A server that takes mail; with a password, from `progress` alone; with `tls` by STARTTLS, unless at once."""
    caught = Caught(answers or {})

    def protocol() -> SMTP:
        given = (
            {"authenticator": _asks_for(password), "auth_required": True, "auth_require_tls": False}
            if password
            else {}
        )
        if tls and not from_the_start:
            given |= {"tls_context": tls, "require_starttls": True}
        with (
            warnings.catch_warnings()
        ):  # it warns of passwords without TLS, which only leave this test for itself
            warnings.simplefilter("ignore")
            return SMTP(caught, hostname="catcher.test", **given, **options)

    listening = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=tls if from_the_start else None
    )
    caught.port = listening.sockets[0].getsockname()[1]
    try:
        yield caught
    finally:
        listening.close()
        await listening.wait_closed()


def _asks_for(password: str) -> Any:
    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        right = (given.login, given.password) == (b"progress", password.encode())
        return AuthResult(success=right, handled=False)

    return authenticate


@asynccontextmanager
async def silent() -> AsyncIterator[int]:
    """The port of a server that takes the connection and then says nothing."""
    held: list[asyncio.StreamWriter] = []

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    listening = await asyncio.start_server(hold, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        for writer in held:
            writer.close()
        listening.close()
        await listening.wait_closed()
