"""From many ratings to one: a commitment from its actions, an objective from its commitments, and the counts.

Source: handbook, section 3, "Roll-up: the distribution first". Carried-forward and Grey count as unrated.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from objectives.frozen import Frozen
from objectives.rated import Distribution, Rated
from objectives.sentences import counted, listed
from objectives.thresholds import Thresholds
from objectives.words import GreyReason, Rating, Status


class Rolled(Struct, frozen=True):
    """A roll-up and the sentence behind it; no rating where there is nothing to rate."""

    rating: Rating | None
    sentence: str
    grey_reason: GreyReason | None = None


class Tally(Struct, frozen=True):
    """Things that are rated together. `wanted` leaves out superseded and business as usual; `due` also what
    is not yet due; `rated` are those of them with a solid rating other than Grey."""

    wanted: tuple[Rated, ...]
    due: tuple[Rated, ...]
    rated: tuple[Rated, ...]

    def of(self, rating: Rating) -> tuple[Rated, ...]:
        return tuple(r for r in self.rated if r.published is rating)


def tally(things: Iterable[Rated]) -> Tally:
    """Sort things into those wanted, due and rated."""
    wanted = tuple(r for r in things if r.published is not None)
    due = tuple(r for r in wanted if not _not_yet_due(r))
    return Tally(wanted, due, tuple(r for r in due if is_rated(r)))


def is_rated(thing: Rated) -> bool:
    """Whether it has a solid rating: neither unrated, nor Grey, nor carried forward."""
    return thing.published not in (None, Rating.GREY) and not thing.hollow


def commitment_from(actions: Sequence[Rated], rules: Thresholds) -> Rolled:
    """Red if any action is Red; else Grey if it has none or under half of those due can be rated; else the
    worst rated; Blue only if all are Blue. No rating if every action is business as usual."""
    live = [a for a in actions if a.unrated != Status.SUPERSEDED.value]
    if not live:
        return Rolled(Rating.GREY, "It has no action.", GreyReason.NOTHING_TO_RATE)
    those = tally(live)
    if not those.wanted:
        return Rolled(None, "All its actions are business as usual.")
    red = those.of(Rating.RED)
    if red:
        return Rolled(Rating.RED, f"{_which(red, those.wanted, Rating.RED)}.")
    return _grey_commitment(those, rules) or _worst(those)


def objective_from(commitments: Sequence[Rated], rules: Thresholds) -> Rolled:
    """The headline of an objective: the handbook's five questions, in its order."""
    those = tally(commitments)
    if not those.rated:
        return _nothing_rated(those)
    red, amber, rated = len(those.of(Rating.RED)), len(those.of(Rating.AMBER)), len(those.rated)
    if rules.objective_red_share.reached_by(red, rated):
        return Rolled(Rating.RED, f"{_share(red, rated, 'red')}: {rules.objective_red_share.words} or more.")
    if not rules.rated_share.reached_by(rated, len(those.due)):
        sentence = f"{_can_be_rated(rated, len(those.due))}: under {rules.rated_share.words}."
        return Rolled(Rating.GREY, sentence, GreyReason.NOTHING_TO_RATE)
    if len(those.of(Rating.BLUE)) == len(those.wanted):
        return Rolled(Rating.BLUE, f"{_share(rated, rated, 'blue')}.")
    if red:
        sentence = f"{_share(red, rated, 'red')}: under {rules.objective_red_share.words}, so Amber."
        return Rolled(Rating.AMBER, sentence)
    share = rules.objective_amber_share
    if share.reached_by(amber, rated):
        return Rolled(Rating.AMBER, f"{_share(amber, rated, 'amber')}: {share.words} or more.")
    if amber:
        return Rolled(Rating.GREEN, f"{_share(amber, rated, 'amber')}: under {share.words}.")
    return Rolled(Rating.GREEN, f"None of {rated} rated is red or amber.")


def distribution(things: Iterable[Rated | Frozen]) -> Distribution:
    """How many things stand in each column; each stands in exactly one."""
    return Distribution(**Counter(map(column, things)))


def column(thing: Rated | Frozen) -> str:
    """The one column in which a thing counts: its status, carried forward, or its colour."""
    if thing.published is None:
        return "superseded" if thing.unrated == Status.SUPERSEDED.value else "business_as_usual"
    return "carried_forward" if thing.hollow else thing.published.value.lower()


def _not_yet_due(thing: Rated) -> bool:
    return thing.published is Rating.GREY and thing.grey_reason is GreyReason.NOT_YET_DUE


def _grey_commitment(those: Tally, rules: Thresholds) -> Rolled | None:
    if not those.due:
        sentence = f"Nothing is due yet of its {counted(len(those.wanted), 'action')}."
        return Rolled(Rating.GREY, sentence, GreyReason.NOT_YET_DUE)
    if rules.rated_share.reached_by(len(those.rated), len(those.due)):
        return None
    sentence = f"{_can_be_rated(len(those.rated), len(those.due))}: under {rules.rated_share.words}."
    return Rolled(Rating.GREY, sentence, GreyReason.NOTHING_TO_RATE)


def _worst(those: Tally) -> Rolled:
    worst = max((r.published for r in those.rated if r.published), key=lambda rating: rating.caution)
    found = those.of(worst)
    sentence = _which(found, those.wanted, worst)
    if len(found) == len(those.wanted):
        return Rolled(worst, f"{sentence}.")
    if worst is Rating.BLUE:
        return Rolled(Rating.GREEN, f"{sentence}; a commitment is Blue only if all are.")
    return Rolled(worst, f"{sentence}; none is rated worse.")


def _nothing_rated(those: Tally) -> Rolled:
    if those.due:
        sentence = f"{_can_be_rated(0, len(those.due))}."
        return Rolled(Rating.GREY, sentence, GreyReason.NOTHING_TO_RATE)
    if those.wanted:
        return Rolled(Rating.GREY, "Nothing is due yet.", GreyReason.NOT_YET_DUE)
    return Rolled(None, "There is nothing to rate.")


def _which(some: Sequence[Rated], of: Sequence[Rated], rating: Rating) -> str:
    """ "1 of 4 actions is Red: PREV-1.2" or "All 3 rated actions are Green", without its full stop."""
    if len(of) == 1:
        return f"Its one rated action, {of[0].reference}, is {rating}"
    if len(some) == len(of):
        return f"{'Both' if len(of) == 2 else f'All {len(of)}'} rated actions are {rating}"
    verb = "is" if len(some) == 1 else "are"
    return f"{len(some)} of {len(of)} actions {verb} {rating}: {listed([r.reference for r in some])}"


def _share(some: int, of: int, colour: str) -> str:
    """ "1 of 4 rated is red", "2 of 8 rated are amber"."""
    return f"{some} of {of} rated {'is' if some == 1 else 'are'} {colour}"


def _can_be_rated(rated: int, due: int) -> str:
    return f"{rated or 'None'} of {due} due can be rated"
