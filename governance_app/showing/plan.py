"""What waits for the business unit in a strategy's plan, kind by kind, and what the plan itself lacks. Pure."""

import datetime as dt
from collections.abc import Callable, Iterator

from msgspec import Struct

from governance_app.places import Places
from objectives.dates import months_after
from objectives.permissions import Mandate, why_not_judge
from objectives.rated import Judgement
from objectives.standing import Action, Commitment, Evidence, Milestone, Post, Rebaseline
from objectives.thresholds import THRESHOLDS
from objectives.words import Status
from reports.wording import counted, day, sentence_case

REVIEW_SOON_DAYS = 30
PLANNED = (Status.NOT_STARTED, Status.IN_PROGRESS)
LIVE = (*PLANNED, Status.DELIVERED)


class Line(Struct, frozen=True):
    """One thing that waits. `not_mine` says why its reader may not decide it; somebody else of the unit can."""

    reference: str
    title: str
    address: str
    said: str
    not_mine: str | None = None


class Waiting(Struct, frozen=True):
    """One kind of thing that waits. `button` is empty where the line leads to the page of the thing itself."""

    key: str
    heading: str
    why: str
    button: str
    lines: tuple[Line, ...]


def waiting_of(judgement: Judgement, reader: Mandate) -> tuple[Waiting, ...]:
    """Every kind that holds something, what must be decided first."""
    view = _View(judgement, reader)
    return tuple(found for kind in _KINDS if (found := kind(view)).lines)


class _View:
    """A judgement in the eyes of one reader."""

    def __init__(self, judgement: Judgement, reader: Mandate) -> None:
        self.judgement, self.reader, self.standing = judgement, reader, judgement.standing
        self.places, self.today = Places(judgement.standing.key), judgement.standing.moment.today

    def line(self, action: Action, said: str, address: str = "") -> Line:
        at = address or self.places.step(action.reference, "change")
        return Line(action.reference, action.title, at, said)

    def to_judge(self, thing: Action | Commitment, said: str, address: str) -> Line:
        title = thing.title if isinstance(thing, Action) else thing.short_title
        return Line(thing.reference, title, address, said, why_not_judge(self.reader, thing))


def _dates(view: _View) -> Waiting:
    lines = (
        view.to_judge(action, _asked(milestone, asked), view.places.new_date(action.reference, milestone.id))
        for action in view.standing.actions()
        for milestone, asked in waiting_dates(action)
    )
    return Waiting(
        "dates",
        "New approved dates to decide",
        "Until then the rating follows the approved date.",
        "Decide",
        tuple(lines),
    )


def waiting_dates(action: Action) -> Iterator[tuple[Milestone, Rebaseline]]:
    """The new dates that nobody has decided yet; at most one for each milestone."""
    for milestone in action.milestones:
        for asked in milestone.rebaselines:
            if asked.approved is None and milestone.met_on is None:
                yield milestone, asked


def _asked(milestone: Milestone, asked: Rebaseline) -> str:
    return (
        f"“{milestone.title}”: from {day(asked.from_on)} to {day(asked.to_on)}. "
        f"{asked.asked_by} asks: {asked.reason}"
    )


def _evidence(view: _View) -> Waiting:
    seen: set[int] = set()
    lines = []
    for thing, piece in pieces_in(view.judgement):
        if piece.accepted is None and piece.id not in seen:
            seen.add(piece.id)
            said = (
                f"“{piece.title}”, {piece.kind}, given by {piece.given_by}; it shows {day(piece.shows_on)}."
            )
            lines.append(view.to_judge(thing, said, view.places.judgement(piece.id)))
    return Waiting(
        "evidence",
        "Evidence to judge",
        "Only accepted evidence counts towards Green and Blue.",
        "Judge",
        tuple(lines),
    )


def pieces_in(judgement: Judgement) -> Iterator[tuple[Action | Commitment, Evidence]]:
    """Every piece with what it is for; one that is for several things comes several times."""
    for commitment in judgement.standing.commitments():
        for piece in commitment.evidence:
            yield commitment, piece
        for action in commitment.actions:
            for piece in action.evidence:
                yield action, piece


def _checks(view: _View) -> Waiting:
    lines = (
        view.to_judge(action, f"{_since(due, view.today)}.", view.places.step(action.reference, "check"))
        for action in view.standing.actions()
        if (due := check_due(action)) and due <= view.today
    )
    return Waiting(
        "checks",
        "Checks after delivery",
        "Does it still work, three months on? Only then can it become Blue.",
        "Check",
        tuple(lines),
    )


def check_due(action: Action) -> dt.date | None:
    """The day from which a delivered action is to be checked; None where it was, or is not delivered."""
    if action.status is not Status.DELIVERED or action.delivered_on is None:
        return None
    due = months_after(action.delivered_on, THRESHOLDS.check_after_months)
    return None if any(check.checked_on >= due for check in action.checks) else due


def _since(due: dt.date, today: dt.date) -> str:
    days = (today - due).days
    return f"Due on {day(due)}, {counted(days, 'day')} ago" if days else f"Due today, {day(due)}"


def _reviews(view: _View) -> Waiting:
    lines: list[Line] = []
    for commitment in view.standing.commitments():
        if _review_is_near(commitment.review_on, view.today):
            at = view.places.commitment_step(commitment.reference, "business-as-usual")
            lines.append(
                Line(commitment.reference, commitment.short_title, at, _review(commitment.review_on))
            )
        lines += [
            view.line(
                action, _review(action.review_on), view.places.step(action.reference, "business-as-usual")
            )
            for action in commitment.actions
            if action.status is Status.BUSINESS_AS_USUAL and _review_is_near(action.review_on, view.today)
        ]
    return Waiting(
        "reviews",
        "Reviews of business as usual",
        "What goes on for ever is looked at again from time to time.",
        "Review",
        tuple(lines),
    )


def _review_is_near(on: dt.date | None, today: dt.date) -> bool:
    return on is not None and (on - today).days <= REVIEW_SOON_DAYS


def _review(on: dt.date | None) -> str:
    return f"Review by {day(on)}." if on else ""


def _unowned(view: _View) -> Waiting:
    lines = (
        view.line(action, sentence_case(_whose(action.owner)))
        for action in view.standing.actions()
        if action.status in LIVE
        and not (action.owner and action.owner.holder)
        and not (action.owner and action.deputy)
    )
    return Waiting(
        "unowned",
        "Actions without an owner",
        "Nobody is asked for an update, and the rules say Red.",
        "Name an owner",
        tuple(lines),
    )


def _whose(owner: Post | None) -> str:
    return f"nobody holds the post {owner.title} of {owner.agency.name}" if owner else "no post owns it"


def _stale(view: _View) -> Waiting:
    rated = view.judgement.actions
    lines = (
        view.line(action, _last_said(action), view.places.action(action.reference))
        for action in view.standing.actions()
        if rated[action.reference].not_updated
    )
    return Waiting("stale", "Not updated", "Their owners said nothing in this round.", "", tuple(lines))


def _last_said(action: Action) -> str:
    last = action.updates[-1] if action.updates else None
    return f"Last updated for {last.round.name}." if last else "Never updated."


def _without_milestones(view: _View) -> Waiting:
    lines = (
        view.line(
            action,
            "It has no date to be held to.",
            view.places.step(action.reference, "milestones"),
        )
        for action in view.standing.actions()
        if action.status in PLANNED and not action.milestones
    )
    return Waiting(
        "undated", "Actions without a milestone", "They can be late for nothing.", "Add one", tuple(lines)
    )


def _unaccountable(view: _View) -> Waiting:
    lines = (
        view.line(action, sentence_case(_nobody(action.accountable)))
        for action in view.standing.actions()
        if action.status in LIVE and not (action.accountable and action.accountable.holder)
    )
    return Waiting(
        "unaccountable",
        "Actions without an accountable executive",
        "Nobody senior answers for them.",
        "Name one",
        tuple(lines),
    )


def _nobody(post: Post | None) -> str:
    return f"nobody holds the post {post.title} of {post.agency.name}" if post else "no post is named"


_KINDS: tuple[Callable[[_View], Waiting], ...] = (
    _dates,
    _evidence,
    _checks,
    _reviews,
    _unowned,
    _stale,
    _without_milestones,
    _unaccountable,
)
