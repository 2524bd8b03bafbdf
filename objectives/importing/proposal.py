"""What bringing in a plan would change: each row new, changed or the same as what there is. Pure.

The same plan over the same service gives the same proposal, and so the same digest: one that was looked at can be
told from one that has come to differ meanwhile.
"""

import datetime as dt
import hashlib
from typing import Any

import msgspec
from msgspec import Struct

from objectives.dates import in_words
from objectives.importing.lines import Due, Fault, Line, Lines
from objectives.importing.present import STILL_PLANNED, Kept, Present
from objectives.importing.sheets import Sheet
from objectives.importing.words import BETWEEN, LEAVE, MAKE, Vocabulary
from objectives.words import Status

NEW, CHANGED, SAME = "new", "changed", "the same"
CALLED = {
    "title": "Title",
    "description": "Description",
    "agency": "Agency",
    "owner": "Owner",
    "accountable": "Accountable",
    "planned_start_on": "Planned start",
    "plan_reference": "Your own reference",
    "rating": "RAG in the plan",
    "read_as": "RAG in the plan, as read",
    "status": "Status in the plan",
    "timescale": "Timescale in the plan",
    "progress": "Progress in the plan",
    "evidence": "Evidence in the plan",
    "notes": "Notes in the plan",
}


class Fill(Struct, frozen=True):
    """What a row sets, by column. An agency or a post is its number as text, or the word of one to be made."""

    columns: dict[str, Any]
    note: dict[str, str]
    milestones: tuple[Due, ...]


class Change(Struct, frozen=True):
    """What becomes of one row. `what` says what changes, `stays` what the row asks for that an import cannot do."""

    row: int
    state: str
    commitment: int
    called: str
    title: str
    what: tuple[str, ...]
    stays: tuple[str, ...]
    action: int
    fill: Fill


class Made(Struct, frozen=True):
    """An agency or a post to be made. `key` is the word that stands for it; a post's `agency` is a choice likewise."""

    key: str
    title: str
    agency: str = ""


class Proposal(Struct, frozen=True):
    changes: tuple[Change, ...]
    agencies: tuple[Made, ...]
    posts: tuple[Made, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[str, ...]

    def of(self, state: str) -> int:
        return sum(change.state == state for change in self.changes)

    @property
    def changes_nothing(self) -> bool:
        return self.of(SAME) == len(self.changes)

    @property
    def digest(self) -> str:
        """Tells it from any other, in letters only: a guard that looks at forms takes no letters for a number."""
        content = msgspec.json.encode((self.changes, self.agencies, self.posts), order="sorted")
        return hashlib.sha256(content).hexdigest().translate(LETTERS)


LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def propose(sheet: Sheet, lines: Lines, words: Vocabulary, present: Present) -> Proposal:
    """Compares every row with what there is."""
    return _Comparing(sheet, words, present).proposal(lines)


class _Comparing:
    def __init__(self, sheet: Sheet, words: Vocabulary, present: Present) -> None:
        self.sheet, self.present = sheet, present
        self.choice_of = words.choices()
        self.partners = {str(p.id): p.name for p in present.partners}
        self.positions = {str(p.id): p for p in present.positions}
        self.promises = {p.id: p for p in present.promises}
        self.by_reference = {a.reference.casefold(): a for a in present.actions}
        self.by_plan = {a.note.plan_reference.casefold(): a for a in present.actions if a.note.plan_reference}
        self.by_title = {(a.commitment, a.title.casefold()): a for a in present.actions}
        self.faults: list[Fault] = []
        self.agencies: dict[str, Made] = {}
        self.posts: dict[str, Made] = {}
        self.known: dict[object, int] = {}

    def proposal(self, lines: Lines) -> Proposal:
        changes = [change for line in lines.lines if (change := self.change(line))]
        faults = sorted([*lines.faults, *self.faults], key=lambda fault: fault.row)
        agencies, posts = tuple(self.agencies.values()), tuple(self.posts.values())
        return Proposal(tuple(changes), agencies, posts, tuple(faults), lines.remarks)

    def change(self, line: Line) -> Change | None:
        commitment = self.commitment(line)
        agency = self.agency(line)
        owner, accountable = (self.post(line, field, agency) for field in ("owner", "accountable"))
        if commitment is None or not agency:
            return None
        found = self.found(line, commitment)
        self.refuse_twice(line, found, commitment)
        columns = {
            "title": line.title,
            "description": line.description,
            "agency": agency,
            "owner": owner,
            "accountable": accountable,
            "planned_start_on": line.start,
        }
        given = {name: value for name, value in columns.items() if value}
        fill = Fill(given, self.note(line), line.milestones)
        if found is None:
            return self.new(line, commitment, fill)
        return self.changed(line, found, fill)

    def commitment(self, line: Line) -> int | None:
        word = line.word("commitment")
        chosen = self.choice_of.get(("commitment", word), "")
        if chosen.isdecimal() and int(chosen) in self.promises:
            return int(chosen)
        existing = self.by_reference.get(line.word("reference").casefold())
        if not word and existing:
            return existing.commitment
        said = f"“{word}” is no commitment of this strategy" if word else "No commitment is given"
        self.fault(line, "commitment", f"{said}. Give its reference, or say under “Words” which it is.")
        return None

    def agency(self, line: Line) -> str:
        word = line.word("agency")
        chosen = self.choice_of.get(("agency", word), "")
        if chosen in self.partners:
            return chosen
        if chosen == MAKE and word:
            self.agencies.setdefault(word, Made(word, word))
            return word
        said = f"“{word}” is no agency known here" if word else "No agency is given"
        self.fault(line, "agency", f"{said}. Say under “Words” which it is, or have an administrator add it.")
        return ""

    def post(self, line: Line, field: str, agency: str) -> str:
        lead = line.word(field)
        if not lead or not agency:
            return ""
        word = f"{line.word('agency')}{BETWEEN}{lead}"
        chosen = self.choice_of.get(("owner", word), "")
        if chosen in self.positions:
            return chosen
        if chosen == MAKE and "@" not in lead:
            return self.posts.setdefault(word, Made(word, lead, agency)).key
        if chosen != LEAVE:
            self.fault(line, field, f"Nobody has said which post “{lead}” is. Say it under “Words”.")
        return ""

    def found(self, line: Line, commitment: int) -> Kept | None:
        """The action that a row is about: by its reference here, by the plan's own, or by its title."""
        reference = line.word("reference").casefold()
        return (
            self.by_reference.get(reference)
            or self.by_plan.get(reference)
            or self.by_title.get((commitment, line.title.casefold()))
        )

    def refuse_twice(self, line: Line, found: Kept | None, commitment: int) -> None:
        """Two rows about one action: nobody could tell which of them counts."""
        reference = line.word("reference").casefold()
        names: list[object] = [("title", commitment, line.title.casefold())]
        names += [("action", found.id)] if found else []
        names += [("reference", reference)] if reference else []
        for name in names:
            first = self.known.setdefault(name, line.row)
            if first != line.row:
                field = "reference" if name != names[0] and reference else "title"
                self.fault(
                    line, field, f"This is the same action as in row {first}. Keep one of the two rows."
                )
                return

    def note(self, line: Line) -> dict[str, str]:
        """What the plan says of itself, by the starting note's columns."""
        note = {
            name: line.word(name)
            for name in ("rating", "status", "timescale", "progress", "evidence", "notes")
        }
        reference = line.word("reference")
        note["plan_reference"] = "" if reference.casefold() in self.by_reference else reference
        read_as = self.choice_of.get(("rating", line.word("rating")), LEAVE)
        said_so = read_as.casefold() == note["rating"].casefold()
        note["read_as"] = "" if read_as == LEAVE or said_so else read_as
        return {name: word for name, word in note.items() if word}

    def new(self, line: Line, commitment: int, fill: Fill) -> Change:
        what = [self.said(name, value) for name, value in fill.columns.items() if name != "title"]
        what += [f"Milestone “{m.title}” by {in_words(m.on)}" for m in fill.milestones]
        what += [_said(name, word) for name, word in fill.note.items()]
        called = self.promises[commitment].reference
        return Change(line.row, NEW, commitment, called, line.title, tuple(what), (), 0, fill)

    def changed(self, line: Line, kept: Kept, fill: Fill) -> Change:
        if kept.status is Status.SUPERSEDED:
            kept_as = (f"{kept.reference} has been superseded and is kept as it was.",)
            return Change(
                line.row, SAME, kept.commitment, kept.reference, line.title, (), kept_as, kept.id, NO_FILL
            )
        columns = {name: value for name, value in fill.columns.items() if value != _text_of(kept, name)}
        milestones, stays = _milestones(kept, fill.milestones)
        if self.commitment_of(line) not in (0, kept.commitment):
            stays.append(
                f"It stays under {self.promises[kept.commitment].reference}; an action is not moved."
            )
        note = {name: word for name, word in fill.note.items() if word != getattr(kept.note, name)}
        what = [f"{self.said(name, value)}" for name, value in columns.items()]
        what += [f"Milestone “{m.title}” by {in_words(m.on)} added" for m in milestones]
        what += [_said(name, word) for name, word in note.items()]
        state = CHANGED if what else SAME
        return Change(
            line.row,
            state,
            kept.commitment,
            kept.reference,
            line.title,
            tuple(what),
            tuple(stays),
            kept.id,
            Fill(columns, note, milestones),
        )

    def commitment_of(self, line: Line) -> int:
        chosen = self.choice_of.get(("commitment", line.word("commitment")), "")
        return int(chosen) if chosen.isdecimal() else 0

    def said(self, name: str, value: object) -> str:
        """What a column becomes, in words."""
        if isinstance(value, dt.date):
            return f"{CALLED[name]}: {in_words(value)}"
        if name == "agency":
            return f"{CALLED[name]}: {self.partners.get(str(value), str(value))}"
        if name in ("owner", "accountable"):
            position = self.positions.get(str(value))
            return f"{CALLED[name]}: {position.title if position else self.posts[str(value)].title}"
        return _said(name, str(value))

    def fault(self, line: Line, field: str, sentence: str) -> None:
        self.faults.append(Fault(self.sheet.name, line.row, line.cells.get(field, ""), sentence))


NO_FILL = Fill({}, {}, ())


def _text_of(kept: Kept, name: str) -> object:
    """A column of an action as a fill has it."""
    value = getattr(kept, name)
    return str(value) if isinstance(value, int) else value


def _milestones(kept: Kept, asked: tuple[Due, ...]) -> tuple[tuple[Due, ...], list[str]]:
    """Those to be added, and what is said of those that stay: an approved date moves by approval alone."""
    there = {stage.title.casefold(): stage for stage in kept.milestones}
    stays = [
        f"“{one.title}” stays at {in_words(there[one.title.casefold()].baseline_on)}: an approved date moves when a "
        f"new one ({in_words(one.on)}) is asked for and approved."
        for one in asked
        if one.title.casefold() in there and there[one.title.casefold()].baseline_on != one.on
    ]
    new = tuple(one for one in asked if one.title.casefold() not in there)
    if new and kept.status not in STILL_PLANNED:
        return (), [*stays, f"{kept.reference} is {kept.status}, so no milestone is added."]
    return new, stays


def _said(name: str, word: str) -> str:
    short = word if len(word) <= 120 else f"{word[:119]}…"
    return f"{CALLED[name]}: {' '.join(short.split())}"
