"""People, agencies and posts on pages: adding, changing, ending, and letting somebody in."""

import re

import pytest

from objectives.tables.agency import Agency
from objectives.tables.mail import Mail
from objectives.tables.person import Person, RoleGrant
from objectives.tables.post import Post
from tests.pages.filling import controls, fill, read
from tests.pages.visitor import Page, Visitor


@pytest.fixture
async def keeper(visitor: Visitor) -> Visitor:
    await visitor.sign_in("Avery Example")
    return visitor


async def page_of(name: str) -> str:
    found = await Person.objects().get(Person.name == name)
    assert found
    return f"/people/{found.id}"


async def police() -> str:
    found = await Agency.objects().get(Agency.name == "West Midlands Police")
    assert found
    return str(found.id)


async def press(visitor: Visitor, at: str, form: str, **changes: str) -> Page:
    """Presses the button of one of a page's forms."""
    fields = controls(await visitor.open(at), form) | changes
    page = read(await visitor.client.post(form, data=fields, follow_redirects=True))
    visitor.check(page)
    return page


async def roles_of(name: str) -> set[str]:
    person = await Person.objects().get(Person.name == name)
    given = RoleGrant.select(RoleGrant.role).where(
        (RoleGrant.person == person.id) & RoleGrant.ended_on.is_null()
    )
    return {row["role"] for row in await given}


async def test_somebody_is_added_with_a_role_and_sent_a_link(keeper: Visitor) -> None:
    added = await fill(
        keeper,
        "/people/new",
        name="Tamar New",
        email="Tamar@Example.org",
        agency=await police(),
        roles="scrutineer",
    )
    page = read(added)
    assert page.heading == "Tamar New"
    assert await roles_of("Tamar New") == {"scrutineer"}
    at = await page_of("Tamar New")
    sent = await press(keeper, at, f"{at}/link")
    assert "A sign-in link is on its way to tamar@example.org." in sent.words
    person = await Person.objects().get(Person.name == "Tamar New")
    assert await Mail.count().where((Mail.person == person.id) & (Mail.kind == "sign-in link")) == 1


async def test_all_that_is_missing_is_said_at_once(keeper: Visitor) -> None:
    page = read(await fill(keeper, "/people/new", email="tamar"))
    assert page.status == 422
    for sentence in ("Give the person's name.", "Choose their agency. If it is not listed, add it first."):
        assert sentence in page.words
    assert 'value="tamar"' in page.text


async def test_an_address_belongs_to_one_person(keeper: Visitor) -> None:
    at = await page_of("Jo Example")
    sam = await Person.objects().get(Person.name == "Sam Example")
    page = await press(keeper, at, f"{at}/details", email=sam.email)
    assert "Sam Example has this e-mail address already." in page.words
    assert f'value="{sam.email}"' in page.text


async def test_details_that_somebody_else_changed_meanwhile_are_not_overwritten(keeper: Visitor) -> None:
    at = await page_of("Jo Example")
    stale = controls(await keeper.open(at), f"{at}/details")
    await press(keeper, at, f"{at}/details", name="Jo First")
    page = read(await keeper.client.post(f"{at}/details", data=stale | {"name": "Jo Second"}))
    assert page.status == 409
    assert "Somebody changed this while you were looking at it" in page.words
    assert 'value="Jo Second"' in page.text
    assert await Person.exists().where(Person.name == "Jo First")


async def test_roles_are_given_and_ended_in_one_go(keeper: Visitor) -> None:
    at = await page_of("Lowell Example")
    await press(keeper, at, f"{at}/roles", roles="executive group")
    assert await roles_of("Lowell Example") == {"executive group"}


async def test_nobody_changes_their_own_roles_or_access(keeper: Visitor) -> None:
    at = await page_of("Avery Example")
    page = await keeper.open(at)
    assert "Nobody may change their own roles; ask another administrator." in page.words
    assert "End their access" not in page.words
    for act in ("roles", "disabled", "enabled"):
        answer = await keeper.send(f"{at}/{act}", page.token(), roles="business unit")
        assert answer.status_code == 403
    assert await roles_of("Avery Example") == {"administrator"}


async def test_ending_somebodys_access_signs_them_out_at_once(keeper: Visitor) -> None:
    own = keeper.client.cookies["session"]
    keeper.client.cookies.delete("session")
    await keeper.sign_in("Jo Example")
    theirs = keeper.client.cookies["session"]
    keeper.client.cookies.set("session", own)
    at = await page_of("Jo Example")
    page = await press(keeper, at, f"{at}/disabled")
    assert "None since" in page.words
    keeper.client.cookies.set("session", theirs)
    assert (await keeper.client.get("/my-work")).headers["location"].startswith("/sign-in")
    keeper.client.cookies.set("session", own)
    assert "Can sign in" in (await press(keeper, at, f"{at}/enabled")).words


async def test_an_agency_is_added_renamed_and_ended_once_nothing_belongs_to_it(keeper: Visitor) -> None:
    await fill(keeper, "/agencies/new", name="Probation Service", short_name="Probation")
    found = await Agency.objects().get(Agency.name == "Probation Service")
    at = f"/agencies/{found.id}"
    await press(keeper, at, f"{at}/details", name="National Probation Service")
    assert "National Probation Service" in (await keeper.open("/agencies")).words
    ended = await press(keeper, at, f"{at}/ended", then="end")
    assert re.search("National Probation Service ended on", ended.words)
    assert "National Probation Service" not in (await keeper.open("/people/new")).words
    await press(keeper, at, f"{at}/ended", then="take up")
    assert "National Probation Service" in (await keeper.open("/people/new")).words


async def test_an_agency_with_people_and_actions_cannot_end(keeper: Visitor) -> None:
    at = f"/agencies/{await police()}"
    page = await keeper.open(at)
    assert "It can end once nothing belongs to it. It still has" in page.words
    answer = read(await keeper.send(f"{at}/ended", page.token(), then="end"))
    assert answer.status == 409
    assert "Move or end them first." in answer.words


async def test_a_post_is_added_and_ended_while_nobody_holds_it(keeper: Visitor) -> None:
    page = read(await fill(keeper, "/posts/new", title="Head of vetting", agency=await police()))
    assert page.heading == "Head of vetting"
    post = await Post.objects().get(Post.title == "Head of vetting")
    ended = await press(keeper, f"/posts/{post.id}", f"/posts/{post.id}/ended")
    assert "Head of vetting West Midlands Police Ended" in ended.words
    assert "Hand this post over" not in (await keeper.open(f"/posts/{post.id}")).words


async def test_a_post_with_actions_cannot_end(keeper: Visitor) -> None:
    (post,) = await Post.raw("SELECT owner AS id FROM action WHERE reference = 'SUPP-3.1'")
    page = await keeper.open(f"/posts/{post['id']}")
    assert "End this post" not in page.words
    answer = read(await keeper.send(f"/posts/{post['id']}/ended", page.token()))
    assert answer.status == 409
    assert "still belong to this post. Give them to another post first." in answer.words


@pytest.mark.parametrize("path", ["/people", "/people/new", "/people/import", "/agencies", "/agencies/new"])
async def test_people_and_agencies_are_the_administrators(visitor: Visitor, path: str) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(path, status=403)
    assert "Only an administrator may change agencies, people and roles." in page.words
