"""Chasing late replies by the ladder, which is data: each step once, however often and wherever chasing is run.

All of it is one act: the head of history is locked first, so of two processes at the same moment the second finds
what the first took. Mail is queued in that act and sent afterwards. `governance chase` calls `chase`; a request's page
shows `ladder_of` and `steps_taken`.
"""

import datetime as dt
from collections.abc import Sequence, Set
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from objectives.assurance_contacts import contacts_of
from objectives.days import is_working_day, today_at, working_days_after
from objectives.history import Actor, acting_as
from objectives.lifecycle import WITH_AGENCY
from objectives.mail import queue_for_address, queue_for_contact
from objectives.mandates import row_of
from objectives.problems import Invalid
from objectives.tables.agency import Agency
from objectives.tables.assurance_chase import AssuranceChase
from objectives.tables.assurance_request import AssuranceContact, AssuranceRequest
from objectives.tables.person import Person
from objectives.toml_file import parsed, read_form, text_of
from objectives.words import MailKind, RequestState, Role

LADDER = Path(__file__).parent / "ladder.toml"
WAITING = [state.value for state in WITH_AGENCY]
EXECUTIVE_GROUP, LEAD_PARTNER = "executive group", "lead partner"

Line = Annotated[str, Meta(min_length=1, max_length=150, description="one line of 1 to 150 characters")]
From = Annotated[str, Meta(pattern=r"\A(reply|acknowledgement)\Z", description="reply or acknowledgement")]
How = Annotated[str, Meta(pattern=r"\A(reminder|escalation)\Z", description="reminder or escalation")]


class Rung(Struct, frozen=True):
    """A step of the ladder: so many working days after a date has run out, negative before it, and to whom."""

    key: str
    title: str
    runs_from: str
    days: int
    to: tuple[str, ...]
    kind: str

    def due_on(self, ran_out_on: dt.date) -> dt.date:
        """The first working day that is so many after the date; a rung before it is on a working day before."""
        if self.days >= 0:
            return working_days_after(ran_out_on, self.days)
        day, left = ran_out_on, -self.days
        while left:
            day -= dt.timedelta(days=1)
            left -= is_working_day(day)
        return day


class Taken(Struct, frozen=True):
    """A step that was taken now: whose request, which rung, and to whom it was written."""

    request: int
    agency: str
    title: str
    written_to: tuple[str, ...]


class _Step(Struct, frozen=True):
    """A rung as the file's forms know it: they have no whole numbers, so `days` is read beside it."""

    key: Line
    title: Line
    runs_from: From
    to: Annotated[tuple[Line, ...], Meta(min_length=1)]
    kind: How


class _Written(Struct, frozen=True):
    steps: Annotated[tuple[_Step, ...], Meta(min_length=1)]


@cache
def ladder() -> tuple[Rung, ...]:
    """The rungs in their order. Raises Invalid for a file that is not of the form."""
    keys = parsed(text_of(LADDER), LADDER.name)
    days = [step.pop("days", None) for step in keys.get("steps", [])]
    if not all(isinstance(day, int) for day in days):
        raise Invalid(f"{LADDER.name}: every step needs days, a whole number.")
    read, faults = read_form(_Written, keys)
    if faults:
        raise Invalid(f"{LADDER.name}: " + "; ".join(f"{path} {fault}" for path, fault in faults.items()))
    return tuple(
        Rung(step.key, step.title, step.runs_from, day, step.to, step.kind)
        for step, day in zip(read.steps, days, strict=True)
    )


async def chase(by: Actor) -> tuple[Taken, ...]:
    """Takes every step that is due and was not taken, for every request that waits for its agency. One act.

    Raises Conflict where the head of history cannot be had.
    """
    async with acting_as(by) as act:
        today = today_at(act.now)
        waiting = AssuranceRequest.state.is_in(WAITING)
        before = await AssuranceChase.objects().where(AssuranceChase.request.state.is_in(WAITING))
        climbed = {(chase.request, chase.step, chase.runs_from) for chase in before}
        taken = []
        for request in await AssuranceRequest.objects().where(waiting).order_by(AssuranceRequest.id):
            for rung in _due(request, today, climbed):
                taken.append(await _take(request, rung, act.now))
        return tuple(taken)


def next_rung(due_on: dt.date, today: dt.date) -> tuple[Rung, dt.date] | None:
    """What a late reply comes to next, and when; None once it has been through the whole ladder."""
    steps = ((rung, rung.due_on(due_on)) for rung in ladder() if rung.runs_from == "reply")
    return next(((rung, on) for rung, on in steps if on > today), None)


async def steps_taken(request: int) -> list[AssuranceChase]:
    """What was taken for a request, oldest first."""
    return await AssuranceChase.objects().where(AssuranceChase.request == request).order_by(AssuranceChase.id)


def ladder_of(request: AssuranceRequest) -> list[tuple[Rung, dt.date]]:
    """Each rung and the day on which it is due for a request that was sent, by the dates in force."""
    return [(rung, rung.due_on(_ran_out(request, rung))) for rung in ladder()]


def _due(request: AssuranceRequest, today: dt.date, climbed: Set[tuple[int, str, dt.date]]) -> list[Rung]:
    """`climbed` are the steps that were taken, by request, rung and the date that had run out."""
    return [
        rung
        for rung, due_on in ladder_of(request)
        if due_on <= today
        and (request.id, rung.key, _ran_out(request, rung)) not in climbed
        and _fits(request, rung, today)
    ]


def _fits(request: AssuranceRequest, rung: Rung, today: dt.date) -> bool:
    """A reminder that something is due tomorrow, or not acknowledged, is of no use once that is no longer so."""
    if rung.runs_from == "acknowledgement":
        return request.state == RequestState.ISSUED and today <= request.due_on
    return rung.days >= 0 or today <= request.due_on


def _ran_out(request: AssuranceRequest, rung: Rung) -> dt.date:
    ran_out: dt.date = request.due_on if rung.runs_from == "reply" else request.acknowledge_by
    return ran_out


async def _take(request: AssuranceRequest, rung: Rung, now: dt.datetime) -> Taken:
    agency = await row_of(Agency, request.agency)
    written_to = await _write(request, rung, agency)
    await AssuranceChase(
        request=request.id,
        step=rung.key,
        escalates=rung.kind == "escalation",
        runs_from=_ran_out(request, rung),
        due_on=rung.due_on(_ran_out(request, rung)),
        written_to="\n".join(written_to),
        taken_at=now,
    ).save()
    return Taken(request.id, agency.name, rung.title, tuple(written_to))


async def _write(request: AssuranceRequest, rung: Rung, agency: Agency) -> list[str]:
    """Queues the letters of a rung; answers to whom, by name and part. Nobody where nobody of the kind is known."""
    about = (f"/requests/{request.id}", rung.key)
    contacts = [contact for contact in await contacts_of(request.id) if contact.part in rung.to]
    for contact in contacts:
        await queue_for_contact(MailKind.ASSURANCE_CHASE, contact.id, about)
    written_to = [_named(contact) for contact in contacts]
    if EXECUTIVE_GROUP in rung.to:
        members = await _executive_group()
        for member in members:
            await queue_for_address(MailKind.ASSURANCE_CHASE, member.email, about)
        written_to += [f"{member.name}, Executive Group" for member in members]
    return written_to


def _named(contact: AssuranceContact) -> str:
    return f"{contact.name}, {contact.part}"


async def _executive_group() -> Sequence[Person]:
    rows = await Person.raw(_MEMBERS, Role.EXECUTIVE_GROUP.value)
    ids = [row["id"] for row in rows]
    return await Person.objects().where(Person.id.is_in(ids)).order_by(Person.id) if ids else []


_MEMBERS = """
SELECT DISTINCT p.id FROM role_grant r JOIN person p ON p.id = r.person
WHERE r.role = {} AND p.disabled_at IS NULL
AND (governance_now())::date BETWEEN r.given_on AND coalesce(r.ended_on, 'infinity') ORDER BY p.id
"""
