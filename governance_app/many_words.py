"""A change of many actions as its form holds it, and which actions the address asks to choose from."""

from collections.abc import Mapping

from litestar.datastructures import FormMultiDict
from msgspec import Struct

from governance_app.action_words import chosen_row
from governance_app.forms import Answers, date_fields
from objectives.many import Change
from objectives.standing import Action, Standing
from objectives.tables.agency import Agency
from objectives.tables.post import Post
from objectives.words import BulkKind, Status

FIELDS = ("kind", "post", "agency", "weeks", *date_fields("to"), "reason")
KINDS = (
    (BulkKind.OWNER, "A new owner post", "", ""),
    (BulkKind.AGENCY, "A new agency", "", ""),
    (BulkKind.ACCOUNTABLE, "A new accountable executive", "", ""),
    (BulkKind.DATES_BY, "Ask for new dates, so many weeks on", "For every milestone that is open.", ""),
    (BulkKind.DATES_TO, "Ask for new dates, on one day", "For every milestone that is open.", ""),
    (BulkKind.APPROVE, "Approve the new dates that others asked for", "Never those that you asked for.", ""),
)
NO_OWNER = "none"


class Narrowed(Struct, frozen=True):
    """Which actions to choose from, as the address says: by objective's key, agency's id, owner post's id or none."""

    objective: str = ""
    agency: str = ""
    owner: str = ""

    def lets(self, objective: str, action: Action) -> bool:
        owner = str(action.owner.id) if action.owner else NO_OWNER
        return (
            self.objective in ("", objective)
            and self.agency in ("", str(action.agency.id))
            and self.owner in ("", owner)
        )

    @property
    def is_all(self) -> bool:
        return not (self.objective or self.agency or self.owner)


def narrowed_by(parameters: Mapping[str, str]) -> Narrowed:
    return Narrowed(*(parameters.get(name, "") for name in ("objective", "agency", "owner")))


def choosable(standing: Standing, by: Narrowed) -> list[Action]:
    """The actions to choose from, in the order of the plan; what was superseded is not among them."""
    return [
        action
        for objective in standing.objectives
        for commitment in objective.commitments
        for action in commitment.actions
        if action.status is not Status.SUPERSEDED and by.lets(objective.key, action)
    ]


def owners_of(standing: Standing) -> list[tuple[str, str]]:
    """The posts that own an action, each as an id and its title; and, where some have none, that."""
    owners = {(str(a.owner.id), a.owner.title) for a in standing.actions() if a.owner}
    none = [(NO_OWNER, "No owner")] if any(a.owner is None for a in standing.actions()) else []
    return none + sorted(owners, key=lambda one: one[1])


def agencies_of(standing: Standing) -> list[tuple[str, str]]:
    """The agencies that answer for an action."""
    return sorted({(str(a.agency.id), a.agency.name) for a in standing.actions()}, key=lambda one: one[1])


def references_in(sent: FormMultiDict) -> list[str]:
    """The chosen actions, each once."""
    given = [text for name, text in sent.multi_items() if name == "action" and isinstance(text, str)]
    return list(dict.fromkeys(given))


async def read_change(answers: Answers) -> Change | None:
    """The change that a form describes; None where it cannot be read, with the faults noted."""
    kind = answers.choice("kind", BulkKind, "Say what is to change.")
    target = None
    if kind in (BulkKind.OWNER, BulkKind.ACCOUNTABLE):
        target = await chosen_row(answers, "post", Post)
    elif kind is BulkKind.AGENCY:
        target = await chosen_row(answers, "agency", Agency)
    weeks = _weeks(answers) if kind is BulkKind.DATES_BY else None
    to = answers.day("to") if kind is BulkKind.DATES_TO else None
    if kind is None or answers.faults.found:
        return None
    return Change(kind=kind, reason=answers.text("reason"), target=target, weeks=weeks, to=to)


def _weeks(answers: Answers) -> int | None:
    given = answers.text("weeks").replace("−", "-")
    digits = given.removeprefix("-").removeprefix("+")
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) < 5):
        answers.faults.need(False, "weeks", f"“{given}” is no number of weeks. Give one such as 4, or -2.")
        return None
    return int(given) if digits else None
