"""Evidence as a reader weighs it: what it is, what it shows, and what has become of it."""

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct

from governance_app.wording import size
from objectives.dates import months_after
from objectives.standing import Evidence
from objectives.thresholds import THRESHOLDS
from objectives.words import EvidenceForm, Grade, Line
from reports.wording import day, sentence_case

GRADES = {
    Grade.NONE: "0 None",
    Grade.STATEMENT: "1 Statement",
    Grade.DOCUMENT: "2 Document",
    Grade.TESTED: "3 Tested practice",
    Grade.CORROBORATED: "4 Corroborated",
}
LINES = {Line.OPERATIONAL: "operational", Line.OVERSIGHT: "oversight", Line.INDEPENDENT: "independent"}


class EvidenceLine(Struct, frozen=True):
    evidence: Evidence
    what: str
    grade: str
    standing: str

    @property
    def has_file(self) -> bool:
        return self.evidence.form is EvidenceForm.FILE


def evidence_lines(
    pieces: Iterable[Evidence], today: dt.date, redacted: Mapping[int, str]
) -> tuple[EvidenceLine, ...]:
    """Newest first by the date it shows; a piece that is for several things appears once.

    `redacted` says of pieces, by id, when something of theirs was redacted and by whom.
    """
    once = {piece.id: piece for piece in pieces}
    newest = sorted(once.values(), key=lambda piece: (piece.shows_on, piece.id), reverse=True)
    return tuple(
        EvidenceLine(
            piece,
            _what(piece, redacted.get(piece.id)),
            "–" if piece.grade is None else GRADES[piece.grade],
            standing_of(piece, today),
        )
        for piece in newest
    )


def standing_of(piece: Evidence, today: dt.date) -> str:
    """Accepted, returned or waiting, and whether it still counts."""
    if piece.accepted is None:
        return "Waiting to be judged; it does not count yet"
    if not piece.accepted:
        return f"Returned by {piece.judged_by}: {piece.judgement_reason}"
    if piece.expires_on and piece.expires_on < today:
        return f"Accepted; expired on {day(piece.expires_on)}"
    if months_after(piece.shows_on, THRESHOLDS.evidence_lasts_months) < today:
        return f"Accepted; now over {THRESHOLDS.evidence_lasts_months} months old"
    return f"Accepted by {piece.judged_by}"


def _what(piece: Evidence, redacted: str | None) -> str:
    parts = [
        sentence_case(piece.kind),
        f"line {piece.line:d}, {LINES[piece.line]}",
        f"given by {piece.given_by}",
    ]
    if piece.form is EvidenceForm.FILE and piece.file_name and piece.size is not None:
        parts.append(f"{piece.file_name}, {size(piece.size)}")
    if redacted:
        parts.append(redacted)
    if piece.milestone:
        parts.append(f"for “{piece.milestone}”")
    return " · ".join(parts)
