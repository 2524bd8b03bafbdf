"""The steps beyond an update that somebody may take on an action now: each with its words and its address. Pure."""

from msgspec import Struct

from governance_app.places import Places
from objectives.permissions import (
    Mandate,
    why_not_ask_rebaseline,
    why_not_give_evidence,
    why_not_judge,
    why_not_run,
    why_not_update,
)
from objectives.standing import Action, Commitment
from objectives.words import Kind, Status


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
    return found + _keeping(reader, action, places)


def _keeping(reader: Mandate, action: Action, places: Places) -> list[StepOffered]:
    """What the business unit may do with an action of the plan."""
    found = []
    checkable = action.status in (Status.DELIVERED, Status.EMBEDDED)
    if checkable and why_not_judge(reader, action) is None:
        found.append(StepOffered("Record a check after delivery", places.step(action.reference, "check")))
    if why_not_run(reader) is not None or action.status is Status.SUPERSEDED:
        return found
    found.append(StepOffered("Change this action", places.step(action.reference, "change")))
    if action.status in (Status.NOT_STARTED, Status.IN_PROGRESS):
        found.append(StepOffered("Add a milestone", places.step(action.reference, "milestones")))
    found.append(StepOffered("Raise a risk", places.step(action.reference, "risks")))
    if action.status is Status.BUSINESS_AS_USUAL:
        found.append(
            StepOffered("Review business as usual", places.step(action.reference, "business-as-usual"))
        )
    if action.status is not Status.EMBEDDED:
        found.append(StepOffered("Supersede it", places.step(action.reference, "superseded")))
    return found


def steps_of_commitment(reader: Mandate, commitment: Commitment, places: Places) -> tuple[StepOffered, ...]:
    """What the business unit may do with a commitment. None of a page as at another day."""
    if places.as_at or why_not_run(reader) is not None:
        return ()
    names = [
        ("Add an action", "actions"),
        ("Say who leads", "lead"),
        ("Add a variation note", "variation"),
        ("Raise a risk", "risks"),
    ]
    if commitment.kind is Kind.STANDING:
        usual = "Review" if commitment.business_as_usual_from else "Move to"
        names.append((f"{usual} business as usual", "business-as-usual"))
    return tuple(
        StepOffered(label, places.commitment_step(commitment.reference, name)) for label, name in names
    )


def movable(action: Action) -> list[int]:
    """The ids of the milestones that a new approved date can be asked for: open, and not asked for already."""
    if action.status is Status.SUPERSEDED:
        return []
    return [
        milestone.id
        for milestone in action.milestones
        if milestone.met_on is None and all(asked.approved is not None for asked in milestone.rebaselines)
    ]
