"""The typefaces that packs are set in, and what to print where none of them draws a character.

They are unpacked into `reports/fonts` when the package is built. PDF/UA refuses a character that no typeface
covers, so such a character is replaced by one that can be seen.
"""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from objectives.problems import Problem

FONTS = Path(__file__).parent / "fonts"
REPLACEMENT = "\N{WHITE SQUARE}"
# Drawn as nothing, or steering what stands beside them: joiners, directions, variation selectors.
SILENT = frozenset(
    {
        0x0A,
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2060, 0x2065),
        *range(0xFE00, 0xFE10),
    }
)


@cache
def font_files() -> tuple[Path, ...]:
    """Every typeface, by name. Raises Problem where the package was not built."""
    found = tuple(sorted(FONTS.glob("*.ttf")))
    if not found:
        raise Problem("The typefaces of packs are missing. Run `make setup`, which builds them.")
    return found


@cache
def covered(names: str = "*") -> frozenset[int]:
    """The characters that the typefaces whose file names match can draw."""
    drawn: set[int] = set()
    for file in font_files():
        if file.match(names):
            with TTFont(file, lazy=True) as font:
                drawn |= font.getBestCmap().keys()
    return frozenset(drawn)


def drawable(text: str, names: str = "*") -> str:
    """The text with a square for each character that no typeface draws."""
    if text.isascii() and text.isprintable():
        return text
    drawn = covered(names) | SILENT
    return "".join(character if ord(character) in drawn else REPLACEMENT for character in text)
