"""A text as the guard reads it: disguises of characters taken off, every place still known.

Full-width and mathematical digits become plain ones, what cannot be seen is left out, every run of blank space and
line ends is one space, as are the underscores of file names, and every dash is a hyphen. So a number is found however
it was typed, pasted or broken.
"""

import unicodedata
from functools import lru_cache

from msgspec import Struct


class Folded(Struct, frozen=True):
    """The folded text; `places` gives for each of its characters where it stood in the original."""

    text: str
    places: list[int]


# Fillers that are letters to Unicode and nothing to the eye.
UNSEEN_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"


def fold(text: str) -> Folded:
    """The text without its disguises."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for plain in character if "!" <= character <= "^" or "`" <= character <= "~" else _plain(character):
            if plain == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(plain)
            places.append(place)
    return Folded("".join(characters), places)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character.isspace() or character == "_":
        return " "
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Mn", "Me", "Cs") or character in UNSEEN_LETTERS:
        return ""
    if category == "Pd" or character == "\u2212":
        return "-"
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return "".join(" " if plain.isspace() else plain for plain in unicodedata.normalize("NFKC", character))
