"""Typing that arrives after a sign-in has ended: held until the same person is back, and never saved for anybody else.

A form that keeps typing names its writer under a seal, as the session that could name them is gone by then.
"""

import hmac
from hashlib import sha256
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler

from governance_app.forms import read_form, typed
from objectives.drafts import HELD_DAYS, hold_typing

KEEPS_TYPING = "keeps_typing"
HELD = "held-typing"
WRITER = "writer"
NOT_TYPED = ("_csrf_token", WRITER, "then")


def writer_seal(secret: str, person: int, place: str) -> str:
    """Says who was given the form at an address; nobody can say it of somebody else."""
    return f"{person}.{hmac.new(secret.encode(), f'{person} {place}'.encode(), sha256).hexdigest()}"


async def hold_what_was_typed(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> str | None:
    """Holds a form that came in without a sign-in; answers the secret that finds it, None if there is none to hold."""
    if (
        not isinstance(connection, Request)
        or connection.method != "POST"
        or not handler.opt.get(KEEPS_TYPING)
    ):
        return None
    form = await read_form(connection)
    place = connection.url.path
    person = _writer(connection.app.state.secret, str(form.get(WRITER, "")), place)
    if person is None or form.get("then") == "autosave":
        return None
    words = typed(form, [field for field in form if field not in NOT_TYPED])
    return await hold_typing(person, place, words)


def held_cookie(secret: str, secure: bool) -> Cookie:
    """The cookie that finds what was held; with an empty secret it takes the cookie away."""
    age = HELD_DAYS * 86_400 if secret else 0
    return Cookie(key=HELD, value=secret, max_age=age, httponly=True, secure=secure, samesite="lax")


def _writer(secret: str, seal: str, place: str) -> int | None:
    person = seal.partition(".")[0]
    if not (person.isascii() and person.isdigit()) or len(person) > 9:
        return None
    return int(person) if hmac.compare_digest(seal, writer_seal(secret, int(person), place)) else None
