"""The register of risks as section 9 prints it: what is open, the most serious first, and what was closed since."""

from objectives.moments import day_of
from objectives.rated import Judgement
from objectives.standing import Action, Commitment, Risk
from objectives.words import RiskState
from reports.sections import ClosedRisk, RiskLine
from reports.wording import counted, day, number, sentence_case, verb

Thing = Action | Commitment


def registered(judgement: Judgement) -> list[tuple[Thing, Risk]]:
    """Every risk of the strategy with what it is to, the most serious first; of two alike, the one raised first."""
    standing = judgement.standing
    things: list[Thing] = [*standing.commitments(), *standing.actions()]
    found = [(thing, risk) for thing in things for risk in thing.risks]
    return sorted(found, key=lambda one: (*(-weight for weight in one[1].seriousness), one[1].number))


def is_open(risk: Risk) -> bool:
    return risk.state is RiskState.OPEN


def closed_since_last(risk: Risk, judgement: Judgement) -> bool:
    """Whether it was closed after the day of the last issued pack, or at all where none was issued."""
    last, zone = judgement.standing.last_issued, judgement.standing.moment.time_zone
    return not is_open(risk) and (last is None or day_of(risk.steps[-1].taken_at, zone) > last.as_at_on)


def open_risk(place: str, thing: Thing, risk: Risk, judgement: Judgement) -> RiskLine:
    overdue = risk.overdue_on(judgement.standing.moment.today)
    return RiskLine(
        number=place,
        risk=f"Risk {risk.number}",
        reference=thing.reference,
        title=thing.title if isinstance(thing, Action) else thing.short_title,
        what=risk.what,
        effect=risk.effect,
        response=risk.response,
        how_serious=sentence_case(f"{risk.likelihood}, {risk.impact}"),
        owner=risk.owner.holder.name if risk.owner.holder else f"{risk.owner.title}, vacant",
        review=f"{'Review overdue since' if overdue else 'Review by'} {day(risk.review_on)}",
        overdue=overdue,
    )


def closed_risk(place: str, thing: Thing, risk: Risk, judgement: Judgement) -> ClosedRisk:
    last = risk.steps[-1]
    return ClosedRisk(
        number=place,
        risk=f"Risk {risk.number}",
        reference=thing.reference,
        what=risk.what,
        closed_on=day_of(last.taken_at, judgement.standing.moment.time_zone),
        why=last.words,
    )


def said_of(register: tuple[RiskLine, ...]) -> str:
    """How many risks are open, and how many of their reviews are overdue; empty where none is open."""
    if not register:
        return ""
    overdue = sum(line.overdue for line in register)
    said = f"{sentence_case(counted(len(register), 'risk'))} {verb(len(register), 'is', 'are')} open"
    if not overdue:
        return said
    return (
        f"{said}, {number(overdue)} of them overdue for review"
        if len(register) > 1
        else f"{said} and overdue for review"
    )
