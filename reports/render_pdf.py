"""A pack as a tagged PDF (PDF/UA-1, checked as it is made): a pure function of the content's bytes and the cover.

The same bytes on the same platform and lock file, always: the time in the file is the pack's as-at instant.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import typst

from reports.content import Content, digest_of, read_content
from reports.cover import Cover
from reports.drawing import Drawn
from reports.fonts import FONTS, drawable, font_files, in_plex
from reports.plan_layout import plan_layout
from reports.printable import shortened, with_texts

HERE = Path(__file__).parent
LONG_WORD = re.compile(r"\S{24}(?=\S)")


def render_pdf(canonical_content: bytes, cover: Cover, charts: dict[str, Drawn]) -> bytes:
    """The pack as PDF; `charts` are those drawn from the same content. Texts reach Typst as data, never as markup."""
    return prepared_pdf(canonical_content, cover)(charts)


def prepared_pdf(canonical_content: bytes, cover: Cover) -> Callable[[dict[str, Drawn]], bytes]:
    """`render_pdf` with all done that can be while the charts are being drawn."""
    font_files()
    content, inputs = _inputs(canonical_content, cover, settable)

    def rendered(charts: dict[str, Drawn]) -> bytes:
        try:
            return _compiled(content, inputs, charts)
        except typst.TypstError as refusal:
            if "could not be displayed" not in str(refusal):
                raise
            # A mixture of scripts within one letter that no typeface can set: better plain than not at all.
            plainly = _inputs(canonical_content, cover, lambda text: in_plex(settable(text)))
            return _compiled(*plainly, charts)

    return rendered


def _inputs(
    canonical_content: bytes, cover: Cover, fit: Callable[[str], str]
) -> tuple[Content, dict[str, str]]:
    """The content as it is printed, and all that Typst is given but the charts."""
    whole = read_content(canonical_content)
    content = shortened(whole)
    values = with_texts(content, fit)
    values["anchor"] = msgspec.to_builtins(whole.anchor)
    layout = plan_layout([len(objective.lines) for objective in content.objectives])
    return content, {
        "pack": _json(values),
        "cover": _json({name: fit(words) for name, words in cover.words().items()}),
        "layout": _json(layout),
        "digest": digest_of(canonical_content),
    }


def _compiled(content: Content, inputs: dict[str, str], charts: dict[str, Drawn]) -> bytes:
    pdf: bytes = typst.compile(
        HERE / "templates" / "pack.typ",
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=content.as_at.replace(microsecond=0),
        sys_inputs=inputs | {"charts": _json(charts)},
    )
    return pdf


def settable(text: str) -> str:
    """A text that can be set: every character drawable, and overlong words with places where they may break."""
    return drawable(LONG_WORD.sub("\\g<0>\N{ZERO WIDTH SPACE}", text))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
