"""The tables of section 6, for every format that holds tables."""

from collections.abc import Iterator

from reports.assurance_lines import Assurance
from reports.tabled import Table, Under, date, number, table, text

NUMBER, AGENCY, TITLE = text("Number", "number", 8), text("Agency", "agency", 24), text("Title", "title", 44)
ABOUT = text("About", lambda line: ", ".join(line.about), 20)
WHAT = (NUMBER, AGENCY, TITLE, ABOUT)
OVERDUE = (
    date("Asked on", "asked_on"),
    date("Due or lapsed on", "due_on"),
    text("Why", "why", 60),
    text("How far it went", "reached", 30),
)
OPINION = (
    text("Opinion", "opinion", 14),
    date("Given on", "given_on"),
    text("Age", "age", 16),
    date("Review by", "review_by"),
    text("Stands", "stands", 22),
    text("Reasons", "reasons", 60),
    text("Given by", "given_by", 24),
)
ESCALATION = (
    text("Step", "step", 24),
    date("On", "taken_on"),
    text("Written to", lambda line: "; ".join(line.written_to), 50),
)
OF_AGENCY = (
    AGENCY,
    number("Asked", "asked"),
    number("Answered", "answered"),
    number("Declined", "declined"),
    number("Overdue", "overdue"),
    number("Opinions in date", "in_date"),
    number("Usual days to reply", "usual_days"),
)
MAP = (
    text("Agency", "whole.agency", 24),
    text("Commitment", "part.reference", 12),
    text("Opinion", lambda line: line.part.opinion or "No opinion yet", 16),
    text("Told", "part.words", 40),
)


def assurance_tables(found: Assurance) -> Iterator[Table]:
    yield table("assurance_overdue", "Assurance overdue", 6, found.overdue, *WHAT, *OVERDUE)
    yield table("opinions", "Opinions", 6, found.opinions, *WHAT, *OPINION)
    yield table("escalations", "Escalations", 6, found.escalations, *WHAT, *ESCALATION)
    yield table("assurance_by_agency", "Assurance by agency", 6, found.agencies, *OF_AGENCY)
    places = (Under(line, place) for line in found.map for place in line.places)
    yield table("assurance_map", "Who has assured what", 6, places, *MAP)
