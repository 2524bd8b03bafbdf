"""Bringing in the partnership's own plan from a workbook: what becomes of it, and that nothing happens by halves."""

import pytest

from objectives.tables.action import Action
from objectives.tables.milestone import Milestone
from objectives.tables.starting_note import StartingNote
from tests.pages.importing import go_on, up_to_check
from tests.pages.visitor import Visitor
from tests.workbooks import a_workbook

PLAN = a_workbook(
    (
        "PROT-4",
        "4.1",
        "Train front-line officers",
        "Police",
        "Head of training",
        "30/09/2026",
        "Begun.",
        "Amber",
    ),
    ("PREV-1", "1.1", "Run the spring campaign", "Police", "Head of training", "Q4 2026-27", "", "G"),
    ("SUPP-3", "3.9", "Map the pathway", "Police", "", "ongoing", "Drafted.", "On track"),
)


@pytest.fixture
async def unit(visitor: Visitor) -> Visitor:
    await visitor.sign_in("Morgan Example")
    return visitor


async def test_a_clean_plan_comes_in_whole(unit: Visitor) -> None:
    page = await up_to_check(unit, PLAN)
    assert page.heading == "Three new actions, 0 changed, 0 as they are"
    done = await go_on(unit, page)
    assert "The plan was brought in: three new actions, 0 changed." in done.words
    action = await Action.objects().get(Action.title == "Train front-line officers")
    assert action.reference.startswith("PROT-4.")
    (milestone,) = await Milestone.objects().where(Milestone.action == action.id)
    assert (milestone.title, str(milestone.baseline_on)) == ("The action is done", "2026-09-30")
    note = await StartingNote.objects().get(StartingNote.action == action.id)
    assert (note.rating, note.read_as, note.progress) == ("Amber", "Amber", "Begun.")
    assert note.source == "Plan.xlsx, Plan, row 2"
