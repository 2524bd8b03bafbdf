"""A plan's rows read as what they ask for, field by field, with every fault by its cell. Pure.

What a word stands for (an agency, a post, a commitment) is not known here; `words` and `proposal` find that out.
"""

import datetime as dt
import re
from collections.abc import Iterable

from msgspec import Struct

from objectives.guard import Kind, look, masked
from objectives.importing.sheets import Cell, Holds, Row, Sheet, address
from objectives.importing.whens import When, read_when
from objectives.text import clean_line

LONGEST_TITLE = 255
LONGEST_LINE = 255  # of a word that names something: an agency, a lead, a status
LONGEST_TEXT = 10_000
DUE = "The action is done"  # what the milestone is called that a timescale becomes
HOLD_ADDRESSES = ("owner", "accountable")
NOTED = ("progress", "evidence", "notes")
NAMED = ("commitment", "reference", "agency", "owner", "accountable", "rating", "status")
MILESTONE_PARTS = re.compile(r"\n|;")
MILESTONE_DATE = re.compile(
    r"(?P<title>.+?)(?: [-–—] |: ?|, ?by | by |\s*\((?=[^()]*\)$))(?P<when>[^()]+)\)?"
)
CLOSERS = {"total", "totals", "end", "key", "key:"}


class Choices(Struct, frozen=True):
    """What somebody said that a workbook means: its sheet, the row of headings, what each column is, and each word.

    `columns` are fields by column; `words` are what a word stands for, by what it names and then by itself.
    """

    sheet: int = -1
    heading: int = 0
    columns: dict[int, str] = {}
    words: dict[str, dict[str, str]] = {}


class Fault(Struct, frozen=True):
    """What stops an import at one cell, and what to do about it. `cell` is empty where it is the whole row."""

    sheet: str
    row: int
    cell: str
    sentence: str


class Due(Struct, frozen=True):
    """A milestone that a row asks for."""

    title: str
    on: dt.date


class Line(Struct, frozen=True):
    """One row of a plan. What a row says in words is by field in `words`; empty where it says nothing."""

    row: int
    title: str
    description: str
    start: dt.date | None
    milestones: tuple[Due, ...]
    words: dict[str, str]
    cells: dict[str, str]

    def word(self, field: str) -> str:
        return self.words.get(field, "")


class Lines(Struct, frozen=True):
    """All rows of a sheet below its headings. `remarks` say what is read otherwise than it may look."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[str, ...]


def read_lines(sheet: Sheet, choices: Choices) -> Lines:
    """Every row below the headings, with all that is wrong in it."""
    reading = _Reading(sheet, choices)
    for row in sheet.rows:
        if row.number > choices.heading:
            reading.read(row)
    return Lines(tuple(reading.lines), tuple(reading.faults), tuple(reading.remarks))


class _Reading:
    def __init__(self, sheet: Sheet, choices: Choices) -> None:
        self.sheet = sheet
        self.column_of = {field: column for column, field in choices.columns.items()}
        self.lines: list[Line] = []
        self.faults: list[Fault] = []
        self.remarks: list[str] = []

    def read(self, row: Row) -> None:
        cells = {field: row.cell(column) for field, column in self.column_of.items()}
        if not any(cell.text or cell.holds is not Holds.TEXT for cell in cells.values()) or _closes(cells):
            return
        before = len(self.faults)
        for field, cell in cells.items():
            self.look_at(row.number, field, cell)
        if len(self.faults) == before:
            self.line(row.number, cells)

    def look_at(self, row: int, field: str, cell: Cell) -> None:
        if sentence := unusable(cell) or _too_long(field, cell) or _addressed(field, cell):
            self.fault(row, field, sentence)

    def line(self, row: int, cells: dict[str, Cell]) -> None:
        title, more = self.title(row, cells)
        start = self.when(row, "start", cells)
        due = self.when(row, "timescale", cells)
        milestones = list(self.milestones(row, cells))
        if due.span and due.span.last not in [one.on for one in milestones]:
            milestones.append(Due(DUE, due.span.last))
        if start.span and milestones and start.span.first > min(one.on for one in milestones):
            self.fault(row, "start", "It begins after its first milestone is due. Check both dates.")
        words = {field: clean_line(cells[field].text) for field in NAMED if field in cells}
        words |= {field: cells[field].text for field in NOTED if field in cells}
        words["timescale"] = clean_line(due.words)
        self.lines.append(
            Line(
                row=row,
                title=title,
                description=more,
                start=start.span.first if start.span else None,
                milestones=tuple(milestones),
                words={field: word for field, word in words.items() if word},
                cells={field: address(column, row) for field, column in self.column_of.items()},
            )
        )

    def title(self, row: int, cells: dict[str, Cell]) -> tuple[str, str]:
        """One line that says what is done; what is longer than a line goes on in the description."""
        whole, more = cells["title"].text, cells["description"].text if "description" in cells else ""
        title = clean_line(whole)
        if not title:
            self.fault(row, "title", "Say what will be done, or delete the row.")
        if len(title) <= LONGEST_TITLE:
            return title, more
        self.remarks.append(
            f"{address(self.column_of['title'], row)} is longer than a title can be, so its beginning becomes the "
            "title and all of it stands in the description."
        )
        return _shortened(title), "\n\n".join(filter(None, (whole, more)))

    def when(self, row: int, field: str, cells: dict[str, Cell]) -> When:
        when = read_when(cells[field]) if field in cells else When()
        if when.fault:
            self.fault(row, field, when.fault)
        return when

    def milestones(self, row: int, cells: dict[str, Cell]) -> Iterable[Due]:
        text = cells["milestones"].text if "milestones" in cells else ""
        titles: set[str] = set()
        for part in filter(None, map(clean_line, MILESTONE_PARTS.split(text))):
            found = MILESTONE_DATE.fullmatch(part)
            when = read_when(Cell(found["when"].strip())) if found else When()
            if found is None or when.span is None:
                self.fault(row, "milestones", _undated(part, when))
            elif len(found["title"]) > LONGEST_LINE or found["title"].casefold() in titles:
                self.fault(
                    row, "milestones", f"“{part[:60]}” is too long for a milestone, or stands here twice."
                )
            else:
                titles.add(found["title"].casefold())
                yield Due(found["title"], when.span.last)

    def fault(self, row: int, field: str, sentence: str) -> None:
        column = self.column_of.get(field, -1)
        self.faults.append(Fault(self.sheet.name, row, address(column, row) if column >= 0 else "", sentence))


def unusable(cell: Cell) -> str:
    """What is wrong with a cell whatever it is for; empty where nothing is."""
    if cell.holds is Holds.ERROR:
        return (
            f"It shows the error {cell.text}. Mend the formula in the workbook, or type what it should say."
        )
    if cell.holds is Holds.NO_RESULT:
        return "It is a formula that was never worked out. Open the workbook in Excel, save it, and give it again."
    if cell.finds:
        return (
            f"“{_about(cell.text)}” has what looks like {_listed(cell.finds)}. Nothing that points to a child is kept "
            "here: take it out of the workbook, or leave the column out."
        )
    return ""


def _addressed(field: str, cell: Cell) -> str:
    """An e-mail address may name a lead; anywhere else it is somebody's, and nobody can tell whose."""
    if "@" not in cell.text or field in HOLD_ADDRESSES:
        return ""
    if not any(find.kind is Kind.EMAIL for find in look(cell.text)):
        return ""
    return f"“{_about(masked(cell.text))}” has an e-mail address. Take it out: the lead alone may be named by one."


def _too_long(field: str, cell: Cell) -> str:
    longest = LONGEST_LINE if field in NAMED else LONGEST_TEXT
    if len(cell.text) <= longest:
        return ""
    return f"It has {len(cell.text):,} characters; up to {longest:,} are kept. Shorten it."


def _about(text: str) -> str:
    """Where in a text it is: the masked part and a little around it."""
    at = text.find("•")
    return clean_line(text[max(0, at - 30) : at + 40]) if at >= 0 else clean_line(text[:60])


def _listed(kinds: tuple[str, ...]) -> str:
    return " and ".join(kind if kind.startswith("words") else f"{_article(kind)} {kind}" for kind in kinds)


def _article(kind: str) -> str:
    return "an" if kind.startswith(("NHS", "e-mail")) else "a"


def _undated(part: str, when: When) -> str:
    if when.fault:
        return f"Milestone “{part[:60]}”: {when.fault}"
    return f"Milestone “{part[:60]}” has no date. Write it as: what will have been reached – 30/09/2026."


def _closes(cells: dict[str, Cell]) -> bool:
    """Whether a row is no action but the end of a table: "Total", a key to the colours."""
    said = [cell.text.casefold() for cell in cells.values() if cell.text]
    return bool(said) and said[0] in CLOSERS


def _shortened(title: str) -> str:
    """Its first sentence where that is short enough, else as many whole words as a title holds."""
    first = re.match(r".{20,250}?[.;](?= )", title)
    return first[0].rstrip(".;") if first else title[: LONGEST_TITLE - 2].rsplit(" ", 1)[0] + " …"
