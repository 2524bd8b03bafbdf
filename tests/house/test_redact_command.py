"""`governance redact` as somebody at a terminal meets it, with the files in a store."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from governance_app import storage
from governance_app.commands import governance
from governance_app.database import Connections, connect, disconnect
from governance_app.settings import read_settings
from objectives.evidence import give_evidence
from objectives.problems import NotFound
from objectives.tables.evidence import Evidence
from objectives.tables.redaction import RedactedFile, Redaction
from objectives.verifying import verify
from tests.makers import a_partnership, an_action, some_evidence

Terminal = Callable[..., Awaitable[tuple[int, str, str]]]
ASKED = ("--why", "It names a child.", "--asked-by", "avery@example.org", "--agreed-by", "morgan@example.org")


@pytest.fixture
def settings(database: Connections, tmp_path: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database.application,
        "GOVERNANCE_HOME": str(tmp_path),
        "SECRET_KEY": "x" * 32,
    }


@pytest.fixture
async def terminal(database: Connections, settings: dict[str, str]) -> Terminal:
    """Runs `governance redact ...` on the test's database: exit code, what it printed, what it complained of."""

    async def run(*words: str, typed: str = "") -> tuple[int, str, str]:
        await disconnect()
        done = await asyncio.to_thread(
            CliRunner().invoke, governance, ["redact", *words], env=settings, input=typed
        )
        await connect(database)
        return done.exit_code, done.stdout, done.stderr

    return run


@pytest.fixture
async def given(database: Connections, settings: dict[str, str]) -> tuple[Evidence, storage.Store]:
    """A piece of evidence that is a file, and the store it lies in."""
    p = await a_partnership()
    store = storage.open_store(read_settings(settings))
    file = await storage.keep(store, b"Jordan B., 14", "jordan.txt", "text/plain")
    new = some_evidence(title="Notes of the meeting", link="", file=file, shows_on=dt.date(2026, 4, 1))
    return await give_evidence(p.owner, new, await an_action(p)), store


async def test_a_file_is_redacted_for_two_people_who_are_named(
    terminal: Terminal, given: tuple[Evidence, storage.Store]
) -> None:
    evidence, store = given
    code, printed, said = await terminal(
        "evidence", str(evidence.id), "--field", "sha256", "--field", "file_name", *ASKED, "--yes"
    )
    assert (code, said) == (0, "")
    assert "One file removed" in printed
    with pytest.raises(NotFound):
        await storage.fetch(store, evidence.sha256 or "")
    now = await Evidence.objects().get(Evidence.id == evidence.id)
    assert (now.title, now.file_name, now.sha256) == ("Notes of the meeting", "[redacted]", "0" * 64)
    (row,) = await RedactedFile.objects()
    assert row.removed_at is not None
    assert (await verify()).fault is None


async def test_it_says_what_would_be_blanked_and_does_nothing_until_it_is_told_to(
    terminal: Terminal, given: tuple[Evidence, storage.Store]
) -> None:
    evidence, store = given
    code, printed, _ = await terminal(
        "evidence", str(evidence.id), "--field", "file_name", *ASKED, typed="n\n"
    )
    assert code == 1
    assert "file_name: 10 characters\nin one version of the row\nand in no file\n" in printed
    assert "jordan" not in printed
    assert await Redaction.count() == 0
    assert await storage.fetch(store, evidence.sha256 or "") == b"Jordan B., 14"


async def test_whoever_may_not_ask_or_agree_is_refused_by_name_of_the_rule(
    terminal: Terminal, given: tuple[Evidence, storage.Store]
) -> None:
    what = ("evidence", str(given[0].id), "--field", "title", "--why", "It names a child.", "--yes")
    for asked, agreed, sentence in (
        ("sam@example.org", "morgan@example.org", "Only an administrator may ask for a redaction"),
        ("avery@example.org", "sam@example.org", "Only the business unit may agree to a redaction"),
        ("avery@example.org", "avery@example.org", "Whoever asks for a redaction may not agree to it"),
        ("nobody@example.org", "morgan@example.org", "Nobody has the e-mail address"),
    ):
        code, _, said = await terminal(*what, "--asked-by", asked, "--agreed-by", agreed)
        assert code == 1
        assert said.startswith(sentence)
    assert await Redaction.count() == 0


async def test_a_table_that_holds_nothing_of_the_kind_is_named(
    terminal: Terminal, given: tuple[Evidence, storage.Store]
) -> None:
    code, _, said = await terminal("person", "1", "--field", "email", *ASKED, "--yes")
    assert code == 1
    assert "“person” holds nothing that can be redacted. There are: action," in said
