"""Somebody at a confirmed link: who they are, the one request that is open to them, and the cookie that says so.

Each of their pages begins with `seat`, which looks the sitting up anew; no request is ever named by an address.
"""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie, FormMultiDict
from litestar.response import Redirect
from msgspec import Struct

from governance_app.answer_links import SITTING_HOURS, sitting_of
from governance_app.arriving import is_https
from governance_app.forms import keep_typed, read_form, typed
from governance_app.settings import Settings
from objectives.assurance_register import Told, request_told
from objectives.days import today_at
from objectives.history import now
from objectives.mandates import row_of
from objectives.problems import Conflict, NotFound
from objectives.reply_reading import Part, Reply, reply_of
from objectives.request_steps import Respondent
from objectives.tables.assurance_request import AssuranceRequest

HOME = "/answer"
OF = "of"
NOT_TYPED = ("_csrf_token", OF, "seen", "then", "piece")


class Seat(Struct, frozen=True):
    """What one respondent has before them. `today` is the partnership's day, as a Python date."""

    by: Respondent
    told: Told
    reply: Reply
    today: Any

    def part(self, position: int) -> Part:
        """A question by its number. Raises NotFound."""
        found = self.reply.part(position)
        if found is None:
            raise NotFound("There is no such question in this request.")
        return found


async def seat(request: Request[Any, Any, Any]) -> Seat:
    """The seat of whoever sits at a confirmed link. Raises NotFound, saying how to come back."""
    settings: Settings = request.app.state.settings
    by = await sitting_of(request.cookies.get(cookie_name(settings), ""))
    reply = await reply_of(await row_of(AssuranceRequest, by.request))
    return Seat(by, await request_told(by.request), reply, today_at(await now()))


async def seat_at_work(request: Request[Any, Any, Any]) -> Seat:
    """The seat of whoever opens a form of the reply. Raises NotFound, and Conflict where nothing can be changed now."""
    at = await seat(request)
    if not at.told.is_with_agency:
        raise Conflict(
            "This reply was sent, or the request has come to its end, so nothing is changed in it now."
        )
    return at


async def seated_form(request: Request[Any, Any, Any]) -> tuple[Seat, FormMultiDict]:
    """The seat of whoever sends a form, and what it sent; a refusal shows them what they had typed.

    A browser has one sitting at a time, so whoever opens a second letter while a form of the first one is open would
    write into the wrong request: each form says which it is of. Raises NotFound, and Conflict where it is another's.
    """
    sent = await read_form(request)
    keep_typed(request, typed(sent, [field for field in sent if field not in NOT_TYPED]))
    at = await seat(request)
    if sent.get(OF) != str(at.by.request):
        raise Conflict(
            f"This form is of another request. You have since opened “{at.told.title}” in this browser, which "
            "shows one request at a time. To go on with the other one, open the link in its letter again."
        )
    return at, sent


async def is_seated(request: Request[Any, Any, Any]) -> bool:
    """Whether somebody sits at a confirmed link: only they may send files without being signed in."""
    try:
        await sitting_of(request.cookies.get(cookie_name(request.app.state.settings), ""))
    except NotFound:
        return False
    return True


def seated(settings: Settings, secret: str) -> Redirect:
    """On to the request, with the sitting's secret; an empty one ends the sitting in this browser."""
    onward = HOME if secret else f"{HOME}/left"
    return Redirect(onward, status_code=303, cookies=[sitting_cookie(settings, secret)])


def sitting_cookie(settings: Settings, secret: str) -> Cookie:
    """What a browser keeps of a sitting; an empty secret takes it away, as signing out does."""
    return Cookie(
        key=cookie_name(settings),
        value=secret,
        path=HOME,
        max_age=SITTING_HOURS * 3600 if secret else 0,
        httponly=True,
        secure=is_https(settings),
        samesite="lax",
    )


def cookie_name(settings: Settings) -> str:
    """Over https the name itself makes browsers refuse one that was set without Secure."""
    return "__Secure-answer" if is_https(settings) else "answer"
