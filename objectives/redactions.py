"""Redactions as they are looked for and looked back on: what stands under a reference, and the register of them all.

It reads and never blanks; `redacting` does. It gives no text away: of a piece it tells what it is, whose, when, and
how long each field is, which is all that an administrator may know of it.
"""

import datetime as dt
from typing import Any

import msgspec
from msgspec import Struct

from objectives.problems import NotFound
from objectives.redacting import BLANKS, PackReached
from objectives.tables.redaction import FIELDS, Redaction

LARGEST_ID = 2**31 - 1


class Stand(Struct, frozen=True):
    """Where a piece stands: a commitment, an action or an objective, by its strategy's key and its reference."""

    key: str
    reference: str
    title: str


class Held(Struct, frozen=True):
    """A field that holds something that could be redacted, and how much."""

    name: str
    characters: int


class Piece(Struct, frozen=True):
    """One row of what people wrote. `said` tells which, in words of the service: "Q1 2026-27, version 1".

    `by` and `at` (UTC) are of whoever wrote it, None where no one person did. `fields` are those that still hold
    something; none once all was redacted.
    """

    table: str
    row_id: int
    said: str
    by: str | None
    at: dt.datetime | None
    stands: tuple[Stand, ...]
    fields: tuple[Held, ...]


class Copy(PackReached, frozen=True):
    """A pack that a redaction reached, and the key of its strategy."""

    strategy: str


class Registered(Struct, frozen=True):
    """One redaction with all that is on record of it. Instants are UTC; `agreed` is None while it waits.

    `entries` are the places in history that it blanked; of the `files` that had to go, `files_left` are still there.
    """

    id: int
    table_name: str
    row_id: int
    fields: tuple[str, ...]
    reason: str
    asked_by: str
    asked_by_id: int
    asked_at: dt.datetime
    agreed: bool | None
    answered_by: str | None
    answered_at: dt.datetime | None
    answer_reason: str
    said: str
    by: str | None
    at: dt.datetime | None
    stands: tuple[Stand, ...]
    entries: int
    packs: tuple[Copy, ...]
    files: int
    files_left: int


async def stands_called(reference: str, key: str | None = None) -> list[Stand]:
    """The commitments, actions and objectives of this reference, in one strategy or in all of them."""
    return [Stand(**row) for row in await Redaction.raw(_CALLED, reference.upper(), key, key)]


async def pieces_of(stand: Stand) -> list[Piece]:
    """What people wrote about a commitment, an action or an objective and was not redacted; the newest first."""
    rows = await Redaction.raw(_OF_STAND, stand.key, stand.reference)
    return [piece for piece in map(_piece, rows) if piece.fields]


async def piece_of(table: str, row_id: int) -> Piece:
    """One piece. Raises NotFound."""
    rows = await Redaction.raw(_ONE_PIECE, table, row_id) if row_id <= LARGEST_ID else []
    if not rows:
        raise NotFound("There is nothing of that kind that could be redacted.")
    return _piece(rows[0])


async def all_redactions() -> list[Registered]:
    """The register: what waits for an answer first, then the latest answered."""
    return [
        _registered(row)
        for row in await Redaction.raw(f"{_REGISTER} ORDER BY r.agreed IS NULL DESC, r.id DESC")
    ]


async def one_redaction(id: int) -> Registered:
    """One line of the register. Raises NotFound."""
    rows = await Redaction.raw(f"{_REGISTER} WHERE r.id = {{}}", id) if id <= LARGEST_ID else []
    if not rows:
        raise NotFound(f"There is no redaction {id}.")
    return _registered(rows[0])


def _piece(row: dict[str, Any]) -> Piece:
    columns = msgspec.json.decode(row["row_json"], type=dict[str, Any])
    texts = {name: str(columns[name] or "") for name in FIELDS[row["table_name"]]}
    return Piece(
        table=row["table_name"],
        row_id=row["row_id"],
        said=row["said"],
        by=row["by"],
        at=row["at"],
        stands=_stands(row["stands"]),
        fields=tuple(Held(name, len(text)) for name, text in texts.items() if text not in BLANKS),
    )


def _registered(row: dict[str, Any]) -> Registered:
    told = row | {
        "fields": tuple(row["fields"].split(",")),
        "said": row["said"] or "",
        "stands": _stands(row["stands"]),
        "packs": msgspec.json.decode(row["packs"], type=tuple[Copy, ...]),
    }
    return Registered(**told)


def _stands(text: str) -> tuple[Stand, ...]:
    return msgspec.json.decode(text, type=tuple[Stand, ...])


# Everything that holds what people wrote freely: whose it is, when, and what of the plan it stands under. A piece of
# evidence may stand under several, and has a row for each.
_PIECES = """
of_evidence AS (
    SELECT l.evidence, coalesce(l.action, m.action) AS action, l.commitment
    FROM evidence_link l LEFT JOIN milestone m ON m.id = l.milestone
),
of_reply (table_name, row_id, request, writer, at) AS (
    SELECT 'assurance_answer', a.id, a.request, c.person, a.answered_at
        FROM assurance_answer a JOIN assurance_contact c ON c.id = a.answered_by
    UNION ALL SELECT 'assurance_evidence', e.id, e.request, c.person, e.given_at
        FROM assurance_evidence e JOIN assurance_contact c ON c.id = e.given_by
    UNION ALL SELECT 'assurance_grade', g.id, e.request, g.graded_by, g.graded_at
        FROM assurance_grade g JOIN assurance_evidence e ON e.id = g.evidence
    UNION ALL SELECT 'assurance_extension', id, request, decided_by, asked_at FROM assurance_extension
    UNION ALL SELECT 'assurance_opinion', id, request, given_by, given_at FROM assurance_opinion
    UNION ALL SELECT 'assurance_recommendation', r.id, o.request, o.given_by, o.given_at
        FROM assurance_recommendation r JOIN assurance_opinion o ON o.id = r.opinion
    UNION ALL SELECT 'assurance_return', id, request, returned_by, returned_at FROM assurance_return
    UNION ALL SELECT 'assurance_step', id, request, person, taken_at FROM assurance_step
    UNION ALL SELECT 'assurance_submission', u.id, u.request, c.person, u.submitted_at
        FROM assurance_submission u JOIN assurance_contact c ON c.id = u.submitted_by
),
of_matter AS (
    -- What is about a whole pack stands under each objective.
    SELECT m.id, m.action, m.commitment, o.id AS objective, m.kind || ' number ' || m.number AS said, m.raised_by,
        m.raised_at
    FROM matter m LEFT JOIN objective o ON o.strategy = m.strategy AND m.action IS NULL AND m.commitment IS NULL
),
piece (table_name, row_id, action, commitment, objective, said, writer, at) AS (
    SELECT 'action', id, id, NULL::int, NULL::int, '', NULL::int, added_at FROM action
    UNION ALL SELECT 'milestone', id, action, NULL, NULL, 'number ' || position, NULL, NULL FROM milestone
    UNION ALL SELECT 'forecast_change', f.id, m.action, NULL, NULL, 'of milestone number ' || m.position,
        f.moved_by, f.moved_at FROM forecast_change f JOIN milestone m ON m.id = f.milestone
    UNION ALL SELECT 'rebaseline', b.id, m.action, NULL, NULL, 'of milestone number ' || m.position,
        b.asked_by, b.asked_at FROM rebaseline b JOIN milestone m ON m.id = b.milestone
    UNION ALL SELECT 'progress_update', u.id, u.action, NULL, NULL, r.name || ', version ' || u.version,
        u.submitted_by, u.submitted_at FROM progress_update u JOIN reporting_round r ON r.id = u.round
    UNION ALL SELECT 'update_return', t.id, u.action, NULL, NULL, r.name || ', version ' || u.version,
        t.returned_by, t.returned_at
        FROM update_return t JOIN progress_update u ON u.id = t.progress_update JOIN reporting_round r ON r.id = u.round
    UNION ALL SELECT 'delivery_check', id, action, NULL, NULL, '', checked_by, recorded_at FROM delivery_check
    UNION ALL SELECT 'supersession', id, action, NULL, NULL, '', superseded_by, superseded_at FROM supersession
    UNION ALL SELECT 'starting_note', id, action, NULL, NULL, '', written_by, written_at FROM starting_note
    UNION ALL SELECT 'moderation', m.id, m.action, m.commitment, NULL, r.name, m.moderated_by, m.moderated_at
        FROM moderation m JOIN reporting_round r ON r.id = m.round
    UNION ALL SELECT 'rating_answer', a.id, m.action, m.commitment, NULL, r.name, a.answered_by, a.answered_at
        FROM rating_answer a JOIN moderation m ON m.id = a.moderation JOIN reporting_round r ON r.id = m.round
    UNION ALL SELECT 'evidence', e.id, o.action, o.commitment, NULL, e.kind || ', a ' || e.form, e.given_by, e.given_at
        FROM evidence e JOIN of_evidence o ON o.evidence = e.id
    UNION ALL SELECT 'evidence_judgement', j.id, o.action, o.commitment, NULL, '', j.judged_by, j.judged_at
        FROM evidence_judgement j JOIN of_evidence o ON o.evidence = j.evidence
    UNION ALL SELECT 'variation', id, NULL, commitment, NULL, '', recorded_by, recorded_at FROM variation
    UNION ALL SELECT 'commentary', c.id, NULL, NULL, c.objective, r.name, c.written_by, c.written_at
        FROM commentary c JOIN reporting_round r ON r.id = c.round
    UNION ALL SELECT 'decision_sought', d.id, a.id, c.id,
        CASE WHEN d.reference = '' THEN (SELECT min(id) FROM objective WHERE strategy = d.strategy) END,
        r.name || ', ' || d.origin, d.written_by, d.written_at
        FROM decision_sought d JOIN reporting_round r ON r.id = d.round
        LEFT JOIN action a ON a.strategy = d.strategy AND a.reference = d.reference
        LEFT JOIN commitment c ON c.strategy = d.strategy AND c.reference = d.reference
    UNION ALL SELECT 'risk', id, action, commitment, NULL, 'number ' || number, raised_by, raised_at FROM risk
    UNION ALL SELECT 'risk_step', t.id, r.action, r.commitment, NULL, 'risk number ' || r.number || ', ' || t.act,
        t.taken_by, t.taken_at FROM risk_step t JOIN risk r ON r.id = t.risk
    UNION ALL SELECT 'matter', m.id, m.action, m.commitment, m.objective, m.said, m.raised_by, m.raised_at
        FROM of_matter m
    UNION ALL SELECT 'matter_step', t.id, m.action, m.commitment, m.objective, m.said, t.taken_by, t.taken_at
        FROM matter_step t JOIN of_matter m ON m.id = t.matter
    UNION ALL SELECT 'meeting', m.id, NULL, NULL, o.id, 'of ' || m.held_on, m.called_by, m.called_at
        FROM meeting m JOIN objective o ON o.strategy = m.strategy
    UNION ALL SELECT 'attendance', a.id, NULL, NULL, o.id, 'of ' || m.held_on, m.called_by, m.called_at
        FROM attendance a JOIN meeting m ON m.id = a.meeting JOIN objective o ON o.strategy = m.strategy
    UNION ALL SELECT 'pack_addendum', d.id, NULL, NULL, o.id, d.kind || ' number ' || d.number, d.added_by, d.added_at
        FROM pack_addendum d JOIN pack_issue i ON i.id = d.issue JOIN pack p ON p.id = i.pack
        JOIN objective o ON o.strategy = p.strategy
    UNION ALL SELECT 'pack_review', r.id, NULL, NULL, o.id, 'of ' || m.held_on, r.recorded_by, r.reviewed_at
        FROM pack_review r JOIN meeting m ON m.id = r.meeting JOIN objective o ON o.strategy = m.strategy
    UNION ALL SELECT 'bulk_change', b.id, a.id, NULL, NULL, b.kind, b.made_by, b.made_at FROM bulk_change b
        JOIN action a ON a.strategy = b.strategy AND a.reference = ANY (string_to_array(b.done, ','))
    UNION ALL SELECT 'assurance_asking', k.id, s.action, s.commitment, NULL, '', k.drafted_by, k.drafted_at
        FROM assurance_asking k JOIN assurance_subject s ON s.asking = k.id
    UNION ALL SELECT 'assurance_question', q.id, s.action, s.commitment, NULL, 'number ' || q.position, NULL, NULL
        FROM assurance_question q JOIN assurance_subject s ON s.asking = q.asking
    UNION ALL SELECT o.table_name, o.row_id, s.action, s.commitment, NULL, g.name, o.writer, o.at
        FROM of_reply o JOIN assurance_request r ON r.id = o.request JOIN agency g ON g.id = r.agency
        JOIN assurance_subject s ON s.asking = r.asking
    UNION ALL SELECT 'guard_find', g.id, a.id, NULL, NULL, g.kind, g.person, g.found_at
        FROM guard_find g JOIN strategy s ON s.key = substring(g.place FROM '^/strategies/([^/]+)/')
        JOIN action a ON a.strategy = s.id AND a.reference = substring(g.place FROM '/actions/([^/]+)')
),
stand (key, reference, title, action, commitment, objective) AS (
    SELECT s.key, a.reference, a.title, a.id, NULL::int, NULL::int FROM action a JOIN strategy s ON s.id = a.strategy
    UNION ALL SELECT s.key, c.reference, c.short_title, NULL, c.id, NULL
        FROM commitment c JOIN strategy s ON s.id = c.strategy
    UNION ALL SELECT s.key, o.key, o.name, NULL, NULL, o.id FROM objective o JOIN strategy s ON s.id = o.strategy
),
placed AS (
    SELECT p.*, s.key, s.reference, s.title FROM piece p JOIN stand s
    ON s.action = p.action OR s.commitment = p.commitment OR s.objective = p.objective
)
"""

_STANDS = (
    "coalesce((SELECT json_agg(DISTINCT jsonb_build_object('key', o.key, 'reference', o.reference, 'title', o.title))"
    " FROM placed o WHERE o.table_name = {0}.table_name AND o.row_id = {0}.row_id), '[]')::text AS stands"
)

_CALLED = f"""
WITH {_PIECES} SELECT key, reference, title FROM stand
WHERE upper(reference) = {{}} AND ({{}}::text IS NULL OR key = {{}}) ORDER BY key, reference
"""

_FOUND = f"""
SELECT DISTINCT p.table_name, p.row_id, p.said, who.name AS by, p.at, h.row_json, {_STANDS.format("p")}
FROM placed p LEFT JOIN person who ON who.id = p.writer
JOIN history h ON h.table_name = p.table_name AND h.row_id = p.row_id AND h.superseded_sequence IS NULL
"""

_OF_STAND = f"""
WITH {_PIECES} SELECT * FROM ({_FOUND} WHERE p.key = {{}} AND p.reference = {{}}) AS found
ORDER BY table_name NOT IN ('action', 'milestone'), at DESC NULLS LAST, table_name, row_id
"""

_ONE_PIECE = f"WITH {_PIECES} {_FOUND} WHERE p.table_name = {{}} AND p.row_id = {{}}"

_REGISTER = f"""
WITH {_PIECES}
SELECT r.id, r.table_name, r.row_id, r.fields, r.reason, asker.name AS asked_by, r.asked_by AS asked_by_id, r.asked_at,
    r.agreed, answerer.name AS answered_by, r.answered_at, r.answer_reason, one.said, writer.name AS by, one.at,
    {_STANDS.format("r")},
    (SELECT count(*) FROM redacted_entry WHERE redaction = r.id) AS entries,
    (SELECT count(*) FROM redacted_file WHERE redaction = r.id) AS files,
    (SELECT count(*) FROM redacted_file WHERE redaction = r.id AND removed_at IS NULL) AS files_left,
    coalesce((SELECT json_agg(jsonb_build_object('digest', p.digest, 'round', t.name, 'as_at_on', p.as_at_on,
        'strategy', s.key, 'version', (SELECT version FROM pack_issue WHERE pack = p.id ORDER BY id DESC LIMIT 1))
        ORDER BY p.as_at, p.id)
        FROM pack p JOIN strategy s ON s.id = p.strategy LEFT JOIN reporting_round t ON t.id = p.round
        WHERE EXISTS (SELECT FROM redacted_entry e JOIN history h ON h.sequence = e.entry
                      WHERE e.redaction = r.id AND h.table_name = 'pack' AND h.row_id = p.id)), '[]')::text AS packs
FROM redaction r JOIN person asker ON asker.id = r.asked_by LEFT JOIN person answerer ON answerer.id = r.answered_by
LEFT JOIN LATERAL (SELECT said, writer, at FROM piece p
                   WHERE p.table_name = r.table_name AND p.row_id = r.row_id LIMIT 1) AS one ON true
LEFT JOIN person writer ON writer.id = one.writer
"""
