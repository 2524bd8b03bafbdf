"""A small partnership to test with, made through the domain's own acts, on a clock that tests move forward.

`a_partnership()` starts it on 1 April 2026 with the first round planned (Q4 2025-26, which opens that day).
"""

import datetime as dt

from msgspec import Struct

from objectives.actions import NewAction, add_action, find_commitment, start_action
from objectives.days import instant_at
from objectives.evidence import NewEvidence, accept_evidence, give_evidence
from objectives.history import Actor
from objectives.mandates import Operator
from objectives.milestones import NewMilestone, add_milestone
from objectives.people import NewAgency, NewPerson, add_agency, add_person
from objectives.posts import NewPost, add_post, hand_over
from objectives.progress import NewProgress
from objectives.rounds import find_round, make_round, suggested_dates
from objectives.starting import Start, set_clock, start_example
from objectives.strategy import load_strategy
from objectives.strategy_file import SHIPPED, read_strategy_file
from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.evidence import Evidence
from objectives.tables.milestone import Milestone
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Commitment
from objectives.words import Confidence, EvidenceKind, Grade, Rating, Role

KEY = "coventry-csa"
OPERATOR = Operator("test")
BEGIN = dt.date(2026, 4, 1)


class Partnership(Struct):
    """Who there is: two in the business unit, and the people and posts of one partner, the police."""

    administrator: Person
    business_unit: Agency
    moderator: Person
    second_moderator: Person
    police: Agency
    owner: Person
    owner_post: Post
    executive: Person
    executive_post: Post
    deputy: Person
    stranger: Person
    round: ReportingRound


async def a_partnership() -> Partnership:
    """The strategy loaded, the people in their posts, Q4 2025-26 open; it is 9 in the morning on 1 April 2026."""
    start = Start(
        partnership="Coventry Safeguarding Children’s Partnership",
        administrator="Avery Example",
        email="avery@example.org",
    )
    administrator = await start_example(OPERATOR, start, instant_at(BEGIN, 9))
    await load_strategy(Actor.command("test"), read_strategy_file(SHIPPED / f"{KEY}.toml"))
    unit = await Agency.objects().get(Agency.is_business_unit.eq(True))
    police = await add_agency(administrator, NewAgency("West Midlands Police", "Police", "Chief Constable"))
    people = {
        name: await _person(administrator, name, agency, roles)
        for name, agency, roles in (
            ("Morgan", unit, (Role.BUSINESS_UNIT,)),
            ("Robin", unit, (Role.BUSINESS_UNIT,)),
            ("Sam", police, ()),
            ("Noor", police, ()),
            ("Lee", police, ()),
            ("Kim", police, ()),
        )
    }
    owner_post = await a_post(people["Morgan"], "Child abuse lead", police, people["Sam"])
    executive_post = await a_post(people["Morgan"], "Head of public protection", police, people["Noor"])
    return Partnership(
        administrator=administrator,
        business_unit=unit,
        moderator=people["Morgan"],
        second_moderator=people["Robin"],
        police=police,
        owner=people["Sam"],
        owner_post=owner_post,
        executive=people["Noor"],
        executive_post=executive_post,
        deputy=people["Lee"],
        stranger=people["Kim"],
        round=await make_round(people["Morgan"], suggested_dates(dt.date(2026, 1, 1))),
    )


async def the_partnership() -> Partnership:
    """The partnership in a copy of a database that `a_partnership` was made in."""
    people = {row.name.split()[0]: row for row in await Person.objects().order_by(Person.id)}
    posts = {row.title: row for row in await Post.objects().order_by(Post.id)}
    unit, police = await Agency.objects().order_by(Agency.is_business_unit, ascending=False)
    return Partnership(
        administrator=people["Avery"],
        business_unit=unit,
        moderator=people["Morgan"],
        second_moderator=people["Robin"],
        police=police,
        owner=people["Sam"],
        owner_post=posts["Child abuse lead"],
        executive=people["Noor"],
        executive_post=posts["Head of public protection"],
        deputy=people["Lee"],
        stranger=people["Kim"],
        round=await find_round("Q4 2025-26"),
    )


async def _person(administrator: Person, name: str, agency: Agency, roles: tuple[Role, ...]) -> Person:
    new = NewPerson(f"{name} Example", f"{name.lower()}@example.org", agency)
    return await add_person(administrator, new, roles)


async def a_post(by: Person, title: str, agency: Agency, holder: Person | None) -> Post:
    """A post, held by somebody from the first day on."""
    post = await add_post(by, NewPost(title, agency))
    if holder:
        await hand_over(by, post, holder, BEGIN)
    return post


async def a_commitment(reference: str = "PROT-4") -> Commitment:
    return await find_commitment(KEY, reference)


async def an_action(
    p: Partnership, commitment: str = "PROT-4", begun: bool = True, **changes: object
) -> Action:
    """An action of the police with owner, deputy and accountable executive; in progress unless told otherwise."""
    usual = {
        "title": "Train front-line officers",
        "agency": p.police,
        "owner": p.owner_post,
        "deputy": p.deputy,
        "accountable": p.executive_post,
    }
    action = await add_action(p.moderator, await a_commitment(commitment), NewAction(**(usual | changes)))
    return await start_action(p.owner, action) if begun else action


async def a_milestone(p: Partnership, action: Action, on: dt.date = dt.date(2026, 6, 30)) -> Milestone:
    return await add_milestone(p.moderator, action, NewMilestone("Course written", on))


async def accepted_evidence(
    p: Partnership, *subjects: Action, grade: Grade = Grade.DOCUMENT, shows_on: dt.date = BEGIN
) -> Evidence:
    """A link given by the owner and accepted by the business unit."""
    evidence = await give_evidence(p.owner, some_evidence(shows_on=shows_on), *subjects)
    await accept_evidence(p.moderator, evidence, grade)
    return evidence


def some_evidence(**changes: object) -> NewEvidence:
    usual = {
        "title": "Training figures",
        "kind": EvidenceKind.TRAINING,
        "shows_on": BEGIN,
        "declared_free_of_child_data": True,
        "link": "https://example.org/figures",
    }
    return NewEvidence(**(usual | changes))


def some_progress(**changes: object) -> NewProgress:
    usual = {
        "owner_rating": Rating.GREEN,
        "confidence": Confidence.MEDIUM,
        "confidence_reason": "Too early to tell.",
        "output": "Course written.",
    }
    return NewProgress(**(usual | changes))


async def it_is(day: dt.date, hour: int = 9) -> None:
    """Moves the clock forward to an hour of a day."""
    await set_clock(instant_at(day, hour))
