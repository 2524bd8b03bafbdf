"""What a plan's words stand for: its commitments, agencies, leads and colours, guessed where that is safe. Pure.

A word stands for something there is (its number), for something to be made (MAKE), for nothing (LEAVE), or, as long
as nobody has said, for nothing yet (an empty choice).
"""

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from objectives.importing.lines import Choices, Line
from objectives.importing.present import Position, Present
from objectives.words import Rating

MAKE, LEAVE = "make", "leave"
BETWEEN = "\n"  # parts a lead's agency from the lead: one title can be a post in each of two agencies
MOST_WORDS = 300

COLOURS = {
    Rating.RED: ("red", "r", "off track", "overdue", "not on track"),
    Rating.AMBER: ("amber", "a", "yellow", "orange", "at risk", "some delay", "amber red", "amber green"),
    Rating.GREEN: ("green", "g", "on track", "on target"),
    Rating.BLUE: ("blue", "b", "complete", "completed", "done", "closed", "embedded"),
    Rating.GREY: ("grey", "gray", "not started", "not yet due", "not due", "white"),
}


class Meaning(Struct, frozen=True):
    """A word of the plan, how often it stands there, and what it stands for."""

    word: str
    rows: int
    choice: str


class Vocabulary(Struct, frozen=True):
    """Every word that stands for something, by what it names, each in order of first use."""

    commitment: tuple[Meaning, ...]
    agency: tuple[Meaning, ...]
    owner: tuple[Meaning, ...]
    rating: tuple[Meaning, ...]

    @property
    def size(self) -> int:
        return len(self.commitment) + len(self.agency) + len(self.owner) + len(self.rating)

    def choices(self) -> dict[tuple[str, str], str]:
        """What each word stands for, by what it names and itself; empty where nobody has said."""
        return {
            (kind, one.word): one.choice
            for kind in ("commitment", "agency", "owner", "rating")
            for one in getattr(self, kind)
        }


def vocabulary_of(lines: Iterable[Line], choices: Choices, present: Present, makes: bool) -> Vocabulary:
    """Every word of a plan with what was chosen for it, or else what it can safely be taken for.

    `makes` is whether an agency that is not known may be made by whoever brings in the plan.
    """
    lines = list(lines)
    return Vocabulary(
        commitment=_meanings(
            [line.word("commitment") for line in lines],
            choices.words.get("commitment", {}),
            lambda word: _commitment(word, present),
        ),
        agency=_meanings(
            [line.word("agency") for line in lines],
            choices.words.get("agency", {}),
            lambda word: _agency(word, present, makes),
        ),
        owner=_meanings(
            [lead for line in lines for lead in leads_of(line)],
            choices.words.get("owner", {}),
            lambda word: _lead(word, present),
        ),
        rating=_meanings(
            [word for line in lines if (word := line.word("rating"))],
            choices.words.get("rating", {}),
            _colour,
        ),
    )


def leads_of(line: Line) -> list[str]:
    """The leads that a row names, each with its agency's word before it."""
    return [
        f"{line.word('agency')}{BETWEEN}{lead}"
        for field in ("owner", "accountable")
        if (lead := line.word(field))
    ]


def _meanings(words: list[str], chosen: dict[str, str], guess: Callable[[str], str]) -> tuple[Meaning, ...]:
    counted: dict[str, int] = {}
    for word in words:
        counted[word] = counted.get(word, 0) + 1
    return tuple(
        Meaning(word, rows, chosen[word] if word in chosen else guess(word)) for word, rows in counted.items()
    )


def _commitment(word: str, present: Present) -> str:
    """By its reference, written with or without its hyphen and alone or before more words, its title or wording."""
    said = _plain(word)
    for promise in present.promises:
        reference = _plain(promise.reference)
        by_name = said in (reference, _plain(promise.short_title), _plain(promise.wording))
        if said and (by_name or re.match(rf"{re.escape(reference)}(?![0-9])", said)):
            return str(promise.id)
    return str(present.promises[0].id) if len(present.promises) == 1 else ""


def _agency(word: str, present: Present, makes: bool) -> str:
    said = _plain(word)
    for partner in present.partners:
        if said and said in (_plain(partner.name), _plain(partner.short_name)):
            return str(partner.id)
    return MAKE if word and makes else ""


def _lead(word: str, present: Present) -> str:
    """A post by its title, or the one post of somebody by their name or address; else one to be made."""
    agency, _, lead = word.partition(BETWEEN)
    said = _plain(lead)
    near = {p.id for p in present.partners if _plain(agency) in (_plain(p.name), _plain(p.short_name))}
    titled = [post for post in present.positions if _plain(post.title) == said]
    for found in ([post for post in titled if post.agency in near], titled, _held_by(lead, present)):
        if len(found) == 1:
            return str(found[0].id)
    return "" if "@" in lead or titled else MAKE


def _held_by(lead: str, present: Present) -> list[Position]:
    who = lead.casefold()
    return [p for p in present.positions if p.holder and who in (p.holder.casefold(), p.email)]


def _colour(word: str) -> str:
    said = " ".join(re.sub("[^a-z ]", " ", word.casefold()).split())
    for rating, called in COLOURS.items():
        if said in called or said.split(" ")[:1] == [rating.value.lower()]:
            return rating.value
    return LEAVE


def _plain(text: str) -> str:
    """Letters and digits alone: "PROT 4" and "prot-4" are one."""
    return re.sub(r"[\W_]", "", text.casefold())
