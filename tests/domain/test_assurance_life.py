"""A request under random steps by everybody: the illegal refused, the legal recorded, no state without an end."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from governance_app.database import connected
from objectives.answering import (
    NewSignOff,
    acknowledge,
    answer,
    ask_for_time,
    decline,
    give_answer_evidence,
    name_colleague,
    return_nil,
    sign_off,
    submit,
)
from objectives.answers import NewAnswer
from objectives.assurance import ask, close, issue, requests_of, withdraw
from objectives.assurance_contacts import NewContact
from objectives.lifecycle import LIFECYCLE, Side, acts_of
from objectives.mandates import fresh, row_of
from objectives.problems import NotFound, Problem
from objectives.replies import questions_of
from objectives.request_steps import Respondent, respondent_of
from objectives.reviewing import (
    AboutAnswer,
    NewOpinion,
    Recommended,
    begin_review,
    decide_on_time,
    give_opinion,
    grade,
    return_reply,
)
from objectives.tables.assurance import AssuranceAsking
from objectives.tables.assurance_reply import AssuranceEvidence
from objectives.tables.assurance_request import AssuranceExtension, AssuranceRequest, AssuranceStep
from objectives.tables.person import Person
from objectives.words import ContactPart, Grade, Opinion, RequestAct, RequestState
from tests.asking import NEXT_YEAR, QUESTIONS, a_judge_of, an_asking, respondent
from tests.conftest import copied
from tests.domain.conftest import PARTNERSHIP
from tests.makers import Partnership, a_commitment, some_evidence, the_partnership

A, S = RequestAct, RequestState
SIDES = {
    "business unit": {Side.UNIT, Side.JUDGE},
    "business unit of the agency asked": {Side.UNIT},
    "respondent": {Side.RESPONDENT},
    "substitute": {Side.RESPONDENT},
    "respondent of another request": set(),
    "somebody of the agency": set(),
    "administrator": set(),
}
THEIRS = {t.act: t.who for t in LIFECYCLE}


class Life(RuleBasedStateMachine):
    """One request, and a model of it: its state, and what the acts need beside it."""

    run: ClassVar[Callable[[Awaitable[Any]], Any]]
    p: ClassVar[Partnership]
    seconded: ClassVar[Person]

    def __init__(self) -> None:
        super().__init__()
        self.request, self.other = self.run(self.begin())
        self.state, self.steps = S.DRAFT, 0
        self.answered = self.signed = self.waiting = self.returned = False
        self.pieces = 0

    async def begin(self) -> tuple[AssuranceRequest, AssuranceRequest]:
        of = [await a_commitment("SUPP-2")]
        made = [
            await ask(self.p.moderator, of, an_asking(self.p.police, questions=QUESTIONS[:1])) for _ in "12"
        ]
        ((request,), (other,)) = [await requests_of(asking) for asking in made]
        await issue(self.p.moderator, made[1])
        return request, other

    @rule(who=st.sampled_from(sorted(SIDES)), act=st.sampled_from(list(RequestAct)))
    def anybody_tries_anything(self, who: str, act: RequestAct) -> None:
        self.take(who, act)

    @rule(draw=st.data())
    def somebody_does_what_may_be_done(self, draw: st.DataObject) -> None:
        legal = [act for side in Side for act in acts_of(self.state, side)]
        if legal:
            act = draw.draw(st.sampled_from(legal))
            able = sorted(who for who, sides in SIDES.items() if THEIRS[act] in sides)
            self.take(draw.draw(st.sampled_from(able)), act)

    def take(self, who: str, act: RequestAct) -> None:
        allowed = self.may(who, act)
        refused = self.run(self.refusal(who, act))
        assert (refused is None) == allowed, f"{who}, {act}, {self.state}: {refused}"
        if allowed:
            self.follow(act)

    async def refusal(self, who: str, act: RequestAct) -> str | None:
        try:
            await self.attempt(who, act)
        except Problem as problem:
            return problem.sentence
        return None

    def may(self, who: str, act: RequestAct) -> bool:
        known = any(t.state is self.state and t.act is act for t in LIFECYCLE)
        return known and THEIRS[act] in SIDES[who] and self.ready(act)

    def ready(self, act: RequestAct) -> bool:
        return {
            A.SUBMIT: self.answered and self.signed,
            A.RETURN: not self.returned,
            A.GRADE: self.pieces > 0,
            A.ASK_FOR_TIME: not self.waiting,
            A.DECIDE_ON_TIME: self.waiting,
        }.get(act, True)

    def follow(self, act: RequestAct) -> None:
        """The model takes the step, by the table."""
        (taken,) = [t for t in LIFECYCLE if t.state is self.state and t.act is act]
        self.state, self.steps = taken.next, self.steps + 1
        if act is A.ANSWER:
            self.answered, self.signed = True, False
            self.steps, self.pieces = self.steps + 1, self.pieces + 1
        self.signed = self.signed or act is A.SIGN_OFF
        self.waiting = (self.waiting or act is A.ASK_FOR_TIME) and act is not A.DECIDE_ON_TIME
        if act is A.RETURN:
            self.returned, self.answered, self.signed = True, False, False

    async def attempt(self, who: str, act: RequestAct) -> None:
        if THEIRS[act] is Side.RESPONDENT:
            await self.answer_as(await self.respondent(who), act)
        else:
            await self.run_as(await self.person(who), act)

    async def respondent(self, who: str) -> Respondent:
        if who == "respondent of another request":
            stray = await respondent(self.other)
            return Respondent(stray.contact, self.request.id, stray.name)
        if who in {"respondent", "substitute"}:
            return await respondent(self.request, ContactPart(who))
        return await respondent_of(await self.person(who), self.request.id)

    async def person(self, who: str) -> Person:
        p = self.p
        people = {
            "business unit": p.moderator,
            "business unit of the agency asked": self.seconded,
            "administrator": p.administrator,
        }
        return people.get(who, p.stranger)

    async def answer_as(self, by: Respondent, act: RequestAct) -> None:
        today = dt.date(2026, 4, 1)
        (question,) = await questions_of(self.request)
        if act is A.ANSWER:
            await answer(by, question.id, NewAnswer(words="A course."))
            await give_answer_evidence(by, question.id, some_evidence())
            return
        await {
            A.ACKNOWLEDGE: lambda: acknowledge(by),
            A.NAME_COLLEAGUE: lambda: name_colleague(by, NewContact("Kim", f"kim{self.steps}@example.org")),
            A.SIGN_OFF: lambda: sign_off(by, NewSignOff("Alex", "Assistant Chief Constable", today)),
            A.SUBMIT: lambda: submit(by),
            A.RETURN_NIL: lambda: return_nil(by, "Nothing yet."),
            A.DECLINE: lambda: decline(by, "Not ours."),
            A.ASK_FOR_TIME: lambda: ask_for_time(
                by, dt.date(2027, 1, 1) + dt.timedelta(self.steps), "Leave."
            ),
        }[act]()

    async def run_as(self, person: Person, act: RequestAct) -> None:
        of = AssuranceEvidence.request == self.request.id
        piece = await AssuranceEvidence.objects().where(of).first()
        extension = (
            await AssuranceExtension.objects()
            .where(AssuranceExtension.request == self.request.id)
            .order_by(AssuranceExtension.id, ascending=False)
            .first()
        )
        if (act is A.GRADE and piece is None) or (act is A.DECIDE_ON_TIME and extension is None):
            raise NotFound("There is nothing to do it to.")
        recommended = (Recommended("Sample.", self.p.police),) if act is A.ACCEPT_WITH_ACTIONS else ()
        opinion = NewOpinion(Opinion.REASONABLE, "As sampled.", NEXT_YEAR, recommended)
        await {
            A.ISSUE: lambda: self.issue(person),
            A.WITHDRAW: lambda: withdraw(person, self.request, "Not wanted."),
            A.CLOSE: lambda: close(person, self.request),
            A.BEGIN_REVIEW: lambda: begin_review(person, self.request),
            A.GRADE: lambda: grade(person, piece, Grade.TESTED),
            A.RETURN: lambda: return_reply(person, self.request, (AboutAnswer(None, "How many?"),)),
            A.ACCEPT: lambda: give_opinion(person, self.request, opinion),
            A.ACCEPT_WITH_ACTIONS: lambda: give_opinion(person, self.request, opinion),
            A.DECIDE_ON_TIME: lambda: decide_on_time(person, extension, granted=True),
        }[act]()

    async def issue(self, person: Person) -> None:
        await issue(person, await row_of(AssuranceAsking, self.request.asking))

    @invariant()
    def the_request_is_where_the_table_says_and_every_step_is_on_record(self) -> None:
        current, steps = self.run(self.read())
        assert current.state == self.state
        assert len(steps) == self.steps
        came_to = [S.DRAFT.value, *(step.state_after for step in steps)]
        assert [step.state_before for step in steps] == came_to[:-1]
        assert came_to[-1] == self.state

    async def read(self) -> tuple[AssuranceRequest, list[AssuranceStep]]:
        of = AssuranceStep.request == self.request.id
        return await fresh(self.request), await AssuranceStep.objects().where(of).order_by(AssuranceStep.id)

    def teardown(self) -> None:
        """Wherever it stands, the business unit can bring it to its end."""
        if self.state not in {S.CLOSED, S.WITHDRAWN, S.DECLINED, S.ACCEPTED, S.ACCEPTED_WITH_ACTIONS}:
            self.take("business unit", A.WITHDRAW)
        if self.state is not S.CLOSED:
            self.take("business unit", A.CLOSE)
        assert self.run(self.read())[0].state == S.CLOSED


def test_random_steps_by_everybody_go_by_the_table(made: Path) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        connections = runner.run(stack.enter_async_context(copied(made, PARTNERSHIP)))
        runner.run(stack.enter_async_context(connected(connections)))
        p = runner.run(the_partnership())
        seconded = runner.run(a_judge_of(p, p.police))
        known = {"run": staticmethod(runner.run), "p": p, "seconded": seconded}
        try:
            run_state_machine_as_test(
                type("KnownLife", (Life,), known), settings=settings(max_examples=20, stateful_step_count=18)
            )
        finally:
            runner.run(stack.aclose())


def test_every_state_can_be_reached_and_every_state_leads_to_closed() -> None:
    reached, ends = {S.DRAFT}, {S.CLOSED}
    for _ in S:
        reached |= {t.next for t in LIFECYCLE if t.state in reached}
        ends |= {t.state for t in LIFECYCLE if t.next in ends}
    assert reached == ends == set(S)
