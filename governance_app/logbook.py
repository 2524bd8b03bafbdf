"""What the service writes down of its own running: one line of JSON for each request and event, without a person in it.

A request is told by its route, never by its address: that may hold the secret of a link, a name or what was searched
for. Of a fault it says the kind and where in the code, not its message: databases put whole rows into theirs.
"""

import contextlib
import datetime as dt
import enum
import logging
import secrets
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator
from pathlib import PurePath
from typing import Any

import msgspec

# As in ASGI. Not taken from the framework, which no command that reads the settings should have to import.
Send = Callable[[Any], Awaitable[None]]

NAME = "governance"
REQUESTS = logging.getLogger(f"{NAME}.requests")
REQUEST_ID = "request_id"  # in the scope; a page that says that something went wrong shows it
NO_ROUTE = "none"
OF_A_FAULT = 12  # frames, those nearest to the fault
KNOWN = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class LogLines(enum.StrEnum):
    """Which lines are written: of every request and event, of events alone, or none."""

    ALL = "all"
    EVENTS = "events"
    NONE = "none"


def keep_log(lines: LogLines | None) -> None:
    """Has this process write its lines to the error stream; where nothing is said, no requests to a terminal."""
    lines = lines or (LogLines.EVENTS if sys.stderr.isatty() else LogLines.ALL)
    handler = logging.StreamHandler() if lines is not LogLines.NONE else logging.NullHandler()
    handler.setFormatter(Line())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    logging.getLogger(NAME).setLevel(logging.INFO)
    REQUESTS.setLevel(logging.INFO if lines is LogLines.ALL else logging.ERROR)


class Line(logging.Formatter):
    """A record as one line of JSON. What libraries say in words is left out: nobody knows what is in it."""

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        ours = record.name.split(".")[0] == NAME
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if ours else f"from {record.name}",
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line |= _fault(record.exc_info[1])
        return msgspec.json.encode(line).decode()


def _fault(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-OF_A_FAULT:]
    kind = type(error)
    return {
        "fault": f"{kind.__module__}.{kind.__qualname__}",
        "where": [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _place(file: str) -> str:
    return "/".join(PurePath(file).parts[-2:])


class Request:
    """A request under way, from its first byte to the last of its answer."""

    def __init__(self, scope: Any) -> None:
        self.scope, self.status, self._began = scope, 0, time.perf_counter()
        # Before HEAD is answered as GET is.
        self._method = scope["method"] if scope.get("method") in KNOWN else "OTHER"
        scope[REQUEST_ID] = self.id = secrets.token_hex(4)

    def noting(self, send: Send) -> Send:
        """Passes the answer on and remembers its status."""

        async def noted(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            await send(message)

        return noted

    def write_down(self) -> None:
        level = logging.ERROR if self.status >= 500 else logging.INFO
        facts = {
            "id": self.id,
            "method": self._method,
            "route": self.scope.get("path_template") or NO_ROUTE,
            "status": self.status,
            "ms": round((time.perf_counter() - self._began) * 1000, 1),
        }
        REQUESTS.log(level, "request", extra={"facts": facts})


@contextlib.contextmanager
def written_down(scope: Any) -> Iterator[Request]:
    """A request whose line is written when the block ends, however it ends. Status 0: nobody waited for the answer."""
    request = Request(scope)
    try:
        yield request
    finally:
        request.write_down()
