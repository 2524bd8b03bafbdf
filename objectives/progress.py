"""Progress updates: what an action's own people say of it in a round, every version kept.

An update belongs to the round that is open. It may be sent anew until its due date, and is then locked unless it was
returned. Sent after that round's freeze it is late; once the next round has opened it is refused.
"""

import datetime as dt
from typing import Any

import msgspec
from msgspec import Struct

from objectives.dates import in_words
from objectives.days import today_at
from objectives.engine import insert
from objectives.faults import Faults, refuse_if
from objectives.history import Actor, acting_as
from objectives.judges import refuse_own
from objectives.mandates import acting, fresh, mandate_and, refuse_stale, row_of
from objectives.permissions import why_not_update
from objectives.problems import Conflict
from objectives.tables.action import Action
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.update import ProgressUpdate, UpdateReturn
from objectives.text import clean_text
from objectives.words import Confidence, Issue, Rating, Status

REPORTED = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.DELIVERED)


class NewProgress(Struct, frozen=True, kw_only=True):
    """An update's words and judgements. With `nothing_to_report` the rating and confidence are only restated."""

    owner_rating: Rating
    confidence: Confidence
    confidence_reason: str = ""
    output: str = ""
    reach: str = ""
    impact: str = ""
    barriers: str = ""
    next_steps: str = ""
    issue: Issue = Issue.NONE
    plan: str = ""
    plan_due_on: dt.date | None = None
    ask: str = ""
    good_practice: str = ""
    nothing_to_report: bool = False


TEXTS = (
    "confidence_reason",
    "output",
    "reach",
    "impact",
    "barriers",
    "next_steps",
    "plan",
    "ask",
    "good_practice",
)


async def report_progress(
    person: Person, action: Action, round: ReportingRound, new: NewProgress, seen: int | None = None
) -> ProgressUpdate:
    """Sends an update for the open round; a further one is a further version. Raises NotAllowed, Invalid, Conflict.

    `round` is the one that the writer was asked about, so that words for one quarter never land in the next.
    """
    async with acting_as(Actor.person(person.id)) as act:
        today = today_at(act.now)
        by, row = await mandate_and(person.id, today, _REPORTED, today, round.id, action.id)
        reported = msgspec.convert(row, _Reported)
        refuse_if(why_not_update(by, reported))
        _refuse_unreported(reported)
        await refuse_stale(seen, action)
        _refuse_other_round(round, reported)
        _refuse_locked(reported, round, today)
        update = ProgressUpdate(
            action=action.id,
            round=round.id,
            version=reported.versions + 1,
            submitted_by=person.id,
            submitted_at=act.now,
            **_written(new, today),
        )
        await insert(update)
        return update


class _Reported(Struct, frozen=True):
    """An action with the round that is open and what has been sent for the round that its writer was asked about."""

    reference: str
    status: Status
    owner: int | None
    deputy: int | None
    accountable: int | None
    open_round: int | None
    open_name: str | None
    opened_on: dt.date | None
    versions: int
    returned: bool


# The round that opened last at or before a day, a round and an action, in this order.
_REPORTED = """
SELECT a.reference, a.status, a.owner, a.deputy, a.accountable,
    open.id AS open_round, open.name AS open_name, open.opens_on AS opened_on, coalesce(last.version, 0) AS versions,
    EXISTS (SELECT FROM update_return WHERE progress_update = last.id) AS returned
FROM action AS a
LEFT JOIN LATERAL (SELECT id, name, opens_on FROM reporting_round WHERE opens_on <= {}
                   ORDER BY opens_on DESC LIMIT 1) AS open ON true
LEFT JOIN LATERAL (SELECT id, version FROM progress_update WHERE round = {} AND action = a.id
                   ORDER BY version DESC LIMIT 1) AS last ON true
WHERE a.id = {}
"""


def _refuse_unreported(action: _Reported) -> None:
    if action.status not in REPORTED:
        raise Conflict(f"{action.reference} is {action.status}, so no update is asked for.")


def _refuse_other_round(asked: ReportingRound, reported: _Reported) -> None:
    opened_on = reported.opened_on
    if opened_on is None or opened_on < asked.opens_on:
        raise Conflict(f"{asked.name} opens for updates on {in_words(asked.opens_on)}.")
    if reported.open_round != asked.id:
        raise Conflict(
            f"{asked.name} closed for updates when {reported.open_name} opened on {in_words(opened_on)}; "
            "say it in the update for that round."
        )


def why_locked(returned: bool, round_name: str, due_on: dt.date, today: dt.date) -> str | None:
    """Why an update that was sent cannot be sent anew: it can be until its due date, and where it was returned."""
    if returned or today <= due_on:
        return None
    return (
        f"The update for {round_name} was sent, and its due date, {in_words(due_on)}, has passed, so it is locked. "
        "What happened since belongs in the next round’s; if something in it is wrong, the business unit can "
        "return it with questions."
    )


async def newest_version(action: int, round: int) -> ProgressUpdate | None:
    """The newest version of an action's update for a round, by their ids."""
    of = (ProgressUpdate.action == action) & (ProgressUpdate.round == round)
    return await ProgressUpdate.objects().where(of).order_by(ProgressUpdate.version, ascending=False).first()


def _refuse_locked(reported: _Reported, round: ReportingRound, today: dt.date) -> None:
    why = why_locked(reported.returned, round.name, round.updates_due_on, today)
    if reported.versions and why:
        raise Conflict(why)


def _written(new: NewProgress, today: dt.date) -> dict[str, Any]:
    """The columns of an update, its texts cleaned. Raises Invalid."""
    faults = Faults()
    texts = check_progress(faults, new, today)
    faults.refuse()
    return texts | {
        "nothing_to_report": new.nothing_to_report,
        "owner_rating": new.owner_rating,
        "issue": new.issue,
        "plan_due_on": new.plan_due_on,
        "confidence": new.confidence,
    }


def check_progress(faults: Faults, new: NewProgress, today: dt.date) -> dict[str, str]:
    """Notes what is wrong with an update; answers its texts, cleaned, by name."""
    texts = {name: clean_text(getattr(new, name)) for name in TEXTS}
    graded = new.owner_rating is not Rating.GREY
    faults.need(graded, "owner_rating", "Choose Red, Amber, Green or Blue; Grey is what the rules say.")
    if not new.nothing_to_report:
        faults.need(texts["output"], "output", "Say what was done, or choose “nothing to report”.")
        faults.need(
            texts["confidence_reason"], "confidence_reason", "Say in a line why you are that confident."
        )
    if new.issue is Issue.WITH_PLAN:
        _check_plan(faults, new, texts, today)
    return texts


def _check_plan(faults: Faults, new: NewProgress, texts: dict[str, str], today: dt.date) -> None:
    faults.need(texts["plan"], "plan", "Say what the plan is, or choose “significant, without a plan”.")
    faults.need(texts["ask"], "ask", "Say what you need, and from whom.")
    faults.need(new.plan_due_on, "plan_due_on", "Give the day by which the plan will be done.")
    ahead = new.plan_due_on is None or new.plan_due_on >= today
    faults.need(ahead, "plan_due_on", "Give a day that lies ahead.")


async def return_update(person: Person, update: ProgressUpdate, questions: str) -> UpdateReturn:
    """Sends the newest version back with questions, before the freeze. Raises NotAllowed, Invalid, Conflict.

    If nothing answers them by the freeze, that version counts all the same, labelled "returned, not answered".
    """
    async with acting(person) as act:
        returned = await fresh(update)
        action = await row_of(Action, returned.action)
        await refuse_own(act, action)
        await _refuse_return(returned, act.now)
        faults = Faults()
        asked = faults.text(questions, "questions", "Ask what the owner should answer.")
        faults.refuse()
        answer = UpdateReturn(
            progress_update=update.id, questions=asked, returned_by=person.id, returned_at=act.now
        )
        await answer.save()
        return answer


async def _refuse_return(update: ProgressUpdate, now: dt.datetime) -> None:
    round = await row_of(ReportingRound, update.round)
    if round.freezes_at <= now:
        raise Conflict(
            f"{round.name} froze on {in_words(today_at(round.freezes_at))}; ask in the next round."
        )
    newer = (ProgressUpdate.action == update.action) & (ProgressUpdate.round == update.round)
    if await ProgressUpdate.exists().where(newer & (ProgressUpdate.version > update.version)):
        raise Conflict("A newer version has been sent; read that one.")
    if await UpdateReturn.exists().where(UpdateReturn.progress_update == update.id):
        raise Conflict("This version has been returned already; its questions wait for an answer.")
