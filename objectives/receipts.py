"""Read receipts: whoever an issued pack is for confirms that they have read it, and the business unit sees who has not.

Opening a pack confirms nothing. A receipt is of the version that was issued last, and is written once.
"""

import datetime as dt

from msgspec import Struct

from objectives.faults import refuse_if
from objectives.mandates import acting, row_of
from objectives.packs import kept_pack
from objectives.problems import Conflict
from objectives.tables.agency import Agency
from objectives.tables.pack import PackIssue
from objectives.tables.person import Person
from objectives.tables.receipt import PackReceipt
from objectives.visibility import READS_ISSUED_PACKS, why_not_confirm_reading


class Reader(Struct, frozen=True):
    """Somebody whom a pack is for, and when they said that they have read it (UTC); None while they have not."""

    id: int
    name: str
    agency: str
    part: str
    confirmed_at: dt.datetime | None


class Unread(Struct, frozen=True):
    """An issued pack of a round whose meeting is to come, that somebody it is for has not confirmed to have read."""

    strategy: str
    digest: str
    round: str
    meets_on: dt.date


async def confirm_reading(person: Person, digest: str) -> PackReceipt:
    """Says that somebody has read the newest version of an issued pack; said twice, the first one stands.

    Raises NotAllowed where it is not for them, Conflict where it is a draft, NotFound.
    """
    async with acting(person) as act:
        pack = await kept_pack(digest)
        issue = (
            await PackIssue.objects()
            .where(PackIssue.pack == pack.id)
            .order_by(PackIssue.id, ascending=False)
            .first()
        )
        if issue is None:
            raise Conflict("This pack is a draft. It can be confirmed as read once it has been issued.")
        agency = (await row_of(Agency, act.by.agency)).name
        refuse_if(why_not_confirm_reading(act.by, agency, issue.distribution))
        receipt = await PackReceipt.objects().get(
            (PackReceipt.issue == issue.id) & (PackReceipt.person == person.id)
        )
        if receipt is None:
            receipt = PackReceipt(issue=issue.id, person=person.id, confirmed_at=act.now)
            await receipt.save()
        return receipt


async def confirmed_at(person: int, digest: str) -> dt.datetime | None:
    """When somebody confirmed the newest version of a pack (UTC); None where they have not."""
    rows = await PackReceipt.raw(_CONFIRMED, person, digest)
    return rows[0]["confirmed_at"] if rows else None


async def readers_of(digest: str, today: dt.date) -> tuple[Reader, ...]:
    """Whom the newest version of an issued pack is for, and whoever else confirmed it: who has not comes first.

    For are the Executive Group's members and scrutineers of that day, and each person whom its distribution names.
    """
    rows = await PackReceipt.raw(_READERS, digest, today, [role.value for role in READS_ISSUED_PACKS])
    return tuple(Reader(**row) for row in rows)


_NEWEST = """
newest AS (
    SELECT DISTINCT ON (i.pack) i.id, i.pack, i.distribution FROM pack_issue i
    ORDER BY i.pack, i.issued_at DESC, i.id DESC
)
"""

_CONFIRMED = f"""
WITH {_NEWEST} SELECT r.confirmed_at FROM pack_receipt r JOIN newest n ON n.id = r.issue JOIN pack p ON p.id = n.pack
WHERE r.person = {{}} AND p.digest = {{}}
"""

_READERS = f"""
WITH {_NEWEST}, issue AS (SELECT n.* FROM newest n JOIN pack p ON p.id = n.pack WHERE p.digest = {{}}),
named AS (SELECT lower(btrim(entry)) AS name FROM issue, regexp_split_to_table(distribution, '[;\n]') AS entry),
part AS (
    SELECT person, string_agg(DISTINCT role, ', ' ORDER BY role) AS role FROM role_grant
    WHERE {{}}::date BETWEEN given_on AND coalesce(ended_on, 'infinity') AND role = ANY ({{}}::text[]) GROUP BY person
)
SELECT p.id, p.name, a.short_name AS agency, coalesce(t.role, 'on distribution') AS part, r.confirmed_at
FROM issue i CROSS JOIN person p JOIN agency a ON a.id = p.agency LEFT JOIN part t ON t.person = p.id
LEFT JOIN pack_receipt r ON r.issue = i.id AND r.person = p.id
WHERE r.id IS NOT NULL OR p.disabled_at IS NULL AND (t.role IS NOT NULL OR lower(p.name) IN (SELECT name FROM named))
ORDER BY r.confirmed_at IS NOT NULL, p.name COLLATE "C", p.id
"""

# What somebody is to read before a meeting, soonest first; takes the day and the person.
UNREAD = f"""
WITH {_NEWEST} SELECT s.key AS strategy, p.digest, d.name AS round, d.meets_on
FROM newest n JOIN pack p ON p.id = n.pack JOIN strategy s ON s.id = p.strategy
JOIN reporting_round d ON d.id = p.round AND d.meets_on >= {{}}
WHERE NOT EXISTS (SELECT FROM pack_receipt r WHERE r.issue = n.id AND r.person = {{}})
AND NOT EXISTS (SELECT FROM pack q JOIN pack_issue j ON j.pack = q.id
                WHERE q.round = p.round AND q.strategy = p.strategy AND j.id > n.id)
ORDER BY d.meets_on, s.key
"""
