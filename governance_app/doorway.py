"""The outermost layer, before any route is looked for: how requests and answers of every kind go to and fro.

HEAD is answered as GET is, without the body. An answer given before its request was read to the end, such as the
refusal of a form that is too large, waits until the rest has come in: a browser that is still sending when it is
answered shows its own page of a broken connection, and nobody reads ours. Files that a form brought are closed, and so
gone, when its request is over; then its line goes into the service's log.
"""

import asyncio
import contextlib
from typing import Any

from litestar.types import ASGIApp, Receive, Send

from governance_app.logbook import written_down
from governance_app.uploads import OPEN_FILES

# What is read and thrown away of a request already refused, for so long; beyond it the connection breaks after all.
BYTES_THROWN_AWAY = 200 * 1024 * 1024
SECONDS_THROWN_AWAY = 30


class Doorway:
    """Wraps the application. Each request goes through once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with written_down(scope) as request:
            await self._answer(scope, receive, request.noting(send))

    async def _answer(self, scope: Any, receive: Receive, send: Send) -> None:
        arrival = _Arrival(receive)
        if scope.get("method") == "HEAD":
            scope["method"] = "GET"
            send = _without_body(send)
        with contextlib.ExitStack() as scope[OPEN_FILES]:
            await self.app(scope, arrival.receive, _once_arrived(arrival, send))


class _Arrival:
    """A request's body on its way in."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self.whole = receive, False

    async def receive(self) -> Any:
        message: Any = await self._receive()
        self.whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def throw_away(self) -> None:
        """Reads what has not been read. Times out in silence: a request that has been refused is owed no more."""
        left = BYTES_THROWN_AWAY
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_THROWN_AWAY):
                while not self.whole and left > 0:
                    message = await self.receive()
                    left -= len(message.get("body", b""))


def _once_arrived(arrival: _Arrival, send: Send) -> Send:
    async def waiting(message: Any) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400:
            await arrival.throw_away()
        await send(message)

    return waiting


def _without_body(send: Send) -> Send:
    async def bodiless(message: Any) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return bodiless
