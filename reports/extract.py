"""The public extract of a pack: how each commitment is rated, and nothing that anybody wrote or anybody's name.

It is made by taking in and never by crossing out: a field of a pack is public because it is named here. What was left
out is told with its reason, so that nobody takes the extract for the whole.
"""

import datetime as dt
import hashlib

import msgspec
from msgspec import Struct

from objectives.problems import Invalid
from objectives.rated import Distribution
from reports.content import Content, Definition
from reports.cover import Cover
from reports.wording import Mark, counted

EXTRACT_FORMAT = "1"
EXTRACT_MARKING = "OFFICIAL"


class PublicThen(Struct, frozen=True):
    """One round in a strip, oldest first."""

    round: str
    mark: Mark


class PublicLine(Struct, frozen=True):
    """A commitment as the public reads it: the strategy's own words, and its published rating."""

    reference: str
    short_title: str
    wording: str
    status: str
    published: Mark
    direction: str
    strip: tuple[PublicThen, ...]


class PublicPart(Struct, frozen=True):
    name: str
    published: Mark
    commitments: Distribution
    lines: tuple[PublicLine, ...]


class Withheld(Struct, frozen=True):
    """What of the pack is not in the extract, how much of it there was, and why."""

    what: str
    amount: str
    why: str


class Extract(Struct, frozen=True):
    """What a public extract says. `as_at` is an instant (UTC); `pack` the digest of the pack that it was made from."""

    format: str
    pack: str
    partnership: str
    title: str
    example: bool
    round: str
    as_at: dt.datetime
    as_at_on: dt.date
    commitments: Distribution
    actions: Distribution
    objectives: tuple[PublicPart, ...]
    meanings: tuple[Definition, ...]
    withheld: tuple[Withheld, ...]


def extract_of(content: Content, pack: str) -> Extract:
    """The public extract of a round's pack."""
    return Extract(
        format=EXTRACT_FORMAT,
        pack=pack,
        partnership=content.partnership,
        title=content.title,
        example=content.example,
        round=content.round.name if content.round else "",
        as_at=content.as_at,
        as_at_on=content.as_at_on,
        commitments=content.commitments,
        actions=content.actions,
        objectives=tuple(
            PublicPart(
                part.name,
                part.published,
                part.commitments,
                tuple(
                    PublicLine(
                        line.reference,
                        line.short_title,
                        line.wording,
                        line.status,
                        line.judged.published,
                        line.judged.direction,
                        tuple(PublicThen(then.round, then.mark) for then in line.strip),
                    )
                    for line in part.lines
                ),
            )
            for part in content.objectives
        ),
        meanings=tuple(one for one in content.definitions if one.mark),
        withheld=withheld_of(content),
    )


IN_CONFIDENCE = "Agencies are to say openly what goes badly; what they say is for those who can put it right."
PERSONAL = "Personal data. The partnership answers for the strategy; who does what can be asked of it."
UNANSWERED = "Not settled when the pack was frozen, and some of it not yet answered by those it is about."
SMALL = "Such texts and figures may hold small numbers, from which a child or a family could be told here."


def withheld_of(content: Content) -> tuple[Withheld, ...]:
    """Everything of a pack that is not public, in the order of its sections."""
    actions = [action for part in content.objectives for line in part.lines for action in line.actions]
    found = content.exceptions
    exceptions = len(found.red) + len(found.amber) + len(found.stale) + len(found.unowned)
    return (
        Withheld("Names and posts of people", "all", PERSONAL),
        Withheld("Decisions sought", counted(len(content.decisions), "decision"), UNANSWERED),
        Withheld("Exceptions, and the reasons of ratings", counted(exceptions, "exception"), IN_CONFIDENCE),
        Withheld("Disagreements and overrides", "all", UNANSWERED),
        Withheld("Assurance asked of agencies, and opinions", "all", IN_CONFIDENCE),
        Withheld("What difference it made, in words and figures", "all", SMALL),
        Withheld("Risks and barriers", "all", IN_CONFIDENCE),
        Withheld("Actions, their dates, updates and evidence", counted(len(actions), "action"), SMALL),
        Withheld("What was decided, challenged and asked last time", "all", UNANSWERED),
    )


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Extract)


def canonical_extract(extract: Extract) -> bytes:
    """The extract as canonical JSON: the same extract always gives the same bytes."""
    return _encoder.encode(extract)


def extract_digest(canonical: bytes) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical).hexdigest()


def read_extract(canonical: bytes) -> Extract:
    """A kept extract. Raises Invalid where the bytes are none."""
    try:
        return _decoder.decode(canonical)
    except msgspec.DecodeError as fault:
        raise Invalid(f"This is no public extract: {fault}.") from fault


def public_cover(version: str | None) -> Cover:
    """OFFICIAL, for everybody, under the version of the pack; whoever issued that is not named."""
    return Cover(marking=EXTRACT_MARKING, distribution="Anybody.", version=version)
