"""What pages make of a judgement is made once while it stands, and never outlives it."""

from itertools import count

import pytest

from governance_app.places import Places
from governance_app.reading import Reading
from governance_app.showing.attention import attention_of
from governance_app.showing.kept import kept
from objectives.permissions import Mandate
from objectives.rating import rate
from objectives.words import Role
from tests.standings import TODAY, example_standing


@pytest.fixture
def reading() -> Reading:
    return Reading(rate(example_standing()), Places("csa"))


def test_the_same_judgement_is_worked_on_once(reading: Reading) -> None:
    numbers = count()

    assert [kept(reading, "number", lambda: next(numbers)) for _ in range(3)] == [0, 0, 0]


def test_a_new_judgement_is_worked_on_anew(reading: Reading) -> None:
    numbers = count()
    later = Reading(rate(example_standing()), reading.places)

    assert [kept(each, "number", lambda: next(numbers)) for each in (reading, later, reading)] == [0, 1, 2]


def test_nothing_made_for_another_day_is_kept(reading: Reading) -> None:
    numbers = count()
    then = Reading(reading.judgement, Places("csa", TODAY))

    assert [kept(each, "number", lambda: next(numbers)) for each in (reading, then, then, reading)] == [
        0,
        1,
        2,
        0,
    ]


def test_what_one_reader_may_read_is_never_kept_for_another(reading: Reading) -> None:
    unit = Mandate(person=1, name="Unit", agency=1, roles=frozenset({Role.BUSINESS_UNIT}))
    stranger = Mandate(person=2, name="Stranger", agency=999)

    whole, published = attention_of(reading, unit), attention_of(reading, stranger)

    assert any(ask.question for ask in whole.asks)
    assert not any(ask.question for ask in published.asks)
    assert attention_of(reading, unit) == whole
