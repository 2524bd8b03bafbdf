"""Mailed links to one assurance request: making, opening, confirming by a code, and the sitting that follows.

A link's secret is 256 random bits, kept as a digest; opening it changes nothing. A code of six digits goes to the same
mailbox, is kept as a keyed digest, lives for minutes and dies of a few wrong tries. Only a confirmed link starts a
sitting, in one browser; it answers its one request and nothing else. Every opening and every code is logged.
"""

import hashlib
import hmac
import secrets

from msgspec import Struct

from governance_app.secret import secret_key
from governance_app.settings import Settings
from objectives.problems import Conflict, NotFound
from objectives.request_steps import Respondent
from objectives.tables.assurance_link import AssuranceLink
from objectives.words import Opening

LINK_DAYS, CODE_MINUTES, SITTING_HOURS = 60, 20, 8
WRONG_TRIES, CODES_AN_HOUR, WRONG_AN_HOUR, WRONG_EVER = 4, 5, 12, 30

SPENT = (
    "This link works no longer: it is more than {days} days old, it was revoked or replaced, or the request has "
    "come to its end. Write to the business unit if the request is still yours to answer."
)


SPOILT = (
    f"{WRONG_EVER} codes were wrong with this link, so it works no longer. The business unit can send you a new one: "
    "write to them."
)


class LinkSpent(Conflict):
    """A link that opens nothing any more: whoever holds it can only ask for another."""


class NotSeated(NotFound):
    """Nobody sits at a request in this browser, or no longer."""


class AnswerLink(Struct, frozen=True):
    """A link that works, as far as it may be shown before it is confirmed: no word of the request itself."""

    id: int
    contact: int
    request: int
    name: str
    agency: str
    email: str

    @property
    def masked_email(self) -> str:
        """The mailbox so that its owner knows it: r•••@example.org."""
        local, _, domain = self.email.partition("@")
        return f"{local[:1]}•••@{domain}"


async def make_answer_link(contact: int) -> str:
    """A new secret for somebody whom a request names. Raises Conflict where they have nothing to answer any more."""
    secret = secrets.token_urlsafe(32)
    if not await AssuranceLink.raw(_MAKE, _hashed(secret), LINK_DAYS, contact):
        raise Conflict(
            "The request has come to its end, or somebody else answers it now, so no link was made."
        )
    return secret


async def open_link(secret: str) -> AnswerLink:
    """Whose link this is; noted as an opening, and nothing else: mail scanners open every link. Raises LinkSpent."""
    rows = await AssuranceLink.raw(_OPEN, _hashed(secret))
    if not rows:
        raise LinkSpent(SPENT.format(days=LINK_DAYS))
    await _note(rows[0]["id"], Opening.SHOWN)
    return AnswerLink(**rows[0])


async def ask_for_code(link: AnswerLink) -> None:
    """Queues a code to the link's mailbox. Raises Conflict after a handful in an hour.

    Those who press at once are let in one after the other, so that each counts the codes of the ones before.
    """
    async with AssuranceLink._meta.db.transaction():
        await AssuranceLink.raw("SELECT id FROM assurance_link WHERE id = {} FOR UPDATE", link.id)
        asked = await AssuranceLink.raw(_ASK_CODE, f"{link.id}", link.contact, link.id, CODES_AN_HOUR)
        await _note(link.id, Opening.CODE_SENT if asked else Opening.REFUSED)
    if not asked:
        raise Conflict(
            f"{CODES_AN_HOUR} codes were sent for this link within an hour. Use the newest of them, or wait an hour."
        )


async def make_code(settings: Settings, link: int) -> str:
    """A new code for a link, when its letter is written. Raises Conflict where the link works no longer."""
    code = f"{secrets.randbelow(10**6):06d}"
    if not await AssuranceLink.raw(_MAKE_CODE, _keyed(settings, link, code), CODE_MINUTES, link):
        raise LinkSpent(SPENT.format(days=LINK_DAYS))
    return code


async def confirm(settings: Settings, link: AnswerLink, code: str) -> str:
    """Uses a code up and starts a sitting; answers its secret. Raises Conflict, saying what to do, where it is wrong.

    One statement decides, so that two guesses at once are two tries.
    """
    digits = "".join(filter(str.isdigit, code))
    keyed = _keyed(settings, link.id, digits)
    (wrong,) = await AssuranceLink.raw(_WRONG, link.id)
    if wrong["ever"] >= WRONG_EVER:
        await AssuranceLink.raw(_SPOIL, link.id)
        raise LinkSpent(SPOILT)
    if wrong["times"] >= WRONG_AN_HOUR:
        await _note(link.id, Opening.REFUSED)
        raise Conflict("Too many codes were wrong. Wait an hour, then ask for a new code.")
    tried = await AssuranceLink.raw(_TRY, keyed, link.id, WRONG_TRIES)
    if not tried or not tried[0]["fits"]:
        await _note(link.id, Opening.CODE_WRONG)
        raise Conflict(
            f"This is not the newest code, or it is more than {CODE_MINUTES} minutes old, or it was used already. "
            "Look for the newest letter, or ask for a new code."
        )
    return await sit_at(link)


async def sit_at(link: AnswerLink) -> str:
    """Starts a sitting at a link whose holder has shown who they are; answers its secret."""
    await _note(link.id, Opening.CONFIRMED)
    secret = secrets.token_urlsafe(32)
    await AssuranceLink.raw(_SIT, link.id, _hashed(secret), SITTING_HOURS)
    return secret


async def sitting_of(secret: str) -> Respondent:
    """Who sits at a confirmed link. Raises NotSeated where that or the request has ended, or the link was revoked."""
    rows = await AssuranceLink.raw(_SITTING, _hashed(secret)) if secret else []
    if not rows:
        raise NotSeated(
            "Open the link in the letter that you got: what you saved is there. For your safety it asks for a code "
            f"again after {SITTING_HOURS} hours."
        )
    row = rows[0]
    return Respondent(row["contact"], row["request"], row["name"], link=row["id"])


async def revoke_links(contact: int) -> None:
    """Every link of a contact works no longer, from now on."""
    await AssuranceLink.raw(_REVOKE, contact)


async def note_download(link: int) -> None:
    await _note(link, Opening.DOWNLOADED)


async def openings_of(request: int) -> list[dict[str, object]]:
    """Every opening of a request's links, newest first: when, whose, what."""
    found: list[dict[str, object]] = await AssuranceLink.raw(_OPENINGS, request)
    return found


async def _note(link: int, what: Opening) -> None:
    await AssuranceLink.raw(
        "INSERT INTO assurance_opening (link, what, happened_at) VALUES ({}, {}, governance_now())",
        link,
        what.value,
    )


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _keyed(settings: Settings, link: int, code: str) -> str:
    """Six digits are guessed from a plain digest at once; without the service's key they are not."""
    return hmac.new(secret_key(settings).encode(), f"{link} {code}".encode(), hashlib.sha256).hexdigest()


_OPEN_REQUEST = "c.ended_at IS NULL AND r.state <> 'closed' AND r.state <> 'draft' AND r.state <> 'withdrawn'"
_WORKS = f"l.revoked_at IS NULL AND l.expires_at > governance_now() AND {_OPEN_REQUEST}"

_MAKE = f"""
INSERT INTO assurance_link (contact, secret_hash, made_at, expires_at)
SELECT c.id, {{}}, governance_now(), governance_now() + make_interval(days => {{}})
FROM assurance_contact c JOIN assurance_request r ON r.id = c.request WHERE c.id = {{}} AND {_OPEN_REQUEST}
RETURNING id
"""

_FROM = """
FROM assurance_link l JOIN assurance_contact c ON c.id = l.contact JOIN assurance_request r ON r.id = c.request
JOIN agency a ON a.id = r.agency
"""

_OPEN = f"""
SELECT l.id, c.id AS contact, r.id AS request, c.name, a.name AS agency, c.email {_FROM}
WHERE l.secret_hash = {{}} AND {_WORKS}
"""

_ASK_CODE = """
INSERT INTO mail (kind, contact, recipient, about, queued_at, tries, reason)
SELECT 'assurance code', c.id, c.email, {}, governance_now(), 0, '' FROM assurance_contact c
WHERE c.id = {} AND (SELECT count(*) FROM assurance_opening o WHERE o.link = {} AND o.what = 'code sent'
    AND o.happened_at > governance_now() - interval '1 hour') < {} RETURNING id
"""

_MAKE_CODE = f"""
INSERT INTO assurance_code (link, code_hash, tries, made_at, expires_at)
SELECT l.id, {{}}, 0, governance_now(), governance_now() + make_interval(mins => {{}}) {_FROM}
WHERE l.id = {{}} AND {_WORKS} RETURNING id
"""

_WRONG = """
SELECT count(*) AS ever, count(*) FILTER (WHERE happened_at > governance_now() - interval '1 hour') AS times
FROM assurance_opening WHERE link = {} AND what = 'code wrong'
"""

_TRY = """
UPDATE assurance_code SET tries = tries + 1, used_at = CASE WHEN code_hash = {} THEN governance_now() END
WHERE id = (SELECT max(id) FROM assurance_code WHERE link = {}) AND used_at IS NULL
    AND expires_at > governance_now() AND tries < {} RETURNING used_at IS NOT NULL AS fits
"""

_SIT = """
INSERT INTO assurance_sitting (link, secret_hash, started_at, expires_at)
VALUES ({}, {}, governance_now(), governance_now() + make_interval(hours => {})) RETURNING id
"""

_SITTING = f"""
SELECT l.id, c.id AS contact, r.id AS request, c.name {_FROM} JOIN assurance_sitting s ON s.link = l.id
WHERE s.secret_hash = {{}} AND s.expires_at > governance_now() AND {_WORKS}
"""

_SPOIL = "UPDATE assurance_link SET revoked_at = governance_now() WHERE id = {} AND revoked_at IS NULL RETURNING id"

_REVOKE = """
UPDATE assurance_link SET revoked_at = governance_now() WHERE contact = {} AND revoked_at IS NULL RETURNING id
"""

_OPENINGS = """
SELECT o.happened_at, o.what, c.name FROM assurance_opening o JOIN assurance_link l ON l.id = o.link
JOIN assurance_contact c ON c.id = l.contact WHERE c.request = {} ORDER BY o.id DESC LIMIT 200
"""
