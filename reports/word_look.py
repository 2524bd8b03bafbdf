"""How a Word document of a pack looks where no partnership says otherwise: styles, pages, and what each page carries.

A partnership's template keeps its own headings, title, margins and letterhead; a style that it lacks is added.
"""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor, Twips

from reports.look import look
from reports.word_xml import run

A4 = (11906, 16838)
MARGIN = 1134
"""Twips: 20 mm."""
FONT = "Arial"
STYLES: dict[str, dict[str, Any]] = {
    "PackHeadline": {"size": 13, "after": 8, "keep": True},
    "PackPart": {"size": 11, "before": 10, "after": 3, "bold": True, "keep": True},
    "PackQuiet": {"size": 10, "after": 6, "colour": "muted"},
    "PackFact": {"size": 9.5, "after": 2},
    "PackCell": {"size": 9, "before": 1.5, "after": 1.5},
    "PackTile": {"size": 8.5, "before": 1, "after": 1},
    "PackColumn": {"size": 8, "before": 2, "after": 2, "colour": "muted", "keep": True},
    "PackCount": {"size": 20, "before": 2, "after": 2},
    "PackAfterTable": {"size": 4},
    "PackChart": {"size": 10, "before": 6, "after": 6},
    "PackMarking": {"size": 9, "bold": True, "align": 1},
    "PackFoot": {"size": 8, "colour": "muted", "align": 1},
    "TOC1": {"size": 10, "after": 1},
}
"""A style's size (points), the room before and after it, and what else is unlike the text."""
OWN: dict[str, dict[str, Any]] = {
    "Normal": {"size": 10, "after": 4},
    "Title": {"size": 28, "after": 2, "colour": "ink"},
    "Subtitle": {"size": 16, "after": 10, "colour": "brand"},
    "Heading1": {"size": 18, "before": 14, "after": 4, "colour": "brand", "keep": True},
    "Heading2": {"size": 13, "before": 12, "after": 4, "colour": "ink", "bold": True, "keep": True},
    "Heading3": {"size": 10.5, "before": 10, "after": 3, "colour": "ink", "bold": True, "keep": True},
}
"""What the service's own document sets of the styles that every document has; a template's are left as they are."""

NAMES = {"TOC1": "toc 1", "Title": "Title", "Subtitle": "Subtitle"} | {
    f"Heading{level}": f"heading {level}" for level in (1, 2, 3)
}
"""What Word itself calls the styles that it knows."""


def dress(document: Document, is_own: bool) -> None:
    """Gives the document the styles that a pack is set in, its language, and, where it is our own, its pages."""
    styles = {style.style_id: style for style in document.styles}
    for name, said in (OWN if is_own else {}).items():
        _say(styles[name], said)
    for name, said in (OWN | STYLES).items():
        if name not in styles:
            _say(_added(document, name), said)
    _speak_english(document)
    if is_own:
        page = document.sections[0]
        page.page_width, page.page_height = map(Twips, A4)
        page.left_margin = page.right_margin = Twips(MARGIN)
        page.top_margin, page.bottom_margin = Twips(MARGIN), Twips(MARGIN)


def _added(document: Document, name: str) -> Any:
    style = document.styles.add_style(NAMES.get(name, name), WD_STYLE_TYPE.PARAGRAPH, builtin=name in NAMES)
    style.element.set(qn("w:styleId"), name)
    style.base_style = document.styles["Normal"]
    return style


def _say(style: Any, said: dict[str, Any]) -> None:
    font, room = style.font, style.paragraph_format
    font.name, font.size = FONT, Pt(said["size"])
    fonts = font.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for letters in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{letters}"), FONT)
    font.bold = said.get("bold", False)
    font.color.rgb = RGBColor.from_string(look().colours[said.get("colour", "ink")].removeprefix("#").upper())
    room.space_before, room.space_after = Pt(said.get("before", 0)), Pt(said.get("after", 0))
    room.keep_with_next = said.get("keep", False)
    room.line_spacing = 1.1 if said["size"] < 18 else 1.0
    if "align" in said:
        room.alignment = said["align"]
    if style.style_id == "Title":
        for line in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(line)


def _speak_english(document: Document) -> None:
    """Sets the language of the text and of its proofing."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for letters in [] if defaults is None else defaults.iter(qn("w:rPr")):
        for said in letters.findall(qn("w:lang")):
            letters.remove(said)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "en-GB")
        letters.append(language)
    for theme in document.settings.element.iter(qn("w:themeFontLang")):
        theme.set(qn("w:val"), "en-GB")


def furnish(document: Document, marking: str, foot: str) -> None:
    """The marking above and below on every page, the first and the even ones too, and the page's number."""
    for page in document.sections:
        headers, footers = [page.header], [page.footer]
        if page.different_first_page_header_footer:
            headers, footers = [*headers, page.first_page_header], [*footers, page.first_page_footer]
        if document.settings.odd_and_even_pages_header_footer:
            headers, footers = [*headers, page.even_page_header], [*footers, page.even_page_footer]
        for header in headers:
            _add(header, "PackMarking", run(marking))
        for footer in footers:
            _add(footer, "PackMarking", run(marking))
            _add(
                footer, "PackFoot", run(f"{foot}   Page ") + _field("PAGE") + run(" of ") + _field("NUMPAGES")
            )


def _add(part: Any, style: str, runs: str) -> None:
    """A paragraph at the end, in the place of the empty one that a new header or footer begins with."""
    part.is_linked_to_previous = False
    written = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>')
    last = part.paragraphs[-1] if part.paragraphs else None
    part._element.append(written)
    if last is not None and not last.text and not len(last._element.findall(qn("w:r"))):
        part._element.remove(last._element)


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
