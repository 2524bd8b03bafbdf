"""`governance mail test`, as somebody at a terminal meets it."""

import pytest

from governance_app.database import Connections
from objectives.mail import mail_sent
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
