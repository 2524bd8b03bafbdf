"""The pieces that a Word document is written of: paragraphs, tables, pictures, sections of pages. Knows no pack.

Written as text and read once: a call for each paragraph and cell is slow to make, and a pack has thousands.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls
from msgspec import Struct

from reports.look import look

NAMESPACES = nsdecls("w", "r", "wp", "a", "pic")
GLYPHS = {
    "red": "♦",
    "amber": "▲",
    "green": "●",
    "blue": "■",
    "grey": "▬",
    "red-hollow": "◊",
    "amber-hollow": "△",
    "green-hollow": "○",
    "blue-hollow": "□",
    "grey-hollow": "▭",
    "improved": "▲",
    "worsened": "▼",
    "no-change": "►",
    "no-round": "·",
}
"""A sign near each mark's shape that Arial or what stands in for it draws. Others go by their word alone."""
EMU_PER_TWIP = 635


class Picture(Struct, frozen=True):
    """A picture that is in the document already, by its relation; width and height in twips (twentieths of a point)."""

    relation: str
    id: int
    width: int
    height: int
    alternative: str


def run(text: str, bold: bool = False, colour: str = "") -> str:
    """Text in one look, line breaks kept. `colour` is #rrggbb."""
    look_of = "<w:b/>" * bold + (f'<w:color w:val="{colour.removeprefix("#")}"/>' if colour else "")
    said = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{look_of}</w:rPr>' if look_of else ''}{said}</w:r>"


def mark(shape: str) -> str:
    """A rating's or a movement's sign in its colour, before its word; nothing where there is none."""
    if shape not in GLYPHS:
        return ""
    return run(GLYPHS[shape] + "\N{NO-BREAK SPACE}", colour=look().colour_of(shape))


def paragraph(style: str, *runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def heading(level: int, *runs: str, bookmark: tuple[int, str] | None = None) -> str:
    """`bookmark` is an id that is unique in the document, and the name that a link leads to."""
    inside = "".join(runs)
    if bookmark:
        id, name = bookmark
        inside = f'<w:bookmarkStart w:id="{id}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{id}"/>'
    return paragraph(f"Heading{level}", inside)


def linked(style: str, bookmark: str, text: str) -> str:
    """A paragraph that leads to a bookmark."""
    return paragraph(style, f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{run(text)}</w:hyperlink>')


def contents(entries: Sequence[tuple[str, str]]) -> str:
    """The list of contents as a field, filled: bookmark and text of each first-level heading.

    Without page numbers, which only a word processor knows; there it can be given others.
    """
    lines = [linked("TOC1", bookmark, text) for bookmark, text in entries]
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    code = r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-1" \n \h \z \u </w:instrText></w:r>'
    between = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    lines[0] = lines[0].replace("</w:pPr>", f"</w:pPr>{begin}{code}{between}", 1)
    lines[-1] = lines[-1].removesuffix("</w:p>") + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    return "".join(lines)


def table(title: str, widths: Sequence[int], heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A ruled table whose row of headings stands on each page; `widths` in twips, cells as paragraphs.

    No row is parted between two pages.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(
        widths, [paragraph("PackColumn", run(name)) for name in heads], "<w:tblHeader/>", heading=True
    )
    body = "".join(_row(widths, cells) for cells in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{BORDERS}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
        f' w:noVBand="1"/><w:tblCaption w:val="{_quoted(title)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>{paragraph('PackAfterTable')}"
    )


def _row(widths: Sequence[int], cells: Sequence[str], kept: str = "", heading: bool = False) -> str:
    under = UNDER_HEADINGS if heading else ""
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{under}</w:tcPr>{cell}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{kept}</w:trPr>{inside}</w:tr>"


def _border(side: str, size: int, colour: str) -> str:
    code = look().colours[colour].removeprefix("#")
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{code}"/>'


BORDERS = f"<w:tblBorders>{_border('bottom', 4, 'line')}{_border('insideH', 4, 'line')}</w:tblBorders>"
UNDER_HEADINGS = f"<w:tcBorders>{_border('bottom', 8, 'ink')}</w:tcBorders>"


def picture(shown: Picture) -> str:
    wide, high = shown.width * EMU_PER_TWIP, shown.height * EMU_PER_TWIP
    named = f'id="{shown.id}" name="Chart {shown.id}" descr="{_quoted(shown.alternative)}"'
    inline = (
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr {named}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{shown.relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    )
    return paragraph("PackChart", f"<w:r><w:drawing>{inline}</w:drawing></w:r>")


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;", "\n": " "})
