"""Makes a pack's texts fit for print without losing any silently: what is too long is cut and says so.

The content keeps every text whole; this is for renderers only.
"""

import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec

from reports.content import Content

LONGEST = 1_200
"""Characters of one text that a format prints; `pack.json` and the service hold the whole."""

LONGEST_CELL = 32_000
"""Characters of one text in a table; a spreadsheet's cell holds 32,767."""


def shortened(content: Content, longest: int = LONGEST) -> Content:
    """The content with overlong texts cut at a word, each saying by how much, and no character that cannot be shown."""
    return msgspec.convert(with_texts(content, lambda text: showable(cut(text, longest))), Content)


def with_texts(content: msgspec.Struct, change: Callable[[str], str]) -> Any:
    """The content as plain values, each text changed."""
    return _walked(msgspec.to_builtins(content), change)


def _walked(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _walked(inner, change) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_walked(inner, change) for inner in value]
    return value


def cut(text: str, longest: int = LONGEST) -> str:
    """At most `longest` characters and a note of what was left out."""
    if len(text) <= longest:
        return text
    kept = text[:longest]
    kept = kept[: kept.rfind(" ", longest - 40)] if " " in kept[-40:] else kept
    return f"{kept}… [shortened: {len(text) - len(kept):,} more characters are in the service]"


def showable(text: str) -> str:
    """Control characters and code points that are no characters become a visible replacement."""
    if text.isprintable():
        return text
    return "".join(c if c == "\n" or _is_showable(c) else "\N{REPLACEMENT CHARACTER}" for c in text)


def _is_showable(character: str) -> bool:
    return unicodedata.category(character) != "Cc" and not _is_noncharacter(ord(character))


def _is_noncharacter(point: int) -> bool:
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
