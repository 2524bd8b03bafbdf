"""Asking for a sign-in link by e-mail: the same for an address that is known as for one that is not.

Both take the same statements and get the same answer; only the queued mail differs, and it is sent after the answer.
So nobody learns from an answer, or from how long it takes, who has an account here.
"""

import hmac
import ipaddress
from hashlib import sha256
from typing import Any

from litestar import Request
from msgspec import Struct

from governance_app.secret import secret_key
from governance_app.settings import Settings
from objectives.mail import queue_for_address
from objectives.tables.sign_in import LinkAsked
from objectives.words import MailKind

# Any number that nothing else takes as an advisory lock: those who ask at once are counted one after another.
ASKING_LOCK = 7_011_919


class Limit(Struct, frozen=True):
    """So many links in so many minutes, for each of `by`; a column of the asks that are kept."""

    by: str
    most: int
    minutes: int
    sentence: str


LIMITS = (
    Limit(
        "address",
        3,
        15,
        "Three links were asked for with this address in a quarter of an hour. Use one of them, or wait a little.",
    ),
    Limit(
        "origin",
        20,
        15,
        "Many links were asked for from where you are. Wait a quarter of an hour, or ask your administrator for one.",
    ),
)


async def ask_for_link(settings: Settings, email: str, origin: str, onward: str) -> Limit | None:
    """Queues a link for whoever has this address, leading on to a path on this service; nobody may have it.

    Answers the limit that was reached, when nothing was queued, else None.
    """
    email = email.strip().lower()
    key = secret_key(settings).encode()
    asked = [hmac.new(key, text.encode(), sha256).hexdigest() for text in (email, origin)]
    async with LinkAsked._meta.db.transaction():
        await LinkAsked.raw("SELECT pg_advisory_xact_lock({})", ASKING_LOCK)
        for limit, digest in zip(LIMITS, asked, strict=True):
            (found,) = await LinkAsked.raw(_ASKED.format(limit.by), digest, limit.minutes)
            if found["times"] >= limit.most:
                return limit
        await LinkAsked.raw(_NOTE, *asked)
        await queue_for_address(MailKind.SIGN_IN_LINK, email, (onward,))
    return None


def origin_of(request: Request[Any, Any, Any], proxies: int) -> str:
    """Where a request comes from: its address as the outermost of our own proxies saw it, of IPv6 the network.

    What stands further left in X-Forwarded-For, anybody can write there.
    """
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    direct = request.client.host if request.client else ""
    text = seen[-min(proxies, len(seen))] if proxies and seen else direct
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else text


_ASKED = """
SELECT count(*) AS times FROM link_asked
WHERE {} = {{}} AND asked_at > governance_now() - make_interval(mins => {{}})
"""

# An ask is of no use after the longest limit; a day is kept so that somebody who is locked out can be answered.
_NOTE = """
WITH forgotten AS (DELETE FROM link_asked WHERE asked_at < governance_now() - interval '1 day')
INSERT INTO link_asked (address, origin, asked_at) VALUES ({}, {}, governance_now())
"""
