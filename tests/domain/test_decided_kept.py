"""What somebody decided or noted stands: neither the application's role nor the owner can change or remove it."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from governance_app.database import Connections, connected
from objectives.actions import supersede_action
from objectives.mandates import fresh
from objectives.milestones import ask_rebaseline, decide_rebaseline
from objectives.moderating import NewModeration, moderate
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.tables.redaction import FIELDS
from objectives.verifying import verify
from objectives.words import Rating
from tests.conftest import copied
from tests.domain.history_makers import connection, run_past_the_service
from tests.example_site import EXAMPLE
from tests.makers import BEGIN, Partnership, a_milestone, an_action

LATER = dt.date(2026, 9, 30)

ONCE = "it is written once and never changed"
WRITTEN_ONCE = {
    "delivery": "said_at = said_at - interval '1 day'",
    "delivery_check": "passed = NOT passed",
    "evidence": "given_by = given_by + 1",
    "evidence_judgement": "grade = 4, accepted = true",
    "evidence_link": "evidence = evidence + 1",
    "forecast_change": "reason = 'Another.'",
    "freeze_row": "hollow = NOT hollow",
    "moderation": "rating = 'Green', expires_on = expires_on + 1",
    "progress_update": "owner_rating = 'Green', version = version + 9",
    "supersession": "reason = 'Another.'",
    "taking_on": "taken_on_at = taken_on_at - interval '1 day'",
    "update_return": "questions = 'None.'",
}
ENDED_AT_MOST = (
    "action",
    "agency",
    "commentary",
    "commitment",
    "milestone",
    "objective",
    "person",
    "post",
    "post_holding",
    "rebaseline",
    "reporting_round",
    "risk",
    "role_grant",
    "strategy",
)
FROZEN = "it has frozen, so only the day of the meeting can still move"
STANDING = {
    "UPDATE variation SET dated_on = dated_on + 1": "only its note may be mended",
    "UPDATE variation SET wording = 'Another.'": "only its note may be mended",
    "DELETE FROM variation": "written once and never deleted",
    "UPDATE rebaseline SET approved = NOT approved WHERE approved IS NOT NULL": "decided once",
    "UPDATE rebaseline SET approved = NULL, decided_by = NULL WHERE approved IS NOT NULL": "decided once",
    "UPDATE rebaseline SET decision_reason = 'Another.' WHERE approved IS NOT NULL": "decided once",
    "UPDATE rebaseline SET to_on = to_on + 1 WHERE approved IS NULL": "what was asked for stands",
    "UPDATE milestone SET first_baseline_on = first_baseline_on + 1": "the date that was approved first stands",
    "UPDATE reporting_round SET freezes_at = freezes_at + interval '1 hour' WHERE freezes_at < now()": FROZEN,
    "UPDATE reporting_round SET updates_due_on = updates_due_on - 1 WHERE freezes_at < now()": FROZEN,
    "UPDATE reporting_round SET freezes_at = now(), moderation_due_on = opens_on, updates_due_on = opens_on"
    " WHERE freezes_at > now()": "only to an instant that lies ahead",
    "INSERT INTO reporting_round (name, period_starts_on, period_ends_on, opens_on, updates_due_on, moderation_due_on,"
    " freezes_at, meets_on) VALUES ('Q0', '2020-04-01', '2020-06-30', '2020-07-01', '2020-07-14', '2020-07-21',"
    " '2020-07-28', '2020-08-11')": "a round is planned before it freezes",
}

SOMEBODY_TOOK_ON = """
INSERT INTO taking_on (holding, taken_on_at) SELECT min(id), governance_now() FROM post_holding
"""


@pytest.fixture
async def place(example: Path) -> AsyncIterator[Connections]:
    """The example in a database of the test's own: it holds rows of every kind that can be decided."""
    async with copied(example, EXAMPLE) as connections, connected(connections):
        yield connections


async def refuses(address: str, statement: str, why: str) -> None:
    with pytest.raises(asyncpg.PostgresError, match=why) as refusal:
        await run_past_the_service(address, statement)
    assert refusal.value.sqlstate == "GV002"


async def test_what_is_written_once_is_neither_changed_nor_deleted(place: Connections) -> None:
    await run_past_the_service(place.application, SOMEBODY_TOOK_ON)
    for role in (place.application, place.owner or ""):
        for table, change in WRITTEN_ONCE.items():
            await refuses(role, f"UPDATE {table} SET {change}", f"{table} refuses UPDATE: {ONCE}")
            await refuses(role, f"DELETE FROM {table}", f"{table} refuses DELETE: it is written once")


async def test_what_may_end_is_not_deleted(place: Connections) -> None:
    for table in ENDED_AT_MOST:
        await refuses(
            place.application,
            f"DELETE FROM {table}",
            f"{table} refuses DELETE: it may end, and is never deleted",
        )


async def test_no_recorded_row_can_be_deleted(place: Connections) -> None:
    async with connection(place.application) as opened:
        found = await opened.fetch(
            "SELECT tgrelid::regclass::text AS name, array_agg(tgname::text) AS triggers FROM pg_trigger"
            " WHERE NOT tgisinternal GROUP BY 1"
        )
    recorded = {row["name"] for row in found if "history_open" in row["triggers"]}
    kept = {row["name"] for row in found if "never_deleted" in row["triggers"]}
    assert recorded > set(ENDED_AT_MOST)
    assert recorded - kept == set()


@pytest.mark.parametrize("statement", STANDING)
async def test_what_was_approved_or_has_frozen_stands(place: Connections, statement: str) -> None:
    await refuses(place.application, statement, STANDING[statement])


async def test_the_words_of_what_stands_can_still_be_redacted(p: Partnership) -> None:
    action = await an_action(p)
    asked = await ask_rebaseline(p.owner, await a_milestone(p, action), LATER, "The trainer left.")
    await decide_rebaseline(p.moderator, asked, approved=True, reason="The new trainer begins in June.")
    moderation = await moderate(p.moderator, action, NewModeration(Rating.AMBER, "Thin.", "Figures.", BEGIN))
    ended = await supersede_action(p.moderator, action, "Another covers it.")
    for kept in (asked, moderation, ended):
        table = kept._meta.tablename
        new = NewRedaction(table, kept.id, FIELDS[table], "It names a child.")
        await agree_to_redaction(p.second_moderator, await ask_redaction(p.administrator, new))
        assert (await fresh(kept)).reason == "[redacted]"
    assert (await verify()).fault is None
