"""An action as a form holds it: the words of one that is there, who may be chosen, and what was answered."""

import datetime as dt
from typing import Any

from msgspec import Struct

from governance_app.forms import Answers, date_fields, date_words
from objectives.actions import NewAction
from objectives.standing import Action
from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.tables.post import Post

FIELDS = (
    "title",
    "description",
    "agency",
    "owner",
    "deputy",
    "accountable",
    *date_fields("planned_start_on"),
)
UNREADABLE = "Choose one of the list."


class Offered(Struct, frozen=True):
    """Who may be chosen, each as an id and the words of its line."""

    agencies: list[tuple[int, str]]
    posts: list[tuple[int, str]]
    people: list[tuple[int, str]]


async def offered(today: dt.date) -> Offered:
    """Every agency, every post with whoever holds it today, and everybody who can sign in, by name; one query."""
    found: dict[str, list[tuple[int, str]]] = {"agency": [], "post": [], "person": []}
    for row in await Agency.raw(_OFFERED, today):
        found[row["kind"]].append((row["id"], row["said"]))
    return Offered(found["agency"], found["post"], found["person"])


_OFFERED = """
SELECT 'agency' AS kind, id, name AS said FROM agency WHERE ended_on IS NULL
UNION ALL
SELECT 'post', p.id, p.title || ', ' || a.name || ' (' || coalesce(
    (SELECT q.name FROM post_holding h JOIN person q ON q.id = h.person WHERE h.post = p.id
     AND {}::date BETWEEN h.starts_on AND coalesce(h.ends_on, 'infinity') ORDER BY h.id DESC LIMIT 1), 'vacant') || ')'
FROM post p JOIN agency a ON a.id = p.agency WHERE p.ended_on IS NULL
UNION ALL
SELECT 'person', p.id, p.name || ', ' || a.name FROM person p JOIN agency a ON a.id = p.agency
WHERE p.disabled_at IS NULL
ORDER BY kind, said, id
"""


def words_of(action: Action) -> dict[str, str]:
    """An action as its form shows it."""
    chosen = {
        "agency": action.agency,
        "owner": action.owner,
        "deputy": action.deputy,
        "accountable": action.accountable,
    }
    words = {field: str(thing.id) for field, thing in chosen.items() if thing}
    words |= {"title": action.title, "description": action.description}
    return words | date_words("planned_start_on", action.planned_start_on)


async def read_action(answers: Answers) -> NewAction | None:
    """The action that a form describes; None where it cannot be read, with the faults noted."""
    agency = await chosen_row(answers, "agency", Agency)
    answers.faults.need(agency, "agency", "Say whose action it is.")
    new = {
        "owner": await chosen_row(answers, "owner", Post),
        "deputy": await chosen_row(answers, "deputy", Person),
        "accountable": await chosen_row(answers, "accountable", Post),
        "planned_start_on": answers.day("planned_start_on"),
    }
    answers.faults.line(answers.text("title"), "title", "Say in one line what will be done.")
    if answers.faults.found or agency is None:
        return None
    return NewAction(
        title=answers.text("title"), description=answers.text("description"), agency=agency, **new
    )


async def chosen_row(answers: Answers, field: str, table: Any) -> Any:
    """The row that was chosen, or None; anything that is not in the list is a fault."""
    given = answers.text(field)
    if not given:
        return None
    is_id = given.isascii() and given.isdigit() and len(given) < 10
    row = await table.objects().get(table.id == int(given)) if is_id else None
    answers.faults.need(row, field, UNREADABLE)
    return row
