"""Ratings, movement and opinions as HTML: the mark, then the word. Templates call these by name on every line.

There are few marks and words, so each is made once and kept: a page shows hundreds. The mark is decoration and hidden
from screen readers; the word is always beside it, or in the sentence before a strip.
"""

from functools import cache

from markupsafe import Markup, escape

from governance_app.showing.tiles import Strip
from objectives.words import Direction, Rating
from reports.wording import Mark, opinion_shape, published_mark, sentence_case


@cache
def mark(shape: str) -> Markup:
    """The drawing alone, for beside a word that says the same."""
    colour = shape.removesuffix("-hollow")
    return Markup(
        f'<svg class="app-mark app-mark--{colour}" aria-hidden="true" focusable="false"><use href="#m-{shape}"/></svg>'
    )


@cache
def rating(shown: Mark, size: str = "") -> Markup:
    """Mark and word; `size` is s, l or nothing."""
    look = f"app-rating app-rating--{size}" if size else "app-rating"
    return Markup(f'<span class="{look}">{mark(shown.shape)}<span>{escape(shown.word)}</span></span>')


def shown_as(given: Rating) -> Mark:
    """A rating that somebody gave or that the rules gave, before anything is published."""
    return published_mark(given, False, None, "")


def noted(shown: Mark, size: str = "") -> Markup:
    """Mark, word, and below them what qualifies it."""
    note = f'<span class="app-rating__note">{escape(shown.note)}</span>' if shown.note else ""
    return Markup(f"{rating(shown, size)}{note}")


@cache
def move(direction: Direction) -> Markup:
    shape = direction.replace(" ", "-")
    word = sentence_case(direction)
    return Markup(f'<span class="app-move app-move--{shape}">{mark(shape)}<span>{word}</span></span>')


@cache
def opinion(kind: str, word: str = "") -> Markup:
    """An assurance opinion, or "waiting" or "overdue", as mark and word; `word` where another says it better."""
    shape = mark(opinion_shape(kind))
    return Markup(
        f'<span class="app-opinion">{shape}<span>{escape(word or sentence_case(kind))}</span></span>'
    )


def strip(shown: Strip) -> Markup:
    """The rounds as marks, the last one apart, after one sentence that names them all."""
    said = f'<span class="govuk-visually-hidden">{escape(shown.sentence)}</span>'
    past = "".join(mark(then.mark.shape) for then in shown.past)
    now = f'<span class="app-strip__now">{mark(shown.now.shape)}</span>'
    return Markup(f'<div class="app-strip">{said}{past}{now}</div>')


MARKS = {
    "mark": mark,
    "rating": rating,
    "shown_as": shown_as,
    "noted": noted,
    "move": move,
    "opinion": opinion,
    "strip": strip,
}
