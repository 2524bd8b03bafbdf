"""Section 5, disagreements and overrides: where owner, rules and business unit do not say the same.

Commitments carry no owner's rating of their own, so an owner greener than the rules is always an action's.
"""

from collections.abc import Iterator
from itertools import count

from objectives.looking import unmoderated_of, without
from objectives.publishing import in_force
from objectives.rated import Judgement, Rated
from objectives.standing import Action, Commitment, Moderation, Standing
from objectives.words import Rating
from reports.content import Section
from reports.sections import Disagreement, Disagreements, Override, Unjudged
from reports.wording import Mark, counted, day, listed, mark_of, number, sentence_case, verb

NAME = "Disagreements and overrides"
NOTHING = (
    "No owner rated greener than the rules, no rating was moderated to another, "
    "and nothing is without somebody who may judge it."
)


def disagreements_of(judgement: Judgement) -> Disagreements:
    """Everything that section 5 lists, numbered through."""
    place = (f"5.{n}" for n in count(1))
    return Disagreements(
        greener=tuple(_greener(judgement, place)),
        overrides=tuple(_overrides(judgement, place)),
        unjudged=tuple(_unjudged(judgement, place)),
        unmoderated=_unmoderated(judgement),
    )


def section_of(found: Disagreements) -> Section:
    is_empty = not (found.greener or found.overrides or found.unjudged)
    return Section(5, NAME, headline(found), NOTHING if is_empty else "")


def headline(found: Disagreements) -> str:
    """Who rated greener and what was moderated, without a full stop."""
    greener, overrides = len(found.greener), len(found.overrides)
    said = [
        _rated_greener(greener),
        f"{counted(overrides, 'rating')} {verb(overrides, 'was', 'were')} moderated to another"
        if overrides
        else "",
    ]
    if not any(said):
        if unjudged := len(found.unjudged):
            actions = sentence_case(counted(unjudged, "action"))
            return f"{actions} {verb(unjudged, 'has', 'have')} nobody who may judge"
        return "Owners, rules and business unit agree"
    return sentence_case("; ".join(filter(None, said)))


def _rated_greener(count: int) -> str:
    if count < 2:
        return "the owner of one action rated it greener than the rules" if count else ""
    return f"owners rated {number(count)} actions greener than the rules"


def _greener(judgement: Judgement, place: Iterator[str]) -> Iterator[Disagreement]:
    for action in judgement.standing.actions():
        rated = judgement.actions[action.reference]
        if rated.disagrees and rated.owners and rated.calculated:
            yield Disagreement(
                number=next(place),
                reference=action.reference,
                title=action.title,
                owners=_plain(rated.owners),
                calculated=_plain(rated.calculated),
                published=mark_of(rated),
                sentences=tuple(f.sentence for f in rated.fired if f.rating is rated.calculated),
                outcome=_outcome(rated),
            )


def _plain(rating: Rating) -> Mark:
    return Mark(rating.lower(), rating.value)


def _outcome(rated: Rated) -> str:
    if rated.moderated:
        return f"Moderated to {rated.moderated}."
    return f"Not moderated: {rated.published}, the more cautious, stands."


def _overrides(judgement: Judgement, place: Iterator[str]) -> Iterator[Override]:
    for thing, rated, moderation in _moderated(judgement):
        alone = without(rated)
        if alone and moderation.rating is not alone:
            yield Override(
                number=next(place),
                reference=thing.reference,
                title=thing.title if isinstance(thing, Action) else thing.short_title,
                without=_plain(alone),
                published=mark_of(rated),
                moderated=moderation.rating,
                reason=moderation.reason,
                evidence=moderation.evidence,
                by=moderation.moderated_by,
                until=moderation.expires_on,
                answer=moderation.answer.answer if moderation.answer else "",
                answered_by=moderation.answer.answered_by if moderation.answer else "",
            )


def _moderated(judgement: Judgement) -> Iterator[tuple[Action | Commitment, Rated, Moderation]]:
    """Every commitment and action whose moderated rating is in force, in the order of the plan."""
    today = judgement.standing.moment.today
    for commitment in judgement.standing.commitments():
        things: list[Action | Commitment] = [commitment, *commitment.actions]
        for thing in things:
            rated = _rated(thing, judgement)
            moderation = in_force(thing.moderations, today)
            if moderation and rated.moderated:
                yield thing, rated, moderation


def _rated(thing: Action | Commitment, judgement: Judgement) -> Rated:
    return (judgement.actions if isinstance(thing, Action) else judgement.commitments)[thing.reference]


def _unjudged(judgement: Judgement, place: Iterator[str]) -> Iterator[Unjudged]:
    """Rated actions that whoever may judge owns, deputises for or is accountable for."""
    for action in judgement.standing.actions():
        rated = judgement.actions[action.reference]
        if rated.unrated is None and not _has_a_judge(action, judgement.standing):
            yield Unjudged(
                number=next(place),
                reference=action.reference,
                title=action.title,
                mark=mark_of(rated),
                sentence="Nobody else in the business unit can judge it, so it stays unmoderated.",
            )


def _has_a_judge(action: Action, standing: Standing) -> bool:
    return any(judge.id not in _own_people(action) for judge in standing.judges)


def _own_people(action: Action) -> set[int]:
    holders = [post.holder for post in (action.owner, action.accountable) if post]
    return {person.id for person in (*holders, action.deputy) if person}


def _unmoderated(judgement: Judgement) -> str:
    """At the freeze, what nobody moderated; before it, what nobody has moderated yet."""
    rated = [r for r in judgement.actions.values() if r.published]
    open_ = [judgement.actions[action.reference] for action in unmoderated_of(judgement)]
    if not rated:
        return ""
    standing = judgement.standing
    round = standing.this_round
    frozen = round is not None and standing.moment.instant >= round.freezes_at
    when = "at the freeze" if frozen else f"by {day(standing.moment.today)}"
    said = f"Unmoderated {when}: {number(len(open_))} of {number(len(rated))} rated actions."
    differ = sorted(r.reference for r in open_ if r.disagrees)
    return f"{said} Owner and rules differ in {listed(differ)}." if differ else said
