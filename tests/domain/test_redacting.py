"""Redaction: two people, one act, and afterwards the text is nowhere; everything else still fits."""

import datetime as dt

import pytest

from governance_app.database import Connections
from objectives.history import Actor, versions
from objectives.judging import judged_now
from objectives.mandates import Operator
from objectives.milestones import NewMilestone, add_milestone
from objectives.packs import NewIssue, StoredFormat, issue_pack
from objectives.people import give_role
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound
from objectives.progress import report_progress
from objectives.redacting import (
    NewRedaction,
    agree_to_redaction,
    ask_redaction,
    decline_redaction,
    files_to_remove,
    reach_of,
    redactions_of_pack,
)
from objectives.tables.action import Action
from objectives.tables.freeze import FreezeRow
from objectives.tables.milestone import Milestone
from objectives.tables.pack import Pack
from objectives.tables.redaction import RedactedEntry, Redaction
from objectives.tables.update import ProgressUpdate
from objectives.verifying import verify
from objectives.words import Issue, Rating, Role
from reports.content import read_content
from reports.pack import BuiltPack, build_pack_of
from tests.makers import KEY, Partnership, a_partnership, an_action, it_is, some_progress

WRITTEN = "A girl of 14 at Ashgrove School told her form tutor.\nHer brother “Jay” is known to us."
NAMED = "Meet the mother of Jordan B. in Tile Hill"
WHY = "It could identify a child."


def with_plan_and(ask: str) -> dict[str, object]:
    return {
        "owner_rating": Rating.RED,
        "issue": Issue.WITH_PLAN,
        "plan": "Meet weekly.",
        "plan_due_on": dt.date(2026, 8, 31),
        "ask": ask,
    }


class Written:
    """A partnership in which an owner wrote what should never have been written, and a pack was issued with it."""

    def __init__(self, p: Partnership, action: Action, update: ProgressUpdate, pack: BuiltPack) -> None:
        self.p, self.action, self.update, self.pack = p, action, update, pack


@pytest.fixture
async def w(database: Connections) -> Written:
    p = await a_partnership()
    action = await an_action(p)
    await add_milestone(p.moderator, action, NewMilestone(NAMED, dt.date(2026, 4, 3)))
    asking = with_plan_and(ask=WRITTEN)
    update = await report_progress(p.owner, action, p.round, some_progress(**asking))
    await it_is(dt.date(2026, 7, 20))
    pack = await build_pack_of(Actor.command("test"), KEY, "Q4 2025-26")
    new = NewIssue(version="1.0", marking="OFFICIAL-SENSITIVE", distribution="Executive Group")
    await issue_pack(p.moderator, pack.digest, new, [StoredFormat("pdf", "ab" * 32, 100)])
    return Written(p, action, update, pack)


def of_the_update(w: Written, *fields: str) -> NewRedaction:
    return NewRedaction("progress_update", w.update.id, fields or ("ask",), WHY)


async def redacted(w: Written, *fields: str) -> Redaction:
    asked = await ask_redaction(w.p.administrator, of_the_update(w, *fields))
    return await agree_to_redaction(w.p.moderator, asked)


async def everything_held(w: Written) -> str:
    """The whole of history and the packs, as text."""
    rows = await Pack.raw("SELECT row_json AS held FROM history UNION ALL SELECT content FROM pack")
    return "\n".join(row["held"] for row in rows)


async def test_a_redacted_text_is_nowhere_in_tables_history_and_packs(w: Written) -> None:
    assert (await everything_held(w)).count("Ashgrove") >= 3
    await redacted(w)
    held = await everything_held(w)
    assert "Ashgrove" not in held
    assert "Jay" not in held
    row = await ProgressUpdate.objects().get(ProgressUpdate.id == w.update.id)
    assert (row.ask, row.output) == ("[redacted]", "Course written.")


async def test_a_title_goes_from_the_reasons_and_sentences_that_quote_it_too(w: Written) -> None:
    assert NAMED in w.pack.canonical_content.decode()
    (milestone,) = await Milestone.objects()
    (frozen,) = [row for row in await FreezeRow.objects().order_by(FreezeRow.id) if NAMED in row.reasons]
    asked = await ask_redaction(w.p.administrator, NewRedaction("milestone", milestone.id, ("title",), WHY))
    await agree_to_redaction(w.p.moderator, asked)
    assert "Jordan" not in await everything_held(w)
    assert "[redacted]" in (await FreezeRow.objects().get(FreezeRow.id == frozen.id)).reasons
    assert (await verify()).fault is None


async def test_the_chain_still_fits_and_every_blanked_entry_is_noted(w: Written) -> None:
    anchor = (await verify()).head
    await redacted(w)
    assert (await verify(anchor)).fault is None
    first, after = await versions("progress_update", w.update.id)
    assert (first.columns()["ask"], after.columns()["ask"]) == ("[redacted]", "[redacted]")
    noted = [row["entry"] for row in await RedactedEntry.select().order_by(RedactedEntry.id)]
    assert first.sequence in noted
    assert after.sequence not in noted


async def test_a_pack_says_that_it_was_redacted_and_can_still_be_read(w: Written) -> None:
    assert await redactions_of_pack(w.pack.digest) == []
    await redacted(w)
    (said,) = await redactions_of_pack(w.pack.digest)
    assert (said.asked_by, said.agreed_by, said.reason) == ("Avery Example", "Morgan Example", WHY)
    content = (await Pack.objects().get(Pack.digest == w.pack.digest)).content
    read = read_content(content.encode())
    assert read.anchor == w.pack.content.anchor
    assert (read.commitments, read.actions) == (w.pack.content.commitments, w.pack.content.actions)


async def test_the_pages_forget_it_at_once(w: Written) -> None:
    assert "Ashgrove" in str(await judged_now(KEY))
    await redacted(w)
    assert "Ashgrove" not in str(await judged_now(KEY))


async def test_a_pack_built_again_from_redacted_history_holds_the_placeholder(w: Written) -> None:
    await redacted(w)
    again = await build_pack_of(Actor.command("test"), KEY, "Q4 2025-26")
    assert again.digest != w.pack.digest
    assert "Ashgrove" not in again.canonical_content.decode()


async def test_the_stored_formats_of_a_pack_that_was_reached_must_go(w: Written) -> None:
    await redacted(w)
    assert await files_to_remove() == ["ab" * 32]


async def test_what_would_be_blanked_is_told_and_nothing_is_done(w: Written) -> None:
    reach = await reach_of("progress_update", w.update.id, ["ask", "impact"])
    assert reach.texts == (("ask", WRITTEN),)
    assert (reach.versions, reach.files, reach.same_file) == (1, 1, ())
    assert [(pack.digest, pack.round, pack.version) for pack in reach.packs] == [
        (w.pack.digest, "Q4 2025-26", "1.0")
    ]
    assert "Ashgrove" in await everything_held(w)


async def test_asking_blanks_nothing_and_a_request_that_was_declined_never_will(w: Written) -> None:
    asked = await ask_redaction(w.p.administrator, of_the_update(w))
    await decline_redaction(w.p.moderator, asked, "It names nobody.")
    with pytest.raises(Conflict, match="declined already"):
        await agree_to_redaction(w.p.second_moderator, asked)
    assert "Ashgrove" in await everything_held(w)


async def test_it_takes_an_administrator_and_somebody_else_of_the_business_unit(w: Written) -> None:
    for stranger in (w.p.owner, w.p.moderator):
        with pytest.raises(NotAllowed, match="Only an administrator may ask"):
            await ask_redaction(stranger, of_the_update(w))
    await give_role(Operator("test"), w.p.administrator, Role.BUSINESS_UNIT)
    asked = await ask_redaction(w.p.administrator, of_the_update(w))
    with pytest.raises(NotAllowed, match="Whoever asks for a redaction may not agree"):
        await agree_to_redaction(w.p.administrator, asked)
    with pytest.raises(NotAllowed, match="Only the business unit may agree"):
        await agree_to_redaction(w.p.owner, asked)


async def test_only_what_people_wrote_freely_can_be_redacted(w: Written) -> None:
    for table, fields, said in (
        ("person", ["email"], "holds nothing that can be redacted"),
        ("progress_update", ["owner_rating"], "not owner_rating"),
        ("progress_update", [], "at least one field"),
    ):
        with pytest.raises(Invalid, match=said):
            await reach_of(table, 1, fields)
    with pytest.raises(NotFound, match="no progress update 99"):
        await reach_of("progress_update", 99, ["ask"])
    with pytest.raises(Conflict, match="hold nothing"):
        await ask_redaction(w.p.administrator, of_the_update(w, "impact"))


async def test_a_reason_must_be_given(w: Written) -> None:
    with pytest.raises(Invalid, match="Say why"):
        await ask_redaction(w.p.administrator, NewRedaction("progress_update", w.update.id, ("ask",), " "))


async def test_a_second_redaction_of_the_same_row_fits_too(w: Written) -> None:
    await redacted(w)
    await redacted(w, "confidence_reason")
    assert (await verify()).fault is None
    assert "Too early to tell." not in await everything_held(w)
