"""A whole strategy as it might stand when a round freezes: 18 commitments, some forty actions in every
condition.

A strip holds one letter for each of the four frozen rounds, oldest first: R, A, G, B as published, "-" Grey,
"u" business as usual, a small r, a or g carried forward, and a dot where there was no such thing yet.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from objectives.standing import (
    Action,
    Commitment,
    ForecastChange,
    Frozen,
    Link,
    Objective,
    Standing,
    Variation,
)
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
    Status,
)
from tests.standing_parts import (
    AGENCIES,
    BEFORE,
    CHILDRENS_SERVICES,
    ROUNDS,
    THIS,
    a_check,
    a_milestone,
    a_moderation,
    a_person,
    a_post,
    a_rebaseline,
    a_request,
    a_standing,
    an_opinion,
    an_update,
    at,
    day,
    frozen,
    some_evidence,
    with_plan,
)

LETTERS = {
    "R": Rating.RED,
    "A": Rating.AMBER,
    "G": Rating.GREEN,
    "B": Rating.BLUE,
    "-": Rating.GREY,
    "u": None,
}
HOLDERS = (
    "Priya Nair",
    "Tom Bailey",
    "Sana Malik",
    "Grace Okafor",
    "Inspector Daniel Shaw",
    "Ruth Penney",
    "Owen Pritchard",
    "Meera Joshi",
)
Changes = dict[str, Any]


def strip(letters: str) -> tuple[Frozen, ...]:
    rows = []
    for round, letter in zip(ROUNDS, letters, strict=False):
        if letter.isupper() or letter in "-u":
            rows.append(frozen(round, LETTERS[letter]))
        elif letter != ".":
            carried = ROUNDS[ROUNDS.index(round) - 1].name
            rows.append(frozen(round, LETTERS[letter.upper()], hollow=True, carried_from=carried))
    return tuple(rows)


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


Condition = Callable[[str], Changes]


def commitment(
    reference: str,
    short_title: str,
    kind: Kind,
    letters: str,
    *actions: tuple[str, Condition, str],
    **changes: Any,
) -> Commitment:
    """Actions come as title, condition and strip."""
    number = sum(map(ord, short_title))
    return Commitment(
        id=number,
        reference=reference,
        short_title=short_title,
        wording=changes.pop("wording", f"{short_title}: what the partnership promised, in its own words"),
        kind=kind,
        lead_agency=AGENCIES[number % len(AGENCIES)],
        accountable=None,
        business_as_usual_from=changes.pop("business_as_usual_from", None),
        review_on=changes.pop("review_on", None),
        actions=tuple(
            _action(f"{reference}.{place}", number * 10 + place, *told)
            for place, told in enumerate(actions, start=1)
        ),
        frozen=strip(letters),
        **changes,
    )


def _action(reference: str, id: int, title: str, condition: Condition, letters: str) -> Action:
    agency = AGENCIES[id % len(AGENCIES)]
    holder = a_person(HOLDERS[id % len(HOLDERS)], agency)
    ordinary: Changes = {
        "owner": a_post(f"Lead for {title.lower()}", holder, agency=agency, id=id),
        "deputy": None,
        "planned_start_on": dt.date(2025, 9, 1),
        "delivered_on": None,
        "review_on": None,
        "updates": (an_update(BEFORE), an_update()),
        "evidence": (some_evidence(),),
    }
    return Action(
        id=id,
        reference=reference,
        title=title,
        description=f"{title}, so that children are safer.",
        agency=agency,
        accountable=a_post("Director of Children's Services", a_person("Ann Reid", CHILDRENS_SERVICES)),
        added_on=dt.date(2025, 7, 7) if "." not in letters else dt.date(2026, 5, 1),
        frozen=strip(letters),
        **(ordinary | {"status": Status.IN_PROGRESS} | condition(title)),
    )


def prevention() -> Objective:
    return Objective(
        "PREV",
        "Prevention",
        "Child sexual abuse can be prevented.",
        "We will help parents, communities and practitioners to prevent it.",
        (
            commitment(
                "PREV-1",
                "Awareness campaign for parents and communities",
                Kind.PROGRAMME,
                "AAGG",
                ("Launch the second wave", going_well, "AAGG"),
                ("Rewrite the leaflets with parents", embedded, "AGGB"),
                ("Evaluate the second wave", not_started, "----"),
            ),
            commitment(
                "PREV-2",
                "Healthy relationships in schools, nurseries and health",
                Kind.PROGRAMME,
                "GGAA",
                ("Nursery pack in sixty settings", slipping, "GGAA"),
                ("School lessons revised", returned, "GGGG"),
                ("Health visitors briefed", moderated_down, "GGGG"),
            ),
            commitment(
                "PREV-3",
                "How known offenders are managed in the community",
                Kind.PROGRAMME,
                "AGG-",
                ("Briefings for all agencies", silent, "AGGG"),
                ("Guide for community groups", silent_twice, "GGGg"),
            ),
            commitment(
                "PREV-4",
                "Assurance on the use of soft intelligence",
                Kind.ASSURANCE,
                "AAAA",
                ("Ask for assurance and judge it", disputed, "AAAA"),
                requests=(a_request(day(-78)), an_opinion(Opinion.REASONABLE, id=2, agency=AGENCIES[6])),
            ),
            commitment(
                "PREV-5",
                "Local child sexual abuse profile",
                Kind.DELIVERABLE,
                "GGGG",
                ("Profile agreed and published", untested, "AGGG"),
                ("Data sharing agreed", going_well, "GGGG"),
            ),
        ),
    )


def protection() -> Objective:
    return Objective(
        "PROT",
        "Protection",
        "Children must be able to tell somebody.",
        "We will equip practitioners to notice and to act.",
        (
            commitment(
                "PROT-1",
                "Child sexual abuse policy",
                Kind.DELIVERABLE,
                "GGBB",
                ("Policy written and in use", embedded, "GGBB"),
            ),
            commitment(
                "PROT-2",
                "Children know safe ways to disclose",
                Kind.PROGRAMME,
                "GAAA",
                ("Materials in every secondary school", red_with_a_way_back, "GAAA"),
                ("Pupils say what would happen next", thinly_evidenced, "GGAA"),
            ),
            commitment(
                "PROT-3",
                "Network of CSA Champions",
                Kind.PROGRAMME,
                "GGGG",
                ("A champion in every team", going_well, "AGGG"),
                ("Champions meet each quarter", covered_by_deputy, "GGGG"),
            ),
            commitment(
                "PROT-4",
                "Workforce development offer",
                Kind.PROGRAMME,
                "--AA",
                ("Review the training offer", five_days_late, "GGGA"),
                ("Training for designated doctors", unevidenced, "---G"),
                ("Training for foster carers", not_yet_due, "..--"),
                requests=(an_opinion(Opinion.LIMITED, id=3),),
            ),
            commitment(
                "PROT-5",
                "Directory of early help resources",
                Kind.DELIVERABLE,
                "GGGB",
                ("Directory in use", embedded, "GGGB"),
                ("Directory translated", superseded, "GG--"),
            ),
            commitment(
                "PROT-6",
                "Threshold guidance rolled out and reinforced",
                Kind.STANDING,
                "GGuu",
                ("Guidance reinforced every year", as_usual, "GGuu"),
                business_as_usual_from=dt.date(2026, 1, 12),
                review_on=day(150),
                variations=(Variation(dt.date(2025, 9, 1), "“Right Help, Right Time” was replaced.", None),),
                links=(Link("Effective support for children and families", reference="PROT-5"),),
            ),
            commitment(
                "PROT-7",
                "Resources for work with the non-abusing parent",
                Kind.DELIVERABLE,
                "AARR",
                ("One owner and one final date", far_behind, "AARR"),
                ("Resources tested with parents", unowned, "GGGA"),
                ("Resources printed", not_started, "----"),
            ),
            commitment(
                "PROT-8",
                "Mapping guidance: all affected children considered",
                Kind.DELIVERABLE,
                "GGGG",
                ("Guidance issued", check_overdue, "GGGG"),
                ("Practitioners trained in mapping", going_well, "GGGG"),
            ),
        ),
    )


def support() -> Objective:
    return Objective(
        "SUPP",
        "Support",
        "Children recover when help is there.",
        "We will make sure that help is known and joined up.",
        (
            commitment(
                "SUPP-1",
                "Prevalence data to plan services",
                Kind.STANDING,
                "GGuu",
                ("Yearly data return", review_overdue, "GGuu"),
            ),
            commitment(
                "SUPP-2",
                "Assurance that police practice is child led",
                Kind.ASSURANCE,
                "-AGG",
                ("Renew the police assurance", late_answer, "-AGG"),
                requests=(an_opinion(Opinion.SUBSTANTIAL, id=4),),
            ),
            commitment(
                "SUPP-3",
                "Trauma-informed and therapeutic pathways",
                Kind.PROGRAMME,
                "AAAA",
                ("Pathway guide with a named contact", silent_and_late, "AAGG"),
                ("Waits measured each quarter", failed, "GGGG"),
                ("What children say while waiting", stuck, "GGAA"),
            ),
            commitment(
                "SUPP-4",
                "Agencies work together when abuse has occurred",
                Kind.STANDING,
                "GGGG",
                ("Joint review of ten cases' lessons", going_well, "GGGG"),
                ("Shared plan template", untested, "GGGG"),
            ),
            commitment("SUPP-5", "Awareness of escalation processes", Kind.PROGRAMME, "...-"),
        ),
    )


def example_standing() -> Standing:
    """As at the freeze of Q2 2026-27, with four rounds frozen before it and the pack of Q1 issued."""
    return a_standing(prevention(), protection(), support())
