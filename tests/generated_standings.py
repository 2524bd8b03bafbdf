"""Standings that hypothesis makes: any mixture of dates, words, evidence and silence that the database would
hold."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import strategies as st
from msgspec.structs import replace

from objectives.standing import (
    Action,
    AssuranceRequest,
    Commitment,
    Evidence,
    Frozen,
    Milestone,
    Moderation,
    Objective,
    Standing,
    Update,
)
from objectives.thresholds import THRESHOLDS
from objectives.words import Confidence, EvidenceForm, Grade, Issue, Kind, Opinion, Rating, Status
from tests.standing_parts import (
    HELD,
    ROUNDS,
    THIS,
    VACANT,
    a_check,
    a_commitment,
    a_milestone,
    a_moderation,
    a_person,
    a_rebaseline,
    a_request,
    a_standing,
    an_action,
    an_update,
    day,
    frozen,
    some_evidence,
)

OWNERS_WORDS = (Rating.RED, Rating.AMBER, Rating.GREEN, Rating.BLUE)
TITLES = ("Visit every school", "ਸਕੂਲ guidance for parents & carers", "Train <all> champions")
OBJECTIVES = (("PREV", "Prevention"), ("PROT", "Protection"), ("SUPP", "Support"))


def days(earliest: int, latest: int) -> st.SearchStrategy[dt.date]:
    """Days from so many before TODAY (negative) to so many after."""
    return st.integers(earliest, latest).map(day)


@st.composite
def milestones(draw: st.DrawFn) -> Milestone:
    first = draw(days(-300, 200))
    moved = draw(st.one_of(st.none(), st.integers(1, 120)))
    baseline = first + dt.timedelta(moved or 0)
    return a_milestone(
        draw(st.sampled_from(TITLES)),
        baseline,
        id=draw(st.integers(1, 999)),
        first_baseline_on=first,
        forecast_on=draw(
            st.one_of(st.none(), st.integers(-60, 200).map(lambda n: baseline + dt.timedelta(n)))
        ),
        met_on=draw(st.one_of(st.none(), days(-300, -1))),
        rebaselines=(a_rebaseline(first, baseline),) if moved else (),
    )


@st.composite
def updates(draw: st.DrawFn) -> tuple[Update, ...]:
    """At most one for each round, some of them late, returned, or declaring an issue."""
    told = []
    for round in ROUNDS[2:]:
        if draw(st.booleans()):
            issue = draw(st.sampled_from(Issue))
            planned = issue is Issue.WITH_PLAN
            update = an_update(
                round,
                draw(st.sampled_from(OWNERS_WORDS)),
                issue=issue,
                plan="Recruit a second trainer" if planned or draw(st.booleans()) else "",
                plan_due_on=draw(days(-30, 60)) if planned else None,
                ask="Release one trainer" if planned else "",
                confidence=draw(st.sampled_from(Confidence)),
                returned=draw(st.sampled_from((None, "How many?"))),
            )
            late = draw(st.integers(0, 5)) == 0
            told.append(replace(update, late=late, submitted_at=round.freezes_at) if late else update)
    return tuple(told)


@st.composite
def pieces(draw: st.DrawFn) -> Evidence:
    form = draw(st.sampled_from(EvidenceForm))
    grade = draw(st.one_of(st.none(), st.sampled_from(Grade)))
    rejected = grade is None and draw(st.booleans())
    return some_evidence(
        grade,
        draw(days(-500, 0)),
        id=draw(st.integers(1, 999)),
        form=form,
        expires_on=draw(st.one_of(st.none(), days(-60, 200))),
        statement="In use in most settings." if form is EvidenceForm.STATEMENT else None,
        **({"accepted": False} if rejected else {}),
    )


@st.composite
def requests(draw: st.DrawFn) -> AssuranceRequest:
    opinion = draw(st.sampled_from(Opinion))
    assessed = opinion is not Opinion.NOT_YET_ASSESSED
    answered = assessed or draw(st.booleans())
    return a_request(
        draw(days(-90, 60)),
        id=draw(st.integers(1, 9999)),
        answered=answered,
        declined=not answered and draw(st.booleans()),
        opinion=opinion,
        review_by=draw(days(-60, 200)) if assessed else None,
        renewed=assessed and draw(st.booleans()),
    )


@st.composite
def moderations(draw: st.DrawFn) -> Moderation:
    return a_moderation(draw(st.sampled_from(Rating)), draw(days(-20, 60)))


@st.composite
def freeze_rows(draw: st.DrawFn) -> tuple[Frozen, ...]:
    """One for each round before this one, or none before the thing was there."""
    rows = []
    for number, round in enumerate(ROUNDS[:4]):
        if rows or draw(st.booleans()):
            published = draw(st.sampled_from((*Rating, None)))
            hollow = number > 0 and published not in (None, Rating.GREY) and draw(st.integers(0, 4)) == 0
            carried = {"hollow": True, "carried_from": ROUNDS[number - 1].name} if hollow else {}
            version = draw(st.sampled_from((THRESHOLDS.version,) * 5 + ("2025-01",)))
            rows.append(frozen(round, published, rules=version, **carried))
    return tuple(rows)


def few(elements: st.SearchStrategy, most: int) -> st.SearchStrategy[tuple]:  # type: ignore[type-arg]
    return st.lists(elements, max_size=most).map(tuple)


@st.composite
def actions(draw: st.DrawFn, reference: str = "PREV-1.1") -> Action:
    """Any action that the database would hold."""
    status = draw(st.sampled_from((*Status, Status.IN_PROGRESS, Status.IN_PROGRESS, Status.DELIVERED)))
    delivered = status in (Status.DELIVERED, Status.EMBEDDED)
    checks = draw(few(st.builds(a_check, days(-200, 0), st.booleans()), 2))
    return an_action(
        reference,
        title=draw(st.sampled_from(TITLES)),
        owner=draw(st.sampled_from((HELD, HELD, HELD, VACANT, None))),
        deputy=draw(st.sampled_from((None, a_person("Lucy Hart")))),
        status=status,
        planned_start_on=draw(st.one_of(st.none(), days(-400, 100))),
        added_on=draw(days(-400, 0)),
        delivered_on=draw(days(-300, 0)) if delivered else None,
        review_on=draw(days(-30, 200)) if status is Status.BUSINESS_AS_USUAL else None,
        milestones=draw(few(milestones(), 3)),
        updates=draw(updates()),
        evidence=tuple(sorted(draw(few(pieces(), 3)), key=lambda e: e.shows_on, reverse=True)),
        checks=tuple(sorted(checks, key=lambda c: c.checked_on)),
        moderations=draw(few(moderations(), 1)),
        requests=draw(few(requests(), 1)),
        frozen=draw(freeze_rows()),
    )


@st.composite
def commitments(draw: st.DrawFn, reference: str = "PREV-1", given: Sequence[Action] = ()) -> Commitment:
    """Any commitment; its actions are copies of those given, or of a few of its own."""
    models = given or draw(st.lists(actions(), min_size=1, max_size=3))
    chosen = draw(st.lists(st.sampled_from(models), max_size=4))
    as_usual = draw(st.integers(0, 7)) == 0
    return a_commitment(
        *(replace(a, reference=f"{reference}.{n}", id=n) for n, a in enumerate(chosen, start=1)),
        id=sum(map(ord, reference)),
        reference=reference,
        kind=draw(st.sampled_from(Kind)),
        business_as_usual_from=day(-90) if as_usual else None,
        review_on=draw(days(-30, 200)) if as_usual else None,
        evidence=draw(few(pieces(), 1)),
        moderations=draw(few(moderations(), 1)),
        requests=draw(few(requests(), 2)),
        frozen=draw(freeze_rows()),
    )


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """One to three objectives, seen on a day between the opening of this round and well after its freeze.

    A few actions are made and repeated under many commitments, as making each anew would be slow.
    """
    models = draw(st.lists(actions(), min_size=1, max_size=3))
    objectives = []
    for key, name in OBJECTIVES[: draw(st.integers(1, 3))]:
        count = draw(st.integers(0, 3))
        made = tuple(draw(commitments(f"{key}-{place}", models)) for place in range(1, count + 1))
        objectives.append(Objective(key, name, "Why it matters.", "What we promise.", made))
    standing = a_standing(*objectives, today=draw(some_day()))
    return standing if draw(st.booleans()) else replace(standing, last_issued=None)


def some_day() -> st.SearchStrategy[dt.date]:
    """A day from the opening of this round to well after its freeze."""
    return st.integers(0, 80).map(lambda days: THIS.opens_on + dt.timedelta(days))
