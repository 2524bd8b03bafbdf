"""A plan with a fault of every kind, and the sentence that each has to be told with, by its cell."""

import datetime as dt
from typing import Any

from openpyxl import Workbook

from tests.workbooks import saved

HEADINGS = (
    "Commitment",
    "Ref",
    "Action",
    "Description",
    "Agency",
    "Lead",
    "Accountable",
    "Start",
    "Timescale",
    "Milestones",
    "RAG",
    "Status",
    "Progress",
    "Evidence",
    "Notes",
)
COLUMN = {name: chr(ord("A") + place) for place, name in enumerate(HEADINGS)}
SOUND = {"Commitment": "PROT-4", "Action": "Train officers", "Agency": "Police", "Timescale": "30/09/2026"}
WAYS = "Write a day as 30/09/2026, a month as Sept 2026, a quarter as Q2 2026-27, or “ongoing”."
TAKE_OUT = (
    "Nothing that points to a child is kept here: take it out of the workbook, or leave the column out."
)
ERROR = "Mend the formula in the workbook, or type what it should say."

# What is wrong in each row, the column it is in, and how what is said of it begins.
FAULTS: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"Commitment": ""}, "Commitment", "No commitment is given. Give its reference"),
    ({"Commitment": "PROT-99"}, "Commitment", "“PROT-99” is no commitment of this strategy."),
    ({"Action": ""}, "Action", "Say what will be done, or delete the row."),
    ({"Agency": ""}, "Agency", "No agency is given. Say under “Words” which it is"),
    ({"Agency": "Poliec"}, "Agency", "“Poliec” is no agency known here."),
    ({"Lead": "nobody@example.org"}, "Lead", "Nobody has said which post “nobody@example.org” is."),
    ({"Accountable": "gone@example.org"}, "Accountable", "Nobody has said which post “gone@example.org” is."),
    ({"Timescale": "spring 2026"}, "Timescale", f"“spring 2026” is no day that there is. {WAYS}"),
    ({"Timescale": "31/02/2026"}, "Timescale", f"“31/02/2026” is no day that there is. {WAYS}"),
    ({"Timescale": "soon"}, "Timescale", f"“soon” could not be read as a date. {WAYS}"),
    ({"Timescale": "Q2"}, "Timescale", "“Q2” does not say of which financial year. Write it as Q2 2026-27."),
    ({"Timescale": "Q1 2026-28"}, "Timescale", f"“Q1 2026-28” is no day that there is. {WAYS}"),
    ({"Timescale": "2027"}, "Timescale", "“2027” could be the calendar year or the financial year."),
    ({"Timescale": "Sept 2026 or Dec 2026"}, "Timescale", "“Sept 2026 or Dec 2026” names more than one day."),
    (
        {"Timescale": 46295},
        "Timescale",
        "46295 is a number. If it means 30 September 2026, give the cell a date",
    ),
    ({"Timescale": 7}, "Timescale", f"7 is a number and no date. {WAYS}"),
    (
        {"Timescale": dt.date(1926, 9, 30)},
        "Timescale",
        "“1926-09-30” is 30 September 1926, which no plan can mean.",
    ),
    ({"Start": "30/11/2026"}, "Start", "It begins after its first milestone is due. Check both dates."),
    ({"Start": "when funded"}, "Start", f"“when funded” could not be read as a date. {WAYS}"),
    ({"Milestones": "Course written"}, "Milestones", "Milestone “Course written” has no date."),
    (
        {"Milestones": "Course – whenever"},
        "Milestones",
        "Milestone “Course – whenever”: “whenever” could not be read",
    ),
    (
        {"Milestones": "One – June 2026; One – July 2026"},
        "Milestones",
        "“One – July 2026” is too long for a milestone",
    ),
    (
        {"Progress": "=A1&A2"},
        "Progress",
        "It is a formula that was never worked out. Open the workbook in Excel",
    ),
    ({"Evidence": "#REF!"}, "Evidence", f"It shows the error #REF!. {ERROR}"),
    ({"Timescale": "#N/A"}, "Timescale", f"It shows the error #N/A. {ERROR}"),
    ({"Notes": "NHS no 943 476 5919"}, "Notes", "an NHS number. Nothing that points to a child is kept here"),
    (
        {"Progress": "Child A, DOB 12/03/2015"},
        "Progress",
        "a date of birth. Nothing that points to a child is kept here",
    ),
    ({"Evidence": "Lives at CV1 5FB"}, "Evidence", f"has what looks like a full postcode. {TAKE_OUT}"),
    (
        {"Notes": "Ask jo@example.org"},
        "Notes",
        "has an e-mail address. Take it out: the lead alone may be named",
    ),
    ({"Status": "s" * 300}, "Status", "It has 300 characters; up to 255 are kept. Shorten it."),
    ({"Progress": "w" * 10_001}, "Progress", "It has 10,001 characters; up to 10,000 are kept. Shorten it."),
    ({"Action": "Map the pathway", "Ref": "1.1"}, "", ""),
    (
        {"Action": "Another action", "Ref": "1.1"},
        "Ref",
        "This is the same action as in row 33. Keep one of the two rows.",
    ),
    (
        {"Action": "Map the pathway"},
        "Action",
        "This is the same action as in row 33. Keep one of the two rows.",
    ),
)


def faulty_plan() -> bytes:
    """One row for each of FAULTS, from the second row on."""

    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.title = "Plan"
        sheet.append(HEADINGS)
        for number, (wrong, _, _) in enumerate(FAULTS, 1):
            row = SOUND | {"Action": f"Train officers {number}"} | wrong
            sheet.append([row.get(name) for name in HEADINGS])

    return saved(fill)


def expected() -> dict[str, str]:
    """How the sentence at each cell begins, or what it has in it."""
    return {
        f"Plan, cell {COLUMN[column]}{row}": said for row, (_, column, said) in enumerate(FAULTS, 2) if column
    }
