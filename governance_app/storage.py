"""Where files are kept: a folder or a bucket, each under its SHA-256. Knows bytes and digests, not whose they are.

Keeping answers only when the bytes would survive a power cut. A file that is there already is not written again, so
keeping is safe to repeat, and what an act then refuses is left for the sweep of orphans.
"""

import asyncio
import contextlib
import hashlib
import io
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from governance_app.settings import Settings
from objectives.evidence import KeptFile
from objectives.problems import NotFound, Problem

PIECE = 4 * 1024 * 1024  # how much of a file is in memory at once


class Store(Struct, frozen=True):
    """`folder` is set where files are kept on this machine, and None for a bucket."""

    objects: ObjectStore
    place: str
    folder: Path | None


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


async def remove(store: Store, sha256: str) -> None:
    """Removes a file for good; one that is gone already is no fault. Raises Problem where the store refuses."""
    with contextlib.suppress(NotFound), _reaching(store.place):
        await obstore.delete_async(store.objects, _path(sha256))


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
