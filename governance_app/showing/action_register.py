"""The register: every action of a strategy in one table, narrowed and sorted by what its address says.

It is made from the judgement in memory. With a past round chosen it shows what was published at that round's freeze,
read from the freeze rows; owner, status and dates stay those of the page's own day.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial

from msgspec import Struct

from governance_app.reading import Reading
from governance_app.showing.kept import kept
from objectives.frozen import Frozen
from objectives.needing import is_unowned
from objectives.problems import Invalid
from objectives.rated import Distribution, Rated
from objectives.rollup import column, distribution
from objectives.standing import Action, Objective, Standing
from objectives.text import clean_line
from objectives.words import Direction, Rating, Status
from reports.wording import Mark, frozen_mark, mark_of, owner_of, post_words

NOBODY = "none"
CHOICES = ("objective", "agency", "owner", "rating", "status", "round", "sort")
COLUMNS = {
    "red": "Red",
    "amber": "Amber",
    "green": "Green",
    "blue": "Blue",
    "grey": "Grey",
    "carried-forward": "Carried forward",
    "business-as-usual": "Business as usual",
    "superseded": "Superseded",
}
SORTS = {
    "": "The plan's order",
    "rating": "Most cautious first",
    "due": "Next date first",
    "agency": "Agency",
    "owner": "Owner",
}
LAST = dt.date.max


class Entry(Struct, frozen=True):
    """An action with its objective, and what is published of it: now, or at the chosen round's freeze."""

    objective: Objective
    action: Action
    rated: Rated | Frozen

    @property
    def column(self) -> str:
        return column(self.rated).replace("_", "-")

    @property
    def status(self) -> str:
        return _status_word(self.action.status)


# What an entry says of each thing that can be chosen by one word; whose it is is asked apart.
SAID: dict[str, Callable[[Entry], str]] = {
    "objective": lambda entry: entry.objective.key,
    "agency": lambda entry: str(entry.action.agency.id),
    "status": lambda entry: entry.status,
    "rating": lambda entry: entry.column,
}


class Line(Struct, frozen=True):
    """A row of the table. `direction` is None at a past freeze."""

    action: Action
    address: str
    owner: str
    expected_on: dt.date | None
    mark: Mark
    direction: Direction | None


class Choice(Struct, frozen=True):
    """One thing to choose: its name in the address, its label, its options in words, and what was chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


class Count(Struct, frozen=True):
    """How many of the actions shown stand in one column, and the address that shows only them."""

    shape: str
    word: str
    number: int
    address: str


class ActionRegister(Struct, frozen=True):
    """`total` counts every action of the plan (at a past freeze, every one that was judged then)."""

    lines: tuple[Line, ...]
    total: int
    spread: Distribution
    counts: tuple[Count, ...]
    choices: tuple[Choice, ...]
    round: str
    narrowed: bool


def action_register(reading: Reading, asked: Mapping[str, str]) -> ActionRegister:
    """The actions that the address asks for. Raises Invalid where it names something that cannot be chosen."""
    chosen = {name: clean_line(asked.get(name, "")) for name in CHOICES}
    choices = _choices(reading, chosen)
    _refuse_unknown(choices)
    entries = _entries(reading, chosen["round"])
    wanted = [(said, chosen[name]) for name, said in SAID.items() if chosen[name]]
    fitting = [entry for entry in entries if all(said(entry) == word for said, word in wanted)]
    if chosen["owner"]:
        fitting = [entry for entry in fitting if _is_owned_by(entry.action, chosen["owner"])]
    fitting = _sorted(fitting, chosen["sort"])
    spread = distribution(entry.rated for entry in fitting)
    return ActionRegister(
        lines=tuple(_line(reading, entry) for entry in fitting),
        total=len(entries),
        spread=spread,
        counts=_counts(spread, partial(_narrower, reading, chosen)),
        choices=choices,
        round=chosen["round"],
        narrowed=any(chosen[name] for name in CHOICES if name not in {"sort", "round"}),
    )


def _entries(reading: Reading, round: str) -> list[Entry]:
    return [
        Entry(objective, action, rated)
        for objective in reading.standing.objectives
        for commitment in objective.commitments
        for action in commitment.actions
        if (rated := _rated(reading, action, round))
    ]


def _rated(reading: Reading, action: Action, round: str) -> Rated | Frozen | None:
    if not round:
        return reading.judgement.actions[action.reference]
    return next((row for row in action.frozen if row.round == round), None)


# ------------------------------------------------------------------------------------------------- choosing


def _choices(reading: Reading, chosen: Mapping[str, str]) -> tuple[Choice, ...]:
    offered = kept(reading, "what actions can be chosen by", partial(_offered, reading))
    return tuple(Choice(name, label, options, chosen[name]) for name, (label, options) in offered.items())


def _offered(reading: Reading) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """The label and the options of each choice."""
    standing = reading.standing
    offered = {
        "objective": ("Objective", {"": "All"} | {o.key: o.name for o in standing.objectives}),
        "agency": ("Agency", {"": "All"} | _agencies(standing)),
        "owner": ("Owner", {"": "All", NOBODY: "Nobody"} | _owners(standing)),
        "rating": ("Rating", {"": "All"} | COLUMNS),
        "status": ("Status", {"": "All"} | {_status_word(s): _spoken(s) for s in Status}),
        "round": ("Rating as at", {"": "That day" if reading.places.as_at else "Today"} | _rounds(standing)),
        "sort": ("Order", SORTS),
    }
    return {name: (label, tuple(options.items())) for name, (label, options) in offered.items()}


def _agencies(standing: Standing) -> dict[str, str]:
    found = {action.agency.id: action.agency.short_name for action in standing.actions()}
    return {str(id): name for id, name in sorted(found.items(), key=lambda agency: agency[1].casefold())}


def _owners(standing: Standing) -> dict[str, str]:
    """Each post is put into words once, however many actions it owns."""
    posts = {action.owner.id: action.owner for action in standing.actions() if action.owner}
    said = {str(id): post_words(post, "vacant") for id, post in posts.items()}
    return dict(sorted(said.items(), key=lambda post: post[1].casefold()))


def _rounds(standing: Standing) -> dict[str, str]:
    frozen = [r.name for r in standing.rounds if r.freezes_at <= standing.moment.instant]
    return {name: f"The freeze of {name}" for name in reversed(frozen)}


def _refuse_unknown(choices: tuple[Choice, ...]) -> None:
    for choice in choices:
        if choice.chosen not in dict(choice.options):
            raise Invalid(
                f"“{choice.chosen[:40]}” is nothing that can be chosen as {choice.label.lower()} here. "
                "Open the register of actions and choose from what it offers."
            )


def _is_owned_by(action: Action, owner: str) -> bool:
    """Nobody is what the rule of the missing owner says: no post, or one that nobody holds or deputises for."""
    if owner == NOBODY:
        return is_unowned(action)
    return action.owner is not None and str(action.owner.id) == owner


# -------------------------------------------------------------------------------------------------- showing


def _sorted(entries: list[Entry], sort: str) -> list[Entry]:
    """Python's sort keeps the plan's order among equals."""
    order: dict[str, Callable[[Entry], object]] = {
        "rating": lambda entry: -_caution(entry),
        "due": lambda entry: _expected_on(entry.action) or LAST,
        "agency": lambda entry: entry.action.agency.short_name.casefold(),
        "owner": lambda entry: owner_of(entry.action).casefold(),
    }
    return sorted(entries, key=order[sort]) if sort else entries  # type: ignore[arg-type]


def _caution(entry: Entry) -> int:
    published: Rating | None = entry.rated.published
    return published.caution if published else -1


def _expected_on(action: Action) -> dt.date | None:
    following = action.next_milestone
    return following.expected_on if following else None


def _line(reading: Reading, entry: Entry) -> Line:
    rated = entry.rated
    return Line(
        action=entry.action,
        address=reading.places.action(entry.action.reference),
        owner=owner_of(entry.action),
        expected_on=_expected_on(entry.action),
        mark=mark_of(rated) if isinstance(rated, Rated) else frozen_mark(rated),
        direction=rated.direction if isinstance(rated, Rated) else None,
    )


def _counts(spread: Distribution, narrower: Callable[[str], str]) -> tuple[Count, ...]:
    numbers = {name: getattr(spread, name.replace("-", "_")) for name in COLUMNS}
    return tuple(
        Count("green-hollow" if name == "carried-forward" else name, COLUMNS[name], number, narrower(name))
        for name, number in numbers.items()
        if number
    )


def _narrower(reading: Reading, chosen: Mapping[str, str], rating: str) -> str:
    return reading.places.actions(**{**chosen, "rating": rating})


def _status_word(status: Status) -> str:
    return status.name.lower().replace("_", "-")


def _spoken(status: Status) -> str:
    return status.value[:1].upper() + status.value[1:]
