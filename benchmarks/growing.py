"""Grows a strategy of any size with rounds behind it, for measuring: by the domain's acts where there is one thing,
and by the roomful through the same recorded tables where there are many.

Every row goes in as the application's role inside an act, so the history is the one that the triggers write. The
clock is an example's and is left standing a week after the last freeze, so that a run says the same in any year.
"""

import datetime as dt
from pathlib import Path

from msgspec import Struct

from benchmarks import seeds
from objectives.dates import months_after
from objectives.days import instant_at
from objectives.freezing import write_missing_freeze_rows
from objectives.history import Actor, acting_as
from objectives.mandates import Operator
from objectives.packs import NewIssue, issue_pack
from objectives.people import NewPerson, add_person
from objectives.rounds import make_round, quarter_name, suggested_dates
from objectives.starting import Start, set_clock, start_example
from objectives.strategy import load_strategy
from objectives.strategy_file import read_strategy_file
from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.words import Role
from reports.cover import MARKING
from reports.pack import build_pack_of

KEY = "coventry-csa"
STRATEGY = Path(__file__).parent.parent / "objectives" / "strategies" / f"{KEY}.toml"
BEGIN = dt.date(2025, 4, 1)
ROUNDS = 12
LAST_ROUND = quarter_name(months_after(BEGIN, 3 * (ROUNDS - 1)))
MODERATOR = "morgan@example.org"
A_WEEK = dt.timedelta(days=7)
OPERATOR = Operator("benchmarks")
BUILDER = Actor.command("benchmarks")


class Size(Struct, frozen=True):
    """How much a strategy holds; the Coventry strategy's own 18 commitments come first."""

    commitments: int
    actions: int
    rounds: int = ROUNDS

    def __str__(self) -> str:
        return f"{self.commitments:,}/{self.actions:,}"


async def grow(size: Size) -> None:
    """Fills the connected, empty database: each round reported on, judged and frozen; the last but one issued."""
    moderator = await begin(size)
    rounds = await ReportingRound.objects().order_by(ReportingRound.opens_on)
    for number, round in enumerate(rounds, 1):
        await set_clock(instant_at(round.opens_on, 9))
        await plant(seeds.of_a_round(number, round.id))
        await set_clock(round.freezes_at + dt.timedelta(hours=1))
        await write_missing_freeze_rows(KEY)
        if number == size.rounds - 1:
            built = await build_pack_of(BUILDER, KEY, round.name)
            new = NewIssue(version="1.0", marking=MARKING, distribution="The Executive Group")
            await issue_pack(moderator, built.digest, new, [])
    await set_clock(rounds[-1].freezes_at + A_WEEK)


async def open_another_round() -> ReportingRound:
    """The round after the last that was grown, on the day that it opens for updates."""
    moderator = await Person.objects().get(Person.email == MODERATOR)
    assert moderator is not None
    round = await make_round(moderator, suggested_dates(months_after(BEGIN, 3 * ROUNDS)))
    await set_clock(instant_at(round.opens_on, 9))
    return round


async def begin(size: Size) -> Person:
    """The people, the plan and its rounds, before anything is reported; gives somebody of the business unit."""
    start = Start(
        partnership="Coventry Safeguarding Children’s Partnership",
        administrator="Avery Example",
        email="avery@example.org",
    )
    administrator = await start_example(OPERATOR, start, instant_at(BEGIN, 9))
    await load_strategy(BUILDER, read_strategy_file(STRATEGY))
    unit = await Agency.objects().get(Agency.is_business_unit.eq(True))
    assert unit is not None
    new = NewPerson("Morgan Example", MODERATOR, unit)
    moderator = await add_person(administrator, new, (Role.BUSINESS_UNIT,))
    for number in range(size.rounds):
        await make_round(moderator, suggested_dates(months_after(BEGIN, 3 * number)))
    await plant(seeds.of_the_plan(size.commitments, size.actions))
    return moderator


async def plant(statements: tuple[str, ...]) -> None:
    """Carries out statements of `seeds` in one act, as the application's role."""
    async with acting_as(BUILDER):
        for statement in statements:
            await Agency.raw(statement)
