"""The pack's tables of the sections between plan and annex: 2, 4, 5, 6, 7, 9, 10, 11 and 12.

A section that is new to the pack adds its tables here, a line for each column; every format then has them.
"""

from collections.abc import Iterator

from reports.assurance_tables import assurance_tables
from reports.content import Content
from reports.sections import Changes, Difference, Disagreements, Risks
from reports.tabled import Table, Under, date, number, rating, table, text

NUMBER, REFERENCE, TITLE = (
    text("Number", "number", 8),
    text("Reference", "reference", 11),
    text("Title", "title", 44),
)
RATING, RATING_NOTE = rating("Rating", "mark"), text("Rating note", "mark.note", 24)
LINE = (NUMBER, REFERENCE, TITLE)


def section_tables(content: Content) -> Iterator[Table]:
    yield table("decisions", "Decisions sought", 2, content.decisions, *LINE, *DECISION)
    yield table("left_out", "Decisions left out", 2, content.left_out, *LEFT_OUT)
    yield table("exceptions", "Exceptions", 4, _exceptions(content), *EXCEPTION)
    yield table("ways_back", "Ways back from red", 4, _ways_back(content), *WAY_BACK)
    yield from _disagreements(content.disagreements)
    yield from assurance_tables(content.assurance)
    yield from _difference(content.difference)
    yield from _risks(content.risks)
    yield from _changes(content.changes)
    coming = (line for month in content.next_days.months for line in month.lines)
    yield table("next_days", "Next 90 days", 11, coming, *COMING)
    yield table("last_time", "Open from last time", 12, content.last_time.open, *MATTER, *OPEN_MATTER)
    yield table(
        "last_time_closed", "Closed since last time", 12, content.last_time.closed, *MATTER, *CLOSED_MATTER
    )


def _exceptions(content: Content) -> Iterator[Under]:
    found = content.exceptions
    groups = {
        "Red": found.red,
        "Amber for two rounds or more": found.amber,
        "Not updated, or without evidence to rate": found.stale,
        "Without an owner": found.unowned,
    }
    return (Under(name, line) for name, lines in groups.items() for line in lines)


def _ways_back(content: Content) -> Iterator[Under]:
    return (Under(line.part, action) for line in _exceptions(content) for action in line.part.actions)


def _disagreements(found: Disagreements) -> Iterator[Table]:
    yield table("disagreements", "Owners greener than rules", 5, found.greener, *LINE, *DISAGREEMENT)
    yield table("overrides", "Moderated ratings", 5, found.overrides, *LINE, *OVERRIDE)
    yield table(
        "unjudged", "Nobody else may judge", 5, found.unjudged, *LINE, RATING, text("Why", "sentence", 70)
    )


def _difference(found: Difference) -> Iterator[Table]:
    said = [Under(objective, objective.said) for objective in found.objectives if objective.said]
    points = [
        Under(one, (heading, point))
        for one in said
        for heading, lines in (
            ("What is working well", one.part.working_well),
            ("What are we worried about", one.part.worried_about),
            ("What needs to happen", one.part.needs_to_happen),
        )
        for point in lines
    ]
    doubts = [Under(o, doubt) for o in found.objectives for doubt in o.doubts]
    impacts = [Under(o, impact) for o in found.objectives for impact in o.impacts]
    yield table("difference", "Difference made, in figures", 7, found.objectives, *IN_FIGURES)
    yield table("commentary", "Commentary", 7, points, *COMMENTARY)
    yield table("doubts", "Low confidence", 7, doubts, *DOUBTS)
    yield table("impacts", "Impact for children", 7, impacts, *IMPACTS)


def _risks(found: Risks) -> Iterator[Table]:
    yield table("issues", "Issues that need help", 9, found.issues, *LINE, *ISSUE)
    yield table("barriers", "Barriers", 9, found.barriers, *LINE, *BARRIER)
    yield table("risks", "Risks", 9, found.register, *RISK)
    yield table("closed_risks", "Risks closed", 9, found.closed, *CLOSED_RISK)


def _changes(found: Changes) -> Iterator[Table]:
    yield table("forecasts", "Forecasts that moved", 10, found.forecasts, *FORECAST)
    yield table("baselines", "New approved dates", 10, found.baselines, *BASELINE)
    yield table("scope", "Changes of scope", 10, found.scope, *LINE, text("Change", "what", 60))
    yield table("dated", "Dates of milestones", 10, found.milestones, *DATED)


DECISION = (
    RATING,
    text("Held", "held", 16),
    text("Asked", "asked", 60),
    text("Recommended", "recommendation", 50),
    text("Options", "options", 50),
    text("Why", "why", 60),
    text("Owner", "owner", 36),
    date("Recovery plan to", "back_on"),
    text("In full at line", "exception", 10),
    text("Rule", "because", 30),
    text("Worded by", "worded_by", 24),
)
LEFT_OUT = (
    REFERENCE,
    TITLE,
    text("Rule", "because", 30),
    text("Why it was left out", "reason", 60),
    text("By", "by", 24),
)
EXCEPTION = (
    text("Number", "part.number", 8),
    text("Group", "whole", 24),
    text("Reference", "part.reference", 11),
    text("Title", "part.title", 44),
    rating("Rating", "part.mark"),
    text("Rating note", "part.mark.note", 24),
    text("Held", "part.held", 16),
    text("Why", "part.sentences", 60),
    text("Owner", "part.owner", 36),
    text("The Executive Group is asked", "part.asks", 40),
)
WAY_BACK = (
    text("Line", "whole.number", 8),
    text("Commitment", "whole.reference", 12),
    text("Action", "part.reference", 11),
    text("Title", "part.title", 44),
    text("Why", "part.sentences", 60),
    text("Recovery plan", lambda line: line.part.plan or "No recovery plan given", 50),
    date("Back on track", "part.back_on"),
    text("Ask", lambda line: line.part.ask or "Nothing asked", 40),
    text("Owner", "part.owner", 36),
)
DISAGREEMENT = (
    rating("Owner’s", "owners"),
    rating("Calculated", "calculated"),
    rating("Published", "published"),
    text("Why they differ", "sentences", 60),
    text("What became of it", "outcome", 40),
)
OVERRIDE = (
    rating("Without it", "without"),
    rating("Published", "published"),
    rating("Moderated to", "moderated"),
    text("Reason", "reason", 50),
    text("Evidence", "evidence", 40),
    text("By", "by", 24),
    date("In force until", "until"),
    text("Answer", "answer", 40),
    text("Answered by", "answered_by", 24),
)
IN_FIGURES = (
    text("Objective", "name", 24),
    number("Updates", "updates"),
    number("Gave no impact", "without_impact"),
    number("High confidence", "confidence.high"),
    number("Medium confidence", "confidence.medium"),
    number("Low confidence", "confidence.low"),
    number("Confidence not said", "confidence.unsaid"),
)
COMMENTARY = (
    text("Number", lambda line: line.part[1].number, 8),
    text("Objective", "whole.whole.name", 24),
    text("Heading", lambda line: line.part[0], 26),
    text("What was written", lambda line: line.part[1].text, 80),
    text("Written by", "whole.part.written_by", 24),
)
DOUBTS = (
    text("Objective", "whole.name", 24),
    text("Reference", "part.reference", 11),
    text("Reason", "part.reason", 70),
)
IMPACTS = (
    text("Objective", "whole.name", 24),
    text("What difference it made for children", "part.text", 90),
    text("Said of", lambda line: ", ".join(line.part.references), 24),
)
ISSUE = (
    RATING,
    text("In the way", "barrier", 50),
    text("Plan", "plan", 50),
    text("Ask", "ask", 40),
    text("By when", "due", 30),
    date("Plan to", "due_on"),
    text("Owner", "owner", 36),
    text("Told in", "told_in", 14),
)
BARRIER = (text("Barrier", "barrier", 60), text("Agency", "agency", 18), text("Told in", "told_in", 14))
RISK = (
    NUMBER,
    text("Risk", "risk", 9),
    text("Concerns", "reference", 11),
    TITLE,
    text("What could happen", "what", 50),
    text("What it would do", "effect", 40),
    text("What is done about it", "response", 50),
    text("How serious", "how_serious", 24),
    text("Owner", "owner", 36),
    text("Review", "review", 30),
    text("Review overdue", "overdue", 10),
)
CLOSED_RISK = (
    NUMBER,
    text("Risk", "risk", 9),
    text("Concerns", "reference", 11),
    text("What could happen", "what", 50),
    date("Closed on", "closed_on"),
    text("Why", "why", 50),
)
MOVED_DATES = (
    NUMBER,
    REFERENCE,
    text("Milestone", "milestone", 44),
    date("From", "from_on"),
    date("To", "to_on"),
    number("Days", "days"),
)
FORECAST = (*MOVED_DATES, number("Moves", "times"), text("Reason", "reason", 50), text("By", "moved_by", 24))
BASELINE = (
    *MOVED_DATES,
    text("Reason", "reason", 50),
    text("Approved", "approved", 10),
    text("Decision", "decision", 30),
    text("Decided by", "decided_by", 24),
    text("Because", "because", 40),
)
DATED = (
    REFERENCE,
    text("Milestone", "title", 44),
    text("Approved before", lambda line: tuple(on.isoformat() for on in line.approved[:-1]), 16),
    date("Approved", lambda line: line.approved[-1]),
    date("Forecast or met", "expected_on"),
    text("Met", "met", 7),
    number("Days behind", "behind"),
    number("Days in all", "in_all"),
    number("Moves", "moves"),
    text("Over a quarter behind", "over_a_quarter", 12),
)
COMING = (date("On", "on"), text("What", "what", 24), text("Text", "text", 70), REFERENCE)
MATTER = (
    NUMBER,
    text("Reference", "about", 11),
    TITLE,
    text("Matter", "matter", 16),
    text("Kind", "kind", 12),
    text("Raised in", "raised_in", 20),
    text("What was said", "words", 60),
)
OPEN_MATTER = (
    text("Raised", "raised", 30),
    text("Owner", "owner", 36),
    date("By", "due_on"),
    text("Overdue", "overdue", 9),
    text("So far", "so_far", 60),
    text("Made", "made", 50),
)
CLOSED_MATTER = (
    date("Closed on", "closed_on"),
    text("What became of it", "became", 60),
    text("Made", "made", 50),
)
