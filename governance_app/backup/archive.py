"""A backup as a file: a tar of the dumped database, the files of evidence by digest, and a manifest that lists both.

It comes into being whole or not at all. Nothing in it is believed before every digest has been found to be right.
"""

import contextlib
import datetime as dt
import fcntl
import glob
import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from objectives.history import Place
from objectives.problems import Conflict, Invalid, Problem

FORMAT = 1
MANIFEST, DATABASE, EVIDENCE = "manifest.json", "database.dump", "evidence/"
PIECE = 1024 * 1024
UNFINISHED = ".unfinished"

Told = Callable[[int, int], None]


class Part(Struct, frozen=True):
    """One file in a backup: its SHA-256 in hex, and its size in bytes."""

    sha256: str
    size: int


class Manifest(Struct, frozen=True, kw_only=True):
    """What a backup holds. `taken_at` is the database's clock (UTC); `anchor` the head of history, SEQUENCE:DIGEST.

    `missing` names files that could not be had when it was taken, which was allowed in so many words.
    """

    format: int
    taken_at: dt.datetime
    partnership: str
    example: bool
    version: str
    postgresql: str
    migrations: tuple[str, ...]
    anchor: str
    database: Part
    evidence: tuple[Part, ...]
    missing: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        return Place.parse(self.anchor)

    @property
    def size(self) -> int:
        return self.database.size + sum(part.size for part in self.evidence)


class Draft:
    """A backup that is being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, content: IO[bytes]) -> Part:
        """Adds an open file from its beginning; answers what it was."""
        size = content.seek(0, os.SEEK_END)
        content.seek(0)
        read = Digesting(content)
        self._tar.addfile(_entry(name, size), read)
        return Part(read.sha256, size)

    def finish(self, manifest: Manifest) -> None:
        """The manifest comes last: a backup without one is none."""
        written = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        self._tar.addfile(_entry(MANIFEST, len(written)), io.BytesIO(written))


class Digesting:
    """A file that is digested as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._digest.update(piece)
        return piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


@contextlib.contextmanager
def new_archive(file: Path) -> Iterator[Draft]:
    """A draft that becomes `file` when the block ends well, readable by its owner alone.

    Raises Conflict where there is such a file already, Problem where it cannot be written.
    """
    try:
        refuse_to_overwrite(file)
        _remove_unfinished(file)
        with _unfinished(file) as whole:
            fcntl.flock(whole, fcntl.LOCK_EX)
            with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Draft(tar)
            _move_into_place(whole, file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Problem(
            f"The backup {file} could not be written ({reason}); there is nothing under that name."
        ) from error


def refuse_to_overwrite(file: Path) -> None:
    """Raises Conflict where something of that name is there already."""
    if os.path.lexists(file):
        raise Conflict(f"{file} is there already, and a backup never overwrites anything; give another name.")


def _unfinished(file: Path) -> IO[bytes]:
    """In the same folder, so that it can be moved into place in one step. Its mode is 0600 from the beginning."""
    return tempfile.NamedTemporaryFile("w+b", prefix=f".{file.name}.", suffix=UNFINISHED, dir=file.parent)


def _remove_unfinished(file: Path) -> None:
    """What a killed backup to the same name left behind; one that is still being written is locked."""
    for left in sorted(file.parent.glob(f".{glob.escape(file.name)}.*{UNFINISHED}")):
        with contextlib.suppress(BlockingIOError, FileNotFoundError), left.open("rb") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _move_into_place(whole: IO[bytes], file: Path) -> None:
    """A link, unlike a move, never takes the place of a file that has come meanwhile."""
    whole.flush()
    os.fsync(whole.fileno())
    try:
        os.link(whole.name, file)
    except FileExistsError:
        refuse_to_overwrite(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


# ------------------------------------------------------------------------------------------------- reading one


class Archive:
    """A backup that is there, open to be read."""

    def __init__(self, tar: tarfile.TarFile, file: Path) -> None:
        self._tar, self._file = tar, file
        self._entries = {entry.name: entry for entry in tar.getmembers() if entry.isreg()}
        self.manifest = self._manifest()

    def open(self, name: str) -> IO[bytes]:
        """One of its files. Raises Invalid where it lacks it."""
        opened = self._tar.extractfile(self._entries[name]) if name in self._entries else None
        if opened is None:
            raise self._broken(f"{name} is missing from it")
        return opened

    def verify(self, told: Told) -> None:
        """Looks at every byte. Raises Invalid, naming the first thing that is not what the manifest says."""
        manifest = self.manifest
        parts = {DATABASE: manifest.database} | {EVIDENCE + part.sha256: part for part in manifest.evidence}
        done = 0
        for name, part in parts.items():
            with self.open(name) as content:
                found = digested(content)
            if found != part:
                raise self._broken(f"{name} is not what was written")
            told(done := done + part.size, manifest.size)
        if strange := sorted(self._entries.keys() - parts.keys() - {MANIFEST}):
            raise self._broken(f"{strange[0]} does not belong to it")

    def _manifest(self) -> Manifest:
        if MANIFEST not in self._entries:
            raise self._broken("it has no manifest, so it was never finished")
        try:
            found = msgspec.json.decode(self.open(MANIFEST).read(), type=Manifest)
            found.place  # noqa: B018  # a place in history that cannot be read is a fault of the manifest
        except (msgspec.MsgspecError, Invalid) as error:
            raise self._broken("its manifest cannot be read") from error
        if found.format != FORMAT:
            raise Invalid(
                f"{self._file} is a backup of format {found.format}, and this version of the service reads {FORMAT}; "
                "restore it with the version that made it."
            )
        return found

    def _broken(self, what: str) -> Invalid:
        return Invalid(f"{self._file} is damaged: {what}. Nothing was restored; use another backup.")


@contextlib.contextmanager
def open_archive(file: Path) -> Iterator[Archive]:
    """Raises Problem where the file cannot be read, Invalid where it is no backup or a part of one."""
    try:
        with tarfile.open(file, "r:") as tar:
            yield Archive(tar, file)
    except tarfile.TarError as error:
        raise Invalid(f"{file} is no backup, or not a whole one ({error}). Nothing was restored.") from error
    except OSError as error:
        raise Problem(f"{file} cannot be read ({error.strerror or error}).") from error


def digested(content: IO[bytes]) -> Part:
    """What a file is, read to its end a piece at a time."""
    digest, size = hashlib.sha256(), 0
    while piece := content.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return Part(digest.hexdigest(), size)
