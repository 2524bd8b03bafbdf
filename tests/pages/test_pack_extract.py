"""The public extract of an issued pack: previewed, made once, kept as files, and without a name or a private word."""

import io
import re

import msgspec
import pytest
from pypdf import PdfReader

from objectives.tables.pack import Pack, PackExtract
from objectives.tables.person import Person
from reports.content import read_content
from reports.extract import canonical_extract, extract_of
from reports.render_extract import render_extract_html, render_extract_pdf
from tests.example_site import issued_digests
from tests.pages.test_steps import page_of
from tests.pages.visitor import Visitor

HERE = "/strategies/coventry-csa"


def printed(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture
async def at(visitor: Visitor) -> str:
    newest = (await issued_digests())[0]
    await visitor.sign_in("Morgan Example")
    return f"{HERE}/packs/{newest}/extract"


async def test_an_extract_is_previewed_made_once_and_kept(visitor: Visitor, at: str) -> None:
    page = await visitor.open(at)
    assert "What was left out, and why" in page.words
    made = page_of(visitor, await visitor.send(at, page.token()))
    assert {f"{at}/pdf", f"{at}/html"} <= made.main_links
    assert (await visitor.send(at, page.token())).status_code == 409
    assert await PackExtract.count() == 1
    pdf = await visitor.client.get(f"{at}/pdf")
    assert pdf.content[:5] == b"%PDF-"
    await visitor.open(f"{at}/exe", status=404)


async def test_no_name_and_no_private_word_is_in_its_bytes(at: str) -> None:
    row = await Pack.select(Pack.content).where(Pack.digest == at.split("/")[-2]).first()
    content = read_content(row["content"].encode())
    canonical = canonical_extract(extract_of(content, "a" * 64))
    said = [canonical.decode(), render_extract_html(canonical), printed(render_extract_pdf(canonical))]
    names = await Person.select(Person.name).output(as_list=True)
    private = [*names, *(a.title for o in content.objectives for line in o.lines for a in line.actions)]
    private += [line.judged.because for o in content.objectives for line in o.lines if line.judged.because]
    private += re.findall(
        r'"(?:owner|plan|ask|text|sentence)":"([^"]{20,})"', msgspec.json.encode(content).decode()
    )
    assert len(private) > 100
    for text in said:
        assert "OFFICIAL-SENSITIVE" not in text
        assert [one for one in private if one in text] == []
