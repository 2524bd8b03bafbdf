"""A workbook on its way in, as its pages show it: columns to be named, words to be explained, a page of changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from governance_app.template_workbook import Lists
from objectives.importing.bringing_in import Understood
from objectives.importing.fields import headings
from objectives.importing.lines import Choices, Fault
from objectives.importing.present import Present
from objectives.importing.proposal import CHANGED, NEW, SAME
from objectives.importing.sheets import Sheet, letters
from objectives.importing.words import BETWEEN, LEAVE, MAKE, Meaning
from objectives.register import Member
from objectives.words import Rating, Role
from reports.wording import listed, number, sentence_case

A_PAGE = 100
GIVEN_ROLES = [role.value for role in Role if role is not Role.ADMINISTRATOR]


class Column(Struct, frozen=True):
    """A column of the sheet: its letter, heading and first values, and the field that it is taken for."""

    field: str
    letter: str
    heading: str
    samples: tuple[str, ...]
    hidden: bool
    chosen: str


class Word(Struct, frozen=True):
    """A word of the plan to be explained: the name of its control, what is chosen, and what can be."""

    field: str
    word: str
    label: str
    rows: int
    choice: str
    offered: tuple[tuple[str, str], ...]


class Group(Struct, frozen=True):
    kind: str
    heading: str
    said: str
    words: tuple[Word, ...]


class Leaf(Struct, frozen=True):
    """One page of what is proposed: its changes and faults, and which page of how many it is."""

    changes: tuple[Any, ...]
    faults: tuple[Fault, ...]
    number: int
    of: int


def columns_of(sheet: Sheet, choices: Choices, samples: Mapping[int, list[str]]) -> list[Column]:
    """Every column that holds anything, in order."""
    return [
        Column(
            field=f"column-{column}",
            letter=letters(column),
            heading=heading,
            samples=tuple(samples.get(column, ())),
            hidden=column in sheet.hidden_columns,
            chosen=choices.columns.get(column, ""),
        )
        for column, heading in headings(sheet, choices.heading).items()
        if heading or samples.get(column) or column in choices.columns
    ]


def word_groups(understood: Understood) -> list[Group]:
    """What is to be explained, commitments first; of commitments only those that are not called by their reference."""
    words, present = understood.words, understood.present
    promises = tuple((str(p.id), f"{p.reference} {p.short_title}") for p in present.promises)
    partners = tuple((str(p.id), p.name) for p in present.partners)
    agency_of = {str(p.id): p.name for p in present.partners}
    posts = tuple(
        (str(p.id), _post(p.title, agency_of.get(str(p.agency), ""), p.holder)) for p in present.positions
    )
    references = [p.reference.casefold() for p in present.promises]
    unclear = tuple(one for one in words.commitment if one.word.casefold() not in references)
    makes_agencies = any(one.choice == MAKE for one in words.agency)
    make = ((MAKE, "Add it as a new agency"),) if makes_agencies else ()
    groups = [
        Group("commitment", "Commitments", COMMITMENTS, _words("commitment", unclear, promises)),
        Group("agency", "Agencies", AGENCIES, _words("agency", words.agency, make + partners)),
        Group("owner", "Leads", LEADS, _words("owner", words.owner, LEADS_TOO + posts)),
        Group("rating", "RAG words", RATINGS, _words("rating", words.rating, COLOURS)),
    ]
    return [group for group in groups if group.words]


def part_of(changes: Sequence[Any], faults: tuple[Fault, ...], number: int) -> Leaf:
    """A hundred changes, or where there are faults a hundred of those alone."""
    listed: Sequence[Any] = faults or changes
    pages = max(1, -(-len(listed) // A_PAGE))
    number = min(number, pages)
    part = slice((number - 1) * A_PAGE, number * A_PAGE)
    return Leaf(() if faults else tuple(changes[part]), faults[part], number, pages)


def summed(proposal: Any, one: str, many: str) -> str:
    """What a proposal comes to: "Two new actions, one changed and three as they are"."""
    new, changed, same = (proposal.of(state) for state in (NEW, CHANGED, SAME))
    parts = [f"{number(new)} new {one if new == 1 else many}"] if new else []
    parts += [f"{number(changed)} changed"] if changed else []
    parts += [f"{number(same)} as {'it is' if same == 1 else 'they are'}"] if same else []
    return sentence_case(listed(parts))


def people_lists(agencies: Sequence[Member]) -> Lists:
    """What the template of a list of people offers to choose from."""
    return Lists(
        choices={"agency": [agency.name for agency in agencies if not agency.ended_on], "roles": GIVEN_ROLES},
        example={
            "name": "Morgan Example",
            "email": "morgan@example.org",
            "agency": "West Midlands Police",
            "roles": "executive group",
            "post": "Head of public protection",
        },
    )


def plan_lists(present: Present) -> Lists:
    """What the template of a plan offers to choose from."""
    return Lists(
        choices={
            "commitment": [p.reference for p in present.promises],
            "agency": [p.name for p in present.partners],
            "owner": list(dict.fromkeys(p.title for p in present.positions)),
            "accountable": list(dict.fromkeys(p.title for p in present.positions)),
            "rating": [rating.value for rating in Rating],
        },
        example=EXAMPLE,
    )


def _words(
    kind: str, meanings: tuple[Meaning, ...], offered: tuple[tuple[str, str], ...]
) -> tuple[Word, ...]:
    return tuple(
        Word(f"{kind}-{place}", one.word, _label(kind, one.word), one.rows, one.choice, offered)
        for place, one in enumerate(meanings)
    )


def _label(kind: str, word: str) -> str:
    agency, _, lead = word.partition(BETWEEN)
    if kind == "owner":
        return f"{lead} ({agency or 'no agency given'})"
    return word or ("No agency given" if kind == "agency" else "No commitment given")


def _post(title: str, agency: str, holder: str) -> str:
    return f"{title}, {agency}" + (f" ({holder})" if holder else " (vacant)")


COMMITMENTS = "Which commitment of the strategy each of these is."
AGENCIES = (
    "Which agency each of these is. A new agency is added by an administrator, under Agencies; your workbook waits "
    "here meanwhile."
)
LEADS = (
    "Actions belong to posts. A lead who is not known yet becomes a post in the agency beside it, which nobody holds "
    "until you say who does. If it is a person’s name, choose the post that they hold."
)
RATINGS = (
    "Kept beside the action as what the plan said when it was brought in. It is no rating here: each action is rated "
    "by the rules from its dates, updates and evidence."
)
LEADS_TOO = ((MAKE, "Make a post of this title"), (LEAVE, "Leave without an owner"))
COLOURS = (*((rating.value, rating.value) for rating in Rating), (LEAVE, "No colour: keep the word alone"))
EXAMPLE = {
    "commitment": "PROT-4",
    "reference": "1.3",
    "title": "Train front-line officers to recognise grooming",
    "agency": "West Midlands Police",
    "owner": "Head of public protection",
    "start": "April 2026",
    "timescale": "30/09/2026",
    "milestones": "Course written – 30/06/2026; Half of the officers trained – Sept 2026",
    "rating": "Amber",
    "status": "In progress",
    "progress": "Course written and tried with one team.",
    "evidence": "Training figures, quarterly.",
}
