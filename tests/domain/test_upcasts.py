"""Old shapes: what was recorded before a change of table is read as if it had always been of today's."""

import datetime as dt
import re
from pathlib import Path

import msgspec
import pytest

from governance_app.database import Connections
from objectives import rows
from objectives.history import Actor, versions
from objectives.rows import ROWS
from objectives.upcasts import SHAPES, STEPS, decode_row, in_todays_shape
from reports.content import FORMAT
from reports.pack import build_pack_of
from tests.domain.history_makers import connection, run_past_the_service
from tests.makers import KEY, a_milestone, a_partnership, accepted_evidence, an_action, it_is

SAMPLES = sorted((Path(__file__).parent / "shapes").glob("*.json"))

# Evidence as the first release recorded it, live rows and history alike; then what the migration does to it.
AS_BEFORE = """
SET session_replication_role = replica;
UPDATE history SET shape = 1, row_json = (row_json::jsonb - 'redacted_at')::text WHERE table_name = 'evidence'
"""
MIGRATED = "SELECT attach_history('evidence', 2, 'redaction on evidence')"


def test_every_past_shape_of_every_table_has_a_stored_row() -> None:
    past = {f"{table}-{shape}" for table, steps in STEPS.items() for shape in range(1, len(steps) + 1)}
    assert {sample.stem for sample in SAMPLES} == past


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_stored_row_of_a_past_shape_reads_as_one_of_today(sample: Path) -> None:
    table, shape = sample.stem.rsplit("-", 1)
    stored = sample.read_text()
    read = decode_row(table, stored, int(shape))
    was = msgspec.json.decode(stored)
    now = msgspec.to_builtins(read)
    kept = now.keys() & was.keys()
    assert {name: now[name] for name in kept} == {name: _spelt(was[name]) for name in kept}
    with pytest.raises(msgspec.ValidationError):
        decode_row(table, stored, SHAPES[table])


def _spelt(value: object) -> object:
    """As msgspec spells an instant in UTC."""
    return re.sub(r"\+00:00$", "Z", value) if isinstance(value, str) else value


def test_evidence_of_the_first_shape_was_never_redacted() -> None:
    (sample,) = [sample for sample in SAMPLES if sample.stem == "evidence-1"]
    read = decode_row("evidence", sample.read_text(), 1)
    assert isinstance(read, rows.Evidence)
    assert (read.title, read.shows_on, read.redacted_at) == ("Training figures", dt.date(2026, 4, 1), None)


def test_a_row_of_a_shape_yet_to_come_is_refused_and_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="A row of evidence has shape 3; this version knows 2 at most"):
        in_todays_shape("evidence", "{}", 3)
    with pytest.raises(ValueError, match="A row of agency has shape 2; this version knows 1 at most"):
        decode_row("agency", "{}", 2)


async def test_the_database_records_each_table_in_the_shape_that_is_read(database: Connections) -> None:
    async with connection(database.application) as opened:
        found = await opened.fetch(
            "SELECT DISTINCT relname, encode(tgargs, 'escape') AS shape FROM pg_trigger"
            " JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname = 'history_update'"
        )
    recorded = {row["relname"]: int(row["shape"].rstrip("\\0")) for row in found}
    assert {table: recorded[table] for table in ROWS} == {table: SHAPES.get(table, 1) for table in ROWS}


async def test_a_pack_built_before_a_change_of_table_rebuilds_to_the_same_after_it(
    database: Connections, superuser: str
) -> None:
    p = await a_partnership()
    action = await an_action(p)
    await a_milestone(p, action)
    evidence = await accepted_evidence(p, action)
    await it_is(dt.date(2026, 7, 20))
    tester = Actor.command("test")
    await run_past_the_service(superuser, AS_BEFORE)
    before = await build_pack_of(tester, KEY, "Q4 2025-26")
    await run_past_the_service(database.owner or "", MIGRATED)
    after = await build_pack_of(tester, KEY, "Q4 2025-26")
    assert [version.shape for version in await versions("evidence", evidence.id)] == [1, 2]
    assert (after.digest, after.canonical_content) == (before.digest, before.canonical_content)
    assert (before.content.format, before.content.rules) == (FORMAT, after.content.rules)
    assert before.content.actions.total == 1
