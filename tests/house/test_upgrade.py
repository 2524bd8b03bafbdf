"""`governance upgrade`: data of another PostgreSQL is moved aside, and comes back from a backup."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from governance_app.commands import governance
from tests.house.test_embedded import new_home

START = ["--partnership", "Testshire", "--administrator", "Ada Abel", "--email", "ada@example.org"]


class Machine:
    """A service with an embedded database of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.file = home, home / "backup.tar"
        self.cluster = home / "postgres" / "cluster"

    def types(self, *words: str) -> tuple[int, str]:
        done = CliRunner().invoke(governance, list(words), env={"GOVERNANCE_HOME": str(self.home)})
        return done.exit_code, done.stdout + done.stderr

    def of_version(self, version: int) -> None:
        (self.cluster / "PG_VERSION").write_text(f"{version}\n")


@pytest.fixture
def machine() -> Iterator[Machine]:
    home = new_home()
    yield Machine(home)
    shutil.rmtree(home)


def test_data_of_an_older_postgresql_is_moved_aside_and_comes_back_from_a_backup(machine: Machine) -> None:
    assert machine.types("upgrade")[1].endswith("and there is no data yet.\n")
    assert machine.types("start", "--empty", *START)[0] == 0
    assert machine.types("backup", str(machine.file))[0] == 0
    assert machine.types("upgrade")[1].endswith("and the data is of the same.\n")
    assert "nothing was moved" in machine.types("upgrade", "--from", str(machine.file))[1]
    machine.of_version(17)
    code, said = machine.types("doctor")
    assert code == 1
    assert "`governance upgrade` says what to do" in said
    code, said = machine.types("upgrade")
    assert (code, "made by PostgreSQL 17" in said, "Nothing has been changed so far." in said) == (
        0,
        True,
        True,
    )
    code, said = machine.types("upgrade", "--from", str(machine.file))
    assert code == 0, said
    aside = machine.cluster.parent / "cluster-of-17"
    assert (aside / "PG_VERSION").read_text() == "17\n"
    assert machine.types("doctor")[0] == 0


def test_nothing_is_moved_for_a_backup_that_is_damaged(machine: Machine) -> None:
    (machine.cluster).mkdir(parents=True)
    machine.of_version(17)
    machine.file.write_bytes(b"no backup")
    code, said = machine.types("upgrade", "--from", str(machine.file))
    assert (code, "is no backup" in said) == (1, True)
    assert machine.cluster.exists()


def test_a_named_database_is_its_own_keepers_affair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///named")
    done = CliRunner().invoke(governance, ["upgrade"])
    assert (done.exit_code, "its own keepers" in done.stdout) == (0, True)
