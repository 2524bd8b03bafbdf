"""What the business unit may copy into a letter, a message or a telephone call about a reply that is wanted. Pure."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from objectives.assurance_register import Told
from objectives.words import ContactPart
from reports.wording import day, listed


class ChaseText(Struct, frozen=True):
    """A text for one person whom a request names."""

    part: str
    name: str
    text: str


def texts_of(told: Told, contacts: Sequence[tuple[str, ContactPart]], today: dt.date) -> list[ChaseText]:
    """A text for everybody who is written to; none where no reply is wanted any more."""
    if not told.is_with_agency or told.due_on is None:
        return []
    return [ChaseText(part.value, name, _text(told, name, part, today)) for name, part in contacts]


def _text(told: Told, name: str, part: ContactPart, today: dt.date) -> str:
    late = told.is_late(today)
    due = f"was due on {_due(told)} and has not come" if late else f"is due on {_due(told)}"
    if part in (ContactPart.AGENCY_LEAD, ContactPart.DELEGATED_PARTNER):
        ask = (
            f"{listed([n for n in (told.respondent, told.substitute) if n])} were asked to reply. Please see that one "
            "of them answers, asks for more time, says that there is nothing to report, or declines with a reason."
        )
    else:
        ask = (
            "Please open the link in our letter and reply. If you need more time, or there is nothing to report, the "
            "page lets you say so. If it is not yours to answer, tell us who should."
        )
    return (
        f"Dear {name},\n\nThe reply of {told.agency_name} to our request for assurance, “{told.title}”, about "
        f"{listed(told.about)}, {due}.\n\n{ask}\n\nPartnership business unit"
    )


def _due(told: Told) -> str:
    return day(told.due_on) if told.due_on else ""
