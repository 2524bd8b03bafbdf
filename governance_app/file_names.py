"""Names of files that somebody sent: made fit to be kept, shown and saved again, on any machine. Pure."""

import re
from urllib.parse import quote

from objectives.text import clean_line

LONGEST = 120  # characters of the name before its ending
UNFIT = re.compile(r'[<>:"|?*]')  # what Windows refuses
TURNING = re.compile("[\u061c\u200e\u200f]")  # marks that turn round what follows
# Windows takes these for devices, whatever ending follows.
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)")


def safe_name(sent: str, ending: str = "") -> str:
    """The last part of a path that was sent, without what could mislead; `ending` (".pdf") takes its ending's place.

    With no `ending` it keeps its own.
    """
    last = re.split(r"[/\\]", clean_line(sent))[-1]
    stem, own = _parted(UNFIT.sub("-", TURNING.sub("", last)))
    stem = RESERVED.sub(r"_\1", stem.strip(" .-"))[:LONGEST].strip(" .") or "evidence"
    return stem + (ending or own)


def stem_of(name: str) -> str:
    """A name without its ending, as a title."""
    return _parted(name)[0]


def ending_of(name: str) -> str:
    """A name's ending in lower case, with its dot; empty where it has none."""
    return _parted(clean_line(name))[1].lower()


def attachment(name: str) -> str:
    """The Content-Disposition that has a browser save a file under any name (RFC 6266)."""
    plain = re.sub(r'[^ -~]|["\\%]', "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if stem.strip(" .") and re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        return stem, dot + ending
    return name, ""
