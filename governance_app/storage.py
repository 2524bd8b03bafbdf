"""Where files are kept: a folder or a bucket, each under its SHA-256. Knows bytes and digests, not whose they are.

Keeping answers only when the bytes would survive a power cut. A file that is there already is not written again, so
keeping is safe to repeat, and what an act then refuses is left for the sweep of orphans.
"""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from governance_app.settings import Settings
from objectives.evidence import KeptFile
from objectives.problems import NotFound, Problem


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
    sha256 = hashlib.sha256(content).hexdigest()
    with _reaching(store.place):
        if not await _is_there(store, sha256, len(content)):
            if store.folder:
                _refuse_unusable(store.folder)
            await obstore.put_async(store.objects, _path(sha256), content, use_multipart=False)
            if store.folder:
                _make_sure(store.folder, _path(sha256))
    return KeptFile(sha256, file_name, media_type, len(content))


async def fetch(store: Store, sha256: str) -> bytes:
    """A kept file's bytes. Raises NotFound, and Problem where they are no longer what was kept."""
    with _reaching(store.place):
        found = await obstore.get_async(store.objects, _path(sha256))
        content = bytes(await found.bytes_async())
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Problem(f"The file {sha256} in {store.place} is not what was kept; restore it from a backup.")
    return content


async def remove(store: Store, sha256: str) -> None:
    """Removes a file for good; one that is gone already is no fault. Raises Problem where the store refuses."""
    with contextlib.suppress(NotFound), _reaching(store.place):
        await obstore.delete_async(store.objects, _path(sha256))


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


async def _is_there(store: Store, sha256: str, size: int) -> bool:
    try:
        return (await obstore.head_async(store.objects, _path(sha256)))["size"] == size
    except FileNotFoundError:
        return False


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
