"""Agencies, people and their roles: adding, changing and ending them. Posts and who holds them are in `posts`."""

import datetime as dt
import re
from typing import Any

from msgspec import Struct

from objectives.faults import Faults, refuse_if
from objectives.mandates import Operator, acting, fresh, refuse_stale, write
from objectives.permissions import why_not_change_role, why_not_keep_people
from objectives.problems import Conflict, NotFound
from objectives.sentences import listed
from objectives.tables.agency import Agency
from objectives.tables.person import Person, RoleGrant
from objectives.text import clean_line
from objectives.words import Role

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class NewAgency(Struct, frozen=True):
    """`lead_partner` is the post that speaks for the agency; it may be empty."""

    name: str
    short_name: str
    lead_partner: str = ""
    is_business_unit: bool = False


class NewPerson(Struct, frozen=True):
    name: str
    email: str
    agency: Agency


async def add_agency(by: Person | Operator, new: NewAgency) -> Agency:
    """Adds a partner agency. Raises NotAllowed, Invalid."""
    async with acting(by) as act:
        refuse_if(why_not_keep_people(act.by))
        agency = Agency(**await _agency_of(new, id=0))
        await agency.save()
        return agency


async def change_agency(
    by: Person | Operator, agency: Agency, new: NewAgency, seen: int | None = None
) -> Agency:
    """Gives an agency other names or another lead partner. Raises NotAllowed, Invalid, Conflict."""
    async with acting(by) as act:
        refuse_if(why_not_keep_people(act.by))
        await refuse_stale(seen, agency)
        return await write(await fresh(agency), await _agency_of(new, agency.id))


async def _agency_of(new: NewAgency, id: int) -> dict[str, Any]:
    """The columns of an agency; `id` is its own, 0 while it is new. Raises Invalid."""
    faults = Faults()
    name = faults.line(new.name, "name", "Give the agency's name.")
    short_name = faults.line(new.short_name, "short_name", "Give a short name for tables.", longest=30)
    for other in await Agency.objects().where(Agency.id != id).order_by(Agency.id):
        same = other.name.casefold() == name.casefold()
        faults.need(not same, "name", f"There is an agency called {other.name} already.")
        same = other.short_name.casefold() == short_name.casefold()
        faults.need(not same, "short_name", f"{other.name} goes by {other.short_name} already.")
        second = other.is_business_unit and new.is_business_unit
        faults.need(
            not second, "is_business_unit", f"The business unit is {other.name}; there can be only one."
        )
    faults.refuse()
    return {
        "name": name,
        "short_name": short_name,
        "lead_partner": clean_line(new.lead_partner),
        "is_business_unit": new.is_business_unit,
    }


async def add_person(by: Person | Operator, new: NewPerson, roles: tuple[Role, ...] = ()) -> Person:
    """Adds somebody who may sign in, with the roles given. Raises NotAllowed, Invalid."""
    async with acting(by) as act:
        refuse_if(why_not_keep_people(act.by))
        person = Person(**await _person_of(new, id=0))
        await person.save()
        for role in roles:
            await give_role(by, person, role)
        return person


async def change_person(
    by: Person | Operator, person: Person, new: NewPerson, seen: int | None = None
) -> Person:
    """Gives a person another name, address or agency. Raises NotAllowed, Invalid, Conflict."""
    async with acting(by) as act:
        refuse_if(why_not_keep_people(act.by))
        await refuse_stale(seen, person)
        return await write(await fresh(person), await _person_of(new, person.id))


async def _person_of(new: NewPerson, id: int) -> dict[str, Any]:
    """The columns of a person; `id` is their own, 0 while they are new. Raises Invalid."""
    faults = Faults()
    name = faults.line(new.name, "name", "Give the person's name.")
    email = faults.line(new.email, "email", "Give their e-mail address.").lower()
    whole = not email or EMAIL.fullmatch(email)
    faults.need(whole, "email", "Give an e-mail address such as morgan@example.org.")
    other = await Person.objects().get((Person.email == email) & (Person.id != id))
    faults.need(not new.agency.ended_on, "agency", f"{new.agency.name} has ended; choose another agency.")
    faults.need(not other, "email", f"{other.name} has this e-mail address already." if other else "")
    faults.refuse()
    return {"name": name, "email": email, "agency": new.agency.id}


async def end_agency(by: Person | Operator, agency: Agency) -> Agency:
    """Ends an agency that nothing belongs to any more; what it did stays. Raises NotAllowed, Conflict."""
    async with acting(by) as act:
        refuse_if(why_not_keep_people(act.by))
        ended = await fresh(agency)
        if ended.is_business_unit:
            raise Conflict(f"{ended.name} is the business unit, which runs everything; it cannot end.")
        if ended.ended_on:
            raise Conflict(f"{ended.name} has ended already.")
        if holds := await held_by_agency(ended.id):
            raise Conflict(f"{ended.name} still has {listed(holds)}. Move or end them first.")
        ended.ended_on = act.today
        await ended.save()
        return ended


async def take_up_agency(by: Person | Operator, agency: Agency) -> Agency:
    """Takes an agency up again that had ended. Raises NotAllowed, Conflict."""
    async with acting(by) as act:
        refuse_if(why_not_keep_people(act.by))
        back = await fresh(agency)
        if back.ended_on is None:
            raise Conflict(f"{back.name} has not ended.")
        back.ended_on = None
        await back.save()
        return back


async def held_by_agency(agency: int) -> list[str]:
    """What keeps an agency from ending, counted: people who can sign in, posts, actions, commitments that it leads."""
    (row,) = await Agency.raw(_HELD_BY_AGENCY, agency)
    counts = [("person who can sign in", "people who can sign in"), ("post", "posts"), ("action", "actions")]
    counts.append(("commitment that it leads", "commitments that it leads"))
    told = zip(row.values(), counts, strict=True)
    return [f"{count} {one if count == 1 else many}" for count, (one, many) in told if count]


async def disable_person(by: Person | Operator, person: Person) -> Person:
    """Ends a person's signing in; what they did stays theirs. Raises NotAllowed, Conflict."""
    async with acting(by) as act:
        refuse_if(why_not_change_role(act.by, person.id))
        leaver = await fresh(person)
        if leaver.disabled_at is not None:
            raise Conflict(f"{leaver.name} can no longer sign in already.")
        await _refuse_last_administrator(leaver, act.today)
        leaver.disabled_at = act.now
        await leaver.save()
        return leaver


async def enable_person(by: Person | Operator, person: Person) -> Person:
    """Lets somebody sign in again, with the roles and posts that are still theirs. Raises NotAllowed, Conflict."""
    async with acting(by) as act:
        refuse_if(why_not_change_role(act.by, person.id))
        back = await fresh(person)
        if back.disabled_at is None:
            raise Conflict(f"{back.name} can sign in already.")
        back.disabled_at = None
        await back.save()
        return back


async def give_role(by: Person | Operator, person: Person, role: Role) -> RoleGrant:
    """Gives a role from today. Raises NotAllowed, Conflict."""
    async with acting(by) as act:
        refuse_if(why_not_change_role(act.by, person.id))
        if await _grant_in_force(person, role, act.today):
            raise Conflict(f"{person.name} has the role {role} already.")
        grant = RoleGrant(person=person.id, role=role, given_on=act.today)
        await grant.save()
        return grant


async def end_role(by: Person | Operator, person: Person, role: Role) -> RoleGrant:
    """Ends a role; today is its last day. Raises NotAllowed, Conflict."""
    async with acting(by) as act:
        refuse_if(why_not_change_role(act.by, person.id))
        grant = await _grant_in_force(person, role, act.today)
        if grant is None:
            raise Conflict(f"{person.name} does not have the role {role}.")
        if role is Role.ADMINISTRATOR:
            await _refuse_last_administrator(person, act.today)
        grant.ended_on = act.today
        await grant.save()
        return grant


async def set_roles(by: Person | Operator, person: Person, roles: frozenset[Role]) -> None:
    """Gives and ends roles until somebody has these and no others. Raises NotAllowed, Conflict."""
    async with acting(by) as act:
        refuse_if(why_not_change_role(act.by, person.id))
        for role in Role:
            has = await _grant_in_force(person, role, act.today) is not None
            if has and role not in roles:
                await end_role(by, person, role)
            elif role in roles and not has:
                await give_role(by, person, role)


async def _refuse_last_administrator(person: Person, today: dt.date) -> None:
    """Nobody could let anybody in any more. Raises Conflict."""
    rows = await Person.raw(_ADMINISTRATORS, Role.ADMINISTRATOR.value, today)
    if [row["id"] for row in rows] == [person.id]:
        raise Conflict(f"{person.name} is the last administrator. Make somebody else one first.")


async def _grant_in_force(person: Person, role: Role, on: dt.date) -> RoleGrant | None:
    return await RoleGrant.objects().get(
        (RoleGrant.person == person.id)
        & (RoleGrant.role == role)
        & (RoleGrant.ended_on.is_null() | (RoleGrant.ended_on > on))
    )


async def find_agency(name: str) -> Agency:
    """The agency of a name or short name, however it is capitalised. Raises NotFound with the names there are."""
    agencies = await Agency.objects().order_by(Agency.id)
    wanted = clean_line(name).casefold()
    for agency in agencies:
        if wanted in (agency.name.casefold(), agency.short_name.casefold()):
            return agency
    names = ", ".join(sorted(agency.name for agency in agencies)) or "none yet"
    raise NotFound(f"There is no agency called {name}. There are: {names}.")


async def find_person(email: str) -> Person:
    """The person of an e-mail address. Raises NotFound."""
    person = await Person.objects().get(Person.email == clean_line(email).lower())
    if person is None:
        raise NotFound(f"Nobody has the e-mail address {email}; add them with `governance person add`.")
    return person


_ADMINISTRATORS = """
SELECT DISTINCT p.id FROM person p JOIN role_grant r ON r.person = p.id
WHERE p.disabled_at IS NULL AND r.role = {} AND coalesce(r.ended_on, 'infinity') > {}::date ORDER BY p.id
"""
_HELD_BY_AGENCY = """
SELECT (SELECT count(*) FROM person WHERE agency = a.id AND disabled_at IS NULL),
    (SELECT count(*) FROM post WHERE agency = a.id AND ended_on IS NULL) AS posts,
    (SELECT count(*) FROM action WHERE agency = a.id AND status <> 'superseded') AS actions,
    (SELECT count(*) FROM commitment WHERE lead_agency = a.id) AS commitments
FROM agency a WHERE a.id = {}
"""
