"""The register of risks: raised, changed, reviewed, closed and opened again by the business unit, and read as at."""

import asyncio
import datetime as dt
from typing import Any

import pytest
from asyncpg.exceptions import CheckViolationError, PostgresError

from objectives.actions import supersede_action
from objectives.history import newest_sequence, versions
from objectives.judging import judged_now, judged_then, moment_on
from objectives.mandates import fresh
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.risks import NewRisk, change_risk, close_risk, find_risk, raise_risk, reopen_risk, review_risk
from objectives.standing import Action, Commitment, Risk
from objectives.tables.risk import Risk as Row
from objectives.tables.risk import RiskStep
from objectives.words import Impact, Likelihood, RiskAct, RiskState
from tests.makers import BEGIN, KEY, Partnership, a_commitment, an_action, it_is

REVIEW = BEGIN + dt.timedelta(days=30)


def some_risk(p: Partnership, **changes: Any) -> NewRisk:
    usual: dict[str, Any] = {
        "what": "The trainer’s contract ends in June.",
        "effect": "Officers would meet children without having been trained.",
        "response": "A second trainer is being found.",
        "likelihood": Likelihood.POSSIBLE,
        "impact": Impact.SEVERE,
        "owner": p.owner_post,
        "review_on": REVIEW,
    }
    return NewRisk(**(usual | changes))


async def thing(reference: str) -> Commitment | Action:
    return (await judged_now(KEY)).standing.by_reference[reference]


async def read(reference: str = "PROT-4.1") -> Risk:
    (risk,) = (await thing(reference)).risks
    return risk


async def test_a_risk_stands_with_its_action_and_its_owner(p: Partnership) -> None:
    await raise_risk(p.moderator, await an_action(p), some_risk(p))
    risk = await read()
    assert (risk.number, risk.what, risk.likelihood, risk.impact) == (
        1,
        "The trainer’s contract ends in June.",
        Likelihood.POSSIBLE,
        Impact.SEVERE,
    )
    assert (risk.owner.title, risk.owner.holder.name) == ("Child abuse lead", "Sam Example")
    assert (risk.raised_by, risk.state, risk.review_on) == ("Morgan Example", RiskState.OPEN, REVIEW)


async def test_a_commitment_can_have_risks_of_its_own_and_numbers_run_on(p: Partnership) -> None:
    await raise_risk(p.moderator, await an_action(p), some_risk(p))
    await raise_risk(p.second_moderator, await a_commitment("SUPP-1"), some_risk(p))
    assert [(await read(reference)).number for reference in ("PROT-4.1", "SUPP-1")] == [1, 2]
    assert (await thing("PROT-4")).risks == ()


async def test_only_the_business_unit_keeps_the_register(p: Partnership) -> None:
    action = await an_action(p)
    risk = await raise_risk(p.moderator, action, some_risk(p))
    for person in (p.owner, p.administrator, p.executive):
        for act in (
            raise_risk(person, action, some_risk(p)),
            change_risk(person, risk, some_risk(p)),
            review_risk(person, risk, "Nothing new.", REVIEW),
            close_risk(person, risk, "It passed."),
            reopen_risk(person, risk, "It is back.", REVIEW),
        ):
            with pytest.raises(NotAllowed, match="Only the business unit"):
                await act
    assert await RiskStep.count() == 0


async def test_all_that_is_missing_is_said_at_once(p: Partnership) -> None:
    nothing = NewRisk(
        what=" ", effect="", response="\n", likelihood=None, impact=None, owner=None, review_on=None
    )
    with pytest.raises(Invalid) as refused:
        await raise_risk(p.moderator, await an_action(p), nothing)
    assert list(refused.value.faults) == [
        "what", "effect", "response", "likelihood", "impact", "owner", "review_on",
    ]  # fmt: skip


async def test_a_review_lies_ahead(p: Partnership) -> None:
    action = await an_action(p)
    with pytest.raises(Invalid, match="has not passed: 1 April 2026 or later"):
        await raise_risk(p.moderator, action, some_risk(p, review_on=BEGIN - dt.timedelta(days=1)))
    await raise_risk(p.moderator, action, some_risk(p, review_on=BEGIN))


async def test_a_superseded_action_gets_no_risk(p: Partnership) -> None:
    action = await an_action(p)
    await supersede_action(p.moderator, action, "PROT-4.2 replaces it.")
    with pytest.raises(Conflict, match="raise the risk with what replaced it"):
        await raise_risk(p.moderator, action, some_risk(p))


async def test_a_change_keeps_what_was_said_in_history(p: Partnership) -> None:
    risk = await raise_risk(p.moderator, await an_action(p), some_risk(p))
    await change_risk(p.second_moderator, risk, some_risk(p, likelihood=Likelihood.LIKELY))
    assert (await read()).likelihood is Likelihood.LIKELY
    before, after = await versions("risk", risk.id)
    assert (before.columns()["likelihood"], after.columns()["likelihood"]) == ("possible", "likely")


async def test_an_overdue_review_does_not_stop_a_change_but_a_new_day_lies_ahead(p: Partnership) -> None:
    risk = await raise_risk(p.moderator, await an_action(p), some_risk(p))
    await it_is(REVIEW + dt.timedelta(days=9))
    await change_risk(p.moderator, risk, some_risk(p, what="It ends in May."))
    with pytest.raises(Invalid, match="has not passed: 10 May 2026 or later"):
        await change_risk(p.moderator, risk, some_risk(p, review_on=REVIEW + dt.timedelta(days=1)))


async def test_of_two_who_change_the_same_risk_the_second_is_told(p: Partnership) -> None:
    risk = await raise_risk(p.moderator, await an_action(p), some_risk(p))
    seen = await newest_sequence(risk)
    results = await asyncio.gather(
        *(
            change_risk(person, risk, some_risk(p, what=f"{person.name} says so."), seen)
            for person in (p.moderator, p.second_moderator)
        ),
        return_exceptions=True,
    )
    (refused,) = [one for one in results if isinstance(one, Exception)]
    assert isinstance(refused, Conflict)
    assert "Somebody changed this" in refused.sentence
    assert len(await versions("risk", risk.id)) == 2


async def test_a_review_says_what_was_found_and_when_the_next_one_is(p: Partnership) -> None:
    risk = await raise_risk(p.moderator, await an_action(p), some_risk(p))
    await it_is(REVIEW + dt.timedelta(days=1))
    assert (await read()).overdue_on(REVIEW + dt.timedelta(days=1))
    next_one = REVIEW + dt.timedelta(days=60)
    await review_risk(p.moderator, risk, "Nothing has changed.", next_one)
    reviewed = await read()
    assert not reviewed.overdue_on(REVIEW + dt.timedelta(days=1))
    (step,) = reviewed.steps
    assert (step.act, step.words, step.review_on, step.taken_by) == (
        RiskAct.REVIEWED,
        "Nothing has changed.",
        next_one,
        "Morgan Example",
    )


async def test_a_closed_risk_says_why_and_can_only_be_opened_again(p: Partnership) -> None:
    risk = await raise_risk(p.moderator, await an_action(p), some_risk(p))
    with pytest.raises(Invalid, match="Say why it is closed"):
        await close_risk(p.moderator, risk, " ")
    await close_risk(p.moderator, risk, "The contract was renewed.")
    for act in (
        change_risk(p.moderator, risk, some_risk(p)),
        review_risk(p.moderator, risk, "Nothing.", REVIEW),
        close_risk(p.moderator, risk, "Again."),
    ):
        with pytest.raises(Conflict, match="Risk 1 is closed by now"):
            await act
    assert not (await read()).overdue_on(REVIEW + dt.timedelta(days=999))
    await reopen_risk(p.second_moderator, risk, "It was not signed.", REVIEW)
    opened = await read()
    assert opened.state is RiskState.OPEN
    assert [step.act for step in opened.steps] == [RiskAct.CLOSED, RiskAct.REOPENED]
    with pytest.raises(Conflict, match="Risk 1 is open by now"):
        await reopen_risk(p.moderator, risk, "Again.", REVIEW)


async def test_a_day_in_the_past_is_read_with_the_risks_of_that_day(p: Partnership) -> None:
    risk = await raise_risk(p.moderator, await an_action(p), some_risk(p))
    await it_is(BEGIN + dt.timedelta(days=5))
    await close_risk(p.moderator, risk, "The contract was renewed.")
    await it_is(BEGIN + dt.timedelta(days=6))
    then = (await judged_then(KEY, await moment_on(BEGIN + dt.timedelta(days=4)))).standing
    (was,) = then.by_reference["PROT-4.1"].risks
    assert (was.state, was.steps) == (RiskState.OPEN, ())
    assert (await read()).state is RiskState.CLOSED


async def test_what_it_is_to_stands_in_the_database_and_so_does_what_was_said(p: Partnership) -> None:
    risk = await raise_risk(p.moderator, await an_action(p), some_risk(p))
    columns = {name: value for name, value in risk.to_dict().items() if name != "id"}
    twin = Row(**(columns | {"number": 2, "action": None}))
    with pytest.raises(CheckViolationError, match="risk_to_one_thing"):
        await twin.save()
    risk.number = 9
    with pytest.raises(PostgresError, match="who raised it stand"):
        await risk.save()
    step = await close_risk(p.moderator, await fresh(risk), "It passed.")
    step.words = "It came true."
    with pytest.raises(PostgresError, match="written once and never changed"):
        await step.save()


async def test_its_words_can_be_redacted(p: Partnership) -> None:
    risk = await raise_risk(p.moderator, await an_action(p), some_risk(p))
    step = await review_risk(p.moderator, risk, "A child was named here.", REVIEW)
    for table, row, field in (("risk", risk, "effect"), ("risk_step", step, "words")):
        new = NewRedaction(table, row.id, (field,), "It could identify somebody.")
        await agree_to_redaction(p.moderator, await ask_redaction(p.administrator, new))
    told = await read()
    assert told.effect == told.steps[0].words == "[redacted on 1 April 2026 by Avery Example]"
    assert told.what == "The trainer’s contract ends in June."


async def test_a_risk_is_found_by_its_number(p: Partnership) -> None:
    risk = await raise_risk(p.moderator, await an_action(p), some_risk(p))
    assert (await find_risk(KEY, 1)).id == risk.id
    with pytest.raises(NotFound, match="no risk 2"):
        await find_risk(KEY, 2)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ((Likelihood.LIKELY, Impact.SEVERE), (Likelihood.POSSIBLE, Impact.SEVERE)),
        ((Likelihood.POSSIBLE, Impact.SEVERE), (Likelihood.LIKELY, Impact.MODERATE)),
        ((Likelihood.UNLIKELY, Impact.SEVERE), (Likelihood.LIKELY, Impact.MINOR)),
        ((Likelihood.LIKELY, Impact.MINOR), (Likelihood.UNLIKELY, Impact.MODERATE)),
    ],
)
async def test_of_two_risks_the_one_that_would_mean_more_is_more_serious(
    p: Partnership, more: tuple[Likelihood, Impact], less: tuple[Likelihood, Impact]
) -> None:
    action = await an_action(p)
    for likelihood, impact in (more, less):
        await raise_risk(p.moderator, action, some_risk(p, likelihood=likelihood, impact=impact))
    first, second = (await thing("PROT-4.1")).risks
    assert first.seriousness > second.seriousness
