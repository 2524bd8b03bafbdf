"""Section 11, the next 90 days: what falls due, month by month, in the order of the days."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from objectives.dates import MONTHS, months_after
from objectives.delivery_rules import last_check
from objectives.rated import Judgement
from objectives.standing import Action, Commitment, Evidence, Round, Standing
from objectives.thresholds import THRESHOLDS
from objectives.words import Status
from reports.content import Section
from reports.sections import Month, NextDays, Upcoming
from reports.wording import counted, number, sentence_case, verb

NAME = "Next 90 days"
NOTHING = "No milestone, check, expiry or review falls in the 90 days after the as-at day."
DAYS = 90
UNDER_WAY = (Status.NOT_STARTED, Status.IN_PROGRESS)


def next_days_of(judgement: Judgement) -> NextDays:
    """What falls after the as-at day, up to and including the 90th day after it."""
    today = judgement.standing.moment.today
    until = today + dt.timedelta(days=DAYS)
    due = sorted(
        (u for u in _upcoming(judgement.standing) if today < u.on <= until),
        key=lambda u: (u.on, u.reference, u.what, u.text),
    )
    months = groupby(due, key=lambda u: (u.on.year, u.on.month))
    return NextDays(
        until=until,
        months=tuple(Month(f"{MONTHS[month - 1]} {year}", tuple(lines)) for (year, month), lines in months),
    )


def section_of(found: NextDays) -> Section:
    return Section(11, NAME, headline(found), "" if found.months else NOTHING)


def headline(found: NextDays) -> str:
    """How many dates fall due and which month carries most, without a full stop."""
    count = sum(len(month.lines) for month in found.months)
    if not count:
        return "Nothing falls due in the next 90 days"
    fullest = max(found.months, key=lambda month: len(month.lines))
    if len(fullest.lines) == count:
        said = sentence_case(counted(count, "date"))
        return f"{said} {verb(count, 'falls', 'fall')} due, {'' if count == 1 else 'all '}in {fullest.name}"
    most = len(fullest.lines)
    return f"{sentence_case(number(most))} of {counted(count, 'date')} {verb(most, 'falls', 'fall')} in {fullest.name}"


def _upcoming(standing: Standing) -> Iterator[Upcoming]:
    for round in standing.rounds:
        yield from _of_round(round)
    for commitment in standing.commitments():
        yield from _of_commitment(commitment)
        for action in commitment.actions:
            yield from _of_action(action)


def _of_round(round: Round) -> Iterator[Upcoming]:
    yield Upcoming(round.updates_due_on, "Reporting round", f"Updates due for {round.name}", "")
    yield Upcoming(round.meets_on, "Meeting", f"Executive Group meets on {round.name}", "")


def _of_commitment(commitment: Commitment) -> Iterator[Upcoming]:
    if commitment.business_as_usual_from and commitment.review_on:
        yield Upcoming(commitment.review_on, "Review", "Review of business as usual", commitment.reference)
    yield from _expiring(commitment.evidence, commitment.reference)


def _of_action(action: Action) -> Iterator[Upcoming]:
    if action.status in UNDER_WAY:
        for milestone in action.milestones:
            if milestone.met_on is None:
                yield Upcoming(milestone.expected_on, "Milestone", milestone.title, action.reference)
    if action.status is Status.DELIVERED and action.delivered_on:
        check = months_after(action.delivered_on, THRESHOLDS.check_after_months)
        newest = last_check(action)
        if newest is None or newest.checked_on < check:
            yield Upcoming(check, "Check", f"Check that it still works: {action.title}", action.reference)
    if action.status is Status.BUSINESS_AS_USUAL and action.review_on:
        yield Upcoming(action.review_on, "Review", "Review of business as usual", action.reference)
    if action.status is not Status.SUPERSEDED:
        yield from _expiring(action.evidence, action.reference)


def _expiring(evidence: tuple[Evidence, ...], reference: str) -> Iterator[Upcoming]:
    """Accepted evidence on the last day it still counts."""
    for piece in evidence:
        if piece.accepted and piece.expires_on:
            yield Upcoming(piece.expires_on, "Evidence expires", piece.title, reference)
