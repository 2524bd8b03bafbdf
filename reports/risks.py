"""Section 9, risks and barriers: the register, issues that need help and what stands in the way.

The register is the business unit's; issues and barriers are owners' own words, told openly, from the update that
stands: this round's, or the last one where this round's is missing or still due.
"""

from collections.abc import Iterator
from itertools import count

from objectives.rated import Judgement, Rated
from objectives.standing import Action, Update
from objectives.words import Issue
from reports.content import Section
from reports.risk_lines import closed_risk, closed_since_last, is_open, open_risk, registered, said_of
from reports.sections import Barrier, NeedsHelp, Risks
from reports.wording import counted, day, mark_of, number, owner_of, sentence_case, verb

NAME = "Risks and barriers"
NOTHING = "No risk is open, and no update that stands names a barrier or an issue that needs help."


def risks_of(judgement: Judgement) -> Risks:
    """The register first; the barrier of an action whose issue is listed is told there and not again."""
    place = (f"9.{n}" for n in count(1))
    told = [
        (action, rated, rated.update)
        for action in judgement.standing.actions()
        if (rated := judgement.actions[action.reference]).update
    ]
    listed = registered(judgement)
    return Risks(
        register=tuple(open_risk(next(place), *one, judgement) for one in listed if is_open(one[1])),
        closed=tuple(
            closed_risk(next(place), *one, judgement)
            for one in listed
            if closed_since_last(one[1], judgement)
        ),
        issues=tuple(
            _issue(next(place), action, rated, update, judgement)
            for action, rated, update in told
            if update and update.issue is not Issue.NONE
        ),
        barriers=tuple(_barriers([(a, u) for a, _, u in told if u], place, judgement)),
    )


def section_of(found: Risks) -> Section:
    told = found.register or found.closed or found.issues or found.barriers
    return Section(9, NAME, headline(found), "" if told else NOTHING)


def headline(found: Risks) -> str:
    """How many risks are open, and which issues need help, without a full stop."""
    opened, told = said_of(found.register), _told(found)
    return f"{opened}; {told[0].lower()}{told[1:]}" if opened else told


def _told(found: Risks) -> str:
    """How many issues need help and how many of them have no plan."""
    issues, barriers = len(found.issues), len(found.barriers)
    if not issues and not barriers:
        return "Owners report no barrier and no issue that needs help"
    others = f"{counted(barriers, 'more action')} {verb(barriers, 'names', 'name')} a barrier"
    if not issues:
        return (
            f"No issue needs help; {counted(barriers, 'action')} {verb(barriers, 'names', 'name')} a barrier"
        )
    unplanned = sum(not issue.plan for issue in found.issues)
    said = f"{sentence_case(counted(issues, 'issue'))} {verb(issues, 'needs', 'need')} help"
    if unplanned:
        said += f", {number(unplanned)} without a plan" if issues > 1 else " and comes without a plan"
    return f"{said}; {others}" if barriers else said


def _issue(number: str, action: Action, rated: Rated, update: Update, judgement: Judgement) -> NeedsHelp:
    planned = update.issue is Issue.WITH_PLAN
    return NeedsHelp(
        number=number,
        reference=action.reference,
        title=action.title,
        mark=mark_of(rated),
        barrier=update.barriers,
        plan=update.plan if planned else "",
        ask=update.ask,
        due=_due(update, judgement) if planned else "No plan given",
        due_on=update.plan_due_on if planned else None,
        owner=owner_of(action),
        told_in=_told_in(update, judgement),
    )


def _due(update: Update, judgement: Judgement) -> str:
    if update.plan_due_on is None:
        return "No date given"
    passed = update.plan_due_on < judgement.standing.moment.today
    return f"{'Was due' if passed else 'By'} {day(update.plan_due_on)}"


def _told_in(update: Update, judgement: Judgement) -> str:
    """The round it was told in, where that is not this one."""
    this = judgement.standing.this_round
    return "" if this and update.round.id == this.id else update.round.name


def _barriers(
    told: list[tuple[Action, Update]], place: Iterator[str], judgement: Judgement
) -> Iterator[Barrier]:
    for action, update in told:
        if update.barriers.strip() and update.issue is Issue.NONE:
            yield Barrier(
                number=next(place),
                reference=action.reference,
                title=action.title,
                agency=action.agency.short_name,
                barrier=update.barriers,
                told_in=_told_in(update, judgement),
            )
