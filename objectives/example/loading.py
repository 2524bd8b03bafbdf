"""Loads the example: the acts of fifteen months of an invented partnership, each at its own time, on a set clock.

Everything is recorded by the domain's acts, as those who would do them, so the example can hold nothing that the
service would refuse. The same day gives the same example.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial

from msgspec import Struct

from objectives.actions import find_commitment, move_commitment_to_business_as_usual, name_lead
from objectives.commentary import NewCommentary, comment_on, find_objective
from objectives.days import instant_at, time_zone, today_at
from objectives.example import plan
from objectives.example.assurance import assurance_steps
from objectives.example.cast import Cast, Keep
from objectives.example.meetings import Issued, meeting_steps
from objectives.example.quarters import anchors_of, example_rounds
from objectives.example.risks import risk_steps
from objectives.example.story import ENDED, JUDGED, PLANNED, Step, Story
from objectives.freezing import write_missing_freeze_rows
from objectives.history import now
from objectives.mandates import Operator
from objectives.rounds import RoundDates, make_round
from objectives.starting import Start, release_clock, set_clock, start_example
from objectives.strategy import load_strategy
from objectives.strategy_file import SHIPPED, read_strategy_file
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound

KEY = "coventry-csa"
PARTNERSHIP = "Coventry Safeguarding Children’s Partnership"
ISSUED_AFTER = 5  # days from a freeze to the issue of its pack, in time for the meeting's papers
FROZEN = 4

Progress = Callable[[int, int], None]


class PackOf(Struct, frozen=True):
    """An issued pack. `lines` is the number printed beside the first line about each commitment and action."""

    digest: str
    lines: Mapping[str, str]


class Packs(Struct, frozen=True):
    """Issues a frozen round's pack, and builds the draft as things are in the end, as a person of the business unit."""

    issue: Callable[[ReportingRound, Person], Awaitable[PackOf]]
    draft: Callable[[Person], Awaitable[object]]


def nobody_watches(done: int, of: int) -> None:
    """Tells nobody how far the loading is."""


async def load_example(
    by: Operator,
    progress: Progress = nobody_watches,
    packs: Packs | None = None,
    keep: Keep | None = None,
    until: dt.datetime | None = None,
) -> None:
    """Fills an empty database with the example; `progress` is told how many steps of how many are done.

    `packs` issues them, each when that would be done, and leaves the last a draft; without packs nobody meets.
    `keep` keeps the files given as evidence; without it they are links. The story ends `until` an instant in the
    past, or now. Raises Conflict where anything is recorded already.
    """
    arrived = until or await now()
    rounds = example_rounds(today_at(arrived))
    anchors = anchors_of(rounds, today_at(arrived))
    cast = Cast(anchors, keep)
    await _begin(by, cast, rounds, instant_at(anchors.day("S"), 9))
    steps = sorted(
        [*await _stories(cast), *_occasions(cast, packs), *risk_steps(KEY, cast)],
        key=lambda step: (step.day, step.turn),
    )
    clock = _Clock(arrived)
    for done, step in enumerate(steps):
        progress(done, len(steps))
        await clock.reach(step.day)
        await step.act(step.day)
    progress(len(steps), len(steps))
    await release_clock()
    if packs:
        # On a clock that stands still its own row would be as old as what it is as at, and it would not reproduce.
        await packs.draft(cast.unit[0])


async def _begin(by: Operator, cast: Cast, rounds: list[RoundDates], at: dt.datetime) -> None:
    """The installation, the strategy, everybody in their posts, and the rounds planned."""
    partnership = plan.read_partnership()
    unit = next(agency for agency in partnership.agencies if agency.business_unit)
    start = Start(
        partnership=PARTNERSHIP,
        administrator="Avery Example",
        email="avery.example@example.org",
        business_unit=unit.name,
        business_unit_short=unit.short,
        lead_partner=unit.lead_partner,
    )
    administrator = await start_example(by, start, at)
    await load_strategy(by.actor, read_strategy_file(SHIPPED / f"{KEY}.toml"))
    await cast.assemble(by, partnership, administrator)
    for post, held in cast.holdings.items():
        await cast.hand_over(post, held[0][1], held[0][0])
    cast.rounds = [await make_round(cast.unit[0], dates) for dates in rounds]
    for reference, lead in partnership.leads.items():
        commitment = await find_commitment(KEY, reference)
        await name_lead(cast.unit[0], commitment, cast.agencies[lead.agency], cast.posts[lead.accountable])


async def _stories(cast: Cast) -> list[Step]:
    steps: list[Step] = []
    for number, told in enumerate(plan.read_actions(plan.read_partnership())):
        story = Story(number, told, await find_commitment(KEY, told.of), cast)
        steps.extend(story.steps())
    return steps


def _occasions(cast: Cast, packs: Packs | None) -> Iterator[Step]:
    """What happens to the whole: handovers, freezes, packs, and commitments that become business as usual."""
    issued = Issued()
    for post, held in cast.holdings.items():
        for day, name in held[1:]:
            yield Step(day, PLANNED, partial(cast.hand_over, post, name))
    for number, round in enumerate(cast.rounds[:FROZEN], 1):
        issued_on = today_at(round.freezes_at) + dt.timedelta(days=ISSUED_AFTER)
        yield Step(issued_on, PLANNED, partial(_freeze_and_issue, cast, number, issued, packs))
    if packs:
        yield from meeting_steps(KEY, cast, issued)
    for reference, lead in plan.read_partnership().leads.items():
        if lead.as_usual:
            on, review = map(cast.anchors.day, lead.as_usual)
            yield Step(on, ENDED, partial(_to_usual, cast.unit[0], reference, review))
    yield from assurance_steps(cast)
    for told in plan.read_commentaries():
        on = max(cast.anchors.day(told.on), cast.anchors.day(f"O{told.round}"))
        yield Step(on, JUDGED, partial(_comment, cast, told))


async def _freeze_and_issue(
    cast: Cast, number: int, issued: Issued, packs: Packs | None, day: dt.date
) -> None:
    await write_missing_freeze_rows(KEY, time_zone())
    if packs:
        pack = await packs.issue(cast.rounds[number - 1], cast.unit[0])
        issued.keep(number, pack.digest, pack.lines)


async def _to_usual(by: Person, reference: str, review: dt.date, day: dt.date) -> None:
    await move_commitment_to_business_as_usual(by, await find_commitment(KEY, reference), review)


async def _comment(cast: Cast, told: plan.Commentary, day: dt.date) -> None:
    said = NewCommentary(told.working_well, told.worried_about, told.needs_to_happen)
    await comment_on(cast.unit[0], await find_objective(KEY, told.of), cast.rounds[told.round - 1], said)


class _Clock:
    """Sets the database's clock forward to each step's day, in working hours, and never past the loading itself."""

    def __init__(self, arrived: dt.datetime) -> None:
        self.latest = arrived
        self.at = dt.datetime.min.replace(tzinfo=dt.UTC)
        self.day = dt.date.min
        self.count = 0

    async def reach(self, day: dt.date) -> None:
        """A few minutes after the step before, from nine in the morning on; stands still where that is too late."""
        self.count = self.count + 1 if day == self.day else 0
        self.day = day
        wanted = min(instant_at(day, 9) + dt.timedelta(minutes=4 * min(self.count, 110)), self.latest)
        if self.at < wanted:
            self.at = wanted
            await set_clock(wanted)
