"""What must not be overlooked: reds, ambers held for two rounds or more, what is stale, what nobody owns.

Reds and ambers are listed by commitment, with the actions behind them; a red or held amber action under a
commitment that is published otherwise is listed by itself, so that no moderation can hide it.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import astuple, replace

from objectives.delivery_rules import no_owner
from objectives.needing import (
    actions_hidden,
    ambers_by_rounds,
    ask_of,
    is_solid,
    is_unowned,
    needs_the_group,
    plan_of,
    red_commitments,
)
from objectives.rated import Judgement, Rated
from objectives.standing import Action, Commitment
from objectives.thresholds import THRESHOLDS
from objectives.words import GreyReason, Rating
from reports import headlines
from reports.content import ExceptionLine, Exceptions, Need, RedAction, Section
from reports.wording import counted, mark_of, owner_of

NAME = "Exceptions"
NOTHING = "Nothing to list here; the reasons for each rating are in section 13."
ASK = "The Executive Group is asked to decide."
UNRATABLE = (GreyReason.INSUFFICIENT_EVIDENCE, GreyReason.NOT_UPDATED)


def exceptions_of(judgement: Judgement) -> Exceptions:
    """Every exception, numbered 4.1, 4.2 … in the order in which the section lists them."""
    groups = [_reds(judgement), _ambers(judgement), _stale(judgement), _unowned(judgement)]
    position = 0
    numbered: list[tuple[ExceptionLine, ...]] = []
    for group in groups:
        lines = [replace(line, number=f"4.{position + n}") for n, line in enumerate(group, 1)]
        numbered.append(tuple(lines))
        position += len(lines)
    return Exceptions(*numbered)


def needs_of(found: Exceptions, judgement: Judgement) -> tuple[Need, ...]:
    """Which exceptions need the Executive Group: reds that ask something of it, and ambers from their third round."""
    needing = {c.reference for c in red_commitments(judgement) if needs_the_group(c, judgement)}
    reds = [line for line in found.red if line.reference in needing]
    ambers = [line for line in found.amber if line.asks]
    return tuple(
        Need(line.number, line.reference, line.title, line.mark, _why(line)) for line in [*reds, *ambers]
    )


def _why(line: ExceptionLine) -> str:
    if line.asks:
        return f"Amber for {line.held}: the Executive Group is asked to decide."
    asks = [f"Asked: {action.ask.rstrip('.')}." for action in line.actions if action.ask]
    unowned = [f"{action.reference} has no owner." for action in line.actions if action.unowned]
    unplanned = [f"{action.reference} has no recovery plan." for action in line.actions if not action.plan]
    return " ".join([*asks, *unowned, *unplanned]) or " ".join(line.sentences)


def section_of(found: Exceptions) -> Section:
    return Section(4, NAME, headline_of(found), "" if any(astuple(found)) else NOTHING)


def headline_of(found: Exceptions) -> str:
    """What the exceptions say, for the section's headline."""
    plans = [action.plan for line in found.red for action in line.actions]
    bare = sum(not line.actions for line in found.red)
    return headlines.exceptions(
        len(plans) + bare, plans.count("") + bare, len(found.amber), len(found.stale), len(found.unowned)
    )


def held_words(streak: int) -> str:
    """For how many rounds in a row a thing has been published with this rating; nothing where it is not."""
    return ("", "first round")[streak] if streak < 2 else counted(streak, "round")


def _reds(judgement: Judgement) -> list[ExceptionLine]:
    found = [
        replace(_commitment_line(c, judgement), actions=tuple(_red_actions(c.actions, judgement)))
        for c in red_commitments(judgement)
    ]
    for action in actions_hidden(judgement, Rating.RED):
        found.append(
            replace(_action_line(action, judgement), actions=tuple(_red_actions([action], judgement)))
        )
    return found


def _ambers(judgement: Judgement) -> list[ExceptionLine]:
    """Longest held first, so that what the group is asked to decide comes before what it is told."""
    return [
        replace(
            _commitment_line(thing, judgement)
            if isinstance(thing, Commitment)
            else _action_line(thing, judgement),
            asks=ASK if rated.streak >= THRESHOLDS.decide_from_amber_rounds else "",
        )
        for thing, rated in ambers_by_rounds(judgement, THRESHOLDS.listed_from_amber_rounds)
    ]


def _stale(judgement: Judgement) -> list[ExceptionLine]:
    """Why it is stale, rather than what the rules would say of old facts."""
    found = [
        (action, judgement.actions[action.reference])
        for action in judgement.standing.actions()
        if _is_stale(judgement.actions[action.reference])
    ]
    return [
        replace(_action_line(a, judgement), sentences=(r.because,) if r.not_updated else sentences_of(r))
        for a, r in found
    ]


def _is_stale(rated: Rated) -> bool:
    return rated.hollow or rated.not_updated or rated.grey_reason in UNRATABLE


def _unowned(judgement: Judgement) -> list[ExceptionLine]:
    """Actions that nobody owns, unless nothing is left to be owned: a superseded action needs no owner."""
    return [
        replace(_action_line(action, judgement), sentences=(missing.sentence,))
        for action in judgement.standing.actions()
        if (missing := no_owner(action)) and judgement.actions[action.reference].unrated is None
    ]


def _commitment_line(commitment: Commitment, judgement: Judgement) -> ExceptionLine:
    rated = judgement.commitments[commitment.reference]
    behind = [
        f"{action.reference}: {' '.join(sentences_of(judgement.actions[action.reference]))}"
        for action in commitment.actions
        if is_solid(judgement.actions[action.reference], rated.published or Rating.GREY)
    ]
    owners = [
        owner_of(a) for a in commitment.actions if is_solid(judgement.actions[a.reference], Rating.AMBER)
    ]
    return ExceptionLine(
        number="",
        reference=commitment.reference,
        title=commitment.short_title,
        mark=mark_of(rated),
        held=held_words(rated.streak),
        sentences=tuple(behind) or sentences_of(rated),
        owner="; ".join(dict.fromkeys(owners)),
    )


def _action_line(action: Action, judgement: Judgement) -> ExceptionLine:
    rated = judgement.actions[action.reference]
    return ExceptionLine(
        number="",
        reference=action.reference,
        title=action.title,
        mark=mark_of(rated),
        held=held_words(rated.streak),
        sentences=sentences_of(rated),
        owner=owner_of(action),
    )


def sentences_of(rated: Rated) -> tuple[str, ...]:
    """What fired for the published rating; where nothing did, why it is published all the same."""
    own = tuple(fired.sentence for fired in rated.fired if fired.rating is rated.published)
    return own or (rated.because,)


def _red_actions(actions: Iterable[Action], judgement: Judgement) -> Iterator[RedAction]:
    for action in actions:
        rated = judgement.actions[action.reference]
        if is_solid(rated, Rating.RED):
            yield _red_action(action, rated)


def _red_action(action: Action, rated: Rated) -> RedAction:
    plan = plan_of(rated)
    return RedAction(
        reference=action.reference,
        title=action.title,
        owner=owner_of(action),
        unowned=is_unowned(action),
        sentences=sentences_of(rated),
        plan=plan,
        back_on=rated.update.plan_due_on if rated.update and plan else None,
        ask=ask_of(rated),
    )
