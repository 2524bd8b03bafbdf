"""How long texts, instants and sizes are put on a page."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from governance_app.arriving import local_path
from governance_app.places import Places
from governance_app.wording import (
    excerpt,
    first_sentences,
    fold,
    instant,
    instant_day,
    size,
    times,
    weekday,
    whole_references,
)

LONDON = ZoneInfo("Europe/London")


def test_a_short_text_is_not_folded() -> None:
    assert fold("Done.\nTwice.").rest == ""


def test_a_long_text_is_folded_between_words() -> None:
    folded = fold("word " * 1000)
    assert folded.start.endswith("word")
    assert 600 < len(folded.start) <= 700
    assert folded.words == 1000 - folded.start.count("word")


def test_a_text_of_many_lines_is_folded_after_some_lines() -> None:
    folded = fold("\n".join(f"line {n}" for n in range(40)))
    assert folded.start.count("\n") == 11
    assert folded.rest.startswith("line 12")


def test_one_word_without_end_is_cut_where_it_must_be() -> None:
    assert len(fold("x" * 5000).start) == 700


@given(some.text(max_size=3000))
def test_folding_loses_nothing_but_the_space_at_the_fold(text: str) -> None:
    folded = fold(text)
    assert "".join((folded.start + folded.rest).split()) == "".join(text.split())


@given(some.text(max_size=1000), some.integers(min_value=10, max_value=300))
def test_an_excerpt_is_one_line_and_no_longer_than_asked(text: str, length: int) -> None:
    cut = excerpt(text, length)
    assert len(cut) <= length
    assert "\n" not in cut


def test_as_many_sentences_are_shown_as_fit_whole() -> None:
    text = "Red for two rounds. PREV-5.1: the “agreement” is 166 days late. It is forecast in June."
    assert first_sentences(text, 70) == "Red for two rounds. PREV-5.1: the “agreement” is 166 days late."
    assert first_sentences(text, 200) == text
    assert first_sentences(text, 12) == "Red for two…"


def test_an_excerpt_ends_between_words() -> None:
    assert excerpt("one two three four five six", 20) == "one two three four…"


@pytest.mark.parametrize(
    ("octets", "said"), [(0, "0 bytes"), (999, "999 bytes"), (34_100, "34 kB"), (2_140_000, "2.1 MB")]
)
def test_sizes(octets: int, said: str) -> None:
    assert size(octets) == said


def test_an_instant_is_said_in_the_partnerships_time() -> None:
    summer_evening = dt.datetime(2026, 7, 31, 23, 30, tzinfo=dt.UTC)
    assert instant(summer_evening, LONDON) == "1 August 2026 at 00:30"
    assert instant_day(summer_evening, LONDON) == "1 Aug 2026"


def test_how_often_and_which_day() -> None:
    assert [times(n) for n in (1, 2, 3)] == ["once", "twice", "3 times"]
    assert weekday(dt.date(2026, 11, 19)) == "Thursday 19 November 2026"


def test_a_page_as_at_a_day_leads_to_pages_as_at_that_day() -> None:
    then = Places("csa", dt.date(2026, 4, 30))
    assert then.thing("PREV-1.2") == "/strategies/csa/actions/PREV-1.2?as-at=2026-04-30"
    assert then.thing("PREV-1") == "/strategies/csa/commitments/PREV-1?as-at=2026-04-30"
    assert then.now().overview == "/strategies/csa"
    assert Places(None).overview == "/"


@given(some.text(max_size=60))
def test_no_text_leads_off_this_service(text: str) -> None:
    path = local_path(text)
    assert path.startswith("/")
    assert not path.startswith("//")
    assert "\\" not in path


def test_a_reference_stays_whole_and_markup_stays_text() -> None:
    assert whole_references("Is <b>SUPP-3.1</b> late?") == (
        'Is &lt;b&gt;<span class="app-nowrap">SUPP-3.1</span>&lt;/b&gt; late?'
    )
    assert whole_references("multi-agency, Q1 2026-27") == "multi-agency, Q1 2026-27"
