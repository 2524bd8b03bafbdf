"""Before any page: closed unless said otherwise, forms with a token, headers on every answer."""

import pytest
from litestar import Litestar
from msgspec.structs import replace

from governance_app.app import create_app
from governance_app.settings import Settings
from objectives.tables.sign_in import SignInSession
from tests.pages.visitor import Visitor, client_of

CLOSED = {
    "/",
    "/strategies/{key:str}",
    "/strategies/{key:str}/actions/{reference:str}",
    "/strategies/{key:str}/commitments/{reference:str}",
    "/strategies/{key:str}/objectives/{objective_key:str}",
    "/strategies/{key:str}/document",
    "/strategies/{key:str}/packs",
    "/strategies/{key:str}/packs/{digest:str}",
}


@pytest.mark.parametrize("path", sorted(CLOSED))
async def test_whoever_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor, path: str) -> None:
    answer = await visitor.client.get(path.replace("{key:str}", "coventry-csa"), follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("token", ["", "0" * 128])
async def test_a_form_without_its_token_changes_nothing(visitor: Visitor, token: str) -> None:
    await visitor.open("/sign-in")
    answer = await visitor.send("/sign-in/example", token=token, person="2")
    assert answer.status_code == 403
    assert "Go back, load the page again and send the form once more" in answer.text
    assert await SignInSession.count() == 0


async def test_a_token_of_another_visitor_is_refused(app: Litestar, visitor: Visitor) -> None:
    async with client_of(app) as other:
        theirs = (await other.get("/sign-in")).cookies["form"]
        await visitor.open("/sign-in")
        assert (await visitor.send("/sign-in/example", token=theirs, person="2")).status_code == 403


@pytest.mark.parametrize("path", ["/sign-in", "/", "/health", "/nothing", "/pack.css"])
async def test_every_answer_carries_the_security_headers(visitor: Visitor, path: str) -> None:
    headers = (await visitor.client.get(path, follow_redirects=False)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


async def test_pages_are_not_kept_and_styles_are(visitor: Visitor) -> None:
    assert (await visitor.client.get("/sign-in")).headers["cache-control"] == "private, no-store"
    assert "max-age=604800" in (await visitor.client.get("/pack.css")).headers["cache-control"]


async def test_over_https_cookies_are_bound_to_the_host(settings: Settings) -> None:
    secure = create_app(replace(settings, web_address="https://strategy.example.org"))
    async with client_of(secure, "https://strategy.example.org") as client:
        answer = await client.get("/sign-in")
        assert answer.headers["set-cookie"].startswith("__Host-form=")
        assert "secure" in answer.headers["set-cookie"].lower()
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


async def test_health_names_the_version_and_nothing_else(visitor: Visitor) -> None:
    answer = await visitor.client.get("/health")
    assert answer.status_code == 200
    assert set(answer.json()) == {"status", "version"}
