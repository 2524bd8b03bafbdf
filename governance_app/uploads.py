"""Files on their way in: a form's parts are read as they come, so that no file is ever whole in memory.

A file goes to a temporary one that has no name, which the system removes with the last process that has it open,
however that ends. One that is too large is read on and thrown away, so that all else of the form still arrives: what
was typed stands after the files.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, Protocol

from litestar import Request
from litestar.exceptions import ClientException, HTTPException, InternalServerException
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser

from governance_app.file_names import safe_name
from governance_app.signing_in import visit_of

TAKES_FILES = "takes_files"  # a route's option: True, or who else may send them, asked of the request
OPEN_FILES = "open_files"  # in the scope: closes them when the request is over
MOST_FILES = 20
MOST_PARTS = 1000
MOST_TEXT = 1_000_000  # bytes of everything that is no file
MOST_THROWN_AWAY = 10_000_000_000  # bytes of files beyond what can be kept

NO_ROOM = "could not be taken in: there is no room for it on the server now. Tell the business unit, or give a link."
NOT_HERE = "was left out: no file is asked for here."
TOO_MANY = f"was left out: give up to {MOST_FILES} files at once, then the next ones."


class TooLarge(HTTPException):
    """More than any form of ours holds; there is no use in reading on. `detail` is a sentence for whoever sent it."""

    status_code = 413


TOO_MUCH_TEXT = "It holds more than a million characters of text."
TOO_MANY_PARTS = f"It holds more than {MOST_PARTS:,} answers and files, or one that is no answer of ours."
TOO_MANY_BYTES = (
    f"Its files have more than {MOST_THROWN_AWAY // 10**9} GB together, so the rest of it was not read."
)


class Part(Protocol):
    async def write(self, piece: bytes) -> None: ...


class Text:
    """A text of the form."""

    def __init__(self, arrival: "Arrival", charset: str) -> None:
        self.arrival, self.charset, self.bytes = arrival, charset, bytearray()

    async def write(self, piece: bytes) -> None:
        self.arrival.text_left -= len(piece)
        if self.arrival.text_left < 0:
            raise TooLarge(TOO_MUCH_TEXT)
        self.bytes += piece

    def __str__(self) -> str:
        return self.bytes.decode(self.charset)


class Upload:
    """A file of the form. `file` is None where there is a `fault`, which goes on from the file's name."""

    def __init__(self, filename: str, file: IO[bytes] | None, limit: int, fault: str = "") -> None:
        self.filename, self.file, self.limit, self.fault = filename, file, limit, fault
        self.size, self.digest = 0, hashlib.sha256()

    @property
    def name(self) -> str:
        return safe_name(self.filename)

    async def write(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.file is None:
            return
        if self.size > self.limit:
            self.let_go(
                f"is larger than {self.limit // 1_000_000} MB. Make it smaller, or give a link to where it is kept."
            )
            return
        try:
            await asyncio.to_thread(self._put, piece)
        except OSError:
            self.let_go(NO_ROOM)

    def let_go(self, fault: str) -> None:
        """Gives the file up; what still comes of it is thrown away."""
        if self.file:
            self.file.close()
        self.file, self.fault = None, fault

    def _put(self, piece: bytes) -> None:
        assert self.file is not None
        self.file.write(piece)
        self.digest.update(piece)


class Arrival:
    """One form with files, part by part. `limit` is what one file may have, in bytes; 0 where none is taken."""

    def __init__(self, limit: int, folder: Path | None, open_files: ExitStack) -> None:
        self.limit, self.folder, self.open_files = limit, folder, open_files
        self.fields: dict[str, list[str | Upload]] = {}
        self.text_left, self.files_left = MOST_TEXT, MOST_FILES
        self.name, self.part = "", Text(self, "utf-8")  # type: tuple[str, Part]

    async def take(self, event: MultipartSegment | bytes | None) -> None:
        """What the parser found: the beginning of a part, more of it, or its end (None)."""
        if isinstance(event, MultipartSegment):
            self.name, self.part = event.name, self._begin(event)
        elif event:
            await self.part.write(event)
        elif isinstance(self.part, Upload):
            self.fields.setdefault(self.name, []).append(self.part)
        elif isinstance(self.part, Text):
            self.fields.setdefault(self.name, []).append(str(self.part))

    def _begin(self, segment: MultipartSegment) -> Part:
        if not segment.filename:  # a text, or a control that no file was chosen in
            return Text(self, segment.charset or "utf-8")
        if not self.limit:
            return Upload(segment.filename, None, 0, NOT_HERE)
        self.files_left -= 1
        if self.files_left < 0:
            return Upload(segment.filename, None, 0, TOO_MANY)
        try:
            file = self.open_files.enter_context(tempfile.TemporaryFile(dir=self.folder))  # noqa: SIM115
        except OSError:
            return Upload(segment.filename, None, 0, NO_ROOM)
        return Upload(segment.filename, file, self.limit)


async def read_parts(
    request: Request[Any, Any, Any], chunks: AsyncIterator[bytes]
) -> dict[str, list[str | Upload]]:
    """Every field of a form with files, from what its request brings. Raises HTTPException where it cannot be read."""
    boundary = request.content_type[1].get("boundary")
    if not boundary:
        raise ClientException("The form does not say where its parts end.")
    settings = request.app.state.settings
    limit = settings.max_upload_mb * 1_000_000
    most = limit * MOST_FILES + MOST_TEXT + MOST_THROWN_AWAY
    may = await _may_send_files(request)
    folder = settings.home if settings.home.is_dir() else None
    arrival = Arrival(limit if may else 0, folder, request.scope[OPEN_FILES])  # type: ignore[literal-required]
    try:
        await _parse(chunks, boundary, arrival, most)
    except ParserLimitReached as fault:
        raise TooLarge(TOO_MANY_PARTS) from fault
    except (MultipartError, InternalServerException) as fault:  # the latter: whoever sent it is gone
        raise ClientException("The form broke off, or is none.") from fault
    return arrival.fields


async def _parse(chunks: AsyncIterator[bytes], boundary: str, arrival: Arrival, most: int) -> None:
    first = await anext(chunks)
    if not first:
        return  # no body at all
    with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
        chunk = first
        while not parser.closed:
            most -= len(chunk)
            if most < 0:
                raise TooLarge(TOO_MANY_BYTES)
            for event in parser.parse(chunk):
                await arrival.take(event)
            if not parser.closed:
                chunk = await anext(chunks)


async def _may_send_files(request: Request[Any, Any, Any]) -> bool:
    """Whether the page takes files, and somebody is signed in: this is read before any page asks who is here."""
    whose = request.route_handler.opt.get(TAKES_FILES)
    if callable(whose):
        return bool(await whose(request))
    if not whose:
        return False
    state = request.app.state
    visit = await visit_of(request.cookies.get(state.session_cookie), state.time_zone)
    return visit.mandate is not None
