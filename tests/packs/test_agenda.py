"""The agenda of a meeting: what the room reads on its screen, item by item, from the pack's own content. Pure."""

from reports.agenda import Item, agenda_of
from reports.composing import content_of
from tests.packs.makers import amber, green, judged, red


def agenda(*makers) -> tuple[Item, ...]:
    return agenda_of(content_of(judged(*makers)))


def test_every_decision_then_every_exception_that_no_decision_tells() -> None:
    content = content_of(judged(red, amber, green))
    items = agenda_of(content)
    decisions = len(content.decisions)
    assert [item.number for item in items[:decisions]] == [line.number for line in content.decisions]
    told = {line.exception for line in content.decisions}
    assert told.isdisjoint(item.number for item in items[decisions:])
    assert items[0].part == f"Decision 1 of {decisions}"


def test_how_a_thing_stands_is_beside_it_as_the_pack_has_it() -> None:
    content = content_of(judged(red, green))
    item = agenda_of(content)[0]
    line = next(
        line for part in content.objectives for line in part.lines if line.reference == item.reference
    )
    assert (item.judged, item.strip, item.whose) == (line.judged, line.strip, line.lead)
    assert (item.mark, item.strip[-1].mark) == (line.judged.published, line.judged.published)
    assert "Held" not in dict(item.facts)


def test_one_question_is_the_heading_and_is_not_said_again() -> None:
    item = agenda(red)[0]
    one = Item("2.1", "Decision 1 of 1", "PREV-1", "A title", None, ("Is it?",), (), options=("Yes", "No"))
    assert (one.heading, one.below) == ("Is it?", ())
    several = Item(
        "2.1", "Decision 1 of 1", "PREV-1", "A title", None, ("Is it?", "When?"), (), options=("Yes",)
    )
    assert (several.heading, several.below) == ("A title", ("Is it?", "When?"))
    assert item.heading in (item.title, *item.says)
