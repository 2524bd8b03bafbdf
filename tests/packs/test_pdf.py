"""The pack in print: tagged, whole, one page for the plan, and the same bytes from any process."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reports.content import digest_of, read_content
from reports.cover import Cover
from tests.packs.makers import amber, green, judged, red
from tests.packs.printed import bytes_of, example_bytes, example_pdf, pdf_of, words_of

ROOT = Path(__file__).parents[2]
PRINT_IT = (
    "import sys, hashlib\n"
    "from reports.charts import draw\n"
    "from reports.cover import Cover\n"
    "from reports.render_html import render_html\n"
    "from reports.render_pdf import render_pdf\n"
    "content = sys.stdin.buffer.read()\n"
    "charts = draw(content)\n"
    "both = render_html(content, Cover(), charts).encode(), render_pdf(content, Cover(), charts)\n"
    "print(*(hashlib.sha256(one).hexdigest() for one in both))\n"
)


def test_the_pdf_says_that_it_is_pdf_ua_1_and_is_tagged() -> None:
    catalogue = example_pdf().trailer["/Root"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data().decode()
    assert catalogue["/MarkInfo"]["/Marked"] is True or catalogue["/MarkInfo"]["/Marked"].value is True
    assert catalogue["/Lang"] == "en-GB"


def test_every_page_carries_the_marking_the_digest_and_the_label_of_an_example() -> None:
    digest = digest_of(example_bytes())
    short = " ".join(digest[start : start + 4] for start in (0, 4, 8))
    for page in example_pdf().pages:
        words = " ".join(page.extract_text().split())
        assert "OFFICIAL-SENSITIVE" in words
        assert short in words
        assert "Example data" in words


def test_the_cover_prints_the_whole_digest_and_the_history_anchor() -> None:
    content = read_content(example_bytes())
    cover = example_pdf().pages[0].extract_text().replace(" ", "").replace("\n", "")
    assert digest_of(example_bytes()) in cover
    assert f"{content.anchor.sequence}:{content.anchor.chain_digest}" in cover


def test_eighteen_commitments_are_one_landscape_page() -> None:
    landscape = [page for page in example_pdf().pages if page.mediabox.width > page.mediabox.height]
    (plan,) = landscape
    words = plan.extract_text()
    for objective in read_content(example_bytes()).objectives:
        assert [line.reference for line in objective.lines if line.reference not in words] == []


def test_the_contents_send_the_reader_to_the_right_pages() -> None:
    cover = " ".join(example_pdf().pages[0].extract_text().split())
    contents = cover.split("In this pack", 1)[1]
    for section in read_content(example_bytes()).sections[1:]:
        page = contents.split(f"{section.number} {section.name} ", 1)[1].split("page ", 1)[1].split()[0]
        assert section.headline in " ".join(example_pdf().pages[int(page) - 1].extract_text().split())


def test_the_plan_takes_more_pages_only_where_one_cannot_hold_it() -> None:
    pages = pdf_of(bytes_of(judged(*[green] * 50))).pages
    landscape = [page for page in pages if page.mediabox.width > page.mediabox.height]
    words = " ".join(page.extract_text() for page in landscape)
    assert len(landscape) == 2
    assert all(f"PREV-{n}" in words for n in range(1, 51))


def test_an_empty_strategy_prints() -> None:
    assert "The strategy has no commitments yet" in words_of(pdf_of(bytes_of(judged())))


def test_another_process_prints_the_same_bytes() -> None:
    content = bytes_of(judged(red, amber, green))
    said = {
        subprocess.run(
            [sys.executable, "-c", PRINT_IT],
            input=content,
            capture_output=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert len(said.pop().split()[0]) == hashlib.sha256().digest_size * 2


def test_the_cover_record_changes_the_print_and_not_the_digest() -> None:
    content = bytes_of(judged(green))
    draft, official = (
        words_of(pdf_of(content, Cover(marking=marking))) for marking in ("OFFICIAL-SENSITIVE", "OFFICIAL")
    )
    short = digest_of(content)[:4]
    assert short in draft
    assert short in official
    assert "OFFICIAL-SENSITIVE" not in official


@pytest.mark.parametrize("last", [True, False])
def test_a_first_pack_says_that_there_is_nothing_to_compare_with(last: bool) -> None:
    words = words_of(pdf_of(bytes_of(judged(green, **({} if last else {"last_issued": None})))))
    assert ("No pack has been issued before" in words) is not last
