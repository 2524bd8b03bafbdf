"""How packs and pages put values into words: numbers, days, lists, and the word and mark of a rating."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from objectives.frozen import Frozen
from objectives.rated import Rated
from objectives.standing import Action, Post
from objectives.words import Rating

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Mark(Struct, frozen=True):
    """How a rating looks and reads: `shape` names a symbol, `word` stands beside it, `note` qualifies it."""

    shape: str
    word: str
    note: str = ""

    @property
    def spoken(self) -> str:
        """Word and note in one breath, for alternative texts and tables."""
        return f"{self.word}, {self.note}" if self.note else self.word


NOT_RATED_THEN = Mark("no-round", "Not rated then")


def mark_of(rated: Rated) -> Mark:
    """The published rating of an action or commitment; hollow and unrated ones look and read as such."""
    note = f"carried forward from {rated.carried_from}" if rated.hollow else rated.grey_reason or ""
    return published_mark(rated.published, rated.hollow, rated.unrated, str(note))


def frozen_mark(row: Frozen | None) -> Mark:
    """What was published at a round's freeze; a dot where the thing had no place in that round."""
    if row is None:
        return NOT_RATED_THEN
    note = f"carried forward from {row.carried_from}" if row.hollow else ""
    return published_mark(row.published, row.hollow, row.unrated, note)


@lru_cache(maxsize=1024)
def published_mark(published: Rating | None, hollow: bool, unrated: str | None, note: str) -> Mark:
    if published is None:
        word = unrated or "not rated"
        shape = "superseded" if word == "superseded" else "business-as-usual"
        return Mark(shape, sentence_case(word))
    return Mark(published.lower() + ("-hollow" if hollow else ""), published.value, note)


def opinion_shape(kind: str) -> str:
    """The mark of an opinion, or of "waiting" for one, or of "overdue": how full a disc is, in no rating's colour."""
    return f"opinion-{kind.lower()}"


def owner_of(action: Action) -> str:
    """Who owns an action: the post, its agency and who holds it; a vacancy and an acting deputy are said."""
    if action.owner is None:
        return "No owner" if action.deputy is None else f"No owner; deputy {action.deputy.name}"
    if action.owner.holder is None and action.deputy is not None:
        return f"{post_words(action.owner, 'vacant')}; deputy {action.deputy.name}"
    return post_words(action.owner, "vacant")


def post_words(post: Post | None, if_vacant: str = "") -> str:
    """`Head of Safeguarding, Education (Priya Nair)`; nothing where there is no post."""
    if post is None:
        return ""
    holder = post.holder.name if post.holder else if_vacant
    return f"{post.title}, {post.agency.short_name}" + (f" ({holder})" if holder else "")


def number(count: int) -> str:
    """One to nine in words, larger numbers in figures, as in running text."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """`four commitments`, `one commitment`, `no commitment`."""
    return f"{number(count)} {noun if count < 2 else plural or noun + 's'}"


def verb(count: int, one: str = "is", many: str = "are") -> str:
    """The verb that fits a count: no commitment is, one is, two are."""
    return one if count < 2 else many


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def day(on: dt.date) -> str:
    """`30 September 2026`."""
    return f"{on.day} {on:%B %Y}"


def short_day(on: dt.date) -> str:
    """`30 Sep 2026`."""
    return f"{on.day} {on:%b %Y}"
