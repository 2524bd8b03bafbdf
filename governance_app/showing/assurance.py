"""The register's headline and the assurance map: what they say, made from counts and from a standing."""

import datetime as dt

from msgspec import Struct

from objectives.assurance_rules import overdue
from objectives.standing import AssuranceRequest, Standing
from objectives.words import Opinion
from reports.wording import counted, sentence_case

STANDINGS = {
    "open": "Open",
    "overdue": "Overdue",
    "review": "To judge",
    "over": "Judged or ended",
    "drafts": "Drafts",
}
SHORT = {
    Opinion.SUBSTANTIAL: "Sub",
    Opinion.REASONABLE: "Reas",
    Opinion.LIMITED: "Lim",
    Opinion.NONE: "None",
}


class Cell(Struct, frozen=True):
    """What one agency has said of one commitment. `words` is all of it; `short` fits a narrow column."""

    reference: str
    short: str = ""
    words: str = "Nothing asked"
    late: bool = False
    request: int | None = None


class Row(Struct, frozen=True):
    agency: str
    cells: tuple[Cell, ...]


class Map(Struct, frozen=True):
    """Agency by commitment; `heads` are the objectives with how many commitments each has."""

    heads: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, str, bool], ...]
    rows: tuple[Row, ...]


def headline_of(counts: dict[str, int]) -> str:
    """What needs doing, in a sentence."""
    parts = []
    if counts["overdue"]:
        parts.append(f"{counted(counts['overdue'], 'reply', 'replies')} overdue")
    if counts["review"]:
        parts.append(f"{counted(counts['review'], 'reply', 'replies')} to judge")
    if counts["drafts"]:
        parts.append(f"{counted(counts['drafts'], 'draft')} not sent")
    return (
        sentence_case(", ".join(parts)) + "."
        if parts
        else "Nothing is overdue, and nothing waits to be judged."
    )


def assurance_map(standing: Standing) -> Map:
    """The map of a standing: every agency that was asked for anything, by every commitment."""
    commitments = list(standing.commitments())
    found: dict[tuple[str, str], list[AssuranceRequest]] = {}
    for commitment in commitments:
        every = [*commitment.requests, *(r for action in commitment.actions for r in action.requests)]
        for request in {request.id: request for request in every}.values():
            found.setdefault((request.agency.name, commitment.reference), []).append(request)
    first = {objective.commitments[0].reference for objective in standing.objectives if objective.commitments}
    return Map(
        heads=tuple((o.name, len(o.commitments)) for o in standing.objectives if o.commitments),
        columns=tuple((c.reference, c.short_title, c.reference in first) for c in commitments),
        rows=tuple(
            Row(
                agency,
                tuple(
                    _cell(c.reference, found.get((agency, c.reference), []), standing.moment.today)
                    for c in commitments
                ),
            )
            for agency in sorted({agency for agency, _ in found})
        ),
    )


def _cell(reference: str, requests: list[AssuranceRequest], today: dt.date) -> Cell:
    if not requests:
        return Cell(reference)
    newest = max(requests, key=lambda r: r.id)
    judged = max((r for r in requests if r.opinion in SHORT), key=lambda r: r.id, default=None)
    fired = next((f for f in (overdue(r, today) for r in requests) if f), None)
    waiting = newest.opinion not in SHORT
    words = (
        judged.opinion.value
        if judged
        else ("Asked, not yet judged" if newest.answered else "Asked, not yet answered")
    )
    if judged and judged.review_by:
        words += f", to be reviewed by {judged.review_by:%-d %B %Y}"
    if judged and waiting:
        words += "; asked again"
    if fired:
        words = f"{words}. {fired.sentence}"
    short = "Late" if fired else SHORT[judged.opinion] if judged else "Asked"
    return Cell(reference, short, words, bool(fired), newest.id)
