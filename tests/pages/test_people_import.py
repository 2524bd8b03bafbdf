"""Bringing in people from a workbook: who is added, what is refused by its cell, and that it is all or nothing."""

import pytest

from governance_app.database import Connections
from objectives.tables.person import Person, RoleGrant
from objectives.tables.post import PostHolding
from tests.pages.importing import faults_of, give, go_on
from tests.pages.test_acts_by_role import recorded
from tests.pages.visitor import Page, Visitor
from tests.workbooks import a_workbook, changed

AT = "/people/import"
HEADINGS = ("Name", "E-mail address", "Agency", "Roles", "Post")
PEOPLE = (
    ("Tamar New", "Tamar@example.org", "Police", "", "Head of vetting"),
    ("Uma New", "uma@example.org", "West Midlands Police", "Scrutineer; executive group", ""),
)


@pytest.fixture
async def keeper(visitor: Visitor) -> Visitor:
    await visitor.sign_in("Avery Example")
    return visitor


async def up_to_check(visitor: Visitor, *rows: tuple[str, ...]) -> Page:
    workbook = a_workbook(*rows, headings=HEADINGS, sheet="People")
    return await go_on(visitor, await go_on(visitor, await give(visitor, workbook, at=AT)))


async def test_people_come_in_with_their_roles_and_posts(keeper: Visitor) -> None:
    page = await up_to_check(keeper, *PEOPLE)
    assert page.heading == "Two new people"
    assert "Post: Head of vetting, from today (made)" in page.words
    done = await go_on(keeper, page)
    assert "They were brought in: 2 new, 0 changed." in done.words
    tamar, uma = await Person.objects().where(Person.name.like("% New")).order_by(Person.name)
    assert tamar.email == "tamar@example.org"
    assert (
        await PostHolding.count().where((PostHolding.person == tamar.id) & PostHolding.ends_on.is_null()) == 1
    )
    roles = await RoleGrant.select(RoleGrant.role).where(RoleGrant.person == uma.id)
    assert {row["role"] for row in roles} == {"scrutineer", "executive group"}


async def test_the_same_people_again_change_nothing(keeper: Visitor, place: Connections) -> None:
    await go_on(keeper, await up_to_check(keeper, *PEOPLE))
    before = await recorded(place)
    assert (await up_to_check(keeper, *PEOPLE)).heading == "There is nobody to bring in"
    assert await recorded(place) == before


async def test_every_fault_is_told_by_its_cell(keeper: Visitor, place: Connections) -> None:
    avery, sam, jo = [
        (await Person.objects().get(Person.name == f"{name} Example")) for name in ("Avery", "Sam", "Jo")
    ]
    await Person.raw("UPDATE person SET disabled_at = governance_now() WHERE id = {}", jo.id)
    (held,) = await PostHolding.raw(
        "SELECT t.title FROM post t JOIN post_holding h ON h.post = t.id"
        " WHERE h.person = {} AND h.ends_on IS NULL LIMIT 1",
        sam.id,
    )
    before = await recorded(place)
    page = await up_to_check(
        keeper,
        ("", "a@example.org", "Police", "", ""),
        ("B", "no address", "Police", "", ""),
        ("C", "c@example.org", "Poliec", "", ""),
        ("D", "d@example.org", "Police", "boss", ""),
        ("E", "e@example.org", "Police", "administrator", ""),
        ("F", "c@example.org", "Police", "", ""),
        ("G", jo.email, "Police", "", ""),
        ("H", "h@example.org", "Police", "", held["title"]),
        (avery.name, avery.email, "Business unit", "business unit", ""),
        ("NHS no 943 476 5919", "i@example.org", "Police", "", ""),
    )
    told = faults_of(page)
    wanted = {
        "A2": "Give their name, or delete the row.",
        "B3": "Give an e-mail address such as morgan@example.org.",
        "C4": "“Poliec” is no agency known here. Add it under Agencies",
        "D5": "“boss” is no role. There are: business unit, executive group, scrutineer.",
        "D6": "An administrator is made on the person’s own page, one at a time.",
        "B7": "Row 4 has this e-mail address too. Keep one of the two.",
        "B8": "Jo Example can no longer sign in. Let them in on their page first.",
        "E9": "Sam Example holds this post. Hand it over on the post’s own page.",
        "D10": "Nobody may change their own roles; ask another administrator.",
        "A11": "an NHS number. Nothing that points to a child is kept here",
    }
    assert told.keys() == {f"People, cell {cell}" for cell in wanted}
    assert {
        cell: told[f"People, cell {cell}"]
        for cell, said in wanted.items()
        if said not in told[f"People, cell {cell}"]
    } == {}
    assert await recorded(place) - before == 2  # what the guard found, of two kinds


async def test_a_stale_list_is_shown_anew(keeper: Visitor) -> None:
    page = await up_to_check(keeper, *PEOPLE)
    await Person.raw("UPDATE person SET email = 'uma@example.org' WHERE name = 'Jo Example'")
    again = await go_on(keeper, page)
    assert again.status == 409
    assert again.heading == "One new person and one changed"


async def test_the_template_comes_back_in_without_a_fault(keeper: Visitor) -> None:
    answer = await keeper.client.get(f"{AT}/template")

    def write(book) -> None:
        for column in range(1, 5):  # the post of the help's example is somebody's here
            book["People"].cell(2, column).value = book["How to fill it in"].cell(column + 4, 3).value

    workbook = changed(answer.content, write)
    page = await go_on(keeper, await go_on(keeper, await give(keeper, workbook, at=AT)))
    assert page.heading == "One new person"
