"""Reminding people of what they have to do: one letter each, of all of it, and never two on one day."""

from msgspec import Struct

from governance_app.mail.letters import Due, From, Letter, what_to_do_letter
from governance_app.showing.my_work import ToDo, Work, heading_of
from governance_app.work import work_in
from objectives.days import today_at
from objectives.history import now
from objectives.mail import queue_what_to_do
from objectives.mandates import mandate_of
from objectives.problems import Conflict, NotAllowed
from objectives.tables.person import Person
from objectives.tables.strategy import Strategy
from reports.wording import day


class Reminded(Struct, frozen=True):
    """The ids of the letters queued, and how many people have nothing to do, or were written to today already."""

    queued: tuple[int, ...]
    idle: int
    already: int


async def remind_all(time_zone: str) -> Reminded:
    """Queues a letter for everybody who has something to do and was not written to today."""
    people = await Person.select(Person.id).where(Person.disabled_at.is_null()).order_by(Person.id)
    works = [(row["id"], await _work_of(row["id"], time_zone)) for row in people]
    busy = [(person, tuple(item.address for item in work.to_do)) for person, work in works if work.to_do]
    queued = await queue_what_to_do(busy, time_zone)
    return Reminded(tuple(queued), len(works) - len(busy), len(busy) - len(queued))


async def what_to_do(of: From, person: int, time_zone: str) -> Letter:
    """What somebody has to do at this moment. Raises Problem where it is nothing, or they have left."""
    who = await mandate_of(person, today_at(await now()))
    if who.disabled:
        raise NotAllowed(f"{who.name} can no longer sign in.")
    work = await _work_of(person, time_zone)
    if not work.to_do:
        raise Conflict("Nothing was left to do when it was to be sent.")
    return what_to_do_letter(of, who.name, heading_of(work), [_due(item) for item in work.to_do])


async def _work_of(person: int, time_zone: str) -> Work:
    who = await mandate_of(person, today_at(await now()))
    keys = [row["key"] for row in await Strategy.select(Strategy.key).order_by(Strategy.id)]
    work, _ = await work_in(keys, who, time_zone)
    return work


def _due(item: ToDo) -> Due:
    about = f" ({item.about})" if item.about else ""
    return Due(item.what + about, f"by {day(item.due_on)}", item.address)
