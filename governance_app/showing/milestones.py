"""Milestones with their three dates, how often those moved, and what was asked about them."""

from collections.abc import Iterable

from msgspec import Struct

from governance_app.places import Places
from objectives.movement import integrity
from objectives.standing import Action, Milestone, Rebaseline
from reports.wording import counted, day


class MilestoneLine(Struct, frozen=True):
    """`action` names the milestone's action where a page shows those of several."""

    milestone: Milestone
    moves: int
    days_moved: str
    notes: tuple[str, ...]
    action: str = ""
    address: str = ""


def milestone_lines(action: Action) -> tuple[MilestoneLine, ...]:
    return tuple(_line(milestone) for milestone in action.milestones)


def milestones_under(actions: Iterable[Action], places: Places) -> tuple[MilestoneLine, ...]:
    """Every milestone of several actions, the one expected first at the top."""
    lines = [
        _line(milestone, action.reference, places.action(action.reference))
        for action in actions
        for milestone in action.milestones
    ]
    return tuple(sorted(lines, key=lambda line: (line.milestone.expected_on, line.milestone.id)))


def _line(milestone: Milestone, action: str = "", address: str = "") -> MilestoneLine:
    moved = integrity([milestone])
    later = f"{counted(moved.days_moved, 'day')} later" if moved.days_moved else "no later than first planned"
    return MilestoneLine(
        milestone=milestone,
        moves=moved.moves,
        days_moved=later,
        notes=tuple(note for asked in milestone.rebaselines if (note := _note(asked))),
        action=action,
        address=address,
    )


def _note(asked: Rebaseline) -> str:
    if asked.approved is None:
        return f"{day(asked.to_on)} has been asked for and not approved yet: {asked.reason}"
    if asked.approved:
        return f"Moved from {day(asked.from_on)} to {day(asked.to_on)}, approved by {asked.decided_by}: {asked.reason}"
    return f"{day(asked.to_on)} was asked for and refused by {asked.decided_by}: {asked.decision_reason}"
