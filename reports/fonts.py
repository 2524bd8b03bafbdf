"""The typefaces that packs are set in, and what to print where none of them draws a character.

They are unpacked into `reports/fonts` when the package is built. PDF/UA refuses a character that no typeface
covers, and a letter whose accents no one typeface holds, so what cannot be drawn is replaced by a sign that can be
seen.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from objectives.problems import Problem

FONTS = Path(__file__).parent / "fonts"
PLEX = "IBMPlexSans-Regular.ttf"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Drawn as nothing: joiners, directions, selectors and tags that steer what stands beside them.
SILENT = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\U000e0020-\U000e007f]")


@cache
def font_files() -> tuple[Path, ...]:
    """Every typeface, by name. Raises Problem where the package was not built."""
    found = tuple(sorted(FONTS.glob("*.ttf")))
    if not found:
        raise Problem("The typefaces of packs are missing. Run `make setup`, which builds them.")
    return found


@cache
def drawn_by(file_name: str) -> frozenset[str]:
    """The characters that a typeface draws."""
    with TTFont(FONTS / file_name, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def plain() -> frozenset[str]:
    """The characters that the main typeface draws by themselves."""
    return frozenset(c for c in drawn_by(PLEX) if not _is_combining(c) and not _is_refused(c))


def drawable(text: str) -> str:
    """The text with a sign for each letter that no typeface draws, or draws without what combines with it."""
    if plain().issuperset(text):
        return text
    return "\n".join("".join(map(_drawn, _letters(line))) for line in text.split("\n"))


def in_plex(text: str) -> str:
    """The text in what the main typeface draws by itself: what charts use, and print as a last resort."""
    composed = unicodedata.normalize("NFC", SILENT.sub("", text))
    return "".join(c if c == "\n" or c in plain() else REPLACEMENT for c in composed)


def _letters(line: str) -> Iterator[str]:
    """Each character with what combines with it or steers it."""
    letter = ""
    for character in line:
        if letter and not (_is_combining(character) or SILENT.match(character)):
            yield letter
            letter = ""
        letter += character
    yield letter


def _drawn(letter: str) -> str:
    seen = {c for c in letter if not SILENT.match(c)}
    if not seen:
        return letter
    refused = any(map(_is_refused, seen))
    if not refused and any(drawn >= seen for drawn in _drawing(letter[0])):
        return letter
    base = "" if _is_refused(letter[0]) or not _drawing(letter[0]) else letter[0]
    return base + REPLACEMENT


def _drawing(base: str) -> list[frozenset[str]]:
    """What the typefaces cover that may draw a letter: the main one for all that it holds, else the others.

    The others are read only for a letter that needs them, which most packs have none of.
    """
    if base in drawn_by(PLEX):
        return [drawn_by(PLEX)]
    others = (file.name for file in font_files() if not file.name.startswith("IBMPlex"))
    return [drawn for drawn in map(drawn_by, others) if base in drawn]


def _is_combining(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _is_refused(character: str) -> bool:
    """What PDF/UA or a reader of it cannot make sense of, whatever a typeface draws there."""
    return character == "\ufeff" or unicodedata.category(character) in ("Cc", "Co", "Cs", "Cn")
