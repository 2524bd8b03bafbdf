"""`governance strategy` as somebody at a terminal meets it: what is printed, and the exit code."""

from pathlib import Path

import pytest

from governance_app.database import Connections
from objectives.strategy_file import SHIPPED, read_strategy_file
from tests.terminal import Said, Terminal

FILE = SHIPPED / "coventry-csa.toml"


@pytest.fixture
def governance(database: Connections, tmp_path: Path) -> "StrategyTerminal":
    return StrategyTerminal(database, tmp_path)


class StrategyTerminal(Terminal):
    """Types `governance strategy …`."""

    def __init__(self, database: Connections, folder: Path) -> None:
        super().__init__(database, folder)
        self.folder = folder

    async def strategy(self, *words: str) -> Said:
        return await self.run("strategy", *words)

    def file(self, was: str, now: str) -> str:
        """The shipped strategy with one change, as a file's name."""
        toml = FILE.read_text(encoding="utf-8")
        assert was in toml
        (self.folder / "changed.toml").write_text(toml.replace(was, now, 1), encoding="utf-8")
        return str(self.folder / "changed.toml")


async def test_a_strategy_is_loaded_once_and_shown_whole(governance: StrategyTerminal) -> None:
    loaded = "Child Sexual Abuse Strategy: 3 objectives and 18 commitments loaded.\n"
    assert await governance.strategy("load", str(FILE)) == (0, loaded, "")
    again = f"Nothing to change: coventry-csa is loaded as {FILE} has it.\n"
    assert await governance.strategy("load", str(FILE)) == (0, again, "")
    code, shown, error = await governance.strategy("show")
    assert (code, error) == (0, "")
    flowing = " ".join(shown.split())
    for commitment in read_strategy_file(FILE).commitments:
        assert f"{commitment.reference} {commitment.short_title} {commitment.kind.value}" in flowing
    assert "1 April 2025: “Right Help, Right Time” has been replaced by" in flowing


async def test_words_that_look_like_the_terminals_own_marks_are_shown_as_they_are(
    governance: StrategyTerminal,
) -> None:
    titled = governance.file('"Network of champions"', '"[red]Network[/red] \\u001b[31mof champions"')
    assert (await governance.strategy("load", titled))[0] == 0
    _, shown, _ = await governance.strategy("show", "coventry-csa")
    assert "[red]Network[/red] [31mof champions" in shown
    assert "\x1b" not in shown


async def test_every_fault_is_printed_and_nothing_is_loaded(governance: StrategyTerminal) -> None:
    code, shown, error = await governance.strategy("load", governance.file("kind =", "kinds ="))
    assert (code, shown) == (1, "")
    assert error.splitlines() == [
        f"{governance.folder / 'changed.toml'} has 2 faults.",
        "objectives[0].commitments[0].kinds: is not a known key; perhaps kind was meant (PREV-1).",
        "objectives[0].commitments[0].kind: is missing;"
        " give one of deliverable, programme, standing, assurance (PREV-1).",
    ]
    assert (await governance.strategy("show"))[2] == (
        "No strategy is loaded yet; load one with `governance strategy load FILE`.\n"
    )


async def test_another_wording_is_refused_until_a_variation_says_why(governance: StrategyTerminal) -> None:
    await governance.strategy("load", str(FILE))
    changed = governance.file('"Develop a Child Sexual abuse policy"', '"Publish a policy"')
    code, shown, error = await governance.strategy("load", changed)
    assert (code, shown) == (1, "")
    assert error.startswith("PROT-1 is worded otherwise in the file, and its wording is locked.")
    varied = await governance.strategy("load", changed, "--variation", "It is written.")
    assert varied == (0, "PROT-1, varied wording: added.\n", "")
    assert "Now worded: Publish a policy" in (await governance.strategy("show"))[1]


async def test_with_several_strategies_one_has_to_be_named(governance: StrategyTerminal) -> None:
    await governance.strategy("load", str(FILE))
    await governance.strategy("load", governance.file('key = "coventry-csa"', 'key = "neglect"'))
    refused = "Several strategies are loaded; name one: coventry-csa, neglect.\n"
    assert await governance.strategy("show") == (1, "", refused)
    assert "Key neglect." in (await governance.strategy("show", "neglect"))[1]


async def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(governance: StrategyTerminal) -> None:
    missing = governance.folder / "none.toml"
    assert await governance.strategy("load", str(missing)) == (1, "", f"There is no file {missing}.\n")
