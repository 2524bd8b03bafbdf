"""Cleaning text: what comes out is safe for the database, for XML, for a terminal and for a reader's eye."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.text import Block, blocks, clean_line, clean_prose, clean_text

ANY_CHARACTER = st.characters(codec=None)
ANY_TEXT = st.text(ANY_CHARACTER, max_size=200)
LAYOUT = st.text(st.sampled_from("ab \n->\t\u2028é"), max_size=60)


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@given(ANY_TEXT)
def test_a_clean_text_can_be_stored_and_written_anywhere(text: str) -> None:
    clean = clean_text(text)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert not {sign for sign in clean if unicodedata.category(sign) in ("Cc", "Cs")} - {"\n", "\t"}


@given(st.text(st.characters(categories=("L", "N", "P", "S")), max_size=80))
def test_what_people_write_is_kept(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_becomes_one(ending: str) -> None:
    assert clean_text(f"one{ending}two") == "one\ntwo"


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\x7f", "\x9b", "\ufeff", "\ud800", "\ufffe", "\U0010ffff", "\ufdd0"]
)
def test_what_breaks_databases_and_documents_is_dropped(sign: str) -> None:
    assert clean_text(f"PREV{sign}-1") == "PREV-1"


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_direction_overrides_are_dropped_as_they_show_a_text_that_is_not_there(sign: str) -> None:
    assert clean_text(f"amount {sign}1001") == "amount 1001"


@pytest.mark.parametrize(
    "text", ["👩\u200d👧", "می\u200cخواهم", "ਕੋਵੈਂਟਰੀ", "كوفنتري\u200f 1", "=1+1", "<b>&amp;</b>"]
)
def test_other_scripts_emoji_and_marks_of_direction_are_kept(text: str) -> None:
    assert clean_text(text) == text


def test_the_same_letter_is_always_the_same_characters() -> None:
    assert clean_text("Siobha\u0301n") == "Siobh\u00e1n"


def test_space_around_a_text_goes_and_space_within_it_stays() -> None:
    assert clean_text(" \n one\n\n  two\t3 \n") == "one\n\n  two\t3"


def test_a_line_is_one_line() -> None:
    assert clean_line("  Network\r\n of\t\tchampions\v") == "Network of champions"


def test_blocks_are_paragraphs_points_and_quotations() -> None:
    text = "It may\ninclude:\n\n- one\n  goes on\n- two\n\n> said\n> so\n>\n> twice"
    assert blocks(text) == (
        Block("paragraph", ("It may include:",)),
        Block("points", ("one goes on", "two")),
        Block("quotation", ("said so", "twice")),
    )


def test_an_empty_text_has_no_blocks() -> None:
    assert blocks(" \n\n ") == ()


@given(LAYOUT)
def test_clean_prose_means_the_same_as_what_was_written(text: str) -> None:
    assert blocks(clean_prose(text)) == blocks(text)
