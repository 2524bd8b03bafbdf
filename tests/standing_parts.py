"""Small builders for hand-made standings: each gives a whole, ordinary thing, and a test names only what
matters to it.

Everything is seen from TODAY, the day on which Q2 2026-27 freezes.
"""

import datetime as dt
from typing import Any

from objectives.frozen import Frozen
from objectives.moments import Moment
from objectives.standing import (
    Action,
    Agency,
    AssuranceRequest,
    Check,
    Commitment,
    Evidence,
    LastIssued,
    Milestone,
    Moderation,
    Objective,
    Person,
    Post,
    Rebaseline,
    Round,
    Standing,
    Update,
)
from objectives.thresholds import THRESHOLDS
from objectives.words import (
    Confidence,
    EvidenceForm,
    EvidenceKind,
    Grade,
    Issue,
    Kind,
    Line,
    Opinion,
    Rating,
    Sensitivity,
    Status,
)

TODAY = dt.date(2026, 10, 30)
BUSINESS_UNIT = Agency(
    1, "Coventry Safeguarding Children’s Partnership business unit", "Business unit", "None", True
)
EDUCATION = Agency(2, "Coventry City Council Education", "Education", "Local authority", False)
PUBLIC_HEALTH = Agency(3, "Coventry City Council Public Health", "Public Health", "Local authority", False)
CHILDRENS_SERVICES = Agency(
    4, "Coventry Children's Services", "Children's Services", "Local authority", False
)
POLICE = Agency(5, "West Midlands Police", "Police", "Police", False)
HEALTH = Agency(6, "Coventry and Warwickshire Integrated Care Board", "ICB", "Health", False)
PROBATION = Agency(7, "Probation Service", "Probation", "None", False)
VOLUNTARY = Agency(8, "Coventry Voluntary Sector Forum", "Voluntary sector", "None", False)
AGENCIES = (BUSINESS_UNIT, EDUCATION, PUBLIC_HEALTH, CHILDRENS_SERVICES, POLICE, HEALTH, PROBATION, VOLUNTARY)

NINE = dt.time(9, tzinfo=dt.UTC)


def day(days_from_today: int) -> dt.date:
    """A day before (negative) or after TODAY."""
    return TODAY + dt.timedelta(days_from_today)


def at(on: dt.date) -> dt.datetime:
    return dt.datetime.combine(on, NINE)


def a_round(id: int, name: str, starts: dt.date, ends: dt.date, **dates: Any) -> Round:
    """Opens the day after its period; due after 14 days, moderated by 21, frozen in the evening of the 29th
    day."""
    opens = ends + dt.timedelta(1)
    ordinary: dict[str, Any] = {
        "opens_on": opens,
        "updates_due_on": opens + dt.timedelta(14),
        "moderation_due_on": opens + dt.timedelta(21),
        "freezes_at": dt.datetime.combine(opens + dt.timedelta(29), dt.time(17, tzinfo=dt.UTC)),
        "meets_on": opens + dt.timedelta(43),
    }
    return Round(id=id, name=name, period_starts_on=starts, period_ends_on=ends, **(ordinary | dates))


ROUNDS = (
    a_round(1, "Q2 2025-26", dt.date(2025, 7, 1), dt.date(2025, 9, 30)),
    a_round(2, "Q3 2025-26", dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
    a_round(3, "Q4 2025-26", dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
    a_round(4, "Q1 2026-27", dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
    a_round(5, "Q2 2026-27", dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
)
BEFORE, THIS = ROUNDS[3], ROUNDS[4]


def a_person(name: str = "Priya Nair", agency: Agency = EDUCATION) -> Person:
    return Person(sum(map(ord, name)), name, agency)


def a_post(
    title: str = "Head of Safeguarding in Education", holder: Person | None = None, **changes: Any
) -> Post:
    return Post(**({"id": len(title), "title": title, "agency": EDUCATION, "holder": holder} | changes))


HELD = a_post(holder=a_person())
VACANT = a_post("Strategic Lead, Schools")


def a_milestone(
    title: str = "Materials agreed", baseline: dt.date | None = None, **changes: Any
) -> Milestone:
    """Met on its date in June 2026, unless told otherwise; given a baseline, it is open."""
    met = None if baseline else dt.date(2026, 6, 15)
    on = baseline or dt.date(2026, 6, 15)
    ordinary = {"id": 1, "title": title, "first_baseline_on": on, "baseline_on": on, "forecast_on": None}
    return Milestone(**(ordinary | {"met_on": met} | changes))


def a_rebaseline(from_on: dt.date, to_on: dt.date, approved: bool | None = True) -> Rebaseline:
    decided = {"decided_by": None, "decided_at": None, "decision_reason": None}
    if approved is not None:
        decided = {
            "decided_by": "Farah Aziz",
            "decided_at": at(from_on),
            "decision_reason": "Agreed in the round",
        }
    return Rebaseline(
        from_on=from_on,
        to_on=to_on,
        reason="The supplier withdrew",
        asked_by="Priya Nair",
        asked_at=at(from_on),
        approved=approved,
        **decided,
    )


def an_update(round: Round = THIS, rating: Rating = Rating.GREEN, **changes: Any) -> Update:
    """On time, nothing wrong: an owner who says Green and asks for no help."""
    ordinary: dict[str, Any] = {
        "id": round.id,
        "round": round,
        "version": 1,
        "submitted_by": "Priya Nair",
        "submitted_at": at(round.updates_due_on),
        "late": False,
        "returned": None,
        "nothing_to_report": False,
        "output": "The materials went to 41 settings.",
        "reach": "1,240 pupils in years 7 to 9.",
        "impact": "Pupils in four schools could say whom they would tell.",
        "barriers": "",
        "next_steps": "Visit the remaining settings.",
        "owner_rating": rating,
        "issue": Issue.NONE,
        "plan": "",
        "plan_due_on": None,
        "ask": "",
        "confidence": Confidence.MEDIUM,
        "confidence_reason": "Reach is known, effect is not yet.",
        "good_practice": "",
    }
    return Update(**(ordinary | changes))


def with_plan(due: dt.date) -> dict[str, Any]:
    """The fields of an update that declares a significant issue with a dated plan."""
    return {
        "issue": Issue.WITH_PLAN,
        "plan": "A second trainer",
        "plan_due_on": due,
        "ask": "Release one trainer",
    }


def some_evidence(
    grade: Grade | None = Grade.DOCUMENT, shows: dt.date | None = None, **changes: Any
) -> Evidence:
    """Accepted at the grade; with no grade, still waiting to be judged."""
    judged = grade is not None
    ordinary: dict[str, Any] = {
        "id": 1,
        "title": "Visit log",
        "form": EvidenceForm.FILE,
        "kind": EvidenceKind.DATA,
        "shows_on": shows or dt.date(2026, 9, 1),
        "expires_on": None,
        "line": Line.OPERATIONAL,
        "sensitivity": Sensitivity.OFFICIAL_SENSITIVE,
        "given_by": "Priya Nair",
        "given_at": at(shows or dt.date(2026, 9, 1)),
        "accepted": True if judged else None,
        "grade": grade,
        "judged_by": "Farah Aziz" if judged else None,
        "judged_at": at(dt.date(2026, 9, 8)) if judged else None,
        "judgement_reason": "Counts agree with the register" if judged else "",
    }
    return Evidence(**(ordinary | changes))


def a_check(on: dt.date, passed: bool = True) -> Check:
    followed = "Twelve" if passed else "Four"
    return Check(on, passed, f"{followed} of twelve records followed it.", "Farah Aziz", at(on))


def a_moderation(rating: Rating, expires: dt.date | None = None, **changes: Any) -> Moderation:
    ordinary: dict[str, Any] = {
        "rating": rating,
        "reason": "The visit log covers half of the settings",
        "evidence": "Visit log",
        "moderated_by": "Farah Aziz",
        "moderated_at": at(THIS.moderation_due_on),
        "expires_on": expires or TODAY,
        "round": THIS.name,
    }
    return Moderation(**(ordinary | changes))


def a_request(due: dt.date | None = None, **changes: Any) -> AssuranceRequest:
    """Asked of the police and not answered; due in a week unless told otherwise."""
    ordinary: dict[str, Any] = {
        "id": 1,
        "agency": POLICE,
        "issued_on": dt.date(2026, 8, 3),
        "due_on": due or day(7),
        "answered": False,
        "declined": False,
        "opinion": Opinion.NOT_YET_ASSESSED,
        "review_by": None,
        "renewed": False,
    }
    return AssuranceRequest(**(ordinary | changes))


def an_opinion(opinion: Opinion, review_by: dt.date | None = None, **changes: Any) -> AssuranceRequest:
    """Answered and judged; in date for half a year unless told otherwise."""
    return a_request(
        dt.date(2026, 8, 31), answered=True, opinion=opinion, review_by=review_by or day(180), **changes
    )


def frozen(round: Round = BEFORE, published: Rating | None = Rating.GREEN, **changes: Any) -> Frozen:
    ordinary: dict[str, Any] = {
        "round": round.name,
        "owners": published,
        "calculated": published,
        "moderated": None,
        "published": published,
        "hollow": False,
        "carried_from": None,
        "unrated": None if published else Status.BUSINESS_AS_USUAL.value,
        "rules": THRESHOLDS.version,
    }
    return Frozen(**(ordinary | changes))


def an_action(reference: str = "PREV-1.1", **changes: Any) -> Action:
    """In progress and Green: owned, one milestone met, the next ahead, updated, evidenced."""
    ordinary: dict[str, Any] = {
        "id": sum(map(ord, reference)),
        "reference": reference,
        "title": "Visit every school",
        "description": "",
        "agency": EDUCATION,
        "owner": HELD,
        "deputy": None,
        "accountable": None,
        "status": Status.IN_PROGRESS,
        "planned_start_on": dt.date(2025, 9, 1),
        "added_on": dt.date(2025, 9, 1),
        "delivered_on": None,
        "review_on": None,
        "milestones": (a_milestone(), a_milestone("All schools visited", dt.date(2027, 1, 29), id=2)),
        "updates": (an_update(BEFORE), an_update()),
        "evidence": (some_evidence(),),
        "frozen": (frozen(),),
    }
    return Action(**(ordinary | changes))


def a_delivered_action(on: dt.date, **changes: Any) -> Action:
    """Delivered on a day, every milestone met, awaiting its check."""
    return an_action(
        **({"status": Status.DELIVERED, "delivered_on": on, "milestones": (a_milestone(),)} | changes)
    )


def an_embedded_action(reference: str = "PREV-1.1", **changes: Any) -> Action:
    """Delivered in March, checked and found working in July, with tested practice as evidence: Blue."""
    ordinary: dict[str, Any] = {
        "status": Status.EMBEDDED,
        "delivered_on": dt.date(2026, 3, 31),
        "milestones": (a_milestone(),),
        "updates": (an_update(BEFORE),),
        "evidence": (some_evidence(Grade.TESTED, dt.date(2026, 7, 1), title="Dip sample"),),
        "checks": (a_check(dt.date(2026, 7, 8)),),
    }
    return an_action(reference, **(ordinary | changes))


def a_commitment(*actions: Action, **changes: Any) -> Commitment:
    ordinary: dict[str, Any] = {
        "id": 1,
        "reference": "PREV-1",
        "short_title": "Awareness campaign for parents and communities",
        "wording": "Develop an awareness campaign for parents and communities.",
        "kind": Kind.PROGRAMME,
        "lead_agency": PUBLIC_HEALTH,
        "accountable": None,
        "business_as_usual_from": None,
        "review_on": None,
        "actions": actions,
    }
    return Commitment(**(ordinary | changes))


def an_objective(*commitments: Commitment, key: str = "PREV", name: str = "Prevention") -> Objective:
    return Objective(key, name, "Why it matters.", "What we promise.", commitments)


def a_moment(today: dt.date = TODAY) -> Moment:
    instant = dt.datetime.combine(today, dt.time(17, tzinfo=dt.UTC))
    return Moment(instant, today, "Europe/London", 4200, "5e" * 32)


def a_standing(*objectives: Objective, today: dt.date = TODAY, **changes: Any) -> Standing:
    ordinary: dict[str, Any] = {
        "moment": a_moment(today),
        "partnership": "Coventry Safeguarding Children’s Partnership",
        "example": True,
        "key": "csa",
        "title": "Child sexual abuse strategy",
        "short_title": "CSA strategy",
        "starts_on": dt.date(2025, 4, 1),
        "document": "Child sexual abuse strategy.",
        "rounds": ROUNDS,
        "last_issued": LastIssued(BEFORE.name, BEFORE.freezes_at.date(), "a1" * 32),
        "objectives": objectives,
        "judges": (a_person("Farah Aziz", BUSINESS_UNIT),),
    }
    return Standing(**(ordinary | changes))


def a_standing_of(*actions: Action, today: dt.date = TODAY, **changes: Any) -> Standing:
    """One objective with one commitment with these actions."""
    return a_standing(an_objective(a_commitment(*actions)), today=today, **changes)
