"""How much a page asks of the database: one query for the visit, one for the standing, one for what is its own."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from piccolo.engine.postgres import PostgresEngine

from benchmarks.growing import plant
from benchmarks.seeds import of_requests
from objectives.mandates import acting
from objectives.matters import NewMatter, raise_matter
from objectives.tables.assurance_request import AssuranceRequest
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.words import MatterKind
from tests.example_site import draft_digest, issued_digests
from tests.pages.filling import FORM, NEWS, OWNER, fill
from tests.pages.tenfold import grow_tenfold
from tests.pages.visitor import Visitor

HERE = "/strategies/coventry-csa"
MEETING = f"{HERE}/meetings/3"
AT_MOST = 3


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that were sent since the list was last cleared."""
    sent: list[str] = []
    for name in ("_run_in_pool", "_run_in_new_connection"):
        original = getattr(PostgresEngine, name)

        async def noting(
            self: PostgresEngine, query: str, *rest: Any, original: Any = original, **more: Any
        ) -> Any:
            sent.append(query)
            return await original(self, query, *rest, **more)

        monkeypatch.setattr(PostgresEngine, name, noting)
    return sent


@pytest.mark.parametrize(
    ("path", "count"),
    [
        (HERE, 2),
        (f"{HERE}/objectives/PROT", 2),
        (f"{HERE}/commitments/SUPP-3", 2),
        (f"{HERE}/actions/SUPP-3.1", 3),
        (f"{HERE}/actions", 2),
        (f"{HERE}/actions?rating=red&sort=due", 2),
        ("/search?q=training", 3),
        ("/search", 1),
        (f"{HERE}/packs", 3),
        (f"{HERE}/plan", 2),
        (f"{HERE}/plan/change", 3),
        (f"{HERE}/plan/changes", 3),
        (f"{HERE}/risks", 2),
        (f"{HERE}/risks/2", 2),
        (f"{HERE}/risks/2/change", 3),
        (f"{HERE}/actions/SUPP-3.1/change", 3),
        (f"{HERE}/actions/PREV-3.3/check", 2),
        (f"{HERE}/moderation", 2),
        (f"{HERE}/moderation/SUPP-3.1", 3),
        ("/rounds", 3),
        ("/requests", 3),
        ("/requests?agency=3&standing=overdue", 3),
        ("/my-work", 3),
        ("/what-the-ratings-mean", 1),
        ("/privacy", 1),
    ],
)
async def test_a_page_asks_so_often_and_no_more(
    visitor: Visitor, queries: list[str], path: str, count: int
) -> None:
    await visitor.sign_in("Morgan Example")
    await visitor.open(HERE)
    queries.clear()
    await visitor.open(path)
    assert len(queries) == count <= AT_MOST, "\n".join(queries)


async def test_a_stored_pack_is_found_in_one_query_and_its_opening_noted_in_another(
    visitor: Visitor, queries: list[str]
) -> None:
    await visitor.sign_in("Morgan Example")
    await visitor.open(HERE)
    digest = await draft_digest()
    queries.clear()
    await visitor.open(f"{HERE}/packs/{digest}")
    assert len(queries) == AT_MOST


async def test_what_was_raised_against_a_pack_is_read_in_one_query_more(
    visitor: Visitor, queries: list[str]
) -> None:
    await visitor.sign_in("Morgan Example")
    await visitor.open(HERE)
    digest = (await issued_digests())[-1]
    queries.clear()
    await visitor.open(f"{HERE}/packs/{digest}")
    assert len(queries) == AT_MOST + 1


@pytest.mark.parametrize(
    ("path", "count"),
    [
        (f"{HERE}/meetings", 3),
        (MEETING, 3),
        (f"{MEETING}/screen", 3),
        (f"{MEETING}/attendance", 3),
        (f"{MEETING}/minutes", 3),
        (f"{HERE}/matters/11", 2),
        (f"{HERE}/matters/11/closure", 2),
        (f"{HERE}/matters/10/decision", 3),
        (f"{HERE}/matters/11/action", 3),
        (f"{HERE}/packs/ISSUED/matters?about=4.1", 3),
    ],
)
async def test_a_page_about_a_meeting_asks_so_often_and_no_more(
    visitor: Visitor, queries: list[str], path: str, count: int
) -> None:
    await visitor.sign_in("Morgan Example")
    await visitor.open(HERE)
    at = path.replace("ISSUED", (await issued_digests())[0])
    queries.clear()
    assert (await visitor.client.get(at)).status_code == 200
    assert len(queries) == count <= AT_MOST, "\n".join(queries)


async def test_pages_about_a_meeting_ask_no_more_often_however_much_is_raised(
    visitor: Visitor, queries: list[str]
) -> None:
    """A member's own pages too. A brief for somebody else asks once more: whose it is."""
    member = (await Person.objects().get(Person.name == "Grace Example")).id
    paths = (f"{HERE}/meetings", MEETING, f"{MEETING}/screen", f"{HERE}/brief", "/my-work")
    await visitor.sign_in("Grace Example")
    await visitor.open(HERE)
    before = [await _asked(visitor, queries, path) for path in paths]
    await raise_many(60)
    await visitor.open(HERE)
    assert [await _asked(visitor, queries, path) for path in paths] == before
    assert max(before) <= AT_MOST
    assert "Question 71" in (await visitor.open(f"{HERE}/meetings")).words
    visitor.client.cookies.delete("session")
    await visitor.sign_in("Morgan Example")
    assert await _asked(visitor, queries, f"{HERE}/briefs/{member}") == AT_MOST + 1


async def _asked(visitor: Visitor, queries: list[str], path: str) -> int:
    queries.clear()
    await visitor.open(path)
    return len(queries)


async def raise_many(count: int) -> None:
    """Questions about the pack issued last, all in one act."""
    grace = await Person.objects().get(Person.name == "Grace Example")
    post = await Post.objects().get(Post.title == "Chief nursing officer")
    digest = (await issued_digests())[0]
    async with acting(grace) as act:
        for number in range(count):
            due_on = act.today + dt.timedelta(days=number)
            new = NewMatter(
                kind=MatterKind.QUESTION, words=f"Question of {number}?", owner=post, due_on=due_on
            )
            await raise_matter(grace, digest, new)


async def test_health_asks_once_and_files_never(visitor: Visitor, queries: list[str]) -> None:
    await visitor.client.get("/health")
    await visitor.client.get("/pack.css")
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("path", "count"), [("/my-work", 3), (FORM, 3), (f"{FORM}/check", 3), (f"{FORM}/sent", 2)]
)
async def test_an_owners_pages_ask_no_more_than_others(
    visitor: Visitor, queries: list[str], path: str, count: int
) -> None:
    await visitor.sign_in(OWNER)
    await fill(visitor, FORM, "check", **NEWS)
    if path.endswith("/sent"):
        await fill(visitor, f"{FORM}/check")
    await visitor.open(HERE)
    queries.clear()
    await visitor.open(path)
    assert len(queries) == count <= AT_MOST, "\n".join(queries)


async def test_a_round_asks_for_its_returns_in_every_strategy_at_once(
    visitor: Visitor, queries: list[str]
) -> None:
    """Beside the visit and the standing: the rounds, the clock, which drafts are there, and what was mailed to whom."""
    await visitor.sign_in("Morgan Example")
    this = next(
        link for link in (await visitor.open("/rounds")).main_links if link.removeprefix("/rounds/")[0] == "q"
    )
    queries.clear()
    await visitor.open(this)
    assert len(queries) <= 6, "\n".join(queries)


LISTS = {
    "Morgan Example": (
        HERE,
        f"{HERE}/actions",
        f"{HERE}/plan",
        f"{HERE}/plan/change",
        f"{HERE}/moderation",
        f"{HERE}/moderation/SUPP-3.1",
        f"{HERE}/commitments/SUPP-3",
        f"{HERE}/risks",
        f"{HERE}/packs",
        "/rounds",
        "/search?q=training",
        "/requests",
        "/posts",
        "/my-work",
    ),
    "Avery Example": ("/people", "/agencies", "/posts"),
}


async def test_five_thousand_requests_are_a_register_of_two_queries(
    visitor: Visitor, queries: list[str]
) -> None:
    await visitor.sign_in("Morgan Example")
    await plant(of_requests(5000))
    count = await AssuranceRequest.count()
    for path in ("/requests", "/requests?page=90", "/requests?standing=overdue&about=PREV-1"):
        queries.clear()
        page = await visitor.open(path)
        assert len(queries) == 3, "the first time it is read anew\n" + "\n".join(queries)
        queries.clear()
        await visitor.open(path)
        assert len(queries) == 2, "\n".join(queries)
        assert page.words.count("Assurance of step") >= 40
    assert count >= 5000


async def test_ten_times_as_much_is_listed_by_as_many_queries(visitor: Visitor, queries: list[str]) -> None:
    before = await _asked_by_lists(visitor, queries)
    await grow_tenfold()
    after = await _asked_by_lists(visitor, queries)
    assert {at: asked for at, asked in after.items() if asked > before[at]} == {}


async def _asked_by_lists(visitor: Visitor, queries: list[str]) -> dict[tuple[str, str], int]:
    """How many statements each page of lists sends, once the standing that all pages share is in memory."""
    asked = {}
    for name, paths in LISTS.items():
        await visitor.sign_in(name)
        await visitor.open(HERE)
        for path in paths:
            queries.clear()
            await visitor.open(path)
            asked[name, path] = len(queries)
        visitor.client.cookies.delete("session")
    return asked
