"""Risks as pages list them: the open ones first, the most serious of them on top; and what may be done with one."""

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import Struct

from governance_app.places import Places
from governance_app.showing.steps import StepOffered
from objectives.permissions import Mandate, why_not_run
from objectives.standing import Action, Commitment, Risk, Standing
from objectives.visibility import why_not_read
from objectives.words import RiskState


class RiskLine(Struct, frozen=True):
    """A risk with what it is to. `why_closed` is what was said when it was closed, empty while it is open."""

    risk: Risk
    thing: Action | Commitment
    title: str
    address: str
    how_serious: str
    owner: str
    overdue: bool
    why_closed: str

    @property
    def is_open(self) -> bool:
        return self.risk.state is RiskState.OPEN


class Register(Struct, frozen=True):
    """What somebody may read of the register; `kept_back` counts the risks that they may not."""

    open: tuple[RiskLine, ...]
    closed: tuple[RiskLine, ...]
    kept_back: int

    @property
    def overdue(self) -> int:
        return sum(line.overdue for line in self.open)


def register_of(standing: Standing, reader: Mandate, places: Places) -> Register:
    """Every risk to something that the reader may read."""
    of = at_risk(standing)
    readable = [thing for thing in of if why_not_read(reader, thing) is None]
    lines = risk_lines(readable, places, standing.moment.today)
    return Register(
        open=tuple(line for line in lines if line.is_open),
        closed=tuple(line for line in lines if not line.is_open),
        kept_back=sum(len(thing.risks) for thing in of) - len(lines),
    )


def at_risk(standing: Standing) -> list[Action | Commitment]:
    """Everything that a risk can be to."""
    return [*standing.commitments(), *standing.actions()]


def risk_lines(things: Iterable[Action | Commitment], places: Places, today: dt.date) -> tuple[RiskLine, ...]:
    """The open ones first, the most serious on top; then the closed ones, the last raised on top."""
    lines = list(_lines(things, places, today))
    is_open = sorted(
        (line for line in lines if line.is_open), key=lambda line: (_negative(line.risk), line.risk.number)
    )
    return (
        *is_open,
        *sorted((line for line in lines if not line.is_open), key=lambda line: -line.risk.number),
    )


def _negative(risk: Risk) -> tuple[int, int]:
    product, impact = risk.seriousness
    return -product, -impact


def _lines(things: Iterable[Action | Commitment], places: Places, today: dt.date) -> Iterator[RiskLine]:
    for thing in things:
        for risk in thing.risks:
            yield RiskLine(
                risk=risk,
                thing=thing,
                title=title_of(thing),
                address=places.risk(risk.number),
                how_serious=how_serious(risk),
                owner=watched_by(risk),
                overdue=risk.overdue_on(today),
                why_closed="" if risk.state is RiskState.OPEN else risk.steps[-1].words,
            )


def title_of(thing: Action | Commitment) -> str:
    return thing.title if isinstance(thing, Action) else thing.short_title


def how_serious(risk: Risk) -> str:
    return f"{risk.likelihood}, {risk.impact}".capitalize()


def watched_by(risk: Risk) -> str:
    holder = risk.owner.holder
    return f"{holder.name}, {risk.owner.title}" if holder else f"{risk.owner.title}, vacant"


def steps_of_risk(reader: Mandate, risk: Risk, places: Places) -> tuple[StepOffered, ...]:
    """What the business unit may do with a risk. Nothing of a page as at another day."""
    if places.as_at or why_not_run(reader) is not None:
        return ()
    names = [("Open it again", "reopening")]
    if risk.state is RiskState.OPEN:
        names = [("Record a review", "review"), ("Change what it says", "change"), ("Close it", "closure")]
    return tuple(StepOffered(label, places.risk_step(risk.number, name)) for label, name in names)
