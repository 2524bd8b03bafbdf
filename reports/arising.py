"""Section 12, decisions and actions from last time: whatever was raised against earlier packs, until it is closed.

A matter returns in every pack while it is open, and once more as closed, with what became of it (handbook, section 6).
"""

from itertools import count

from objectives.moments import day_of
from objectives.rated import Judgement
from objectives.standing import Action, Matter, MatterStep
from objectives.words import MatterAct
from reports.content import Section
from reports.last_time import ClosedMatter, LastTime, Returned
from reports.wording import counted, day, number, post_words, sentence_case, verb

NAME = "Decisions and actions from last time"
NOTHING = (
    "Nothing that was raised against an earlier pack is open, and nothing was closed since the last one."
)

SAID = {
    MatterAct.ANSWER: "Answered",
    MatterAct.DECIDE: "Settled",
    MatterAct.CLOSE: "Closed",
    MatterAct.REOPEN: "Opened again",
}


def last_time_of(judgement: Judgement) -> LastTime:
    """What is open, and what was closed after the last issued pack's as-at instant."""
    place = (f"12.{n}" for n in count(1))
    matters = judgement.standing.matters
    return LastTime(
        open=tuple(_open(next(place), matter, judgement) for matter in matters if matter.is_open),
        closed=tuple(
            _closed(next(place), matter, judgement)
            for matter in matters
            if closed_since_last(matter, judgement)
        ),
    )


def closed_since_last(matter: Matter, judgement: Judgement) -> bool:
    """Whether this is the one pack that tells it as closed."""
    last = judgement.standing.last_issued
    return matter.closed_at is not None and (last is None or matter.closed_at > last.as_at)


def section_of(found: LastTime) -> Section:
    return Section(12, NAME, headline(found), "" if found.open or found.closed else NOTHING)


def headline(found: LastTime) -> str:
    """How many are open, how many of them are overdue, and how many were closed, without a full stop."""
    if not found.open and not found.closed:
        return "Nothing is left from last time"
    overdue = sum(line.overdue for line in found.open)
    said = f"{counted(len(found.open), 'matter')} {verb(len(found.open))} open"
    if overdue:
        said += f", {number(overdue)} of them overdue" if len(found.open) > 1 else " and overdue"
    if found.closed:
        said += f"; {number(len(found.closed))} {verb(len(found.closed), 'was', 'were')} closed"
    return sentence_case(said)


def called(matter: Matter) -> str:
    """`Decision 3`: what everybody calls it, in every pack."""
    return f"{sentence_case(matter.kind)} {matter.number}"


def step_told(step: MatterStep, time_zone: str) -> str:
    """`Answered by Sam Example on 3 May 2026: The trainer has confirmed it.`"""
    return f"{SAID[step.act]} by {step.taken_by} on {day(day_of(step.taken_at, time_zone))}: {step.words}"


def made_by(matter: Matter, judgement: Judgement) -> tuple[str, ...]:
    """How the actions stand that a decision made, and that it asked for assurance."""
    found = judgement.standing.by_reference
    made = [found[reference] for reference in matter.actions if reference in found]
    told = [f"{one.reference} {one.title}: {one.status}" for one in made if isinstance(one, Action)]
    return (*told, *("An assurance request was made of it" for _ in matter.askings[:1]))


def _open(place: str, matter: Matter, judgement: Judgement) -> Returned:
    moment = judgement.standing.moment
    return Returned(
        number=place,
        matter=called(matter),
        kind=matter.kind,
        about=matter.reference,
        title=matter.title,
        raised_in=matter.round,
        words=matter.words,
        raised=f"{matter.raised_by}, {day(day_of(matter.raised_at, moment.time_zone))}",
        owner=post_words(matter.owner, "vacant"),
        due_on=matter.due_on,
        overdue=matter.overdue_on(moment.today),
        so_far=tuple(step_told(step, moment.time_zone) for step in matter.steps),
        made=made_by(matter, judgement),
    )


def _closed(place: str, matter: Matter, judgement: Judgement) -> ClosedMatter:
    last = matter.steps[-1]
    return ClosedMatter(
        number=place,
        matter=called(matter),
        kind=matter.kind,
        about=matter.reference,
        title=matter.title,
        raised_in=matter.round,
        words=matter.words,
        closed_on=day_of(last.taken_at, judgement.standing.moment.time_zone),
        became=last.words,
        made=made_by(matter, judgement),
    )
