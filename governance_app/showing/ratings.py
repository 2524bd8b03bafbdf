"""The three ratings side by side, which of them is published, and every rule that fired."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from objectives.moments import day_of
from objectives.rated import Fired, Rated
from objectives.words import Rating
from reports.wording import Mark, counted, day, listed, published_mark, sentence_case


class One(Struct, frozen=True):
    """One of the three; a rating that was not given says so in place of its mark's word."""

    heading: str
    mark: Mark
    sentence: str
    published: bool = False


class ThreeRatings(Struct, frozen=True):
    three: tuple[One, One, One]
    published: str
    reasons: tuple[Fired, ...]
    no_reason: str


def three_ratings(rated: Rated, time_zone: str, behind: Iterable[Rated] = ()) -> ThreeRatings:
    """A commitment has no owner's word of its own: it rolls its actions' up, and shows the reasons `behind` it."""
    said = {
        "owners": ("Owner’s", _owners(rated, time_zone)),
        "calculated": ("Calculated by the rules", _calculated(rated)),
        "moderated": ("Moderated", _moderated(rated)),
    }
    source = _source(rated)
    owners, calculated, moderated = (
        _one(heading, getattr(rated, name), sentence, name == source)
        for name, (heading, sentence) in said.items()
    )
    return ThreeRatings(
        three=(owners, calculated, moderated),
        published=rated.because or f"Nothing is published: {rated.unrated}.",
        reasons=rated.fired + tuple(_reasons_behind(rated, behind)),
        no_reason=f"It is not rated: {rated.unrated}." if rated.unrated else "No rule fired.",
    )


def _reasons_behind(rated: Rated, actions: Iterable[Rated]) -> Iterator[Fired]:
    """What made those actions so that share the commitment's calculated rating."""
    for action in actions:
        for fired in action.fired:
            if fired.rating is rated.calculated is action.published and not action.hollow:
                yield replace(fired, sentence=f"{action.reference}: {fired.sentence}")


def _one(heading: str, rating: Rating | None, sentence: str, published: bool) -> One:
    mark = published_mark(rating, False, None, "") if rating else Mark("no-round", "Not given")
    return One(heading + (", and published" if published else ""), mark, sentence, published)


def _source(rated: Rated) -> str:
    """Which of the three is the published one: the moderated if it stands, else the calculated if it is as cautious."""
    if rated.published is None or rated.hollow:
        return ""
    for name in ("moderated", "calculated", "owners"):
        if getattr(rated, name) is rated.published:
            return name
    return ""


def _owners(rated: Rated, time_zone: str) -> str:
    if rated.owners is None:
        return "No owner has given a rating yet."
    update = rated.update
    if update is None:
        return "The most cautious of what the owners of its actions say."
    return f"{update.submitted_by} for {update.round.name}, {day(day_of(update.submitted_at, time_zone))}."


def _calculated(rated: Rated) -> str:
    if not rated.fired:
        return "No rule fired." if rated.unrated is None else sentence_case(f"{rated.unrated}: not rated.")
    ratings = sorted({fired.rating for fired in rated.fired}, key=lambda rating: -rating.caution)
    counts = [(rating, sum(fired.rating is rating for fired in rated.fired)) for rating in ratings]
    said = [f"{counted(count, 'rule')} at {rating}" for rating, count in counts]
    return sentence_case(f"{listed(said)}, set out below.")


def _moderated(rated: Rated) -> str:
    if rated.moderated is None:
        return "The business unit has not moderated this."
    until = f" Holds until {day(rated.moderation_expires_on)}." if rated.moderation_expires_on else ""
    return f"{rated.moderated_by}: “{rated.moderation_reason}”{until}"
