"""What a pack says, as a value: everything that is printed and nothing else. Frozen, ordered, and digested.

Holds no version, marking or time of building; those belong to the cover record. Names and posts, never addresses.
Every rating, sentence, count and number of a line is settled here, so that each format can only repeat it.
"""

import datetime as dt
import hashlib

import msgspec
from msgspec import Struct

from objectives.problems import Invalid
from objectives.rated import Distribution
from reports.assurance_lines import Assurance
from reports.last_time import LastTime
from reports.sections import Changes, Decision, Difference, Disagreements, LeftOut, NextDays, Risks
from reports.wording import Mark

FORMAT = "4"
"""The version of this shape. Packs of older formats are still read: what they lack is left at its default."""


class Anchor(Struct, frozen=True):
    """The place in history that the pack was read at: a paper copy of it anchors the chain."""

    sequence: int
    chain_digest: str


class RoundFacts(Struct, frozen=True):
    """Days in the pack's time zone; `freezes` is spelt out in local time."""

    name: str
    period_starts_on: dt.date
    period_ends_on: dt.date
    updates_due_on: dt.date
    freezes: str
    meets_on: dt.date


class Section(Struct, frozen=True):
    """A section that this pack holds, with its number in the pack order (handbook, section 6).

    `nothing` says in one line why it has no content; it is empty where there is some.
    """

    number: int
    name: str
    headline: str
    nothing: str = ""


class Reason(Struct, frozen=True):
    """A rule that fired: what it asks for, and its sentence."""

    mark: Mark
    sentence: str


class Judged(Struct, frozen=True):
    """The ratings of one thing side by side, with every rule that fired. `held` says for how long, in words."""

    published: Mark
    owners: str | None
    calculated: str | None
    moderated: str | None
    moderation: str
    direction: str
    streak: int
    held: str
    confidence: str
    confidence_reason: str
    dates_moved: str
    because: str
    notes: tuple[str, ...]
    reasons: tuple[Reason, ...]


class NextMilestone(Struct, frozen=True):
    on: dt.date
    title: str
    action: str


class MilestoneDates(Struct, frozen=True):
    """`forecast_on` is None where the owner has given none: on the approved date. `met_on` is the actual date."""

    title: str
    baseline_on: dt.date
    forecast_on: dt.date | None
    met_on: dt.date | None


class ActionLine(Struct, frozen=True):
    """Format 1 had neither deputy nor accountable executive, nor any milestone but the next."""

    reference: str
    title: str
    agency: str
    owner: str
    status: str
    judged: Judged
    next: NextMilestone | None
    deputy: str = ""
    accountable: str = ""
    milestones: tuple[MilestoneDates, ...] = ()


class Noted(Struct, frozen=True):
    """A dated note of variation beside the locked wording."""

    dated_on: dt.date
    note: str
    wording: str | None


class Then(Struct, frozen=True):
    """One round in a strip: oldest first, the last one being the pack's own."""

    round: str
    mark: Mark


class CommitmentLine(Struct, frozen=True):
    """`wording` is the strategy's own, verbatim."""

    reference: str
    short_title: str
    wording: str
    kind: str
    status: str
    lead: str
    accountable: str
    judged: Judged
    strip: tuple[Then, ...]
    next: NextMilestone | None
    variations: tuple[Noted, ...]
    actions: tuple[ActionLine, ...]


class ObjectivePart(Struct, frozen=True):
    key: str
    name: str
    published: Mark
    sentence: str
    commitments: Distribution
    actions: Distribution
    lines: tuple[CommitmentLine, ...]


class RedAction(Struct, frozen=True):
    """What makes a commitment red, and the way back: the owner's own words where there are any."""

    reference: str
    title: str
    owner: str
    unowned: bool
    sentences: tuple[str, ...]
    plan: str
    back_on: dt.date | None
    ask: str


class ExceptionLine(Struct, frozen=True):
    """One numbered line among the exceptions. `asks` is what the Executive Group is asked, if it is."""

    number: str
    reference: str
    title: str
    mark: Mark
    held: str
    sentences: tuple[str, ...]
    owner: str = ""
    asks: str = ""
    actions: tuple[RedAction, ...] = ()


class Exceptions(Struct, frozen=True):
    red: tuple[ExceptionLine, ...]
    amber: tuple[ExceptionLine, ...]
    stale: tuple[ExceptionLine, ...]
    unowned: tuple[ExceptionLine, ...]


class Need(Struct, frozen=True):
    """Something that needs the Executive Group, with the number of the exception that tells it in full."""

    number: str
    reference: str
    title: str
    mark: Mark
    why: str


class Moved(Struct, frozen=True):
    """A commitment that moved since the last issued pack. `was` is None where it had no rating then."""

    reference: str
    title: str
    was: Mark | None
    now: Mark
    direction: str


class Definition(Struct, frozen=True):
    term: str
    meaning: str
    mark: str = ""


class Content(Struct, frozen=True):
    """A pack's content. `as_at` is an instant (UTC); `as_at_on` the day it stands for in `time_zone`.

    `compared` holds every commitment against the last issued pack, in the order of the plan, `moved` those that moved.
    Format 3 held no register of risks, no recommendations and no assurance, format 2 nothing from `decisions` on,
    format 1 no milestones of actions either.
    """

    format: str
    rules: str
    partnership: str
    strategy: str
    title: str
    example: bool
    as_at: dt.datetime
    as_at_on: dt.date
    as_at_words: str
    time_zone: str
    round: RoundFacts | None
    last_issued: str
    anchor: Anchor
    finding: str
    standfirst: str
    of_the_actions: str
    needs: tuple[Need, ...]
    sections: tuple[Section, ...]
    commitments: Distribution
    actions: Distribution
    objectives: tuple[ObjectivePart, ...]
    movement: str
    moved: tuple[Moved, ...]
    not_comparable: tuple[str, ...]
    exceptions: Exceptions
    definitions: tuple[Definition, ...]
    thresholds: tuple[Definition, ...]
    decisions: tuple[Decision, ...] = ()
    compared: tuple[Moved, ...] = ()
    disagreements: Disagreements = Disagreements()
    difference: Difference = Difference()
    risks: Risks = Risks()
    changes: Changes = Changes()
    next_days: NextDays = NextDays()
    last_time: LastTime = LastTime()
    left_out: tuple[LeftOut, ...] = ()
    assurance: Assurance = Assurance()


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Content)


def canonical(content: Content) -> bytes:
    """The content as canonical JSON (UTF-8, names sorted): the same content always gives the same bytes."""
    return _encoder.encode(content)


def digest_of(canonical_content: bytes) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal: the pack's name."""
    return hashlib.sha256(canonical_content).hexdigest()


def read_content(canonical_content: bytes) -> Content:
    """The content of a stored pack. Raises Invalid where the bytes are no pack of this format."""
    try:
        return _decoder.decode(canonical_content)
    except msgspec.DecodeError as fault:
        raise Invalid(f"This is not the content of a pack in format {FORMAT}: {fault}.") from fault
