"""Files of evidence, by the row that names them: what they are, and whether they may still be had.

Knows rows and digests, and neither the store nor anybody's rights.
"""

from collections.abc import Set as AbstractSet

from objectives.dates import in_words
from objectives.days import today_at
from objectives.evidence import KeptFile
from objectives.mandates import row_of
from objectives.problems import NotFound
from objectives.tables.evidence import Evidence

UNKNOWN = "application/octet-stream"


async def file_of(evidence: int) -> KeptFile:
    """The file of a piece of evidence. Raises NotFound, saying by whom and when where it was redacted."""
    row = await row_of(Evidence, evidence)
    if row.sha256 is None:
        raise NotFound("This piece of evidence is a link or a statement; there is no file.")
    redacted = await Evidence.raw(_REDACTED, row.sha256, evidence)
    if redacted:
        (last,) = redacted
        raise NotFound(
            f"This file was redacted on {in_words(today_at(last['answered_at']))}: {last['asked_by']} asked for it "
            f"and {last['agreed_by']} agreed. It is not kept any more."
        )
    return KeptFile(row.sha256, row.file_name, row.media_type or UNKNOWN, row.size)


async def named_files() -> AbstractSet[str]:
    """The SHA-256 of every file that anything names: evidence, a partner's answer, a pack, its addenda, a draft."""
    return {row["sha256"] for row in await Evidence.raw(NAMED)}


NAMED = """
SELECT sha256 FROM evidence WHERE sha256 IS NOT NULL
UNION SELECT sha256 FROM assurance_evidence WHERE sha256 IS NOT NULL
UNION SELECT sha256 FROM pack_format
UNION SELECT sha256 FROM pack_addendum WHERE sha256 IS NOT NULL
UNION SELECT sha256 FROM pack_extract_format
UNION SELECT piece -> 'file' ->> 'sha256' FROM draft, jsonb_array_elements(draft.pieces::jsonb) AS piece
WHERE piece -> 'file' ->> 'sha256' IS NOT NULL
"""

_REDACTED = """
SELECT r.answered_at, asker.name AS asked_by, agreer.name AS agreed_by
FROM redaction r JOIN person asker ON asker.id = r.asked_by JOIN person agreer ON agreer.id = r.answered_by
WHERE r.agreed AND (
    EXISTS (SELECT FROM redacted_file f WHERE f.redaction = r.id AND f.sha256 = {})
    OR (r.table_name = 'evidence' AND r.row_id = {} AND 'sha256' = ANY (string_to_array(r.fields, ','))))
ORDER BY r.id DESC LIMIT 1
"""
