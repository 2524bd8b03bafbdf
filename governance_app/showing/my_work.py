"""What somebody must do, by when and why; what they wait for; and the actions that are theirs. Pure.

Owners and deputies see the same list, so that either can act. The accountable executive sees the work of an action
that has nobody else: it is theirs to see that somebody does it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from msgspec import Struct

from governance_app.places import Places
from governance_app.showing.desk import Before, before_writer, from_today
from governance_app.showing.raised import unanswered
from objectives.dates import months_after
from objectives.looking import changed_rating
from objectives.moments import day_of
from objectives.permissions import Mandate
from objectives.rated import Judgement, Rated
from objectives.standing import Action, Evidence, Milestone
from objectives.thresholds import THRESHOLDS
from objectives.words import Direction, MatterKind, MatterState, Role, Status
from reports.wording import Mark, counted, day, mark_of, number, sentence_case

SOON_DAYS = 30  # how long before its day a piece of evidence or a check is told of
MILESTONE_DAYS = 14
UNDER_WAY = (Status.IN_PROGRESS, Status.DELIVERED)


class ToDo(Struct, frozen=True):
    """One thing to do. `draft_saved_at` is set where an update has been begun."""

    due_on: dt.date
    when: str
    what: str
    about: str
    why: str
    button: str
    address: str
    draft_saved_at: dt.datetime | None = None


class Waiting(Struct, frozen=True):
    """`address` leads to all that is waited for, where there is such a page."""

    who: str
    what: str
    address: str = ""


class Mine(Struct, frozen=True):
    """An action of their own. `part` says in which part it is theirs, where that is not as its owner."""

    reference: str
    title: str
    address: str
    mark: Mark
    direction: Direction
    part: str


class Work(Struct, frozen=True):
    to_do: tuple[ToDo, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    mine: tuple[Mine, ...] = ()

    @property
    def has_updates(self) -> bool:
        """Whether something to do is done on the form of an update."""
        return any(item.address.partition("#")[0].endswith("/update") for item in self.to_do)

    def and_also(self, other: "Work") -> "Work":
        """The work of two strategies as one list, soonest first."""
        to_do = tuple(sorted([*self.to_do, *other.to_do], key=lambda item: item.due_on))
        return Work(to_do, self.waiting + other.waiting, self.mine + other.mine)


Drafts = Mapping[tuple[int, int], dt.datetime]


def work_of(judgement: Judgement, who: Mandate, drafts: Drafts) -> Work:
    """All that falls to somebody in one strategy. `drafts` says when each of theirs was kept, by action and round."""
    places = Places(judgement.standing.key)
    own = [action for action in judgement.standing.actions() if who.owns(action)]
    falls = [_Falls(judgement, action, places, drafts) for action in own if _falls_to(action, who)]
    taken_over = _taken_over(own, who, judgement.standing.moment.today)
    to_do = sorted(
        [
            *taken_over,
            *(item for one in falls for item in one.to_do()),
            *matters_to_answer(judgement, who, places),
        ],
        key=lambda item: item.due_on,
    )
    mine = (
        Mine(
            action.reference,
            action.title,
            places.action(action.reference),
            mark_of(judgement.actions[action.reference]),
            judgement.actions[action.reference].direction,
            _part(action, who),
        )
        for action in own
        if action.status is not Status.SUPERSEDED
    )
    waiting = (*(wait for one in falls for wait in one.waiting()), *_unanswered(judgement, who, places))
    return Work(tuple(to_do), waiting, tuple(mine))


def _taken_over(own: list[Action], who: Mandate, today: dt.date) -> list[ToDo]:
    """The posts that they followed somebody in, until they say that they have read what came with each."""
    posts = {post.id: post for action in own for post in (action.owner, action.accountable) if post}
    return [
        ToDo(
            post.to_read_since,
            from_today(post.to_read_since, today),
            f"Read what you take on as {post.title}",
            post.agency.name,
            "Nothing that anybody before you confirmed counts as confirmed by you.",
            "Read it",
            f"/posts/{post.id}",
        )
        for post in posts.values()
        if post.to_read_since and post.id in who.posts
    ]


def matters_to_answer(judgement: Judgement, who: Mandate, places: Places) -> Iterator[ToDo]:
    """What was raised against a pack and waits for the answer of a post that they hold."""
    today = judgement.standing.moment.today
    for matter in judgement.standing.matters:
        if matter.state is MatterState.OPEN and matter.owner.id in who.posts:
            is_decision = matter.kind is MatterKind.DECISION
            yield ToDo(
                matter.due_on,
                from_today(matter.due_on, today),
                f"{'Carry out' if is_decision else 'Answer'} {matter.kind} {matter.number}",
                f"{matter.reference} {matter.title}".strip() or f"The pack of {matter.round}",
                f"{matter.raised_by}: {matter.words}",
                "Read and answer",
                places.matter(matter.number),
            )


def _unanswered(judgement: Judgement, who: Mandate, places: Places) -> Iterator[Waiting]:
    """What the business unit sees to: whatever the Executive Group asked, and nobody has said anything of."""
    found = unanswered(judgement.standing.matters)
    if found and Role.BUSINESS_UNIT in who.roles:
        overdue = sum(matter.overdue_on(judgement.standing.moment.today) for matter in found)
        asked = f"{counted(len(found), 'question or challenge', 'questions and challenges')} of the Executive Group"
        late = f"{number(overdue)} overdue." if overdue else "none is overdue."
        told = f"{sentence_case(asked)}. {sentence_case(late)}"
        yield Waiting("Answers", told, f"{places.meetings}#unanswered")


def heading_of(work: Work) -> str:
    """`You have four things to do`, as the page's own heading."""
    count = len(work.to_do)
    if not count:
        return "You have nothing to do now"
    return f"You have {number(count)} {'thing' if count == 1 else 'things'} to do"


class _Falls:
    """What one action asks of its people."""

    def __init__(self, judgement: Judgement, action: Action, places: Places, drafts: Drafts) -> None:
        self.action, self.places, self.drafts = action, places, drafts
        self.standing = judgement.standing
        self.rated: Rated = judgement.actions[action.reference]
        self.today, self.zone = judgement.standing.moment.today, judgement.standing.moment.time_zone
        self.before: Before | None = before_writer(judgement.standing, action)

    def to_do(self) -> Iterator[ToDo]:
        yield from self._changed()
        if self.before:
            yield from self._update(self.before)
        if self.action.status in UNDER_WAY:
            yield from self._milestones()
            yield from self._evidence()
        if self.action.status is Status.DELIVERED:
            yield from self._check()

    def waiting(self) -> Iterator[Waiting]:
        about = self.action.reference
        for piece in self.action.evidence:
            if piece.accepted is None:
                yield Waiting(
                    self._since(piece.given_at), f"A decision on your evidence “{piece.title}” for {about}."
                )
        for milestone in self.action.milestones:
            for asked in milestone.rebaselines:
                if asked.approved is None:
                    what = f"A new approved date for “{milestone.title}”, {day(asked.to_on)}."
                    yield Waiting(self._since(asked.asked_at), what)

    def _since(self, instant: dt.datetime) -> str:
        return f"Business unit, since {day(day_of(instant, self.zone))}"

    def _changed(self) -> Iterator[ToDo]:
        """A rating that the business unit changed, to be answered by the day of the meeting."""
        moderation = changed_rating(self.action, self.rated, self.standing)
        if moderation is None or moderation.answer:
            return
        round = next(one for one in self.standing.rounds if one.name == moderation.round)
        if self.today <= round.meets_on:
            yield self._item(
                round.meets_on,
                f"Answer the changed rating of {self.action.reference}",
                f"The business unit changed the published rating to {moderation.rating}: {moderation.reason}",
                "Read and answer",
                self.places.rating_answer(self.action.reference),
            )

    def _update(self, before: Before) -> Iterator[ToDo]:
        saved = self.drafts.get((self.action.id, before.round.id))
        if before.sent and before.sent.returned is not None:
            yield self._item(
                before.freezes_on,
                f"Answer the questions on {self.action.reference}",
                f"The business unit asks: “{before.sent.returned}”",
                "Answer",
                self.places.update(self.action.reference),
                saved,
            )
        elif before.sent is None and (self.rated.due_on or self.rated.not_updated):
            yield self._item(
                before.round.updates_due_on,
                f"Update {self.action.reference}",
                self._why_update(before),
                "Go on with this update" if saved else "Give this update",
                self.places.update(self.action.reference),
                saved,
            )

    def _why_update(self, before: Before) -> str:
        last = f"Last time you said {before.last.owner_rating}. " if before.last else "It is the first one. "
        late = "Nothing is late." if all(self._is_on_course(m) for m in self.action.milestones) else ""
        return (
            f"{last}Needed for the pack of {before.round.name}. {late or '“Nothing to report” is an answer.'}"
        )

    def _is_on_course(self, milestone: Milestone) -> bool:
        return bool(milestone.met_on) or milestone.expected_on >= self.today

    def _milestones(self) -> Iterator[ToDo]:
        for milestone in self.action.milestones:
            passes = milestone.met_on is None and self._is_soon(milestone.expected_on, MILESTONE_DAYS)
            if passes and not any(asked.approved is None for asked in milestone.rebaselines):
                is_past = milestone.expected_on < self.today
                yield self._item(
                    milestone.expected_on,
                    f"Say whether “{milestone.title}” is met" if is_past else f"Meet “{milestone.title}”",
                    f"A milestone of {self.action.reference}{'; its day has passed' if is_past else ''}. Say when it "
                    "was met, or when you now expect it and why.",
                    "See the dates",
                    self.places.update(self.action.reference) + "#milestones",
                )

    def _evidence(self) -> Iterator[ToDo]:
        counting = [piece for piece in self.action.evidence if _counts(piece)]
        best = max(counting, key=_lasts_until, default=None)
        if best and self._is_soon(_lasts_until(best)):
            yield self._item(
                _lasts_until(best),
                f"Renew the evidence for {self.action.reference}",
                f"“{best.title}” shows {day(best.shows_on)}. After {day(_lasts_until(best))} it no longer "
                "supports Green, and nothing newer stands.",
                "Add evidence",
                self.places.evidence(self.action.reference),
            )
        for piece in self.action.evidence:
            if piece.accepted is False and not self._answered(piece):
                yield self._item(
                    day_of(piece.judged_at or piece.given_at, self.zone),
                    f"Give other evidence for {self.action.reference}",
                    f"“{piece.title}” was returned by {piece.judged_by}: {piece.judgement_reason}",
                    "Add evidence",
                    self.places.update(self.action.reference),
                )

    def _answered(self, returned: Evidence) -> bool:
        since = returned.judged_at or returned.given_at
        return any(piece.given_at > since for piece in self.action.evidence)

    def _check(self) -> Iterator[ToDo]:
        delivered = self.action.delivered_on
        if delivered is None:
            return
        due = months_after(delivered, THRESHOLDS.check_after_months)
        if self._is_soon(due) and not any(check.checked_on >= due for check in self.action.checks):
            yield self._item(
                due,
                f"Be ready for the check of {self.action.reference}",
                f"It was delivered on {day(delivered)}. Somebody else looks whether it still works; have evidence "
                "of tested practice at hand: an audit, a dip sample, data.",
                "Add evidence",
                self.places.evidence(self.action.reference),
            )

    def _is_soon(self, on: dt.date, days: int = SOON_DAYS) -> bool:
        return (on - self.today).days <= days

    def _item(
        self,
        due_on: dt.date,
        what: str,
        why: str,
        button: str,
        address: str,
        saved: dt.datetime | None = None,
    ) -> ToDo:
        when = from_today(due_on, self.today)
        return ToDo(due_on, when, what, self.action.title, why, button, address, saved)


def _falls_to(action: Action, who: Mandate) -> bool:
    """Whether its work is theirs to do: as owner or deputy, or as the executive of what has neither."""
    owner = action.owner
    if (owner and owner.id in who.posts) or (action.deputy and action.deputy.id == who.person):
        return True
    return not (owner and owner.holder) and action.deputy is None


def _part(action: Action, who: Mandate) -> str:
    owner = action.owner
    if owner and owner.id in who.posts:
        return ""
    if action.deputy and action.deputy.id == who.person:
        return f"as deputy of {owner.holder.name}" if owner and owner.holder else "as deputy"
    return "as accountable executive"


def _counts(piece: Evidence) -> bool:
    return bool(piece.accepted) and (piece.grade or 0) >= THRESHOLDS.green_from_grade


def _lasts_until(piece: Evidence) -> dt.date:
    """The last day on which it supports Green: its own expiry, or twelve months after the day it shows."""
    aged = months_after(piece.shows_on, THRESHOLDS.evidence_lasts_months)
    return min(aged, piece.expires_on) if piece.expires_on else aged
