"""What is missing before a round's pack is issued: what will be read of it as unfinished. Pure.

None of it stops an issue: a pack says what stood at its freeze, and says what was not done by then.
"""

from collections.abc import Iterable

from msgspec import Struct

from objectives.assurance_rules import overdue, requests_of
from objectives.looking import unmoderated_of
from objectives.rated import Judgement
from reports.content import Content
from reports.wording import counted, listed, sentence_case, verb

MOST_NAMED = 6


class Lacking(Struct, frozen=True):
    """One thing that was looked for: whether all is well with it, and the sentence that says so or what is missing."""

    name: str
    is_well: bool
    sentence: str


def before_issue(judgement: Judgement, content: Content) -> list[Lacking]:
    """Looks through a round's pack as at its freeze, in the order in which a business unit works through a round."""
    return [
        _updates(content),
        _moderation(judgement),
        _commentary(judgement),
        _assurance(judgement),
        _sought(content),
    ]


def _updates(content: Content) -> Lacking:
    late = [line.reference for line in content.exceptions.stale]
    if not late:
        return Lacking("Updates", True, "Every action that was asked gave its update by the freeze.")
    return Lacking("Updates", False, f"{_counted(late, 'line')} had no update by the freeze: {_named(late)}.")


def _moderation(judgement: Judgement) -> Lacking:
    left = [action.reference for action in unmoderated_of(judgement)]
    if not left:
        return Lacking("Moderation", True, "Every rated action was looked at before the freeze.")
    were = verb(len(left), "was", "were")
    said = f"{_counted(left, 'rated action')} {were} published unmoderated, and the pack lists them."
    return Lacking("Moderation", False, said)


def _commentary(judgement: Judgement) -> Lacking:
    round = judgement.standing.this_round
    missing = [
        objective.name
        for objective in judgement.standing.objectives
        if not any(round and said.round == round.name for said in objective.commentaries)
    ]
    if not missing:
        return Lacking("Commentary", True, "Every objective has its commentary in section 7.")
    return Lacking("Commentary", False, f"Nothing is said in section 7 of {listed(missing)}.")


def _assurance(judgement: Judgement) -> Lacking:
    today = judgement.standing.moment.today
    requests = {one.id: one for of in judgement.standing.commitments() for one in requests_of(of)}
    late = [one.agency.short_name for one in requests.values() if overdue(one, today)]
    if not late:
        return Lacking("Assurance", True, "No assurance request was overdue at the freeze.")
    whose = listed(sorted(set(late)))
    said = f"{_counted(late, 'assurance request')} {verb(len(late), 'was', 'were')} overdue at the freeze: {whose}."
    return Lacking("Assurance", False, said)


def _sought(content: Content) -> Lacking:
    bare = [line.number for line in content.decisions if not line.recommendation]
    if not content.decisions:
        return Lacking("Decisions sought", True, "The Executive Group is asked to decide nothing.")
    if not bare:
        return Lacking("Decisions sought", True, "Each decision sought has a recommendation.")
    return Lacking("Decisions sought", False, f"No recommendation stands with {_named(bare)} of section 2.")


def _counted(things: list[str], noun: str) -> str:
    return sentence_case(counted(len(things), noun))


def _named(names: Iterable[str]) -> str:
    every = list(names)
    if len(every) <= MOST_NAMED:
        return listed(every)
    return f"{', '.join(every[:MOST_NAMED])} and {len(every) - MOST_NAMED} more"
