"""Decisions sought as the business unit drafts them: each with its title, its rating and its place. Pure."""

from collections.abc import Sequence

from msgspec import Struct

from objectives.rated import Judgement
from objectives.sought import Entry
from reports.decisions import mark_for, title_of
from reports.wording import Mark


class Put(Struct, frozen=True):
    """`number` is its place among those put to the Group, from 1; `mark` is None for the strategy as a whole."""

    entry: Entry
    title: str
    mark: Mark | None
    number: int
    is_last: bool


def shown(entries: Sequence[Entry], judgement: Judgement) -> list[Put]:
    return [
        Put(
            entry,
            title_of(entry.reference, judgement),
            mark_for(entry.reference, judgement) if entry.reference else None,
            number,
            number == len(entries),
        )
        for number, entry in enumerate(entries, 1)
    ]
