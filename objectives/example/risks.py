"""The example's register of risks: raised, reviewed and closed by the business unit as the year went on."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from objectives.actions import find_action, find_commitment
from objectives.example import plan
from objectives.example.cast import Cast
from objectives.example.story import JUDGED, Step
from objectives.risks import NewRisk, close_risk, find_risk, raise_risk, review_risk


def risk_steps(key: str, cast: Cast) -> Iterator[Step]:
    """Everything that is done to a risk, each on its day. Their numbers follow the file, which is in order of days."""
    for number, told in enumerate(plan.read_risks(), 1):
        yield Step(cast.anchors.day(told.on), JUDGED, partial(_raise, key, cast, told))
        for step in told.steps:
            yield Step(cast.anchors.day(step.on), JUDGED, partial(_take, key, cast, number, step))


async def _raise(key: str, cast: Cast, told: plan.Risk, day: dt.date) -> None:
    find = find_action if "." in told.of else find_commitment
    new = NewRisk(
        what=told.what,
        effect=told.effect,
        response=told.response,
        likelihood=told.likelihood,
        impact=told.impact,
        owner=cast.posts[told.owner],
        review_on=cast.anchors.day(told.review),
    )
    await raise_risk(cast.unit[0], await find(key, told.of), new)


async def _take(key: str, cast: Cast, number: int, step: plan.RiskStep, day: dt.date) -> None:
    risk = await find_risk(key, number)
    if step.next:
        await review_risk(cast.unit[0], risk, step.words, cast.anchors.day(step.next))
    else:
        await close_risk(cast.unit[0], risk, step.words)
