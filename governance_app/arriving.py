"""What stands before every page: who is visiting, whether they may come in, and the headers that answers carry."""

from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec.structs import replace

from governance_app.holding import hold_what_was_typed
from governance_app.settings import Settings
from governance_app.signing_in import Visit, visit_of

WITHOUT_VISIT = "without_visit"
OPEN_TO_ALL = "open_to_all"
DIGITS = 9  # at most, of the number of a row in an address

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Arriving(ASGIMiddleware):
    """Looks up the visit of each request, in one query. Health and static files do without."""

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = WITHOUT_VISIT

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        secret = Request[Any, Any, Any](scope).cookies.get(session_cookie(self.settings))
        visit = scope["user"] = await visit_of(secret, self.settings.time_zone.key)
        # A request that never reaches a route has no visit of its own, but its page says whose service this is.
        scope["litestar_app"].state.installation = replace(visit, mandate=None, agency="")
        await next_app(scope, receive, send)


class Legible(ASGIMiddleware):
    """Finds no page at an address that neither the database nor a folder of files can look for.

    One with a NUL in it, or with a number that is greater than the number of any row.
    """

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        numbers = filter(str.isdigit, scope["path"].split("/"))
        if "\0" in scope["path"] or any(len(number) > DIGITS for number in numbers):
            raise NotFoundException
        await next_app(scope, receive, send)


async def only_signed_in(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard on every route. A route is closed unless it says `open_to_all` itself."""
    if handler.opt.get(OPEN_TO_ALL) or handler.opt.get(WITHOUT_VISIT):
        return
    visit: Visit = connection.user
    if visit.mandate is None:
        held = await hold_what_was_typed(connection, handler)
        raise NotAuthorizedException("Sign in first.", extra={"held": held})


def sign_in_address(request: Request[Any, Any, Any], held: bool = False) -> str:
    """Where to sign in, and come back from to the page that was asked for, or whose form is held."""
    if (request.method != "GET" and not held) or request.url.path == "/":
        return "/sign-in"
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/sign-in?next={quote(asked, safe='')}"


def local_path(text: str) -> str:
    """A path on this service to go on to, or the front page: never an address elsewhere."""
    plain = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if plain and "\\" not in text else "/"


def is_https(settings: Settings) -> bool:
    return settings.web_address.startswith("https://")


def session_cookie(settings: Settings) -> str:
    """Over https the name itself makes browsers refuse one set by another host or without Secure."""
    return "__Host-session" if is_https(settings) else "session"


class Headers:
    """Adds the security headers to every answer that brings none of its own, and forbids keeping it likewise."""

    def __init__(self, settings: Settings) -> None:
        self.headers = dict(SECURITY_HEADERS)
        if is_https(settings):
            self.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in self.headers.items():
            headers.setdefault(name, value)
        headers.setdefault("Cache-Control", "private, no-store")
