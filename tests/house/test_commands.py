"""The command line: one clear sentence and a code other than 0 when something is wrong, and nothing half-done."""

import socket
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from governance_app.commands import governance
from governance_app.commands.run import _load_example
from governance_app.database import address
from governance_app.embedded import APPLICATION, OWNER
from objectives.problems import Problem

NOWHERE = "postgresql://governance_app:hunter2@127.0.0.1:9/governance"


def run(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(governance, list(words), env=environment)


def refusal(*words: str, **environment: str) -> str:
    """What the command says on the error stream when it refuses; it must say nothing else and end with 1."""
    result = run(*words, **environment)
    assert (result.exit_code, result.stdout) == (1, "")
    return result.stderr.strip()


def test_every_malformed_setting_is_named_on_a_line_of_its_own() -> None:
    said = refusal("database", "url", PORT="x", TIME_ZONE="Coventry")
    assert [line.split()[0] for line in said.splitlines()] == ["PORT", "TIME_ZONE"]


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = refusal("run", PORT=port, GOVERNANCE_HOME=str(tmp_path / "home"))
    assert said == f"Port {port} of 127.0.0.1 is in use; stop what uses it, or set PORT."
    assert not (tmp_path / "home").exists()


def test_an_address_of_another_machine_cannot_be_listened_on(tmp_path: Path) -> None:
    said = refusal("run", HOST="203.0.113.1", GOVERNANCE_HOME=str(tmp_path / "home"))
    assert said.startswith("203.0.113.1:8000 cannot be listened on")


@pytest.mark.parametrize("words", [["migrate"], ["run"], ["strategy", "show"]])
def test_a_database_out_of_reach_is_one_sentence_without_its_password(words: list[str]) -> None:
    said = refusal(*words, DATABASE_URL=NOWHERE, DATABASE_OWNER_URL=NOWHERE, PORT="18231")
    assert said.startswith("The database governance on 127.0.0.1 cannot be reached")
    assert "hunter2" not in said
    assert len(said.splitlines()) == 1


def test_a_home_that_cannot_be_written_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refusal("database", "url", GOVERNANCE_HOME=str(tmp_path / "file" / "home"))
    assert "make it writable, or set GOVERNANCE_HOME to another folder" in said


def test_a_word_that_is_not_text_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    said = refusal("sign-in-link", "x\udcff@example.org", GOVERNANCE_HOME=str(tmp_path / "home"))
    assert said == "“x?@example.org” is not text in UTF-8. Type it again."
    assert not (tmp_path / "home").exists()


def test_an_example_cut_short_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    killed = subprocess.CompletedProcess([], returncode=-9)
    monkeypatch.setattr("governance_app.commands.run.subprocess.run", lambda *_, **__: killed)
    with pytest.raises(Problem, match="nothing of it was kept"):
        _load_example()


def test_with_a_database_named_nothing_embedded_starts(tmp_path: Path) -> None:
    result = run(
        "database", "url", DATABASE_URL="postgresql:///named", GOVERNANCE_HOME=str(tmp_path / "home")
    )
    assert result.stdout == "postgresql:///named\n"
    assert not (tmp_path / "home").exists()


def test_the_owners_address_must_be_known_to_be_printed_or_used() -> None:
    said = refusal("database", "url", "--owner", DATABASE_URL=NOWHERE)
    assert said == "The owner's address is not known; set DATABASE_OWNER_URL."
    assert "set DATABASE_OWNER_URL" in refusal("migrate", DATABASE_URL=NOWHERE)


def test_migrating_twice_changes_nothing(server: Path) -> None:
    named = {"DATABASE_URL": address(server, APPLICATION), "DATABASE_OWNER_URL": address(server, OWNER)}
    assert run("migrate", **named).stdout == "Nothing to migrate.\n"


def test_a_named_database_that_is_behind_is_refused_and_not_touched(server: Path) -> None:
    behind = address(server, "postgres", "postgres")
    assert "older than this version of the service; run `governance migrate`." in refusal(
        "strategy", "show", DATABASE_URL=behind
    )
