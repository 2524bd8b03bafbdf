"""What a file is, by its content: what is taken, and what is refused with a reason."""

import io
import zipfile

import pytest

from governance_app.file_names import attachment, safe_name
from governance_app.file_types import (
    BROKEN,
    CSV,
    EXCEL,
    JPEG,
    MACROS,
    NOT_ALLOWED,
    OLD_OFFICE,
    OPEN_TEXT,
    PDF,
    PNG,
    SLIDES,
    SWELLS,
    TEXT,
    TWO_IN_ONE,
    WORD,
    FileType,
    WrongType,
    type_of,
)

A_PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
A_PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
EXE = b"MZ" + bytes(100)


def archive(entries: dict[str, bytes], before: bytes = b"", comment: bytes = b"") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.comment = comment
        for name, content in entries.items():
            made.writestr(name, content)
    return before + held.getvalue()


def office(kind: FileType, more: dict[str, bytes] | None = None, **how: bytes) -> bytes:
    said = f'<Types><Override ContentType="{kind.media_type}.main+xml"/></Types>'.encode()
    return archive({"[Content_Types].xml": said, "word/document.xml": b"<w/>"} | (more or {}), **how)


MACRO_TYPES = (
    b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)


def tried(content: bytes, name: str) -> FileType:
    return type_of(io.BytesIO(content), name, len(content))


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (A_PDF, "a.pdf", PDF),
        (A_PDF, "really a picture.png", PDF),
        (A_PNG, "a.png", PNG),
        (b"\xff\xd8\xff\xe0" + bytes(40), "a.jpeg", JPEG),
        (office(WORD), "a.docx", WORD),
        (office(EXCEL, comment=b"saved by hand"), "a.xlsx", EXCEL),
        (office(SLIDES), "a", SLIDES),
        (archive({"mimetype": OPEN_TEXT.media_type.encode(), "content.xml": b""}), "a.odt", OPEN_TEXT),
        ("quarter,reached\nälter,83\n".encode(), "a.csv", CSV),
        (b"<html>only text here</html>", "a.txt", TEXT),
    ],
)
def test_a_file_is_what_it_holds(content: bytes, name: str, kind: FileType) -> None:
    assert tried(content, name) == kind


REFUSED = [
    (b"", "a.pdf", "is empty. Choose the file that you meant."),
    (b"<html><script>alert(1)</script>", "a.pdf", NOT_ALLOWED),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", NOT_ALLOWED),
    (b"<svg/>", "a.png", NOT_ALLOWED),
    (EXE, "a.exe", NOT_ALLOWED),
    (EXE, "a.txt", NOT_ALLOWED),
    ("älter".encode("latin-1"), "a.csv", NOT_ALLOWED),
    (b"GIF89a" + bytes(20), "a.gif", NOT_ALLOWED),
    (b"%PDF-1.7 cut off", "a.pdf", BROKEN),
    (b"PK\x03\x04" + bytes(60), "a.docx", BROKEN),
    (office(WORD)[:-30], "a.docx", BROKEN),
    (archive({"a.exe": EXE}), "a.zip", NOT_ALLOWED),
    (archive({"a.exe": EXE}), "a.docx", NOT_ALLOWED),
    (archive({"META-INF/MANIFEST.MF": b""}), "a.jar", NOT_ALLOWED),
    (office(WORD, {"word/vbaProject.bin": b"x"}), "a.docx", MACROS),
    (archive({"[Content_Types].xml": MACRO_TYPES}), "a.docm", MACROS),
    (archive({"mimetype": OPEN_TEXT.media_type.encode(), "Basic/script.xml": b""}), "a.odt", MACROS),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", OLD_OFFICE),
    (A_PDF + archive({"a.exe": EXE}), "a.pdf", TWO_IN_ONE),
    (A_PNG + office(WORD), "a.png", TWO_IN_ONE),
    (office(WORD, before=b"PK\x03\x04"), "a.docx", TWO_IN_ONE),
    (office(WORD, {"word/big.xml": bytes(40_000_000)}), "a.docx", SWELLS),
    (archive({f"{n:060d}": b"" for n in range(10_000)}), "a.docx", SWELLS),
]


@pytest.mark.parametrize(
    ("content", "name", "why"), REFUSED, ids=[f"{n}-{one[1]}" for n, one in enumerate(REFUSED)]
)
def test_what_is_not_on_the_list_is_refused_with_its_reason(content: bytes, name: str, why: str) -> None:
    with pytest.raises(WrongType) as refused:
        tried(content, name)
    assert str(refused.value) == why


def test_an_archive_with_any_byte_changed_is_what_it_was_or_refused() -> None:
    whole = office(WORD)
    refused = 0
    for at in range(len(whole)):
        try:
            assert tried(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :], "a.docx") == WORD
        except WrongType:
            refused += 1
    assert len(whole) // 4 < refused < len(whole)


@pytest.mark.parametrize(
    ("sent", "ending", "kept"),
    [
        ("figures.pdf", ".pdf", "figures.pdf"),
        ("../../etc/passwd", ".txt", "passwd.txt"),
        ("C:\\Users\\jo\\Q2 figures.PDF", ".pdf", "Q2 figures.pdf"),
        ("figures\u202efdp.exe", ".pdf", "figuresfdp.pdf"),
        ("a\u200fb\r\nSet-Cookie: x.pdf", ".pdf", "ab Set-Cookie- x.pdf"),
        ("a\0b\x07.csv", ".csv", "ab.csv"),
        ("CON.pdf", ".pdf", "_CON.pdf"),
        ("nul", ".txt", "_nul.txt"),
        ("com1.2026.pdf", ".pdf", "_com1.2026.pdf"),
        ("control.pdf", ".pdf", "control.pdf"),
        (".htaccess", ".txt", "htaccess.txt"),
        ("...", ".pdf", "evidence.pdf"),
        ("", ".pdf", "evidence.pdf"),
        ("x" * 400 + ".pdf", ".pdf", "x" * 120 + ".pdf"),
        ("Börse ﷽ 🎉.pdf", ".pdf", "Börse ﷽ 🎉.pdf"),
        ("report v1.2 final", ".docx", "report v1.2 final.docx"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(sent: str, ending: str, kept: str) -> None:
    assert safe_name(sent, ending) == kept


def test_a_name_can_end_no_header_and_no_quotation() -> None:
    said = attachment('a"; filename="b.exe\r\nX: y\\%41é.pdf')
    assert said == (
        'attachment; filename="a_; filename=_b.exe__X: y__41_.pdf"; '
        "filename*=UTF-8''a%22%3B%20filename%3D%22b.exe%0D%0AX%3A%20y%5C%2541%C3%A9.pdf"
    )
