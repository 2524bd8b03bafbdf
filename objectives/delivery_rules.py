"""The rules of delivery: dates, owners, issues and checks. Each takes plain facts and answers what fired, or
None.

Source: handbook, section 3, "The calculated rating". The sentences are what pages and packs print.
"""

import datetime as dt
from collections.abc import Iterator

from objectives.dates import in_words, months_after, span
from objectives.owners_word import begun
from objectives.rated import Fired
from objectives.sentences import counted
from objectives.standing import Action, Check, Milestone, Update
from objectives.thresholds import Thresholds
from objectives.words import Issue, Rating, Status

NOT_YET_DUE = "not yet due"


def delivery_rules(
    action: Action, update: Update | None, today: dt.date, rules: Thresholds
) -> Iterator[Fired]:
    """Everything about delivery that fires for an action under way; `update` is the owner's word, if one
    stands."""
    if action.status is Status.DELIVERED or action.status is Status.EMBEDDED:
        yield from filter(None, (delivered(action, rules), check_overdue(action, today, rules)))
    else:
        yield from dates_held(action, today, rules)
    yield from filter(None, (failed_check(action), no_owner(action), needs_help(update, today)))


def dates_held(action: Action, today: dt.date, rules: Thresholds) -> Iterator[Fired]:
    """Lateness and slip of each open milestone, or that every date holds. A milestone once met stops
    counting."""
    slipping = False
    for milestone in action.milestones:
        if milestone.met_on is None:
            for fired in filter(None, (late(milestone, today, rules), slipped(milestone, today, rules))):
                slipping = True
                yield fired
    if action.milestones and not slipping:
        yield on_track(action)


def late(milestone: Milestone, today: dt.date, rules: Thresholds) -> Fired | None:
    """Late is the days from an open milestone's approved date to today: from 1 day Amber, over 30 Red."""
    days = (today - milestone.baseline_on).days
    if days < 1:
        return None
    return Fired(
        "late",
        Rating.RED if days > rules.red_over_days_late else Rating.AMBER,
        f"The milestone “{milestone.title}” is {counted(days, 'day')} late:"
        f" its approved date was {in_words(milestone.baseline_on)}.",
    )


def slipped(milestone: Milestone, today: dt.date, rules: Thresholds) -> Fired | None:
    """Slip runs from the approved date to the later of forecast and today: up to 3 months Amber, over that
    Red."""
    forecast = milestone.forecast_on or milestone.baseline_on
    expected = max(forecast, today)
    if expected <= milestone.baseline_on:
        return None
    over = expected > months_after(milestone.baseline_on, rules.red_over_months_slipped)
    by = span(milestone.baseline_on, expected)
    approved = in_words(milestone.baseline_on)
    sentence = (
        f"The milestone “{milestone.title}” is forecast {by} after its approved date:"
        f" {in_words(forecast)} against {approved}."
        if forecast > today
        else f"The milestone “{milestone.title}” has slipped by {by} so far: it was to be met by {approved}."
    )
    return Fired("slip", Rating.RED if over else Rating.AMBER, sentence)


def on_track(action: Action) -> Fired:
    """Every milestone due is met and the next is on its approved date."""
    upcoming = action.next_milestone
    if upcoming is None:
        return Fired("on track", Rating.GREEN, "Every milestone is met.")
    return Fired(
        "on track",
        Rating.GREEN,
        f"No milestone has slipped; the next, “{upcoming.title}”, is on course for"
        f" {in_words(upcoming.expected_on)}.",
    )


def no_owner(action: Action) -> Fired | None:
    """Red: no post, or one that nobody holds with no deputy acting."""
    if action.owner is None:
        return Fired("no owner", Rating.RED, "No post owns this action.")
    if action.owner.holder or action.deputy:
        return None
    return Fired(
        "no owner",
        Rating.RED,
        f"Nobody holds the post that owns this action, “{action.owner.title}”, and no deputy is acting.",
    )


def needs_help(update: Update | None, today: dt.date) -> Fired | None:
    """A significant issue is Amber with a dated plan, Red without one or once the plan's date has passed."""
    if update is None or update.issue is Issue.NONE:
        return None
    if update.issue is Issue.WITHOUT_PLAN or not update.plan_due_on:
        sentence = "The owner reports a significant issue and gives no plan: no credible way back."
        return Fired("issue without plan", Rating.RED, sentence)
    due = in_words(update.plan_due_on)
    if update.plan_due_on < today:
        sentence = f"The plan for a significant issue was to be done by {due}: no credible way back."
        return Fired("plan date passed", Rating.RED, sentence)
    sentence = f"The owner reports a significant issue, with a plan to be done by {due}."
    return Fired("issue with plan", Rating.AMBER, sentence)


def not_begun(action: Action, today: dt.date) -> Fired | None:
    """Not started is Grey until the planned start or the first baseline has passed, then judged as in
    progress."""
    if action.status is not Status.NOT_STARTED or begun(action, today):
        return None
    starts = [m.first_baseline_on for m in action.milestones]
    first = min(starts + ([action.planned_start_on] if action.planned_start_on else []), default=None)
    when = f"it is due to begin by {in_words(first)}" if first else "it has no planned start yet"
    return Fired(NOT_YET_DUE, Rating.GREY, f"Not started, and not yet due: {when}.")


def delivered(action: Action, rules: Thresholds) -> Fired | None:
    """Delivered and awaiting its check; slip no longer counts."""
    if action.delivered_on is None:
        return None
    due = months_after(action.delivered_on, rules.check_after_months)
    return Fired(
        "delivered",
        Rating.GREEN,
        f"Delivered on {in_words(action.delivered_on)}; whether it still works is to be checked"
        f" from {in_words(due)}.",
    )


def check_overdue(action: Action, today: dt.date, rules: Thresholds) -> Fired | None:
    """The check falls due 3 months after delivery; over 30 days overdue it is Amber. An early check is not
    it."""
    if action.delivered_on is None:
        return None
    due = months_after(action.delivered_on, rules.check_after_months)
    days = (today - due).days
    if days <= rules.check_amber_over_days_overdue or any(c.checked_on >= due for c in action.checks):
        return None
    return Fired(
        "check overdue",
        Rating.AMBER,
        f"The check of whether it still works is {counted(days, 'day')} overdue:"
        f" it fell due on {in_words(due)}.",
    )


def failed_check(action: Action) -> Fired | None:
    """A failed check reopens the action at Amber, until it is delivered anew or a later check passes."""
    check = last_check(action)
    if check is None or check.passed:
        return None
    sentence = f"The check on {in_words(check.checked_on)} found that it no longer works."
    return Fired("failed check", Rating.AMBER, sentence)


def last_check(action: Action) -> Check | None:
    """The newest check of the present delivery. Checks of an earlier delivery say nothing about this one."""
    newest = action.checks[-1] if action.checks else None
    delivered_anew = (
        newest is not None
        and action.status in (Status.DELIVERED, Status.EMBEDDED)
        and action.delivered_on is not None
        and newest.checked_on <= action.delivered_on
    )
    return None if delivered_anew else newest


def review_overdue(review_on: dt.date | None, today: dt.date) -> Fired | None:
    """Business as usual is unrated, except Amber once its review date has passed."""
    if review_on is None or review_on >= today:
        return None
    sentence = f"The review of business as usual is overdue: it was due on {in_words(review_on)}."
    return Fired("review overdue", Rating.AMBER, sentence)
