"""The pack's charts: content in, SVG and its alternative text out. Pure; decides nothing, knows no other source.

Importing this module imports matplotlib, so a process that serves pages does not: it asks `drawing`, which runs this
module in a process of its own.
"""

import sys

from reports.assurance_chart import assurance
from reports.canvas import Sheet, finished, fitted, in_style, words
from reports.content import read_content
from reports.drawing import Drawn, written
from reports.milestones_chart import milestones
from reports.movement_chart import movement
from reports.objectives_chart import objectives
from reports.printable import shortened


def draw(canonical_content: bytes) -> dict[str, Drawn]:
    """Every chart of a pack that has something to show, by name. The same content always gives the same bytes."""
    content = shortened(read_content(canonical_content))
    with in_style():
        charts = {
            "objectives": objectives(content),
            "movement": movement(content),
            "assurance": assurance(content),
            "milestones": milestones(content),
        }
    return {name: drawn for name, drawn in charts.items() if drawn}


def main() -> None:
    """Draws the content on standard input, as `drawing` asks in a process of its own."""
    get_ready()
    sys.stdout.buffer.write(written(draw(sys.stdin.buffer.read())))
    sys.stdout.buffer.flush()


def get_ready() -> None:
    """Reads style and typefaces by writing a trial word, so that they are there when the content comes."""
    with in_style():
        words(trial := Sheet(10), 0, 0, fitted("Trial", 5))
        finished(trial)
