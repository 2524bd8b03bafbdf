"""A partnership with a quarter behind it: twelve owners in five agencies, each with an action, on 30 June 2026.

What most owners say is said here, by acts; what the business unit and three of the owners do on pages is the test's.
"""

import datetime as dt

from msgspec import Struct

from objectives.actions import NewAction, add_action, start_action
from objectives.evidence import accept_evidence, give_evidence
from objectives.milestones import NewMilestone, add_milestone, meet_milestone
from objectives.people import NewAgency, NewPerson, add_agency, add_person
from objectives.progress import report_progress
from objectives.tables.action import Action
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.words import Grade, Rating
from tests.makers import (
    Partnership,
    a_commitment,
    a_partnership,
    a_post,
    it_is,
    some_evidence,
    some_progress,
)

MET_ON = dt.date(2026, 5, 29)
# Agencies with their owners, and the commitment that each owner's action belongs to. Sam's is the police's first.
AGENCIES = {
    "West Midlands Police": {"Sam": "PREV-1", "Ivy": "PREV-2", "Omar": "PREV-3"},
    "Integrated Care Board": {"Ada": "PROT-1", "Ben": "PROT-2", "Cara": "PROT-3"},
    "Education Service": {"Dev": "PROT-4", "Elin": "PROT-5"},
    "Children’s Services": {"Finn": "PROT-7", "Gita": "SUPP-1"},
    "Probation Service": {"Hugo": "SUPP-3", "Iris": "SUPP-5"},
}
GREENER = "Ada"  # says Green of what the rules call Amber


class Owner(Struct):
    """Somebody with an action to speak for."""

    person: Person
    action: Action

    @property
    def name(self) -> str:
        return str(self.person.name)

    async def says(self, round: ReportingRound, output: str, rating: Rating = Rating.GREEN) -> None:
        """The owner's update for a round."""
        await report_progress(
            self.person, self.action, round, some_progress(output=output, owner_rating=rating)
        )


class Quarter(Struct):
    """The partnership, and its owners by first name."""

    p: Partnership
    owners: dict[str, Owner]


async def a_quarter() -> Quarter:
    """Everybody gave an update for the first round, and met a milestone since with evidence that was accepted."""
    p = await a_partnership()
    owners = {}
    for agency, of in AGENCIES.items():
        where = p.police
        if agency != p.police.name:
            where = await add_agency(p.administrator, NewAgency(agency, agency, "Chief executive"))
        for name, commitment in of.items():
            person, post = p.owner, p.owner_post
            if name != "Sam":
                person = await add_person(
                    p.administrator, NewPerson(f"{name} Example", f"{name.lower()}@example.org", where)
                )
                post = await a_post(p.moderator, f"Lead for {commitment}", where, person)
            new = NewAction(title=f"Step by {name} for {commitment}", agency=where, owner=post)
            action = await add_action(p.moderator, await a_commitment(commitment), new)
            owners[name] = Owner(person, await start_action(person, action))
            await owners[name].says(p.round, f"{name} began in the spring.")
    quarter = Quarter(p, owners)
    await _spring(quarter)
    return quarter


async def _spring(quarter: Quarter) -> None:
    """One milestone met and proven, the next one ahead; for one owner it is due today and open."""
    p, met = quarter.p, {}
    for name, owner in quarter.owners.items():
        met[name] = await add_milestone(p.moderator, owner.action, NewMilestone("Course written", MET_ON))
        due = dt.date(2026, 6, 30) if name == GREENER else dt.date(2026, 9, 30)
        await add_milestone(p.moderator, owner.action, NewMilestone("Course held everywhere", due))
    await it_is(MET_ON)
    for name, owner in quarter.owners.items():
        await meet_milestone(owner.person, met[name], MET_ON)
        given = await give_evidence(owner.person, some_evidence(shows_on=MET_ON), owner.action)
        await accept_evidence(p.moderator, given, Grade.DOCUMENT)
    await it_is(dt.date(2026, 6, 30))
