"""Sets the formats of one pack after another in two processes, for whoever issues several and waits for nothing else.

Both get ready while the first pack is still to be built. A process that serves pages stays small without them.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import IO

import msgspec
from msgspec import Struct

from objectives.problems import Problem
from reports.cover import Cover
from reports.drawing import ALONE
from reports.formats import NAMES, set_formats

PROGRAM = "from reports.setting_apart import main; main()"
EDITED = ("docx", "xlsx", "csv")
"""Takes about as long as all the other formats together."""
HALVES = (tuple(name for name in NAMES if name not in EDITED), EDITED)
LENGTH = 8  # bytes of the number that goes before each message

Setting = Callable[[bytes, Cover], dict[str, bytes]]
"""Gives every format of a pack's content under a cover."""


class Wanted(Struct, frozen=True):
    content: bytes
    cover: Cover
    names: tuple[str, ...]
    template: bytes | None


@contextmanager
def setting_apart(template: bytes | None = None) -> Iterator[Setting]:
    """Two processes, each of which sets about half of a pack; they end with the block, or with whoever began them.

    What it gives waits, so do not call it on an event loop; it raises Problem where a process has failed.
    """
    with ExitStack() as stack:
        processes = [stack.enter_context(_begun()) for _ in HALVES]

        def setting(content: bytes, cover: Cover) -> dict[str, bytes]:
            for process, names in zip(processes, HALVES, strict=True):
                _ask(process, Wanted(content, cover, names, template))
            found = {name: made for process in processes for name, made in _answer(process).items()}
            return {name: found[name] for name in NAMES}

        yield setting


@contextmanager
def _begun() -> Iterator[subprocess.Popen[bytes]]:
    pipe, program = subprocess.PIPE, [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(program, stdin=pipe, stdout=pipe, env=os.environ | ALONE) as process:
        try:
            yield process
        finally:
            process.kill()


def _ask(process: subprocess.Popen[bytes], wanted: Wanted) -> None:
    assert process.stdin
    try:
        _send(process.stdin, msgspec.msgpack.encode(wanted))
    except BrokenPipeError as fault:
        raise Problem("The formats of this pack could not be set. Nothing was issued; try again.") from fault


def _answer(process: subprocess.Popen[bytes]) -> dict[str, bytes]:
    assert process.stdout
    message = _received(process.stdout)
    if message is None:
        raise Problem("The formats of this pack could not be set. Nothing was issued; try again.")
    return msgspec.msgpack.decode(message, type=dict[str, bytes])


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(LENGTH, "big") + message)
    stream.flush()


def _received(stream: IO[bytes]) -> bytes | None:
    """The next message, or None where whoever would send it has ended."""
    length = stream.read(LENGTH)
    return stream.read(int.from_bytes(length, "big")) if len(length) == LENGTH else None


def main() -> None:
    """Sets what standard input asks for, one pack after another, until nobody is left to ask."""
    # Imported here: they take a second, which whoever asks need not wait for.
    from reports.charts import draw, get_ready

    get_ready()
    for renderer in ("html", "pdf", "word", "excel"):
        import_module(f"reports.render_{renderer}")
    while message := _received(sys.stdin.buffer):
        wanted = msgspec.msgpack.decode(message, type=Wanted)
        made = set_formats(wanted.content, wanted.cover, draw, wanted.names, wanted.template)
        _send(sys.stdout.buffer, msgspec.msgpack.encode(made))
