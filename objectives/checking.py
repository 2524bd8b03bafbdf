"""Checks after delivery: does it still work, three months or more later? Somebody other than the owner looks.

A passed check with tested evidence sets "complete and embedded" in the same act; a failed one reopens the action.
"""

import datetime as dt
from typing import Any

from msgspec import Struct

from objectives.actions import move
from objectives.dates import in_words, months_after
from objectives.faults import Faults
from objectives.judges import refuse_own
from objectives.mandates import acting, fresh, refuse_stale
from objectives.problems import Conflict
from objectives.tables.action import Action, DeliveryCheck
from objectives.tables.evidence import Evidence, EvidenceJudgement, EvidenceLink
from objectives.tables.milestone import Milestone
from objectives.tables.person import Person
from objectives.thresholds import THRESHOLDS
from objectives.words import Status


class NewCheck(Struct, frozen=True):
    """`checked_on` is the day on which somebody looked."""

    checked_on: dt.date
    passed: bool
    findings: str


async def check_delivery(
    person: Person, action: Action, new: NewCheck, seen: int | None = None
) -> DeliveryCheck:
    """Records a check of a delivered action. Raises NotAllowed, Invalid, Conflict.

    A passed check that is too early, or for which tested evidence is missing, is recorded and embeds nothing.
    """
    async with acting(person) as act:
        checked = await fresh(action)
        await refuse_own(act, checked)
        await refuse_stale(seen, action)
        if checked.status not in (Status.DELIVERED, Status.EMBEDDED):
            raise Conflict(
                f"{checked.reference} is {checked.status}; only what was delivered can be checked."
            )
        check = DeliveryCheck(
            action=action.id, checked_by=person.id, recorded_at=act.now, **_written(new, checked, act.today)
        )
        await check.save()
        await _follow(checked, new)
        return check


def _written(new: NewCheck, action: Action, today: dt.date) -> dict[str, Any]:
    faults = Faults()
    findings = faults.text(new.findings, "findings", "Say what was looked at, and what was found.")
    faults.need(new.checked_on <= today, "checked_on", f"It is {in_words(today)}; give the day of the check.")
    delivered = f"It was delivered on {in_words(action.delivered_on)}; a check comes after that."
    faults.need(new.checked_on >= action.delivered_on, "checked_on", delivered)
    faults.refuse()
    return {"checked_on": new.checked_on, "passed": new.passed, "findings": findings}


async def embed_if_proven(action: Action) -> None:
    """Embeds a delivered action once a check passed in time and tested evidence is accepted, whichever came last."""
    if action.status != Status.DELIVERED:
        return
    due = months_after(action.delivered_on, THRESHOLDS.check_after_months)
    checks = DeliveryCheck.objects().where(DeliveryCheck.action == action.id)
    last = await checks.order_by(DeliveryCheck.checked_on, DeliveryCheck.id, ascending=False).first()
    if last and last.passed and last.checked_on >= due and await _tested_since(action):
        move(action, Status.EMBEDDED)
        await action.save()


async def _follow(action: Action, check: NewCheck) -> None:
    """What a check does to its action: embeds it, reopens it, or nothing yet."""
    if check.passed:
        await embed_if_proven(action)
    else:
        move(action, Status.IN_PROGRESS)
        action.delivered_on = None
        await action.save()


async def _tested_since(action: Action) -> bool:
    """Whether accepted evidence of grade 3 or better shows a date on or after delivery."""
    milestones = Milestone.select(Milestone.id).where(Milestone.action == action.id)
    own = (EvidenceLink.action == action.id) | EvidenceLink.milestone.is_in(milestones)
    links = await EvidenceLink.select(EvidenceLink.evidence).where(own)
    since = Evidence.shows_on >= action.delivered_on
    shown = await Evidence.select(Evidence.id).where(
        since & Evidence.id.is_in([link["evidence"] for link in links] or [0])
    )
    return any([await _accepted_at_grade(piece["id"]) for piece in shown])


async def _accepted_at_grade(evidence: int) -> bool:
    judged = EvidenceJudgement.objects().where(EvidenceJudgement.evidence == evidence)
    newest = await judged.order_by(EvidenceJudgement.id, ascending=False).first()
    return bool(newest and newest.accepted and newest.grade >= THRESHOLDS.blue_from_grade)
