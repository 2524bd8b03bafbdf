"""`governance start`, `agency add`, `person add` and `demo load`, as somebody at a terminal meets them."""

from pathlib import Path

import pytest

from objectives.people import find_person
from objectives.tables.agency import Agency
from tests.house.conftest import Terminal

START = (
    "start",
    "--empty",
    "--partnership",
    "Ours",
    "--administrator",
    "Ash Example",
    "--email",
    "ash@example.org",
)


async def test_starting_for_real_says_what_comes_next(governance: Terminal) -> None:
    code, said, _ = await governance(*START)
    assert code == 0
    assert "Ours was started, with Ash Example as its administrator." in said
    assert "governance sign-in-link ash@example.org" in said


async def test_starting_asks_for_what_is_not_given(governance: Terminal) -> None:
    code, said, _ = await governance("start", "--empty", typed="Ours\nAsh Example\nash@example.org\n")
    assert code == 0
    asked = said.splitlines()[:3]
    assert [line.partition(":")[0] for line in asked] == [
        "Name of the partnership",
        "Name of the first administrator",
        "Their e-mail address",
    ]
    assert (await find_person("ash@example.org")).name == "Ash Example"


async def test_starting_twice_is_refused_in_one_sentence(governance: Terminal) -> None:
    await governance(*START)
    code, said, refused = await governance(*START)
    assert (code, said) == (1, "")
    assert refused.startswith("This database holds the work of Ours since")
    assert len(refused.splitlines()) == 1


async def test_an_address_that_is_none_leaves_nothing_behind(governance: Terminal) -> None:
    code, _, refused = await governance(*START[:-1], "nobody")
    assert (code, refused) == (1, "Give an e-mail address such as morgan@example.org.")
    assert not await Agency.exists()


async def test_agencies_and_people_are_added(governance: Terminal) -> None:
    await governance(*START)
    code, said, _ = await governance("agency", "add", "Probation Service", "--short-name", "Probation")
    assert (code, said) == (0, "Probation Service was added.\n")
    code, said, _ = await governance(
        "person", "add", "Kim Example", "kim@example.org", "--agency", "probation", "--role", "scrutineer"
    )
    assert code == 0
    assert "Kim Example was added. Let them in with: governance sign-in-link kim@example.org" in said


async def test_an_unknown_agency_is_answered_with_those_there_are(governance: Terminal) -> None:
    await governance(*START)
    code, _, refused = await governance("person", "add", "Kim", "kim@example.org", "--agency", "NHS")
    assert code == 1
    assert refused == "There is no agency called NHS. There are: Partnership business unit."


async def test_two_faults_are_two_lines(governance: Terminal) -> None:
    await governance(*START)
    code, _, refused = await governance(
        "agency", "add", "Partnership business unit", "--short-name", "x" * 31
    )
    assert code == 1
    assert len(refused.splitlines()) == 2


async def test_example_data_is_refused_beside_real_work(governance: Terminal) -> None:
    await governance(*START)
    code, said, refused = await governance("demo", "load")
    assert (code, said) == (1, "")
    assert refused.startswith("This database holds the work of Ours")


async def test_example_data_is_refused_without_a_store_and_nothing_is_begun(
    governance: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EVIDENCE_STORE", str(tmp_path / "not mounted"))
    code, said, refused = await governance("demo", "load")
    assert (code, said) == (1, "")
    assert "is not there; mount or make it, or set EVIDENCE_STORE" in refused
    assert not await Agency.exists()
