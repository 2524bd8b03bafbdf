"""A pack's content: the same facts give the same bytes, the numbers agree, and nothing private is in it."""

import datetime as dt
import random
import re

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from objectives.moments import Moment, end_of_day
from objectives.problems import Invalid
from objectives.rated import Judgement
from objectives.rating import rate
from objectives.standing import Standing
from objectives.words import Rating
from reports.composing import as_at_words, content_of
from reports.content import canonical, digest_of, read_content
from tests.packs.makers import amber, green, judged, red
from tests.standings import TODAY, example_standing, frozen, standings

some = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def shuffled(judgement: Judgement) -> Judgement:
    """The same judgement with its dictionaries in another order."""
    chance = random.Random(1)
    return replace(
        judgement,
        **{
            name: dict(chance.sample(list(found.items()), len(found)))
            for name in ("actions", "commitments", "objectives")
            if (found := getattr(judgement, name)) is not None
        },
    )


def test_the_same_judgement_gives_the_same_bytes_whatever_order_it_is_held_in() -> None:
    judgement = rate(example_standing())
    assert canonical(content_of(shuffled(judgement))) == canonical(content_of(judgement))


def test_names_are_sorted_so_that_the_bytes_do_not_follow_the_code() -> None:
    def names(value: object) -> list[list[str]]:
        if isinstance(value, dict):
            return [list(value), *(n for inner in value.values() for n in names(inner))]
        return [n for inner in value for n in names(inner)] if isinstance(value, list) else []

    found = names(msgspec.json.decode(canonical(content_of(judged(red)))))
    assert found
    assert all(each == sorted(each) for each in found)


def test_the_digest_is_the_sha_256_of_the_bytes_and_follows_every_change() -> None:
    assert digest_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    one, other = (canonical(content_of(judged(maker))) for maker in (red, amber))
    assert digest_of(one) != digest_of(other)


@some
@given(standings())
def test_a_stored_pack_reads_back_as_it_was(standing: Standing) -> None:
    content = content_of(rate(standing))
    assert read_content(canonical(content)) == content


def test_bytes_that_are_no_pack_are_refused() -> None:
    with pytest.raises(Invalid, match="not the content of a pack"):
        read_content(b'{"format": "1"}')


@some
@given(standings())
def test_every_count_is_the_number_of_lines_that_it_counts(standing: Standing) -> None:
    content = content_of(rate(standing))
    lines = [line for objective in content.objectives for line in objective.lines]
    shapes = [line.judged.published.shape for line in lines]
    assert content.commitments.total == len(lines)
    assert content.actions.total == sum(len(line.actions) for line in lines)
    for name in ("red", "amber", "green", "blue", "grey"):
        assert getattr(content.commitments, name) == shapes.count(name)
    assert content.commitments.carried_forward == sum(shape.endswith("-hollow") for shape in shapes)
    assert content.commitments.business_as_usual == shapes.count("business-as-usual")


def test_a_pack_holds_names_and_posts_and_no_addresses() -> None:
    text = canonical(content_of(rate(example_standing()))).decode()
    assert "Priya Nair" in text
    assert re.findall(r"[\w.]+@[\w.]+", text) == []


def test_a_strip_shows_eight_rounds_at_most_and_ends_with_what_is_published_now() -> None:
    (objective,) = content_of(judged(amber, rows=(frozen(published=Rating.RED),))).objectives
    strip = objective.lines[0].strip
    assert [then.round for then in strip] == [
        "Q2 2025-26",
        "Q3 2025-26",
        "Q4 2025-26",
        "Q1 2026-27",
        "Q2 2026-27",
    ]
    assert [then.mark.shape for then in strip] == ["no-round", "no-round", "no-round", "red", "amber"]


def test_what_moved_is_listed_worsened_first_with_both_ratings() -> None:
    content = content_of(judged(green, red, rows=(frozen(published=Rating.AMBER),)))
    assert [(m.reference, m.was.word, m.now.word, m.direction) for m in content.moved if m.was] == [
        ("PREV-2", "Amber", "Red", "worsened"),
        ("PREV-1", "Amber", "Green", "improved"),
    ]


MOMENTS = {
    "the freeze of Q2 2026-27, 30 October 2026, 17:00": dt.datetime(2026, 10, 30, 17, tzinfo=dt.UTC),
    "the end of 30 October 2026": end_of_day(TODAY),
    "30 October 2026, 09:05": dt.datetime(2026, 10, 30, 9, 5, tzinfo=dt.UTC),
}


@pytest.mark.parametrize("words", MOMENTS)
def test_the_moment_is_said_in_local_words(words: str) -> None:
    standing = example_standing()
    moment = Moment(MOMENTS[words], TODAY, "Europe/London", 1, "ab" * 32)
    assert as_at_words(replace(standing, moment=moment)) == words


def test_summer_time_is_the_partnership_s_own() -> None:
    noon = Moment(
        dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC), dt.date(2026, 7, 1), "Europe/London", 1, "ab" * 32
    )
    assert as_at_words(replace(example_standing(), moment=noon)) == "1 July 2026, 13:00"


def test_an_empty_strategy_still_makes_a_pack() -> None:
    content = content_of(judged())
    assert content.finding == "The strategy has no commitments yet"
    assert (content.commitments.total, content.exceptions.red) == (0, ())
