"""From what a form brought to files that are kept: told by their content, named safely, each refusal with its reason.

A file that was kept goes on in the form under a seal, so that a fault beside it never costs anybody the upload.
"""

import asyncio
import base64
import hmac
from collections.abc import Iterable
from hashlib import sha256

import msgspec
from litestar.datastructures import FormMultiDict
from msgspec import Struct
from msgspec.structs import replace

from governance_app.file_names import safe_name
from governance_app.file_types import WrongType, type_of
from governance_app.guarding import Halted, Looked, Sent
from governance_app.storage import Store, is_kept, keep_open_file
from governance_app.uploads import MOST_FILES, NO_ROOM, Upload
from governance_app.wording import size
from objectives.evidence import KeptFile
from objectives.problems import Problem

FILES, KEPT = "files", "kept"
MOST_NAMED = 5  # how many refused files a fault names


class Taken(Struct, frozen=True):
    """The files that a form gave, now or before, and what is to be said of those that were refused."""

    files: tuple[KeptFile, ...]
    fault: str = ""


class Sealed(Struct, frozen=True):
    """A kept file as the form carries it on."""

    file: KeptFile
    seal: str


async def take_in(form: FormMultiDict, store: Store, key: str, person: int) -> Taken:
    """Keeps the files that a form brought, and finds again those that it carries on."""
    found: dict[str, KeptFile] = {}
    faults: list[str] = []
    for file in _carried_on(form, key, person):
        if await is_kept(store, file):
            found[file.sha256] = file
        else:
            faults.append(f"“{file.file_name}” was uploaded too long ago and never given. Choose it again.")
    for upload in form.getall(FILES, []):
        if not isinstance(upload, Upload):
            continue
        try:
            file = await _kept(upload, store)
            found.setdefault(file.sha256, file)
        except WrongType as refused:
            faults.append(f"“{upload.name}” {refused}")
    files = tuple(found.values())[:MOST_FILES]
    return Taken(files, _told(faults))


async def keep_beside(halted: Halted, store: Store, key: str, person: int) -> Halted:
    """The form that the guard stopped, with the files that have no fault kept, so that nobody chooses them again."""
    return Halted([await _kept_beside(one, store, key, person) for one in halted.looked])


async def _kept_beside(one: Looked, store: Store, key: str, person: int) -> Looked:
    if one.sent.upload is None or one.finds:
        return one
    try:
        file = await _kept(one.sent.upload, store)
    except WrongType:
        return one  # it is asked for again, and then what is wrong with it is said
    (seal,) = sealed([file], key, person)
    return replace(one, sent=Sent(KEPT, seal.seal), kept=f"{file.file_name}, {size(file.size)}")


async def _kept(upload: Upload, store: Store) -> KeptFile:
    """Raises WrongType."""
    if upload.file is None:
        raise WrongType(upload.fault)
    kind = await asyncio.to_thread(type_of, upload.file, upload.filename, upload.size)
    name = safe_name(upload.filename, kind.ending(upload.filename))
    kept = KeptFile(upload.digest.hexdigest(), name, kind.media_type, upload.size)
    try:
        await keep_open_file(store, upload.file, kept)
    except Problem as fault:
        raise WrongType(NO_ROOM) from fault
    upload.let_go("")
    return kept


def _told(faults: list[str]) -> str:
    more = len(faults) - MOST_NAMED
    told = faults[:MOST_NAMED] + ([f"{more} more files were refused or left out."] if more > 0 else [])
    return " ".join(told)


def sealed(files: Iterable[KeptFile], key: str, person: int) -> list[Sealed]:
    """Kept files as a form carries them on: nobody can name one that was not theirs."""
    return [Sealed(file, _written(msgspec.json.encode(file), key, person)) for file in files]


def _carried_on(form: FormMultiDict, key: str, person: int) -> Iterable[KeptFile]:
    for text in form.getall(KEPT, []):
        try:
            content = base64.b32decode(str(text).upper())[sha256().digest_size :]
        except ValueError:
            continue
        if hmac.compare_digest(str(text).encode(), _written(content, key, person).encode()):
            yield msgspec.json.decode(content, type=KeptFile)


def _written(content: bytes, key: str, person: int) -> str:
    """Letters and few digits, so that nothing in it looks like a number that the form must not hold."""
    mark = hmac.new(key.encode(), b"kept %d " % person + content, sha256).digest()
    return base64.b32encode(mark + content).decode().lower()
