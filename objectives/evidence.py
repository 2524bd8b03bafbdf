"""Evidence: giving a file, a link or a statement for something, and accepting it with a grade or returning it.

A file has been kept by its SHA-256 before its evidence is given: an act touches no file. Whoever gave a piece never
judges it.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from objectives.checking import embed_if_proven
from objectives.dates import in_words
from objectives.faults import Faults, refuse_if
from objectives.judges import refuse_own
from objectives.mandates import acting, fresh, refuse_stale, row_of
from objectives.permissions import why_not_give_evidence, why_not_judge_evidence
from objectives.problems import Invalid
from objectives.tables.action import Action
from objectives.tables.evidence import Evidence, EvidenceJudgement, EvidenceLink
from objectives.tables.milestone import Milestone
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment
from objectives.text import clean_line, clean_text
from objectives.words import EvidenceForm, EvidenceKind, Grade, Line, Sensitivity

Subject = Action | Commitment | Milestone


class KeptFile(Struct, frozen=True):
    """A file that the store has kept. `size` is in bytes."""

    sha256: str
    file_name: str
    media_type: str
    size: int


class NewEvidence(Struct, frozen=True, kw_only=True):
    """Exactly one of `file`, `link` and `statement`. `shows_on` is the date it shows, never that of giving it.

    `milestone` is the id of the action's milestone that it is for, where it is not for the action as a whole.
    """

    title: str
    kind: EvidenceKind
    shows_on: dt.date
    declared_free_of_child_data: bool
    line: Line = Line.OPERATIONAL
    sensitivity: Sensitivity = Sensitivity.OFFICIAL_SENSITIVE
    expires_on: dt.date | None = None
    file: KeptFile | None = None
    link: str = ""
    statement: str = ""
    milestone: int | None = None


async def give_pieces(person: Person, action: Action, pieces: Iterable[NewEvidence]) -> int:
    """Gives pieces for an action or its milestones in one act, and answers how many. Raises NotAllowed, Invalid.

    A piece that the same person gave already and nobody has judged yet is not given again: a button was pressed twice.
    """
    given = 0
    async with acting(person) as act:
        refuse_if(why_not_give_evidence(act.by, await fresh(action)))
        for piece in pieces:
            if not await _stands_unjudged(person, action, piece):
                await give_evidence(person, piece, await _subject_of(piece, action))
                given += 1
    return given


async def _subject_of(piece: NewEvidence, action: Action) -> Subject:
    if piece.milestone is None:
        return action
    milestone = await row_of(Milestone, piece.milestone)
    if milestone.action != action.id:
        raise Invalid("Choose one of the milestones of this action.")
    return milestone


async def _stands_unjudged(person: Person, action: Action, piece: NewEvidence) -> bool:
    file = piece.file.sha256 if piece.file else None
    substance = (file, clean_line(piece.link) or None, clean_text(piece.statement) or None)
    found = await Evidence.raw(
        _UNJUDGED, person.id, clean_line(piece.title), piece.shows_on, *substance, action.id, piece.milestone
    )
    return bool(found)


_UNJUDGED = """
SELECT e.id FROM evidence e JOIN evidence_link l ON l.evidence = e.id
WHERE e.given_by = {} AND e.title = {} AND e.shows_on = {} AND e.sha256 IS NOT DISTINCT FROM {}::text
    AND e.link IS NOT DISTINCT FROM {}::text AND e.statement IS NOT DISTINCT FROM {}::text
    AND (l.action = {}::int OR l.milestone = {}::int)
    AND NOT EXISTS (SELECT FROM evidence_judgement j WHERE j.evidence = e.id) LIMIT 1
"""


async def give_evidence(person: Person, new: NewEvidence, *subjects: Subject) -> Evidence:
    """Gives a piece of evidence for actions, commitments or milestones. Raises NotAllowed, Invalid."""
    async with acting(person) as act:
        for thing in await _answerable_for(subjects):
            refuse_if(why_not_give_evidence(act.by, thing))
        evidence = Evidence(given_by=person.id, given_at=act.now, **_written(new, subjects, act.today))
        await evidence.save()
        for subject in subjects:
            await EvidenceLink({EvidenceLink.evidence: evidence.id, _column(subject): subject.id}).save()
        return evidence


async def accept_evidence(
    person: Person, evidence: Evidence, grade: Grade, reason: str = "", seen: int | None = None
) -> EvidenceJudgement:
    """Accepts a piece at a grade; a later judgement replaces an earlier one. Raises NotAllowed, Invalid, Conflict."""
    faults = Faults()
    faults.need(grade > Grade.NONE, "grade", "Grade 0 means none; return the evidence with a reason.")
    too_high = evidence.form == EvidenceForm.STATEMENT and grade > Grade.STATEMENT
    faults.need(
        not too_high, "grade", "A statement by itself is grade 1; what it tells of can be given as evidence."
    )
    faults.refuse()
    return await _judge(person, evidence, seen, accepted=True, grade=grade, reason=clean_text(reason))


async def return_evidence(
    person: Person, evidence: Evidence, reason: str, seen: int | None = None
) -> EvidenceJudgement:
    """Returns a piece with a reason; it counts for nothing. Raises NotAllowed, Invalid, Conflict."""
    faults = Faults()
    given = faults.text(reason, "reason", "Say why it is returned, and what would be accepted.")
    faults.refuse()
    return await _judge(person, evidence, seen, accepted=False, grade=Grade.NONE, reason=given)


async def _judge(person: Person, evidence: Evidence, seen: int | None, **judgement: Any) -> EvidenceJudgement:
    async with acting(person) as act:
        judged = await fresh(evidence)
        things = await _answerable_for(await _subjects(judged))
        refuse_if(why_not_judge_evidence(act.by, judged.given_by, things))
        for thing in things:
            await refuse_own(act, thing)
        await _refuse_judged_since(seen, judged)
        made = EvidenceJudgement(evidence=judged.id, judged_by=person.id, judged_at=act.now, **judgement)
        await made.save()
        for action in (thing for thing in things if isinstance(thing, Action)):
            await embed_if_proven(action)
        return made


async def _refuse_judged_since(seen: int | None, evidence: Evidence) -> None:
    judgements = EvidenceJudgement.objects().where(EvidenceJudgement.evidence == evidence.id)
    newest = await judgements.order_by(EvidenceJudgement.id, ascending=False).first()
    await refuse_stale(seen, evidence, *([newest] if newest else []))


def _written(new: NewEvidence, subjects: tuple[Subject, ...], today: dt.date) -> dict[str, Any]:
    """The columns of a piece of evidence, its texts cleaned. Raises Invalid."""
    faults = Faults()
    columns = check_evidence(faults, new, today)
    faults.need(subjects, "subjects", "Say what it is evidence for.")
    faults.refuse()
    return columns


def check_evidence(faults: Faults, new: NewEvidence, today: dt.date) -> dict[str, Any]:
    """Notes what is wrong with a piece of evidence; answers its columns, its texts cleaned."""
    link, statement = clean_line(new.link), clean_text(new.statement)
    columns: dict[str, Any] = {
        "title": faults.line(new.title, "title", "Give the evidence a title."),
        "kind": new.kind,
        "shows_on": new.shows_on,
        "expires_on": new.expires_on,
        "line": new.line,
        "sensitivity": new.sensitivity,
        "declared_free_of_child_data": new.declared_free_of_child_data,
    }
    declared = "Confirm that it holds no child-identifiable information; if it does, it must not come here."
    faults.need(new.declared_free_of_child_data, "declared_free_of_child_data", declared)
    faults.need(
        new.shows_on <= today, "shows_on", f"It is {in_words(today)}; give the date that the evidence shows."
    )
    lasts = new.expires_on is None or new.expires_on > new.shows_on
    faults.need(lasts, "expires_on", "It expires before the date that it shows.")
    one = sum(map(bool, (new.file, link, statement))) == 1
    faults.need(one, "form", "Give a file, or a link, or a statement: one of them.")
    faults.need(not link or link.startswith(("http://", "https://")), "link", "A link begins with https://.")
    return columns | _substance(new.file, link, statement)


def form_of(new: NewEvidence) -> EvidenceForm:
    """Whether it is a file, a link or a statement."""
    if new.file:
        return EvidenceForm.FILE
    return EvidenceForm.LINK if new.link else EvidenceForm.STATEMENT


def _substance(file: KeptFile | None, link: str, statement: str) -> dict[str, Any]:
    if file:
        return {
            "form": EvidenceForm.FILE,
            "sha256": file.sha256,
            "file_name": clean_line(file.file_name),
            "media_type": file.media_type,
            "size": file.size,
        }
    if link:
        return {"form": EvidenceForm.LINK, "link": link}
    return {"form": EvidenceForm.STATEMENT, "statement": statement}


def _column(subject: Subject) -> Any:
    return {
        Action: EvidenceLink.action,
        Commitment: EvidenceLink.commitment,
        Milestone: EvidenceLink.milestone,
    }[type(subject)]


async def _subjects(evidence: Evidence) -> list[Subject]:
    found: list[Subject] = []
    for link in (
        await EvidenceLink.objects().where(EvidenceLink.evidence == evidence.id).order_by(EvidenceLink.id)
    ):
        if link.action:
            found.append(await row_of(Action, link.action))
        elif link.commitment:
            found.append(await row_of(Commitment, link.commitment))
        else:
            found.append(await row_of(Milestone, link.milestone))
    return found


async def _answerable_for(subjects: Iterable[Subject]) -> list[Any]:
    """The actions and commitments whose people answer for the subjects; a milestone's are its action's."""
    things: list[Any] = []
    for subject in subjects:
        if isinstance(subject, Milestone):
            things.append(await row_of(Action, subject.action))
        else:
            things.append(await fresh(subject))
    return things
