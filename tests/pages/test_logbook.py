"""The service's own log: one line of JSON a request and event, and nobody can be recognised in it."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from governance_app import logbook
from governance_app.logbook import LogLines, keep_log
from governance_app.pages import strategies
from governance_app.signing_in import make_link
from objectives.tables.person import Person
from tests.pages.visitor import Visitor

HERE = "/strategies/coventry-csa"
FACTS = {"at", "level", "event", "id", "method", "route", "status", "ms"}


class Written:
    """What the log holds."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[Written]:
    """This process's log, as `governance run` keeps it, but into memory."""
    root, loggers = logging.getLogger(), [logging.getLogger(logbook.NAME), logbook.REQUESTS]
    before, levels = root.handlers[:], [one.level for one in loggers]
    found = Written()
    monkeypatch.setattr("sys.stderr", found.stream)
    keep_log(LogLines.ALL)
    yield found
    root.handlers[:] = before
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)


async def test_a_line_tells_a_request_by_its_route_status_and_time(
    written: Written, visitor: Visitor
) -> None:
    await visitor.client.get("/health")
    await visitor.client.head("/pack.css")
    health, style = written.lines
    assert set(health) == FACTS
    assert [health[name] for name in ("level", "event", "method", "route", "status")] == [
        *("info", "request", "GET", "/health", 200)
    ]
    assert 0 < health["ms"] < 60_000
    assert (style["method"], style["route"]) == ("HEAD", "/pack.css")
    assert health["id"] != style["id"]


async def test_no_line_holds_a_secret_a_name_an_address_or_what_was_typed(
    written: Written, visitor: Visitor
) -> None:
    morgan = await Person.objects().get(Person.name == "Morgan Example")
    secret = await make_link(morgan.email)
    client = visitor.client
    await client.get(f"/sign-in/link/{secret}?next=/people/Jordan-Bell")
    await client.post("/sign-in/links", data={"email": "jordan.bell@example.org"})
    await client.get("/children/Jordan-Bell")
    await client.get("/what-the-ratings-mean?search=Jordan+Bell", headers={"referer": "http://x/Jordan-Bell"})
    await client.request("JORDANBELL", "/health")
    assert [line["route"] for line in written.lines] == [
        "/sign-in/link/{secret}",
        "/sign-in/links",
        "none",
        "/what-the-ratings-mean",
        "none",
    ]
    for word in (secret, "ordan", "ell", "JORDAN", "morgan", "example", "search", "127.0.0.1"):
        assert word not in written.text


async def test_a_fault_says_its_kind_and_place_under_the_reference_of_its_page_and_not_its_message(
    written: Written, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Failing row contains (7, Jordan Bell, 14).")

    await visitor.sign_in("Morgan Example")
    monkeypatch.setattr(strategies, "objective_rows", fail)
    page = await visitor.open(HERE, status=500)
    reference = page.words.split("Reference ")[1].split()[0]
    fault, request = [line for line in written.lines if line["level"] == "error"]
    assert fault["event"] == f"A request failed, reference {reference}"
    assert fault["fault"] == "builtins.RuntimeError"
    assert fault["where"][-1].startswith("pages/test_logbook.py:")
    assert (request["id"], request["status"]) == (reference, 500)
    assert "Jordan" not in written.text


def test_what_a_library_says_in_words_is_left_out(written: Written) -> None:
    try:
        raise ValueError("Jordan Bell")
    except ValueError:
        logging.getLogger("asyncio").exception("Task of %s", "Jordan Bell")
    (line,) = written.lines
    assert (line["event"], line["fault"]) == ("from asyncio", "builtins.ValueError")
    assert "Jordan" not in written.text


def test_a_line_stays_one_line(written: Written) -> None:
    logging.getLogger("governance").error("One\n{}\u2028two %s", "\n\x1b[2J")
    assert written.text.count("\n") == 1
    assert "\x1b" not in written.text


@pytest.mark.parametrize(
    ("lines", "terminal", "requests", "events"),
    [
        (LogLines.ALL, True, True, True),
        (LogLines.EVENTS, False, False, True),
        (LogLines.NONE, False, False, False),
        (None, True, False, True),
        (None, False, True, True),
    ],
)
def test_the_setting_says_which_lines_are_written(
    written: Written,
    monkeypatch: pytest.MonkeyPatch,
    lines: LogLines | None,
    terminal: bool,
    requests: bool,
    events: bool,
) -> None:
    monkeypatch.setattr("sys.stderr", written.stream)
    written.stream.isatty = lambda: terminal  # type: ignore[method-assign]
    keep_log(lines)
    logbook.REQUESTS.info("request")
    logging.getLogger("governance").warning("event")
    assert ("request" in written.text, "event" in written.text) == (requests, events)


async def test_a_visitor_who_has_gone_before_the_answer_is_written_down(written: Written) -> None:
    with pytest.raises(ConnectionError), logbook.written_down({"type": "http", "method": "GET"}):
        raise ConnectionError
    assert (written.lines[0]["status"], written.lines[0]["route"]) == (0, "none")
