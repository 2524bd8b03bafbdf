"""An issued pack cannot be altered by SQL as the application's database user: each attempt is refused."""

import datetime as dt
from typing import Any

import asyncpg
import pytest

from governance_app.database import Connections
from objectives.addenda import NewAddendum, add_addendum
from objectives.extracts import keep_extract
from objectives.history import Actor
from objectives.matters import answer_matter
from objectives.meetings import Attended, call_meeting, note_attendance, sign_off
from objectives.packs import NewIssue, StoredFormat, issue_pack
from objectives.receipts import confirm_reading
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.tables.pack import Pack, PackAddendum
from objectives.words import AddendumKind, Presence
from reports.pack import build_pack_of
from tests.makers import KEY, Partnership, a_partnership, an_action, it_is
from tests.raising import a_matter, a_member

TEXT = {
    "pack": "content",
    "pack_issue": "distribution",
    "pack_format": "format",
    "pack_addendum": "words",
    "pack_extract": "content",
    "pack_extract_format": "format",
    "freeze_row": "reasons",
}


@pytest.fixture
async def p(database: Connections) -> Partnership:
    """A round's pack issued, a correction added to it, and its public extract made."""
    p = await a_partnership()
    await an_action(p)
    await it_is(dt.date(2026, 7, 20))
    built = await build_pack_of(Actor.command("test"), KEY, "Q4 2025-26")
    new = NewIssue(version="1.0", marking="OFFICIAL-SENSITIVE", distribution="Executive Group")
    await issue_pack(p.moderator, built.digest, new, [StoredFormat("pdf", "ab" * 32, 100)])
    said = NewAddendum(kind=AddendumKind.CORRECTION, title="Reach", words="412, not 421, of Ashgrove Road.")
    await add_addendum(p.moderator, built.digest, said, 0, frozenset())
    await keep_extract(p.moderator, built.digest, "{}", "cd" * 32, [StoredFormat("pdf", "ef" * 32, 100)])
    return p


async def refused(database: Connections, statement: str) -> str:
    """What the database says to the application's user; fails where it did as it was told."""
    connection: asyncpg.Connection[Any] = await asyncpg.connect(database.application)
    try:
        with pytest.raises(asyncpg.PostgresError) as refusal:
            await connection.execute(statement)
        return str(refusal.value)
    finally:
        await connection.close()


async def test_nothing_of_an_issued_pack_is_changed_emptied_or_deleted(
    database: Connections, p: Partnership
) -> None:
    for table, column in TEXT.items():
        assert (await PackAddendum.raw(f"SELECT count(*) AS rows FROM {table}"))[0]["rows"] > 0, table
        told = await refused(database, f"UPDATE {table} SET {column} = {column} || ' more'")
        assert "it is written once" in told, (table, told)
        assert "it is written once" in await refused(database, f"DELETE FROM {table}"), table
        assert "denied" in await refused(database, f"TRUNCATE {table} CASCADE"), table
        assert "must be owner" in await refused(database, f"ALTER TABLE {table} DISABLE TRIGGER ALL"), table


# What was said of a pack, and by which reason its change and its deletion are refused.
SAID = {
    "matter": ("words = 'We never asked.'", "what was raised is written once"),
    "matter_step": ("words = words || ' more'", "it is written once"),
    "meeting": ("held_on = held_on - 7", "signed the pack off"),
    "attendance": ("presence = 'apologies'", "signed the pack off"),
    "pack_review": ("quorate = NOT quorate", "it is written once"),
    "pack_receipt": ("confirmed_at = confirmed_at - interval '1 day'", "written once"),
}


async def test_what_was_said_of_it_and_its_review_are_not_changed_or_deleted(
    database: Connections, p: Partnership
) -> None:
    await reviewed(p)
    for table, (change, why) in SAID.items():
        assert (await PackAddendum.raw(f"SELECT count(*) AS rows FROM {table}"))[0]["rows"] > 0, table
        assert why in await refused(database, f"UPDATE {table} SET {change}"), table
        assert "never deleted" in await refused(database, f"DELETE FROM {table}"), table
        assert "denied" in await refused(database, f"TRUNCATE {table} CASCADE"), table


async def reviewed(p: Partnership) -> None:
    """Read by a member, challenged and answered, and signed off at a meeting."""
    member = await a_member(p)
    (pack,) = await Pack.objects()
    await confirm_reading(member, pack.digest)
    meeting = await call_meeting(p.moderator, pack.digest, dt.date(2026, 7, 20), member)
    await note_attendance(p.moderator, meeting, member, {member.id: Attended(Presence.PRESENT)})
    matter = await a_matter(p, member, pack.digest, dt.date(2026, 8, 20), meeting=meeting)
    await answer_matter(p.owner, matter, "The trainer has confirmed it.")
    await sign_off(member, meeting)


async def test_who_issued_and_when_stand_too(database: Connections, p: Partnership) -> None:
    for column, value in (
        ("issued_at", "issued_at + interval '1 day'"),
        ("version", "'2.0'"),
        ("marking", "'OFFICIAL'"),
    ):
        assert "it is written once" in await refused(database, f"UPDATE pack_issue SET {column} = {value}")
    assert "denied" in await refused(database, "SET session_replication_role = replica")
    assert "denied" in await refused(database, "UPDATE history SET row_json = '{}'")


async def test_a_redaction_reaches_the_words_of_an_addendum_and_nothing_else_does(p: Partnership) -> None:
    (addendum,) = await PackAddendum.objects()
    new = NewRedaction("pack_addendum", addendum.id, ("words",), "It names a place.")
    await agree_to_redaction(p.moderator, await ask_redaction(p.administrator, new))
    (addendum,) = await PackAddendum.objects()
    assert (addendum.words, addendum.title) == ("[redacted]", "Reach")
    held = await PackAddendum.raw("SELECT row_json FROM history WHERE row_json LIKE '%Ashgrove%'")
    assert held == []
