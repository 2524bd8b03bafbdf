"""Whom a request of an agency names: who answers it, and who is written to when its reply is late.

Pages call `replace_contact`. Acts that name somebody call `check_contact`, `keep_contact` and `write_to`.
"""

import datetime as dt

from msgspec import Struct

from objectives.faults import Faults, refuse_if
from objectives.mail import queue_for_contact
from objectives.mandates import acting, row_of, write
from objectives.people import EMAIL
from objectives.permissions import why_not_run
from objectives.problems import Conflict
from objectives.request_steps import ANSWERING
from objectives.tables.assurance_request import AssuranceContact, AssuranceRequest
from objectives.tables.person import Person
from objectives.text import clean_line
from objectives.words import ContactPart, MailKind, RequestState


class NewContact(Struct, frozen=True):
    """Somebody at an agency. They need no account here."""

    name: str
    email: str


async def replace_contact(
    person: Person, request: AssuranceRequest, part: ContactPart, new: NewContact
) -> AssuranceContact:
    """Names somebody else as respondent, substitute, lead or delegated partner; the one before answers no more.

    A new respondent or substitute of a request that was sent gets a link. Raises NotAllowed, Invalid, Conflict.
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        current = await row_of(AssuranceRequest, request.id)
        if current.outcome is not None:
            raise Conflict("This request has come to its end, so nobody new answers it.")
        faults = Faults()
        checked = check_contact(faults, new, part.value)
        named = await contacts_of(request.id)
        _check_mailbox(faults, part, checked, named)
        faults.refuse()
        for before in named:
            if before.part == part.value:
                await write(before, {"ended_at": act.now})
        contact = await keep_contact(current, part, checked, act.now)
        if current.state != RequestState.DRAFT and part in ANSWERING:
            await write_to(contact)
        return contact


async def contacts_of(request: int) -> list[AssuranceContact]:
    """Whom a request names today, in the order in which they were named."""
    named = (AssuranceContact.request == request) & AssuranceContact.ended_at.is_null()
    return await AssuranceContact.objects().where(named).order_by(AssuranceContact.id)


async def keep_contact(
    request: AssuranceRequest, part: ContactPart, new: NewContact, now: dt.datetime
) -> AssuranceContact:
    """A contact of a request, by their account where one has this mailbox. Who was ended before is named again.

    Raises Invalid at "PART-name" where the mailbox was named before as somebody else: what was answered from it stays
    under the name that it was answered by.
    """
    known = (AssuranceContact.request == request.id) & (AssuranceContact.part == part.value)
    again = await AssuranceContact.objects().where(known & (AssuranceContact.email == new.email)).first()
    if again:
        known_as = f"This mailbox is on record here as {again.name}, who keeps what was answered from it. "
        faults = Faults()
        faults.need(
            again.name == new.name, f"{part.value}-name", f"{known_as}Give that name, or another mailbox."
        )
        faults.refuse()
        return await write(again, {"ended_at": None})
    account = await Person.objects().where(Person.email == new.email).first()
    contact = AssuranceContact(
        request=request.id,
        part=part.value,
        name=new.name,
        email=new.email,
        person=account.id if account else None,
        named_at=now,
    )
    await contact.save()
    return contact


async def write_to(contact: AssuranceContact, kind: MailKind = MailKind.ASSURANCE_REQUEST) -> None:
    """Queues a letter with a link to a contact's request."""
    await queue_for_contact(kind, contact.id, (f"/requests/{contact.request}",))


def check_contact(faults: Faults, new: NewContact, field: str) -> NewContact:
    """Notes what is wrong with a name and a mailbox; answers them cleaned, the address in lower case."""
    name = faults.line(new.name, f"{field}-name", "Give a name.")
    email = clean_line(new.email).lower()
    fits = EMAIL.fullmatch(email) and len(email) <= 320
    faults.need(fits, f"{field}-email", "Give a work e-mail address, such as morgan@example.org.")
    return NewContact(name, email)


def _check_mailbox(faults: Faults, part: ContactPart, new: NewContact, named: list[AssuranceContact]) -> None:
    """Respondent and substitute have a mailbox each: the one answers when the other is away."""
    pair = {ContactPart.RESPONDENT, ContactPart.SUBSTITUTE}
    taken = part in pair and any(one.part in pair - {part} and one.email == new.email for one in named)
    faults.need(
        not taken,
        f"{part.value}-email",
        "Name somebody with a mailbox of their own: the other one has this already.",
    )
