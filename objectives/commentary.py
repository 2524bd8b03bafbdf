"""Commentary: the business unit's own words on an objective in a round, for the pack's "what difference it made".

Coventry's headings: what is working well, what are we worried about, what needs to happen. Written from the round's
opening until its freeze; after that the next round's commentary is the place.
"""

import datetime as dt
from typing import Any

from msgspec import Struct

from objectives.dates import in_words
from objectives.days import today_at
from objectives.faults import Faults, refuse_if
from objectives.mandates import acting, refuse_stale, write
from objectives.permissions import why_not_run
from objectives.problems import Conflict, NotFound
from objectives.tables.commentary import Commentary
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Objective


class NewCommentary(Struct, frozen=True):
    """All three must be given; "nothing this quarter" is an answer."""

    working_well: str
    worried_about: str
    needs_to_happen: str


async def comment_on(
    person: Person, objective: Objective, round: ReportingRound, new: NewCommentary, seen: int | None = None
) -> Commentary:
    """Writes what the business unit says of an objective in a round, or changes it, until the round's freeze.

    `seen` is the newest history sequence of the commentary that a form showed, None where there was none to show.
    Raises NotAllowed, Invalid, Conflict.
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        _refuse_other_time(round, act.now)
        of = (Commentary.objective == objective.id) & (Commentary.round == round.id)
        said = await Commentary.objects().where(of).first()
        if said:
            await refuse_stale(seen, said)
        columns = _written(new) | {"written_by": person.id, "written_at": act.now}
        if said:
            return await write(said, columns)
        return await write(Commentary(objective=objective.id, round=round.id, **columns), {})


async def find_objective(strategy: str, key: str) -> Objective:
    """An objective by its strategy's key and its own. Raises NotFound."""
    of = (Objective.strategy._.key == strategy) & (Objective.key == key)
    found = await Objective.objects().where(of).first()
    if found is None:
        raise NotFound(f"The strategy “{strategy}” has no objective “{key}”. See `governance strategy show`.")
    return found


def _refuse_other_time(round: ReportingRound, now: dt.datetime) -> None:
    if round.opens_on > today_at(now):
        raise Conflict(f"{round.name} opens on {in_words(round.opens_on)}; it can be commented on from then.")
    if round.freezes_at <= now:
        raise Conflict(
            f"{round.name} froze on {in_words(today_at(round.freezes_at))}, so what was said of it stands; "
            "say it in the commentary of the round after."
        )


def _written(new: NewCommentary) -> dict[str, Any]:
    faults = Faults()
    columns: dict[str, Any] = {
        "working_well": faults.text(new.working_well, "working_well", "Say what is working well."),
        "worried_about": faults.text(new.worried_about, "worried_about", "Say what you are worried about."),
        "needs_to_happen": faults.text(new.needs_to_happen, "needs_to_happen", "Say what needs to happen."),
    }
    faults.refuse()
    return columns
