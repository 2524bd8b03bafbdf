"""The pack's tables of the plan and its figures: objectives, commitments, actions, milestones, reasons, movement."""

from collections.abc import Callable, Iterator
from typing import Any

from objectives.rated import Distribution
from reports.content import ActionLine, CommitmentLine, Content, ObjectivePart
from reports.counts import columns_of
from reports.tabled import Column, Table, Under, date, number, rating, table, text

REFERENCE, TITLE = text("Reference", "reference", 11), text("Title", "title", 44)
JUDGED = (
    rating("Published", "judged.published"),
    text("Published note", "judged.published.note", 24),
    rating("Owner’s", "judged.owners"),
    rating("Calculated", "judged.calculated"),
    rating("Moderated", "judged.moderated"),
    text("Moderation", "judged.moderation", 40),
    text("Movement", "judged.direction", 15),
    number("Rounds at this rating", "judged.streak"),
    text("Held", "judged.held", 16),
    text("Outcome confidence", "judged.confidence", 13),
    text("Reason for the confidence", "judged.confidence_reason", 40),
    text("Dates moved", "judged.dates_moved", 30),
    text("Because", "judged.because", 50),
    text("Notes", "judged.notes", 30),
)
NEXT = (
    date("Next milestone on", lambda line: line.next and line.next.on),
    text("Next milestone", lambda line: line.next and line.next.title, 40),
)


def plan_tables(content: Content) -> Iterator[Table]:
    """Tables of the sections 1, 3 and 13."""
    actions = [(line, action) for _, line in _lines(content) for action in line.actions]
    yield table("sections", "Sections", 1, content.sections, *SECTIONS)
    # Later formats hold a decision for each need, which says more.
    needs = () if content.decisions else content.needs
    yield table("needs", "Needs the Executive Group", 1, needs, *NEEDS)
    yield table("objectives", "Objectives", 3, content.objectives, *OBJECTIVES)
    yield table(
        "commitments",
        "Commitments",
        3,
        [Under(o.name, line) for o, line in _lines(content)],
        *_part(COMMITMENT),
    )
    yield movement(content)
    yield table("rounds", "Rating by round", 3, _strips(content), *ROUNDS)
    yield table("actions", "Actions", 13, [Under(line.reference, a) for line, a in actions], *_part(ACTION))
    yield table("milestones", "Milestones", 13, _milestones(content), *MILESTONES)
    yield table("reasons", "Reasons for ratings", 13, _reasons(content), *REASONS)
    yield table("variations", "Variations", 13, _variations(content), *VARIATIONS)
    yield ratings(content)
    yield table("definitions", "Definitions", 13, content.definitions, *DEFINITIONS)
    yield table("thresholds", "Thresholds", 13, content.thresholds, *DEFINITIONS)


def ratings(content: Content) -> Table:
    """The numbers behind the chart of objectives: how many have which rating."""
    stands = [(o.name, "commitments", o.commitments) for o in content.objectives]
    stands += [("All", "commitments", content.commitments)]
    stands += [(o.name, "actions", o.actions) for o in content.objectives]
    stands += [("All", "actions", content.actions)]
    shown = [
        number(column.name, _of_distribution(column.of))
        for column in columns_of(content.commitments, content.actions)
    ]
    return table(
        "ratings",
        "Ratings by objective",
        13,
        stands,
        text("Objective", lambda line: line[0], 24),
        text("Counted", lambda line: line[1], 14),
        *shown,
        number("All", lambda line: line[2].total),
    )


def movement(content: Content) -> Table:
    """The numbers behind the chart of movement. Before format 3 a pack held only what moved."""
    compared = content.compared or content.moved
    return table("movement", "Movement", 3, compared, REFERENCE, TITLE, *MOVEMENT)


def _lines(content: Content) -> Iterator[tuple[ObjectivePart, CommitmentLine]]:
    return ((objective, line) for objective in content.objectives for line in objective.lines)


def _judged(content: Content) -> Iterator[CommitmentLine | ActionLine]:
    for objective in content.objectives:
        for line in objective.lines:
            yield line
            yield from line.actions


def _strips(content: Content) -> Iterator[Under]:
    return (
        Under(line.reference, then) for o in content.objectives for line in o.lines for then in line.strip
    )


def _milestones(content: Content) -> Iterator[Under]:
    actions = (action for o in content.objectives for line in o.lines for action in line.actions)
    return (Under(action, milestone) for action in actions for milestone in action.milestones)


def _reasons(content: Content) -> Iterator[Under]:
    return (Under(line.reference, reason) for line in _judged(content) for reason in line.judged.reasons)


def _variations(content: Content) -> Iterator[Under]:
    return (Under(line.reference, v) for o in content.objectives for line in o.lines for v in line.variations)


def _part(columns: tuple[Column, ...]) -> Iterator[Column]:
    """Columns of a line that is told with what it belongs to, which comes first."""
    first, *others = columns
    yield first
    for column in others:
        yield Column(column.heading, column.kind, column.width, _of_part(column.of))


def _of_part(of: Callable[[Any], Any]) -> Callable[[Under], Any]:
    return lambda line: of(line.part)


def _of_distribution(of: Callable[[Distribution], int]) -> Callable[[tuple[str, str, Distribution]], int]:
    return lambda line: of(line[2])


SECTIONS = (
    number("Section", "number"),
    text("Name", "name", 30),
    text("Headline", "headline", 80),
    text("Why there is nothing", "nothing", 60),
)
NEEDS = (text("Number", "number", 8), REFERENCE, TITLE, rating("Rating", "mark"), text("Why", "why", 60))
OBJECTIVES = (
    text("Objective", "name", 24),
    rating("Published", "published"),
    text("The rule behind it", "sentence", 80),
    number("Commitments", "commitments.total"),
    number("Actions", "actions.total"),
)
COMMITMENT = (
    text("Objective", "whole", 18),
    REFERENCE,
    text("Title", "short_title", 36),
    text("Wording", "wording", 60),
    text("Kind", "kind", 14),
    text("Status", "status", 20),
    text("Lead", "lead", 24),
    text("Accountable", "accountable", 30),
    *JUDGED,
    *NEXT,
)
ACTION = (
    text("Commitment", "whole", 12),
    REFERENCE,
    TITLE,
    text("Agency", "agency", 18),
    text("Owner", "owner", 36),
    text("Deputy", "deputy", 30),
    text("Accountable", "accountable", 30),
    text("Status", "status", 20),
    *JUDGED,
    *NEXT,
)
ROUNDS = (
    text("Reference", "whole", 11),
    text("Round", "part.round", 14),
    rating("Rating", "part.mark"),
    text("Note", "part.mark.note", 30),
)
MOVEMENT = (
    rating("Then", lambda line: line.was or "None"),
    rating("Now", "now"),
    text("Now, note", "now.note", 30),
    text("Movement", "direction", 15),
)
MILESTONES = (
    text("Action", "whole.reference", 11),
    text("Milestone", "part.title", 50),
    date("Approved", "part.baseline_on"),
    date("Forecast", "part.forecast_on"),
    date("Met", "part.met_on"),
)
REASONS = (
    text("Reference", "whole", 11),
    rating("Asks for", "part.mark"),
    text("Reason", "part.sentence", 90),
)
VARIATIONS = (
    text("Reference", "whole", 11),
    date("Dated", "part.dated_on"),
    text("Note", "part.note", 60),
    text("New wording", "part.wording", 60),
)
DEFINITIONS = (text("Term", "term", 30), text("Meaning", "meaning", 100))
