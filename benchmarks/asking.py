"""Asks for pages over connections that stay open, as lean as can be: it is the server that is measured.

Every answer is read whole, and anything but a 200 ends the run.
"""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from benchmarks.timing import Times, uncollected

HOST = "127.0.0.1"


class Asker:
    """One connection to a server on this machine; asks one thing at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cookie: str) -> None:
        self.reader, self.writer, self.cookie = reader, writer, cookie

    async def ask(self, path: str) -> bytes:
        """The body of the page. Raises AssertionError for any status but 200."""
        head = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/html\r\nCookie: {self.cookie}\r\n\r\n"
        self.writer.write(head.encode())
        status, headers = _parsed(await self.reader.readuntil(b"\r\n\r\n"))
        body = await self._body(headers)
        if status != 200:
            raise AssertionError(f"{path} was answered with {status}: {body[:200]!r}")
        return body

    async def _body(self, headers: dict[bytes, bytes]) -> bytes:
        if b"content-length" in headers:
            return await self.reader.readexactly(int(headers[b"content-length"]))
        pieces = []
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            pieces.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readuntil(b"\r\n")
        return b"".join(pieces)


def _parsed(head: bytes) -> tuple[int, dict[bytes, bytes]]:
    first, *rest = head.split(b"\r\n")
    headers = (line.partition(b":") for line in rest if line)
    return int(first.split(b" ", 2)[1]), {name.lower(): value.strip() for name, _, value in headers}


@asynccontextmanager
async def asker(port: int, cookie: str = "") -> AsyncIterator[Asker]:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        yield Asker(reader, writer, cookie)
    finally:
        writer.close()
        await writer.wait_closed()


async def answers(port: int, path: str, count: int, at_once: int = 1, cookie: str = "") -> Times:
    """The times of so many answers, asked by so many visitors at once, each asking again as soon as it is answered."""
    left = itertools.repeat(None, count)
    taken: list[float] = []

    async def visit() -> None:
        async with asker(port, cookie) as visitor:
            for _ in left:
                began = time.perf_counter()
                await visitor.ask(path)
                taken.append(time.perf_counter() - began)

    with uncollected():
        await asyncio.gather(*(visit() for _ in range(at_once)))
    return Times(tuple(taken))
