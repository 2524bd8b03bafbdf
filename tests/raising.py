"""A small partnership with an Executive Group and an issued pack, to raise matters against."""

import datetime as dt

from objectives.history import Actor
from objectives.matters import NewMatter, raise_matter
from objectives.packs import NewIssue, StoredFormat, issue_pack
from objectives.people import NewPerson, add_person
from objectives.rounds import make_round, suggested_dates
from objectives.tables.matter import Matter
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.words import MatterKind, Role
from reports.pack import BuiltPack, build_pack_of
from tests.makers import KEY, Partnership, it_is

PAPER = StoredFormat("pdf", "ab" * 32, 100)
ISSUED = NewIssue(version="1.0", marking="OFFICIAL-SENSITIVE", distribution="Executive Group")


async def a_member(p: Partnership, name: str = "Chris Example") -> Person:
    """Somebody on the Executive Group, of the police."""
    email = f"{name.split()[0].lower()}@example.org"
    return await add_person(p.administrator, NewPerson(name, email, p.police), (Role.EXECUTIVE_GROUP,))


async def an_issued_pack(p: Partnership, round: ReportingRound | None = None) -> BuiltPack:
    """The pack of a round, issued on the day after its freeze."""
    of = round or p.round
    await it_is(of.freezes_at.date() + dt.timedelta(days=1))
    built = await build_pack_of(Actor.person(p.moderator.id), KEY, of.name)
    await issue_pack(p.moderator, built.digest, ISSUED, [PAPER])
    return built


async def a_later_round(p: Partnership, starts_on: dt.date) -> ReportingRound:
    """The round of the quarter that begins on a day."""
    return await make_round(p.moderator, suggested_dates(starts_on))


async def a_matter(p: Partnership, by: Person, digest: str, due_on: dt.date, **changes: object) -> Matter:
    usual = {
        "kind": MatterKind.CHALLENGE,
        "words": "Do we believe this date?",
        "owner": p.owner_post,
        "due_on": due_on,
    }
    return await raise_matter(by, digest, NewMatter(**(usual | changes)))
