"""The conditions an action of the example may be in: each gives the fields that put it there."""

import datetime as dt
from typing import Any

from objectives.standing import ForecastChange
from objectives.words import Confidence, EvidenceForm, EvidenceKind, Grade, Issue, Line, Rating, Status
from tests.standing_parts import (
    BEFORE,
    ROUNDS,
    THIS,
    a_check,
    a_milestone,
    a_moderation,
    a_person,
    a_post,
    a_rebaseline,
    an_update,
    at,
    day,
    some_evidence,
    with_plan,
)

Changes = dict[str, Any]


def going_well(title: str) -> Changes:
    return {
        "milestones": (
            a_milestone(f"{title}: first part done"),
            a_milestone("Second part done", day(91), id=2),
        )
    }


def not_yet_due(title: str) -> Changes:
    return {"milestones": (a_milestone(f"{title}: first draft", day(45)),), "evidence": ()}


def not_started(title: str) -> Changes:
    unspoken: Changes = {"updates": (), "evidence": (), "planned_start_on": day(60)}
    return {
        "status": Status.NOT_STARTED,
        "milestones": (a_milestone(f"{title}: begun", day(120)),),
    } | unspoken


def five_days_late(title: str) -> Changes:
    late = a_milestone(f"{title}: tested with practitioners", day(-5), id=2)
    return {
        "milestones": (a_milestone(), late),
        "updates": (
            an_update(BEFORE),
            an_update(THIS, Rating.AMBER, barriers="Two trainers left in September."),
        ),
    }


def slipping(title: str) -> Changes:
    moved = ForecastChange(
        day(40), day(101), "Settings were in inspection windows", "Priya Nair", at(day(-16))
    )
    milestone = a_milestone("In 60 settings", day(40), id=2, forecast_on=day(101), forecast_changes=(moved,))
    return {
        "milestones": (a_milestone(), milestone),
        "updates": (an_update(BEFORE), an_update(THIS, Rating.AMBER, **with_plan(day(30)))),
    }


def far_behind(title: str) -> Changes:
    moves = (a_rebaseline(day(-240), day(-120)), a_rebaseline(day(-120), day(-34)))
    first = {"first_baseline_on": day(-240), "forecast_on": day(62), "rebaselines": moves}
    overdue = a_milestone(f"{title}: opinion given", day(-34), id=2, **first)
    return {
        "milestones": (a_milestone(), overdue),
        "updates": (an_update(BEFORE), an_update(THIS, Rating.AMBER)),
    }


def red_with_a_way_back(title: str) -> Changes:
    told = an_update(
        THIS,
        Rating.RED,
        confidence=Confidence.LOW,
        confidence_reason="No pupils have been asked yet.",
        **with_plan(day(21)),
    )
    return far_behind(title) | {"updates": (an_update(BEFORE, Rating.AMBER), told)}


def disputed(title: str) -> Changes:
    return far_behind(title) | {"updates": (an_update(BEFORE), an_update(THIS, Rating.GREEN))}


def stuck(title: str) -> Changes:
    told = an_update(
        THIS, Rating.AMBER, issue=Issue.WITHOUT_PLAN, barriers="No agency has agreed to pay for it."
    )
    return going_well(title) | {"updates": (an_update(BEFORE), told)}


def silent(title: str) -> Changes:
    return going_well(title) | {"updates": (an_update(BEFORE),)}


def silent_twice(title: str) -> Changes:
    return going_well(title) | {"updates": (an_update(ROUNDS[2]),)}


def silent_and_late(title: str) -> Changes:
    return five_days_late(title) | {"updates": (an_update(BEFORE),)}


def late_answer(title: str) -> Changes:
    too_late = an_update(THIS, late=True, submitted_at=THIS.freezes_at + dt.timedelta(hours=2))
    return going_well(title) | {"updates": (an_update(BEFORE), too_late)}


def unowned(title: str) -> Changes:
    return going_well(title) | {"owner": a_post("Strategic Lead, Schools"), "deputy": None}


def covered_by_deputy(title: str) -> Changes:
    return going_well(title) | {"owner": a_post("Strategic Lead, Schools"), "deputy": a_person("Lucy Hart")}


def unevidenced(title: str) -> Changes:
    waiting = some_evidence(None, title="Minutes of the steering group", kind=EvidenceKind.MINUTES)
    return going_well(title) | {"evidence": (waiting,)}


def thinly_evidenced(title: str) -> Changes:
    said = some_evidence(
        Grade.STATEMENT,
        title="What the lead told us",
        form=EvidenceForm.STATEMENT,
        statement="Materials are in use in most settings.",
        kind=EvidenceKind.OBSERVATION,
    )
    return going_well(title) | {"evidence": (said,)}


def moderated_down(title: str) -> Changes:
    return going_well(title) | {"moderations": (a_moderation(Rating.AMBER, day(90)),)}


def returned(title: str) -> Changes:
    asked = an_update(THIS, returned="How many of the 41 settings have used the materials?")
    return going_well(title) | {"updates": (an_update(BEFORE), asked)}


def untested(title: str) -> Changes:
    return {"status": Status.DELIVERED, "delivered_on": day(-45), "milestones": (a_milestone(title),)}


def check_overdue(title: str) -> Changes:
    return untested(title) | {"delivered_on": day(-160)}


def failed(title: str) -> Changes:
    return untested(title) | {"delivered_on": day(-160), "checks": (a_check(day(-40), passed=False),)}


def embedded(title: str) -> Changes:
    tested = some_evidence(
        Grade.TESTED,
        day(-70),
        title="Dip sample of thirty records",
        kind=EvidenceKind.AUDIT,
        line=Line.INDEPENDENT,
    )
    done: Changes = {"status": Status.EMBEDDED, "delivered_on": day(-200), "checks": (a_check(day(-60)),)}
    return {
        "milestones": (a_milestone(title),),
        "updates": (an_update(BEFORE),),
        "evidence": (tested,),
    } | done


def as_usual(title: str) -> Changes:
    return {
        "status": Status.BUSINESS_AS_USUAL,
        "review_on": day(150),
        "milestones": (a_milestone(title),),
        "updates": (),
    }


def review_overdue(title: str) -> Changes:
    return as_usual(title) | {"review_on": day(-12)}


def superseded(title: str) -> Changes:
    return {"status": Status.SUPERSEDED, "milestones": (a_milestone(title),), "updates": ()}
