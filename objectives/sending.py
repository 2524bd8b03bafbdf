"""Sending an update with all that goes with it: one act, one transaction, once however often the button is pressed."""

from objectives.drafts import Desk
from objectives.evidence import give_pieces
from objectives.faults import Faults
from objectives.mandates import acting, row_of, write
from objectives.milestones import meet_milestone, move_forecast
from objectives.problems import Conflict, Invalid
from objectives.progress import newest_version, report_progress
from objectives.said import Said
from objectives.tables.action import Action
from objectives.tables.draft import Draft
from objectives.tables.milestone import Milestone
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.update import ProgressUpdate


class Overtaken(Conflict):
    """What was to be sent is no longer what its writer saw; the form shows both."""


async def send_update(person: Person, desk: Desk, version: int, said: Said) -> ProgressUpdate:
    """Sends version `version` of a draft, as `said`. Sent already, it answers the update that it became.

    Raises NotAllowed, Invalid, Conflict; and Overtaken where the draft has moved on, or somebody else has sent an
    update since it was begun: both texts are then there to choose from.
    """
    async with acting(person):
        draft = await _draft_at(desk)
        if draft.sent_version == version:
            return await row_of(ProgressUpdate, draft.sent)
        await _refuse_overtaken(draft, version)
        action, round = await row_of(Action, desk.action), await row_of(ReportingRound, desk.round)
        update = await report_progress(person, action, round, said.progress)
        await _say_dates(person, said)
        await give_pieces(person, action, said.pieces)
        await write(
            draft,
            {
                "words": "{}",
                "aside": "[]",
                "pieces": "[]",
                "sent": update.id,
                "sent_version": version,
                "version": version + 1,
            },
        )
        return update


async def _draft_at(desk: Desk) -> Draft:
    """The row itself, so that no window saves into it while it is being sent. Raises Overtaken where there is none."""
    whose = (Draft.person == desk.person) & (Draft.action == desk.action) & (Draft.round == desk.round)
    draft = await Draft.objects().where(whose).lock_rows().first()
    if draft is None:
        raise Overtaken("There is no draft to send; look at the update as it is now.")
    return draft


async def _refuse_overtaken(draft: Draft, version: int) -> None:
    newest = await newest_version(draft.action, draft.round)
    if newest and newest.id != draft.begun_from:
        raise Overtaken("Somebody sent an update for this action while you were writing yours.")
    if draft.version != version or draft.aside != "[]" or draft.words == "{}":
        raise Overtaken("This draft was changed in another window since you looked at it.")


async def _say_dates(person: Person, said: Said) -> None:
    """Meets and moves milestones, the faults of each under the fields of its own. Raises Invalid, Conflict."""
    faults = Faults()
    for met in said.met:
        try:
            await meet_milestone(person, await row_of(Milestone, met.milestone), met.on)
        except Invalid as wrong:
            faults.need(False, f"on-{met.milestone}", wrong.sentence)
    for moved in said.moved:
        try:
            await move_forecast(person, await row_of(Milestone, moved.milestone), moved.to, moved.reason)
        except Invalid as wrong:
            faults.need(False, f"on-{moved.milestone}", wrong.sentence)
    faults.refuse()
