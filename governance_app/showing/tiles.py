"""One commitment in small: its rating, movement, the last rounds as a strip, and whose it is."""

from msgspec import Struct

from governance_app.reading import Reading
from objectives.frozen import Frozen
from objectives.rated import Rated, RolledUp
from objectives.standing import Commitment, Objective, Standing
from objectives.words import Direction, Rating
from reports.content import Then
from reports.wording import Mark, frozen_mark, mark_of, published_mark

ROUNDS_IN_A_STRIP = 8
TILES_IN_A_LINE = 5


class Strip(Struct, frozen=True):
    """The rounds before this one, oldest first and from their freeze rows; then this one."""

    past: tuple[Then, ...]
    round: str
    now: Mark

    @property
    def sentence(self) -> str:
        """The strip in words, for whoever cannot see it."""
        rounds = [f"{then.round} {then.mark.spoken}" for then in self.past]
        return f"Rounds, oldest first: {'; '.join([*rounds, f'{self.round} {self.now.spoken}'])}."


class Tile(Struct, frozen=True):
    commitment: Commitment
    mark: Mark
    direction: Direction
    strip: Strip
    agency: str
    address: str
    is_red: bool
    is_unrated: bool


class ObjectiveRow(Struct, frozen=True):
    """An objective with a tile for each of its commitments."""

    objective: Objective
    rolled_up: RolledUp
    mark: Mark
    tiles: tuple[Tile, ...]
    address: str


def objective_rows(reading: Reading) -> tuple[ObjectiveRow, ...]:
    """Every objective, in the strategy's own order."""
    return tuple(objective_row(reading, objective) for objective in reading.standing.objectives)


def objective_row(reading: Reading, objective: Objective) -> ObjectiveRow:
    rolled_up = reading.judgement.objectives[objective.key]
    return ObjectiveRow(
        objective=objective,
        rolled_up=rolled_up,
        mark=published_mark(rolled_up.published, False, None, ""),
        tiles=tuple(_tile(reading, commitment) for commitment in objective.commitments),
        address=reading.places.objective(objective.key),
    )


def key_after(rows: tuple[ObjectiveRow, ...]) -> int:
    """The first row whose last line of tiles leaves room for "how to read a tile", counted from 1; 0 if none does."""
    return next(
        (n for n, row in enumerate(rows, 1) if 0 < len(row.tiles) % TILES_IN_A_LINE < TILES_IN_A_LINE - 1), 0
    )


def strip_of(standing: Standing, frozen: tuple[Frozen, ...], rated: Rated) -> Strip:
    """The last rounds of one commitment or action."""
    this = standing.this_round
    earlier = [r.name for r in standing.rounds if this and r.period_starts_on < this.period_starts_on]
    rows = {row.round: row for row in frozen}
    past = tuple(Then(name, frozen_mark(rows.get(name))) for name in earlier[-(ROUNDS_IN_A_STRIP - 1) :])
    return Strip(past, this.name if this else "Now", mark_of(rated))


def kept_strip(rounds: tuple[Then, ...]) -> Strip:
    """The strip that a pack holds, its own round last."""
    *past, last = rounds
    return Strip(tuple(past), last.round, last.mark)


def _tile(reading: Reading, commitment: Commitment) -> Tile:
    rated = reading.judgement.commitments[commitment.reference]
    return Tile(
        commitment=commitment,
        mark=mark_of(rated),
        direction=rated.direction,
        strip=strip_of(reading.standing, commitment.frozen, rated),
        agency=commitment.lead_agency.short_name if commitment.lead_agency else "No lead agency yet",
        address=reading.places.commitment(commitment.reference),
        is_red=rated.published is Rating.RED and not rated.hollow,
        is_unrated=rated.published is None,
    )
