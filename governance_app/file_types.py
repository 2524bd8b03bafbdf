"""What a file is, told by its content and never by its name alone; what is not on the list is refused. Pure.

Every kind here is known by a few bytes, so no library guesses. Office files are zip archives and are told apart by
what lies in them; nothing of them is unpacked but the short list that says what they are.
"""

import zipfile
import zlib
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from typing import IO

from msgspec import Struct

from governance_app.file_names import ending_of


class FileType(Struct, frozen=True):
    """`endings` are those it may have, the first of them where it has another."""

    name: str
    media_type: str
    endings: tuple[str, ...]

    def ending(self, file_name: str) -> str:
        own = ending_of(file_name)
        return own if own in self.endings else self.endings[0]


class WrongType(Exception):
    """A file that cannot be taken. Its message says why and what to do, and goes on from the file's name."""


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
PDF = FileType("PDF", "application/pdf", (".pdf",))
PNG = FileType("PNG picture", "image/png", (".png",))
JPEG = FileType("JPEG picture", "image/jpeg", (".jpg", ".jpeg"))
WORD = FileType("Word document", f"{OFFICE}wordprocessingml.document", (".docx",))
EXCEL = FileType("Excel workbook", f"{OFFICE}spreadsheetml.sheet", (".xlsx",))
SLIDES = FileType("PowerPoint presentation", f"{OFFICE}presentationml.presentation", (".pptx",))
OPEN_TEXT = FileType("OpenDocument text", f"{OPEN}text", (".odt",))
OPEN_SHEET = FileType("OpenDocument spreadsheet", f"{OPEN}spreadsheet", (".ods",))
OPEN_SLIDES = FileType("OpenDocument presentation", f"{OPEN}presentation", (".odp",))
CSV = FileType("CSV table", "text/csv; charset=utf-8", (".csv",))
TEXT = FileType("plain text", "text/plain; charset=utf-8", (".txt",))
ALLOWED = (PDF, WORD, EXCEL, SLIDES, OPEN_TEXT, OPEN_SHEET, OPEN_SLIDES, CSV, TEXT, PNG, JPEG)

NOT_ALLOWED = (
    "cannot be taken: it is none of PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument, CSV, plain "
    "text in UTF-8, PNG and JPEG, whatever its name says. Save it as a PDF and give that."
)
OLD_OFFICE = (
    "is protected by a password or in an old format of Office. Save it without a password as .docx, .xlsx or .pptx, "
    "or as a PDF."
)
MACROS = "holds macros, which nobody should be asked to open. Save it without them as .docx, .xlsx or .pptx."
TWO_IN_ONE = "is two kinds of file in one. Save it anew as a PDF and give that."
BROKEN = "is damaged, so nobody could open it. Save it anew and try again."
SWELLS = "would unpack to far more than it is worth. Save it as a PDF and give that."

END_OF_ARCHIVE = b"PK\x05\x06"
END_LENGTH, LONGEST_COMMENT = 22, 65_535
LONGEST_LIST = (
    1_000_000  # bytes that an archive's own list of contents may take; a large workbook's takes 100,000
)
UNPACKED_AT_MOST = 1_000_000_000
TIMES_AT_MOST = 300  # how much larger than the file all of it may be
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    EOFError,
)
MACRO_NAMES = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("basic/", "scripts/")


def type_of(file: IO[bytes], file_name: str, size: int) -> FileType:
    """What a file of so many bytes is. Raises WrongType."""
    if size == 0:
        raise WrongType("is empty. Choose the file that you meant.")
    start = _read(file, 0, 1024)
    for signature, look in _LOOKS.items():
        if start.startswith(signature):
            return look(file, size)
    if ending_of(file_name) in CSV.endings + TEXT.endings and _is_text(file):
        return CSV if ending_of(file_name) in CSV.endings else TEXT
    raise WrongType(NOT_ALLOWED)


def _whole_pdf(file: IO[bytes], size: int) -> FileType:
    if b"%%EOF" not in _read(file, max(0, size - 2048), 2048):
        raise WrongType(BROKEN)
    return _alone(PDF, file, size)


def _picture(kind: FileType) -> Callable[[IO[bytes], int], FileType]:
    return lambda file, size: _alone(kind, file, size)


def _alone(kind: FileType, file: IO[bytes], size: int) -> FileType:
    """Refuses a file that is an archive too, seen from its end."""
    if _end_of_archive(file, size) is not None:
        raise WrongType(TWO_IN_ONE)
    return kind


def _old_office(file: IO[bytes], size: int) -> FileType:
    raise WrongType(OLD_OFFICE)


def _office(file: IO[bytes], size: int) -> FileType:
    _refuse_unbounded(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            return _in_archive(archive, size)
    except UNREADABLE as broken:
        raise WrongType(BROKEN) from broken


def _refuse_unbounded(file: IO[bytes], size: int) -> None:
    """Before anything reads the list of contents: it must be short, and the archive must begin where the file does."""
    end = _end_of_archive(file, size)
    if end is None:
        raise WrongType(BROKEN)
    record = _read(file, end, END_LENGTH)
    length, begins = (int.from_bytes(record[at : at + 4], "little") for at in (12, 16))
    if length > LONGEST_LIST or b"PK\x06\x07" in _read(file, max(0, end - 20), 20):
        raise WrongType(SWELLS)
    if begins + length != end:
        raise WrongType(TWO_IN_ONE)


def _in_archive(archive: zipfile.ZipFile, size: int) -> FileType:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > min(UNPACKED_AT_MOST, max(size, 100_000) * TIMES_AT_MOST):
        raise WrongType(SWELLS)
    names = [entry.filename.lower() for entry in archive.infolist()]
    if any(name.endswith(MACRO_NAMES) or name.startswith(MACRO_FOLDERS) for name in names):
        raise WrongType(MACROS)
    said = b"".join(_what_it_says(archive, names))
    if b"macroenabled" in said.lower():
        raise WrongType(MACROS)
    for kind in (WORD, EXCEL, SLIDES):
        if f"{kind.media_type}.main+xml".encode() in said:
            return kind
    for kind in (OPEN_TEXT, OPEN_SHEET, OPEN_SLIDES):
        if said == kind.media_type.encode():
            return kind
    raise WrongType(NOT_ALLOWED)


def _what_it_says(archive: zipfile.ZipFile, names: list[str]) -> Iterator[bytes]:
    """Where an office archive says what it is; a million bytes of it at most."""
    for said in ("[content_types].xml", "mimetype"):
        if said in names:
            with archive.open(archive.infolist()[names.index(said)]) as content:
                yield content.read(1_000_000)


def _end_of_archive(file: IO[bytes], size: int) -> int | None:
    """Where the record stands that ends a zip archive, if the file ends with one."""
    begins = max(0, size - END_LENGTH - LONGEST_COMMENT)
    tail = _read(file, begins, size - begins)
    at = tail.rfind(END_OF_ARCHIVE)
    while at >= 0:
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        if at + END_LENGTH + comment == len(tail):
            return begins + at
        at = tail.rfind(END_OF_ARCHIVE, 0, at)
    return None


def _is_text(file: IO[bytes]) -> bool:
    decoder = getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(1_000_000):
            if "\0" in decoder.decode(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _read(file: IO[bytes], at: int, length: int) -> bytes:
    file.seek(at)
    return file.read(length)


_LOOKS: dict[bytes, Callable[[IO[bytes], int], FileType]] = {
    b"%PDF-": _whole_pdf,
    b"\x89PNG\r\n\x1a\n": _picture(PNG),
    b"\xff\xd8\xff": _picture(JPEG),
    b"PK\x03\x04": _office,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": _old_office,
}
