"""One change of many actions: looked at first, made row by row where it may be, and reported."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from objectives.actions import find_action, supersede_action
from objectives.history import versions
from objectives.mandates import fresh
from objectives.many import Change, Looked, change_many, earlier_changes, look_at_change
from objectives.milestones import ask_rebaseline, meet_milestone
from objectives.people import NewAgency, add_agency
from objectives.problems import Conflict, Invalid, NotAllowed
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.tables.action import Action
from objectives.tables.bulk_change import BulkChange
from objectives.tables.milestone import Milestone, Rebaseline
from objectives.tables.person import Person
from objectives.tables.strategy import Strategy
from objectives.words import BulkKind
from tests.makers import BEGIN, KEY, Partnership, a_milestone, a_post, an_action

WHY = "The trainers’ contract was renewed late."
DUE = dt.date(2026, 6, 30)


async def strategy() -> Strategy:
    found = await Strategy.objects().get(Strategy.key == KEY)
    assert found
    return found


async def looked(person: Person, change: Change, *references: str) -> Looked:
    return await look_at_change(person, await strategy(), references, change, BEGIN)


async def made(person: Person, change: Change, *references: str) -> Looked:
    """Looks, then does as was shown."""
    shown = await looked(person, change, *references)
    return await change_many(person, await strategy(), references, change, shown.seal)


def said(found: Looked) -> list[tuple[str, str]]:
    return [(row.reference, row.what or row.why_not) for row in found.rows]


def by_weeks(weeks: int = 4, **changes: Any) -> Change:
    return Change(**({"kind": BulkKind.DATES_BY, "reason": WHY, "weeks": weeks} | changes))


APPROVE = Change(kind=BulkKind.APPROVE, reason=WHY)


async def test_a_new_owner_is_given_to_each_that_has_another(p: Partnership) -> None:
    first, second = await an_action(p), await an_action(p)
    new = await a_post(p.moderator, "Training sergeant", p.police, p.stranger)
    third = await an_action(p, owner=new, begun=False)
    change = Change(kind=BulkKind.OWNER, reason=WHY, target=new)
    done = await made(p.moderator, change, first.reference, second.reference, third.reference)
    assert said(done) == [
        ("PROT-4.1", "Child abuse lead → Training sergeant"),
        ("PROT-4.2", "Child abuse lead → Training sergeant"),
        ("PROT-4.3", "It is Training sergeant already."),
    ]
    assert {(await fresh(action)).owner for action in (first, second, third)} == {new.id}
    assert len(await versions("action", third.id)) == 1


async def test_a_new_agency_and_a_new_accountable_executive(p: Partnership) -> None:
    action = await an_action(p)
    health = await add_agency(p.administrator, NewAgency("Coventry Health", "Health", "Chief Nurse"))
    post = await a_post(p.moderator, "Chief nurse", health, p.stranger)
    await made(p.moderator, Change(kind=BulkKind.AGENCY, reason=WHY, target=health), action.reference)
    await made(p.moderator, Change(kind=BulkKind.ACCOUNTABLE, reason=WHY, target=post), action.reference)
    now = await fresh(action)
    assert (now.agency, now.accountable, now.owner) == (health.id, post.id, p.owner_post.id)


async def test_open_milestones_are_asked_to_move_and_met_ones_stand(p: Partnership) -> None:
    action = await an_action(p)
    met, open_one = await a_milestone(p, action, BEGIN), await a_milestone(p, action, DUE)
    await meet_milestone(p.owner, met, BEGIN)
    done = await made(p.moderator, by_weeks(4), action.reference)
    assert said(done) == [("PROT-4.1", "30 June 2026 → 28 July 2026, asked for")]
    assert (await fresh(open_one)).baseline_on == DUE
    (asked,) = await Rebaseline.objects()
    assert (asked.to_on, asked.reason, asked.asked_by, asked.approved) == (
        dt.date(2026, 7, 28), WHY, p.moderator.id, None,
    )  # fmt: skip


async def test_dates_move_to_a_day_unless_they_are_on_it_or_asked_for_already(p: Partnership) -> None:
    first, second, third = [await an_action(p) for _ in range(3)]
    await a_milestone(p, first, DUE)
    await a_milestone(p, second, dt.date(2026, 9, 1))
    waiting = await a_milestone(p, third, DUE)
    await ask_rebaseline(p.owner, waiting, dt.date(2026, 8, 1), "One is ill.")
    change = Change(kind=BulkKind.DATES_TO, reason=WHY, to=dt.date(2026, 9, 1))
    done = await made(p.moderator, change, *(a.reference for a in (first, second, third)))
    assert said(done) == [
        ("PROT-4.1", "30 June 2026 → 1 September 2026, asked for"),
        ("PROT-4.2", "1 September 2026 is the approved date already."),
        ("PROT-4.3", "A new date for “Course written” has been asked for already and waits for a decision."),
    ]
    assert await Rebaseline.count() == 2


async def test_what_a_row_is_refused_for_is_what_a_single_one_is_refused_for(p: Partnership) -> None:
    action = await an_action(p)
    milestone = await a_milestone(p, action, DUE)
    change = Change(kind=BulkKind.DATES_TO, reason=WHY, to=DUE)
    ((_, why),) = said(await looked(p.moderator, change, action.reference))
    with pytest.raises(Invalid) as refused:
        await ask_rebaseline(p.moderator, milestone, DUE, WHY)
    assert refused.value.faults == {"to": why}
    await ask_rebaseline(p.owner, milestone, BEGIN, WHY)
    ((_, why),) = said(await looked(p.moderator, by_weeks(), action.reference))
    with pytest.raises(Conflict) as conflict:
        await ask_rebaseline(p.moderator, milestone, DUE, WHY)
    assert conflict.value.sentence == why


async def test_dates_that_others_asked_for_are_approved_and_ones_own_never(p: Partnership) -> None:
    first, second = await an_action(p), await an_action(p)
    theirs, own = await a_milestone(p, first), await a_milestone(p, second)
    await ask_rebaseline(p.owner, theirs, dt.date(2026, 8, 1), "One is ill.")
    await ask_rebaseline(p.moderator, own, dt.date(2026, 8, 2), "One is ill.")
    done = await made(p.moderator, APPROVE, first.reference, second.reference)
    assert said(done)[0] == ("PROT-4.1", "30 June 2026 → 1 August 2026, approved")
    assert "Whoever asks for a new baseline may not decide on it" in said(done)[1][1]
    assert [(await fresh(m)).baseline_on for m in (theirs, own)] == [dt.date(2026, 8, 1), DUE]
    decided = await Rebaseline.objects().get(Rebaseline.milestone == theirs.id)
    assert (decided.approved, decided.decided_by, decided.decision_reason) == (True, p.moderator.id, WHY)


async def test_nobody_approves_dates_of_what_they_own(p: Partnership) -> None:
    mine = await a_post(p.moderator, "Business manager", p.business_unit, p.moderator)
    action = await an_action(p, owner=mine, begun=False)
    await ask_rebaseline(p.second_moderator, await a_milestone(p, action), BEGIN, "Sooner.")
    ((_, why),) = said(await looked(p.moderator, APPROVE, action.reference))
    assert "Nobody judges their own" in why
    ((_, what),) = said(await looked(p.moderator, by_weeks(), action.reference))
    assert "asked for already" in what


async def test_what_has_been_superseded_or_has_nothing_to_move_says_so(p: Partnership) -> None:
    ended, bare = await an_action(p), await an_action(p)
    await supersede_action(p.moderator, ended, "PROT-4.2 replaces it.")
    assert said(await looked(p.moderator, by_weeks(), "PROT-4.1", "PROT-4.2")) == [
        ("PROT-4.1", "PROT-4.1 has been superseded and is kept as it was."),
        (bare.reference, "It has no open milestone."),
    ]
    assert said(await looked(p.moderator, APPROVE, "PROT-4.2"))[0][1] == "No new date waits for a decision."
    with pytest.raises(Conflict, match="None of these can be changed"):
        await made(p.moderator, by_weeks(), "PROT-4.1", "PROT-4.2")
    assert await BulkChange.count() == 0


async def test_looking_writes_nothing(p: Partnership) -> None:
    action = await an_action(p)
    await a_milestone(p, action)
    before = len(await versions("action", action.id))
    await looked(p.moderator, by_weeks(), action.reference)
    assert (len(await versions("action", action.id)), await Rebaseline.count()) == (before, 0)


async def test_a_preview_that_was_overtaken_is_refused_whole(p: Partnership) -> None:
    first, second = await an_action(p), await an_action(p)
    milestone = await a_milestone(p, first)
    await a_milestone(p, second)
    shown = await looked(p.moderator, by_weeks(), "PROT-4.1", "PROT-4.2")
    await ask_rebaseline(p.owner, milestone, dt.date(2026, 8, 1), "One is ill.")
    with pytest.raises(Conflict, match="The plan has changed since this was shown"):
        await change_many(p.moderator, await strategy(), ["PROT-4.1", "PROT-4.2"], by_weeks(), shown.seal)
    assert await Rebaseline.count() == 1


async def test_of_two_who_press_at_once_one_is_told_to_look_again(p: Partnership) -> None:
    action = await an_action(p)
    await a_milestone(p, action)
    shown = await looked(p.moderator, by_weeks(), action.reference)
    here = await strategy()
    results = await asyncio.gather(
        *(
            change_many(person, here, [action.reference], by_weeks(), shown.seal)
            for person in (p.moderator, p.second_moderator)
        ),
        return_exceptions=True,
    )
    assert [type(one) for one in results if isinstance(one, Exception)] == [Conflict]
    assert await Rebaseline.count() == 1


async def test_only_the_business_unit_changes_many(p: Partnership) -> None:
    action = await an_action(p)
    for person in (p.owner, p.administrator):
        with pytest.raises(NotAllowed):
            await looked(person, by_weeks(), action.reference)
        with pytest.raises(NotAllowed):
            await change_many(person, await strategy(), [action.reference], by_weeks(), "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": BulkKind.OWNER}, "post"),
        ({"kind": BulkKind.ACCOUNTABLE}, "post"),
        ({"kind": BulkKind.AGENCY}, "agency"),
        ({"kind": BulkKind.DATES_BY}, "weeks"),
        ({"kind": BulkKind.DATES_BY, "weeks": 0}, "weeks"),
        ({"kind": BulkKind.DATES_BY, "weeks": 521}, "weeks"),
        ({"kind": BulkKind.DATES_TO}, "to"),
        ({"kind": BulkKind.APPROVE, "reason": " "}, "reason"),
    ],
)
async def test_what_a_change_leaves_open_is_asked_for(
    p: Partnership, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await looked(p.moderator, Change(**({"reason": WHY} | change)))
    assert set(refused.value.faults) == {"action", field}


async def test_it_is_recorded_once_with_its_reason_which_can_be_redacted(p: Partnership) -> None:
    first, bare = await an_action(p), await an_action(p)
    await a_milestone(p, first)
    await made(p.moderator, by_weeks(-1), first.reference, bare.reference)
    (row,) = await earlier_changes(KEY)
    assert (row.what, row.reason, row.done, row.left_out, row.by) == (
        "New dates asked for, 1 week earlier", WHY, 1, 1, "Morgan Example",
    )  # fmt: skip
    new = NewRedaction("bulk_change", row.id, ("reason",), "It names somebody.")
    await agree_to_redaction(p.moderator, await ask_redaction(p.administrator, new))
    (after,) = await earlier_changes(KEY)
    assert after.reason == "[redacted]"


async def test_the_same_few_questions_for_two_hundred_rows(
    p: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    action = await an_action(p)
    await a_milestone(p, action)
    for number in (1, 200):
        for place in range(2, number + 1):
            twin = {k: v for k, v in (await fresh(action)).to_dict().items() if k != "id"}
            row = Action(**(twin | {"reference": f"PROT-4.{place}"}))
            await row.save()
            await Milestone(
                action=row.id, position=1, title="Course", first_baseline_on=DUE, baseline_on=DUE
            ).save()
        references = [f"PROT-4.{place}" for place in range(1, number + 1)]
        with counting(monkeypatch) as count:
            done = await made(
                p.moderator if number > 1 else p.second_moderator, by_weeks(number), *references
            )
        assert sum(row.may for row in done.rows) == (1 if number == 1 else 199)
        asked.append(len(count))
    assert asked[0] == asked[1] <= 14


def counting(monkeypatch: pytest.MonkeyPatch) -> Any:
    from contextlib import contextmanager

    from piccolo.engine.postgres import PostgresEngine

    @contextmanager
    def watch() -> Any:
        sent: list[str] = []
        original = PostgresEngine.run_querystring

        async def noting(self: Any, querystring: Any, *rest: Any, **more: Any) -> Any:
            sent.append(str(querystring)[:60])
            return await original(self, querystring, *rest, **more)

        with monkeypatch.context() as patch:
            patch.setattr(PostgresEngine, "run_querystring", noting)
            yield sent

    return watch()


async def test_a_reference_that_names_nothing_changes_nothing(p: Partnership) -> None:
    await an_action(p)
    found = await find_action(KEY, "PROT-4.1")
    change = Change(kind=BulkKind.OWNER, reason=WHY, target=p.executive_post)
    done = await made(p.moderator, change, found.reference, "PROT-9.9", "'; DROP")
    assert [row.reference for row in done.rows] == ["PROT-4.1"]
