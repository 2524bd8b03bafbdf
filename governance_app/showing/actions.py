"""Actions as lines of a table: what, who, by when, how rated, and what moved."""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from governance_app.reading import Reading
from objectives.standing import Action
from objectives.words import Direction
from reports.wording import Mark, mark_of, owner_of


class ActionLine(Struct, frozen=True):
    action: Action
    address: str
    owner: str
    expected_on: dt.date | None
    mark: Mark
    direction: Direction


def action_lines(reading: Reading, actions: Iterable[Action]) -> tuple[ActionLine, ...]:
    return tuple(_line(reading, action) for action in actions)


def _line(reading: Reading, action: Action) -> ActionLine:
    rated = reading.judgement.actions[action.reference]
    following = action.next_milestone
    return ActionLine(
        action=action,
        address=reading.places.action(action.reference),
        owner=owner_of(action),
        expected_on=following.expected_on if following else None,
        mark=mark_of(rated),
        direction=rated.direction,
    )
