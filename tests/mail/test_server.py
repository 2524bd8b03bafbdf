"""Handing a letter to a mail server, with real servers on this machine, polite and otherwise."""

import datetime as dt
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from governance_app.mail import server as server_module
from governance_app.mail.letters import Letter
from governance_app.mail.named import MailServer, Sender, Tls
from governance_app.mail.server import NotDelivered, deliver, message_of
from tests.mail_server import catching, silent

FROM = Sender("Strategy progress", "progress@example.org")
AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
HERE = "https://strategy.example.org"
SAM = "sam.example@example.org"


async def send(
    to: MailServer,
    recipient: str = SAM,
    name: str = "Sam Example",
    subject: str = "Hello",
    text: str = "Hello Sam,\n\nAll is well.\n",
) -> None:
    message = message_of(Letter(subject, text), FROM, name, recipient, "7.1", AT, HERE)
    await deliver(to, FROM, recipient, message)


async def refused(to: MailServer, **letter: str) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        await send(to, **letter)
    return caught.value


async def test_a_letter_arrives_as_text_and_as_html_that_say_the_same() -> None:
    async with catching() as caught:
        await send(caught.server)
    (message,) = caught.messages
    assert (message["To"], message["From"]) == (
        f"Sam Example <{SAM}>",
        "Strategy progress <progress@example.org>",
    )
    assert (message["Message-ID"], message["Auto-Submitted"]) == ("<7.1@example.org>", "auto-generated")
    assert message["Date"].datetime == AT
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    assert plain.get_content().replace("\r\n", "\n") == "Hello Sam,\n\nAll is well.\n"
    assert '<p dir="auto">All is well.</p>' in html.get_content()


async def test_a_recipient_who_is_refused_is_refused_for_good() -> None:
    async with catching({"RCPT": "550 5.1.1 no such mailbox"}) as caught:
        error = await refused(caught.server)
    assert "refused the recipient (550 5.1.1 no such mailbox)" in error.reason
    assert not error.for_now


async def test_a_server_that_is_busy_may_be_asked_again() -> None:
    async with catching({"RCPT": "451 4.7.1 try again later"}) as caught:
        assert (await refused(caught.server)).for_now
    async with catching({"DATA": "452 4.3.1 disk full"}) as caught:
        assert (await refused(caught.server)).for_now


async def test_a_server_that_cannot_be_reached_may_be_asked_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = await refused(MailServer("127.0.0.1", taken.getsockname()[1], Tls.NONE))
    assert "could not be reached" in error.reason
    assert error.for_now


async def test_a_server_that_says_nothing_is_not_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server_module, "ANSWER_SECONDS", 0.2)
    async with silent() as port:
        error = await refused(MailServer("127.0.0.1", port, Tls.NONE))
    assert error.reason == f"127.0.0.1:{port} did not answer in time."
    assert error.for_now


async def test_without_starttls_nothing_is_sent_unless_the_settings_say_so() -> None:
    async with catching() as caught:
        error = await refused(MailServer("127.0.0.1", caught.port, Tls.STARTTLS))
    assert "offers no TLS, so nothing was sent" in error.reason
    assert "?tls=none" in error.reason
    assert (caught.envelopes, error.for_now) == ([], False)


async def test_a_name_and_a_password_open_the_server() -> None:
    async with catching(password="open sesame") as caught:
        await send(MailServer("127.0.0.1", caught.port, Tls.NONE, "progress", "open sesame"))
    assert len(caught.envelopes) == 1


async def test_a_wrong_password_is_refused_and_never_repeated() -> None:
    async with catching(password="open sesame") as caught:
        error = await refused(MailServer("127.0.0.1", caught.port, Tls.NONE, "progress", "hunter2"))
    assert "refused the name and password in SMTP_URL (535" in error.reason
    assert "hunter2" not in error.reason
    assert not error.for_now


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that it signed itself, with its key in the same file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    more = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run([openssl, *words, *more], check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize("way", [Tls.STARTTLS, Tls.FROM_THE_START])
async def test_tls_is_used_where_the_server_proves_who_it_is(
    way: Tls, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with catching(tls=tls, from_the_start=way is Tls.FROM_THE_START) as caught:
        to = MailServer("localhost", caught.port, way)
        error = await refused(to)
        assert "does not prove who it is, so nothing was sent" in error.reason
        assert caught.envelopes == []
        monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
        await send(to)
    assert len(caught.envelopes) == 1


async def test_a_letter_too_large_for_the_server_is_refused_for_good() -> None:
    async with catching(data_size_limit=20_000) as caught:
        error = await refused(caught.server, text="word " * 100_000)
    assert "finds the letter too large (552" in error.reason
    assert not error.for_now


async def test_a_huge_letter_arrives_whole_in_short_lines() -> None:
    text = "A line with “quotes” that goes on and on. " * 5_000
    async with catching() as caught:
        await send(caught.server, text=text)
    plain = caught.messages[0].get_body(("plain",))
    assert plain
    assert plain.get_content().strip() == text.strip()
    assert max(map(len, caught.envelopes[0].content.splitlines())) <= 78


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\u2028", "\v"])
async def test_no_name_or_subject_writes_a_header_of_its_own(line_end: str) -> None:
    evil = f"Sam{line_end}Bcc: everybody@example.org{line_end}{line_end}Buy now"
    async with catching() as caught:
        await send(caught.server, name=evil, subject=evil)
    (message,) = caught.messages
    assert message["Bcc"] is None
    assert caught.envelopes[0].rcpt_tos == [SAM]
    assert message["Subject"] == "Sam Bcc: everybody@example.org Buy now"
    assert message["To"].addresses[0].display_name == "Sam Bcc: everybody@example.org Buy now"


@pytest.mark.parametrize(
    "address",
    [
        "sam@example.org\r\nRCPT TO:<everybody@example.org>",
        "sam@example.org>\nDATA",
        "sam@example.org, everybody@example.org",
        "Sam <sam@example.org>",
        "sam@example.org SIZE=1",
        "sam@exam ple.org",
        "sam",
        "@example.org",
        "sam@",
        "",
        "sam@[127.0.0.1]\n",
    ],
)
async def test_what_is_not_one_address_is_not_sent_to(address: str) -> None:
    async with catching() as caught:
        error = await refused(caught.server, recipient=address)
    assert "is no e-mail address" in error.reason
    assert caught.envelopes == []


async def test_names_and_subjects_in_any_script_arrive_as_they_are() -> None:
    async with catching() as caught:
        await send(caught.server, name="ਸਿਮਰਨ Ørsted, “Sim”", subject="Ваш план – 😀")
    (message,) = caught.messages
    assert message["Subject"] == "Ваш план – 😀"
    assert message["To"].addresses[0].display_name == "ਸਿਮਰਨ Ørsted, “Sim”"


async def test_a_domain_in_any_script_goes_out_in_ascii() -> None:
    async with catching() as caught:
        await send(caught.server, recipient="sam@bücher.example")
    assert caught.envelopes[0].rcpt_tos == ["sam@xn--bcher-kva.example"]


async def test_an_address_in_any_script_needs_a_server_that_takes_it() -> None:
    async with catching(enable_SMTPUTF8=True) as caught:
        await send(caught.server, recipient="søren@example.org")
    assert caught.envelopes[0].rcpt_tos == ["søren@example.org"]
    assert "søren@example.org" in caught.messages[0]["To"]
    async with catching(enable_SMTPUTF8=False) as caught:
        error = await refused(caught.server, recipient="søren@example.org")
    assert "cannot take this letter" in error.reason
    assert not error.for_now
