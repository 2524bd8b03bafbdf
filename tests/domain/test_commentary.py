"""Commentary: the business unit's words on an objective, from a round's opening until its freeze."""

import datetime as dt

import pytest
from asyncpg.exceptions import UniqueViolationError

from objectives.commentary import NewCommentary, comment_on, find_objective
from objectives.history import newest_sequence, versions
from objectives.judging import judged_now
from objectives.people import end_role
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.rounds import make_round, suggested_dates
from objectives.standing import Commentary
from objectives.tables.commentary import Commentary as Row
from objectives.words import Role
from tests.makers import BEGIN, KEY, OPERATOR, it_is

SAID = NewCommentary("Waits are down.", "Two posts are vacant.", "Fill them by June.")


async def support():
    return await find_objective(KEY, "SUPP")


async def read(p) -> tuple[Commentary, ...]:
    standing = (await judged_now(KEY)).standing
    return next(objective.commentaries for objective in standing.objectives if objective.key == "SUPP")


async def test_the_business_unit_s_words_stand_beside_their_objective_and_round(p):
    await comment_on(p.moderator, await support(), p.round, SAID)
    (said,) = await read(p)
    assert (said.round, said.written_by) == ("Q4 2025-26", "Morgan Example")
    assert (said.working_well, said.worried_about, said.needs_to_happen) == (
        "Waits are down.",
        "Two posts are vacant.",
        "Fill them by June.",
    )


async def test_what_was_said_can_be_changed_and_history_keeps_what_it_was(p):
    first = await comment_on(p.moderator, await support(), p.round, SAID)
    again = NewCommentary("Waits are level.", "Two posts are vacant.", "Fill them by June.")
    await comment_on(p.second_moderator, await support(), p.round, again)
    (said,) = await read(p)
    assert (said.working_well, said.written_by) == ("Waits are level.", "Robin Example")
    before, _ = await versions("commentary", first.id)
    assert before.columns()["working_well"] == "Waits are down."


async def test_nobody_else_comments(p):
    for person in (p.owner, p.administrator, p.stranger):
        with pytest.raises(NotAllowed, match="Only the business unit"):
            await comment_on(person, await support(), p.round, SAID)


async def test_all_three_are_asked_for_at_once(p):
    with pytest.raises(Invalid) as refused:
        await comment_on(p.moderator, await support(), p.round, NewCommentary(" ", "", "\n"))
    assert set(refused.value.faults) == {"working_well", "worried_about", "needs_to_happen"}


async def test_a_stale_form_is_refused_and_what_stands_is_kept(p):
    said = await comment_on(p.moderator, await support(), p.round, SAID)
    seen = await newest_sequence(said)
    await comment_on(p.second_moderator, await support(), p.round, SAID, seen)
    with pytest.raises(Conflict, match="Somebody changed this"):
        await comment_on(p.moderator, await support(), p.round, SAID, seen)


async def test_the_freeze_closes_a_round_s_commentary(p):
    await it_is(p.round.freezes_at.date() + dt.timedelta(days=1))
    with pytest.raises(Conflict, match="froze on"):
        await comment_on(p.moderator, await support(), p.round, SAID)


async def test_a_round_to_come_cannot_be_commented_on(p):
    later = await make_round(p.moderator, suggested_dates(dt.date(2026, 4, 1)))
    with pytest.raises(Conflict, match="opens on 1 July 2026"):
        await comment_on(p.moderator, await support(), later, SAID)


async def test_one_objective_has_one_commentary_a_round(p):
    said = await comment_on(p.moderator, await support(), p.round, SAID)
    twin = Row(**{k: v for k, v in said.to_dict().items() if k != "id"})
    with pytest.raises(UniqueViolationError, match="commentary_once"):
        await twin.save()


async def test_its_words_can_be_redacted(p):
    said = await comment_on(p.moderator, await support(), p.round, SAID)
    new = NewRedaction("commentary", said.id, ("worried_about",), "It could identify a child.")
    await agree_to_redaction(p.moderator, await ask_redaction(p.administrator, new))
    assert [c.worried_about for c in await read(p)] == ["[redacted on 1 April 2026 by Avery Example]"]


async def test_an_objective_is_found_by_its_key(p):
    with pytest.raises(NotFound, match="no objective “recovery”"):
        await find_objective(KEY, "recovery")


async def test_whoever_holds_the_business_unit_s_role_today_may_judge(p):
    def judges(standing):
        return [person.name for person in standing.judges]

    assert judges((await judged_now(KEY)).standing) == ["Morgan Example", "Robin Example"]
    await end_role(OPERATOR, p.second_moderator, Role.BUSINESS_UNIT)
    await it_is(BEGIN + dt.timedelta(days=1))
    assert judges((await judged_now(KEY)).standing) == ["Morgan Example"]
