"""What needs the Executive Group, among reds and ambers; pages, packs and the rules of decisions sought ask here. Pure.

A red needs the Executive Group when an owner asks something of it, when there is no recovery plan, or when
nobody owns the action [ours]; a red with an owner and a plan, and nothing asked, is reported, not asked about.
"""

from collections.abc import Iterator

from objectives.delivery_rules import no_owner
from objectives.rated import Judgement, Rated
from objectives.standing import Action, Commitment
from objectives.words import Rating


def is_solid(rated: Rated, rating: Rating) -> bool:
    """Published with this rating, and not carried forward."""
    return rated.published is rating and not rated.hollow


def commitments_published(judgement: Judgement, rating: Rating) -> list[Commitment]:
    """Commitments with this rating on this round's facts; one carried forward is stale instead."""
    return [
        c for c in judgement.standing.commitments() if is_solid(judgement.commitments[c.reference], rating)
    ]


def red_commitments(judgement: Judgement) -> list[Commitment]:
    return commitments_published(judgement, Rating.RED)


def actions_hidden(judgement: Judgement, rating: Rating) -> Iterator[Action]:
    """Actions with this rating under a commitment whose published rating is less cautious."""
    for commitment in judgement.standing.commitments():
        above = judgement.commitments[commitment.reference]
        if above.published and not above.hollow and above.published.caution >= rating.caution:
            continue
        for action in commitment.actions:
            if is_solid(judgement.actions[action.reference], rating):
                yield action


def ambers_by_rounds(judgement: Judgement, rounds: int) -> list[tuple[Commitment | Action, Rated]]:
    """What has been amber for this many rounds or more, a commitment before its hidden actions; longest held first."""
    found: list[tuple[Commitment | Action, Rated]] = [
        (c, judgement.commitments[c.reference]) for c in commitments_published(judgement, Rating.AMBER)
    ]
    found += [(a, judgement.actions[a.reference]) for a in actions_hidden(judgement, Rating.AMBER)]
    held = [(thing, rated) for thing, rated in found if rated.streak >= rounds]
    return sorted(held, key=lambda pair: -pair[1].streak)


def red_actions(commitment: Commitment, judgement: Judgement) -> list[Action]:
    """The actions behind a red: those published as Red themselves."""
    return [a for a in commitment.actions if is_solid(judgement.actions[a.reference], Rating.RED)]


def needs_the_group(commitment: Commitment, judgement: Judgement) -> bool:
    """Whether a red commitment asks something of the Executive Group; see the module's first words."""
    red = red_actions(commitment, judgement)
    return not red or any(action_needs_the_group(a, judgement.actions[a.reference]) for a in red)


def action_needs_the_group(action: Action, rated: Rated) -> bool:
    return not plan_of(rated) or is_unowned(action) or bool(ask_of(rated))


def plan_of(rated: Rated) -> str:
    """The owner's recovery plan, as the update that stands gives it; nothing where it gives none."""
    return rated.update.plan if rated.update else ""


def ask_of(rated: Rated) -> str:
    """What the owner asks of others, as the update that stands gives it."""
    return rated.update.ask if rated.update else ""


def is_unowned(action: Action) -> bool:
    """Whether the rule of the missing owner fires."""
    return no_owner(action) is not None
