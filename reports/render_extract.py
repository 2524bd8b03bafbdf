"""A public extract as a web page that needs nothing beside it, and as a tagged PDF; pure functions of its bytes."""

import msgspec
import typst
from markupsafe import Markup

from reports.counts import columns_of
from reports.extract import EXTRACT_MARKING, extract_digest, read_extract
from reports.fonts import FONTS, font_files
from reports.marks import mark_sprite
from reports.printable import with_texts
from reports.render_html import page_template, stylesheet
from reports.render_pdf import HERE, settable


def render_extract_html(canonical: bytes) -> str:
    """The page, with its style inside."""
    extract = read_extract(canonical)
    return page_template("extract.html").render(
        pack=extract,
        marking=EXTRACT_MARKING,
        digest=extract_digest(canonical),
        columns_of=columns_of,
        sprite=Markup(mark_sprite()),
        stylesheet=Markup(stylesheet()),
    )


def render_extract_pdf(canonical: bytes) -> bytes:
    """PDF/UA-1; its time is the instant that the pack is as at, so that the same bytes come out again."""
    font_files()
    extract = read_extract(canonical)
    pdf: bytes = typst.compile(
        HERE / "templates" / "extract.typ",
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=extract.as_at.replace(microsecond=0),
        sys_inputs={
            "extract": msgspec.json.encode(with_texts(extract, settable)).decode(),
            "marking": EXTRACT_MARKING,
            "digest": extract_digest(canonical),
        },
    )
    return pdf
