"""Asking for a sign-in link by e-mail, the tray, and the list of what was sent."""

import re
from urllib.parse import quote

import pytest
from litestar import Litestar
from msgspec.structs import replace

from governance_app.app import create_app
from governance_app.asking import LIMITS
from governance_app.database import Connections
from governance_app.mail.named import Sender
from governance_app.settings import Settings, read_settings
from governance_app.signing_in import make_link
from objectives.mail import mail_sent, queue_for_address
from objectives.mandates import Operator
from objectives.starting import Start, start_empty
from objectives.tables.sign_in import LinkAsked
from objectives.words import MailKind
from tests.mail_server import catching
from tests.pages.visitor import Page, Visitor, client_of

SAM = "sam.example@example.org"
THING = "/strategies/coventry-csa/actions/SUPP-2.1"


async def ask(visitor: Visitor, email: str, next: str = "/", origin: str = "") -> tuple[int, Page]:
    page = await visitor.open("/sign-in")
    answer = await visitor.client.post(
        "/sign-in/links",
        data={"_csrf_token": page.token(), "email": email, "next": next},
        headers={"X-Forwarded-For": origin} if origin else {},
        follow_redirects=True,
    )
    found = Page(answer.status_code, answer.text, answer.headers)
    visitor.check(found)
    return answer.status_code, found


async def link_in_tray(visitor: Visitor, app: Litestar) -> str:
    """The link in the letter that was put into the tray last."""
    await app.state.postman.send_waiting()
    newest = (await mail_sent(1))[0]
    page = await visitor.open(f"/mail/{newest.id}")
    (link,) = [link for link in page.links if "/sign-in/link/" in link]
    return link.removeprefix(app.state.settings.web_address)


async def test_a_mailed_link_to_a_thing_lands_on_the_thing(visitor: Visitor, app: Litestar) -> None:
    page = await visitor.open(THING)
    assert page.title.startswith("Sign in")
    answer = await visitor.send("/sign-in/links", page.token(), email=SAM, next=THING)
    assert "Look in your e-mail" in answer.text
    link = await link_in_tray(visitor, app)
    page = await visitor.open(link)
    assert page.heading == "Sign in as Sam Example"
    answer = await visitor.send(link.split("?")[0], page.token(), follow=False, next=_next_of(page))
    assert (answer.status_code, answer.headers["location"]) == (303, THING)
    assert (await visitor.open(THING)).heading


def _next_of(page: Page) -> str:
    (field,) = [field for field in page.all("input") if field.attrib.get("name") == "next"]
    return field.attrib["value"]


async def test_a_session_that_ended_leads_back_to_where_one_was(visitor: Visitor, app: Litestar) -> None:
    await visitor.sign_in("Sam Example")
    await LinkAsked.raw("UPDATE sign_in_session SET expires_at = governance_now()")
    page = await visitor.open(f"{THING}?as-at=2026-04-01")
    await visitor.send("/sign-in/links", page.token(), email=SAM, next=_next_of_first(page))
    page = await visitor.open(await link_in_tray(visitor, app))
    assert _next_of(page) == f"{THING}?as-at=2026-04-01"


def _next_of_first(page: Page) -> str:
    return next(field.attrib["value"] for field in page.all("input") if field.attrib.get("name") == "next")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"],
)
async def test_no_link_leads_to_another_site(visitor: Visitor, app: Litestar, elsewhere: str) -> None:
    await ask(visitor, SAM, next=elsewhere)
    assert "evil" not in await link_in_tray(visitor, app)
    link = (await link_in_tray(visitor, app)).split("?")[0]
    page = await visitor.open(f"{link}?next={quote(elsewhere)}")
    assert _next_of(page) == "/"
    answer = await visitor.send(link, page.token(), follow=False, next=elsewhere)
    assert answer.headers["location"] == "/"


async def test_the_answer_is_the_same_whether_an_address_is_known_or_not(visitor: Visitor) -> None:
    answers = [await ask(visitor, email) for email in (SAM, "stranger@example.org")]
    assert answers[0][0] == answers[1][0] == 200
    assert answers[0][1].words == answers[1][1].words
    assert [mail.recipient for mail in await mail_sent(9)] == [SAM]
    assert await LinkAsked.count() == 2


async def test_an_address_is_found_whatever_its_case(visitor: Visitor) -> None:
    await ask(visitor, "  Sam.Example@Example.ORG ")
    assert [mail.recipient for mail in await mail_sent(9)] == [SAM]


@pytest.mark.parametrize("email", [SAM, "stranger@example.org"])
async def test_nobody_asks_without_end_with_one_address(visitor: Visitor, email: str) -> None:
    for _ in range(LIMITS[0].most):
        assert (await ask(visitor, email))[0] == 200
    status, page = await ask(visitor, email.upper())
    assert status == 429
    assert LIMITS[0].sentence in page.words
    assert f'value="{email.upper()}"' in page.text
    await LinkAsked.raw(
        "UPDATE link_asked SET asked_at = asked_at - make_interval(mins => {})", LIMITS[0].minutes
    )
    assert (await ask(visitor, email))[0] == 200


async def test_nobody_asks_without_end_from_one_place(visitor: Visitor) -> None:
    for number in range(LIMITS[1].most):
        assert (await ask(visitor, f"stranger{number}@example.org"))[0] == 200
    status, page = await ask(visitor, SAM)
    assert (status, await mail_sent(1)) == (429, ())
    assert LIMITS[1].sentence in page.words


async def test_behind_a_proxy_each_visitor_is_counted_and_cannot_choose_who_they_are(
    settings: Settings,
) -> None:
    app = create_app(replace(settings, proxies=1))
    async with client_of(app) as client:
        visitor = Visitor(app, client)
        await ask(visitor, "a@example.org", origin="198.51.100.7")
        await ask(visitor, "b@example.org", origin="203.0.113.9, 198.51.100.7")
        await ask(visitor, "c@example.org", origin="2001:db8:1:2:3::1")
        await ask(visitor, "d@example.org", origin="2001:db8:1:2:4::2")
    origins = [row["origin"] for row in await LinkAsked.select(LinkAsked.origin).order_by(LinkAsked.id)]
    assert origins[0] == origins[1] != origins[2] == origins[3]


async def test_what_is_asked_is_kept_without_addresses_and_for_a_day(visitor: Visitor) -> None:
    await ask(visitor, SAM)
    (row,) = await LinkAsked.select()
    assert "example.org" not in str(row)
    assert "127.0.0.1" not in str(row)
    await LinkAsked.raw("UPDATE link_asked SET asked_at = asked_at - interval '2 days'")
    await ask(visitor, SAM)
    assert await LinkAsked.count() == 1


@pytest.mark.parametrize("email", ["", "sam", "sam example@example.org", "sam@example.org\r\nBcc: x@y.org"])
async def test_what_is_no_address_is_said_beside_the_box_with_the_typing_kept(
    visitor: Visitor, email: str
) -> None:
    status, page = await ask(visitor, email)
    assert status == 422
    assert page.title.startswith("Error: Sign in")
    assert "Give your work e-mail address" in page.words
    assert await LinkAsked.count() == 0


async def test_the_tray_is_open_to_all_and_shows_each_letter(visitor: Visitor, app: Litestar) -> None:
    assert "It is empty" in (await visitor.open("/mail")).words
    await ask(visitor, SAM, next="/my-work")
    await link_in_tray(visitor, app)
    tray = await visitor.open("/mail")
    assert "Sign in to Strategy progress" in tray.words
    assert "Sam Example sam.example@example.org" in tray.words
    await visitor.open("/mail/99999999999", status=404)


async def test_a_letter_in_html_may_load_nothing_and_use_its_own_style_alone(
    visitor: Visitor, app: Litestar
) -> None:
    await ask(visitor, SAM)
    await link_in_tray(visitor, app)
    answer = await visitor.client.get(f"/mail/{(await mail_sent(1))[0].id}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; frame-ancestors 'none'", policy
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert '<p class="button"><a href="http://127.0.0.1:8000/sign-in/link/' in answer.text


@pytest.fixture
async def real(database: Connections) -> Settings:
    """A service that holds real work, with one administrator."""
    start = Start(partnership="Partnership", administrator="Ada", email="ada@example.org")
    await start_empty(Operator("test"), start)
    return read_settings({"SECRET_KEY": "x" * 32, "DATABASE_URL": database.application})


async def test_a_service_with_no_mail_server_offers_no_link_by_mail_and_has_no_tray(real: Settings) -> None:
    app = create_app(real)
    async with client_of(app) as client:
        visitor = Visitor(app, client)
        page = await visitor.open("/sign-in")
        assert "This service cannot send mail yet" in page.words
        assert page.forms == []
        await visitor.open("/mail/1", status=404)
        assert (await visitor.open("/mail")).title.startswith("Sign in")
        answer = await client.post("/sign-in/links", data={"email": "ada@example.org"})
        assert answer.status_code in {403, 409}
    assert await mail_sent(1) == ()


async def test_an_administrator_is_told_that_no_mail_server_is_set_and_what_was_not_sent(
    real: Settings,
) -> None:
    app = create_app(real)
    async with client_of(app) as client:
        visitor = Visitor(app, client)
        link = f"/sign-in/link/{await make_link('ada@example.org')}"
        await visitor.send(link, (await visitor.open(link)).token())
        await queue_for_address(MailKind.SIGN_IN_LINK, "ada@example.org")
        await app.state.postman.send_waiting()
        page = await visitor.open("/mail")
    assert "No mail server is set, so nothing is sent. Whoever runs the service sets SMTP_URL" in page.words
    assert "Ada ada@example.org Sign-in link" in page.words
    assert "Not sent" in page.words


async def test_with_a_mail_server_there_is_no_tray_and_few_see_what_was_sent(settings: Settings) -> None:
    async with catching() as caught:
        app = create_app(replace(settings, mail_server=caught.server, mail_from=Sender("P", "p@example.org")))
        async with client_of(app) as client:
            visitor = Visitor(app, client)
            _, page = await ask(visitor, SAM)
            assert "tray" not in page.words
            await app.state.postman.send_waiting()
            await visitor.open("/mail/1", status=404)
            assert (await visitor.open("/mail")).title.startswith("Sign in")
            await visitor.sign_in("Sam Example")
            assert (
                "Only an administrator and the business unit"
                in (await visitor.open("/mail", status=403)).words
            )
            await visitor.send("/sign-out", (await visitor.open("/privacy")).token())
            await visitor.sign_in("Morgan Example")
            page = await visitor.open("/mail")
    assert len(caught.envelopes) == 1
    assert f"Sam Example {SAM} Sign-in link" in page.words
    assert "No mail server is set" not in page.words
