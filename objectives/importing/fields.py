"""The columns that a plan can have, what people call them, and where a sheet's headings stand."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from objectives.importing.sheets import Row, Sheet
from objectives.text import clean_line

LOOK_FOR_HEADINGS = 30  # rows from the top


class Field(Struct, frozen=True):
    """Something that a column can hold. `called` are headings that mean it, in small letters."""

    name: str
    label: str
    called: tuple[str, ...]
    help: str = ""


PLAN_FIELDS = (
    Field(
        "commitment",
        "Commitment",
        ("commitment", "strategy commitment", "commitment reference", "strategic commitment", "promise"),
        "Its reference, such as PROT-4, or its short title. Every action stands under one.",
    ),
    Field(
        "reference",
        "Your own reference",
        ("reference", "ref", "ref no", "action reference", "action ref", "action no", "no", "number", "id"),
        "Finds the same line again when the plan is brought in once more.",
    ),
    Field(
        "title",
        "Action",
        ("action", "actions", "what will be done", "what we will do", "task", "activity", "action required"),
        "What will be done. The one column that every plan must have.",
    ),
    Field(
        "description",
        "More about it",
        ("description", "detail", "details", "more about it", "background", "scope"),
    ),
    Field(
        "agency",
        "Agency",
        ("agency", "organisation", "organization", "partner", "lead agency", "lead organisation"),
    ),
    Field(
        "owner",
        "Lead (the post that owns it)",
        ("lead", "owner", "action owner", "lead officer", "responsible", "who", "action lead", "by whom"),
        "A post, or the name or e-mail address of whoever holds it.",
    ),
    Field(
        "accountable",
        "Accountable executive (a post)",
        (
            "accountable",
            "accountable executive",
            "sponsor",
            "executive lead",
            "senior responsible owner",
            "sro",
        ),
    ),
    Field("start", "Planned start", ("start", "start date", "planned start", "begins", "from")),
    Field(
        "timescale",
        "Timescale (when it is due)",
        (
            "timescale",
            "timescales",
            "due",
            "due date",
            "deadline",
            "by when",
            "target date",
            "completion date",
        ),
        "30/09/2026, Sept 2026, Q2 2026-27, or “ongoing”. It becomes the date of a milestone.",
    ),
    Field(
        "milestones",
        "Milestones",
        ("milestones", "milestone", "key milestones", "key dates"),
        "One on each line: what will have been reached – and when.",
    ),
    Field(
        "rating",
        "RAG",
        ("rag", "rag rating", "rag status", "brag", "rating", "current rag"),
        "Kept as what the plan said. It never counts as a rating here.",
    ),
    Field("status", "Status", ("status", "stage", "action status")),
    Field(
        "progress",
        "Progress",
        ("progress", "update", "progress update", "latest update", "current position", "progress to date"),
    ),
    Field(
        "evidence",
        "Evidence",
        ("evidence", "evidence of impact", "evidence of completion", "how we will know", "outcome", "impact"),
    ),
    Field("notes", "Notes", ("notes", "note", "comments", "comment", "remarks")),
)

PEOPLE_FIELDS = (
    Field("name", "Name", ("name", "full name", "person")),
    Field("email", "E-mail address", ("e mail address", "e mail", "email", "email address", "mail")),
    Field("agency", "Agency", ("agency", "organisation", "organization", "partner"), "As it is called here."),
    Field(
        "roles",
        "Roles",
        ("roles", "role", "access"),
        "Business unit, executive group or scrutineer, with commas between them; empty for none.",
    ),
    Field("post", "Post", ("post", "job title", "title", "job"), "The post that they hold from today."),
)


def guess(heading: str, fields: Iterable[Field]) -> str:
    """The field that a heading means, by its words; empty where it means none."""
    words = _words(heading)
    return next((field.name for field in fields if words in field.called or words == _words(field.label)), "")


def guess_columns(row: Row, fields: tuple[Field, ...]) -> dict[int, str]:
    """Each column that a row's headings give a meaning; of two that mean the same, the first."""
    found: dict[int, str] = {}
    for column, cell in enumerate(row.cells):
        name = guess(cell.text, fields)
        if name and name not in found.values():
            found[column] = name
    return found


def heading_row(sheet: Sheet, fields: tuple[Field, ...]) -> int:
    """The number of the row that looks most like headings, of the first few; 0 for an empty sheet."""
    first = sheet.rows[:LOOK_FOR_HEADINGS]
    if not first:
        return 0
    return max(first, key=lambda row: (len(guess_columns(row, fields)), _filled(row), -row.number)).number


def headings(sheet: Sheet, number: int) -> Mapping[int, str]:
    """What each column with anything in it is called; a column without a heading has an empty name."""
    row = sheet.row(number)
    return {column: clean_line(row.cell(column).text) if row else "" for column in range(sheet.width)}


def _filled(row: Row) -> int:
    return sum(bool(cell.text) for cell in row.cells)


def _words(heading: str) -> str:
    return " ".join(re.sub("[^a-z ]", " ", heading.casefold()).split())
