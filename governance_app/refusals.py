"""What a visitor sees when something cannot be done: each problem becomes a page that says why and what to do next."""

import logging
import secrets
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, PermissionDeniedException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap
from msgspec import Struct

from governance_app.answer_links import LinkSpent, NotSeated
from governance_app.arriving import is_https, sign_in_address
from governance_app.forms import UNSAVED
from governance_app.guarding import Halted
from governance_app.holding import held_cookie
from governance_app.logbook import REQUEST_ID
from governance_app.signing_in import Visit
from governance_app.templating import show
from governance_app.uploads import TooLarge
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound, Problem

logger = logging.getLogger("governance")


class Refusal(Struct, frozen=True):
    """A heading, what to do about it, and the status that goes with it."""

    status: int
    heading: str
    advice: str


NO_PAGE = Refusal(
    404, "There is no page here", "If you typed the address, check it. If you followed a link, it may be old."
)
NOT_SAVED = Refusal(404, "This could not be saved", "Nothing was changed.")
CLOSED = Refusal(
    403, "You cannot see this page", "Nothing has gone wrong: this page is not open to everybody."
)
OLD_FORM = Refusal(
    403,
    "This form could not be accepted",
    "It was open for too long, or came from somewhere else. Nothing was changed. Go back, load the page again and "
    "send the form once more.",
)
NO_METHOD = Refusal(
    405, "This page cannot be used that way", "Nothing was changed. Open it from the menu instead."
)
UNREADABLE = Refusal(
    400,
    "This could not be read",
    "Nothing was changed. It did not arrive as a browser sends it. Go back, load the page again and try once more.",
)
TOO_LARGE = Refusal(
    413,
    "This form is too large",
    "Nothing was changed. Go back: what you typed is still there in most browsers. Then send less of it at once; a "
    "large file can be given as a link to where it is kept.",
)
TEN_MEGABYTES = "It holds more than the 10 MB that this form may have."
LINK_SPENT = Refusal(
    409, "This link opens nothing any more", "Nothing is lost: what was saved or sent through it is kept."
)
NOT_SEATED = Refusal(
    404,
    "No request is open in this browser",
    "You need no account. If you cannot find the letter, write to the business unit; they can send you a new link.",
)
OVERTAKEN = Refusal(
    409, "This could not be done", "Nothing was changed. Look at the page as it is now, then decide."
)
INVALID = Refusal(
    422, "Something needs to be put right", "Nothing was changed. Go back and change what is named above."
)
BROKEN = Refusal(
    500,
    "Something went wrong on our side",
    "Nothing that you did caused it, and nothing was half done. Try again in a minute. If it happens again, tell the "
    "business unit the reference below.",
)

REFUSALS: dict[type[Problem], Refusal] = {
    NotFound: NO_PAGE,
    NotAllowed: CLOSED,
    Conflict: OVERTAKEN,
    Invalid: INVALID,
    Problem: OVERTAKEN,
    LinkSpent: LINK_SPENT,
    NotSeated: NOT_SEATED,
}
ANSWERING = "/answer"
TO_ANSWERING = (LINK_SPENT, NOT_SEATED, NOT_SAVED)
"""Told to people without an account, whom the front page would ask to sign in."""
BY_STATUS = {
    400: UNREADABLE,
    403: CLOSED,
    404: NO_PAGE,
    405: NO_METHOD,
    409: OVERTAKEN,
    413: TOO_LARGE,
    422: INVALID,
}


def refuse(request: Request[Any, Any, Any], problem: Problem) -> Response[Any]:
    """A problem in the domain's own words."""
    refusal = REFUSALS.get(type(problem), OVERTAKEN)
    unsaved = refusal in (NO_PAGE, NOT_SEATED) and request.scope.get(UNSAVED)
    return _page(request, NOT_SAVED if unsaved else refusal, problem.sentence)


def ask_back(request: Request[Any, Any, Any], halted: Halted) -> Response[Any]:
    """A form that the child-data guard stopped comes back, whichever page it was on."""
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return show(request, "errors/guard.html", 422, looked=halted.looked, address=address, form=halted)


def refuse_request(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """A request that never reached a page: no such route, wrong method, not signed in, a form without its token."""
    if isinstance(error, NotAuthorizedException):
        return _sign_in_first(request, error)
    if isinstance(error, PermissionDeniedException) and "CSRF" in error.detail:
        return _page(request, OLD_FORM)
    if error.status_code >= 500:
        return refuse_error(request, error)
    sentence = ""
    if error.status_code == TOO_LARGE.status:
        sentence = error.detail if isinstance(error, TooLarge) else TEN_MEGABYTES
    return _page(request, BY_STATUS.get(error.status_code, NO_PAGE), sentence)


def _sign_in_first(request: Request[Any, Any, Any], error: NotAuthorizedException) -> Redirect:
    """To signing in, and from there back to the page; what was typed waits there."""
    held = error.extra.get("held") if isinstance(error.extra, dict) else None
    secure = is_https(request.app.state.settings)
    cookies = [held_cookie(held, secure)] if held else []
    return Redirect(sign_in_address(request, held=bool(held)), status_code=303, cookies=cookies)


def refuse_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A fault of ours: logged under the reference that the page shows, its request's own; nothing else is shown."""
    reference = str(request.scope.get(REQUEST_ID) or secrets.token_hex(4))
    logger.error("A request failed, reference %s", reference, exc_info=error)
    return _page(request, BROKEN, reference=reference)


def _page(
    request: Request[Any, Any, Any], refusal: Refusal, sentence: str = "", reference: str = ""
) -> Response[Any]:
    request.scope.setdefault("user", request.app.state.get("installation") or Visit())
    return show(
        request,
        "errors/refusal.html",
        refusal.status,
        refusal=refusal,
        way_on=_way_on(request, refusal),
        sentence=sentence,
        reference=reference,
        unsaved=request.scope.get(UNSAVED, []),
    )


def _way_on(request: Request[Any, Any, Any], refusal: Refusal) -> tuple[str, str] | None:
    """Where somebody who is not signed in goes from here; a respondent back to their request, if it is open to them."""
    if refusal in TO_ANSWERING:
        return None
    if request.url.path.startswith(f"{ANSWERING}/"):
        return ANSWERING, "Back to the request"
    return "/", "Go to the front page"


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    Halted: ask_back,
    Problem: refuse,
    HTTPException: refuse_request,
    Exception: refuse_error,
}
