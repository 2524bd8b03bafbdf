"""A pack as a tagged PDF (PDF/UA-1, checked as it is made): a pure function of the content's bytes and the cover.

The same bytes on the same platform and lock file, always: the time in the file is the pack's as-at instant.
"""

import re
from pathlib import Path
from typing import Any

import msgspec
import typst

from reports.content import digest_of, read_content
from reports.cover import Cover
from reports.fonts import FONTS, drawable, font_files
from reports.plan_layout import plan_layout
from reports.printable import shortened, with_texts

HERE = Path(__file__).parent
LONG_WORD = re.compile(r"\S{24}(?=\S)")


def render_pdf(canonical_content: bytes, cover: Cover) -> bytes:
    """The pack as PDF. Texts reach Typst as data, never as markup."""
    from reports.charts import draw

    font_files()
    whole = read_content(canonical_content)
    content = shortened(whole)
    values = with_texts(content, settable)
    values["anchor"] = msgspec.to_builtins(whole.anchor)
    layout = plan_layout([len(objective.lines) for objective in content.objectives])
    return typst.compile(
        HERE / "templates" / "pack.typ",
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=content.as_at,
        sys_inputs={
            "pack": _json(values),
            "cover": _json(cover_values(cover)),
            "layout": _json(layout),
            "charts": _json(draw(content)),
            "digest": digest_of(canonical_content),
        },
    )


def settable(text: str) -> str:
    """A text that can be set: every character drawable, and overlong words with places where they may break."""
    return drawable(LONG_WORD.sub("\\g<0>\N{ZERO WIDTH SPACE}", text))


def cover_values(cover: Cover) -> dict[str, Any]:
    """The cover record in the words that a pack prints."""
    return {
        "marking": settable(cover.marking),
        "distribution": settable(cover.distribution),
        "version_words": settable(cover.version_words),
        "status_words": settable(cover.status_words),
    }


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
