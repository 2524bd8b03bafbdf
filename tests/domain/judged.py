"""One thing judged, as a test wants it: the rating of an action, a commitment or an objective on its own."""

from typing import Any

from msgspec.structs import replace

from objectives.rated import Rated, RolledUp
from objectives.rating import rate
from objectives.standing import Action, Commitment
from tests.standings import a_commitment, a_standing, an_objective


def rated(action: Action, **standing: Any) -> Rated:
    """The action judged on its own, seen from TODAY unless told otherwise."""
    alone = a_standing(an_objective(a_commitment(action)), **standing)
    return rate(alone).actions[action.reference]


def committed(*actions: Action, **changes: Any) -> Rated:
    """A commitment judged with these actions, which are numbered as they come."""
    return judged(a_commitment(*actions, **changes))


def judged(commitment: Commitment, **standing: Any) -> Rated:
    return rate(a_standing(an_objective(commitment), **standing)).commitments[commitment.reference]


def rolled(*commitments: Commitment) -> RolledUp:
    """An objective judged with these commitments, which must differ in reference."""
    return rate(a_standing(an_objective(*commitments))).objectives["PREV"]


def numbered(*actions: Action) -> tuple[Action, ...]:
    """The same actions with references of their own: PREV-1.1, PREV-1.2 …"""
    return tuple(replace(a, reference=f"PREV-1.{n}") for n, a in enumerate(actions, start=1))


def says(rated: Rated, rule: str) -> list[str]:
    """The sentences of one rule, if it fired."""
    return [f.sentence for f in rated.fired if f.rule == rule]


def rules(rated: Rated) -> list[str]:
    return [f.rule for f in rated.fired]
