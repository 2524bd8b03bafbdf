"""The pack as a Word document: real headings, tables and pictures, in the look of a partnership's own template."""

import io
import itertools
import zipfile
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Made
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import RGBColor, Twips
from lxml import etree

from governance_app.settings import read_settings
from objectives.problems import Invalid
from reports.archive import archived, parts_of
from reports.charts import draw
from reports.content import digest_of, read_content
from reports.cover import Cover
from reports.render_word import render_word
from tests.packs.printed import bytes_of, example_bytes
from tests.packs.test_hostile_text import TEXTS, written
from tests.packs.test_spreadsheets import ISSUED

IN_ORDER = ("movement", "objectives", "assurance", "milestones")


@cache
def example_file() -> bytes:
    return render_word(example_bytes(), Cover(), draw(example_bytes()))


@cache
def example_document() -> Made:
    return Document(io.BytesIO(example_file()))


def words_in(document: Made) -> str:
    """Every text of its body, a space between paragraphs, line breaks as spaces."""
    paragraphs = document.element.body.iter(qn("w:p"))
    return " ".join(
        " ".join(
            "".join(
                p.xpath(".//w:t/text() | .//w:br/@w:type"),
            ).split()
        )
        for p in paragraphs
    )


def test_each_section_has_a_heading_with_its_number() -> None:
    heads = [p.text for p in example_document().paragraphs if p.style.name == "Heading 1"]
    sections = read_content(example_bytes()).sections
    assert heads == [f"{one.number}  {one.name}" for one in sections if one.number > 1]


def test_no_level_of_heading_is_left_out() -> None:
    styles = [p.style.name for p in example_document().paragraphs]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading ")]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_contents_lead_to_headings_that_are_there() -> None:
    body = example_document().element.body
    led_to = body.xpath(".//w:hyperlink/@w:anchor")
    assert led_to
    assert set(led_to) == set(body.xpath(".//w:bookmarkStart/@w:name"))
    assert body.xpath("string(.//w:instrText)").strip().startswith("TOC")


def test_every_table_repeats_its_headings_and_says_what_it_is() -> None:
    for table in example_document().tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert table._tbl.xpath("string(./w:tblPr/w:tblCaption/@w:val)")
        assert len({len(row._tr.tc_lst) for row in table.rows}) == 1


def test_every_chart_has_its_alternative_text() -> None:
    charts = draw(example_bytes())
    assert set(charts) <= set(IN_ORDER)
    said = example_document().element.body.xpath(".//wp:docPr/@descr")
    assert said == [charts[name].alt.replace("\n", " ") for name in IN_ORDER if name in charts]
    assert len(set(example_document().element.body.xpath(".//wp:docPr/@id"))) == len(said)


def test_every_page_carries_the_marking_twice_and_its_number() -> None:
    for section in example_document().sections:
        assert "OFFICIAL-SENSITIVE · DRAFT" in section.header.paragraphs[0].text
        assert "OFFICIAL-SENSITIVE · DRAFT" in section.footer.paragraphs[0].text
        assert section.footer._element.xpath(".//w:fldSimple/@w:instr") == [" PAGE ", " NUMPAGES "]


def test_the_plan_and_the_annex_lie_on_their_side() -> None:
    lie = [section.orientation for section in example_document().sections]
    upright, aside = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert lie == [upright, aside, upright, aside]
    for section in example_document().sections:
        assert (section.page_width > section.page_height) == (section.orientation == aside)


def test_it_is_in_english_and_says_what_it_is_and_as_at_when() -> None:
    said = example_document().core_properties
    content = read_content(example_bytes())
    assert (said.title, said.language) == ("CSA strategy: progress pack, as at 30 October 2026", "en-GB")
    assert said.created.replace(tzinfo=None) == content.as_at.replace(tzinfo=None)
    assert set(example_document().styles.element.xpath("./w:docDefaults//w:lang/@w:val")) == {"en-GB"}


def test_an_issued_one_is_not_marked_as_a_draft() -> None:
    document = Document(io.BytesIO(render_word(example_bytes(), ISSUED, {})))
    assert document.sections[0].header.paragraphs[0].text == "OFFICIAL · EXAMPLE DATA"
    assert "Status: Version 1.0, issued" in words_in(document)
    assert digest_of(example_bytes()) in words_in(document)


def test_the_same_content_and_cover_give_the_same_bytes() -> None:
    assert render_word(example_bytes(), Cover(), draw(example_bytes())) == example_file()
    with zipfile.ZipFile(io.BytesIO(example_file())) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_what_is_inside_a_paragraph_s_or_a_table_s_properties_is_in_the_order_of_the_standard() -> None:
    for kind, order in ORDER.items():
        for found in example_document().element.body.iter(qn(f"w:{kind}")):
            places = [order.index(etree.QName(child).localname) for child in found]
            assert places == sorted(places), kind


@pytest.mark.parametrize("name", ["markup", "controls", "many words"])
def test_any_text_goes_through_word(name: str) -> None:
    document = Document(io.BytesIO(render_word(bytes_of(written(TEXTS[name])), Cover(), {})))
    assert "The only commitment is red, and it needs the Executive Group" in words_in(document)


def a_template() -> bytes:
    """A partnership's: A4 with wide margins, a letterhead of its own on the first page, red headings, a text."""
    document = Document()
    document.sections[0].left_margin = document.sections[0].right_margin = Twips(2000)
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].text = "Coventry letterhead"
    document.styles["Heading 1"].font.color.rgb = RGBColor(0xC0, 0, 0)
    document.styles.element.remove(document.styles["Heading 3"].element)
    document.add_paragraph("Delete this and write your paper.")
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_a_partnership_s_template_keeps_its_letterhead_headings_and_margins() -> None:
    document = Document(io.BytesIO(render_word(example_bytes(), Cover(), {}, a_template())))
    first = document.sections[0]
    assert [p.text for p in first.first_page_header.paragraphs] == [
        "Coventry letterhead",
        "OFFICIAL-SENSITIVE · DRAFT · EXAMPLE DATA",
    ]
    assert "OFFICIAL-SENSITIVE" in first.header.paragraphs[0].text
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0xC0, 0, 0)
    assert "Heading 3" in [style.name for style in document.styles]
    assert first.left_margin == Twips(2000)
    assert "write your paper" not in words_in(document)


def test_a_template_is_looked_at_when_the_service_starts(tmp_path: Path) -> None:
    good, template, other = tmp_path / "good.docx", tmp_path / "our.dotx", tmp_path / "notes.docx"
    good.write_bytes(a_template())
    parts = parts_of(a_template())
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"document.main", b"template.main")
    template.write_bytes(archived(parts))
    other.write_text("not a document")
    assert read_settings({"PACK_TEMPLATE": str(good)}).pack_template == good
    for bad in (template, other, tmp_path / "gone.docx"):
        with pytest.raises(Invalid) as refused:
            read_settings({"PACK_TEMPLATE": str(bad)})
        assert (
            "set it to a Word document (.docx, neither .dotx nor .docm)"
            in refused.value.faults["PACK_TEMPLATE"]
        )


ORDER = {
    "pPr": ["pStyle", "keepNext", "numPr", "spacing", "ind", "jc", "rPr", "sectPr"],
    "rPr": ["rStyle", "rFonts", "b", "i", "color", "sz", "lang"],
    "tblPr": ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"],
    "tcPr": ["tcW", "gridSpan", "tcBorders", "shd"],
    "sectPr": ["headerReference", "footerReference", "type", "pgSz", "pgMar", "pgNumType", "cols", "docGrid"],
}
"""Of what a pack's document holds, in the order that the standard (ISO 29500) gives; Word repairs what is not."""
