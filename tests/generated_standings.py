"""Standings that hypothesis makes: any mixture of dates, words, evidence and silence that the database would
hold."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from objectives.frozen import Frozen
from objectives.standing import (
    Action,
    AssuranceRequest,
    Commentary,
    Commitment,
    Evidence,
    ForecastChange,
    Milestone,
    Objective,
    Round,
    Standing,
    Update,
    Variation,
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
    at,
    day,
    frozen,
    some_evidence,
)

SAID = Commentary(
    THIS.name, "Waits are down.\nFamilies say so.", "Posts.", "Fill them.", "Morgan", at(THIS.opens_on)
)
OBJECTIVES = (("PREV", "Prevention"), ("PROT", "Protection"), ("SUPP", "Support"))
USUAL_STATUSES = (*Status, Status.IN_PROGRESS, Status.IN_PROGRESS, Status.DELIVERED)


def days(earliest: int, latest: int) -> st.SearchStrategy[dt.date]:
    """Days from so many before TODAY (negative) to so many after."""
    return st.integers(earliest, latest).map(day)


def perhaps(strategy: st.SearchStrategy[dt.date]) -> st.SearchStrategy[dt.date | None]:
    return st.none() | strategy


def few(elements: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(elements, max_size=most).map(tuple)


def _milestone(
    title: str, first: dt.date, moved: int, forecast: dt.date | None, met: dt.date | None, told: dt.date
) -> Milestone:
    baseline = first + dt.timedelta(moved)
    changes = (
        (ForecastChange(baseline, forecast, "The hall is closed", "Priya Nair", at(told)),)
        if forecast
        else ()
    )
    return a_milestone(
        title,
        baseline,
        first_baseline_on=first,
        forecast_on=forecast,
        met_on=met,
        rebaselines=(a_rebaseline(first, baseline),) if moved else (),
        forecast_changes=changes,
    )


def _update(
    round: Round,
    rating: Rating,
    issue: Issue,
    plan_due: dt.date,
    confidence: Confidence,
    way: str,
    words: str,
) -> Update:
    """`way` is how it came: in time, late, or returned."""
    planned = issue is Issue.WITH_PLAN
    return an_update(
        round,
        rating,
        issue=issue,
        plan="Recruit a second trainer" if planned else "",
        plan_due_on=plan_due if planned else None,
        ask="Release one trainer" if planned else "",
        confidence=confidence,
        impact=words,
        barriers=words,
        late=way == "late",
        returned="How many settings?" if way == "returned" else None,
    )


def _piece(
    form: EvidenceForm, grade: Grade | None, accepted: bool, shows: dt.date, expires: dt.date | None
) -> Evidence:
    """Without a grade it waits, or was refused."""
    refused = {"accepted": False} if grade is None and not accepted else {}
    statement = "In use in most settings." if form is EvidenceForm.STATEMENT else None
    return some_evidence(grade, shows, form=form, expires_on=expires, statement=statement, **refused)


def _request(
    due: dt.date, answer: str, opinion: Opinion, review_by: dt.date, renewed: bool
) -> AssuranceRequest:
    assessed = answer == "assessed" and opinion is not Opinion.NOT_YET_ASSESSED
    return a_request(
        due,
        id=due.toordinal(),
        answered=answer in ("answered", "assessed"),
        declined=answer == "declined",
        opinion=opinion if assessed else Opinion.NOT_YET_ASSESSED,
        review_by=review_by if assessed else None,
        renewed=assessed and renewed,
    )


def _row(round: Round, published: Rating | None, hollow: bool, version: str) -> Frozen:
    if not hollow or published in (None, Rating.GREY):
        return frozen(round, published, rules=version)
    return frozen(round, published, rules=version, hollow=True, carried_from="Q1 2025-26")


TITLES = st.sampled_from(("Visit every school", "ਸਕੂਲ guidance for parents & carers", "Train <all> champions"))
MILESTONES = st.builds(
    _milestone,
    TITLES,
    days(-300, 200),
    st.sampled_from((0, 0, 0, 31, 120)),
    perhaps(days(-300, 400)),
    perhaps(days(-300, -1)),
    days(-200, 0),
)
VARIATIONS = few(st.builds(Variation, days(-200, 0), st.just("The guidance was replaced."), st.none()), 1)
WORDS = st.sampled_from((Rating.RED, Rating.AMBER, Rating.GREEN, Rating.BLUE))
WAYS = st.sampled_from(("in time", "in time", "in time", "returned", "late"))
UPDATES = st.tuples(
    *(
        st.none()
        | st.builds(
            _update,
            st.just(round),
            WORDS,
            st.sampled_from(Issue),
            days(-30, 60),
            st.sampled_from(Confidence),
            WAYS,
            st.sampled_from(
                ("", "Too early to tell.", "Children say that they are told <what> happens next.")
            ),
        )
        for round in ROUNDS[2:]
    )
).map(lambda told: tuple(filter(None, told)))
PIECES = st.builds(
    _piece,
    st.sampled_from(EvidenceForm),
    st.none() | st.sampled_from(Grade),
    st.booleans(),
    days(-500, 0),
    perhaps(days(-60, 200)),
)
EVIDENCE = st.lists(PIECES, max_size=3).map(
    lambda pieces: tuple(sorted(pieces, key=lambda e: e.shows_on, reverse=True))
)
CHECKS = st.lists(st.builds(a_check, days(-200, 0), st.booleans()), max_size=2).map(
    lambda checks: tuple(sorted(checks, key=lambda c: c.checked_on))
)
REQUESTS = st.builds(
    _request,
    days(-90, 60),
    st.sampled_from(("open", "declined", "answered", "assessed", "assessed")),
    st.sampled_from(Opinion),
    days(-60, 200),
    st.booleans(),
)
MODERATIONS = few(st.builds(a_moderation, st.sampled_from(Rating), days(-20, 60)), 1)
PUBLISHED = st.sampled_from((*Rating, None))
FREEZE_ROWS = st.tuples(
    st.integers(0, 4),
    *(
        st.builds(
            _row,
            st.just(round),
            PUBLISHED,
            st.sampled_from((False, False, False, True)),
            st.sampled_from((THRESHOLDS.version,) * 5 + ("2025-01",)),
        )
        for round in ROUNDS[:4]
    ),
).map(lambda there_from_and_rows: there_from_and_rows[1 + there_from_and_rows[0] :])


def _action(status: Status, delivered: dt.date, review: dt.date, **fields: Any) -> Action:
    was_delivered = status in (Status.DELIVERED, Status.EMBEDDED)
    return an_action(
        status=status,
        delivered_on=delivered if was_delivered else None,
        review_on=review if status is Status.BUSINESS_AS_USUAL else None,
        **fields,
    )


ACTIONS = st.builds(
    _action,
    st.sampled_from(USUAL_STATUSES),
    days(-300, 0),
    days(-30, 200),
    title=TITLES,
    owner=st.sampled_from((HELD, HELD, HELD, VACANT, None)),
    deputy=st.sampled_from((None, a_person("Lucy Hart"))),
    planned_start_on=perhaps(days(-400, 100)),
    added_on=days(-400, 0),
    milestones=few(MILESTONES, 3),
    updates=UPDATES,
    evidence=EVIDENCE,
    checks=CHECKS,
    moderations=MODERATIONS,
    requests=few(REQUESTS, 1),
    frozen=FREEZE_ROWS,
)


def _commitment(
    reference: str, actions: list[Action], as_usual: bool, review: dt.date, **fields: Any
) -> Commitment:
    return a_commitment(
        *(replace(a, reference=f"{reference}.{n}", id=n) for n, a in enumerate(actions, start=1)),
        id=sum(map(ord, reference)),
        reference=reference,
        business_as_usual_from=day(-90) if as_usual else None,
        review_on=review if as_usual else None,
        **fields,
    )


def commitments_of(reference: str, actions: st.SearchStrategy[Action]) -> st.SearchStrategy[Commitment]:
    return st.builds(
        _commitment,
        st.just(reference),
        st.lists(actions, max_size=4),
        st.sampled_from((False,) * 7 + (True,)),
        days(-30, 200),
        kind=st.sampled_from(Kind),
        variations=VARIATIONS,
        evidence=few(PIECES, 1),
        moderations=MODERATIONS,
        requests=few(REQUESTS, 2),
        frozen=FREEZE_ROWS,
    )


COMMITMENTS = commitments_of("PREV-1", ACTIONS)


def actions() -> st.SearchStrategy[Action]:
    """Any action that the database would hold."""
    return ACTIONS


def commitments() -> st.SearchStrategy[Commitment]:
    """Any commitment with up to four actions."""
    return COMMITMENTS


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """One to three objectives, seen on a day between the opening of this round and well after its freeze.

    Two actions are made and repeated under many commitments, as making each anew would be slow.
    """
    models = st.sampled_from(draw(st.lists(ACTIONS, min_size=1, max_size=2)))
    objectives = []
    for key, name in OBJECTIVES[: draw(st.integers(1, 3))]:
        count = draw(st.integers(0, 3))
        made = tuple(draw(commitments_of(f"{key}-{place}", models)) for place in range(1, count + 1))
        said = (SAID,) if draw(st.booleans()) else ()
        objectives.append(Objective(key, name, "Why it matters.", "What we promise.", made, said))
    today = THIS.opens_on + dt.timedelta(draw(st.integers(0, 80)))
    standing = a_standing(*objectives, today=today)
    return standing if draw(st.booleans()) else replace(standing, last_issued=None)
