"""Single recorded rows turned into the typed pieces of a standing, in the field's words."""

from typing import Any

from objectives import rows, sought_rows, standing
from objectives.sought import Sought

REDACTED_LINK = "https://redacted.invalid/"


def agency(row: rows.Agency) -> standing.Agency:
    return standing.Agency(row.id, row.name, row.short_name, row.lead_partner, row.is_business_unit)


def reporting_round(row: rows.ReportingRound) -> standing.Round:
    return standing.Round(
        id=row.id,
        name=row.name,
        period_starts_on=row.period_starts_on,
        period_ends_on=row.period_ends_on,
        opens_on=row.opens_on,
        updates_due_on=row.updates_due_on,
        moderation_due_on=row.moderation_due_on,
        freezes_at=row.freezes_at,
        meets_on=row.meets_on,
    )


def update(
    row: rows.ProgressUpdate,
    round: standing.Round,
    people: dict[int, standing.Person],
    returns: list[rows.UpdateReturn],
) -> standing.Update:
    """Late is: submitted after its own round's freeze. The newest return's questions stand."""
    return standing.Update(
        id=row.id,
        round=round,
        version=row.version,
        submitted_by=people[row.submitted_by].name,
        submitted_at=row.submitted_at,
        late=row.submitted_at > round.freezes_at,
        returned=returns[-1].questions if returns else None,
        nothing_to_report=row.nothing_to_report,
        output=row.output,
        reach=row.reach,
        impact=row.impact,
        barriers=row.barriers,
        next_steps=row.next_steps,
        owner_rating=row.owner_rating,
        issue=row.issue,
        plan=row.plan,
        plan_due_on=row.plan_due_on,
        ask=row.ask,
        confidence=row.confidence,
        confidence_reason=row.confidence_reason,
        good_practice=row.good_practice,
    )


def commentary(row: rows.Commentary, round: standing.Round, by: standing.Person) -> standing.Commentary:
    return standing.Commentary(
        round=round.name,
        working_well=row.working_well,
        worried_about=row.worried_about,
        needs_to_happen=row.needs_to_happen,
        written_by=by.name,
        written_at=row.written_at,
    )


def sought_in(
    tables: dict[str, dict[int, Any]],
    strategy: rows.Strategy,
    rounds: dict[int, standing.Round],
    people: dict[int, standing.Person],
) -> tuple[Sought, ...]:
    """What was said of decisions sought in a strategy, in every round, oldest first."""
    mine = [row for _, row in sorted(tables["decision_sought"].items()) if row.strategy == strategy.id]
    return tuple(_sought(row, rounds[row.round], people[row.written_by]) for row in mine)


def _sought(row: sought_rows.DecisionSought, round: standing.Round, by: standing.Person) -> Sought:
    return Sought(
        origin=row.origin,
        round=round.name,
        reference=row.reference,
        question=row.question,
        why=row.why,
        recommendation=row.recommendation,
        options=row.options,
        left_out=row.left_out,
        position=row.position,
        written_by=by.name,
        written_at=row.written_at,
    )


def moderation(
    row: rows.Moderation,
    round: standing.Round,
    people: dict[int, standing.Person],
    answers: list[rows.RatingAnswer],
) -> standing.Moderation:
    said = [standing.Answer(a.answer, people[a.answered_by].name, a.answered_at) for a in answers]
    return standing.Moderation(
        rating=row.rating,
        reason=row.reason,
        evidence=row.evidence,
        moderated_by=people[row.moderated_by].name,
        moderated_at=row.moderated_at,
        expires_on=row.expires_on,
        round=round.name,
        id=row.id,
        answer=said[-1] if said else None,
    )


def acceptance(
    row: rows.RatingAcceptance, round: standing.Round, people: dict[int, standing.Person]
) -> standing.Acceptance:
    return standing.Acceptance(
        round=round.name,
        update=row.progress_update,
        rating=row.rating,
        accepted_by=people[row.accepted_by].name,
        accepted_at=row.accepted_at,
    )


def piece(
    row: rows.Evidence, judged: rows.EvidenceJudgement | None, people: dict[int, standing.Person]
) -> standing.Evidence:
    """A piece of evidence with the newest judgement on it; the grade counts only once it is accepted."""
    return standing.Evidence(
        id=row.id,
        title=row.title,
        form=row.form,
        kind=row.kind,
        shows_on=row.shows_on,
        expires_on=row.expires_on,
        line=row.line,
        sensitivity=row.sensitivity,
        given_by=people[row.given_by].name,
        given_at=row.given_at,
        accepted=judged.accepted if judged else None,
        grade=judged.grade if judged and judged.accepted else None,
        judged_by=people[judged.judged_by].name if judged else None,
        judged_at=judged.judged_at if judged else None,
        judgement_reason=judged.reason if judged else "",
        link=None if row.link == REDACTED_LINK else row.link,
        statement=row.statement,
        file_name=row.file_name,
        sha256=row.sha256,
        size=row.size,
        redacted_at=row.redacted_at,
    )
