"""What is worth another look before an update is sent. Prompts, never faults: whoever writes knows best.

Two thirds of published safeguarding reports say nothing of impact, and words copied from round to round are how a
stalled action stays unseen.
"""

import re

from msgspec import Struct

from objectives.dates import MONTHS
from objectives.said import Said
from objectives.standing import Action, Update
from objectives.words import Status

A_DATE = re.compile(rf"\d|\b(?:{'|'.join(name[:3] for name in MONTHS)})[a-z]*\b", re.I)
COMPARED = {
    "output": "what was done",
    "reach": "who it reached",
    "impact": "what difference it made",
    "barriers": "what is in the way",
    "next_steps": "what happens next",
}


class Prompt(Struct, frozen=True):
    """A sentence about one field of the form."""

    field: str
    sentence: str


def prompts_for(said: Said, action: Action, last: Update | None) -> tuple[Prompt, ...]:
    """Unchanged words, next steps without a date, and no word of impact once all is delivered."""
    new = said.progress
    if new.nothing_to_report:
        return ()
    is_delivered = _is_delivered(action, {met.milestone for met in said.met})
    found = [
        Prompt(field, f"You say word for word what you said last round of {asked}. Is it still so?")
        for field, asked in COMPARED.items()
        if last and _flat(getattr(new, field)) and _flat(getattr(new, field)) == _flat(getattr(last, field))
    ]
    if new.next_steps and not A_DATE.search(new.next_steps):
        found.append(Prompt("next_steps", "What happens next has no date. By when will it be done?"))
    if not new.next_steps and not is_delivered:
        found.append(
            Prompt("next_steps", "You do not say what happens next. What will be done, and by when?")
        )
    if is_delivered and not new.impact:
        found.append(
            Prompt(
                "impact", "It is delivered. What difference has it made for children, and how do you know?"
            )
        )
    return tuple(found)


def _is_delivered(action: Action, met: set[int]) -> bool:
    all_met = bool(action.milestones) and all(m.met_on or m.id in met for m in action.milestones)
    return all_met or action.status in (Status.DELIVERED, Status.EMBEDDED)


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())
