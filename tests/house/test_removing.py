"""A redacted file goes from the store: in the end, whatever was killed or out of reach on the way."""

import logging
from pathlib import Path

import pytest

from governance_app import removing, storage
from governance_app.app import create_app
from governance_app.database import Connections, connect, disconnect
from governance_app.settings import Settings, read_settings
from objectives.evidence import give_evidence
from objectives.history import Actor, versions
from objectives.problems import NotFound, Problem
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction, files_to_remove
from objectives.tables.evidence import Evidence
from objectives.tables.redaction import RedactedFile
from tests.makers import Partnership, a_partnership, an_action, some_evidence

BY = Actor.system("test")


class Killed(BaseException):
    """The end of a process, at whatever line."""


class Begun:
    """A partnership whose redactions are agreed to, with files that nobody has removed yet."""

    def __init__(self, p: Partnership, settings: Settings) -> None:
        self.p, self.settings, self.store = p, settings, storage.open_store(settings)

    async def redacted(self, content: bytes) -> str:
        """The SHA-256 of a new file that was redacted; the process ended before it touched the store."""
        file = await storage.keep(self.store, content, "names.txt", "text/plain")
        action = await an_action(self.p)
        evidence: Evidence = await give_evidence(self.p.owner, some_evidence(link="", file=file), action)
        wanted = NewRedaction("evidence", evidence.id, ("sha256",), "It names a child.")
        await agree_to_redaction(self.p.moderator, await ask_redaction(self.p.administrator, wanted))
        return file.sha256

    async def is_kept(self, sha256: str) -> bool:
        try:
            await storage.fetch(self.store, sha256)
        except NotFound:
            return False
        return True


@pytest.fixture
async def begun(database: Connections, tmp_path: Path) -> Begun:
    variables = {
        "DATABASE_URL": database.application,
        "GOVERNANCE_HOME": str(tmp_path),
        "SECRET_KEY": "x" * 32,
    }
    return Begun(await a_partnership(), read_settings(variables))


async def started(begun: Begun, database: Connections) -> None:
    """The service starts and stops."""
    await disconnect()
    async with create_app(begun.settings).lifespan():
        pass
    await connect(database)


async def killed_at(begun: Begun, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    async def end(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(removing, step, end)
        with pytest.raises(Killed):
            await removing.remove_redacted_files(BY, begun.store)


@pytest.mark.parametrize("step", ["remove", "note_removed"])
async def test_a_removal_that_was_killed_is_finished_at_the_next_start(
    begun: Begun, database: Connections, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    sha256 = await begun.redacted(b"Jordan B., 14")
    await killed_at(begun, monkeypatch, step)
    assert await files_to_remove() == [sha256]
    await started(begun, database)
    assert await files_to_remove() == []
    assert not await begun.is_kept(sha256)
    (row,) = await RedactedFile.objects()
    assert (await versions("redacted_file", row.id))[-1].actor == "system:redaction"


@pytest.mark.parametrize("step", ["remove", "note_removed"])
async def test_a_removal_that_was_killed_is_finished_with_the_next_redaction(
    begun: Begun, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    first = await begun.redacted(b"Jordan B., 14")
    await killed_at(begun, monkeypatch, step)
    second = await begun.redacted(b"Riley C., 12")
    await removing.remove_what_is_left(Actor.person(begun.p.moderator.id), begun.settings)
    assert await files_to_remove() == []
    assert [await begun.is_kept(sha256) for sha256 in (first, second)] == [False, False]


async def test_one_file_that_cannot_be_removed_keeps_no_other(
    begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, loose = sorted([await begun.redacted(b"Jordan B., 14"), await begun.redacted(b"Riley C., 12")])
    remove = storage.remove

    async def refuse(store: storage.Store, sha256: str) -> None:
        if sha256 == stuck:
            raise Problem("The disk is read-only.")
        await remove(store, sha256)

    monkeypatch.setattr(removing, "remove", refuse)
    with pytest.raises(Problem, match="read-only"):
        await removing.remove_redacted_files(BY, begun.store)
    assert await files_to_remove() == [stuck]
    assert [await begun.is_kept(sha256) for sha256 in (stuck, loose)] == [True, False]


async def test_a_store_out_of_reach_does_not_keep_the_service_from_starting(
    begun: Begun, database: Connections, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    sha256 = await begun.redacted(b"Jordan B., 14")
    (tmp_path / "evidence").rename(tmp_path / "unplugged")
    (tmp_path / "evidence").touch()
    with caplog.at_level(logging.ERROR, "governance"):
        await started(begun, database)
    assert "Redacted files are still in the evidence store" in caplog.text
    assert await files_to_remove() == [sha256]
