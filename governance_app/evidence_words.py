"""The evidence form's fields: what is read out of them. One form gives files, a link and a statement at once."""

import datetime as dt
from typing import Any

from msgspec import Struct

from governance_app.file_names import stem_of
from governance_app.forms import Answers, date_fields
from objectives.drafts import Words
from objectives.evidence import KeptFile, NewEvidence, check_evidence
from objectives.standing import Action
from objectives.tables.evidence import Evidence as EvidenceRow
from objectives.words import EvidenceKind, Line, Sensitivity
from reports.wording import sentence_case

ABOUT, WHOLE = "about", "action"
KINDS = [(kind.value, sentence_case(kind)) for kind in EvidenceKind]
LINES_OFFERED = [
    (
        str(int(Line.OPERATIONAL)),
        "Those who do the work",
        "First line: a team’s own policy, figures or records.",
        "",
    ),
    (
        str(int(Line.OVERSIGHT)),
        "Those who oversee it",
        "Second line: managers, quality assurance, the partnership’s own audits.",
        "",
    ),
    (
        str(int(Line.INDEPENDENT)),
        "Somebody independent",
        "Third line: internal audit, peers from elsewhere, an inspectorate.",
        "",
    ),
]
SENSITIVITIES = [(word.value, word.value) for word in reversed(Sensitivity)]
LABELS = {
    "files": "Files",
    "link": "Link",
    "statement": "Statement",
    "title": "Title",
    "kind": "What kind of evidence is it?",
    "shows_on": "Which date does it show?",
    "expires_on": "Does it expire?",
    "declared_free_of_child_data": "No child-identifiable information",
}
FIELDS = (
    "link",
    "statement",
    "title",
    ABOUT,
    "kind",
    *date_fields("shows_on"),
    *date_fields("expires_on"),
    "line",
    "sensitivity",
    "declared_free_of_child_data",
)
TO_BEGIN_WITH: Words = {
    ABOUT: WHOLE,
    "line": str(int(Line.OPERATIONAL)),
    "sensitivity": Sensitivity.OFFICIAL_SENSITIVE.value,
}


class Offer(Struct, frozen=True):
    """The pieces that a form gives. Where there are faults, something stands in for what could not be read."""

    pieces: tuple[NewEvidence, ...]
    faults: dict[str, str]


def about_offered(action: Action) -> list[tuple[str, str]]:
    """What evidence can be for: the action as a whole, or one of its milestones."""
    milestones = [(str(one.id), f"Milestone: {one.title}") for one in action.milestones]
    return [(WHOLE, f"{action.reference} as a whole"), *milestones]


def read_about(words: Words, action: Action | None) -> int | None:
    """The id of the milestone that was chosen, or None for the action as a whole, or where it is for no action."""
    if action is None:
        return None
    ids = {str(one.id): one.id for one in action.milestones}
    return ids.get(words.get(ABOUT, ""))


def read_offer(words: Words, files: tuple[KeptFile, ...], action: Action | None, today: dt.date) -> Offer:
    """All that a form gives, and everything that is wrong with it by field; for an action, or for a reply (None)."""
    answers = Answers(words)
    kind = answers.choice("kind", EvidenceKind, "Say what kind of evidence it is.")
    shows_on = answers.day(
        "shows_on", "Give the date that it shows, such as the end of the period it covers."
    )
    line = next((line for line in Line if str(line.value) == words.get("line")), Line.OPERATIONAL)
    sensitivity = next(
        (s for s in Sensitivity if s == words.get("sensitivity")), Sensitivity.OFFICIAL_SENSITIVE
    )
    shared: dict[str, Any] = {
        "kind": kind or EvidenceKind.POLICY,
        "shows_on": shows_on or today,
        "expires_on": answers.day("expires_on"),
        "line": line,
        "sensitivity": sensitivity,
        "declared_free_of_child_data": answers.ticked("declared_free_of_child_data"),
        "milestone": read_about(words, action),
    }
    pieces = tuple(NewEvidence(**shared, **own) for own in _each(answers, files))
    for piece in pieces:
        check_evidence(answers.faults, piece, today)
    found = answers.faults.found
    if "form" in found:
        found["files"] = found.pop("form")
    return Offer(pieces, {field: found[field] for field in ("files", *FIELDS) if field in found})


def _each(answers: Answers, files: tuple[KeptFile, ...]) -> list[dict[str, Any]]:
    """What each piece has of its own. A file has its name for a title, after the title given where there are many."""
    title, link, statement = map(answers.text, ("title", "link", "statement"))
    alone = len(files) == 1 and title
    each: list[dict[str, Any]] = [
        {"title": title if alone else _called(title, stem_of(file.file_name)), "file": file} for file in files
    ]
    each += [{"title": title, "link": link}] if link else []
    each += [{"title": title, "statement": statement}] if statement else []
    return each or [{"title": title or "–"}]


def _called(title: str, name: str) -> str:
    return f"{title}: {name}" if title else name


def again(row: EvidenceRow, milestone: int | None) -> NewEvidence:
    """A piece that was given before, to be given for something else, and judged for that."""
    file = None
    if row.sha256:
        file = KeptFile(row.sha256, row.file_name or "", row.media_type or "", row.size or 0)
    return NewEvidence(
        title=row.title,
        kind=EvidenceKind(row.kind),
        shows_on=row.shows_on,
        expires_on=row.expires_on,
        line=Line(row.line),
        sensitivity=Sensitivity(row.sensitivity),
        declared_free_of_child_data=row.declared_free_of_child_data,
        file=file,
        link=row.link or "",
        statement=row.statement or "",
        milestone=milestone,
    )
