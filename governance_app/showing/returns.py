"""Returns coming in: which updates a round expects, and how far each is. Pure; of a draft only that it is there.

Every update that is expected stands in exactly one state, so the counts of an agency add up to what is expected of it.
"""

import datetime as dt
import enum
from collections.abc import Collection, Iterable
from itertools import groupby

from msgspec import Struct

from governance_app.places import Places
from objectives.rated import Judgement
from objectives.standing import Action, Agency, Person, Round, Update
from reports.wording import owner_of


class State(enum.StrEnum):
    """How far an update is; the value is what a reader sees."""

    SUBMITTED = "Submitted"
    RETURNED = "Returned, not answered"
    DRAFT = "Draft"
    NOTHING = "Nothing yet"
    SILENT = "Silent"
    LATE = "Late, after the freeze"


MISSING = (State.RETURNED, State.DRAFT, State.NOTHING, State.SILENT)


class Return(Struct, frozen=True):
    """One update that is expected. `to_ask` are those who can give it, its owner first."""

    action: Action
    address: str
    form: str
    owner: str
    to_ask: tuple[Person, ...]
    state: State
    update: Update | None

    @property
    def agency(self) -> Agency:
        return self.action.agency


class Tally(Struct, frozen=True):
    """How many updates of one agency, or of all, are in each state; `states` adds up to `expected`."""

    name: str
    expected: int
    states: tuple[tuple[State, int], ...]

    def count(self, state: State) -> int:
        return dict(self.states)[state]


class AgencyReturns(Struct, frozen=True):
    agency: Agency
    tally: Tally
    returns: tuple[Return, ...]

    @property
    def missing(self) -> tuple[Return, ...]:
        return tuple(one for one in self.returns if one.state in MISSING)


def returns_of(
    judgement: Judgement, round: Round, drafted: Collection[tuple[int, int]], today: dt.date, late: Judgement
) -> list[Return]:
    """Every update that a round expects of a strategy, in the order of the plan.

    `judgement` is of the round: now while it runs, as at its freeze afterwards. `late` knows what came later still.
    """
    places = Places(judgement.standing.key)
    found = []
    for action in judgement.standing.actions():
        after = late.standing.by_reference.get(action.reference, action)
        assert isinstance(after, Action)
        newest = _newest(after, round)
        rated = judgement.actions[action.reference]
        if newest or action.update_for(round) or rated.due_on or rated.not_updated:
            update = action.update_for(round) or newest
            found.append(
                Return(
                    action=action,
                    address=places.action(action.reference),
                    form=places.update(action.reference),
                    owner=owner_of(action),
                    to_ask=_to_ask(action),
                    state=_state(update, (action.id, round.id) in drafted, today > round.updates_due_on),
                    update=update,
                )
            )
    return found


def _newest(action: Action, round: Round) -> Update | None:
    mine = [update for update in action.updates if update.round.id == round.id]
    return max(mine, key=lambda update: update.version, default=None)


def _to_ask(action: Action) -> tuple[Person, ...]:
    """Its owner and its deputy; its accountable executive where it has neither."""
    owner = action.owner.holder if action.owner else None
    executive = action.accountable.holder if action.accountable else None
    return tuple(filter(None, (owner, action.deputy))) or tuple(filter(None, (executive,)))


def _state(update: Update | None, drafted: bool, past_due: bool) -> State:
    if update is None:
        return State.DRAFT if drafted else State.SILENT if past_due else State.NOTHING
    if update.late:
        return State.LATE
    return State.RETURNED if update.returned is not None else State.SUBMITTED


def tally_of(name: str, returns: Iterable[Return]) -> Tally:
    states = [one.state for one in returns]
    return Tally(name, len(states), tuple((state, states.count(state)) for state in State))


def by_agency(returns: Iterable[Return]) -> tuple[AgencyReturns, ...]:
    """The returns of each agency, by its name, what is missing first."""

    def name(one: Return) -> tuple[str, int]:
        return one.agency.name.casefold(), one.agency.id

    found = []
    for _, some in groupby(sorted(returns, key=name), key=name):
        mine = sorted(
            some, key=lambda one: MISSING.index(one.state) if one.state in MISSING else len(MISSING)
        )
        found.append(AgencyReturns(mine[0].agency, tally_of(mine[0].agency.short_name, mine), tuple(mine)))
    return tuple(found)
