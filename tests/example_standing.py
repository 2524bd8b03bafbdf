"""A whole strategy as it might stand when a round freezes: 18 commitments, some forty actions in every condition.

A strip holds one letter for each of the four frozen rounds, oldest first: R, A, G, B as published, "-" Grey,
"u" business as usual, a small r, a or g carried forward, and a dot where there was no such thing yet.
"""

import datetime as dt
from typing import Any

from objectives.frozen import Frozen
from objectives.standing import Action, Commitment, Link, Objective, Standing, Variation
from objectives.words import Kind, Opinion, Rating, Status
from tests import example_conditions
from tests.example_conditions import Changes
from tests.standing_parts import (
    AGENCIES,
    BEFORE,
    CHILDRENS_SERVICES,
    ROUNDS,
    a_person,
    a_post,
    a_request,
    a_standing,
    an_opinion,
    an_update,
    day,
    frozen,
    some_evidence,
)

OBJECTIVES = (
    ("PREV", "Prevention", "Child sexual abuse can be prevented.", "We will help everyone to prevent it."),
    (
        "PROT",
        "Protection",
        "Children must be able to tell somebody.",
        "We will equip people to notice and act.",
    ),
    ("SUPP", "Support", "Children recover when help is there.", "We will make help known and joined up."),
)

# A commitment: reference, short title, kind, strip. Below it its actions: title, condition, strip.
PLAN = """
PREV-1 | Awareness campaign for parents and communities | programme | AAGG
- Launch the second wave | going_well | AAGG
- Rewrite the leaflets with parents | embedded | AGGB
- Evaluate the second wave | not_started | ----
PREV-2 | Healthy relationships in schools, nurseries and health | programme | GGAA
- Nursery pack in sixty settings | slipping | GGAA
- School lessons revised | returned | GGGG
- Health visitors briefed | moderated_down | GGGG
PREV-3 | How known offenders are managed in the community | programme | AGG-
- Briefings for all agencies | silent | AGGG
- Guide for community groups | silent_twice | GGGg
PREV-4 | Assurance on the use of soft intelligence | assurance | AAAA
- Ask for assurance and judge it | disputed | AAAA
PREV-5 | Local child sexual abuse profile | deliverable | GGGG
- Profile agreed and published | untested | AGGG
- Data sharing agreed | going_well | GGGG
PROT-1 | Child sexual abuse policy | deliverable | GGBB
- Policy written and in use | embedded | GGBB
PROT-2 | Children know safe ways to disclose | programme | GAAA
- Materials in every secondary school | red_with_a_way_back | GAAA
- Pupils say what would happen next | thinly_evidenced | GGAA
PROT-3 | Network of CSA Champions | programme | GGGG
- A champion in every team | going_well | AGGG
- Champions meet each quarter | covered_by_deputy | GGGG
PROT-4 | Workforce development offer | programme | --AA
- Review the training offer | five_days_late | GGGA
- Training for designated doctors | unevidenced | ---G
- Training for foster carers | not_yet_due | ..--
PROT-5 | Directory of early help resources | deliverable | GGGB
- Directory in use | embedded | GGGB
- Directory translated | superseded | GG--
PROT-6 | Threshold guidance rolled out and reinforced | standing | GGuu
- Guidance reinforced every year | as_usual | GGuu
PROT-7 | Resources for work with the non-abusing parent | deliverable | AARR
- One owner and one final date | far_behind | AARR
- Resources tested with parents | unowned | GGGA
- Resources printed | not_started | ----
PROT-8 | Mapping guidance: all affected children considered | deliverable | GGGG
- Guidance issued | check_overdue | GGGG
- Practitioners trained in mapping | going_well | GGGG
SUPP-1 | Prevalence data to plan services | standing | GGuu
- Yearly data return | review_overdue | GGuu
SUPP-2 | Assurance that police practice is child led | assurance | -AGG
- Renew the police assurance | late_answer | -AGG
SUPP-3 | Trauma-informed and therapeutic pathways | programme | AAAA
- Pathway guide with a named contact | silent_and_late | AAGG
- Waits measured each quarter | failed | GGGG
- What children say while waiting | stuck | GGAA
SUPP-4 | Agencies work together when abuse has occurred | standing | GGGG
- Lessons of ten cases reviewed together | going_well | GGGG
- Shared plan template | untested | GGGG
SUPP-5 | Awareness of escalation processes | programme | ...-
"""

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

BESIDES: dict[str, Changes] = {
    "PREV-4": {"requests": (a_request(day(-78)), an_opinion(Opinion.REASONABLE, id=2, agency=AGENCIES[6]))},
    "PROT-4": {"requests": (an_opinion(Opinion.LIMITED, id=3),)},
    "PROT-6": {
        "business_as_usual_from": dt.date(2026, 1, 12),
        "review_on": day(150),
        "variations": (Variation(dt.date(2025, 9, 1), "“Right Help, Right Time” was replaced.", None),),
        "links": (Link("Effective support for children and families", reference="PROT-5"),),
    },
    "SUPP-2": {"requests": (an_opinion(Opinion.SUBSTANTIAL, id=4),)},
}


def example_standing() -> Standing:
    """As at the freeze of Q2 2026-27, with four rounds frozen before it and the pack of Q1 issued."""
    promised: list[tuple[list[str], list[list[str]]]] = []
    for line in PLAN.strip().splitlines():
        fields = [field.strip() for field in line.removeprefix("- ").split(" | ")]
        if line.startswith("- "):
            promised[-1][1].append(fields)
        else:
            promised.append((fields, []))
    commitments = [_commitment(fields, actions) for fields, actions in promised]
    return a_standing(
        *(
            Objective(key, *words, tuple(c for c in commitments if c.reference.startswith(key)))
            for key, *words in OBJECTIVES
        )
    )


def strip(letters: str) -> tuple[Frozen, ...]:
    """The freeze rows that a strip of letters stands for."""
    rows = []
    for number, (round, letter) in enumerate(zip(ROUNDS, letters, strict=False)):
        colour = next((r for r in Rating if r.value[0] == letter.upper()), Rating.GREY)
        if letter == "u":
            rows.append(frozen(round, None))
        elif letter.islower():
            rows.append(frozen(round, colour, hollow=True, carried_from=ROUNDS[number - 1].name))
        elif letter != ".":
            rows.append(frozen(round, colour if letter != "-" else Rating.GREY))
    return tuple(rows)


def _commitment(fields: list[str], actions: list[list[str]]) -> Commitment:
    reference, short_title, kind, letters = fields
    number = sum(map(ord, short_title))
    ordinary: dict[str, Any] = {
        "id": number,
        "reference": reference,
        "short_title": short_title,
        "wording": f"{short_title}: what the partnership promised, in its own words",
        "kind": Kind(kind),
        "lead_agency": AGENCIES[number % len(AGENCIES)],
        "accountable": None,
        "business_as_usual_from": None,
        "review_on": None,
        "actions": tuple(
            _action(f"{reference}.{place}", number * 10 + place, *told)
            for place, told in enumerate(actions, start=1)
        ),
        "frozen": strip(letters),
    }
    return Commitment(**(ordinary | BESIDES.get(reference, {})))


def _action(reference: str, id: int, title: str, condition: str, letters: str) -> Action:
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
        **(ordinary | {"status": Status.IN_PROGRESS} | getattr(example_conditions, condition)(title)),
    )
