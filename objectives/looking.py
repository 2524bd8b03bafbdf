"""How far the business unit has looked at a rating in a round, and what changed since its page was opened. Pure.

Handbook, section 2: what is not moderated by the freeze publishes unmoderated and is listed as such.
"""

import enum

from objectives.publishing import in_force, more_cautious
from objectives.rated import Judgement, Rated
from objectives.standing import Acceptance, Action, Commitment, Moderation, Standing
from objectives.words import Rating


class Look(enum.StrEnum):
    """How far moderation of a rated thing is; the value is what a reader sees."""

    TO_DO = "To look at"
    AGAIN = "Changed since it was looked at"
    RETURNED = "Returned, waits for the owner"
    AWAITED = "No update yet"
    ACCEPTED = "Accepted as it is"
    CHANGED = "Moderated"


LEFT = (Look.TO_DO, Look.AGAIN)


def look_of(thing: Action | Commitment, rated: Rated, standing: Standing) -> Look | None:
    """None where the thing is not rated. A moderation in force counts until a newer update has been sent."""
    if rated.published is None:
        return None
    moderation = in_force(thing.moderations, standing.moment.today)
    if moderation:
        newer = rated.update is not None and rated.update.submitted_at > moderation.moderated_at
        return Look.AGAIN if newer else Look.CHANGED
    accepted = accepted_in(thing, standing)
    if accepted and stands(accepted, rated):
        return Look.ACCEPTED
    if isinstance(thing, Action) and (rated.due_on or rated.not_updated):
        return Look.AWAITED  # what was returned in an earlier round is answered by this one's update
    if rated.returned:
        return Look.RETURNED
    return Look.AGAIN if accepted else Look.TO_DO


def is_unmoderated(thing: Action | Commitment, rated: Rated, standing: Standing) -> bool:
    """Whether it would publish unmoderated now: rated, with no moderation in force and nothing that lets it stand."""
    if rated.published is None or rated.moderated is not None:
        return False
    accepted = accepted_in(thing, standing)
    return not (accepted and stands(accepted, rated))


def accepted_in(thing: Action | Commitment, standing: Standing) -> Acceptance | None:
    """The newest acceptance of this round."""
    this = standing.this_round
    mine = [one for one in thing.acceptances if this and one.round == this.name]
    return mine[-1] if mine else None


def stands(accepted: Acceptance, rated: Rated) -> bool:
    """Whether what was accepted is still what is published: the same rating, of the same update."""
    return (accepted.rating, accepted.update) == (rated.published, rated.update.id if rated.update else None)


def without(rated: Rated) -> Rating | None:
    """What owner and rules alone would have given: the more cautious of the two."""
    said = [rating for rating in (rated.owners, rated.calculated) if rating]
    return more_cautious(said) if said else None


def changed_rating(thing: Action | Commitment, rated: Rated, standing: Standing) -> Moderation | None:
    """The moderation in force that gives another rating than owner and rules would; its agency may answer it."""
    moderation = in_force(thing.moderations, standing.moment.today)
    return moderation if moderation and moderation.rating is not without(rated) else None


def unmoderated_of(judgement: Judgement) -> list[Action]:
    """The rated actions that would publish unmoderated, in the order of the plan."""
    return [
        action
        for action in judgement.standing.actions()
        if is_unmoderated(action, judgement.actions[action.reference], judgement.standing)
    ]


def seen_of(thing: Action | Commitment, rated: Rated) -> str:
    """What a page shows of a thing, in short, to travel with its form: update, judgements and published rating."""
    moderation = thing.moderations[-1].id if thing.moderations else 0
    parts = (rated.update.id if rated.update else 0, moderation, len(thing.acceptances), rated.published)
    return "-".join(map(str, parts))


def changed_since(seen: str, thing: Action | Commitment, rated: Rated) -> list[str]:
    """What is no longer as `seen` said, a sentence each."""
    was = (seen.split("-", 3) + [""] * 4)[:4]
    now = seen_of(thing, rated).split("-", 3)
    said = []
    if was[0] != now[0] and rated.update:
        said.append(f"{rated.update.submitted_by} has sent a newer update since you opened this page.")
    if was[1:3] != now[1:3]:
        said.append("Somebody else has judged this since you opened the page.")
    if was[3] != now[3]:
        said.append(f"The published rating was {was[3] or 'not given'} and is now {now[3]}.")
    return [*said, "Nothing of yours was kept yet: read what stands now, then send it again."]
