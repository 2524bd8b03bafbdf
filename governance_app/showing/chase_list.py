"""The chase list: by agency, what is missing in a round in words to be copied, and what was mailed already. Pure."""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from governance_app.showing.desk import from_today
from governance_app.showing.returns import AgencyReturns, Return, State
from objectives.reminded import Reminder
from objectives.standing import Round
from reports.wording import counted, day, listed

ASKED_FOR = {
    State.RETURNED: "was returned with questions that wait for an answer",
    State.DRAFT: "has been begun and not sent",
    State.NOTHING: "has not been begun",
    State.SILENT: "has not been begun",
}


class ChaseList(Struct, frozen=True):
    """One agency's: whom to ask, the text to copy, and what was mailed to them since the round opened."""

    agency: str
    anchor: str
    people: str
    missing: int
    text: str
    reminders: tuple[Reminder, ...]


def chase_lists(
    agencies: Iterable[AgencyReturns], round: Round, today: dt.date, site: str, sent: Iterable[Reminder]
) -> tuple[ChaseList, ...]:
    """`site` is the address of this service, for the links in the text. Agencies that owe nothing are left out."""
    sent = tuple(sent)
    return tuple(_list(one, round, today, site, sent) for one in agencies if one.missing)


def _list(
    one: AgencyReturns, round: Round, today: dt.date, site: str, sent: tuple[Reminder, ...]
) -> ChaseList:
    people = {person.id: person.name for missing in one.missing for person in missing.to_ask}
    return ChaseList(
        agency=one.agency.name,
        anchor=f"chase-{one.agency.id}",
        people=listed(list(people.values())),
        missing=len(one.missing),
        text=_text(one.missing, round, today, site),
        reminders=tuple(reminder for reminder in sent if reminder.person in people),
    )


def _text(missing: tuple[Return, ...], round: Round, today: dt.date, site: str) -> str:
    verb = "were" if round.updates_due_on < today else "are"
    due = f"{day(round.updates_due_on)}, {from_today(round.updates_due_on, today)}"
    lines = [
        f"Updates for {round.name} {verb} due on {due}. We still need {counted(len(missing), 'update')} from you:",
        "",
    ]
    for one in missing:
        who = " and ".join(person.name for person in one.to_ask) or "nobody named yet"
        lines += [
            f"- {one.action.reference} {one.action.title} ({who}): {ASKED_FOR[one.state]}.",
            f"  {site}{one.form}",
        ]
    lines += [
        "",
        "It takes about five minutes. “Nothing to report” is an answer. If something stands in the way, say so: a "
        "barrier stated openly is never marked down.",
    ]
    return "\n".join(lines)
