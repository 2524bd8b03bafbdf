"""A pack as a Word document, for those who must edit a paper: real headings, tables, pictures with alternative texts.

A pure function of the content's bytes, the cover, the charts, and a partnership's own template if it has one.
"""

import copy
import io
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Twips
from msgspec import Struct

from reports import word_sections as part
from reports.archive import archived, parts_of
from reports.content import Content, digest_of, read_content
from reports.cover import Cover
from reports.drawing import Drawn
from reports.pictures import Painted, painted
from reports.printable import LONGEST, shortened
from reports.tabled import Table
from reports.tables import cover_facts, tables_of
from reports.word_look import A4, dress, furnish
from reports.word_xml import NAMESPACES, Picture, picture
from reports.wording import day

LANDSCAPE = (3, 13)
"""The sections whose tables need a page on its side: the plan, and the annex with every reason."""


class Widths(Struct, frozen=True):
    """What is between the margins of a page, in twips, upright and on its side."""

    upright: int
    aside: int


def render_word(
    canonical_content: bytes, cover: Cover, charts: dict[str, Drawn], template: bytes | None = None
) -> bytes:
    """`template` is a .docx whose styles, margins and letterhead are used; what is written in it is not."""
    content = shortened(read_content(canonical_content))
    digest = digest_of(canonical_content)
    document = Document(io.BytesIO(template) if template else None)
    dress(document, is_own=template is None)
    furnish(document, _marking(content, cover), _foot(content, cover, digest))
    body = document.element.body
    for child in list(body)[:-1] if body.sectPr is not None else list(body):
        body.remove(child)
    widths = _widths(document)
    shown = _charts(document, painted(charts), widths.upright)
    facts = tuple(cover_facts(content, cover, digest))
    for is_aside, written in _pages(content, facts, _by_section(canonical_content, cover), shown, widths):
        _append(document, written, is_aside)
    _end(document)
    _describe(document, content, cover)
    saved = io.BytesIO()
    document.save(saved)
    return archived(parts_of(saved.getvalue()))


def _pages(
    content: Content,
    facts: tuple[tuple[str, str], ...],
    tables: Mapping[int, list[Table]],
    charts: Mapping[str, str],
    widths: Widths,
) -> Iterator[tuple[bool, str]]:
    """What is written, in stretches of pages that lie one way, each with whether that is on their side."""
    written: list[tuple[bool, Iterator[str]]] = [(False, part.cover_page(content, facts, widths.upright))]
    for section in content.sections[1:]:
        found = tables.get(section.number, [])
        if section.number == 3:
            written.append((True, part.plan(content, section, widths.aside)))
            written.append((False, part.position(content, found, charts, widths.upright)))
        elif section.number == 4:
            written.append((False, part.exceptions(content, section)))
        elif section.number == 13:
            written.append((True, part.annex(content, section, found, widths.aside)))
        else:
            written.append((False, part.usual(content, section, found, charts, widths.upright)))
    for is_aside, stretch in groupby(written, key=lambda one: one[0]):
        yield is_aside, "".join(piece for _, pieces in stretch for piece in pieces)


def _by_section(canonical_content: bytes, cover: Cover) -> dict[int, list[Table]]:
    found: dict[int, list[Table]] = {}
    for table in tables_of(canonical_content, cover, LONGEST):
        if table.name not in part.APART:
            found.setdefault(table.section, []).append(table)
    return found


def _widths(document: Made) -> Widths:
    page = document.sections[0]
    sides = sorted(
        int(side.twips) for side in (page.page_width or Twips(A4[0]), page.page_height or Twips(A4[1]))
    )
    margins = sum(int(side.twips) for side in (page.left_margin or Twips(0), page.right_margin or Twips(0)))
    return Widths(sides[0] - margins, sides[1] - margins)


def _charts(document: Made, charts: Mapping[str, Painted], width: int) -> dict[str, str]:
    """Each chart kept in the document, as wide as an upright page, and the paragraph that shows it."""
    shown = {}
    for id, (name, drawn) in enumerate(charts.items(), 101):
        relation, _ = document.part.get_or_add_image(io.BytesIO(drawn.png))
        height = width * drawn.height // drawn.width
        shown[name] = picture(Picture(relation, id, width, height, drawn.alternative))
    return shown


def _append(document: Made, written: str, is_aside: bool) -> None:
    """Adds a stretch of pages, and ends it with its own section of the document."""
    body, last = document.element.body, document.element.body.sectPr
    for child in list(parse_xml(f"<w:body {NAMESPACES}>{written}</w:body>")):
        last.addprevious(child)
    ended = copy.deepcopy(last)
    _lay(ended, is_aside)
    paragraph = parse_xml(f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="PackAfterTable"/></w:pPr></w:p>')
    paragraph.pPr.append(ended)
    body.insert(len(body) - 1, paragraph)


def _lay(section: Any, is_aside: bool) -> None:
    """Turns the pages of a section upright or on their side."""
    size = section.find(qn("w:pgSz"))
    sides = sorted(int(size.get(qn(f"w:{side}"))) for side in ("w", "h"))
    size.set(qn("w:w"), str(sides[is_aside]))
    size.set(qn("w:h"), str(sides[not is_aside]))
    if is_aside:
        size.set(qn("w:orient"), "landscape")
    else:
        size.attrib.pop(qn("w:orient"), None)


def _end(document: Made) -> None:
    """The last stretch is the document's own section: it needs no break after it, which would be an empty page."""
    body = document.element.body
    breaking = body[-2]
    ended = breaking.pPr.find(qn("w:sectPr"))
    body.remove(body.sectPr)
    body.remove(breaking)
    body.append(ended)


def _marking(content: Content, cover: Cover) -> str:
    said = [cover.marking]
    if cover.version is None:
        said.append("DRAFT")
    if content.example:
        said.append("EXAMPLE DATA")
    return " · ".join(said)


def _foot(content: Content, cover: Cover, digest: str) -> str:
    said = (f"{content.title}, as at {day(content.as_at_on)}", cover.version_words, f"Digest {digest[:12]}")
    return "   ".join(said)


def _describe(document: Made, content: Content, cover: Cover) -> None:
    """Dated as the content is: the file says nothing of when it was made."""
    said, instant = document.core_properties, content.as_at.replace(tzinfo=None, microsecond=0)
    said.title = f"{content.title}, as at {day(content.as_at_on)}"[:255]
    said.author = said.last_modified_by = content.partnership[:255]
    said.subject, said.keywords, said.language = content.finding[:255], cover.marking[:255], "en-GB"
    said.comments, said.category, said.version = "", "", cover.version or "Draft"
    said.created = said.modified = instant
    said.revision = 1
