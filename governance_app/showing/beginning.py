"""The steps of filling a new installation, as its first pages list them: what is done, and what comes next."""

from msgspec import Struct

from governance_app.places import Places
from objectives.beginning import Beginning
from objectives.permissions import Mandate
from objectives.words import Role
from reports.wording import counted

SHIPPED = "objectives/strategies/coventry-csa.toml"


class Step(Struct, frozen=True):
    """One thing to do. `address` is None where the reader may not do it there; `who` then says who does."""

    title: str
    said: str
    address: str | None
    who: str
    done: str


def steps_to_begin(found: Beginning, reader: Mandate, places: Places) -> list[Step]:
    """In the order in which each makes the next one possible."""
    keeps, runs = Role.ADMINISTRATOR in reader.roles, Role.BUSINESS_UNIT in reader.roles
    people = f"{counted(found.people, 'person', 'people')} who can sign in"
    stands: list[
        tuple[int, str | None, str]
    ] = [  # how much there is, where it is done, and what there is in words
        (found.strategies, None, counted(found.strategies, "strategy", "strategies")),
        (found.agencies, "/agencies" if keeps else None, counted(found.agencies, "agency", "agencies")),
        (found.runners, "/people" if keeps else None, people),
        (found.posts, "/posts", counted(found.posts, "post")),
        (
            found.actions,
            places.plan_import if places.key and runs else None,
            counted(found.actions, "action"),
        ),
        (found.rounds, "/rounds" if runs else None, counted(found.rounds, "round")),
    ]
    return [
        Step(title, said, address, who, words if count else "")
        for (title, said, who), (count, address, words) in zip(STEPS, stands, strict=True)
    ]


STEPS = (
    (
        "Load the strategy",
        f"On the server: governance strategy load {SHIPPED}, or a file of your own.",
        "whoever runs commands on the server",
    ),
    (
        "Add the partner agencies",
        "Whoever takes part: the council’s services, the police, health, education, the voluntary sector.",
        "an administrator",
    ),
    (
        "Add the people, one by one or from Excel",
        "With the business unit’s role for those who run the quarter. Nobody gives a role to themselves.",
        "an administrator",
    ),
    (
        "Add the posts that own actions, and say who holds them",
        "Or let the plan bring them: its leads become posts.",
        "",
    ),
    (
        "Bring in your action plan from Excel",
        "Or start from the template workbook. You see what would change before anything does.",
        "the business unit",
    ),
    (
        "Make the first reporting round",
        "Its dates are suggested. Owners are asked for updates from the day it opens.",
        "the business unit",
    ),
)
