"""Taking one step of an assurance request: the act, the table's leave, the permission, the new state, the record.

Every act on a request goes through here, so none can change one in silence or out of turn. Respondents may have no
account: history then knows them by name and link.
"""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from msgspec import Struct

from objectives.days import today_at
from objectives.faults import refuse_if
from objectives.history import Actor, acting_as
from objectives.lifecycle import OVER, Side, transition
from objectives.mandates import acting, refuse_stale, row_of, write
from objectives.permissions import Mandate, why_not_judge_reply, why_not_run
from objectives.problems import Conflict, NotAllowed, NotFound
from objectives.tables.action import Action
from objectives.tables.assurance import AssuranceSubject
from objectives.tables.assurance_link import AssuranceLink
from objectives.tables.assurance_request import AssuranceContact, AssuranceRequest, AssuranceStep
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment
from objectives.words import ContactPart, RequestAct, RequestState

ANSWERING = (ContactPart.RESPONDENT, ContactPart.SUBSTITUTE, ContactPart.COLLEAGUE)


TOOK_PART = (
    "Nobody judges their own: you took part in this reply. Somebody else of the business unit can judge it."
)


class Respondent(Struct, frozen=True):
    """Somebody who answers one request: by a confirmed link, or by an account (`person`) of the same mailbox."""

    contact: int
    request: int
    name: str
    link: int | None = None
    person: int | None = None

    @property
    def actor(self) -> Actor:
        if self.person is not None:
            return Actor.person(self.person)
        return Actor.respondent(self.name, self.link or 0)


class Step(Struct):
    """A step under way: the request as it is, the act's instant (UTC) and day, and what the step changes on it."""

    request: AssuranceRequest
    now: dt.datetime
    today: dt.date
    changes: dict[str, Any]
    act: RequestAct

    @property
    def attempt(self) -> int:
        attempt: int = self.request.attempt
        return attempt


async def respondent_of(person: Person, request: int) -> Respondent:
    """Somebody with an account as a respondent of a request that names their mailbox. Raises NotAllowed."""
    named = (
        await AssuranceContact.objects()
        .where(
            (AssuranceContact.request == request)
            & (AssuranceContact.email == person.email)
            & AssuranceContact.ended_at.is_null()
            & AssuranceContact.part.is_in([part.value for part in ANSWERING])
        )
        .order_by(AssuranceContact.id)
        .first()
    )
    if named is None:
        raise NotAllowed(
            "Only those whom the request names may answer it; its respondent can name you as a colleague."
        )
    return Respondent(named.id, request, named.name, person=person.id)


@asynccontextmanager
async def respondents_step(by: Respondent, act: RequestAct, words: str = "") -> AsyncIterator[Step]:
    """A step of the answering side. Raises NotFound, NotAllowed, Conflict."""
    async with acting_as(by.actor) as under_way:
        await _refuse_respondent(by, under_way.now)
        request = await row_of(AssuranceRequest, by.request)
        taken = transition(RequestState(request.state), act)
        refuse_if(_not_theirs(taken.who, Side.RESPONDENT))
        step = Step(request, under_way.now, today_at(under_way.now), {}, act)
        yield step
        await _record(step, words, {"contact": by.contact, "person": by.person})


@asynccontextmanager
async def units_step(
    person: Person, request: AssuranceRequest, act: RequestAct, words: str = "", seen: int | None = None
) -> AsyncIterator[Step]:
    """A step of the business unit; `seen` is the newest history sequence of the request that a form showed.

    The step may settle on a sibling of `act` by setting `step.act`. Raises NotFound, NotAllowed, Conflict.
    """
    async with acting(person) as under_way:
        current = await row_of(AssuranceRequest, request.id)
        taken = transition(RequestState(current.state), act)
        refuse_if(await _why_not(under_way.by, taken.who, current))
        await refuse_stale(seen, current)
        step = Step(current, under_way.now, under_way.today, {}, act)
        yield step
        await _record(step, words, {"person": person.id})


async def subjects_of(asking: int) -> list[Commitment | Action]:
    """The commitments and actions that an asking is about, in the order in which they were named."""
    found: list[Commitment | Action] = []
    for subject in (
        await AssuranceSubject.objects()
        .where(AssuranceSubject.asking == asking)
        .order_by(AssuranceSubject.id)
    ):
        thing = (Commitment, subject.commitment) if subject.commitment else (Action, subject.action)
        found.append(await row_of(*thing))
    return found


async def why_not_judge_request(by: Mandate, request: int, agency: int, asking: int) -> str | None:
    """Why somebody may not judge the reply to a request, by its id, its agency's and its asking's; None: they may.

    Whoever took a step for the answering side, as a colleague perhaps, judges what is partly their own.
    """
    if why := why_not_judge_reply(by, agency, await subjects_of(asking)):
        return why
    (found,) = await AssuranceRequest.raw(_TOOK_PART, by.person, request)
    return TOOK_PART if found["took_part"] else None


async def _why_not(by: Mandate, side: Side, request: AssuranceRequest) -> str | None:
    if side is Side.JUDGE:
        return await why_not_judge_request(by, request.id, request.agency, request.asking)
    return _not_theirs(side, Side.UNIT) or why_not_run(by)


def _not_theirs(whose: Side, side: Side) -> str | None:
    return None if whose is side else f"Only {whose.value} may do this."


async def _refuse_respondent(by: Respondent, now: dt.datetime) -> None:
    """Read inside the act, so that whoever was replaced or whose link was revoked meanwhile is refused."""
    contact = await row_of(AssuranceContact, by.contact)
    if contact.request != by.request or contact.part not in ANSWERING:
        raise NotFound("There is no such request.")
    if contact.ended_at is not None:
        raise NotAllowed(f"{contact.name} no longer answers this request; ask the business unit who does.")
    if by.link is not None:
        link = await row_of(AssuranceLink, by.link)
        if link.contact != contact.id or link.revoked_at is not None or link.expires_at <= now:
            raise Conflict(
                "This link works no longer. Ask for a new one where you got it, or write to the business unit."
            )


async def _record(step: Step, words: str, by: dict[str, Any]) -> None:
    before = RequestState(step.request.state)
    taken = transition(before, step.act)
    if taken.next in OVER:
        step.changes["outcome"] = taken.next.value
    if taken.next is not before or step.changes:
        await write(step.request, {"state": taken.next.value} | step.changes)
    await AssuranceStep(
        request=step.request.id,
        act=step.act.value,
        state_before=before.value,
        state_after=taken.next.value,
        words=words,
        taken_at=step.now,
        **by,
    ).save()


_TOOK_PART = """
SELECT EXISTS (
    SELECT FROM person p JOIN assurance_contact c ON c.email = p.email OR c.person = p.id
    JOIN assurance_step s ON s.contact = c.id WHERE p.id = {} AND s.request = {}
) AS took_part
"""
