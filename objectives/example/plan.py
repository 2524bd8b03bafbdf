"""The form of the example data's files: who there is, and the story of each action. Only wording lives in the files.

Days are written from the rounds, so that the story fits whatever day it is loaded on: "U3-5" is five days before
updates are due in the third round. S is the start, O opening, U updates due, M moderation due, F freeze, E the
Executive Group's meeting, and T the day of loading.
"""

import datetime as dt
import re
from importlib.resources import files

import msgspec
from msgspec import Struct, field

from objectives.words import (
    Confidence,
    EvidenceKind,
    Impact,
    Issue,
    Likelihood,
    Line,
    MatterKind,
    Rating,
    Role,
)

DAY = re.compile(r"([SOUMFET])(\d?)([+-]\d+)?")


class Anchors(Struct, frozen=True):
    """The days that the story is told from; the dictionary's keys are "S", "T" and "O1" to "E5"."""

    days: dict[str, dt.date]

    def day(self, written: str) -> dt.date:
        """The day of a text such as "F3+10" or "T-20"."""
        found = DAY.fullmatch(written)
        if found is None:
            raise ValueError(f"{written} is no day of the example")
        letter, number, offset = found.groups()
        return self.days[letter + number] + dt.timedelta(days=int(offset or 0))


class Agency(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    short: str
    lead_partner: str
    executive: str
    business_unit: bool = False


class Post(Struct, frozen=True, forbid_unknown_fields=True):
    """`holders` are pairs of the day somebody began and who; nobody, "", leaves the post vacant."""

    title: str
    agency: str
    holders: tuple[tuple[str, str], ...]


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    agency: str
    roles: tuple[Role, ...] = ()


class Lead(Struct, frozen=True, forbid_unknown_fields=True):
    """Who leads on a commitment. `as_usual` is the day it becomes business as usual, and that of its review."""

    agency: str
    accountable: str
    as_usual: tuple[str, str] | None = None


class Partnership(Struct, frozen=True, forbid_unknown_fields=True):
    agencies: tuple[Agency, ...]
    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    leads: dict[str, Lead]


class Milestone(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    due: str
    met: str = ""


class Forecast(Struct, frozen=True, forbid_unknown_fields=True):
    """`milestone` counts from 1."""

    on: str
    to: str
    why: str
    milestone: int = 1


class Baseline(Struct, frozen=True, forbid_unknown_fields=True):
    """A new baseline asked for. `decided` is its day ("" while it waits); `because` is given where it is refused."""

    on: str
    to: str
    why: str
    milestone: int = 1
    decided: str = ""
    approved: bool = True
    because: str = ""


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """`grade` accepts it on the day `judged`; without a grade it is returned for `because`, or waits.

    `file` and its `content` make it a file, `statement` a statement; else it is a link.
    """

    title: str
    kind: EvidenceKind
    on: str
    shows: str
    judged: str = ""
    grade: int = 0
    because: str = ""
    line: Line = Line.OPERATIONAL
    expires: str = ""
    statement: str = ""
    file: str = ""
    content: str = ""
    milestone: int = 0


class Update(Struct, frozen=True, forbid_unknown_fields=True):
    """`on` is given where it is not in the ordinary run of days; `asked` is what it was returned with."""

    round: int
    rating: Rating
    confidence: Confidence = Confidence.MEDIUM
    why: str = ""
    did: str = ""
    reached: str = ""
    difference: str = ""
    barriers: str = ""
    next: str = ""
    issue: Issue = Issue.NONE
    plan: str = ""
    plan_due: str = ""
    ask: str = ""
    practice: str = ""
    on: str = ""
    asked: str = ""


class Moderation(Struct, frozen=True, forbid_unknown_fields=True):
    on: str
    rating: Rating
    reason: str
    evidence: str
    until: str


class Check(Struct, frozen=True, forbid_unknown_fields=True):
    on: str
    passed: bool
    findings: str


class Action(Struct, frozen=True, forbid_unknown_fields=True):
    """One action's story. `owner` and `accountable` are titles of posts; left out, the agency is that of the owner
    and the accountable executive that of the agency. `superseded` is the day and the reason."""

    of: str
    title: str
    description: str = ""
    owner: str = ""
    accountable: str = ""
    agency: str = ""
    deputy: str = ""
    added: str = "S+1"
    planned: str = ""
    begun: str = ""
    delivered: tuple[str, ...] = ()
    superseded: tuple[str, str] | None = None
    as_usual: tuple[str, str] | None = None
    milestones: tuple[Milestone, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    moderations: tuple[Moderation, ...] = ()
    checks: tuple[Check, ...] = ()
    updates: tuple[Update, ...] = field(default=())


class Commentary(Struct, frozen=True, forbid_unknown_fields=True):
    """What the business unit says of an objective, `of` being its key, in a round."""

    of: str
    round: int
    on: str
    working_well: str
    worried_about: str
    needs_to_happen: str


class Commentaries(Struct, frozen=True, forbid_unknown_fields=True):
    commentaries: tuple[Commentary, ...]


class RiskStep(Struct, frozen=True, forbid_unknown_fields=True):
    """A review, or the end of a risk where there is no `next`."""

    on: str
    words: str
    next: str = ""


class Risk(Struct, frozen=True, forbid_unknown_fields=True):
    """A risk to the commitment or the action `of`; `review` is its first review."""

    of: str
    on: str
    what: str
    effect: str
    likelihood: Likelihood
    impact: Impact
    response: str
    owner: str
    review: str
    steps: tuple[RiskStep, ...] = ()


class Risks(Struct, frozen=True, forbid_unknown_fields=True):
    risks: tuple[Risk, ...]


class Quorum(Struct, frozen=True, forbid_unknown_fields=True):
    """When a meeting is quorate: how many members, and which agency is which statutory partner."""

    least_members: int
    local_authority: str
    health: str
    police: str


class Meeting(Struct, frozen=True, forbid_unknown_fields=True):
    """The meeting about the pack of a round; every member was there who is in neither `substitutes` nor `apologies`.

    `substitutes` are by the member for whom they came; `said` is what the chair said when signing the pack off.
    """

    round: int
    chair: str
    in_attendance: str
    said: str
    substitutes: dict[str, str] = {}
    apologies: tuple[str, ...] = ()


class MatterStep(Struct, frozen=True, forbid_unknown_fields=True):
    """An answer of whoever holds the owning post, or the end: what `became` of it, `by` a member."""

    on: str
    words: str = ""
    by: str = ""
    became: str = ""


class Matter(Struct, frozen=True, forbid_unknown_fields=True):
    """What a member raised against the pack of a round: `on` a day, or at its meeting where no day is given.

    `settles` is the number of what a decision answers, `makes` the title of the action that it made.
    """

    round: int
    kind: MatterKind
    of: str
    by: str
    words: str
    owner: str
    due: str
    on: str = ""
    settles: int = 0
    makes: str = ""
    steps: tuple[MatterStep, ...] = ()


class Meetings(Struct, frozen=True, forbid_unknown_fields=True):
    quorum: Quorum
    meetings: tuple[Meeting, ...]
    matters: tuple[Matter, ...]


class Actions(Struct, frozen=True, forbid_unknown_fields=True):
    actions: tuple[Action, ...]


def read_partnership() -> Partnership:
    return msgspec.toml.decode(_text("partnership.toml"), type=Partnership)


def read_actions(partnership: Partnership) -> list[Action]:
    """Every action of the example, in the order of the strategy, with what was left out filled in."""
    agency_of = {post.title: post.agency for post in partnership.posts}
    executive_of = {agency.name: agency.executive for agency in partnership.agencies}
    told = [action for name in STORIES for action in msgspec.toml.decode(_text(name), type=Actions).actions]
    return [
        msgspec.structs.replace(
            action,
            agency=(agency := action.agency or agency_of[action.owner]),
            accountable=action.accountable or executive_of[agency],
        )
        for action in told
    ]


def read_commentaries() -> tuple[Commentary, ...]:
    """What is said of each objective in each round."""
    return msgspec.toml.decode(_text("commentary.toml"), type=Commentaries).commentaries


def read_risks() -> tuple[Risk, ...]:
    """What could happen to the plan, and what was said of it."""
    return msgspec.toml.decode(_text("risks.toml"), type=Risks).risks


def read_meetings() -> Meetings:
    """The meetings of the Executive Group, and what was raised at and between them."""
    return msgspec.toml.decode(_text("meetings.toml"), type=Meetings)


STORIES = ("prevention.toml", "protection.toml", "support.toml")


def _text(name: str) -> bytes:
    return files("objectives.example").joinpath(name).read_bytes()
