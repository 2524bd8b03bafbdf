"""The rules of evidence: what may be called Green, and what Blue. Only accepted evidence counts.

Source: handbook, section 3 ("Evidence", "Delivered") and section 4 (grades). These rules bind moderators too.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from objectives.dates import in_words, months_after
from objectives.delivery_rules import NOT_YET_DUE, last_check
from objectives.rated import Fired
from objectives.sentences import counted, listed
from objectives.standing import Action, Check, Evidence, Milestone
from objectives.thresholds import Thresholds
from objectives.words import EvidenceForm, Rating, Status

NO_EVIDENCE = "no evidence"
WEAK_EVIDENCE = "weak evidence"
UNPROVEN = "not proven"


def is_weighed(action: Action, today: dt.date) -> bool:
    """Whether evidence is asked for by now: a milestone is due or met, or the whole is delivered."""
    if action.status is Status.DELIVERED or action.status is Status.EMBEDDED:
        return True
    return any(m.met_on or m.baseline_on <= today for m in action.milestones)


def nothing_due(milestones: Sequence[Milestone]) -> Fired:
    """No milestone is due or met yet."""
    first = min(milestones, key=lambda m: m.baseline_on, default=None)
    if first is None:
        return Fired(NOT_YET_DUE, Rating.GREY, "It has no milestones yet, so nothing is due.")
    sentence = (
        f"Nothing is due yet: the first milestone, “{first.title}”, is for {in_words(first.baseline_on)}."
    )
    return Fired(NOT_YET_DUE, Rating.GREY, sentence)


def weigh(pieces: Sequence[Evidence], today: dt.date, rules: Thresholds) -> Fired:
    """What accepted evidence can carry: nothing accepted is Grey, only weak evidence Amber, else Green."""
    accepted = [(_faults(e, today, rules), e) for e in pieces if e.accepted]
    if not accepted:
        return Fired(NO_EVIDENCE, Rating.GREY, f"No evidence has been accepted{_waiting(pieces)}.")
    faults, strongest = max(accepted, key=lambda pair: (-len(pair[0]), pair[1].grade or 0, pair[1].shows_on))
    if faults:
        sentence = f"The strongest accepted evidence, “{strongest.title}”, {listed(faults)}."
        return Fired(WEAK_EVIDENCE, Rating.AMBER, sentence)
    return Fired(
        "evidence",
        Rating.GREEN,
        f"Accepted evidence, “{strongest.title}”, is of grade {strongest.grade:d}"
        f" and shows {in_words(strongest.shows_on)}.",
    )


def if_accepted(pieces: Sequence[Evidence], rules: Thresholds) -> tuple[Evidence, ...]:
    """The evidence as it would be if everything that waits were accepted at the grade that Green needs.

    A statement could only be accepted at a lower grade, so it is left waiting.
    """
    return tuple(
        replace(e, accepted=True, grade=rules.green_from_grade)
        if e.accepted is None and e.form is not EvidenceForm.STATEMENT
        else e
        for e in pieces
    )


def proof(action: Action, rules: Thresholds) -> Check | None:
    """The check that makes an action Blue, if there is one: passed 3 months or more after delivery and not
    failed since, with accepted evidence of grade 3 that shows a date on or after delivery. Blue does not
    decay, so the evidence's age and expiry no longer matter."""
    check = last_check(action)
    if check is None or not check.passed or action.delivered_on is None:
        return None
    if check.checked_on < months_after(action.delivered_on, rules.check_after_months):
        return None
    tested = any(
        e.accepted and (e.grade or 0) >= rules.blue_from_grade and e.shows_on >= action.delivered_on
        for e in action.evidence
    )
    is_delivered = action.status in (Status.DELIVERED, Status.EMBEDDED)
    return check if tested and is_delivered else None


def embedded(action: Action, check: Check) -> Fired:
    """Delivered and still working at a check three months or more later."""
    assert action.delivered_on is not None
    sentence = (
        f"Delivered on {in_words(action.delivered_on)} and found still working on"
        f" {in_words(check.checked_on)}, with tested evidence."
    )
    return Fired("embedded", Rating.BLUE, sentence)


@lru_cache
def unproven(rules: Thresholds) -> Fired:
    """What Blue needs, as the cap that binds whoever would say Blue without it."""
    sentence = (
        f"Blue needs a check passed {rules.check_after_months} months or more after delivery, with accepted"
        f" evidence of grade {rules.blue_from_grade:d} or more that shows a date on or after delivery."
    )
    return Fired(UNPROVEN, Rating.GREEN, sentence)


def _faults(evidence: Evidence, today: dt.date, rules: Thresholds) -> list[str]:
    grade = evidence.grade or 0
    faults = []
    if grade < rules.green_from_grade:
        faults.append(f"is of grade {grade:d}, below grade {rules.green_from_grade:d}")
    if evidence.expires_on and evidence.expires_on < today:
        faults.append(f"expired on {in_words(evidence.expires_on)}")
    if months_after(evidence.shows_on, rules.evidence_lasts_months) < today:
        shown = in_words(evidence.shows_on)
        faults.append(f"shows {shown}, over {counted(rules.evidence_lasts_months, 'month')} ago")
    return faults


def _waiting(pieces: Sequence[Evidence]) -> str:
    waiting = sum(e.accepted is None for e in pieces)
    if not waiting:
        return ""
    return f"; {counted(waiting, 'piece')} {'waits' if waiting == 1 else 'wait'} to be judged"
