"""Sending what is queued: once, whoever sends; again after a process was killed; and every outcome on record."""

import asyncio

import asyncpg
import pytest
from msgspec.structs import replace

from governance_app.asking import ask_for_link
from governance_app.database import Connections
from governance_app.mail import sending
from governance_app.mail.sending import Postman
from governance_app.settings import Settings, read_settings
from objectives.mail import CLAIM_MINUTES, claim_mail, mail_sent, seconds_to_next
from objectives.mandates import Operator
from objectives.people import NewPerson, add_person, disable_person
from objectives.starting import Start, start_empty
from objectives.tables.agency import Agency
from objectives.tables.mail import Mail, TrayLetter
from objectives.tables.person import Person
from objectives.tables.sign_in import SignInLink
from objectives.words import Role
from tests.domain.history_makers import connection
from tests.mail_server import catching, silent

SAM = "sam@example.org"
OPERATOR = Operator("test")


@pytest.fixture
async def sam(database: Connections) -> Person:
    """The only person of a service that holds real work."""
    return await start_empty(
        OPERATOR, Start(partnership="Partnership", administrator="Sam Ødegård", email=SAM)
    )


def settings(url: str = "") -> Settings:
    named = {"SMTP_URL": url, "MAIL_FROM": "progress@example.org"} if url else {}
    return read_settings({"SECRET_KEY": "x" * 32, "WEB_ADDRESS": "https://strategy.example.org", **named})


async def ask(onward: str = "/") -> None:
    assert await ask_for_link(settings(), SAM, "192.0.2.1", onward) is None


async def outcome() -> tuple[str | None, str]:
    (mail,) = await mail_sent(2)
    return mail.outcome, mail.reason


async def claims_run_out() -> None:
    await Mail.raw("UPDATE mail SET claimed_at = claimed_at - make_interval(mins => {})", CLAIM_MINUTES)


async def test_a_link_is_sent_to_whoever_asked_and_the_outcome_is_on_record(sam: Person) -> None:
    await ask("/my-work")
    async with catching() as caught:
        await Postman(settings(caught.url)).send_waiting()
    (message,) = caught.messages
    body = message.get_body(("plain",))
    assert body
    assert "https://strategy.example.org/sign-in/link/" in body.get_content()
    assert "?next=/my-work" in body.get_content()
    assert message["To"].addresses[0].display_name == "Sam Ødegård"
    (mail,) = await mail_sent(2)
    assert (mail.outcome, mail.kind, mail.recipient, mail.about) == (
        "sent",
        "sign-in link",
        SAM,
        ("/my-work",),
    )


async def test_no_secret_is_kept_that_signs_anybody_in(sam: Person) -> None:
    await ask()
    assert await SignInLink.count() == 0  # it is made when the letter is written
    async with catching() as caught:
        await Postman(settings(caught.url)).send_waiting()
    letter = caught.envelopes[0].content.decode().replace("=\r\n", "").replace("=3D", "=")
    secret = letter.split("/sign-in/link/")[1].split()[0]
    kept = [str(row) for table in (Mail, TrayLetter, SignInLink) for row in await table.select()]
    assert len(kept) == 2
    assert [row for row in kept if secret in row] == []


async def test_two_who_send_at_once_send_each_mail_once(sam: Person) -> None:
    for _ in range(3):
        await ask()
    async with catching() as caught:
        postmen = [Postman(settings(caught.url)) for _ in range(3)]
        await asyncio.gather(*(postman.send_waiting() for postman in postmen))
    assert len(caught.envelopes) == 3
    assert {mail.outcome for mail in await mail_sent(9)} == {"sent"}


async def test_a_mail_that_somebody_is_claiming_is_passed_over(sam: Person, database: Connections) -> None:
    await ask()
    await ask()
    async with connection(database.application) as other, other.transaction():
        (first,) = await other.fetch("SELECT id FROM mail ORDER BY id LIMIT 1 FOR UPDATE")
        claimed = await claim_mail()
        assert claimed
        assert claimed.id > first["id"]
        assert await claim_mail() is None


async def test_what_a_killed_process_had_claimed_is_sent_once_more_and_never_a_third_time(
    sam: Person,
) -> None:
    await ask()
    for is_last in (False, True):
        claimed = await claim_mail()  # and then the process is killed
        assert claimed
        assert (claimed.last_try, await claim_mail()) == (is_last, None)
        await claims_run_out()
    async with catching() as caught:
        await Postman(settings(caught.url)).send_waiting()
    assert caught.envelopes == []
    assert await outcome() == ("failed", "Sending was cut short twice; it may have arrived all the same.")


async def test_what_waits_when_the_service_starts_is_sent(sam: Person) -> None:
    await ask()
    async with catching() as caught:
        postman = Postman(settings(caught.url))
        postman.start()
        async with asyncio.timeout(10):
            while (await outcome())[0] is None:
                await asyncio.sleep(0.01)
        await ask()
        postman.wake()
        async with asyncio.timeout(10):
            while len(caught.envelopes) < 2:
                await asyncio.sleep(0.01)
        await postman.stop()
    assert {mail.outcome for mail in await mail_sent(9)} == {"sent"}


async def test_a_stop_does_not_wait_for_a_server_that_says_nothing(
    sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LET_FINISH", 0.1)
    await ask()
    async with silent() as port:
        postman = Postman(settings(f"smtp://127.0.0.1:{port}?tls=none"))
        postman.start()
        async with asyncio.timeout(10):
            while not (await Mail.select())[0]["tries"]:
                await asyncio.sleep(0.01)
            await postman.stop()
    assert await outcome() == (None, "")
    assert 0 < (await seconds_to_next() or 0) <= CLAIM_MINUTES * 60


async def test_a_busy_server_is_asked_once_more_later(sam: Person) -> None:
    await ask()
    async with catching({"RCPT": "451 4.7.1 greylisted"}) as caught:
        postman = Postman(settings(caught.url))
        await postman.send_waiting()
        assert (await outcome())[0] is None
        assert "greylisted" in (await outcome())[1]
        await postman.send_waiting()
        assert (await Mail.select())[0]["tries"] == 1
        await claims_run_out()
        await postman.send_waiting()
    assert (await outcome())[0] == "failed"
    assert "greylisted" in (await outcome())[1]


async def test_a_refused_recipient_is_on_record_with_what_the_server_said(sam: Person) -> None:
    await ask()
    async with catching({"RCPT": "550 5.1.1 no such mailbox"}) as caught:
        await Postman(settings(caught.url)).send_waiting()
    assert (await outcome())[0] == "failed"
    assert "550 5.1.1 no such mailbox" in (await outcome())[1]


async def test_with_no_server_nothing_is_said_to_be_sent(sam: Person) -> None:
    await ask()
    await Postman(settings()).send_waiting()
    assert await outcome() == ("not sent", "No mail server is set.")
    assert await TrayLetter.count() == 0


async def test_nobody_who_has_left_since_is_sent_a_link(sam: Person) -> None:
    unit = await Agency.objects().get(Agency.is_business_unit.eq(True))
    await add_person(OPERATOR, NewPerson("Ada Ødegård", "ada@example.org", unit), (Role.ADMINISTRATOR,))
    await ask()
    await disable_person(OPERATOR, sam)
    async with catching() as caught:
        await Postman(settings(caught.url)).send_waiting()
    assert caught.envelopes == []
    assert (await outcome())[0] == "not sent"
    assert "Nobody who may sign in" in (await outcome())[1]


async def test_a_link_that_nobody_waits_for_any_more_is_not_sent(sam: Person) -> None:
    await ask()
    claimed = await claim_mail()
    assert claimed
    old = replace(claimed, queued_at=claimed.queued_at.replace(year=2025))
    async with catching() as caught:
        await sending.send_claimed(settings(caught.url), old)
    assert (caught.envelopes, (await outcome())[0]) == ([], "not sent")


async def test_a_letter_that_cannot_be_written_keeps_no_other_waiting(
    sam: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await ask()
    monkeypatch.setattr(sending, "sign_in_letter", lambda *_: 1 / 0)
    async with catching() as caught:
        await Postman(settings(caught.url)).send_waiting()
    assert await outcome() == ("failed", "The letter could not be written (ZeroDivisionError).")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM mail",
        "UPDATE mail SET recipient = 'other@example.org'",
        "UPDATE mail SET tries = 0, claimed_at = NULL",
        "UPDATE mail SET outcome = 'failed', reason = 'x'",
        "UPDATE mail SET outcome = NULL, settled_at = NULL",
    ],
)
async def test_what_is_on_record_about_a_mail_stays(sam: Person, statement: str) -> None:
    await ask()
    async with catching() as caught:
        await Postman(settings(caught.url)).send_waiting()
    with pytest.raises(asyncpg.PostgresError, match="once"):
        await Mail.raw(statement)
    assert await outcome() == ("sent", "")
