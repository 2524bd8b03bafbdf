"""The sentence that each section and page opens with, computed from a judgement; a case each, plural right.

What needs the Executive Group is said by `objectives.needing`.
"""

from collections import Counter
from itertools import groupby

from objectives.needing import needs_the_group, red_commitments
from objectives.rated import Judgement
from objectives.words import Direction, Rating
from reports.wording import counted, listed, number, sentence_case, verb


def position(judgement: Judgement) -> str:
    """Where the strategy stands, in a sentence without a full stop: the overview's and the cover's finding."""
    stands = judgement.all_commitments
    if not stands.total:
        return "The strategy has no commitments yet"
    if stands.red:
        return f"{part_of(stands.red, stands.total)} red{_what_the_reds_need(judgement)}"
    if stands.amber:
        return _ambers_without_red(stands.amber, stands.total)
    return _nothing_cautious(stands.green + stands.blue, stands.total)


def part_of(count: int, total: int) -> str:
    """`Two of 18 commitments are`, `All 18 commitments are`, `The only commitment is`."""
    if total == 1:
        return "The only commitment is"
    if count == total:
        return "Both commitments are" if total == 2 else f"All {number(total)} commitments are"
    return f"{sentence_case(number(count))} of {number(total)} commitments {verb(count)}"


def _ambers_without_red(ambers: int, total: int) -> str:
    if ambers == total:
        return f"{part_of(ambers, total)} amber"
    return f"No commitment is red; {number(ambers)} of {number(total)} {verb(ambers)} amber"


def _nothing_cautious(good: int, total: int) -> str:
    if not good:
        return "No commitment can be rated yet"
    if good == total:
        return f"{part_of(good, total)} green or blue"
    return f"No commitment is red or amber; {number(good)} of {number(total)} {verb(good)} green or blue"


def _what_the_reds_need(judgement: Judgement) -> str:
    red = red_commitments(judgement)
    needing = sum(needs_the_group(commitment, judgement) for commitment in red)
    if len(red) == 1:
        return ", and it needs the Executive Group" if needing else ", and it has a recovery plan"
    everyone = "both" if len(red) == 2 else "all"
    if not needing:
        return f", and {everyone} have a recovery plan"
    who = everyone if needing == len(red) else number(needing)
    return f", and {who} {verb(needing, 'needs', 'need')} the Executive Group"


def movement(judgement: Judgement) -> str:
    """What moved since the last issued pack, in one sentence without a full stop."""
    last = judgement.standing.last_issued
    if last is None:
        return "No pack has been issued before, so no movement is shown"
    moved = Counter(rated.direction for rated in judgement.commitments.values())
    improved, worsened = moved[Direction.IMPROVED], moved[Direction.WORSENED]
    if not improved and not worsened:
        return f"No commitment improved or worsened since the {last.round} pack"
    said = [
        f"{counted(improved, 'commitment')} improved" if improved else "",
        f"{number(worsened) if improved else counted(worsened, 'commitment')} worsened" if worsened else "",
        f"{number(moved[Direction.NO_CHANGE])} did not move" if moved[Direction.NO_CHANGE] else "",
    ]
    return sentence_case(listed([clause for clause in said if clause]))


def since_last(judgement: Judgement) -> str:
    """The movement with what it is measured against, in one sentence with its full stop."""
    last, said = judgement.standing.last_issued, movement(judgement)
    if last is None or said.startswith("No commitment"):
        return f"{said}."
    return f"Since the {last.round} pack {said[0].lower()}{said[1:]}."


def of_the_actions(judgement: Judgement) -> str:
    """How the actions are spread, grey and carried forward apart, in one sentence with its full stop."""
    stands = judgement.all_actions
    columns = {
        "red": stands.red,
        "amber": stands.amber,
        "green": stands.green,
        "blue": stands.blue,
        "carried forward": stands.carried_forward,
        "grey": stands.grey,
        "business as usual": stands.business_as_usual,
        "superseded": stands.superseded,
    }
    said = [f"{count} {word}" for word, count in columns.items() if count]
    if not said:
        return "No action has been recorded."
    return f"{sentence_case(counted(stands.total, 'action'))}: {listed(said)}."


def coverage(judgement: Judgement) -> str:
    """How much of the plan stands on this round's evidence, and what does not: a sentence with its full stop."""
    stands = judgement.all_commitments
    good = stands.green + stands.blue
    first = f"{sentence_case(number(good)) if good else 'None'} {verb(good)} green or blue on this round’s evidence"
    apart = [
        f"{number(stands.carried_forward)} {verb(stands.carried_forward)} carried forward without an update",
        f"{number(stands.grey)} {verb(stands.grey)} grey",
    ]
    said = [
        clause for clause, count in zip(apart, (stands.carried_forward, stands.grey), strict=True) if count
    ]
    if not said:
        return first + "."
    none_counts = {1: "it is not", 2: "neither is"}.get(stands.carried_forward + stands.grey, "none is")
    return f"{first}; {listed(said)}, and {none_counts} counted as green."


def objectives(judgement: Judgement) -> str:
    """The objectives' headline ratings in one sentence, most cautious first."""
    rated = [(o, judgement.objectives[o.key].published) for o in judgement.standing.objectives]
    rated.sort(key=lambda pair: -1 if pair[1] is None else -pair[1].caution - 2)
    groups = [
        (rating, [o.name for o, _ in group]) for rating, group in groupby(rated, key=lambda pair: pair[1])
    ]
    if not groups:
        return "The strategy has no objectives yet"
    if len(groups) == 1 and len(rated) > 1:
        every = "Both" if len(rated) == 2 else f"All {number(len(rated))}"
        return f"{every} objectives are {rating_word(groups[0][0])}"
    if len(rated) > 4:
        counts = [
            f"{number(len(names))} {verb(len(names))} {rating_word(rating)}" for rating, names in groups
        ]
        return f"Of {number(len(rated))} objectives {listed(counts)}"
    return "; ".join(f"{listed(names)} {verb(len(names))} {rating_word(rating)}" for rating, names in groups)


def rating_word(rating: Rating | None) -> str:
    return rating.value.lower() if rating else "not rated"


def exceptions(reds: int, without_plan: int, ambers: int, stale: int, unowned: int) -> str:
    """What the exceptions say, in one sentence without a full stop; the two gravest facts, never more.

    `reds` are the red actions, and a red commitment without one; `ambers` what has been held.
    """
    said = [
        _plans_of(reds, without_plan) if reds else "",
        f"{counted(ambers, 'amber')} {verb(ambers)} held for two rounds or more" if ambers else "",
        f"{counted(unowned, 'action')} {verb(unowned, 'has', 'have')} no owner" if unowned else "",
        f"{counted(stale, 'action')} {verb(stale, 'stands', 'stand')} without an update or evidence"
        if stale
        else "",
    ]
    gravest = [clause for clause in said if clause][:2]
    if not gravest:
        return "Nothing is red, held at amber, without an update or without an owner"
    return sentence_case("; ".join(gravest))


def _plans_of(reds: int, without_plan: int) -> str:
    if reds == 1:
        return (
            "the one red action has no recovery plan"
            if without_plan
            else "the one red action has a recovery plan"
        )
    if not without_plan:
        return "each red action has a recovery plan"
    if without_plan == reds:
        return "neither red action has a recovery plan" if reds == 2 else "no red action has a recovery plan"
    return f"{number(without_plan)} of {number(reds)} red actions {verb(without_plan, 'has', 'have')} no recovery plan"
