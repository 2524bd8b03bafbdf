"""Word and Excel as another program opens them, where LibreOffice is installed: whole, with nothing to repair."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.content import read_content
from reports.cover import Cover
from reports.render_excel import render_excel
from reports.tables import tables_of
from tests.packs.printed import example_bytes, words_of
from tests.packs.test_word import example_file

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed here")


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    (folder / "word.docx").write_bytes(example_file())
    (folder / "excel.xlsx").write_bytes(render_excel(example_bytes(), Cover()))
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [folder / "word.docx", folder / "excel.xlsx"]
    subprocess.run(
        [str(OFFICE), own, "--headless", "--convert-to", "pdf", "--outdir", folder, *files],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return folder


@cache
def read(file: Path) -> PdfReader:
    return PdfReader(file)


def test_word_opens_with_its_marking_on_every_page(converted: Path) -> None:
    pages = [page.extract_text() for page in read(converted / "word.pdf").pages]
    assert len(pages) > 10
    assert all(text.count("OFFICIAL-SENSITIVE · DRAFT") >= 2 for text in pages)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_word_says_what_the_pack_says(converted: Path) -> None:
    content, words = read_content(example_bytes()), words_of(read(converted / "word.pdf"))
    assert content.finding in words
    for section in content.sections:
        assert section.headline in words


def test_the_plan_begins_a_page_that_lies_on_its_side(converted: Path) -> None:
    pages = [" ".join(page.extract_text().split()) for page in read(converted / "word.pdf").pages]
    (place,) = [n for n, text in enumerate(pages) if "Plan on a page" in text and "PREV-1 " in text and n > 0]
    shape = read(converted / "word.pdf").pages[place].mediabox
    assert shape.width > shape.height


def test_every_sheet_opens_with_its_headings(converted: Path) -> None:
    words = words_of(read(converted / "excel.pdf"))
    for table in tables_of(example_bytes(), Cover()):
        assert table.title in words
    assert "#NAME?" not in words
    assert "Err:5" not in words
