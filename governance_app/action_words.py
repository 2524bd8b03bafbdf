"""An action as a form holds it: the words of one that is there, who may be chosen, and what was answered."""

from typing import Any

from msgspec import Struct

from governance_app.forms import Answers, date_fields, date_words
from objectives.actions import NewAction
from objectives.standing import Action
from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tenure import posts_kept, successors

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


async def offered() -> Offered:
    """Every agency, every post with whoever holds it newest, and everybody who can sign in; three queries."""
    agencies = await Agency.select(Agency.id, Agency.name).order_by(Agency.name)
    posts = await posts_kept(None)
    return Offered(
        [(row["id"], row["name"]) for row in agencies],
        [(post.id, _post_line(post.title, post.agency_name, post.tenures)) for post in posts],
        [(one.id, f"{one.name}, {one.agency}") for one in await successors(None)],
    )


def _post_line(title: str, agency: str, tenures: Any) -> str:
    held = tenures[0].name if tenures and tenures[0].ends_on is None else "vacant"
    return f"{title}, {agency} ({held})"


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
