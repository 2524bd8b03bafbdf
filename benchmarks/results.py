"""What a run found: one line a measurement, the bar it is held to, the table and the JSON of both. Measures nothing."""

import datetime as dt
import enum
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.console import Console
from rich.table import Table
from rich.text import Text

FOLDER = Path(__file__).parent / "results"


class Unit(enum.StrEnum):
    """What a median counts, in the unit that it is kept in; times are shown in milliseconds below a second."""

    SECONDS = "s"
    MEGABYTES = "MB"
    QUERIES = "queries"
    POWER = "power of the number of actions"


class Of(enum.StrEnum):
    """Which figure of a line a bar is about."""

    MEDIAN = "median"
    RATIO = "ratio"


class Bar(Struct, frozen=True):
    """The most that a figure may come to, inclusive."""

    of: Of
    at_most: float


class Line(Struct, frozen=True, kw_only=True):
    """One measurement. `ratio` is this median, or what `against` names, over what it is compared with."""

    name: str
    sizes: str = ""
    median: float
    unit: Unit = Unit.SECONDS
    p99: float | None = None
    ratio: float | None = None
    against: str = ""
    bar: Bar | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the bar is kept; None where there is no bar. A bar on a ratio that could not be had is not kept."""
        if self.bar is None:
            return None
        figure = self.median if self.bar.of is Of.MEDIAN else self.ratio
        return figure is not None and figure <= self.bar.at_most


def at_most(limit: float, of: Of = Of.RATIO) -> Bar:
    return Bar(of, limit)


def short_of_their_bar(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.holds is False]


def exit_code(lines: Sequence[Line]) -> int:
    """0 when every bar is kept, else 1; a run that measured nothing against a bar has shown nothing, so 1 too."""
    barred = [line for line in lines if line.bar]
    return 0 if barred and not short_of_their_bar(lines) else 1


def verdict(lines: Sequence[Line]) -> str:
    """What falls short of its bar, by name and by how much; one line each."""
    short = short_of_their_bar(lines)
    if not short:
        return "Everything keeps its bar."
    return "\n".join(
        ["Short of its bar:", *(f"  {line.name}: {_figure(line)}, bar {_bar(line)}" for line in short)]
    )


def table_of(lines: Sequence[Line]) -> Table:
    """One table of everything measured, in the order of measuring."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Measured", "Sizes"):
        table.add_column(heading, overflow="fold")
    for heading in ("Median", "p99", "Ratio"):
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in ("Against", "Bar", "Holds"):
        table.add_column(heading, overflow="fold")
    for line in lines:
        cells = (
            line.name,
            line.sizes,
            shown(line.median, line.unit),
            shown(line.p99, line.unit),
            times(line.ratio),
        )
        table.add_row(*map(Text, (*cells, line.against, _bar(line))), _mark(line))
    return table


def shown(figure: float | None, unit: Unit = Unit.SECONDS) -> str:
    if figure is None:
        return ""
    match unit:
        case Unit.SECONDS if figure < 0.9995:
            return f"{figure * 1000:.{1 if figure < 0.0995 else 0}f} ms"
        case Unit.SECONDS:
            return f"{figure:.2f} s"
        case Unit.MEGABYTES:
            return f"{figure:.0f} MB"
        case Unit.QUERIES:
            return f"{figure:g}"
        case Unit.POWER:
            return f"n^{figure:.2f}"


def times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}x"


def _figure(line: Line) -> str:
    return times(line.ratio) if line.bar and line.bar.of is Of.RATIO else shown(line.median, line.unit)


def _bar(line: Line) -> str:
    if line.bar is None:
        return ""
    limit = times(line.bar.at_most) if line.bar.of is Of.RATIO else shown(line.bar.at_most, line.unit)
    return f"at most {limit}"


def _mark(line: Line) -> Text:
    match line.holds:
        case None:
            return Text("")
        case True:
            return Text("yes")
        case False:
            return Text("NO", style="bold red")


class Run(Struct, frozen=True, kw_only=True):
    """Where and when a run was made; `load` is the machine's load (one minute) as it began and ended."""

    began: dt.datetime
    seconds: float
    quick: bool
    rounds: int
    cores: int
    load: tuple[float, float]
    python: str
    commit_to_disk: float


def as_json(run: Run, lines: Sequence[Line]) -> bytes:
    """The run, and each line with whether it holds."""
    told = {
        "run": msgspec.to_builtins(run),
        "lines": [{**msgspec.to_builtins(line), "holds": line.holds} for line in lines],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2)


def keep(run: Run, lines: Sequence[Line], folder: Path = FOLDER) -> Path:
    """Writes the JSON beside the runs before it, and gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{run.began:%Y-%m-%dT%H-%M-%S}{'-quick' if run.quick else ''}.json"
    file.write_bytes(as_json(run, lines))
    return file


def show(console: Console, run: Run, lines: Sequence[Line]) -> None:
    console.print(table_of(lines))
    kind = "Quick run" if run.quick else "Run"
    before, after = run.load
    console.print(
        f"\nSizes are commitments/actions, with {run.rounds} rounds behind them."
        f" {kind} of {run.seconds:.0f} s on {run.cores} cores, load {before:.1f} at its beginning and {after:.1f}"
        f" at its end; a commit to this disk takes {shown(run.commit_to_disk)}."
    )
    console.print(verdict(lines))
