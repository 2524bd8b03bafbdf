"""The people of the example, by the names its files use, and who of them does what on a day.

Owners speak for their actions; while a post is vacant its deputy does. What is judged is judged by the first in the
business unit who neither owns it nor asked for it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Awaitable, Callable

from objectives.evidence import KeptFile
from objectives.example import plan
from objectives.example.plan import Anchors
from objectives.mandates import Operator
from objectives.people import NewAgency, NewPerson, add_agency, add_person
from objectives.posts import NewPost, add_post, hand_over
from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.round import ReportingRound
from objectives.words import Role

# Keeps a file under its name, outside any act.
Keep = Callable[[str, bytes], Awaitable[KeptFile]]


class Cast:
    def __init__(self, anchors: Anchors, keep: Keep | None) -> None:
        self.anchors, self.keep = anchors, keep
        self.agencies: dict[str, Agency] = {}
        self.people: dict[str, Person] = {}
        self.posts: dict[str, Post] = {}
        self.holdings: defaultdict[str, list[tuple[dt.date, str]]] = defaultdict(list)
        self.unit: list[Person] = []
        self.rounds: list[ReportingRound] = []

    async def assemble(self, by: Operator, partnership: plan.Partnership, first: Person) -> None:
        """Adds the agencies, people and posts; `first` is the administrator, who is there already."""
        business_unit = await Agency.objects().where(Agency.is_business_unit.eq(True)).first()
        for agency in partnership.agencies:
            if agency.business_unit and business_unit:
                self.agencies[agency.name] = business_unit
            else:
                new = NewAgency(agency.name, agency.short, agency.lead_partner)
                self.agencies[agency.name] = await add_agency(by, new)
        self.people[first.name] = first
        for person in partnership.people:
            await self._add(by, person)
        for post in partnership.posts:
            new_post = NewPost(post.title, self.agencies[post.agency])
            self.posts[post.title] = await add_post(self.unit[0], new_post)
            self.holdings[post.title] = [(self.anchors.day(since), name) for since, name in post.holders]

    async def _add(self, by: Operator, person: plan.Person) -> None:
        email = person.name.lower().replace(" ", ".") + "@example.org"
        added = await add_person(
            by, NewPerson(person.name, email, self.agencies[person.agency]), person.roles
        )
        self.people[person.name] = added
        if Role.BUSINESS_UNIT in person.roles:
            self.unit.append(added)

    async def hand_over(self, post: str, to: str, day: dt.date) -> None:
        await hand_over(self.unit[0], self.posts[post], self.people.get(to), day)

    def holder(self, post: str, day: dt.date) -> Person | None:
        """Who held a post on a day; nobody where there is no such post or it was vacant."""
        held = [name for since, name in self.holdings[post] if since <= day]
        return self.people.get(held[-1]) if held else None

    def owner(self, action: plan.Action, day: dt.date) -> Person:
        """Who speaks for an action. Raises ValueError where the example has left it with nobody."""
        for person in (self.holder(action.owner, day), self.people.get(action.deputy)):
            if person:
                return person
        executive = self.holder(action.accountable, day)
        if executive is None:
            raise ValueError(f"nobody speaks for “{action.title}” on {day}")
        return executive

    def judge(self, action: plan.Action, day: dt.date) -> Person:
        """Somebody in the business unit whose own the action is not."""
        own = (self.holder(action.owner, day), self.holder(action.accountable, day))
        names = {action.deputy, *(person.name for person in own if person)}
        return next(person for person in self.unit if person.name not in names)
