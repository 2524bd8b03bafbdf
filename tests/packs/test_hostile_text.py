"""Whatever people write comes out as written, or visibly shortened or replaced; nothing fails, nothing runs."""

import pytest
from msgspec.structs import replace

from objectives.rated import Judgement
from objectives.rating import rate
from objectives.standing import Action, Commentary, ForecastChange, Variation
from objectives.words import Rating
from reports.fonts import REPLACEMENT, drawable, in_plex
from reports.printable import LONGEST, cut, showable
from tests.packs.makers import asking
from tests.packs.printed import bytes_of, is_valid, page_of, pdf_of, words_of, words_on
from tests.standings import (
    THIS,
    a_commitment,
    a_moderation,
    a_rebaseline,
    a_standing,
    an_action,
    an_objective,
    at,
    day,
)

MARKUP = '#panic("x") $x^2$ *b* _i_ `c` <b>bold</b> &amp; @ref \\ // /* {{ 7 * 7 }} =1+1'
SCRIPTS = "😀 👩‍👩‍👧 🏳️‍🌈 ਬੱਚਿਆਂ ਦੀ ਸੁਰੱਖਿਆ حماية الأطفال Ελλάδα"
CONTROLS = "NUL\x00 tab\x0b escape\x1b[31m none\ufffe"
TEXTS = {
    "markup": MARKUP,
    "scripts": SCRIPTS,
    "controls": CONTROLS,
    "uncovered": "漢字 𓀀 1️⃣ a⃣ \ue000 \ufeff",
    "one long word": "x" * 100_000,
    "many words": "word " * 20_000,
    "lines": "one\ntwo\n\n\nthree",
    "nothing": "",
}


def written(text: str) -> Judgement:
    """A strategy in which everything that people write is this text."""
    action = asking("PREV-1.1")
    told = tuple(
        replace(u, plan=text, ask=text, confidence_reason=text, impact=text, barriers=text)
        for u in action.updates
    )
    moved = ForecastChange(day(-60), day(9), text, text, at(day(-2)))
    asked = replace(a_rebaseline(day(-60), day(9), None), reason=text, asked_by=text)
    milestones = tuple(
        replace(m, title=text, forecast_changes=(moved,), rebaselines=(asked,)) for m in action.milestones
    )
    judged = replace(a_moderation(Rating.GREEN, day(20)), reason=text, evidence=text, moderated_by=text)
    hostile: Action = replace(action, title=text, updates=told, milestones=milestones)
    other = an_action("PREV-1.2", title=text, moderations=(judged,), updates=told)
    varied = Variation(day(-3), text, text)
    commitment = a_commitment(hostile, other, short_title=text, wording=text, variations=(varied,))
    said = Commentary(THIS.name, text, text, text, text, at(day(-3)))
    objective = replace(an_objective(commitment, name=text or "Prevention"), commentaries=(said,))
    return rate(a_standing(objective, partnership=text, short_title=text))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_goes_through_the_page(text: str) -> None:
    page = page_of(bytes_of(written(text)))
    assert is_valid(page)
    assert "<b>" not in page


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_goes_through_print(text: str) -> None:
    words = words_of(pdf_of(bytes_of(written(text))))
    assert "The only commitment is red, and it needs the Executive Group" in words
    assert "Numbers behind the chart" in words


def test_markup_comes_out_as_it_was_written() -> None:
    content = bytes_of(written(MARKUP))
    assert MARKUP in words_on(page_of(content))
    assert MARKUP.replace(" ", "") in words_of(pdf_of(content)).replace(" ", "")


def test_scripts_that_the_typefaces_draw_are_not_replaced() -> None:
    assert drawable(SCRIPTS) == SCRIPTS
    assert SCRIPTS in words_on(page_of(bytes_of(written(SCRIPTS))))


def test_what_no_typeface_draws_is_replaced_by_a_sign_that_can_be_seen() -> None:
    assert drawable("a漢b") == f"a{REPLACEMENT}b"
    assert drawable("1️⃣") == f"1{REPLACEMENT}"
    assert drawable("a\ufeffb\ue000") == f"a{REPLACEMENT}b{REPLACEMENT}"
    assert in_plex("é e\u0301 ਬ") == f"é é {REPLACEMENT}"


def test_line_breaks_survive_beside_what_is_replaced() -> None:
    assert drawable("漢\nb\n") == f"{REPLACEMENT}\nb\n"
    assert in_plex("漢\nb") == f"{REPLACEMENT}\nb"


def test_what_print_refuses_all_the_same_is_printed_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.render_pdf.settable", str)
    words = words_of(pdf_of(bytes_of(written("1️⃣ ਬੱਚਿਆਂ plain"))))
    assert f"1{REPLACEMENT}" in words
    assert "plain" in words


def test_control_characters_are_seen_and_line_breaks_kept() -> None:
    assert showable("a\x00b\x0bc\nd\ufffe") == "a\ufffdb\ufffdc\nd\ufffd"


def test_what_is_too_long_is_cut_and_says_by_how_much() -> None:
    assert cut("x" * LONGEST) == "x" * LONGEST
    shortened = cut("word " * 20_000)
    assert shortened.startswith("word word")
    assert shortened.endswith("more characters are in the service]")
    kept = shortened.split("…")[0]
    assert f"{100_000 - len(kept):,} more" in shortened


def test_a_shortened_text_says_so_on_the_page_and_in_print() -> None:
    content = bytes_of(written("word " * 20_000))
    assert "more characters are in the service]" in words_on(page_of(content))
    assert "more characters are in the service]" in words_of(pdf_of(content))


def test_the_content_itself_keeps_every_text_whole() -> None:
    assert ("word " * 20_000).encode() in bytes_of(written("word " * 20_000))
