"""What moved since the last issued pack, commitment by commitment; nothing where none was issued before."""

from objectives.rated import Judgement
from objectives.standing import Commitment
from objectives.words import Direction
from reports.content import Moved
from reports.wording import frozen_mark, mark_of

MOVED = (Direction.WORSENED, Direction.IMPROVED, Direction.NEW)


def compared_with_last(judgement: Judgement) -> tuple[Moved, ...]:
    """Every commitment as it was published then and is now, in the order of the plan."""
    last = judgement.standing.last_issued
    if last is None:
        return ()
    return tuple(_moved(c, last.round, judgement) for c in judgement.standing.commitments())


def _moved(commitment: Commitment, last: str, judgement: Judgement) -> Moved:
    rated = judgement.commitments[commitment.reference]
    was = next((row for row in commitment.frozen if row.round == last), None)
    return Moved(
        reference=commitment.reference,
        title=commitment.short_title,
        was=frozen_mark(was) if was else None,
        now=mark_of(rated),
        direction=rated.direction,
    )


def those_that_moved(compared: tuple[Moved, ...]) -> tuple[Moved, ...]:
    """Worsened first, then improved, then new."""
    return tuple(line for direction in MOVED for line in compared if line.direction == direction)


def not_comparable(compared: tuple[Moved, ...]) -> tuple[str, ...]:
    """References of those that are grey, hollow, unrated or under other rules on either side."""
    return tuple(line.reference for line in compared if line.direction == Direction.NOT_COMPARABLE)
