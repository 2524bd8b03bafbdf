"""Bringing in the partnership's own plan from a workbook: what becomes of it, and that nothing happens by halves."""

import time

import pytest

from governance_app.database import Connections
from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.guard_find import GuardFind
from objectives.tables.held_workbook import HeldWorkbook
from objectives.tables.milestone import Milestone
from objectives.tables.starting_note import StartingNote
from tests.faulty_plan import expected, faulty_plan
from tests.pages.importing import AT, faults_of, give, go_on, up_to_check
from tests.pages.test_acts_by_role import recorded
from tests.pages.visitor import Visitor
from tests.workbooks import HEADINGS, ROW, a_workbook, changed, fill, many_rows, saved

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
    assert page.heading == "Three new actions"
    done = await go_on(unit, page)
    assert "The plan was brought in: three new actions." in done.words
    action = await Action.objects().get(Action.title == "Train front-line officers")
    assert action.reference.startswith("PROT-4.")
    (milestone,) = await Milestone.objects().where(Milestone.action == action.id)
    assert (milestone.title, str(milestone.baseline_on)) == ("The action is done", "2026-09-30")
    note = await StartingNote.objects().get(StartingNote.action == action.id)
    assert (note.rating, note.read_as, note.progress) == ("Amber", "", "Begun.")
    assert note.source == "Plan.xlsx, Plan, row 2"


async def test_the_same_plan_again_changes_nothing(unit: Visitor, place: Connections) -> None:
    await go_on(unit, await up_to_check(unit, PLAN))
    before = await recorded(place)
    page = await up_to_check(unit, PLAN)
    assert page.heading == "There is nothing to bring in"
    assert "All three rows say what is here already." in page.words
    assert await recorded(place) == before


async def test_what_a_row_says_anew_changes_and_an_approved_date_stays(unit: Visitor) -> None:
    await go_on(unit, await up_to_check(unit, PLAN))
    row = (
        "PROT-4",
        "4.1",
        "Train all officers",
        "Police",
        "Head of training",
        "31/12/2026",
        "Half done.",
        "Green",
    )
    page = await up_to_check(unit, a_workbook(row))
    assert page.heading == "One changed"
    for said in (
        "Title: Train all officers",
        "Progress in the plan: Half done.",
        "“The action is done” stays at 30 September 2026: an approved date moves when a new one (31 December 2026)",
    ):
        assert said in page.words
    await go_on(unit, page)
    action = await Action.objects().get(Action.title == "Train all officers")
    (milestone,) = await Milestone.objects().where(Milestone.action == action.id)
    assert str(milestone.baseline_on) == "2026-09-30"
    assert (
        "What the plan said when it was brought in"
        in (await unit.open(f"{AT[: -len('/import')]}/actions/{action.reference}")).words
    )


async def test_every_fault_is_told_by_its_cell_and_nothing_is_brought_in(
    unit: Visitor, place: Connections
) -> None:
    actions, before = await Action.count(), await recorded(place)
    page = await up_to_check(unit, faulty_plan())
    told, wanted = faults_of(page), expected()
    assert page.heading == f"{len(wanted)} faults to mend before anything is brought in"
    assert told.keys() == wanted.keys()
    assert {cell: said for cell, said in wanted.items() if said not in told[cell]} == {}
    assert "943 476 5919" not in page.text
    assert "Bring in all of this" not in page.words
    assert await Action.count() == actions
    finds = await recorded(place) - before
    assert finds == await GuardFind.count().where(GuardFind.field == "workbook")


async def test_a_plan_that_was_looked_at_before_the_service_changed_is_shown_anew(unit: Visitor) -> None:
    page = await up_to_check(unit, PLAN)
    await Action.raw("UPDATE action SET title = 'Train front-line officers' WHERE reference = 'PROT-4.1'")
    again = await go_on(unit, page)
    assert again.status == 409
    assert "The plan here has changed since this was worked out, so nothing was brought in." in again.words
    assert again.heading == "Two new actions and one changed"
    done = await go_on(unit, again)
    assert "The plan was brought in" in done.words


async def answers(visitor: Visitor, at: str) -> set[int]:
    """What the steps of somebody else's workbook answer, opened and sent."""
    token = (await visitor.open("/strategies/coventry-csa")).token()
    steps = [at.replace("sheet", step) for step in ("sheet", "columns", "words", "check", "away")]
    opened = {(await visitor.client.get(step)).status_code for step in steps[:-1]}
    return opened | {(await visitor.send(step, token)).status_code for step in steps}


async def test_a_workbook_is_its_givers_alone(unit: Visitor) -> None:
    page = await give(unit, PLAN)
    at = page.forms[1].attrib["action"]
    unit.client.cookies.delete("session")
    await unit.sign_in("Robin Example")
    assert await answers(unit, at) == {404}
    unit.client.cookies.delete("session")
    await unit.sign_in("Grace Example")
    assert await answers(unit, at) == {403}


async def test_a_workbook_is_forgotten_when_it_is_put_away_and_after_two_days(unit: Visitor) -> None:
    page = await give(unit, PLAN)
    at = page.forms[1].attrib["action"]
    await unit.send(at.replace("/sheet", "/away"), page.token())
    assert (await unit.client.get(at)).status_code == 404
    other = (await give(unit, PLAN)).forms[1].attrib["action"]
    await HeldWorkbook.raw("UPDATE held_workbook SET held_at = held_at - interval '49 hours'")
    gone = await unit.open(other, status=404)
    assert "This workbook is no longer here" in gone.words


async def test_two_rows_of_headings_hidden_rows_merged_cells_and_formulas_are_read_and_told(
    unit: Visitor,
) -> None:
    def make(book) -> None:
        rows = [
            ["Action plan of the partnership"],
            [],
            HEADINGS,
            ("PROT-4", "1", "First action", "Police", "Head of training", "Sept 2026", "", ""),
            ("", "2", "Second action", "Police", "Head of training", "Sept 2026", "", ""),
            ("PROT-4", "3", "Third action", "Police", "Head of training", "Sept 2026", "", ""),
            ("Total", "", "", "", "", "", "", ""),
        ]
        fill(book.active, rows)
        book.active.merge_cells("A4:A5")
        book.active.row_dimensions[6].hidden = True
        book.active.column_dimensions["G"].hidden = True
        book.create_sheet("Old plan").sheet_state = "hidden"

    page = await up_to_check(unit, saved(make))
    assert page.heading == "Two new actions"
    assert "Hidden in Excel, and so left out: row 6." in page.words
    assert "Hidden sheets: Old plan." in page.words
    assert "Columns left out: G Progress." in page.words
    assert "Merged cells (A4:A5): what they say counts for each of their rows." in page.words


async def test_columns_are_changed_on_the_page_and_one_meaning_is_given_once(unit: Visitor) -> None:
    workbook = a_workbook(("PROT-4", "Do it", "Police"), headings=("Commitment", "Vorhaben", "Agency"))
    columns = await go_on(unit, await give(unit, workbook))
    twice = await go_on(unit, columns, column__1="commitment")
    assert twice.status == 422
    assert "Column A is “Commitment” already. Choose one of the two." in twice.words
    assert "Say which column is “Action”." in twice.words
    page = await go_on(unit, await go_on(unit, columns, column__1="title"))
    assert page.heading == "One new action"


async def test_words_are_explained_on_the_page(unit: Visitor) -> None:
    agency = await Agency.objects().get(Agency.name == "West Midlands Police")
    row = ("PROT-4", "1", "Explain it", "The constabulary", "Nobody yet", "ongoing", "", "Purple")
    workbook = a_workbook(row)
    columns = await go_on(unit, await give(unit, workbook))
    words = await go_on(unit, columns)
    assert "Which agency each of these is." in words.words
    page = await go_on(unit, words, agency__0=str(agency.id), owner__0="leave", rating__0="Amber")
    assert page.heading == "One new action"
    await go_on(unit, page)
    action = await Action.objects().get(Action.title == "Explain it")
    assert (action.agency, action.owner) == (agency.id, None)
    note = await StartingNote.objects().get(StartingNote.action == action.id)
    assert (note.rating, note.read_as, note.timescale) == ("Purple", "Amber", "ongoing")


async def test_the_template_comes_back_in_without_a_fault(unit: Visitor) -> None:
    answer = await unit.client.get(f"{AT}/template")
    assert answer.headers["content-disposition"].endswith("action-plan-coventry-csa.xlsx")

    def write(book) -> None:
        sheet, helped = book["Plan"], book["How to fill it in"]
        for column in range(1, sheet.max_column + 1):
            sheet.cell(2, column).value = helped.cell(column + 4, 3).value

    page = await up_to_check(unit, changed(answer.content, write))
    assert page.heading == "One new action"
    assert "Milestone “Course written” by 30 June 2026" in page.words
    assert "Columns left out" not in page.words


async def test_what_looks_like_a_formula_is_kept_as_text_and_shown_as_text(unit: Visitor) -> None:
    def write(book) -> None:
        cell = book.active["C2"]
        cell.value, cell.data_type = '=HYPERLINK("http://x")<script>', "s"

    page = await up_to_check(unit, changed(a_workbook(ROW), write))
    assert "=HYPERLINK(" in page.words
    assert "<script>" not in page.text.split("<main")[1]


async def test_two_thousand_rows_are_looked_through_in_parts_and_brought_in_at_once(
    unit: Visitor, place: Connections
) -> None:
    began = time.process_time()
    page = await up_to_check(unit, a_workbook(*many_rows(2000)))
    assert page.heading == "2,000 new actions"
    assert "Page 1 of 20" in page.words
    assert page.text.count("Action number") == 100
    assert len(page.text) < 200_000
    before = await recorded(place)
    done = await go_on(unit, page)
    assert "2,000 new actions" in done.words
    assert await recorded(place) - before == 40 + 3 * 2000  # posts; actions, milestones and notes
    assert time.process_time() - began < 60
