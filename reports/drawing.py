"""Draws a pack's charts in a process of its own, so that the process which serves pages stays small."""

import subprocess
import sys
from functools import lru_cache

import msgspec
from msgspec import Struct

from objectives.problems import Problem


class Drawn(Struct, frozen=True):
    """A chart as SVG, and the sentence that says the same."""

    svg: str
    alt: str


def written(charts: dict[str, Drawn]) -> bytes:
    """Charts as JSON."""
    return msgspec.json.encode(charts)


@lru_cache(maxsize=16)
def draw_apart(canonical_content: bytes) -> dict[str, Drawn]:
    """What `charts.draw` gives, drawn in another process; kept for the packs that were asked for last.

    Takes one to two seconds the first time, so do not call it on an event loop. Raises Problem where it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", "reports.charts"], input=canonical_content, capture_output=True, check=False
    )
    if done.returncode:
        raise Problem("The charts of this pack could not be drawn. Its figures are in its tables.")
    return msgspec.json.decode(done.stdout, type=dict[str, Drawn])
