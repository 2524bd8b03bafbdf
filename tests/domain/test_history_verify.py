"""Verifying: what somebody with all power over the database still cannot change unseen."""

import asyncio
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from governance_app import embedded
from governance_app.database import Connections, connect, connected, disconnect
from objectives.history import Place
from objectives.problems import Invalid
from objectives.verifying import verify
from piccolo_conf import DB
from tests.domain.history_makers import add_agency, remove, rename, run_past_the_service

PROGRAMS = embedded.programs() / "bin"
TRIGGERS_OFF = "SET session_replication_role = replica"


@pytest.fixture
async def recorded(database: Connections, deletable: None) -> Connections:
    """Three agencies in six entries: 1 and 2 are of agency 1, 3 of agency 2, 4 to 6 of agency 3, which is gone."""
    police = await add_agency("Police")
    await rename(police, "West Midlands Police")
    await add_agency("Health")
    school = await add_agency("School")
    await rename(school, "Schools")
    await remove(school)
    return database


async def test_history_fits_together_as_it_is_written(recorded: Connections) -> None:
    verdict = await verify()
    assert verdict.fault is None
    assert verdict.head.sequence == 6
    assert (await verify(verdict.head)).fault is None


async def test_an_empty_history_fits(database: Connections) -> None:
    verdict = await verify()
    assert verdict.fault is None
    assert verdict.head == Place(0, "00" * 32)
    assert (await verify(verdict.head)).fault is None


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        ("UPDATE agency SET name = 'Other' WHERE id = 1", "The agency 1 differs .* \\(entry 2\\): name."),
        ("DELETE FROM agency WHERE id = 2", "The agency 2 is gone from its table, but .* \\(entry 3\\)"),
        (
            "INSERT INTO agency (name, short_name, lead_partner) VALUES ('x', 'x', 'x')",
            "The agency 4 is in its table, but history does not hold it",
        ),
        ("TRUNCATE agency CASCADE", "The agency 1 is gone from its table"),
        ("DELETE FROM history WHERE sequence = 3", "Entry 3 is missing"),
        ("DELETE FROM history WHERE sequence IN (1, 2)", "Entries 1 to 2 are missing"),
        ("DELETE FROM history WHERE sequence > 4", "Entries 5 to 6 are missing"),
        ("TRUNCATE history", "Entries 1 to 6 are missing"),
        (
            "UPDATE history SET actor = 'person:9' WHERE sequence = 2",
            "Entry 2 .* by person:9.* does not fit the chain",
        ),
        (
            "UPDATE history SET recorded_at = recorded_at - interval '1 day' WHERE sequence = 2",
            "Entry 2 .*does not fit the chain",
        ),
        ("UPDATE history SET operation = 'insert' WHERE sequence = 2", "Entry 2 .*does not fit the chain"),
        ("UPDATE history SET shape = 2 WHERE sequence = 2", "Entry 2 .*does not fit the chain"),
        ("UPDATE history SET row_id = 2 WHERE sequence = 1", "Entry 1 .*does not fit the chain"),
        (
            "UPDATE history SET row_json = replace(row_json, 'Police', 'Polite') WHERE sequence = 2",
            "Entry 2 .*the row it holds does not fit its digest",
        ),
        (
            "UPDATE history SET row_json = '{}', row_digest = sha256(salt || '{}') WHERE sequence = 2",
            "Entry 2 .*does not fit the chain",
        ),
        ("UPDATE history SET salt = NULL, row_json = '{}' WHERE sequence = 2", "Entry 2 .*has been blanked"),
        (
            "UPDATE history SET superseded_at = superseded_at + interval '1 hour' WHERE sequence = 1",
            "Entry 1 .*says it was superseded by entry 2 on .*, but it was superseded by entry 2 on",
        ),
        (
            "UPDATE history SET superseded_sequence = 3 WHERE sequence = 1",
            "Entry 1 .*says it was superseded by entry 3 .*, but it was superseded by entry 2",
        ),
        (
            "UPDATE history SET superseded_at = recorded_at, superseded_sequence = 6 WHERE sequence = 3",
            "Entry 3 .*says it was superseded by entry 6 .*, but it was never superseded",
        ),
        (
            "UPDATE history_head SET sequence = 7",
            "Entry 7 is missing",
        ),
        (
            "UPDATE history_head SET digest = sha256('x')",
            "The head of history says that the chain ends at 6:",
        ),
        ("UPDATE history_head SET instant = '2020-01-01'", "The head of history says 1 January 2020"),
        ("ALTER TABLE agency DISABLE TRIGGER history_update", "History is switched off for the table agency"),
        ("DROP TRIGGER history_open ON person", "History is switched off for the table person"),
    ],
)
async def test_verifying_names(recorded: Connections, superuser: str, tampering: str, fault: str) -> None:
    await run_past_the_service(superuser, f"{TRIGGERS_OFF}; {tampering}")
    found = (await verify()).fault or ""
    assert re.search(fault, found), found


CUT_TAIL = """
DELETE FROM history WHERE sequence > 3;
DELETE FROM agency WHERE id = 3;
UPDATE history_head SET (sequence, digest, instant) =
    (SELECT sequence, chain_digest, recorded_at FROM history WHERE sequence = 3)
"""

REWRITTEN = """
DO $$
DECLARE
    previous bytea := decode(repeat('00', 32), 'hex');
    entry history;
BEGIN
    UPDATE agency SET lead_partner = 'Forged';
    UPDATE history SET row_json = replace(row_json, 'Chief Executive', 'Forged');
    FOR entry IN SELECT * FROM history ORDER BY sequence LOOP
        entry.row_digest := sha256(entry.salt || convert_to(entry.row_json, 'UTF8'));
        previous := sha256(previous || convert_to(concat_ws(E'\\n', entry.sequence, entry.table_name, entry.row_id,
            entry.operation, entry.shape, entry.actor,
            to_char(entry.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), 'UTF8')
            || entry.row_digest);
        UPDATE history SET row_digest = entry.row_digest, chain_digest = previous WHERE sequence = entry.sequence;
    END LOOP;
    UPDATE history_head SET digest = previous;
END $$
"""


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (CUT_TAIL, "History ends before the anchor: entry 6 is missing."),
        (REWRITTEN, "Entry 6 is not the one that the anchor was taken from"),
    ],
)
async def test_only_an_anchor_shows(
    recorded: Connections, superuser: str, tampering: str, fault: str
) -> None:
    anchor = (await verify()).head
    await run_past_the_service(superuser, f"{TRIGGERS_OFF}; {tampering}")
    assert (await verify()).fault is None
    assert (await verify(anchor)).fault.startswith(fault)


async def test_an_issued_pack_anchors_the_chain(recorded: Connections, superuser: str) -> None:
    await run_past_the_service(recorded.application, ISSUED_PACK)
    assert (await verify()).fault is None
    await run_past_the_service(superuser, f"{TRIGGERS_OFF}; {REWRITTEN}")
    assert (await verify()).fault == "Entry 3 is not the one at which the pack 1, issued as 1.0, was read."


async def test_a_cut_tail_stays_visible_when_writing_goes_on(recorded: Connections, superuser: str) -> None:
    await run_past_the_service(superuser, f"{TRIGGERS_OFF}; DELETE FROM history WHERE sequence > 4")
    await add_agency("Probation")
    assert (await verify()).fault == "Entries 5 to 6 are missing."


async def test_verifying_from_london_gives_the_same_answer(recorded: Connections) -> None:
    await run_past_the_service(
        recorded.application,
        "SET timezone = 'Europe/London'; SET datestyle = 'SQL, DMY';"
        " UPDATE agency SET ended_on = '30/09/2026' WHERE id = 1; " + A_ROUND,
    )
    london = f"{recorded.application}&timezone=Europe/London&datestyle=SQL,DMY"
    await disconnect()
    async with connected(Connections(london, None, is_embedded=True)):
        assert (await DB._run_in_pool("SHOW datestyle"))[0]["DateStyle"] == "SQL, DMY"
        assert (await verify()).fault is None
    await connect(recorded)


async def test_history_fits_after_dump_and_restore(
    recorded: Connections, superuser: str, tmp_path: Path
) -> None:
    anchor = (await verify()).head
    restored = f"restored_{os.getpid()}"
    dump = tmp_path / "dump"
    await run("pg_dump", "--format=custom", f"--file={dump}", superuser)
    await run_past_the_service(superuser, f"CREATE DATABASE {restored} OWNER {embedded.OWNER}")
    try:
        application, owner, power = (
            address.replace(urlsplit(superuser).path, f"/{restored}")
            for address in (recorded.application, recorded.owner or "", superuser)
        )
        await run("pg_restore", f"--dbname={power}", str(dump))
        await disconnect()
        async with connected(Connections(application, owner, is_embedded=True)):
            assert (await verify(anchor)).fault is None
            await add_agency("Probation")
            verdict = await verify(anchor)
        assert (verdict.fault, verdict.head.sequence) == (None, 7)
        await connect(recorded)
    finally:
        await run_past_the_service(superuser, f"DROP DATABASE {restored} WITH (FORCE)")


async def test_a_hundred_thousand_rows_are_verified(database: Connections) -> None:
    await run_past_the_service(
        database.application,
        "INSERT INTO agency (name, short_name, lead_partner) SELECT n, n, n FROM generate_series(1, 100000) AS n",
    )
    heard: list[tuple[int, int]] = []
    verdict = await verify(told=lambda done, of: heard.append((done, of)))
    assert (verdict.fault, verdict.head.sequence) == (None, 100_000)
    assert heard == [(0, 100_000), (50_000, 100_000), (100_000, 100_000)]


def test_an_anchor_is_read_as_it_is_printed() -> None:
    place = Place(41, "ab" * 32)
    assert Place.parse(f" {place}\n") == place
    with pytest.raises(Invalid, match="as printed on the pack"):
        Place.parse("41")


A_ROUND = """
INSERT INTO reporting_round (name, period_starts_on, period_ends_on, opens_on, updates_due_on, moderation_due_on,
    freezes_at, meets_on)
VALUES ('Q1', '01/04/2036', '30/06/2036', '01/07/2036', '14/07/2036', '21/07/2036', '28/07/2036 23:59', '11/08/2036')
"""

ISSUED_PACK = """
INSERT INTO person (name, email, agency) VALUES ('Ann', 'ann@example.org', 1);
INSERT INTO strategy (key, title, short_title, partnership, starts_on, document)
VALUES ('csa', 'Strategy', 'Strategy', 'Partnership', '2026-04-01', '{}');
INSERT INTO pack (strategy, as_at, as_at_on, sequence, chain_digest, content, digest, built_at)
SELECT 1, now(), now(), 3, encode(chain_digest, 'hex'), '{}', repeat('0', 64), now() FROM history WHERE sequence = 3;
INSERT INTO pack_issue (pack, version, marking, distribution, issued_by, issued_at)
VALUES (1, '1.0', 'OFFICIAL', '', 1, now())
"""


async def run(program: str, *arguments: str) -> None:
    """One of the wheel's own programs, against the test's server."""
    running = await asyncio.create_subprocess_exec(PROGRAMS / program, *arguments)
    assert await running.wait() == 0
