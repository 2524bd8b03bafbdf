"""Starting an installation, once: for real with its first administrator, or as example data with a clock to set.

An empty database is neither. What it becomes is decided once and can never be changed.
"""

import datetime as dt

import asyncpg
from msgspec import Struct

from objectives.dates import in_words
from objectives.days import today_at
from objectives.faults import Faults
from objectives.mandates import Operator, acting
from objectives.people import NewAgency, NewPerson, add_agency, add_person
from objectives.problems import Conflict
from objectives.tables.installation import Installation
from objectives.tables.person import Person
from objectives.words import Role


class Start(Struct, frozen=True, kw_only=True):
    """Whose installation it is, and its first administrator, who belongs to the business unit."""

    partnership: str
    administrator: str
    email: str
    business_unit: str = "Partnership business unit"
    business_unit_short: str = "Business unit"
    lead_partner: str = ""


async def started() -> Installation | None:
    """The installation, if this database has been started."""
    return await Installation.objects().first()


async def is_untouched() -> bool:
    """Whether nothing has ever been recorded in this database."""
    (head,) = await Installation.raw("SELECT sequence FROM history_head")
    return bool(head["sequence"] == 0)


async def start_empty(by: Operator, start: Start) -> Person:
    """Begins for real; gives the first administrator. Raises Conflict if it has begun already, Invalid."""
    return await _start(by, start, example=False)


async def start_example(by: Operator, start: Start, at: dt.datetime) -> Person:
    """Begins an installation of example data at an instant; only there can the clock be set.

    Raises Conflict where anything has been recorded already, and Invalid.
    """
    await _refuse(await started())
    try:
        await Installation.raw("SELECT mark_as_example()")
    except asyncpg.PostgresError as error:
        raise Conflict(
            "This database holds recorded data already, so example data would mix with it. Use an empty database: "
            "set GOVERNANCE_HOME to a new folder, or DATABASE_URL to a new database."
        ) from error
    await set_clock(at)
    return await _start(by, start, example=True)


async def set_clock(instant: dt.datetime) -> None:
    """Moves the clock of example data forward; it then stands still. Raises Conflict where it cannot be set."""
    await _turn("SELECT set_clock({})", instant)


async def release_clock() -> None:
    """Lets the clock of example data run again, for good; loading has ended. Raises Conflict."""
    await _turn("SELECT release_clock()")


async def _turn(query: str, *arguments: dt.datetime) -> None:
    try:
        await Installation.raw(query, *arguments)
    except asyncpg.PostgresError as error:
        raise Conflict(str(error)) from error


async def _start(by: Operator, start: Start, example: bool) -> Person:
    async with acting(by) as act:
        await _refuse(await started())
        faults = Faults()
        partnership = faults.line(start.partnership, "partnership", "Give the partnership's name.")
        faults.refuse()
        await Installation(id=1, partnership=partnership, example=example, started_at=act.now).save()
        business_unit = NewAgency(start.business_unit, start.business_unit_short, start.lead_partner, True)
        agency = await add_agency(by, business_unit)
        return await add_person(
            by, NewPerson(start.administrator, start.email, agency), (Role.ADMINISTRATOR,)
        )


async def _refuse(installation: Installation | None) -> None:
    if installation is None:
        return
    if installation.example:
        (clock,) = await Installation.raw("SELECT released FROM history_clock")
        held = "example data" if clock["released"] else "example data whose loading was cut short"
        raise Conflict(
            f"This database holds {held}, and nothing else can begin in it. Use an empty database: "
            "set GOVERNANCE_HOME to a new folder, or DATABASE_URL to a new database."
        )
    since = in_words(today_at(installation.started_at))
    raise Conflict(
        f"This database holds the work of {installation.partnership} since {since}; it is left as it is."
    )
