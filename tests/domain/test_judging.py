"""A standing read from history: as it is now, as it was, and what each freeze found."""

import asyncio
import datetime as dt

import msgspec
import pytest

from governance_app.database import Connections
from objectives.freezing import write_missing_freeze_rows
from objectives.judging import judged_at, judged_now, moment_of, moment_on
from objectives.milestones import meet_milestone
from objectives.problems import Invalid, NotFound
from objectives.progress import report_progress, return_update
from objectives.rated import Judgement
from objectives.standing import Action
from objectives.tables.action import Action as Table
from objectives.tables.freeze import FreezeRow
from objectives.words import Rating
from objectives.world import tables_at, world_now
from tests.makers import (
    KEY,
    Partnership,
    a_milestone,
    a_partnership,
    accepted_evidence,
    an_action,
    it_is,
    some_progress,
)

SOON = dt.date(2026, 4, 10)
AFTER_FREEZE = dt.date(2026, 5, 8)


def only_action(judgement: Judgement) -> Action:
    (action,) = judgement.standing.actions()
    return action


async def a_frozen_round(p: Partnership, returned: bool = False) -> None:
    """One action, updated and evidenced, on a day after its round's freeze; its update perhaps sent back before."""
    action = await an_action(p)
    milestone = await a_milestone(p, action, dt.date(2026, 4, 8))
    await it_is(dt.date(2026, 4, 8))
    await meet_milestone(p.owner, milestone, dt.date(2026, 4, 8))
    await accepted_evidence(p, action)
    update = await report_progress(p.owner, action, p.round, some_progress())
    if returned:
        await return_update(p.moderator, update, "How many came?")
    await it_is(AFTER_FREEZE)


async def test_now_follows_every_act(database: Connections) -> None:
    p = await a_partnership()
    assert list((await judged_now(KEY)).standing.actions()) == []
    await an_action(p)
    assert only_action(await judged_now(KEY)).owner.holder.name == "Sam Example"


async def test_now_is_the_same_however_it_was_reached(database: Connections) -> None:
    p = await a_partnership()
    await judged_now(KEY)
    await a_milestone(p, await an_action(p))
    brought_forward = await world_now()
    assert brought_forward.tables == await tables_at(brought_forward.sequence)


async def test_a_person_in_a_standing_has_no_address(database: Connections) -> None:
    p = await a_partnership()
    await an_action(p)
    assert b"example.org" not in msgspec.json.encode((await judged_now(KEY)).standing)


async def test_as_at_a_past_day_never_changes(database: Connections) -> None:
    p = await a_partnership()
    action = await an_action(p)
    await it_is(SOON)
    yesterday = await moment_on(SOON - dt.timedelta(days=1))
    before = await judged_at(KEY, yesterday)
    await a_milestone(p, action, SOON)
    await report_progress(p.owner, action, p.round, some_progress(owner_rating=Rating.RED))
    assert await moment_on(SOON - dt.timedelta(days=1)) == yesterday
    assert await judged_at(KEY, yesterday) == before


async def test_as_at_never_changes_while_others_write(database: Connections) -> None:
    p = await a_partnership()
    await an_action(p)
    await it_is(SOON)
    yesterday = await moment_on(SOON - dt.timedelta(days=1))
    writing = asyncio.gather(*(an_action(p, commitment) for commitment in ("PREV-1", "PREV-2", "SUPP-1")))
    readings = [await judged_at(KEY, yesterday) for _ in range(5)]
    await writing
    assert all(reading == readings[0] for reading in readings)
    assert len(list((await judged_now(KEY)).standing.actions())) == 4


async def test_as_at_a_day_that_has_not_come_is_refused(database: Connections) -> None:
    await a_partnership()
    with pytest.raises(Invalid, match="2 April 2026 has not come yet"):
        await moment_on(dt.date(2026, 4, 2))


async def test_as_at_a_time_before_the_strategy_was_held_is_refused(database: Connections) -> None:
    await a_partnership()
    moment = await moment_of(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(NotFound, match=KEY):
        await judged_at(KEY, moment)


async def test_a_passed_freeze_is_read_the_same_before_and_after_it_is_recorded(
    database: Connections,
) -> None:
    p = await a_partnership()
    await a_frozen_round(p)
    worked_out = await judged_now(KEY)
    assert await write_missing_freeze_rows(KEY) == 18 + 1
    recorded = await judged_now(KEY)
    assert only_action(worked_out).frozen[0].published is Rating.GREEN
    assert only_action(recorded).frozen == only_action(worked_out).frozen
    assert recorded.actions == worked_out.actions


async def test_freeze_rows_are_written_once(database: Connections) -> None:
    p = await a_partnership()
    await a_frozen_round(p)
    written = await asyncio.gather(*(write_missing_freeze_rows(KEY) for _ in range(3)))
    assert sorted(written) == [0, 0, 18 + 1]
    assert await FreezeRow.count() == 18 + 1


async def test_what_happens_after_a_freeze_does_not_reach_its_rows(database: Connections) -> None:
    p = await a_partnership()
    await a_frozen_round(p)
    found = only_action(await judged_now(KEY)).frozen
    await an_action(p, title="Added after the freeze")
    await write_missing_freeze_rows(KEY)
    first, second = (await judged_now(KEY)).standing.actions()
    assert first.frozen == found
    assert second.frozen == ()


async def test_reading_a_page_writes_nothing(database: Connections) -> None:
    p = await a_partnership()
    await a_frozen_round(p)
    before = (await world_now()).sequence
    await judged_now(KEY)
    await judged_at(KEY, await moment_on(SOON))
    assert (await world_now()).sequence == before


async def test_a_late_version_does_not_take_the_place_of_the_one_sent_in_time(database: Connections) -> None:
    p = await a_partnership()
    await a_frozen_round(p, returned=True)
    action = only_action(await judged_now(KEY))
    await report_progress(p.owner, await Table.objects().get(Table.id == action.id), p.round, some_progress())
    judgement = await judged_now(KEY)
    assert [(u.version, u.late) for u in only_action(judgement).updates] == [(1, False), (2, True)]
    assert not judgement.actions[action.reference].not_updated
