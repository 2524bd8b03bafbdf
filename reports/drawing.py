"""Draws a pack's charts in a process of its own, so that the process which serves pages stays small."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import msgspec
from msgspec import Struct

from objectives.problems import Problem

# It ends before there is garbage worth looking for, at once and leaving the tidying to the system, and has no use for
# numpy's threads beside its own.
PROGRAM = "import gc, os; gc.disable(); from reports.charts import main; main(); os._exit(0)"
ALONE = {"OPENBLAS_NUM_THREADS": "1"}


class Drawn(Struct, frozen=True):
    """A chart as SVG, and the sentence that says the same."""

    svg: str
    alt: str


Draw = Callable[[bytes], dict[str, Drawn]]
"""Gives the charts of a pack's content, by name."""


def written(charts: dict[str, Drawn]) -> bytes:
    """Charts as JSON."""
    return msgspec.json.encode(charts)


@lru_cache(maxsize=16)
def draw_apart(canonical_content: bytes) -> dict[str, Drawn]:
    """What `charts.draw` gives, drawn in another process; kept for the packs that were asked for last.

    Takes up to a second the first time, so do not call it on an event loop. Raises Problem where it fails.
    """
    with drawing_apart() as draw:
        return draw(canonical_content)


@contextmanager
def drawing_apart() -> Iterator[Draw]:
    """A process that draws the charts of one pack, and gets ready while the pack is still being built.

    What it gives takes the pack's content, waits, and raises Problem where the charts cannot be drawn.
    """
    pipe = subprocess.PIPE
    program = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(program, stdin=pipe, stdout=pipe, stderr=pipe, env=os.environ | ALONE) as process:
        try:
            yield lambda canonical_content: _drawn_by(process, canonical_content)
        finally:
            process.kill()


def _drawn_by(process: subprocess.Popen[bytes], canonical_content: bytes) -> dict[str, Drawn]:
    drawn, _ = process.communicate(canonical_content)
    if process.returncode:
        raise Problem("The charts of this pack could not be drawn. Its figures are in its tables.")
    return msgspec.json.decode(drawn, type=dict[str, Drawn])
