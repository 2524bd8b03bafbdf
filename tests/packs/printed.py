"""One example pack, rendered once for all tests that only look at it; and what is read back out of its formats."""

import io
import re
from functools import cache
from html import unescape
from html.parser import HTMLParser

import html5lib
from pypdf import PdfReader

from objectives.rated import Judgement
from objectives.rating import rate
from reports.charts import draw
from reports.composing import content_of
from reports.content import canonical
from reports.cover import Cover
from reports.render_html import render_html
from reports.render_pdf import render_pdf
from tests.standings import example_standing

STYLE, TAG = re.compile("<style>.*?</style>", re.DOTALL), re.compile("<[^>]*>")


def bytes_of(judgement: Judgement) -> bytes:
    return canonical(content_of(judgement))


def page_of(content: bytes, cover: Cover | None = None) -> str:
    return render_html(content, cover or Cover(), draw(content))


def pdf_of(content: bytes, cover: Cover | None = None) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(content, cover or Cover(), draw(content))))


@cache
def example_bytes() -> bytes:
    return bytes_of(rate(example_standing()))


@cache
def example_page() -> str:
    return page_of(example_bytes())


@cache
def example_pdf() -> PdfReader:
    return pdf_of(example_bytes())


def words_of(pdf: PdfReader) -> str:
    """The PDF's text with its line breaks and soft breaks taken out."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\u200b", "").split())


def words_on(page: str) -> str:
    """The text of an HTML page. A parser takes ten times as long, and packs are read by the hundred."""
    return " ".join(unescape(TAG.sub(" ", STYLE.sub("", page))).split())


def is_valid(page: str) -> bool:
    """Raises where html5lib's strict parser finds the first fault."""
    html5lib.HTMLParser(strict=True).parse(page)
    return True


def attributes_of(page: str) -> list[tuple[str, str, str]]:
    """Every attribute in a page: tag, name and value."""
    reader = _Reader()
    reader.feed(page)
    return reader.attributes


def numbers_after(label: str, count: int, text: str) -> list[int]:
    """So many whole numbers that follow a label, in order."""
    found = re.search(re.escape(label) + r"((?: [\d,]+){" + str(count) + r"})(?!\d)", text)
    assert found, f"{label} is not followed by {count} numbers"
    return [int(number.replace(",", "")) for number in found[1].split()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
