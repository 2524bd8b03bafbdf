"""What one agency is asked more than once at a time: about the same thing, or the same questions about different ones.

The register of an agency names it, and so does the preview of a request before it is sent (`asked_already`).
"""

from collections import defaultdict

from msgspec import Struct

from objectives.lifecycle import WITH_AGENCY, WITH_UNIT
from objectives.tables.assurance_request import AssuranceRequest


class Asked(Struct, frozen=True):
    """A request by its id and title."""

    id: int
    title: str


class Twice(Struct, frozen=True):
    """Open requests to one agency, oldest first, that one request could have been.

    `about` is the commitment or action that each of them is about; with `same_questions` they are of one template, and
    about several things.
    """

    about: str
    requests: tuple[Asked, ...]
    same_questions: bool = False


async def asked_already(asking: int) -> defaultdict[int, tuple[Asked, ...]]:
    """By agency: what is open there already about something that an asking is about, or with its questions."""
    found: defaultdict[int, tuple[Asked, ...]] = defaultdict(tuple)
    for row in await AssuranceRequest.raw(_ALREADY, asking):
        found[row["agency"]] += (Asked(row["id"], row["title"]),)
    return found


_OPEN = ", ".join(f"'{state.value}'" for state in (*WITH_AGENCY, *WITH_UNIT))

TWICE = f"""
WITH open AS MATERIALIZED (
    SELECT r.id, jsonb_build_object('id', r.id, 'title', k.title) AS asked, k.strategy, k.template, ARRAY(
        SELECT coalesce(m.reference, n.reference)
        FROM assurance_subject u LEFT JOIN commitment m ON m.id = u.commitment LEFT JOIN action n ON n.id = u.action
        WHERE u.asking = k.id ORDER BY 1
    ) AS about
    FROM assurance_request r JOIN assurance_asking k ON k.id = r.asking
    WHERE r.agency = ANY({{}}::int[]) AND r.state IN ({_OPEN})
)
SELECT reference AS about, jsonb_agg(asked ORDER BY id) AS requests, false AS same_questions
FROM open, unnest(about) AS reference GROUP BY strategy, reference HAVING count(*) > 1
UNION ALL
SELECT string_agg(DISTINCT reference, ', '), jsonb_agg(DISTINCT asked), true
FROM open, unnest(about) AS reference GROUP BY strategy, template HAVING count(DISTINCT about) > 1
"""

_ALREADY = f"""
SELECT r.agency, r.id, k.title
FROM assurance_request d JOIN assurance_asking dk ON dk.id = d.asking
JOIN assurance_request r ON r.agency = d.agency AND r.asking <> d.asking AND r.state IN ({_OPEN})
JOIN assurance_asking k ON k.id = r.asking AND k.strategy = dk.strategy
WHERE d.asking = {{}} AND (k.template = dk.template OR EXISTS (
    SELECT FROM assurance_subject u JOIN assurance_subject v ON u.commitment = v.commitment OR u.action = v.action
    WHERE u.asking = k.id AND v.asking = dk.id
))
ORDER BY r.agency, r.id
"""
