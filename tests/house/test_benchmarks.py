"""What a run of benchmarks says of its figures: the arithmetic, the bars, the table, the JSON and the exit code."""

import datetime as dt
import io
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from benchmarks import results
from benchmarks.measures.packs import power_of
from benchmarks.results import Bar, Line, Of, Run, Unit, at_most
from benchmarks.timing import Times


def a_line(**changes: object) -> Line:
    return Line(**({"name": "Overview page, alone", "sizes": "50/200", "median": 0.004} | changes))


def a_run(**changes: object) -> Run:
    usual = {
        "began": dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC),
        "seconds": 48.2,
        "quick": True,
        "rounds": 12,
        "cores": 2,
        "load": (0.1, 1.9),
        "python": "3.11.9",
        "commit_to_disk": 0.0027,
    }
    return Run(**(usual | changes))


def printed(*lines: Line) -> str:
    console = Console(width=170, file=io.StringIO())
    results.show(console, a_run(), lines)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        (a_line(ratio=2.0, bar=at_most(2)), True),
        (a_line(ratio=2.01, bar=at_most(2)), False),
        (a_line(ratio=None, bar=at_most(2)), False),
        (a_line(median=1.5, bar=at_most(1.5, Of.MEDIAN)), True),
        (a_line(median=1.6, ratio=1.0, bar=at_most(1.5, Of.MEDIAN)), False),
        (a_line(ratio=99.0), None),
    ],
)
def test_a_bar_is_kept_up_to_and_including_its_limit(line: Line, holds: bool | None) -> None:
    assert line.holds is holds


def test_a_run_that_keeps_every_bar_ends_well() -> None:
    kept = [a_line(ratio=1.2, bar=at_most(2)), a_line(name="Start")]
    assert results.exit_code(kept) == 0
    assert results.verdict(kept) == "Everything keeps its bar."


def test_a_run_that_falls_short_names_the_line_its_figure_and_the_bar() -> None:
    lines = [
        a_line(ratio=1.2, bar=at_most(2)),
        a_line(name="Action page, alone", ratio=2.5, bar=at_most(2)),
        a_line(name="Pack cold", median=1.71, bar=at_most(1.5, Of.MEDIAN)),
    ]
    assert results.exit_code(lines) == 1
    assert results.verdict(lines).splitlines() == [
        "Short of its bar:",
        "  Action page, alone: 2.50x, bar at most 2.00x",
        "  Pack cold: 1.71 s, bar at most 1.50 s",
    ]


def test_a_run_that_held_nothing_against_a_bar_has_shown_nothing() -> None:
    assert results.exit_code([]) == 1
    assert results.exit_code([a_line()]) == 1


@pytest.mark.parametrize(
    ("figure", "unit", "shown"),
    [
        (0.0042, Unit.SECONDS, "4.2 ms"),
        (0.318, Unit.SECONDS, "318 ms"),
        (0.9996, Unit.SECONDS, "1.00 s"),
        (12.3456, Unit.SECONDS, "12.35 s"),
        (87.6, Unit.MEGABYTES, "88 MB"),
        (3, Unit.QUERIES, "3"),
        (0.874, Unit.POWER, "n^0.87"),
        (None, Unit.SECONDS, ""),
    ],
)
def test_figures_are_shown_in_their_unit(figure: float | None, unit: Unit, shown: str) -> None:
    assert results.shown(figure, unit) == shown


def test_the_table_says_what_was_measured_against_which_bar_and_whether_it_holds() -> None:
    text = printed(
        a_line(median=0.0042, p99=0.009, ratio=1.4, against="bare page of 174 rows", bar=at_most(2)),
        a_line(
            name="Memory of the web process", median=171, unit=Unit.MEGABYTES, bar=at_most(160, Of.MEDIAN)
        ),
    )
    overview, memory = (
        " ".join(next(line for line in text.splitlines() if line.startswith(name)).split())
        for name in ("Overview", "Memory")
    )
    assert overview == (
        "Overview page, alone 50/200 4.2 ms 9.0 ms 1.40x bare page of 174 rows at most 2.00x yes"
    )
    assert memory == "Memory of the web process 50/200 171 MB at most 160 MB NO"


def test_the_json_says_the_same_as_the_table(tmp_path: Path) -> None:
    lines = [a_line(ratio=2.5, p99=0.01, bar=at_most(2)), a_line(name="Start", unit=Unit.SECONDS)]
    file = results.keep(a_run(), lines, tmp_path / "results")
    told = msgspec.json.decode(file.read_bytes())
    assert file.name == "2026-11-22T09-30-00-quick.json"
    assert told["run"]["cores"] == 2
    assert told["lines"][0] == {
        "name": "Overview page, alone",
        "sizes": "50/200",
        "median": 0.004,
        "unit": "s",
        "p99": 0.01,
        "ratio": 2.5,
        "against": "",
        "bar": {"of": "ratio", "at_most": 2},
        "holds": False,
    }
    assert told["lines"][1]["holds"] is None


def test_a_bar_is_about_the_ratio_unless_it_says_otherwise() -> None:
    assert at_most(3) == Bar(Of.RATIO, 3)


def test_the_99th_percentile_is_the_time_that_99_in_a_hundred_do_not_exceed() -> None:
    hundred = Times(tuple(range(100, 0, -1)))
    assert (hundred.median, hundred.p99) == (50.5, 99)
    assert Times((0.3, 0.1, 0.2)).p99 == 0.3


def test_times_of_several_turns_are_counted_together() -> None:
    assert (Times((1.0, 2.0)) + Times((9.0,))).median == 2.0


@pytest.mark.parametrize(("power", "tolerance"), [(0.5, 1e-9), (1.0, 1e-9), (2.0, 1e-9)])
def test_the_power_of_growth_is_had_back_from_times_that_grow_by_it(power: float, tolerance: float) -> None:
    times = {n: 0.003 * n**power for n in (60, 200, 500, 1000)}
    assert abs(power_of(times) - power) < tolerance


def test_a_fixed_cost_makes_growth_slower_than_linear() -> None:
    assert power_of({n: 0.2 + 0.001 * n for n in (60, 200, 500, 1000)}) < 1
