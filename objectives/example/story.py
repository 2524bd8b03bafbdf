"""The story of one action of the example: its steps in time, each one of the domain's own acts."""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from msgspec import Struct

from objectives.actions import (
    NewAction,
    add_action,
    move_to_business_as_usual,
    say_delivered,
    start_action,
    supersede_action,
)
from objectives.checking import NewCheck, check_delivery
from objectives.evidence import NewEvidence, accept_evidence, give_evidence, return_evidence
from objectives.example import plan
from objectives.example.cast import Cast
from objectives.milestones import (
    NewMilestone,
    add_milestone,
    ask_rebaseline,
    decide_rebaseline,
    meet_milestone,
    move_forecast,
)
from objectives.moderating import NewModeration, moderate
from objectives.progress import NewProgress, report_progress, return_update
from objectives.tables.action import Action
from objectives.tables.evidence import Evidence
from objectives.tables.milestone import Milestone, Rebaseline
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment
from objectives.tables.update import ProgressUpdate
from objectives.words import Grade


class Step(Struct, frozen=True):
    """One act and its day. `turn` orders the acts of a day: planned, said, given, judged, ended."""

    day: dt.date
    turn: int
    act: Callable[[dt.date], Awaitable[object]]


PLANNED, SAID, GIVEN, REPORTED, JUDGED, ENDED = range(6)


class Story:
    """`number` is the action's place in the example; it only spreads the updates over their days."""

    def __init__(self, number: int, told: plan.Action, commitment: Commitment, cast: Cast) -> None:
        self.number, self.told, self.commitment, self.cast = number, told, commitment, cast
        self.day = cast.anchors.day
        self.action: Action
        self.milestones: list[Milestone] = []
        self.asked: dict[plan.Baseline, Rebaseline] = {}
        self.given: dict[plan.Evidence, Evidence] = {}
        self.reported: dict[plan.Update, ProgressUpdate] = {}

    def steps(self) -> Iterator[Step]:
        told = self.told
        yield Step(self.day(told.added), PLANNED, self.add)
        if told.begun:
            yield Step(self.day(told.begun), PLANNED, self.begin)
        yield from self._dates()
        yield from self._words()
        for piece in told.evidence:
            yield Step(self.day(piece.on), GIVEN, partial(self.give, piece))
            if piece.judged:
                yield Step(self.day(piece.judged), JUDGED, partial(self.judge, piece))
        for moderation in told.moderations:
            yield Step(self.day(moderation.on), JUDGED, partial(self.moderate, moderation))
        for check in told.checks:
            yield Step(self.day(check.on), JUDGED, partial(self.check, check))
        yield from self._ends()

    def _dates(self) -> Iterator[Step]:
        for position, milestone in enumerate(self.told.milestones):
            if milestone.met:
                yield Step(self.day(milestone.met), SAID, partial(self.meet, position))
        for forecast in self.told.forecasts:
            yield Step(self.day(forecast.on), SAID, partial(self.forecast, forecast))
        for baseline in self.told.baselines:
            yield Step(self.day(baseline.on), SAID, partial(self.ask, baseline))
            if baseline.decided:
                yield Step(self.day(baseline.decided), JUDGED, partial(self.decide, baseline))

    def _words(self) -> Iterator[Step]:
        for update in self.told.updates:
            said = self._said_on(update)
            yield Step(said, REPORTED, partial(self.report, update))
            if update.asked:
                returned = min(said + dt.timedelta(days=2), self.day("T"))
                yield Step(returned, JUDGED, partial(self.send_back, update))

    def _said_on(self, update: plan.Update) -> dt.date:
        """Updates come in over all the days that a round leaves for them, the last one included."""
        opened = self.day(f"O{update.round}")
        if update.on:
            return max(self.day(update.on), opened)
        last = min(self.day(f"U{update.round}"), self.day("T"))
        return opened + dt.timedelta(days=(self.number * 5 + update.round * 3) % ((last - opened).days + 1))

    def _ends(self) -> Iterator[Step]:
        for day in self.told.delivered:
            yield Step(self.day(day), ENDED, self.deliver)
        if self.told.superseded:
            yield Step(self.day(self.told.superseded[0]), ENDED, self.supersede)
        if self.told.as_usual:
            yield Step(self.day(self.told.as_usual[0]), ENDED, self.to_usual)

    # What is planned

    async def add(self, day: dt.date) -> None:
        told, cast = self.told, self.cast
        self.action = await add_action(
            cast.unit[0],
            self.commitment,
            NewAction(
                title=told.title,
                description=told.description,
                agency=cast.agencies[told.agency],
                owner=cast.posts.get(told.owner),
                deputy=cast.people.get(told.deputy),
                accountable=cast.posts.get(told.accountable),
                planned_start_on=self.day(told.planned) if told.planned else None,
            ),
        )
        for milestone in told.milestones:
            new = NewMilestone(milestone.title, self.day(milestone.due))
            self.milestones.append(await add_milestone(cast.unit[0], self.action, new))

    async def begin(self, day: dt.date) -> None:
        await start_action(self.owner(day), self.action)

    # What its own people say

    def owner(self, day: dt.date) -> Person:
        return self.cast.owner(self.told, day)

    async def meet(self, position: int, day: dt.date) -> None:
        await meet_milestone(self.owner(day), self.milestones[position], day)

    async def forecast(self, told: plan.Forecast, day: dt.date) -> None:
        milestone = self.milestones[told.milestone - 1]
        await move_forecast(self.owner(day), milestone, self.day(told.to), told.why)

    async def ask(self, told: plan.Baseline, day: dt.date) -> None:
        milestone = self.milestones[told.milestone - 1]
        self.asked[told] = await ask_rebaseline(self.owner(day), milestone, self.day(told.to), told.why)

    async def give(self, told: plan.Evidence, day: dt.date) -> None:
        file = (
            await self.cast.keep(told.file, told.content.encode()) if told.file and self.cast.keep else None
        )
        own_address = f"https://example.org/{self.action.reference.lower()}/{len(self.given) + 1}"
        new = NewEvidence(
            title=told.title,
            kind=told.kind,
            shows_on=self.day(told.shows),
            declared_free_of_child_data=True,
            line=told.line,
            expires_on=self.day(told.expires) if told.expires else None,
            file=file,
            link="" if file or told.statement else own_address,
            statement=told.statement,
        )
        subject = self.milestones[told.milestone - 1] if told.milestone else self.action
        self.given[told] = await give_evidence(self.owner(day), new, subject)

    async def report(self, told: plan.Update, day: dt.date) -> None:
        new = NewProgress(
            owner_rating=told.rating,
            confidence=told.confidence,
            confidence_reason=told.why,
            output=told.did,
            reach=told.reached,
            impact=told.difference,
            barriers=told.barriers,
            next_steps=told.next,
            issue=told.issue,
            plan=told.plan,
            plan_due_on=self.day(told.plan_due) if told.plan_due else None,
            ask=told.ask,
            good_practice=told.practice,
            nothing_to_report=not told.did,
        )
        round = self.cast.rounds[told.round - 1]
        self.reported[told] = await report_progress(self.owner(day), self.action, round, new)

    async def deliver(self, day: dt.date) -> None:
        await say_delivered(self.owner(day), self.action, day)

    # What the business unit judges and runs

    def judging(self, day: dt.date) -> Person:
        return self.cast.judge(self.told, day)

    async def decide(self, told: plan.Baseline, day: dt.date) -> None:
        await decide_rebaseline(self.judging(day), self.asked[told], told.approved, told.because)

    async def judge(self, told: plan.Evidence, day: dt.date) -> None:
        piece = self.given[told]
        if told.grade:
            await accept_evidence(self.judging(day), piece, Grade(told.grade), told.because)
        else:
            await return_evidence(self.judging(day), piece, told.because)

    async def send_back(self, told: plan.Update, day: dt.date) -> None:
        await return_update(self.judging(day), self.reported[told], told.asked)

    async def moderate(self, told: plan.Moderation, day: dt.date) -> None:
        new = NewModeration(told.rating, told.reason, told.evidence, self.day(told.until))
        await moderate(self.judging(day), self.action, new)

    async def check(self, told: plan.Check, day: dt.date) -> None:
        await check_delivery(self.judging(day), self.action, NewCheck(day, told.passed, told.findings))

    async def supersede(self, day: dt.date) -> None:
        assert self.told.superseded
        await supersede_action(self.cast.unit[0], self.action, self.told.superseded[1])

    async def to_usual(self, day: dt.date) -> None:
        assert self.told.as_usual
        await move_to_business_as_usual(self.cast.unit[0], self.action, self.day(self.told.as_usual[1]))
