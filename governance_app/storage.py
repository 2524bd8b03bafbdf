"""Where files are kept: a folder or a bucket, each under its SHA-256. Knows bytes and digests, not whose they are.

Keeping answers only when the bytes would survive a power cut. A file that is there already is not written again, so
keeping is safe to repeat, and what an act then refuses is left for the sweep of orphans.
"""

import asyncio
import contextlib
import datetime as dt
import hashlib
import io
import os
import re
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from governance_app.settings import Settings
from objectives.evidence import KeptFile
from objectives.problems import NotFound, Problem

PIECE = 4 * 1024 * 1024  # how much of a file is in memory at once
# Where a file lies. One that is being written has a mark and a number behind its name.
PATH = re.compile("[0-9a-f]{2}/[0-9a-f]{64}(#[0-9]+)?")


class Store(Struct, frozen=True):
    """`folder` is set where files are kept on this machine, and None for a bucket."""

    objects: ObjectStore
    place: str
    folder: Path | None


class Stored(Struct, frozen=True):
    """Something that lies in a store. `sha256` is empty where it is no whole file: what a killed process left."""

    path: str
    sha256: str
    size: int
    kept_at: dt.datetime


def open_store(settings: Settings) -> Store:
    """The store that the settings name. Raises Problem where it is missing or cannot be written to.

    Only the folder under the service's own home is made; one named otherwise is not, or a disk that failed to mount
    would be written under unseen.
    """
    address = settings.evidence_store
    if urlsplit(address).scheme != "file":
        with _reaching(address):
            return Store(from_url(address), address, None)
    folder = Path(unquote(urlsplit(address).path))
    with _reaching(str(folder)):
        if folder == settings.home / "evidence":
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_unusable(folder)
        return Store(LocalStore(folder), str(folder), folder)


async def keep(store: Store, content: bytes, file_name: str, media_type: str) -> KeptFile:
    """Keeps a file and answers its facts. Raises Problem when it cannot be kept; then nothing is."""
    kept = KeptFile(hashlib.sha256(content).hexdigest(), file_name, media_type, len(content))
    with _reaching(store.place):
        is_there = await _is_there(store, kept.sha256, kept.size)
    if not is_there:
        await keep_open_file(store, io.BytesIO(content), kept)
    return kept


async def keep_open_file(store: Store, file: IO[bytes], kept: KeptFile) -> None:
    """Keeps a file that is open, from its beginning, a few megabytes of it in memory at a time. Raises Problem.

    One that is there already is written again, so that no sweep takes it for one that was left behind long ago.
    """
    with _reaching(store.place):
        if store.folder:
            _refuse_unusable(store.folder)
        file.seek(0)
        await obstore.put_async(
            store.objects,
            _path(kept.sha256),
            file,
            use_multipart=kept.size > PIECE,
            chunk_size=PIECE,
            max_concurrency=2,
        )
        if store.folder:
            await asyncio.to_thread(_make_sure, store.folder, _path(kept.sha256))


async def fetch(store: Store, sha256: str) -> bytes:
    """A kept file's bytes. Raises NotFound, and Problem where they are no longer what was kept."""
    with _reaching(store.place):
        found = await obstore.get_async(store.objects, _path(sha256))
        content = bytes(await found.bytes_async())
    _refuse_changed(store, sha256, hashlib.sha256(content).hexdigest())
    return content


async def stream(store: Store, sha256: str) -> AsyncIterator[bytes]:
    """A kept file piece by piece, once all of it has been found to be what was kept. Raises as `fetch` does."""
    digest = hashlib.sha256()
    async for piece in _pieces(store, sha256):
        digest.update(piece)
    _refuse_changed(store, sha256, digest.hexdigest())
    return _pieces(store, sha256)


async def is_kept(store: Store, file: KeptFile) -> bool:
    """Whether a file that was kept once is there still, by its size. Raises Problem."""
    with _reaching(store.place):
        return await _is_there(store, file.sha256, file.size)


async def remove(store: Store, sha256: str) -> None:
    """Removes a file for good; one that is gone already is no fault. Raises Problem where the store refuses."""
    with contextlib.suppress(NotFound), _reaching(store.place):
        await obstore.delete_async(store.objects, _path(sha256))


async def stored(store: Store) -> list[Stored]:
    """Everything that a store holds under a digest, and what was left unfinished beside it, by path. Raises Problem."""
    with _reaching(store.place):
        if store.folder:
            _refuse_unusable(store.folder)
            return await asyncio.to_thread(_in_folder, store.folder)
        found = [(one["path"], one["size"], one["last_modified"]) for one in await _in_bucket(store)]
    return sorted((_stored(*one) for one in found if PATH.fullmatch(one[0])), key=lambda one: one.path)


async def drop(store: Store, one: Stored, before: dt.datetime) -> bool:
    """Removes it unless it was kept anew since; answers whether it did. Raises Problem where the store refuses."""
    with contextlib.suppress(NotFound), _reaching(store.place):
        if store.folder:
            return await asyncio.to_thread(_unlink, store.folder / one.path, before)
        if (await obstore.head_async(store.objects, one.path))["last_modified"] < before:
            await obstore.delete_async(store.objects, one.path)
            return True
    return False


async def _in_bucket(store: Store) -> list[Any]:
    return [one async for batch in obstore.list(store.objects) for one in batch]


def _in_folder(folder: Path) -> list[Stored]:
    """Read as files, because the store's library does not tell of its own unfinished ones."""
    found = []
    for file in sorted(folder.glob("??/*")):
        path = file.relative_to(folder).as_posix()
        with contextlib.suppress(FileNotFoundError):  # moved into place, or removed, meanwhile
            facts = file.stat()
            if not PATH.fullmatch(path) or not stat.S_ISREG(facts.st_mode):
                continue
            found.append(_stored(path, facts.st_size, dt.datetime.fromtimestamp(facts.st_mtime, dt.UTC)))
    return found


def _stored(path: str, size: int, kept_at: dt.datetime) -> Stored:
    name = path.split("/")[-1]
    return Stored(path, name if "#" not in name else "", size, kept_at)


def _unlink(file: Path, before: dt.datetime) -> bool:
    if dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC) >= before:
        return False
    file.unlink()
    return True


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _refuse_changed(store: Store, sha256: str, found: str) -> None:
    if found != sha256:
        raise Problem(f"The file {sha256} in {store.place} is not what was kept; restore it from a backup.")


async def _pieces(store: Store, sha256: str) -> AsyncIterator[bytes]:
    with _reaching(store.place):
        found = await obstore.get_async(store.objects, _path(sha256))
        async for piece in found.stream(min_chunk_size=PIECE // 4):
            yield bytes(piece)


async def _is_there(store: Store, sha256: str, size: int) -> bool:
    try:
        found = await obstore.head_async(store.objects, _path(sha256))
    except FileNotFoundError:
        return False
    return found["size"] == size


def _make_sure(folder: Path, path: str) -> None:
    """The store's library renames a finished file into place but does not wait for the disk."""
    file = folder / path
    for written in (file, file.parent, folder):
        descriptor = os.open(written, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _refuse_unusable(folder: Path) -> None:
    if not folder.is_dir():
        raise Problem(f"The evidence store {folder} is not there; mount or make it, or set EVIDENCE_STORE.")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise Problem(f"The evidence store {folder} cannot be written to; change its permissions.")


@contextlib.contextmanager
def _reaching(place: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound(f"The file is not in the evidence store {place}.") from error
    except (BaseError, OSError, ValueError) as error:
        reason = str(error).split("\n")[0].rstrip(".") or type(error).__name__
        raise Problem(
            f"The evidence store {place} cannot be used, so the file was not kept ({reason}). "
            "Make room or mend it, then try again."
        ) from error
