"""The steps beyond an update that somebody may take on an action now: each with its words and its address. Pure."""

from msgspec import Struct

from governance_app.places import Places
from objectives.permissions import (
    Mandate,
    why_not_ask_rebaseline,
    why_not_give_evidence,
    why_not_update,
)
from objectives.standing import Action
from objectives.words import Status


class StepOffered(Struct, frozen=True):
    label: str
    address: str


def steps_of(reader: Mandate, action: Action, places: Places) -> tuple[StepOffered, ...]:
    """None of a page as at another day: what it shows cannot be acted on."""
    if places.as_at:
        return ()
    return tuple(_steps(reader, action, places))


def _steps(reader: Mandate, action: Action, places: Places) -> list[StepOffered]:
    found = []
    if why_not_update(reader, action) is None:
        if action.status is Status.NOT_STARTED:
            found.append(StepOffered("Say that it has begun", places.step(action.reference, "begun")))
        if action.status is Status.IN_PROGRESS:
            found.append(StepOffered("Say that it is delivered", places.step(action.reference, "delivered")))
    if why_not_ask_rebaseline(reader, action) is None and movable(action):
        found.append(StepOffered("Ask for a new approved date", places.step(action.reference, "new-date")))
    if why_not_give_evidence(reader, action) is None:
        found.append(StepOffered("Offer evidence", places.evidence(action.reference)))
    return found


def movable(action: Action) -> list[int]:
    """The ids of the milestones that a new approved date can be asked for: open, and not asked for already."""
    if action.status is Status.SUPERSEDED:
        return []
    return [
        milestone.id
        for milestone in action.milestones
        if milestone.met_on is None and all(asked.approved is not None for asked in milestone.rebaselines)
    ]
