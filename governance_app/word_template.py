"""A partnership's own Word document, in whose look packs are set: looked at when the service starts, read when used."""

import re
import zipfile
from pathlib import Path

from objectives.problems import Problem

FORM = (
    "a Word document (.docx, neither .dotx nor .docm) that the service may read, with the headings and the letterhead"
    " that packs are to have, saved by Word in English"
)
DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
STYLE = re.compile(rb'<w:style\b[^>]*?w:styleId="([^"]*)"[^>]*>\s*<w:name w:val="([^"]*)"')
IDS = {b"Normal": b"Normal", b"Title": b"Title", b"Subtitle": b"Subtitle"} | {
    b"heading %d" % level: b"Heading%d" % level for level in (1, 2, 3)
}
"""How the styles that a pack uses are called inside a document that an English Word saved."""


def word_template(text: str) -> Path:
    """Its path, once it was found to be one. Raises ValueError."""
    file = Path(text).expanduser().absolute()
    try:
        with zipfile.ZipFile(file) as archive:
            types, styles = archive.read("[Content_Types].xml"), archive.read("word/styles.xml")
    except (OSError, KeyError, RuntimeError, zipfile.BadZipFile) as fault:
        raise ValueError(text) from fault
    named = {name: id for id, name in STYLE.findall(styles)}
    if DOCUMENT not in types or any(named.get(name, id) != id for name, id in IDS.items()):
        raise ValueError(text)
    return file


def read_template(file: Path | None) -> bytes | None:
    """The document as it is now. Raises Problem where it is gone."""
    try:
        return file.read_bytes() if file else None
    except OSError as fault:
        raise Problem(
            f"The template of packs, {file}, cannot be read ({fault.strerror}). Put it back, or set PACK_TEMPLATE anew."
        ) from fault
