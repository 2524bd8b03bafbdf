"""Text as it comes in, cleaned once at every entrance: forms, command line, files, JSON, upload names.

Knows characters and plain-text layout, and nothing about what a text says.
"""

import re
import unicodedata
from typing import Literal

import msgspec

# A vertical tab is Word's line break inside a paragraph; U+2028 and U+2029 come with text copied from pages.
LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

# Dropped because something downstream breaks on them or is misled by them: control characters (PostgreSQL
# refuses NUL; spreadsheets and Word the rest), lone surrogates (not UTF-8), noncharacters (not XML), the byte
# order mark, and the bidirectional embeddings, overrides and isolates, which make a text look different from
# what it holds and reach past its end. Plain direction marks and joiners stay: names and emoji need them.
NONCHARACTERS = "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef"
    + NONCHARACTERS
    + "]"
)

BLANK_LINE = re.compile(r"\n\s*\n")
POINT = re.compile(r"(?:\A|\n)[ \t]*-(?=\s|\Z)")


def clean_text(text: str) -> str:
    """`text` in Unicode NFC with LF line ends and no blank space around it; what cannot be kept is dropped.

    It never refuses, as nobody can see the character they would be asked to remove. Cleaning what is clean
    changes nothing.
    """
    return unicodedata.normalize("NFC", DROPPED.sub("", LINE_BREAKS.sub("\n", text))).strip()


def clean_line(text: str) -> str:
    """`text` cleaned and on one line: every run of blank space, line ends included, becomes one space."""
    return " ".join(clean_text(text).split())


class Block(msgspec.Struct, frozen=True):
    """One part of a longer text: a paragraph, the points of a list, or the paragraphs of a quotation."""

    form: Literal["paragraph", "points", "quotation"]
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The parts of `text`, which are parted by blank lines.

    A part that begins with "- " is a list and one that begins with ">" a quotation (a line with ">" alone
    parts its paragraphs), as people write them in plain e-mails. Other ends of line mean nothing.
    """
    parts = (_block(part.strip()) for part in BLANK_LINE.split(clean_text(text)))
    return tuple(block for block in parts if block.lines)


def clean_prose(text: str) -> str:
    """`text` cleaned, each paragraph and each point on one line, one blank line between the parts."""
    return "\n\n".join(_written(block) for block in blocks(text))


def _block(part: str) -> Block:
    if POINT.match(part):
        return Block("points", _folded(POINT.split(part)))
    if part.startswith(">"):
        unmarked = re.sub(r"(?m)^\s*>", "", part)
        return Block("quotation", _folded(BLANK_LINE.split(unmarked)))
    return Block("paragraph", _folded([part]))


def _folded(pieces: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(piece.split()) for piece in pieces if piece.strip())


def _written(block: Block) -> str:
    if block.form == "points":
        return "\n".join(f"- {point}" for point in block.lines)
    if block.form == "quotation":
        return "\n>\n".join(f"> {paragraph}" for paragraph in block.lines)
    return block.lines[0]
