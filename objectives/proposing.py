"""The rules that put a decision before the Executive Group: what each asks and why, what it recommends, the options.

Handbook, sections 3, 5 and 6: reds that ask for something, have no plan or no owner; ambers from their third round;
assurance that escalated to the Group or was declined. A new date that goes far beyond the first approved one, or is
the third for one milestone, is the Group's to hear before it is approved [ours]. Pure; the business unit may put
each in other words (`sought`).
"""

import datetime as dt
from collections.abc import Iterator

from objectives.assurance_rules import overdue, requests_of
from objectives.dates import in_words, months_after, span
from objectives.days import working_days_after
from objectives.needing import (
    actions_hidden,
    ambers_by_rounds,
    ask_of,
    is_unowned,
    needs_the_group,
    plan_of,
    red_actions,
    red_commitments,
)
from objectives.rated import Judgement, Rated
from objectives.sentences import listed
from objectives.sought import Agenda, Proposal, Wording, agenda_of
from objectives.standing import Action, AssuranceRequest, Commitment, Milestone, Post, Rebaseline
from objectives.thresholds import THRESHOLDS
from objectives.words import Rating

ROUNDS = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}
STAYS_RED = "Accept that it stays red for now, and record why"


def agenda_now(judgement: Judgement) -> Agenda:
    """The decisions sought in this round, as the standing has them; none before the first round opens."""
    this = judgement.standing.this_round
    if this is None:
        return Agenda()
    said = [one for one in judgement.standing.sought if one.round == this.name]
    return agenda_of(proposals_of(judgement), said)


def proposals_of(judgement: Judgement) -> tuple[Proposal, ...]:
    """Everything that a rule puts to the Group, gravest first: reds, ambers, assurance, new dates."""
    return (
        *_reds(judgement),
        *(_amber(thing, rated) for thing, rated in _held(judgement)),
        *_assurance(judgement),
        *_dates(judgement),
    )


def _held(judgement: Judgement) -> list[tuple[Commitment | Action, Rated]]:
    return ambers_by_rounds(judgement, THRESHOLDS.decide_from_amber_rounds)


# ---------------------------------------------------------------------------------------------------- reds


def _reds(judgement: Judgement) -> Iterator[Proposal]:
    """By commitment; a red action under a commitment that was moderated to something else comes by itself."""
    for commitment in red_commitments(judgement):
        if needs_the_group(commitment, judgement):
            actions = red_actions(commitment, judgement)
            yield _red(commitment, actions, judgement) if actions else _bare_red(commitment, judgement)
    for action in actions_hidden(judgement, Rating.RED):
        rated = judgement.actions[action.reference]
        if is_unowned(action) or not plan_of(rated) or ask_of(rated):
            yield _red(action, [action], judgement)


class _Red:
    """What one red action asks of the Group; it says something wherever an owner, a plan or an answer is missing."""

    def __init__(self, action: Action, rated: Rated) -> None:
        self.action, self.rated, self.name = action, rated, action.reference
        self.ask, self.unowned, self.unplanned = ask_of(rated), is_unowned(action), not plan_of(rated)

    def because(self) -> Iterator[str]:
        if self.unowned:
            yield f"{self.name} has no owner."
        if self.unplanned:
            yield f"{self.name} has no recovery plan."
        if self.ask:
            yield f"Asked: {self.ask.rstrip('.')}."

    def questions(self) -> Iterator[str]:
        if self.ask:
            yield f"{self.name} asks: {' '.join(self.ask.split())}"
        if self.unowned:
            yield f"Who owns {self.name}?"
        if self.unplanned:
            yield f"How does {self.name} come back, and by when? No recovery plan is given."


def _red(thing: Commitment | Action, actions: list[Action], judgement: Judgement) -> Proposal:
    found = [_Red(action, judgement.actions[action.reference]) for action in actions]
    return Proposal(
        origin=f"red-{thing.reference}",
        reference=thing.reference,
        because=" ".join(dict.fromkeys(words for red in found for words in red.because())),
        wording=Wording(
            question=tuple(question for red in found for question in red.questions()),
            why=tuple(f"{red.action.reference}: {_gravest(red.rated)}" for red in found),
            recommendation=" ".join(_recommended(found)),
            options=(*_ways(found), STAYS_RED),
        ),
    )


def _recommended(found: list[_Red]) -> Iterator[str]:
    """One sentence for each kind of thing that is missing, whatever the number of actions that miss it."""
    for red in found:
        if red.unowned:
            yield f"{red.action.agency.name} names an owner of {red.name} at the meeting."
    if asking := [red for red in found if red.ask]:
        many = len(asking) > 1
        others = "their owners are" if many else f"{_who(asking[0].action)} is"
        yield f"Agree to what {_names(asking)} {'ask' if many else 'asks'}, or say what {others} to do without it."
    if unplanned := [red for red in found if red.unplanned]:
        who = _who(unplanned[0].action) if len(unplanned) == 1 else "Each owner"
        plan = f"a recovery plan with a date for {_names(unplanned)} within ten working days"
        yield f"{who} gives {plan}, and the Group looks at it when it next meets."


def _ways(found: list[_Red]) -> Iterator[str]:
    asking, unowned, unplanned = (
        [red for red in found if red.ask],
        [red for red in found if red.unowned],
        [red for red in found if red.unplanned],
    )
    if asking:
        yield f"Agree to what {_names(asking)} {'ask, each' if len(asking) > 1 else 'asks,'} with a name and a date"
        yield f"Refuse it, and ask for a plan for {_names(asking)} without it"
    for red in unowned:
        yield f"{red.action.agency.name} names an owner of {red.name}, or another agency takes it on"
    if unplanned:
        yield f"Ask for a dated recovery plan for {_names(unplanned)}"
        yield f"End {_names(unplanned).replace(' and ', ' or ')}, and say what replaces it"


def _names(found: list[_Red]) -> str:
    return listed([red.name for red in found])


def _bare_red(commitment: Commitment, judgement: Judgement) -> Proposal:
    """Red by an opinion or by moderation, with no action that is red itself."""
    name, rated = commitment.reference, judgement.commitments[commitment.reference]
    agency = commitment.lead_agency.name if commitment.lead_agency else "its lead agency"
    return Proposal(
        origin=f"red-{name}",
        reference=name,
        because=f"{name} is red, and no action under it brings it back.",
        wording=Wording(
            question=(f"What is to happen to {name}?",),
            why=(_gravest(rated),),
            recommendation=f"Ask {agency} for an action with an owner and a date that brings {name} back.",
            options=(f"Add an action under {name}, with an owner and a date", STAYS_RED),
        ),
    )


# -------------------------------------------------------------------------------------------------- ambers


def _amber(thing: Commitment | Action, rated: Rated) -> Proposal:
    name, held = thing.reference, f"{ROUNDS.get(rated.streak, rated.streak)} rounds"
    if isinstance(thing, Action):
        who = _who(thing)
    else:
        who = thing.lead_agency.name if thing.lead_agency else "The lead agency"
    return Proposal(
        origin=f"amber-{name}",
        reference=name,
        because=f"Amber for {held}: the Executive Group is asked to decide.",
        wording=Wording(
            question=(
                f"What is to change, or is it accepted that {name} stays amber? It has been for {held}.",
            ),
            why=(_gravest(rated),),
            recommendation=f"{who} says at the meeting what will change for {name}, and by when.",
            options=(
                f"Ask for a dated change that brings {name} to green",
                f"Approve new dates or a smaller scope for {name}",
                f"Accept that {name} stays amber, and say until when",
            ),
        ),
    )


# ----------------------------------------------------------------------------------------------- assurance


def _assurance(judgement: Judgement) -> Iterator[Proposal]:
    """Each request once, by the first commitment that it is about."""
    today = judgement.standing.moment.today
    about: dict[int, tuple[AssuranceRequest, list[str]]] = {}
    for commitment in judgement.standing.commitments():
        for request in requests_of(commitment):
            about.setdefault(request.id, (request, []))[1].append(commitment.reference)
    for _, (request, references) in sorted(about.items()):
        if request.declined:
            yield _declined(request, references)
        elif has_escalated(request, today):
            yield _escalated(request, references, today)


def has_escalated(request: AssuranceRequest, today: dt.date) -> bool:
    """Whether it stands before the Executive Group: unanswered, and that step was taken or its day has come."""
    if request.answered or request.declined or request.due_on >= today:
        return False
    taken = any(step.step == "executive-group" and step.taken_on > request.due_on for step in request.chases)
    return taken or working_days_after(request.due_on, THRESHOLDS.assurance_escalates_after_days) <= today


def _escalated(request: AssuranceRequest, references: list[str], today: dt.date) -> Proposal:
    agency, late = request.agency, (today - request.due_on).days
    partner = f"the lead partner{f' ({agency.lead_partner})' if agency.lead_partner else ''}"
    return Proposal(
        origin=f"assurance-{request.id}",
        reference=references[0],
        because=f"{agency.name} has not answered an assurance request, {late} days after its date.",
        wording=Wording(
            question=(
                f"How does the Group get {agency.name}’s assurance about {listed(references)}, or does it go without?",
            ),
            why=(_fact(request, today), *_steps(request)),
            recommendation=(
                f"The chair writes to {partner} for an answer within ten working days; the letter is drafted."
            ),
            options=(
                f"The chair writes to {partner}",
                f"Give {agency.name} a last date, and say what follows",
                "Go without this assurance, and put that into the register of risks",
            ),
        ),
    )


def _declined(request: AssuranceRequest, references: list[str]) -> Proposal:
    agency = request.agency
    return Proposal(
        origin=f"assurance-{request.id}",
        reference=references[0],
        because=f"{agency.name} declined an assurance request.",
        wording=Wording(
            question=(
                f"Does the Group accept that {agency.name} gives no assurance about {listed(references)}?",
            ),
            why=(
                f"{agency.name} declined “{request.title}” of {in_words(request.issued_on)}; "
                f"it holds {listed(references)} at Amber.",
            ),
            recommendation=f"Hear {agency.name} at the meeting before deciding whether to ask again.",
            options=(
                f"Ask {agency.name} again, for less or in another way",
                "Get the assurance from somebody independent of it",
                "Accept it, and put that into the register of risks",
            ),
        ),
    )


def _fact(request: AssuranceRequest, today: dt.date) -> str:
    found = overdue(request, today)
    asked = f"“{request.title}”: " if request.title else ""
    return f"{asked}{found.sentence}" if found else f"{asked}asked on {in_words(request.issued_on)}."


def _steps(request: AssuranceRequest) -> Iterator[str]:
    """Whom it has escalated to since its date, so that the Group sees what was tried."""
    taken = [step for step in request.chases if step.escalates and step.taken_on > request.due_on]
    if taken:
        said = [f"{step.step.replace('-', ' ')} on {in_words(step.taken_on)}" for step in taken]
        yield f"Escalated: {listed(said)}."


# ----------------------------------------------------------------------------------------------- new dates


def _dates(judgement: Judgement) -> Iterator[Proposal]:
    for action in judgement.standing.actions():
        for milestone in action.milestones:
            for asked in milestone.rebaselines:
                if asked.approved is None and _is_for_the_group(milestone, asked):
                    yield _new_date(action, milestone, asked)


def _is_for_the_group(milestone: Milestone, asked: Rebaseline) -> bool:
    limit = months_after(milestone.first_baseline_on, THRESHOLDS.decide_over_months_moved)
    return asked.to_on > limit or _times(milestone) >= THRESHOLDS.decide_from_moves


def _times(milestone: Milestone) -> int:
    """Which move of the approved date the one asked for would be."""
    return 1 + sum(bool(one.approved) for one in milestone.rebaselines)


def _new_date(action: Action, milestone: Milestone, asked: Rebaseline) -> Proposal:
    name, moved = action.reference, span(milestone.first_baseline_on, asked.to_on)
    move = f"from {in_words(asked.from_on)} to {in_words(asked.to_on)}"
    nth = {1: "first", 2: "second", 3: "third"}.get(_times(milestone), f"{_times(milestone)}th")
    return Proposal(
        origin=f"date-{milestone.id}",
        reference=name,
        because=f"A new date is asked for, {moved} after the one first approved.",
        wording=Wording(
            question=(f"May “{milestone.title}” of {name} move {move}?",),
            why=(
                f"{asked.asked_by} asks: {' '.join(asked.reason.split())}",
                f"It would be the {nth} move of its approved date, {moved} after the first one.",
            ),
            recommendation=(
                f"Hear {_who(action)} on what makes the new date hold; until then the approved date stands."
            ),
            options=(
                "Approve the new date; the rating follows it from then on",
                "Keep the approved date, and ask for a recovery plan",
                "Make it smaller, so that a part is met by the approved date",
            ),
        ),
    )


def _gravest(rated: Rated) -> str:
    """The first sentence that asks for the published rating; where none does, why it is published all the same."""
    return next((fired.sentence for fired in rated.fired if fired.rating is rated.published), rated.because)


def _who(action: Action) -> str:
    """The post that owns an action, and where it is vacant or missing, the agency."""
    owner: Post | None = action.owner
    return f"{owner.title}, {owner.agency.short_name}," if owner and owner.holder else action.agency.name
