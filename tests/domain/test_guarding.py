"""What is noted of the guard's finds: written once, with the act that kept the text, and redacted like any words."""

import asyncpg
import pytest

from governance_app.database import Connections
from objectives.guard import Kind
from objectives.guarding import Note, Sender, note_stopped, written_with_act
from objectives.history import Actor, acting_as, companions
from objectives.mandates import Operator
from objectives.redacting import NewRedaction, redact_by_command
from objectives.tables.agency import Agency
from objectives.tables.guard_find import GuardFind
from objectives.verifying import verify
from objectives.words import Verdict
from tests.makers import a_partnership

SENDER = Sender(None, "/strategies/coventry-csa/actions/PREV-1.1/update")
STANDS = Note("output", Kind.PHONE, 2, Verdict.LET_STAND, "The office’s own number.")


@pytest.fixture
async def noted(database: Connections) -> GuardFind:
    async with acting_as(Actor.system("guard")) as act:
        await written_with_act(SENDER, [STANDS])(act)
    (find,) = await GuardFind.objects()
    return find


async def test_the_next_act_that_is_kept_takes_it_along(database: Connections) -> None:
    with companions() as waiting:
        waiting.append(written_with_act(SENDER, [STANDS]))
        with pytest.raises(LookupError):
            async with acting_as(Actor.system("first")):
                raise LookupError
        assert not await GuardFind.exists()
        for name in ("Police", "Health"):
            async with acting_as(Actor.system("second")):
                await Agency(name=name, short_name=name).save()
        assert waiting == []
    assert await GuardFind.count() == 1


async def test_outside_the_block_nothing_waits(database: Connections) -> None:
    with companions() as waiting:
        waiting.append(written_with_act(SENDER, [STANDS]))
    async with acting_as(Actor.system("another")):
        pass
    assert not await GuardFind.exists()


async def test_a_find_is_never_changed_or_removed(noted: GuardFind) -> None:
    for change in (GuardFind.update({GuardFind.field: "reach"}, force=True), GuardFind.delete(force=True)):
        with pytest.raises(asyncpg.PostgresError, match="written once and never"):
            async with acting_as(Actor.system("tidying")):
                await change


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"kind": "a secret"}, "guard_find_kind"),
        ({"verdict": "forgotten", "reason": ""}, "guard_find_verdict"),
        ({"times": 0}, "guard_find_times"),
        ({"field": ""}, "guard_find_somewhere"),
        ({"reason": ""}, "guard_find_reason"),
        ({"verdict": "refused"}, "guard_find_reason"),
    ],
)
async def test_the_database_refuses_a_find_that_makes_no_sense(
    database: Connections, columns: dict[str, object], constraint: str
) -> None:
    usual = {
        "place": "/",
        "field": "a",
        "kind": "NHS number",
        "times": 1,
        "verdict": "let stand",
        "reason": "b",
    }
    with pytest.raises(asyncpg.CheckViolationError, match=constraint):
        async with acting_as(Actor.system("guard")) as act:
            await GuardFind(**(usual | columns), found_at=act.now).save()


async def test_a_reason_that_says_too_much_can_be_redacted(database: Connections) -> None:
    p = await a_partnership()
    async with acting_as(Actor.person(p.owner.id)) as act:
        await written_with_act(Sender(p.owner.id, "/"), [STANDS])(act)
    (find,) = await GuardFind.objects()
    new = NewRedaction("guard_find", find.id, ("reason",), "It names a child.")
    await redact_by_command(Operator("test"), new, p.administrator, p.moderator)
    assert [row.reason for row in await GuardFind.objects()] == ["[redacted]"]
    assert (await verify()).fault is None


async def test_the_same_stop_is_noted_once_and_another_is_not(database: Connections) -> None:
    asked = Note("output", Kind.PHONE, 1, Verdict.ASKED)
    for notes in ([asked], [asked], [asked, Note("reach", Kind.PHONE, 1, Verdict.ASKED)]):
        await note_stopped(SENDER, notes)
    assert [row.field for row in await GuardFind.objects().order_by(GuardFind.id)] == ["output", "reach"]
