"""Judgements for packs: a strategy with so many commitments in each condition, judged by the rules themselves."""

from collections.abc import Callable
from typing import Any

from objectives.frozen import Frozen
from objectives.rated import Judgement
from objectives.rating import rate
from objectives.standing import Action
from objectives.words import Rating
from tests.standings import (
    BEFORE,
    ROUNDS,
    THIS,
    a_commitment,
    a_milestone,
    a_standing,
    an_action,
    an_embedded_action,
    an_objective,
    an_update,
    day,
    frozen,
    with_plan,
)

Maker = Callable[[str], Action]


def green(reference: str) -> Action:
    return an_action(reference)


def blue(reference: str) -> Action:
    return an_embedded_action(reference)


def grey(reference: str) -> Action:
    """Nothing to show for it."""
    return an_action(reference, evidence=())


def stale(reference: str) -> Action:
    """Nothing was said in this round: its last rating is carried forward."""
    return an_action(reference, updates=(an_update(BEFORE),))


def amber(reference: str) -> Action:
    """Five days late."""
    late = a_milestone("Course given", day(-5), id=2)
    return _late(reference, late, an_update(THIS, Rating.AMBER))


def red(reference: str, **told: Any) -> Action:
    """Two months late, with an owner, but neither a plan nor an ask unless told."""
    late = a_milestone("Opinion given", day(-60), id=2)
    return _late(reference, late, an_update(THIS, Rating.RED, **told))


def planned(reference: str) -> Action:
    """Red, with a dated plan and nothing asked."""
    return red(reference, **with_plan(day(30)) | {"ask": ""})


def asking(reference: str) -> Action:
    """Red, with a dated plan and something asked."""
    return red(reference, **with_plan(day(30)))


def unowned(reference: str) -> Action:
    return an_action(reference, owner=None)


def _late(reference: str, milestone: Any, update: Any) -> Action:
    return an_action(reference, milestones=(a_milestone(), milestone), updates=(an_update(BEFORE), update))


def held(rating: Rating, rounds: int) -> tuple[Frozen, ...]:
    """Freeze rows with this rating for so many rounds before this one."""
    return tuple(frozen(round, rating) for round in ROUNDS[4 - rounds : 4])


def judged(*makers: Maker, rows: tuple[Frozen, ...] = (frozen(),), **changes: Any) -> Judgement:
    """A judged strategy with a commitment of one action for each maker, and these freeze rows for each."""
    commitments = [
        a_commitment(
            maker(f"PREV-{n}.1"), id=n, reference=f"PREV-{n}", short_title=f"Promise {n}", frozen=rows
        )
        for n, maker in enumerate(makers, 1)
    ]
    return rate(a_standing(an_objective(*commitments), **changes))
