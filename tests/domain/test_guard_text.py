"""The guard on hostile text, long text and ordinary text."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.guard import Find, Kind, look, mask, masked
from tests.progress_lines import SENTENCES, progress_lines

ROOT = Path(__file__).parents[2]
SEED = 20261123


def kinds(text: str) -> list[Kind]:
    return [find.kind for find in look(text)]


def only(text: str) -> Find:
    (find,) = look(text)
    return find


# -------------------------------------------------------------------------------------------------- hostile text

DISGUISES = [
    "９４３ ４７６ ５９１９",
    "٩٤٣ ٤٧٦ ٥٩١٩",
    "𝟗𝟒𝟑𝟒𝟕𝟔𝟓𝟗𝟏𝟗",
    "943\u200b476\u200b5919",
    "9\u200d4\u200d3\u200d4\u200d7\u200d6\u200d5\u200d9\u200d1\u200d9",
    "943\u00a0476\u00a05919",
    "943\n476\r\n5919",
    "943 \t 476 \u2003 5919",
    "943\u2011476\u20135919",
    "943\u00ad476\u00ad5919",
    "\u202e943 476 5919\u202c",
    "9️⃣434765919",
    "(943) 476 5919",
    "9 4 3 4 7 6 5 9 1 9",
]


@pytest.mark.parametrize("text", DISGUISES)
def test_a_disguise_hides_nothing(text: str) -> None:
    find = only(text)
    assert find.kind is Kind.NHS_NUMBER
    assert "5919" not in find.masked


@given(st.text(max_size=30), st.sampled_from(DISGUISES), st.text(max_size=30))
def test_places_are_those_of_the_text_as_it_came(before: str, disguise: str, after: str) -> None:
    text = f"{before}. – ! {disguise} ! – .{after}"
    (find,) = [
        find for find in look(text) if find.start >= len(before) and find.end <= len(text) - len(after)
    ]
    assert text[find.start : find.end].strip("\u202e\u202c") in text
    assert sum(character.isdigit() for character in text[find.start : find.end]) == 10


@given(st.text(alphabet=st.sampled_from("0123456789 -./()+@abABCVdobDOBnhsNHS\u200b\n٣９é"), max_size=80))
def test_finds_are_in_order_apart_and_inside_the_text(text: str) -> None:
    finds = look(text)
    edges = [edge for find in finds for edge in (find.start, find.end)]
    assert edges == sorted(edges)
    assert all(0 <= find.start < find.end <= len(text) for find in finds)
    assert masked(masked(text)) is not None


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert masked(text) is not None


@given(st.text(alphabet="0123456789- ", min_size=1, max_size=40))
def test_a_masked_value_shows_two_characters_at_most(value: str) -> None:
    assert sum(character.isalnum() for character in mask(value)) <= 2


HARD = [
    "1 ",
    "0 1 ",
    "9434765919 ",
    "a@",
    "a-",
    "1(((2",
    "12/03/2015 ",
    "D.O.B ",
    "child A ",
    "CV1 1AA ",
    "AB 1 2 3 4 5 6",
    "aged 7 12/03/2019 ",
    "\u200b",
    "-",
    "@",
]


@pytest.mark.parametrize("piece", HARD)
def test_a_hundred_thousand_characters_take_time_in_proportion(piece: str) -> None:
    """Ten times the text may take thirty times as long on a busy machine; by squares it would be a hundred."""
    short, long = ((piece * 100_000)[:length] for length in (10_000, 100_000))
    look(short)
    assert _seconds(long) < max(1.0, 30 * _seconds(short))


def _seconds(text: str) -> float:
    began = time.process_time()
    look(text)
    return time.process_time() - began


# ------------------------------------------------------------------------------------------------- ordinary text


@pytest.fixture(scope="module")
def ordinary() -> list[str]:
    return progress_lines(10_000, SEED)


def test_ordinary_progress_text_raises_at_most_one_warning_in_a_hundred_lines(ordinary: list[str]) -> None:
    warned = {line: finds for line in ordinary if (finds := look(line))}
    assert len(warned) <= 100, list(warned)[:20]
    assert not any(find.refused for finds in warned.values() for find in finds)


@pytest.mark.parametrize("folder", ["strategies", "example"])
def test_the_strategy_and_the_example_raise_no_warning(folder: str) -> None:
    """Texts that were written with no thought of the guard."""
    files = sorted((ROOT / "objectives" / folder).glob("*.toml"))
    assert files
    assert [finds for file in files if (finds := look(file.read_text(encoding="utf-8")))] == []


def test_the_ordinary_text_is_full_of_what_could_be_taken_for_something(ordinary: list[str]) -> None:
    assert len(SENTENCES) >= 30
    assert len(set(ordinary)) > 9_500
    assert sum(sum(character.isdigit() for character in line) >= 6 for line in ordinary) > 8_000
    for word in (
        "/2026",
        "£",
        "%",
        "purchase order 45",
        "Zoom",
        "Room",
        "https://",
        "Q3",
        "aged",
        "0800",
        "CV",
    ):
        assert sum(word in line for line in ordinary) > 50, word


@pytest.mark.parametrize(
    ("planted", "kind"),
    [
        ("943 476 5919", Kind.NHS_NUMBER),
        ("B801200005001", Kind.UPN),
        ("AB 12 34 56 C", Kind.NATIONAL_INSURANCE),
        ("DOB 12/03/2015", Kind.DATE_OF_BIRTH),
        ("CV1 5FB", Kind.POSTCODE),
        ("07700 900123", Kind.PHONE),
        ("jo.smith@example.org", Kind.EMAIL),
        ("Child A", Kind.CUE),
    ],
)
def test_what_is_planted_in_ordinary_text_is_found(ordinary: list[str], planted: str, kind: Kind) -> None:
    """Between any two words of any line, whatever numbers stand around it."""
    r = random.Random(SEED)
    for line in ordinary[:400]:
        words = line.split(" ")
        words.insert(r.randint(0, len(words)), planted)
        assert kind in kinds(" ".join(words)), " ".join(words)
