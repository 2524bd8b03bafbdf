"""Posts on pages: who holds them, handing one over in two steps, and taking it on."""

from urllib.parse import urlsplit

import pytest

from objectives.tables.person import Person
from objectives.tables.post import Post, PostHolding
from tests.pages.visitor import Page, Visitor


@pytest.fixture
async def post() -> int:
    """The post that Sam Example of the police holds."""
    held = await PostHolding.raw(
        "SELECT h.post FROM post_holding h JOIN person p ON p.id = h.person"
        " WHERE p.name = 'Sam Example' AND h.ends_on IS NULL"
    )
    return int(held[0]["post"])


@pytest.fixture
async def colleague(post: int) -> Person:
    """Somebody else of the post's agency."""
    (agency,) = await Post.select(Post.agency).where(Post.id == post).output(as_list=True)
    found = await Person.objects().where((Person.agency == agency) & (Person.name != "Sam Example")).first()
    assert found
    return found


def page_of(visitor: Visitor, answer) -> Page:
    page = Page(answer.status_code, answer.text, answer.headers)
    visitor.check(page)
    return page


def tomorrow_fields(page: Page) -> dict[str, str]:
    """The day that the form suggests, which is today."""
    values = {field.attrib.get("name"): field.attrib.get("value", "") for field in page.all("input")}
    return {name: values[name] for name in ("on", "on-month", "on-year")}


async def test_a_leaver_hands_over_and_the_next_holder_takes_it_on(
    visitor: Visitor, post: int, colleague: Person
) -> None:
    await visitor.sign_in("Sam Example")
    listed = await visitor.open("/posts")
    assert listed.heading == "Posts you hold"
    assert listed.main_links == {f"/posts/{post}"}
    form = await visitor.open(f"/posts/{post}/hand-over")
    answers = {"to": str(colleague.id), **tomorrow_fields(form)}
    path = f"/posts/{post}/hand-over"
    check = page_of(visitor, await visitor.send(path, form.token(), **answers))
    assert f"{colleague.name} holds this post from" in check.heading
    assert "Owner of" in check.words
    newest = check.text.split('name="newest" value="')[1].split('"')[0]
    done = await visitor.send(path, check.token(), **answers, newest=newest, then="hand over")
    page = page_of(visitor, done)
    assert urlsplit(str(done.url)).path == f"/posts/{post}"
    assert f"Held by {colleague.name}, since" in page.words
    assert "Not confirmed yet" in page.words
    assert (await visitor.open("/posts")).main_links == set()
    await visitor.open(f"/posts/{post}/hand-over", status=403)
    await visitor.client.post("/sign-out", data={"_csrf_token": page.token()})
    await visitor.sign_in(colleague.name)
    work = await visitor.open("/my-work")
    assert "Read what you take on as" in work.words
    assert f"/posts/{post}" in work.main_links
    mine = await visitor.open(f"/posts/{post}")
    holding = mine.text.split('name="holding" value="')[1].split('"')[0]
    taken = page_of(visitor, await visitor.send(f"/posts/{post}/taken-on", mine.token(), holding=holding))
    assert "I have read what I take on" not in taken.words
    assert "Read what came with it on" in taken.words
    assert "Read what you take on as" not in (await visitor.open("/my-work")).words


async def test_a_handover_with_faults_comes_back_with_what_was_typed(visitor: Visitor, post: int) -> None:
    await visitor.sign_in("Sam Example")
    form = await visitor.open(f"/posts/{post}/hand-over")
    fields = {"on": "31", "on-month": "2", "on-year": "2027"}
    answer = await visitor.send(f"/posts/{post}/hand-over", form.token(), **fields)
    page = page_of(visitor, answer)
    assert page.status == 422
    assert "“31 2 2027” is no date" in page.words
    assert "Choose who holds it next, or that nobody does yet." in page.words
    assert 'value="31"' in page.text


async def test_an_old_form_hands_nothing_over(visitor: Visitor, post: int, colleague: Person) -> None:
    await visitor.sign_in("Morgan Example")
    form = await visitor.open(f"/posts/{post}/hand-over")
    answers = {"to": str(colleague.id), **tomorrow_fields(form), "newest": "0", "then": "hand over"}
    answer = await visitor.send(f"/posts/{post}/hand-over", form.token(), **answers)
    assert answer.status_code == 409
    assert "has been handed over meanwhile" in answer.text


@pytest.mark.parametrize(
    ("name", "reads", "hands_over"),
    [
        ("Morgan Example", 200, 200),
        ("Avery Example", 200, 200),
        ("Grace Example", 200, 403),
        ("Lowell Example", 200, 403),
        ("Elliot Example", 403, 403),
    ],
)
async def test_who_reads_a_post_and_who_hands_it_over(
    visitor: Visitor, post: int, name: str, reads: int, hands_over: int
) -> None:
    await visitor.sign_in(name)
    page = await visitor.open(f"/posts/{post}", status=reads)
    await visitor.open(f"/posts/{post}/hand-over", status=hands_over)
    answer = await visitor.send(f"/posts/{post}/hand-over", page.token(), to="nobody")
    assert answer.status_code == (422 if hands_over == 200 else 403)


async def test_there_is_no_page_of_a_post_that_is_not_there(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open("/posts/999999999", status=404)
    assert "There is no such post." in page.words
