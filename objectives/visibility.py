"""Who may read what: the reading half of "Who may" in the handbook, section 1. Every answer is a reason, or None.

Titles, wording and published ratings are everybody's who may sign in; the words, the evidence and the reasons behind
a rating are not. Knows people by their mandate, as `permissions` does, and reads nothing.
"""

from collections.abc import Iterable

from objectives.distribution import entries_of
from objectives.permissions import Mandate, why_not_act_at_all
from objectives.standing import Action, Commitment, Matter
from objectives.words import Role

READS_EVERYTHING = frozenset({Role.BUSINESS_UNIT, Role.EXECUTIVE_GROUP, Role.SCRUTINEER})
READS_REDACTIONS = READS_EVERYTHING | {Role.ADMINISTRATOR}
READS_ISSUED_PACKS = frozenset({Role.EXECUTIVE_GROUP, Role.SCRUTINEER})


def reads_everything(reader: Mandate) -> bool:
    """Whether nothing of any thing is closed to somebody, whatever its agency."""
    return bool(reader.roles & READS_EVERYTHING) and not reader.disabled


def why_not_read(reader: Mandate, thing: Action | Commitment) -> str | None:
    """Whether the updates, evidence and reasons of a thing are closed to somebody.

    Open to the business unit, the Executive Group and the scrutineer, to everybody in the thing's own agency, and to
    its owner, deputy and accountable executive. Whoever is an administrator and nothing else reads none of it.
    """
    if reader.disabled:
        return why_not_act_at_all(reader)
    if reader.roles & READS_EVERYTHING or reader.owns(thing):
        return None
    if reader.agency == _agency_of(thing) and not _only_keeps_people(reader):
        return None
    return (
        f"The words, evidence and reasons of {thing.reference} are open to its own agency, the business unit, "
        "the Executive Group and the independent scrutineer. If you need them, ask the business unit."
    )


def why_not_read_beneath(reader: Mandate, commitment: Commitment) -> str | None:
    """Why a commitment that is open shows less than all: those of its actions that are another agency's."""
    closed = [action.reference for action in commitment.actions if why_not_read(reader, action)]
    if not closed:
        return None
    return (
        f"The words, evidence and reasons of {', '.join(closed)} are open to the agency that answers for each, "
        "the business unit, the Executive Group and the independent scrutineer. If you need them, ask the "
        "business unit."
    )


def why_not_read_commentary(reader: Mandate) -> str | None:
    """What the business unit says of an objective is for those who read everything; others meet it in packs."""
    if reader.disabled:
        return why_not_act_at_all(reader)
    if reader.roles & READS_EVERYTHING:
        return None
    return (
        "Commentary is open to the business unit, the Executive Group and the independent scrutineer, and to whoever "
        "is sent a pack."
    )


def why_not_read_post(reader: Mandate, agency: int) -> str | None:
    """Who held a post and when is for its agency, for whoever keeps posts, and for those who read everything."""
    if reader.disabled:
        return why_not_act_at_all(reader)
    if reader.agency == agency or reader.roles & (READS_EVERYTHING | {Role.ADMINISTRATOR}):
        return None
    return "Who has held a post is open to its own agency, the business unit, the Executive Group and the scrutineer."


def why_not_read_pack(
    reader: Mandate, agency: str, distribution: str | None, posts: Iterable[int] = ()
) -> str | None:
    """Whether a pack is closed to somebody of an agency (by name). `distribution` is None while it is a draft.

    An issued pack is open to the Executive Group and the scrutineer, and to a person or an agency that its
    distribution names: entries are parted by semicolons or lines, and case does not count. `posts` are the ids of the
    posts that it names: whoever holds one of them now reads it.
    """
    if reader.disabled:
        return why_not_act_at_all(reader)
    if Role.BUSINESS_UNIT in reader.roles:
        return None
    if distribution is None:
        return "This pack has not been issued yet. Until it is, only the business unit can read it."
    if reader.roles & READS_ISSUED_PACKS or not reader.posts.isdisjoint(posts):
        return None
    if {reader.name.casefold(), agency.casefold()} & _named(distribution):
        return None
    return "This pack was not sent to you or to your agency. If you need it, ask the business unit."


def why_not_confirm_reading(reader: Mandate, agency: str, distribution: str | None) -> str | None:
    """Whether somebody cannot say that they have read a pack: it must be for them, and not theirs to run."""
    if reader.roles & READS_ISSUED_PACKS or distribution is None:
        return why_not_read_pack(reader, agency, distribution)
    if {reader.name.casefold(), agency.casefold()} & _named(distribution):
        return why_not_act_at_all(reader)
    return "Only those whom a pack is for confirm that they have read it."


def why_not_read_brief(reader: Mandate, of: Mandate) -> str | None:
    """A member's brief is that member's, and the business unit's, who may print it for them."""
    if Role.EXECUTIVE_GROUP not in of.roles:
        return "A brief is made for each member of the Executive Group."
    if reader.person != of.person and Role.BUSINESS_UNIT not in reader.roles:
        return "A brief is open to the member whom it is for, and to the business unit."
    return why_not_act_at_all(reader)


def why_not_read_redactions(reader: Mandate) -> str | None:
    """The register of redactions: for those who ask and agree, and for those who hold them to account."""
    if reader.roles & READS_REDACTIONS:
        return why_not_act_at_all(reader)
    return (
        "The register of redactions is open to administrators, the business unit, the Executive Group and the "
        "independent scrutineer."
    )


def why_not_read_redaction(reader: Mandate, answered: bool) -> str | None:
    """One that waits for its answer still points at words that others should not go and look at."""
    if answered or reader.roles & {Role.ADMINISTRATOR, Role.BUSINESS_UNIT}:
        return why_not_read_redactions(reader)
    return why_not_read_redactions(reader) or "This has been asked for and not answered yet."


def why_not_read_matter(reader: Mandate, matter: Matter) -> str | None:
    """A matter is open to those who read everything, and to whoever holds the post that answers for it."""
    if reader.disabled:
        return why_not_act_at_all(reader)
    if reader.roles & READS_EVERYTHING or matter.owner.id in reader.posts:
        return None
    return (
        "What was raised against a pack is open to the Executive Group, the scrutineer, the business unit, and whoever "
        "answers for it."
    )


def why_not_read_meetings(reader: Mandate) -> str | None:
    """Meetings, who was there and what was recorded: for those who read everything."""
    if reader.disabled:
        return why_not_act_at_all(reader)
    if reader.roles & READS_EVERYTHING:
        return None
    return "Meetings are open to the Executive Group, the independent scrutineer and the business unit."


def _only_keeps_people(reader: Mandate) -> bool:
    return reader.roles == {Role.ADMINISTRATOR} and not reader.posts


def _agency_of(thing: Action | Commitment) -> int | None:
    agency = thing.agency if isinstance(thing, Action) else thing.lead_agency
    return agency.id if agency else None


def _named(distribution: str) -> set[str]:
    return {entry.casefold() for entry in entries_of(distribution)}


def why_not_see_mail(reader: Mandate) -> str | None:
    """Which mail was sent to whom, and whether it arrived; never what it said."""
    if not reader.roles & {Role.ADMINISTRATOR, Role.BUSINESS_UNIT}:
        return "Only an administrator and the business unit see which mail was sent."
    return why_not_act_at_all(reader)


def why_not_read_requests(reader: Mandate) -> str | None:
    """The register of assurance requests: for those who read everything; an agency reads what was asked of itself."""
    if reader.disabled:
        return why_not_act_at_all(reader)
    if reader.roles & READS_EVERYTHING:
        return None
    return (
        "The register of assurance requests is open to the business unit, the Executive Group and the independent "
        "scrutineer; an agency sees what was asked of itself."
    )


def why_not_read_request(reader: Mandate, agency: int, draft: bool) -> str | None:
    """A request is open to its agency too, once it was sent; a draft is the business unit's alone."""
    if draft:
        return None if Role.BUSINESS_UNIT in reader.roles else "This request has not been sent yet."
    if reader.agency == agency and not _only_keeps_people(reader):
        return why_not_act_at_all(reader)
    return why_not_read_requests(reader)
