"""`governance pack` as somebody at a terminal meets it: what is written and printed, and the exit code."""

import asyncio
import copy
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Self

import pytest

from governance_app.commands import pack
from governance_app.database import Connections
from tests.makers import Partnership, a_milestone, a_partnership, an_action, it_is
from tests.terminal import Said, Terminal

FILES = ("pack.html", "pack.json", "pack.pdf")
SUMMER = dt.date(2026, 7, 20)


class PackTerminal(Terminal):
    """Types `governance pack …`; packs are written to a folder of the test's own."""

    async def pack(self, *words: str) -> Said:
        return await self.run("pack", *words)

    async def build(self, *words: str) -> Said:
        return await self.pack("build", *words, "--out", str(self.out))

    async def build_apart(self, *words: str) -> Said:
        return await self.run_apart("pack", "build", *words, "--out", str(self.out))

    def into(self, folder: str) -> Self:
        """The same terminal, writing to a folder of that name."""
        elsewhere = copy.copy(self)
        elsewhere.out = self.out / folder
        return elsewhere

    def bytes_of(self, name: str) -> bytes:
        return (self.out / name).read_bytes()


@pytest.fixture
async def partnership(database: Connections) -> Partnership:
    """A partnership with one action, in the summer after the round on Q4 2025-26 froze."""
    p = await a_partnership()
    await a_milestone(p, await an_action(p))
    await it_is(SUMMER)
    return p


@pytest.fixture
def governance(partnership: Partnership, database: Connections, tmp_path: Path) -> PackTerminal:
    return PackTerminal(database, tmp_path)


async def test_a_build_writes_three_files_and_prints_the_digest_of_the_content(
    governance: PackTerminal,
) -> None:
    said = await governance.build("--as-at", "2026-06-30")
    assert (said.code, said.error) == (0, "")
    digest = hashlib.sha256(governance.bytes_of("pack.json")).hexdigest()
    assert f"digest   {digest}" in said.out
    assert sorted(file.name for file in governance.out.iterdir()) == ["pack.html", "pack.json", "pack.pdf"]
    assert json.loads(governance.bytes_of("pack.json"))["as_at_words"] == "the end of 30 June 2026"


async def test_the_same_day_gives_the_same_bytes_from_another_process_after_more_has_come_in(
    governance: PackTerminal,
) -> None:
    await governance.build("--as-at", "2026-06-30")
    first = {name: governance.bytes_of(name) for name in FILES}
    await it_is(SUMMER + dt.timedelta(1))
    await governance.build_apart("--as-at", "2026-06-30")
    assert {name: governance.bytes_of(name) for name in first} == first


async def test_two_processes_build_the_same_bytes_while_others_write(
    partnership: Partnership, governance: PackTerminal
) -> None:
    async def build(folder: str) -> dict[str, bytes]:
        elsewhere = governance.into(folder)
        said = await elsewhere.build_apart("--as-at", "2026-06-30")
        assert (said.code, said.error) == (0, "")
        return {name: elsewhere.bytes_of(name) for name in FILES}

    async def write() -> int:
        written = 0
        while not both.done():
            await an_action(
                partnership, ("PREV-1", "PROT-2", "SUPP-5")[written % 3], title=f"Number {written}"
            )
            written += 1
        return written

    both = asyncio.gather(build("one"), build("two"))
    written = await write()
    one, two = await both
    assert written > 10
    assert one == two == await build("three")


async def test_a_round_s_pack_is_as_at_its_freeze_and_is_listed_once_however_often_it_is_built(
    governance: PackTerminal,
) -> None:
    first, again = [await governance.build("--round", "q4 2025-26") for _ in range(2)]
    assert first == again
    assert "as at the freeze of Q4 2025-26" in first.out
    listed = (await governance.pack("list")).out
    assert listed.count(json.loads(governance.bytes_of("pack.json"))["anchor"]["chain_digest"]) == 0
    assert listed.count("Q4 2025-26") == 1
    assert "draft" in listed


REFUSED = {
    (
        "--as-at",
        "30/06/2026",
    ): "“30/06/2026” is not a day. Give one as year, month and day, such as 2026-09-30.",
    (
        "--as-at",
        "2026-07-21",
    ): "21 July 2026 has not come yet. Give today's date, 20 July 2026, or an earlier one.",
    (
        "--as-at",
        "2025-03-31",
    ): "31 March 2025 is before the strategy’s start, 1 April 2025. Give that day or a later one.",
    ("--as-at", "20260630"): "“20260630” is not a day. Give one as year, month and day, such as 2026-09-30.",
    ("--round", "Q9 2030-31"): "No round is called “Q9 2030-31”. There are Q4 2025-26.",
    (): "Give either --as-at DATE or --round NAME.",
    (
        "--as-at",
        "2026-06-30",
        "--strategy",
        "other",
    ): "No strategy is called “other”. See `governance strategy show`.",
}


@pytest.mark.parametrize("words", REFUSED)
async def test_a_wrong_question_gets_one_sentence_and_writes_nothing(
    governance: PackTerminal, words: tuple[str, ...]
) -> None:
    assert await governance.build(*words) == (1, "", REFUSED[words] + "\n")
    assert not governance.out.exists() or list(governance.out.iterdir()) == []


async def test_a_day_on_which_the_service_did_not_hold_the_strategy_is_refused(
    governance: PackTerminal,
) -> None:
    said = await governance.build("--as-at", "2026-03-31")
    assert said.code == 1
    assert said.error.startswith("The service held no strategy called “coventry-csa” at that time.")


async def test_a_folder_that_cannot_be_written_to_is_refused_before_anything_is_built(
    governance: PackTerminal,
) -> None:
    governance.out.write_text("a file stands where the folder should be")
    said = await governance.build("--as-at", "2026-06-30")
    assert said.code == 1
    assert said.error.startswith(f"The folder {governance.out} cannot be written to")
    assert (await governance.pack("list")).out == "No pack has been built yet.\n"


async def test_a_build_clears_up_after_one_that_was_killed_and_leaves_one_under_way(tmp_path: Path) -> None:
    killed, under_way = tmp_path / ".unfinished-killed", tmp_path / ".unfinished-under-way"
    for folder in (killed, under_way):
        folder.mkdir()
        (folder / "pack.pdf").write_bytes(b"half")
    with pack._locked(under_way), pack._folder_for(tmp_path) as mine:
        assert set(tmp_path.iterdir()) == {under_way, mine}
        with pack._folder_for(tmp_path) as another:
            assert set(tmp_path.iterdir()) == {under_way, mine, another}
    assert set(tmp_path.iterdir()) == {under_way}
