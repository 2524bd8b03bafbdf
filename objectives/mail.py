"""Mail that is to be sent: queueing it, claiming it for sending, and writing down what became of it.

A mail is queued first, in the act that is its reason if there is one, and sent afterwards, outside every transaction.
Sending means: claim, hand over to the mail server, settle. A process that is killed in between leaves a claim without
an outcome; after CLAIM_MINUTES somebody else claims the mail once more, and never a third time. So no queued mail is
lost, one may arrive twice, and none arrives three times. Knows nothing of mail servers or of what a letter says.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from objectives.tables.mail import Mail
from objectives.words import MailKind, MailOutcome

CLAIM_MINUTES = 10
TRIES = 2
REMINDING_LOCK = 7_011_920  # any number that nothing else takes as an advisory lock
CUT_SHORT = "Sending was cut short twice; it may have arrived all the same."


class Claimed(Struct, frozen=True):
    """A mail that is this process's to send. `name` and `person` are empty where it is for an address alone.

    `last_try` says that nobody will try again; `given_up` says why not even this once, and is empty if it is to be
    sent.
    """

    id: int
    kind: MailKind
    person: int | None
    contact: int | None
    name: str
    recipient: str
    about: tuple[str, ...]
    queued_at: dt.datetime
    last_try: bool
    partnership: str
    example: bool
    given_up: str


class SentMail(Struct, frozen=True):
    """One line of what was sent. `outcome` is None while it waits; `reason` then says what held it up."""

    id: int
    kind: MailKind
    name: str
    recipient: str
    about: tuple[str, ...]
    queued_at: dt.datetime
    outcome: MailOutcome | None
    reason: str
    settled_at: dt.datetime | None
    subject: str = ""


class Letter(Struct, frozen=True):
    """What lies in the tray: the whole letter and whom it is for."""

    mail: SentMail
    text: str


async def queue_for_address(kind: MailKind, email: str, about: tuple[str, ...] = ()) -> None:
    """Queues a mail for whoever may sign in with an address, in lower case; for nobody, where it is nobody's.

    `about` are addresses of the things it is about. May be part of an act.
    """
    await Mail.raw(_QUEUE, kind.value, "\n".join(about), email)


async def queue_for_contact(kind: MailKind, contact: int, about: tuple[str, ...] = ()) -> None:
    """Queues a mail for somebody whom an assurance request names; they may have no account. May be part of an act."""
    await Mail.raw(_QUEUE_FOR_CONTACT, kind.value, "\n".join(about), contact)


async def queue_what_to_do(people: Sequence[tuple[int, tuple[str, ...]]], time_zone: str) -> list[int]:
    """Queues a letter about what to do for each person, with its addresses; gives the ids of those queued.

    Nobody gets two on one day of `time_zone`, also where two do this at once; nor while one still waits that nobody has
    begun to write, as it will say this too.
    """
    async with Mail._meta.db.transaction():
        await Mail.raw("SELECT pg_advisory_xact_lock({})", REMINDING_LOCK)
        queued = [
            await Mail.raw(_QUEUE_ONE_A_DAY, "\n".join(about), person, time_zone, time_zone)
            for person, about in people
        ]
    return [row["id"] for rows in queued for row in rows]


async def outcomes_of(ids: Sequence[int]) -> dict[MailOutcome | None, int]:
    """How many of these mails came to which outcome; None stands for those that still wait."""
    rows = await Mail.raw("SELECT outcome, count(*) AS n FROM mail WHERE id = ANY({}::int[]) GROUP BY 1", ids)
    return {MailOutcome(row["outcome"]) if row["outcome"] else None: row["n"] for row in rows}


async def queue_and_claim(kind: MailKind, recipient: str) -> Claimed:
    """Queues a mail for a bare address, claimed for its only try by whoever waits for the outcome."""
    (row,) = await Mail.raw(_QUEUE_CLAIMED, kind.value, recipient, TRIES)
    return await _claimed(row["id"])


async def claim_mail() -> Claimed | None:
    """The next mail to send, claimed: a sign-in link first, as somebody waits for it; else the oldest.

    No two processes get the same one. None where nothing waits.
    """
    rows = await Mail.raw(_CLAIM, CLAIM_MINUTES)
    return await _claimed(rows[0]["id"]) if rows else None


async def _claimed(id: int) -> Claimed:
    (row,) = await Mail.raw(_CLAIMED, id)
    return Claimed(
        id=row["id"],
        kind=MailKind(row["kind"]),
        person=row["person"],
        contact=row["contact"],
        name=row["name"] or "",
        recipient=row["recipient"],
        about=tuple(row["about"].splitlines()),
        queued_at=row["queued_at"],
        last_try=row["tries"] >= TRIES,
        partnership=row["partnership"] or "",
        example=bool(row["example"]),
        given_up=(row["reason"] or CUT_SHORT) if row["tries"] > TRIES else "",
    )


async def settle_mail(id: int, outcome: MailOutcome, reason: str = "") -> None:
    """Writes down what became of a mail, once: whoever comes second changes nothing."""
    await Mail.raw(_SETTLE, outcome.value, reason, id)


async def put_off_mail(id: int, reason: str) -> None:
    """Notes why a try did not succeed; the mail can be claimed again when the claim has run out."""
    await Mail.raw("UPDATE mail SET reason = {} WHERE id = {} AND outcome IS NULL", reason, id)


async def lay_in_tray(id: int, subject: str, text: str) -> None:
    """Keeps the whole letter and settles its mail; beside example data alone, or nothing happens."""
    await Mail.raw(_LAY, id, subject, text)


async def seconds_to_next() -> float | None:
    """How long until the next mail can be claimed, 0 where one waits now; None where none is left to send."""
    (row,) = await Mail.raw(_NEXT, CLAIM_MINUTES)
    return None if row["seconds"] is None else max(0.0, float(row["seconds"]))


async def mail_sent(at_most: int) -> tuple[SentMail, ...]:
    """The newest mail, newest first."""
    return tuple(_sent(row) for row in await Mail.raw(f"{_SENT} ORDER BY m.id DESC LIMIT {{}}", at_most))


async def one_mail(id: int) -> SentMail:
    (row,) = await Mail.raw(f"{_SENT} WHERE m.id = {{}}", id)
    return _sent(row)


async def letter_in_tray(id: int) -> Letter | None:
    rows = await Mail.raw(f"{_SENT} WHERE t.mail = {{}}", id)
    return Letter(_sent(rows[0]), rows[0]["text"]) if rows else None


def _sent(row: dict[str, Any]) -> SentMail:
    return SentMail(
        id=row["id"],
        kind=MailKind(row["kind"]),
        name=row["name"] or "",
        recipient=row["recipient"],
        about=tuple(row["about"].splitlines()),
        queued_at=row["queued_at"],
        outcome=MailOutcome(row["outcome"]) if row["outcome"] else None,
        reason=row["reason"],
        settled_at=row["settled_at"],
        subject=row["subject"] or "",
    )


_QUEUE = """
INSERT INTO mail (kind, person, recipient, about, queued_at, tries, reason)
SELECT {}, id, email, {}, governance_now(), 0, '' FROM person WHERE email = {} AND disabled_at IS NULL
"""

_QUEUE_FOR_CONTACT = """
INSERT INTO mail (kind, contact, recipient, about, queued_at, tries, reason)
SELECT {}, id, email, {}, governance_now(), 0, '' FROM assurance_contact WHERE id = {} AND ended_at IS NULL
"""

_QUEUE_ONE_A_DAY = """
INSERT INTO mail (kind, about, person, recipient, queued_at, tries, reason)
SELECT 'what to do', {}, p.id, p.email, governance_now(), 0, '' FROM person p
WHERE p.id = {} AND p.disabled_at IS NULL AND NOT EXISTS (
    SELECT FROM mail m WHERE m.person = p.id AND m.kind = 'what to do'
    AND (m.claimed_at IS NULL OR (m.queued_at AT TIME ZONE {})::date = (governance_now() AT TIME ZONE {})::date))
RETURNING id
"""

_QUEUE_CLAIMED = """
INSERT INTO mail (kind, recipient, about, queued_at, tries, claimed_at, reason)
VALUES ({}, {}, '', governance_now(), {}, governance_now(), '') RETURNING id
"""

_CLAIM = """
UPDATE mail SET claimed_at = governance_now(), tries = tries + 1
WHERE id = (
    SELECT id FROM mail
    WHERE outcome IS NULL AND (claimed_at IS NULL OR claimed_at <= governance_now() - make_interval(mins => {}))
    ORDER BY (kind IN ('sign-in link', 'assurance code')) DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""

_CLAIMED = """
SELECT m.*, coalesce(p.name, c.name) AS name, i.partnership, i.example
FROM mail m LEFT JOIN person p ON p.id = m.person LEFT JOIN assurance_contact c ON c.id = m.contact
LEFT JOIN installation i ON true WHERE m.id = {}
"""

_SETTLE = """
UPDATE mail SET outcome = {}, reason = {}, settled_at = governance_now() WHERE id = {} AND outcome IS NULL
"""

_LAY = """
WITH settled AS (
    UPDATE mail SET outcome = 'tray', reason = '', settled_at = governance_now()
    WHERE id = {} AND outcome IS NULL AND EXISTS (SELECT FROM installation WHERE example) RETURNING id
)
INSERT INTO tray_letter (mail, subject, text) SELECT id, {}, {} FROM settled
"""

_NEXT = """
SELECT extract(epoch FROM min(coalesce(claimed_at + make_interval(mins => {}), queued_at)) - governance_now())
    AS seconds FROM mail WHERE outcome IS NULL
"""

_SENT = """
SELECT m.*, coalesce(p.name, c.name) AS name, t.subject, t.text
FROM mail m LEFT JOIN person p ON p.id = m.person LEFT JOIN assurance_contact c ON c.id = m.contact
LEFT JOIN tray_letter t ON t.mail = m.id
"""
