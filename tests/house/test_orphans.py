"""`governance evidence orphans`: what nothing names is shown, goes when it is asked for, and nothing else does."""

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from governance_app import storage
from governance_app.database import Connections
from governance_app.settings import read_settings
from governance_app.sweeping import LeftBehind, left_behind, sweep
from objectives.drafts import Desk, add_pieces
from objectives.evidence import KeptFile, give_evidence
from objectives.history import now
from objectives.problems import NotFound
from tests.domain.history_makers import connection
from tests.house.conftest import Terminal
from tests.makers import a_partnership, an_action, some_evidence

DAY = dt.timedelta(days=1)
# A redaction's own: files that must go, and digests of entries of history.
NO_NAMES = {"redacted_file", "redacted_entry"}


class Shelf:
    """The store of the test's terminal, in which files are as old as the test says."""

    def __init__(self, home: Path) -> None:
        self.store = storage.open_store(read_settings({"GOVERNANCE_HOME": str(home)}))
        assert self.store.folder
        self.folder = self.store.folder

    async def put(self, content: bytes, age: dt.timedelta) -> KeptFile:
        file = await storage.keep(self.store, content, "figures.txt", "text/plain")
        await self.age(f"{file.sha256[:2]}/{file.sha256}", age)
        return file

    async def age(self, path: str, age: dt.timedelta) -> None:
        kept_at = (await now() - age).timestamp()
        os.utime(self.folder / path, (kept_at, kept_at))

    def paths(self) -> set[str]:
        return {file.relative_to(self.folder).as_posix() for file in self.folder.rglob("*") if file.is_file()}


def path_of(file: KeptFile) -> str:
    return f"{file.sha256[:2]}/{file.sha256}"


@pytest.fixture
def shelf(database: Connections, tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "home")


async def test_files_that_nothing_names_are_shown_first_and_then_removed(
    shelf: Shelf, governance: Terminal
) -> None:
    old = await shelf.put(b"in a form that was never sent", 2 * DAY)
    young = await shelf.put(b"in a form that is open", DAY - dt.timedelta(minutes=5))
    before = shelf.paths()
    code, said, error = await governance("evidence", "orphans")
    assert (code, error) == (0, "")
    assert f"  29 bytes  {path_of(old)}\n" in said
    assert path_of(young) not in said
    assert "Named: 0; younger than a day: 1; left behind: 1, 29 bytes." in said
    assert "Nothing was removed; --remove does it." in said
    assert shelf.paths() == before
    code, said, error = await governance("evidence", "orphans", "--remove")
    assert (code, said.splitlines()[-1], error) == (0, "Removed: 1.", "")
    assert shelf.paths() == {path_of(young)}


async def test_what_evidence_or_a_draft_names_stays_however_old(shelf: Shelf) -> None:
    given, drafted, left = [await shelf.put(words, 400 * DAY) for words in (b"given", b"drafted", b"left")]
    p = await a_partnership()
    action = await an_action(p)
    for file in (given, drafted, left):
        await shelf.age(path_of(file), 400 * DAY)
    await give_evidence(p.owner, some_evidence(link="", file=given), action)
    await add_pieces(
        Desk(p.owner.id, action.id, p.round.id), (some_evidence(link="", file=drafted), some_evidence()), 0
    )
    found = await left_behind(shelf.store)
    assert ([one.sha256 for one in found.files], found.named) == ([left.sha256], 2)
    assert await sweep(shelf.store, found) == 1
    assert shelf.paths() == {path_of(given), path_of(drafted)}


async def test_what_was_given_or_kept_anew_between_looking_and_removing_stays(shelf: Shelf) -> None:
    p = await a_partnership()
    given, uploaded = [await shelf.put(words, 2 * DAY) for words in (b"given meanwhile", b"uploaded again")]
    found = await left_behind(shelf.store)
    assert len(found.files) == 2
    await give_evidence(p.owner, some_evidence(link="", file=given), await an_action(p))
    await shelf.age(path_of(uploaded), dt.timedelta(0))
    assert await sweep(shelf.store, found) == 0
    assert shelf.paths() == {path_of(given), path_of(uploaded)}


async def test_what_a_killed_process_left_unfinished_goes_and_what_is_not_ours_stays(shelf: Shelf) -> None:
    file = await shelf.put(b"half", 2 * DAY)
    half, foreign = f"{path_of(file)}#1", f"{file.sha256[:2]}/notes.txt"
    for path in (half, foreign):
        (shelf.folder / path).write_bytes(b"ha")
        await shelf.age(path, 2 * DAY)
    found = await left_behind(shelf.store)
    assert {one.path for one in found.files} == {path_of(file), half}
    assert await sweep(shelf.store, found) == 2
    assert shelf.paths() == {foreign}


async def test_a_bucket_is_swept_as_a_folder_is(database: Connections) -> None:
    bucket = storage.Store(MemoryStore(), "s3://somewhere", None)
    file = await storage.keep(bucket, b"left behind", "left.txt", "text/plain")
    (one,) = await storage.stored(bucket)
    assert (one.sha256, one.size) == (hashlib.sha256(b"left behind").hexdigest(), 11)
    assert (await left_behind(bucket)).young == 1
    assert await sweep(bucket, LeftBehind((one,), 0, 0, one.kept_at)) == 0
    assert await sweep(bucket, LeftBehind((one,), 0, 0, one.kept_at + DAY)) == 1
    with pytest.raises(NotFound):
        await storage.fetch(bucket, file.sha256)


async def test_every_table_that_names_a_file_is_asked(database: Connections) -> None:
    """A new column of digests that the sweep did not know of would cost what it names."""
    async with connection(database.application) as opened:
        found = await opened.fetch(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name LIKE '%sha256%'"
        )
    assert {row["table_name"] for row in found} - NO_NAMES == {
        "evidence",
        "assurance_evidence",
        "pack_format",
        "pack_addendum",
        "pack_extract_format",
    }
