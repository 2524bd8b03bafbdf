"""The register's headline, how late a reply is, and the assurance map: what they say, from counts and a standing."""

import datetime as dt

from msgspec import Struct

from objectives.assurance_register import Register, Told
from objectives.assurance_rules import overdue
from objectives.chasing import next_rung
from objectives.days import working_days_between
from objectives.rated import Judgement
from objectives.standing import AssuranceRequest, Standing
from objectives.words import Opinion, RequestState
from reports.assurance import age_of, assurance_of, headline, in_force
from reports.assurance_lines import OfAgency, Opined
from reports.wording import counted, sentence_case, short_day

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
    """What one agency has said of one commitment. `words` is all of it; `short` fits a narrow column.

    `marks` are the opinion in force, and whether an answer is waited for or overdue.
    """

    reference: str
    short: str = ""
    words: str = "Nothing asked"
    marks: tuple[str, ...] = ()
    late: bool = False
    request: int | None = None


class Row(Struct, frozen=True):
    agency: str
    cells: tuple[Cell, ...]


class Map(Struct, frozen=True):
    """Agency by commitment; `heads` are the objectives with how many commitments each has.

    Beside it what the pack's section 6 says today: opinions, each with its request, and each agency's figures.
    """

    headline: str
    heads: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, str, bool], ...]
    rows: tuple[Row, ...]
    opinions: tuple[tuple[int, Opined], ...]
    agencies: tuple[OfAgency, ...]


def headline_of(counts: dict[str, int]) -> str:
    """What needs doing, in a sentence."""
    parts = []
    if counts["overdue"]:
        parts.append(f"{counted(counts['overdue'], 'request')} overdue")
    if counts["review"]:
        parts.append(f"{counted(counts['review'], 'reply', 'replies')} to judge")
    if counts["drafts"]:
        parts.append(f"{counted(counts['drafts'], 'draft')} not sent")
    return (
        sentence_case(", ".join(parts)) + "."
        if parts
        else "Nothing is overdue, and nothing waits to be judged."
    )


def lateness(told: Told, found: Register) -> str:
    """Why a request is overdue and what comes next, as `Five working days late. Next: agency lead, 8 Dec`."""
    if told.due_on is None or told.id not in found.overdue:
        return ""
    if not told.is_late(found.today):
        return f"{'Declined' if told.outcome == RequestState.DECLINED else 'The opinion lapsed'}. Next: ask again."
    late = sentence_case(counted(working_days_between(told.due_on, found.today), "working day"))
    following = next_rung(told.due_on, found.today)
    if following is None:
        return f"{late} late. No step is left."
    rung, on = following
    return f"{late} late. Next: {rung.title.rpartition(': ')[2]}, {short_day(on)}."


def assurance_map(judgement: Judgement) -> Map:
    """The map of a standing: every agency that was asked for anything, by every commitment."""
    standing = judgement.standing
    commitments, told = list(standing.commitments()), assurance_of(judgement)
    found = _asked(standing)
    first = {objective.commitments[0].reference for objective in standing.objectives if objective.commitments}
    return Map(
        headline=headline(told),
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
        opinions=tuple(
            (one.request.id, line) for one, line in zip(in_force(standing), told.opinions, strict=True)
        ),
        agencies=told.agencies,
    )


def _asked(standing: Standing) -> dict[tuple[str, str], list[AssuranceRequest]]:
    """By agency and commitment, what was asked about the commitment or an action of it, oldest first."""
    found: dict[tuple[str, str], list[AssuranceRequest]] = {}
    for commitment in standing.commitments():
        every = [*commitment.requests, *(r for action in commitment.actions for r in action.requests)]
        for _, request in sorted({request.id: request for request in every}.items()):
            found.setdefault((request.agency.name, commitment.reference), []).append(request)
    return found


def _cell(reference: str, requests: list[AssuranceRequest], today: dt.date) -> Cell:
    if not requests:
        return Cell(reference)
    newest = requests[-1]
    judged = next((r for r in reversed(requests) if r.opinion in SHORT), None)
    fired = next((f for r in requests if (f := overdue(r, today))), None)
    waits = newest.opinion not in SHORT and not newest.declined
    words = _opinion_words(judged, today) if judged else _asked_words(newest)
    if judged and waits:
        words += "; asked again"
    if fired:
        words = f"{words}. {fired.sentence}"
    late = newest.declined or (waits and overdue(newest, today) is not None)
    marks = ((judged.opinion.lower(),) if judged else ()) + (
        ("overdue",) if late else ("waiting",) if waits else ()
    )
    return Cell(
        reference, _short(judged, newest, late, fired is not None), words, marks, bool(fired), newest.id
    )


def _short(judged: AssuranceRequest | None, newest: AssuranceRequest, late: bool, fired: bool) -> str:
    if late:
        return "Decl" if newest.declined else "Late"
    if judged is None:
        return "Asked"
    return "Lapsed" if fired else SHORT[judged.opinion]


def _asked_words(newest: AssuranceRequest) -> str:
    if newest.declined:
        return "Declined"
    return "Asked, not yet judged" if newest.answered else "Asked, not yet answered"


def _opinion_words(judged: AssuranceRequest, today: dt.date) -> str:
    words = judged.opinion.value
    if judged.review_by:
        words += f", to be reviewed by {short_day(judged.review_by)}"
    return f"{words}, {age_of(judged.assessed_on or judged.issued_on, today)}"
