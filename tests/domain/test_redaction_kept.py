"""What redaction must not open: nobody may blank anything but by agreeing to a redaction, and verifying still sees."""

import re

import asyncpg
import pytest

from governance_app.database import Connections
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.tables.agency import Agency
from objectives.verifying import verify
from objectives.words import (
    Confidence,
    Direction,
    EvidenceForm,
    EvidenceKind,
    GreyReason,
    Impact,
    Issue,
    Kind,
    Likelihood,
    Opinion,
    Rating,
    RiskState,
    Role,
    Sensitivity,
    Status,
)
from tests.domain.history_makers import connection, run_past_the_service
from tests.makers import Partnership, a_partnership, accepted_evidence, an_action

TRIGGERS_OFF = "SET session_replication_role = replica"
WORDS = (
    Rating, Status, Kind, Role, Issue, Confidence, EvidenceForm, EvidenceKind, Sensitivity, Opinion, Direction,
    GreyReason, Likelihood, Impact, RiskState,
)  # fmt: skip


@pytest.fixture
async def p(database: Connections) -> Partnership:
    """A partnership with a piece of evidence that was redacted: its link."""
    p = await a_partnership()
    evidence = await accepted_evidence(p, await an_action(p))
    asked = await ask_redaction(
        p.administrator, NewRedaction("evidence", evidence.id, ("link",), "It names a child.")
    )
    await agree_to_redaction(p.moderator, asked)
    return p


REFUSED = (
    "UPDATE redaction SET agreed = NULL, answered_by = NULL, answered_at = NULL",
    "UPDATE redaction SET reason = 'Another.'",
    "DELETE FROM redaction",
    "INSERT INTO redaction (table_name, row_id, fields, reason, asked_by, asked_at, agreed, answered_by, answered_at)"
    " VALUES ('evidence', 1, 'title', 'why', 1, now(), true, 2, now())",
    "INSERT INTO redacted_entry (redaction, entry, sha256) VALUES (1, 3, repeat('0', 64))",
    "UPDATE redacted_entry SET sha256 = repeat('0', 64)",
    "DELETE FROM redacted_entry",
    "INSERT INTO redacted_file (redaction, sha256) VALUES (1, repeat('0', 64))",
    "UPDATE installation SET partnership = 'Another'",
)


async def test_a_redaction_and_what_it_reached_stay_as_they_were_written(
    p: Partnership, database: Connections
) -> None:
    for statement in REFUSED:
        with pytest.raises(asyncpg.PostgresError, match="refuses"):
            await run_past_the_service(database.owner or "", statement)


async def test_agreeing_at_another_instant_than_the_acts_own_is_refused(
    p: Partnership, database: Connections
) -> None:
    ask = """INSERT INTO redaction (table_name, row_id, fields, reason, asked_by, asked_at)
             VALUES ('evidence', 1, 'title', 'why', 1, now())"""
    agree = "UPDATE redaction SET agreed = true, answered_by = 2, answered_at = now() WHERE agreed IS NULL"
    with pytest.raises(asyncpg.PostgresError, match="at the instant of the act"):
        await run_past_the_service(database.application, ask, agree)


async def test_two_people_are_needed_whatever_writes_it(p: Partnership, database: Connections) -> None:
    async with connection(database.application) as opened, opened.transaction():
        await opened.execute(
            "INSERT INTO redaction (table_name, row_id, fields, reason, asked_by, asked_at)"
            " VALUES ('evidence', 1, 'title', 'why', 1, now())"
        )
        with pytest.raises(asyncpg.CheckViolationError, match="redaction_answered_by_another"):
            await opened.execute(
                "UPDATE redaction SET agreed = true, answered_by = 1, answered_at = governance_now()"
                " WHERE agreed IS NULL"
            )


async def test_what_is_written_once_is_as_closed_as_before_after_a_redaction_in_the_same_act(
    p: Partnership, database: Connections
) -> None:
    async with connection(database.application) as opened, opened.transaction():
        await opened.execute(
            "INSERT INTO redaction (table_name, row_id, fields, reason, asked_by, asked_at)"
            " VALUES ('evidence', 1, 'title', 'why', 1, now())"
        )
        await opened.execute(
            "UPDATE redaction SET agreed = true, answered_by = 2, answered_at = governance_now()"
            " WHERE agreed IS NULL"
        )
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with opened.transaction():
                await opened.execute("UPDATE history SET row_json = '{}'")


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (
            "UPDATE history SET row_json = replace(row_json, 'redacted.invalid', 'example.org')"
            " WHERE sequence = (SELECT min(entry) FROM redacted_entry)",
            "insert of evidence 1 .* has been changed since it was redacted",
        ),
        (
            "UPDATE history SET salt = NULL WHERE table_name = 'person' AND row_id = 1",
            "insert of person 1 .* has been blanked, and no redaction says why",
        ),
        (
            "UPDATE history SET row_json = replace(row_json, 'Avery', 'Every'), salt = '' WHERE table_name = 'person'",
            "insert of person 1 .* the row it holds does not fit its digest",
        ),
        ("UPDATE redacted_entry SET sha256 = repeat('0', 64)", "has been changed since it was redacted"),
        ("DELETE FROM redacted_entry", "insert of evidence 1 .* the row it holds does not fit its digest"),
        (
            "UPDATE redaction SET table_name = 'milestone', fields = 'title'",
            "insert of evidence 1 .* the row it holds does not fit its digest",
        ),
    ],
)
async def test_verifying_still_names(p: Partnership, superuser: str, tampering: str, fault: str) -> None:
    assert (await verify()).fault is None
    await run_past_the_service(superuser, f"{TRIGGERS_OFF}; {tampering}")
    found = (await verify()).fault or ""
    assert re.search(fault, found), found


async def test_a_word_of_the_service_itself_is_never_blanked_in_packs(database: Connections) -> None:
    (row,) = await Agency.raw("SELECT words_of_the_service() AS words")
    assert {word.value.lower() for words in WORDS for word in words} <= set(row["words"])


async def test_a_text_is_found_however_a_pack_spells_it(database: Connections) -> None:
    stored = '{"a":"The mother said so.","b":["He said: the mother said so; twice.","mother"],"the mother said so.":1}'
    (row,) = await Agency.raw(
        "SELECT stored_without({}, spellings(ARRAY['the mother said so.', 'mother'])) AS without", stored
    )
    assert row["without"] == (
        '{"a": "[redacted]", "b": ["He said: [redacted]; twice.", "[redacted]"], "the mother said so.": 1}'
    )
