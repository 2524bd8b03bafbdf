"""What cannot be done, said as a page: why, and what to do next."""

import logging

import pytest
from litestar import Litestar

from governance_app.pages import strategies
from governance_app.refusals import REFUSALS
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound, Problem
from tests.pages.visitor import Visitor, client_of

HERE = "/strategies/coventry-csa"


@pytest.fixture
async def reader(visitor: Visitor) -> Visitor:
    await visitor.sign_in("Morgan Example")
    return visitor


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/nothing-here", "If you typed the address, check it"),
        ("/strategies/unknown", "There is no strategy called “unknown” here."),
        (f"{HERE}/objectives/NONE", "There is no objective NONE in this strategy."),
        (f"{HERE}/commitments/NONE-1", "There is no commitment NONE-1 in this strategy."),
        (f"{HERE}/actions/PREV-1.99", "There is no action PREV-1.99 in this strategy."),
        (f"{HERE}/actions/PREV-1", "There is no action PREV-1 in this strategy."),
        (f"{HERE}/packs/abc", "No pack of this strategy has the digest abc."),
        ("/strategies/unknown/packs", "There is no strategy called “unknown” here."),
        (f"{HERE}/commitments/%3Cscript%3E", "There is no commitment <script> in this strategy."),
        (f"{HERE}/packs/%00", "If you typed the address, check it"),
        (f"{HERE}/packs/abc/%00", "If you typed the address, check it"),
        ("/static/%00", "If you typed the address, check it"),
        (f"{HERE}/import/{'9' * 17}/check", "If you typed the address, check it"),
        (f"/posts/{'9' * 30}", "If you typed the address, check it"),
        ("/requests/drafts/9999999999", "If you typed the address, check it"),
    ],
)
async def test_what_is_not_there_is_a_page_that_says_so(reader: Visitor, path: str, says: str) -> None:
    page = await reader.open(path, status=404)
    assert page.heading == "There is no page here"
    assert says in page.words


async def test_an_unknown_route_still_says_that_this_is_example_data(reader: Visitor) -> None:
    assert "Example data." in (await reader.open("/nothing-here", status=404)).words


async def test_a_wrong_method_is_refused_with_a_page(reader: Visitor) -> None:
    answer = await reader.client.put(HERE)
    assert answer.status_code == 405
    assert "This page cannot be used that way" in answer.text


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (NotFound("It is gone."), 404),
        (NotAllowed("Only Morgan may."), 403),
        (Conflict("It moved on."), 409),
        (Invalid("It is no date."), 422),
        (Problem("It cannot be done."), 409),
    ],
)
async def test_every_kind_of_problem_is_shown_in_its_own_words(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch, problem: Problem, status: int
) -> None:
    def refuse(*_: object) -> None:
        raise problem

    monkeypatch.setattr(strategies, "objective_rows", refuse)
    page = await reader.open(HERE, status=status)
    assert problem.sentence in page.words
    assert REFUSALS[type(problem)].advice in page.words
    assert "You are signed in as Morgan Example" in page.words


async def test_a_fault_of_ours_is_logged_under_the_reference_that_is_shown(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(strategies, "objective_rows", lambda _: 1 / 0)
    with caplog.at_level(logging.ERROR, "governance"):
        page = await reader.open(HERE, status=500)
    assert "Something went wrong on our side" in page.words
    assert "division" not in page.text
    assert page.words.split("Reference ")[1].split()[0] in caplog.text


async def test_health_says_when_the_database_cannot_be_reached(
    app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreachable(*_: object) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr("governance_app.pages.health.Installation.raw", unreachable)
    async with client_of(app) as client:
        answer = await client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["status"] == "the database cannot be reached"
