"""Matters: raised against an issued pack, answered, decided, closed and opened again; read as at."""

import datetime as dt

import pytest
from asyncpg.exceptions import CheckViolationError, PostgresError

from objectives.actions import NewAction
from objectives.history import Actor, newest_sequence
from objectives.judging import judged_now, judged_then, moment_on
from objectives.mail import claim_mail, settle_mail
from objectives.mandates import fresh
from objectives.matter_life import LIFE, next_state
from objectives.matters import (
    NewMatter,
    answer_matter,
    close_matter,
    find_matter,
    link_outcome,
    make_action,
    raise_matter,
    reopen_matter,
)
from objectives.packs import kept_pack
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.standing import Matter
from objectives.tables.mail import Mail
from objectives.tables.matter import MatterStep
from objectives.tables.person import Person
from objectives.words import MailOutcome, MatterAct, MatterKind, MatterState
from reports.pack import BuiltPack, build_pack_on
from tests.makers import KEY, Partnership, a_commitment, a_post, an_action, it_is
from tests.raising import a_matter, a_member, an_issued_pack


@pytest.fixture
async def pack(p: Partnership) -> BuiltPack:
    await an_action(p)
    return await an_issued_pack(p)


@pytest.fixture
async def member(p: Partnership) -> Person:
    return await a_member(p)


@pytest.fixture
def due(p: Partnership) -> dt.date:
    return p.round.meets_on


async def read(number: int = 1) -> Matter:
    return (await judged_now(KEY)).standing.matters[number - 1]


async def test_a_member_challenges_a_line_of_an_issued_pack(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    await a_matter(p, member, pack.digest, due, about=await a_commitment(), line="4.1")
    told = await read()
    assert (told.number, told.kind, told.reference, told.line) == (1, MatterKind.CHALLENGE, "PROT-4", "4.1")
    assert (told.round, told.digest) == (p.round.name, pack.digest)
    assert (told.raised_by, told.recorded_by, told.owner.holder.name) == ("Chris Example", "", "Sam Example")
    assert told.is_open
    assert not told.overdue_on(due)
    assert told.overdue_on(due + dt.timedelta(days=1))


async def test_the_business_unit_writes_down_what_a_member_said(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    await a_matter(p, p.moderator, pack.digest, due, raised_by=member)
    told = await read()
    assert (told.raised_by, told.recorded_by, told.reference) == ("Chris Example", "Morgan Example", "")
    with pytest.raises(Invalid, match="Say which member of the Executive Group raised it"):
        await a_matter(p, p.moderator, pack.digest, due)
    with pytest.raises(NotAllowed, match="Sam Example is not on the Executive Group"):
        await a_matter(p, p.moderator, pack.digest, due, raised_by=p.owner)


async def test_nobody_else_raises_anything(p: Partnership, pack: BuiltPack, due: dt.date) -> None:
    for person in (p.owner, p.administrator, p.stranger):
        with pytest.raises(NotAllowed, match="Only the Executive Group"):
            await a_matter(p, person, pack.digest, due)


async def test_a_draft_is_not_challenged(p: Partnership, member: Person, due: dt.date) -> None:
    built = await build_pack_on(Actor.person(p.moderator.id), KEY, dt.date(2026, 4, 1))
    with pytest.raises(Conflict, match="This pack is a draft"):
        await a_matter(p, member, built.digest, due)


async def test_all_that_is_missing_is_said_at_once(p: Partnership, pack: BuiltPack, member: Person) -> None:
    with pytest.raises(Invalid) as refused:
        await raise_matter(member, pack.digest, NewMatter(kind=None, words=" ", owner=None, due_on=None))
    assert list(refused.value.faults) == ["words", "kind", "owner", "due_on"]
    with pytest.raises(Invalid, match="Give a day that has not passed"):
        await a_matter(p, member, pack.digest, dt.date(2026, 4, 1))


async def test_only_the_holder_of_the_owning_post_answers(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    matter = await a_matter(p, member, pack.digest, due)
    for person in (member, p.moderator, p.executive):
        with pytest.raises(NotAllowed, match="Only whoever holds the post"):
            await answer_matter(person, matter, "It is fine.")
    await answer_matter(p.owner, matter, "The trainer has confirmed it.")
    told = await read()
    assert (told.state, [(s.act, s.words, s.taken_by) for s in told.steps]) == (
        MatterState.ANSWERED,
        [(MatterAct.ANSWER, "The trainer has confirmed it.", "Sam Example")],
    )
    assert told.is_open


async def test_what_became_of_it_closes_it_and_nobody_closes_their_own(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    matter = await a_matter(p, member, pack.digest, due)
    with pytest.raises(NotAllowed, match="Only the Executive Group or the business unit"):
        await close_matter(p.owner, matter, "Done.")
    with pytest.raises(Invalid, match="Say what became of it"):
        await close_matter(member, matter, " ")
    await close_matter(p.moderator, matter, "The date was met.")
    told = await read()
    assert (told.is_open, told.closed_at) == (False, told.steps[-1].taken_at)
    with pytest.raises(Conflict, match="closed by now"):
        await close_matter(member, matter, "Again.")


async def test_a_member_who_holds_the_post_leaves_closing_to_somebody_else(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    post = await a_post(p.moderator, "Chair", p.police, member)
    matter = await a_matter(p, member, pack.digest, due, owner=post)
    with pytest.raises(NotAllowed, match="somebody else says when it is closed"):
        await close_matter(member, matter, "Done.")


async def test_a_decision_settles_a_challenge_and_goes_on_in_its_place(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    challenge = await a_matter(p, member, pack.digest, due)
    await a_matter(p, member, pack.digest, due, kind=MatterKind.DECISION, words="Stay.", settles=challenge)
    settled, decision = await read(1), await read(2)
    assert (settled.is_open, settled.steps[-1].act) == (False, MatterAct.DECIDE)
    assert settled.steps[-1].words == "Settled by decision 2."
    assert (decision.is_open, decision.settled) == (True, 1)
    with pytest.raises(Invalid, match="Only a decision settles"):
        await a_matter(p, member, pack.digest, due, settles=challenge)
    with pytest.raises(Conflict, match="not decided again"):
        await a_matter(
            p, member, pack.digest, due, kind=MatterKind.DECISION, settles=await find_matter(KEY, 2)
        )


async def test_a_closed_matter_is_opened_again_with_a_new_day(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    matter = await a_matter(p, member, pack.digest, due)
    await close_matter(member, matter, "Answered at the meeting.")
    with pytest.raises(Invalid) as refused:
        await reopen_matter(member, matter, "", None)
    assert list(refused.value.faults) == ["words", "due_on"]
    await reopen_matter(member, matter, "It slipped again.", due + dt.timedelta(days=30))
    told = await read()
    assert (told.state, told.due_on) == (MatterState.OPEN, due + dt.timedelta(days=30))


async def test_a_stale_form_closes_nothing(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    matter = await a_matter(p, member, pack.digest, due)
    seen = await newest_sequence(matter)
    await answer_matter(p.owner, matter, "It is done.", seen)
    with pytest.raises(Conflict, match="Somebody changed this"):
        await close_matter(member, matter, "No answer came.", seen)


async def test_a_day_in_the_past_is_read_with_the_matters_of_that_day(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    before = await moment_on(p.round.freezes_at.date())
    await a_matter(p, member, pack.digest, due)
    assert (await judged_then(KEY, before)).standing.matters == ()
    assert len((await judged_now(KEY)).standing.matters) == 1


async def test_only_a_decision_makes_an_action(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    challenge = await a_matter(p, member, pack.digest, due)
    decision = await a_matter(p, member, pack.digest, due, kind=MatterKind.DECISION)
    action = await an_action(p, "PROT-1")
    with pytest.raises(Conflict, match="Only a decision"):
        await link_outcome(p.moderator, challenge, action)
    await link_outcome(p.moderator, decision, action)
    assert (await read(2)).actions == (action.reference,)


async def test_a_decision_makes_an_action_in_one_act(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    decision = await a_matter(p, member, pack.digest, due, kind=MatterKind.DECISION)
    new = NewAction(title="Check the dates", agency=p.police)
    with pytest.raises(NotAllowed, match="Only the business unit"):
        await make_action(member, decision, await a_commitment(), new)
    made = await make_action(p.moderator, decision, await a_commitment(), new)
    assert (await read()).actions == (made.reference,) == ("PROT-4.2",)


async def test_what_was_raised_stands_in_the_database(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    matter = await a_matter(p, member, pack.digest, due)
    step = await close_matter(member, matter, "Done.")
    changed = await fresh(matter)
    changed.words = "Something else."
    with pytest.raises(PostgresError, match="written once and never changed"):
        await changed.save()
    changed = await fresh(matter)
    changed.kind = MatterKind.DECISION
    with pytest.raises(PostgresError, match="who raised it stand"):
        await changed.save()
    with pytest.raises(PostgresError, match="never deleted"):
        await MatterStep.delete().where(MatterStep.id == step.id)
    odd = {name: value for name, value in matter.to_dict().items() if name != "id"}
    with pytest.raises(CheckViolationError, match="matter_line"):
        await type(matter)(**(odd | {"number": 9, "line": "seven"})).save()


async def test_its_words_can_be_redacted(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    matter = await a_matter(p, member, pack.digest, due, words="A child was named here.")
    step = await close_matter(member, matter, "And here as well.")
    for table, row in (("matter", matter), ("matter_step", step)):
        new = NewRedaction(table, row.id, ("words",), "It could identify somebody.")
        await agree_to_redaction(p.moderator, await ask_redaction(p.administrator, new))
    told = await read()
    assert "redacted" in told.words
    assert "redacted" in told.steps[0].words


async def test_a_matter_is_found_by_its_number(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    matter = await a_matter(p, member, pack.digest, due)
    assert (await find_matter(KEY, 1)).id == matter.id
    assert matter.pack == (await kept_pack(pack.digest)).id
    with pytest.raises(NotFound, match="no matter 2"):
        await find_matter(KEY, 2)


@pytest.mark.parametrize("act", MatterAct)
@pytest.mark.parametrize("state", MatterState)
def test_whatever_is_not_in_the_table_is_refused(state: MatterState, act: MatterAct) -> None:
    allowed = {(t.state, t.act): t.next for t in LIFE}
    if (state, act) in allowed:
        assert next_state(state, act) is allowed[state, act]
    else:
        with pytest.raises(Conflict, match=f"This is {state} by now"):
            next_state(state, act)


async def test_the_same_said_twice_is_one_matter(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    first = await a_matter(p, member, pack.digest, due)
    assert (await a_matter(p, member, pack.digest, due)).id == first.id
    assert (await a_matter(p, member, pack.digest, due, words="Another thing.")).id != first.id
    await close_matter(p.moderator, first, "It was put right.")
    assert (await a_matter(p, member, pack.digest, due)).id != first.id


async def test_whoever_answers_is_written_to_once_in_the_act_itself(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    with pytest.raises(Invalid):
        await a_matter(p, member, pack.digest, due, words=" ")
    assert await letters() == []
    await a_matter(p, member, pack.digest, due)
    await a_matter(p, member, pack.digest, due)
    await a_matter(p, member, pack.digest, due, words="Another thing.")
    assert await letters() == [(p.owner.id, f"/strategies/{KEY}/matters/1")]


async def test_a_matter_that_is_opened_again_is_written_of_again(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    matter = await a_matter(p, member, pack.digest, due)
    await sent_today()
    await close_matter(p.moderator, matter, "It was put right.")
    await it_is(due)
    await reopen_matter(member, matter, "It slipped.", due)
    assert await letters() == [(p.owner.id, f"/strategies/{KEY}/matters/1")] * 2


async def test_nobody_is_written_to_of_what_they_raise_themselves_or_of_a_vacant_post(
    p: Partnership, pack: BuiltPack, member: Person, due: dt.date
) -> None:
    own = await a_post(p.moderator, "Chair", p.police, member)
    vacant = await a_post(p.moderator, "Deputy chair", p.police, None)
    for post in (own, vacant):
        await a_matter(p, member, pack.digest, due, owner=post)
    assert await letters() == []


async def letters() -> list[tuple[int, str]]:
    """Whom letters were queued for, and what each leads to."""
    rows = await Mail.select(Mail.person, Mail.about).order_by(Mail.id)
    return [(row["person"], row["about"]) for row in rows]


async def sent_today() -> None:
    """The one letter that waits is sent."""
    claimed = await claim_mail()
    assert claimed
    await settle_mail(claimed.id, MailOutcome.SENT)
