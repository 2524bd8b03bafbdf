"""Somebody at a confirmed link: who they are, the one request that is open to them, and the cookie that says so.

Each of their pages begins with `seat`, which looks the sitting up anew; no request is ever named by an address.
"""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Redirect
from msgspec import Struct

from governance_app.answer_links import SITTING_HOURS, sitting_of
from governance_app.arriving import is_https
from governance_app.settings import Settings
from objectives.assurance_register import Told, request_told
from objectives.days import today_at
from objectives.history import now
from objectives.mandates import row_of
from objectives.problems import NotFound
from objectives.reply_reading import Part, Reply, reply_of
from objectives.request_steps import Respondent
from objectives.tables.assurance_request import AssuranceRequest

HOME = "/answer"


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


async def is_seated(request: Request[Any, Any, Any]) -> bool:
    """Whether somebody sits at a confirmed link: only they may send files without being signed in."""
    try:
        await sitting_of(request.cookies.get(cookie_name(request.app.state.settings), ""))
    except NotFound:
        return False
    return True


def seated(settings: Settings, secret: str) -> Redirect:
    """On to the request, with the sitting's secret; an empty one ends the sitting in this browser."""
    cookie = Cookie(
        key=cookie_name(settings),
        value=secret,
        path=HOME,
        max_age=SITTING_HOURS * 3600 if secret else 0,
        httponly=True,
        secure=is_https(settings),
        samesite="lax",
    )
    return Redirect(HOME if secret else f"{HOME}/left", status_code=303, cookies=[cookie])


def cookie_name(settings: Settings) -> str:
    """Over https the name itself makes browsers refuse one that was set without Secure."""
    return "__Secure-answer" if is_https(settings) else "answer"
