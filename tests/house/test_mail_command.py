"""`governance mail`, as somebody at a terminal meets it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from governance_app.database import Connections, connected
from governance_app.mail import reminding
from governance_app.showing.my_work import Work
from objectives.mail import mail_sent
from tests import terminal as typing
from tests.conftest import copied
from tests.example_site import EXAMPLE
from tests.house.conftest import Terminal
from tests.mail_server import catching


async def test_a_trial_letter_says_what_became_of_it(
    database: Connections, governance: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said, error = await governance("mail", "test", "ada@example.org")
    assert (code, said, error) == (
        1,
        "",
        "Not sent: No mail server is set. Set SMTP_URL and MAIL_FROM.",
    )
    async with catching() as caught:
        monkeypatch.setenv("SMTP_URL", caught.url)
        monkeypatch.setenv("MAIL_FROM", "progress@example.org")
        sent = await governance("mail", "test", "ada@example.org")
        caught.answers["RCPT"] = "450 4.7.1 come back later"
        refused = await governance("mail", "test", "ada@example.org")
    assert sent == (0, "Sent: the mail server took a letter to ada@example.org.\n", "")
    assert caught.messages[0]["Subject"] == "A trial letter from Strategy progress"
    assert refused[:2] == (1, "")
    assert "refused the recipient (450 4.7.1 come back later)" in refused[2]
    assert [mail.outcome for mail in await mail_sent(9)] == ["failed", "sent", "not sent"]


async def test_an_address_that_is_none_is_refused_before_anything_is_on_record(
    database: Connections, governance: Terminal
) -> None:
    code, said, error = await governance("mail", "test", "ada@example.org, bob@example.org")
    assert (code, said, error) == (1, "", "“ada@example.org, bob@example.org” is no e-mail address.")
    assert await mail_sent(1) == ()


@pytest.fixture
async def terminal(example: Path, tmp_path: Path) -> AsyncIterator[typing.Terminal]:
    """On a copy of the example, in which there is always somebody with something to do."""
    async with copied(example, EXAMPLE) as connections, connected(connections):
        yield typing.Terminal(connections, tmp_path)


async def test_everybody_with_something_to_do_is_written_to_once_a_day(terminal: typing.Terminal) -> None:
    async with catching() as caught:
        terminal.settings |= {"SMTP_URL": caught.url, "MAIL_FROM": "progress@example.org"}
        first, second = await terminal.run("mail", "remind"), await terminal.run("mail", "remind")
    sent = len(caught.messages)
    assert (first.code, second.code, sent > 5) == (0, 0, True)
    assert first.out.startswith(f"Letters queued: {sent}; {sent} sent.\nNothing to do: ")
    assert second.out.startswith("Letters queued: 0.\n")
    assert f"written to today already: {sent}." in second.out
    recipients = [message["To"] for message in caught.messages]
    assert len(set(recipients)) == sent
    assert all(message["Subject"].startswith("You have ") for message in caught.messages)


async def test_a_letter_is_not_sent_where_nothing_is_left_to_do(
    terminal: typing.Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[int] = set()
    work_of = reminding._work_of

    async def done_meanwhile(person: int, time_zone: str) -> Work:
        work = Work() if person in seen else await work_of(person, time_zone)
        seen.add(person)
        return work

    monkeypatch.setattr(reminding, "_work_of", done_meanwhile)
    said = await terminal.run("mail", "remind")
    assert said.code == 1
    assert " not sent.\n" in said.out
    assert said.error == "Not every letter was sent; the page /mail says why.\n"
    outcomes = {(mail.outcome, mail.reason) for mail in await mail_sent(99)}
    assert outcomes == {("not sent", "Nothing was left to do when it was to be sent.")}
