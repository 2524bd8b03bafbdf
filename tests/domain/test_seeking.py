"""Drafting section 2: the acts of the business unit on the decisions that a round puts to the Executive Group."""

import datetime as dt
from typing import Any

import asyncpg
import pytest

from objectives.history import newest_sequence, versions
from objectives.judging import judged_now
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound
from objectives.proposing import agenda_now
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.rounds import make_round, suggested_dates
from objectives.seeking import (
    NewWording,
    Sitting,
    add_decision,
    leave_out,
    moved,
    order_decisions,
    take_back,
    word_decision,
)
from objectives.sought import Agenda, Entry
from objectives.tables.sought import DecisionSought
from reports.composing import content_of
from tests.makers import KEY, a_milestone, a_post, an_action, it_is

NEW = NewWording("End it?", "It waits for a trainer.", "End it.", "End it\nKeep it")


@pytest.fixture
async def sitting(p: Any) -> Sitting:
    """A round in which one action is red without a plan: PROT-4.1, whose milestone is two months late."""
    await a_milestone(p, await an_action(p), dt.date(2026, 1, 31))
    return Sitting(KEY, p.round)


async def agenda() -> Agenda:
    return agenda_now(await judged_now(KEY))


async def the_red() -> Entry:
    found = (await agenda()).entry("red-PROT-4")
    assert found is not None
    return found


async def thing(reference: str = "PROT-4") -> Any:
    return (await judged_now(KEY)).standing.by_reference[reference]


async def worded(p: Any, sitting: Sitting, seen: int | None = None) -> DecisionSought:
    return await word_decision(p.moderator, sitting, await the_red(), await thing(), NEW, seen)


def origins(found: Agenda) -> list[str]:
    return [entry.origin for entry in found.entries]


async def test_the_business_unit_words_what_a_rule_proposes_and_history_keeps_each_wording(p, sitting):
    first = await worded(p, sitting)
    again = NewWording("Keep it?", "It waits.", "Keep it.", "Keep it\nEnd it")
    await word_decision(p.second_moderator, sitting, await the_red(), await thing(), again)
    entry = await the_red()
    assert (entry.wording.question, entry.wording.options) == (("Keep it?",), ("Keep it", "End it"))
    assert entry.said is not None
    assert entry.said.written_by == "Robin Example"
    assert (await versions("decision_sought", first.id))[0].columns()["question"] == "End it?"


async def test_it_adds_its_own_about_a_commitment_or_the_strategy_as_a_whole(p, sitting):
    await add_decision(p.moderator, sitting, None, NEW)
    await add_decision(p.moderator, sitting, await thing(), NEW)
    found = (await agenda()).entries
    assert [(e.origin, e.reference) for e in found[1:]] == [("own-1", ""), ("own-2", "PROT-4")]


async def test_the_pack_prints_what_is_put_in_its_order_and_what_was_left_out_with_the_reason(p, sitting):
    await add_decision(p.moderator, sitting, None, NEW)
    content = content_of(await judged_now(KEY))
    assert [d.reference for d in content.decisions] == ["PROT-4", ""]
    assert [d.worded_by for d in content.decisions] == ["", "Morgan Example"]
    assert content.sections[1].headline == (
        "Two decisions are sought: on one red and one matter that the business unit raises"
    )
    await leave_out(p.moderator, sitting, await the_red(), await thing(), "Agreed in May.")
    content = content_of(await judged_now(KEY))
    assert [d.reference for d in content.decisions] == [""]
    (left,) = content.left_out
    assert (left.reference, left.reason, left.by) == ("PROT-4", "Agreed in May.", "Morgan Example")


async def test_what_was_left_out_can_be_taken_back(p, sitting):
    await leave_out(p.moderator, sitting, await the_red(), await thing(), "Agreed.")
    assert origins(await agenda()) == []
    await take_back(p.second_moderator, sitting, "red-PROT-4")
    assert origins(await agenda()) == ["red-PROT-4"]
    with pytest.raises(NotFound, match="Nothing has been said"):
        await take_back(p.moderator, sitting, "own-7")


async def test_leaving_out_needs_a_reason_and_a_decision_all_four_texts_with_two_options(p, sitting):
    with pytest.raises(Invalid) as refused:
        await leave_out(p.moderator, sitting, await the_red(), await thing(), "  ")
    assert set(refused.value.faults) == {"left_out"}
    with pytest.raises(Invalid) as refused:
        await add_decision(p.moderator, sitting, None, NewWording(" ", "", "", "Only one"))
    assert set(refused.value.faults) == {"question", "why", "recommendation", "options"}


async def test_decisions_are_put_in_order_and_stay_so(p, sitting):
    await add_decision(p.moderator, sitting, None, NEW)
    await order_decisions(p.moderator, sitting, moved((await agenda()).entries, "own-1", up=True))
    assert origins(await agenda()) == ["own-1", "red-PROT-4"]
    before = await newest_sequence(*await DecisionSought.objects())
    await order_decisions(p.moderator, sitting, (await agenda()).entries)
    assert await newest_sequence(*await DecisionSought.objects()) == before


@pytest.mark.parametrize(
    ("origin", "up", "order"),
    [("a", True, "abc"), ("c", True, "acb"), ("a", False, "bac"), ("c", False, "abc")],
)
def test_moving_one_place_keeps_all_of_them(origin, up, order):
    entries = [Entry(name, "", None, None, None) for name in "abc"]
    assert "".join(entry.origin for entry in moved(entries, origin, up)) == order


def test_what_is_not_there_cannot_be_moved():
    with pytest.raises(NotFound, match="not among those"):
        moved([], "own-1", up=True)


async def test_nobody_else_drafts_them(p, sitting):
    entry, red = await the_red(), await thing()
    for person in (p.owner, p.administrator, p.stranger):
        for act in (
            word_decision(person, sitting, entry, red, NEW),
            add_decision(person, sitting, None, NEW),
            leave_out(person, sitting, entry, red, "No."),
            take_back(person, sitting, "red-PROT-4"),
            order_decisions(person, sitting, [entry]),
        ):
            with pytest.raises(NotAllowed, match="Only the business unit"):
                await act
    assert await DecisionSought.count() == 0


async def test_nobody_words_or_leaves_out_what_is_put_about_their_own(p, sitting):
    own_post = await a_post(p.moderator, "Partnership manager", p.business_unit, p.moderator)
    own = {"agency": p.business_unit, "owner": own_post, "deputy": None, "accountable": None}
    action = await an_action(p, "SUPP-3", begun=False, **own)
    entry, mine = Entry("red-SUPP-3.1", action.reference, None, None, None), await thing(action.reference)
    with pytest.raises(NotAllowed, match="Nobody judges their own"):
        await leave_out(p.moderator, sitting, entry, mine, "Not now.")
    with pytest.raises(NotAllowed, match="Nobody judges their own"):
        await word_decision(p.moderator, sitting, entry, mine, NEW)
    await leave_out(p.second_moderator, sitting, entry, mine, "Not now.")


async def test_the_freeze_closes_the_draft_and_what_was_put_stands(p, sitting):
    await worded(p, sitting)
    await it_is(p.round.freezes_at.date() + dt.timedelta(days=1))
    for act in (
        add_decision(p.moderator, sitting, None, NEW),
        order_decisions(p.moderator, sitting, (await agenda()).entries),
        take_back(p.moderator, sitting, "red-PROT-4"),
    ):
        with pytest.raises(Conflict, match="froze on"):
            await act
    assert origins(await agenda()) == ["red-PROT-4"]


async def test_a_round_to_come_cannot_be_drafted_for(p, sitting):
    later = await make_round(p.moderator, suggested_dates(dt.date(2026, 4, 1)))
    with pytest.raises(Conflict, match="opens on"):
        await add_decision(p.moderator, Sitting(KEY, later), None, NEW)


async def test_a_stale_form_is_refused_and_what_stands_is_kept(p, sitting):
    seen = await newest_sequence(await worded(p, sitting))
    await worded(p, sitting, seen)
    with pytest.raises(Conflict, match="Somebody changed this"):
        await worded(p, sitting, seen)


async def test_no_decision_is_deleted_or_given_another_subject(p, sitting):
    row = await worded(p, sitting)
    with pytest.raises(asyncpg.PostgresError, match="about stand"):
        await DecisionSought.update({DecisionSought.origin: "own-9"}).where(DecisionSought.id == row.id)
    with pytest.raises(asyncpg.PostgresError, match="never deleted"):
        await row.remove()


async def test_its_words_can_be_redacted(p, sitting):
    row = await worded(p, sitting)
    new = NewRedaction("decision_sought", row.id, ("why",), "It named a child.")
    await agree_to_redaction(p.moderator, await ask_redaction(p.administrator, new))
    (why,) = (await the_red()).wording.why
    assert why.startswith("[redacted")
