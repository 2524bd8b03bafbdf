"""The packs of the example year: four issued, which history gives again, a draft, and what returns in section 12."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from governance_app.database import connected
from governance_app.kept_formats import check_formats
from governance_app.storage import open_store
from objectives.packs import kept_pack, kept_packs
from objectives.tables.matter import Matter
from reports.challengeable import lines_of
from reports.content import Content, read_content
from reports.formats import NAMES
from reports.last_time import LastTime
from reports.verifying import Answer, verify_pack
from tests.conftest import copied
from tests.example_site import EXAMPLE, draft_digest, issued_digests, settings_for


@pytest.fixture
async def contents(example: Path) -> AsyncIterator[list[Content]]:
    """The content of the four issued packs in the order of their rounds, then the draft's."""
    async with copied(example, EXAMPLE) as connections, connected(connections):
        digests = [*reversed(await issued_digests()), await draft_digest()]
        yield [read_content((await kept_pack(digest)).content.encode()) for digest in digests]


def returned(told: LastTime) -> tuple[set[str], set[str]]:
    """What is open and what was closed, as everybody calls it."""
    return {line.matter for line in told.open}, {line.matter for line in told.closed}


async def test_four_packs_are_issued_and_a_fifth_is_in_draft(contents: list[Content]) -> None:
    draft, *issued = await kept_packs()
    assert [pack.version for pack in issued] == ["1.0"] * 4
    assert len({pack.round for pack in issued}) == 4
    assert (draft.version, draft.round) == (None, None)
    assert draft.as_at_on > issued[0].as_at_on


async def test_each_reproduces_with_its_files_and_so_does_the_draft(contents: list[Content]) -> None:
    store = open_store(settings_for())
    for kept in await kept_packs():
        pack = await kept_pack(kept.digest)
        assert (await verify_pack(pack)).answer is Answer.REPRODUCES
        files = await check_formats(store, pack)
        assert [one.fault for one in files] == ([""] * len(NAMES) if kept.version else [])


async def test_a_decision_of_the_first_quarter_comes_back_until_closed_then_once_as_closed(
    contents: list[Content],
) -> None:
    first, second, third, fourth, draft = [returned(content.last_time) for content in contents]
    decision = "Decision 2"
    assert first == (set(), set())
    assert decision in second[0] & third[0]
    assert decision in fourth[1] - fourth[0]
    assert decision not in draft[0] | draft[1]
    (told,) = [line for line in contents[2].last_time.open if line.matter == decision]
    (raised_in, _, _, _) = [pack.round for pack in reversed(await kept_packs()) if pack.version]
    assert (told.raised_in, told.about, len(told.so_far)) == (raised_in, "SUPP-1", 2)


async def test_section_12_shows_what_is_overdue_what_was_settled_and_what_a_decision_made(
    contents: list[Content],
) -> None:
    draft = contents[-1].last_time
    assert [line.matter for line in draft.open if line.overdue] == ["Challenge 10"]
    assert any("Printed pocket list" in made for line in draft.open for made in line.made)
    closed = {line.matter: line.became for content in contents for line in content.last_time.closed}
    assert closed["Challenge 3"] == "Settled by decision 4."


async def test_what_was_raised_stands_beside_the_line_that_it_is_about(contents: list[Content]) -> None:
    printed = [{line.number: line.reference for line in lines_of(content)} for content in contents[:4]]
    rounds = [pack.round for pack in reversed(await kept_packs()) if pack.version]
    matters = await Matter.raw(
        "SELECT m.line, c.reference, r.name AS round FROM matter m JOIN commitment c ON c.id = m.commitment"
        " JOIN pack p ON p.id = m.pack JOIN reporting_round r ON r.id = p.round ORDER BY m.number"
    )
    beside = [(printed[rounds.index(row["round"])].get(row["line"]), row["reference"]) for row in matters]
    assert len([one for one, other in beside if one == other]) >= 5
    assert all(one in (None, other) for one, other in beside)
