"""Sending an update with all that goes with it: once, whole or not at all, and never over somebody else's."""

import asyncio
import datetime as dt

import pytest

from objectives.drafts import Desk, add_pieces, keep_draft, settle_draft, written_at
from objectives.personal import personal_to
from objectives.problems import Conflict, Invalid, NotAllowed
from objectives.progress import return_update
from objectives.said import Met, Moved, Said
from objectives.sending import Overtaken, send_update
from objectives.tables.evidence import Evidence, EvidenceLink
from objectives.tables.milestone import ForecastChange, Milestone
from objectives.tables.update import ProgressUpdate
from objectives.words import Rating
from tests.makers import BEGIN, a_milestone, an_action, it_is, some_evidence, some_progress

WORDS = {"report": "something", "output": "Course written."}


async def a_desk(p, person=None, action=None):
    action = action or await an_action(p)
    return Desk((person or p.owner).id, action.id, p.round.id)


async def a_draft(p, desk, words=WORDS, seen=0, begun_from=0):
    return (await keep_draft(desk, words, seen, begun_from)).version


async def drafts_of(person):
    """The ids of action and round of each draft that My work shows them."""
    found = await personal_to(person.id, BEGIN)
    return [(draft.action, draft.round) for draft in found.drafts]


async def test_an_update_is_sent_with_its_dates_and_evidence_in_one_act(p):
    desk = await a_desk(p)
    action = await an_action_of(desk)
    met, moved = await a_milestone(p, action), await a_milestone(p, action)
    await add_pieces(desk, (some_evidence(),), 0)
    version = await a_draft(p, desk, seen=1)
    pieces = (await written_at(desk))[0].pieces
    dates = {"met": (Met(met.id, BEGIN),), "moved": (Moved(moved.id, dt.date(2026, 8, 1), "No room."),)}
    update = await send_update(p.owner, desk, version, Said(some_progress(), pieces=pieces, **dates))
    assert (update.version, update.submitted_by) == (1, p.owner.id)
    assert [row["met_on"] for row in await Milestone.select().order_by(Milestone.id)] == [BEGIN, None]
    assert [row["reason"] for row in await ForecastChange.select()] == ["No room."]
    assert [row["action"] for row in await EvidenceLink.select()] == [action.id]
    (entries,) = await ProgressUpdate.raw(
        "SELECT count(DISTINCT recorded_at) AS instants FROM history WHERE actor = {}"
        " AND table_name IN ('progress_update', 'milestone', 'forecast_change', 'evidence') AND operation <> 'insert'"
        " OR table_name IN ('progress_update', 'forecast_change', 'evidence')",
        f"person:{p.owner.id}",
    )
    assert entries["instants"] == 1


async def an_action_of(desk):
    from objectives.tables.action import Action

    return await Action.objects().get(Action.id == desk.action)


async def test_what_is_wrong_with_one_part_leaves_nothing_of_the_whole(p):
    desk = await a_desk(p)
    milestone = await a_milestone(p, await an_action_of(desk))
    version = await a_draft(p, desk)
    wrong = Said(some_progress(), moved=(Moved(milestone.id, dt.date(2026, 8, 1), " "),))
    with pytest.raises(Invalid) as refused:
        await send_update(p.owner, desk, version, wrong)
    assert refused.value.faults == {f"on-{milestone.id}": "Say why the date moves."}
    assert await ProgressUpdate.count() == 0
    assert (await written_at(desk))[0].words == WORDS


async def test_pressing_twice_sends_once_even_at_the_same_moment(p):
    desk = await a_desk(p)
    version = await a_draft(p, desk)
    sent = await asyncio.gather(
        *(send_update(p.owner, desk, version, Said(some_progress())) for _ in range(4))
    )
    assert len({update.id for update in sent}) == 1
    assert await ProgressUpdate.count() == 1


async def test_what_was_sent_is_a_draft_no_more(p):
    desk = await a_desk(p)
    assert await drafts_of(p.owner) == []
    version = await a_draft(p, desk)
    assert await drafts_of(p.owner) == [(desk.action, desk.round)]
    update = await send_update(p.owner, desk, version, Said(some_progress()))
    draft, _ = await written_at(desk)
    assert (draft.words, draft.sent, draft.sent_version) == ({}, update.id, version)
    assert await drafts_of(p.owner) == []


async def test_of_two_people_who_send_at_once_the_second_is_told_and_keeps_their_words(p):
    action = await an_action(p)
    desks = {person.id: await a_desk(p, person, action) for person in (p.owner, p.deputy)}
    versions = {id: await a_draft(p, desk) for id, desk in desks.items()}
    outcomes = await asyncio.gather(
        *(
            send_update(
                person, desks[person.id], versions[person.id], Said(some_progress(output=person.name))
            )
            for person in (p.owner, p.deputy)
        ),
        return_exceptions=True,
    )
    (sent,) = [outcome for outcome in outcomes if isinstance(outcome, ProgressUpdate)]
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Overtaken)]
    assert "Somebody sent an update" in str(refused)
    second = p.deputy if sent.submitted_by == p.owner.id else p.owner
    assert (await written_at(desks[second.id]))[0].words == WORDS
    assert await ProgressUpdate.count() == 1
    settled = await settle_draft(desks[second.id], WORDS, versions[second.id], sent.id)
    further = await send_update(second, desks[second.id], settled.version, Said(some_progress()))
    assert further.version == 2


async def test_two_windows_of_one_person_leave_both_texts(p):
    desk = await a_desk(p)
    first = await a_draft(p, desk)
    await keep_draft(desk, WORDS | {"output": "From the first window."}, first, 0)
    both = await keep_draft(desk, WORDS | {"output": "From the second."}, first, 0)
    assert both.words["output"] == "From the second."
    assert [words["output"] for words in both.aside] == ["From the first window."]
    with pytest.raises(Overtaken, match="another window"):
        await send_update(p.owner, desk, both.version, Said(some_progress()))
    with pytest.raises(Conflict, match="look at both texts"):
        await settle_draft(desk, WORDS, first, 0)
    settled = await settle_draft(desk, WORDS, both.version, 0)
    assert (settled.words, settled.aside) == (WORDS, ())


async def test_saving_the_same_words_again_changes_nothing(p):
    desk = await a_desk(p)
    first = await a_draft(p, desk)
    again = await keep_draft(desk, WORDS, 0, 0)
    assert (again.version, again.aside) == (first, ())


async def test_an_old_version_of_a_draft_is_not_sent(p):
    desk = await a_desk(p)
    version = await a_draft(p, desk)
    await keep_draft(desk, WORDS | {"output": "More."}, version, 0)
    with pytest.raises(Overtaken):
        await send_update(p.owner, desk, version, Said(some_progress()))


async def test_only_its_own_people_send_an_update_whoever_has_a_draft(p):
    desk = await a_desk(p, p.stranger)
    version = await a_draft(p, desk)
    with pytest.raises(NotAllowed, match="Only the owner"):
        await send_update(p.stranger, desk, version, Said(some_progress()))


async def test_it_may_be_sent_anew_until_its_due_date_and_is_then_locked(p):
    desk = await a_desk(p)
    await it_is(p.round.updates_due_on)
    first = await send_update(p.owner, desk, await a_draft(p, desk), Said(some_progress()))
    second = await send_update(
        p.owner, desk, await a_draft(p, desk, begun_from=first.id), Said(some_progress(output="More."))
    )
    await it_is(p.round.updates_due_on + dt.timedelta(days=1))
    version = await a_draft(p, desk, begun_from=second.id)
    with pytest.raises(Conflict, match="so it is locked"):
        await send_update(p.owner, desk, version, Said(some_progress(owner_rating=Rating.RED)))
    assert [row["owner_rating"] for row in await ProgressUpdate.select()] == ["Green", "Green"]


async def test_what_was_returned_may_be_answered_after_the_due_date(p):
    desk = await a_desk(p)
    first = await send_update(p.owner, desk, await a_draft(p, desk), Said(some_progress()))
    await it_is(p.round.updates_due_on + dt.timedelta(days=1))
    await return_update(p.moderator, first, "Of how many?")
    version = await a_draft(p, desk, begun_from=first.id)
    answer = await send_update(p.owner, desk, version, Said(some_progress(reach="40 of 52.")))
    assert answer.version == 2
    version = await a_draft(p, desk, begun_from=answer.id)
    with pytest.raises(Conflict, match="so it is locked"):
        await send_update(p.owner, desk, version, Said(some_progress()))


async def test_the_first_word_may_come_late(p):
    desk = await a_desk(p)
    await it_is(p.round.updates_due_on + dt.timedelta(days=3))
    assert (await send_update(p.owner, desk, await a_draft(p, desk), Said(some_progress()))).version == 1


async def test_evidence_is_given_once_with_the_update(p):
    desk = await a_desk(p)
    version = await a_draft(p, desk)
    said = Said(some_progress(), pieces=(some_evidence(),))
    for _ in range(2):
        await send_update(p.owner, desk, version, said)
    assert await Evidence.count() == 1
