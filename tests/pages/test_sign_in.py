"""Signing in by a link that works once, as an example person, and signing out."""

import pytest
from msgspec.structs import replace

from governance_app.app import create_app
from governance_app.settings import Settings
from governance_app.signing_in import make_link
from objectives.problems import NotFound
from objectives.tables.installation import Installation
from objectives.tables.person import Person
from objectives.tables.sign_in import SignInLink, SignInSession
from tests.pages.visitor import Visitor, client_of

OWNER = "sam.example@example.org"


async def test_an_example_person_signs_in_by_a_button_and_lands_on_the_overview(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open("/")
    assert page.status == 200
    assert "Morgan Example, Partnership business unit" in page.words


async def test_opening_a_link_does_not_use_it_up(visitor: Visitor) -> None:
    secret = await make_link(OWNER)
    for _ in range(3):
        page = await visitor.open(f"/sign-in/link/{secret}")
    assert page.heading == "Sign in as Sam Example"
    assert await SignInSession.count() == 0
    answer = await visitor.send(f"/sign-in/link/{secret}", token=page.token())
    assert "Sam Example" in answer.text


async def test_a_link_works_once(visitor: Visitor) -> None:
    secret = await make_link(OWNER)
    page = await visitor.open(f"/sign-in/link/{secret}")
    await visitor.send(f"/sign-in/link/{secret}", token=page.token())
    again = await visitor.send(f"/sign-in/link/{secret}", token=page.token())
    assert again.status_code == 409
    assert "it was used already" in again.text
    assert await SignInSession.count() == 1


async def test_an_expired_link_is_refused_before_and_after_its_button(visitor: Visitor) -> None:
    secret = await make_link(OWNER)
    page = await visitor.open(f"/sign-in/link/{secret}")
    await SignInLink.raw("UPDATE sign_in_link SET expires_at = governance_now()")
    await visitor.open(f"/sign-in/link/{secret}", status=409)
    answer = await visitor.send(f"/sign-in/link/{secret}", token=page.token())
    assert answer.status_code == 409
    assert await SignInSession.count() == 0


async def test_an_unknown_link_is_refused_in_the_same_words(visitor: Visitor) -> None:
    page = await visitor.open("/sign-in/link/nobody-made-this", status=409)
    assert "Ask for another where you got this one" in page.words


async def test_secrets_are_kept_only_as_digests(visitor: Visitor) -> None:
    secret = await make_link(OWNER)
    (link,) = await SignInLink.select(SignInLink.secret_hash)
    assert secret not in link["secret_hash"]
    assert len(link["secret_hash"]) == 64


async def test_nobody_gets_a_link_for_an_address_that_is_not_known(visitor: Visitor) -> None:
    with pytest.raises(NotFound, match="Nobody who may sign in has the address stranger"):
        await make_link("stranger@example.org")


async def test_a_link_finds_its_person_whatever_the_case_of_the_address(visitor: Visitor) -> None:
    assert await make_link(" Sam.Example@Example.ORG ")


async def test_signing_out_ends_the_session_itself_and_not_only_the_cookie(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    cookie = visitor.client.cookies["session"]
    page = await visitor.open("/what-the-ratings-mean")
    await visitor.send("/sign-out", token=page.token())
    assert await SignInSession.count() == 0
    visitor.client.cookies.set("session", cookie)
    assert (await visitor.open("/")).title.startswith("Sign in")


async def test_over_https_signing_out_takes_the_cookie_away(settings: Settings) -> None:
    app = create_app(replace(settings, web_address="https://strategy.example.org"))
    async with client_of(app, "https://strategy.example.org") as client:
        visitor = Visitor(app, client)
        await visitor.sign_in("Morgan Example")
        assert "__Host-session" in client.cookies
        page = await visitor.open("/what-the-ratings-mean")
        answer = await visitor.send("/sign-out", token=page.token(), follow=False)
    # A browser refuses a cookie of this name, an empty one too, unless it is sent as Secure for the whole site.
    away, _ = answer.headers.get_list("set-cookie")
    assert away.startswith('__Host-session=""')
    assert {"Secure", "Path=/", "Max-Age=0"} <= set(away.split("; "))


@pytest.mark.parametrize("path", ["/static/app.css", "/icon.svg", "/pack.css", "/health"])
async def test_what_caches_may_keep_for_everybody_sets_no_cookie(visitor: Visitor, path: str) -> None:
    answer = await visitor.client.get(path)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


async def test_somebody_who_is_disabled_is_out_at_once(visitor: Visitor) -> None:
    await visitor.sign_in("Sam Example")
    await Person.update(
        {Person.disabled_at: (await Installation.raw("SELECT governance_now() AS now"))[0]["now"]}
    ).where(Person.name == "Sam Example")
    assert (await visitor.open("/")).title.startswith("Sign in")
    assert "Sam Example" not in (await visitor.open("/sign-in")).words


async def test_a_session_ends_by_itself(visitor: Visitor) -> None:
    await visitor.sign_in("Sam Example")
    await SignInSession.raw("UPDATE sign_in_session SET expires_at = governance_now()")
    assert (await visitor.open("/")).title.startswith("Sign in")


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "x"]
)
async def test_signing_in_never_leads_to_another_site(visitor: Visitor, elsewhere: str) -> None:
    page = await visitor.open("/sign-in")
    answer = await visitor.send(
        "/sign-in/example", follow=False, token=page.token(), person="2", next=elsewhere
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_signing_in_leads_back_to_the_page_that_was_asked_for(visitor: Visitor) -> None:
    answer = await visitor.client.get("/strategies/coventry-csa?as-at=2026-04-01", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in?next=%2Fstrategies%2Fcoventry-csa%3Fas-at%3D2026-04-01"
    page = await visitor.open(answer.headers["location"])
    assert 'name="next" value="/strategies/coventry-csa?as-at=2026-04-01"' in page.text


async def test_a_button_that_names_no_person_is_refused(visitor: Visitor) -> None:
    page = await visitor.open("/sign-in")
    for person, status in (("", 422), ("x", 422), ("99999", 404)):
        answer = await visitor.send("/sign-in/example", token=page.token(), person=person)
        assert answer.status_code == status


async def test_the_cookie_is_for_this_site_and_no_script(visitor: Visitor) -> None:
    page = await visitor.open("/sign-in")
    answer = await visitor.send("/sign-in/example", follow=False, token=page.token(), person="2")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
