"""The evidence store: what is kept is there for good, and a missing, closed or full store is one clear sentence."""

import hashlib
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance_app.settings import Settings, read_settings
from governance_app.storage import Store, fetch, keep, open_store
from objectives.problems import NotFound, Problem

KEYS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
CONTENT = b"%PDF-1.7 training figures, totals only"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def settings_of(home: Path, **named: str) -> Settings:
    return read_settings({"GOVERNANCE_HOME": str(home), **named})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(settings_of(tmp_path))


def files_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


async def test_a_file_is_kept_under_its_digest_and_read_back(store: Store, tmp_path: Path) -> None:
    kept = await keep(store, CONTENT, "figures.pdf", "application/pdf")
    assert (kept.sha256, kept.size, kept.file_name) == (SHA256, len(CONTENT), "figures.pdf")
    assert await fetch(store, SHA256) == CONTENT
    assert files_in(tmp_path / "evidence") == [SHA256]


async def test_the_same_bytes_twice_are_one_file(store: Store, tmp_path: Path) -> None:
    first = await keep(store, CONTENT, "figures.pdf", "application/pdf")
    written = (tmp_path / "evidence" / SHA256[:2] / SHA256).stat().st_mtime_ns
    second = await keep(store, CONTENT, "again.pdf", "application/pdf")
    assert first.sha256 == second.sha256
    assert (tmp_path / "evidence" / SHA256[:2] / SHA256).stat().st_mtime_ns == written


async def test_a_file_left_half_written_is_kept_anew(store: Store, tmp_path: Path) -> None:
    half = tmp_path / "evidence" / SHA256[:2] / SHA256
    half.parent.mkdir()
    half.write_bytes(CONTENT[:5])
    await keep(store, CONTENT, "figures.pdf", "application/pdf")
    assert await fetch(store, SHA256) == CONTENT


async def test_an_unknown_file_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="The file is not in the evidence store"):
        await fetch(store, "0" * 64)


async def test_a_changed_file_is_never_handed_out(store: Store, tmp_path: Path) -> None:
    await keep(store, CONTENT, "figures.pdf", "application/pdf")
    (tmp_path / "evidence" / SHA256[:2] / SHA256).write_bytes(CONTENT.replace(b"totals", b"tOtals"))
    with pytest.raises(Problem, match="is not what was kept; restore it from a backup"):
        await fetch(store, SHA256)


def test_a_named_store_that_is_missing_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"The evidence store .*disk is not there; mount or make it"):
        open_store(settings_of(tmp_path, EVIDENCE_STORE=str(tmp_path / "disk")))
    assert not (tmp_path / "disk").exists()


def test_a_named_store_may_have_spaces_in_its_path(tmp_path: Path) -> None:
    (tmp_path / "our evidence").mkdir()
    assert open_store(settings_of(tmp_path, EVIDENCE_STORE=str(tmp_path / "our evidence"))).folder


def test_a_store_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "evidence").touch()
    with pytest.raises(Problem, match="The evidence store"):
        open_store(settings_of(tmp_path))


async def test_a_store_that_vanishes_is_said_and_not_made_anew(store: Store, tmp_path: Path) -> None:
    (tmp_path / "evidence").rmdir()
    with pytest.raises(Problem, match="is not there; mount or make it"):
        await keep(store, CONTENT, "figures.pdf", "application/pdf")
    assert not (tmp_path / "evidence").exists()


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file of this process may grow past ten bytes, which is how a full disk answers a write."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


async def test_a_full_store_keeps_nothing_and_says_so(store: Store, tmp_path: Path, full_disk: None) -> None:
    with pytest.raises(Problem) as refused:
        await keep(store, CONTENT, "figures.pdf", "application/pdf")
    assert "cannot be used, so the file was not kept" in refused.value.sentence
    assert len(refused.value.sentence.splitlines()) == 1
    assert files_in(tmp_path / "evidence") == []


async def test_after_room_was_made_the_same_file_is_kept(store: Store) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        with pytest.raises(Problem):
            await keep(store, CONTENT, "figures.pdf", "application/pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    await keep(store, CONTENT, "figures.pdf", "application/pdf")
    assert await fetch(store, SHA256) == CONTENT


def test_a_bucket_needs_no_folder(tmp_path: Path) -> None:
    store = open_store(settings_of(tmp_path, EVIDENCE_STORE="s3://evidence-of-ours/coventry", **KEYS))
    assert (store.folder, store.place) == (None, "s3://evidence-of-ours/coventry")
    assert not (tmp_path / "evidence").exists()
