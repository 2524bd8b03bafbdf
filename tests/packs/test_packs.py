"""Keeping and issuing packs: one row for one content, and only the business unit issues, and only a round's own."""

import datetime as dt

import pytest

from governance_app.database import Connections
from objectives.history import Actor
from objectives.packs import NewIssue, StoredFormat, issue_pack, kept_pack, kept_packs
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound
from objectives.rounds import make_round, suggested_dates
from objectives.tables.pack import Pack, PackFormat, PackIssue
from reports.content import digest_of, read_content
from reports.pack import BuiltPack, build_pack_of, build_pack_on
from tests.makers import KEY, Partnership, a_milestone, a_partnership, an_action, it_is

TESTER = Actor.command("test")
PAPER = StoredFormat("pdf", "ab" * 32, 123_456)
FIRST = NewIssue(version="1.0", marking="OFFICIAL-SENSITIVE", distribution="Executive Group")


@pytest.fixture
async def p(database: Connections) -> Partnership:
    """A partnership with one action, in the summer after the round on Q4 2025-26 froze."""
    partnership = await a_partnership()
    await a_milestone(partnership, await an_action(partnership))
    await it_is(dt.date(2026, 7, 20))
    return partnership


async def of_the_round() -> BuiltPack:
    return await build_pack_of(TESTER, KEY, "Q4 2025-26")


async def test_a_kept_pack_is_its_content_to_the_byte(p: Partnership) -> None:
    built = await of_the_round()
    row = await kept_pack(built.digest)
    assert row.content.encode() == built.canonical_content
    assert digest_of(row.content.encode()) == built.digest
    content = read_content(built.canonical_content)
    assert (row.sequence, row.chain_digest) == (content.anchor.sequence, content.anchor.chain_digest)


async def test_the_same_content_is_kept_once(p: Partnership) -> None:
    first, again = await of_the_round(), await of_the_round()
    assert first.digest == again.digest
    assert await Pack.count() == 1


async def test_a_pack_of_today_is_as_at_now_and_anchors_the_newest_entry(p: Partnership) -> None:
    built = await build_pack_on(TESTER, KEY, dt.date(2026, 7, 20))
    assert built.content.as_at_words == "20 July 2026, 09:00"
    before = await build_pack_on(TESTER, KEY, dt.date(2026, 7, 19))
    assert built.content.anchor.sequence >= before.content.anchor.sequence


async def test_the_list_has_the_latest_first_and_says_what_was_issued(p: Partnership) -> None:
    older, newer = await of_the_round(), await build_pack_on(TESTER, KEY, dt.date(2026, 7, 19))
    await issue_pack(p.moderator, older.digest, FIRST, [PAPER])
    told = [(one.digest, one.round, one.version) for one in await kept_packs()]
    assert told == [(newer.digest, None, None), (older.digest, "Q4 2025-26", "1.0")]


async def test_issuing_records_the_cover_and_every_format(p: Partnership) -> None:
    built = await of_the_round()
    issue = await issue_pack(p.moderator, built.digest, FIRST, [PAPER])
    stored = await PackFormat.objects().where(PackFormat.issue == issue.id)
    assert [(one.format, one.sha256, one.size) for one in stored] == [("pdf", "ab" * 32, 123_456)]
    assert (issue.issued_by, issue.distribution) == (p.moderator.id, "Executive Group")


async def test_only_the_business_unit_issues(p: Partnership) -> None:
    built = await of_the_round()
    with pytest.raises(NotAllowed, match="Only the business unit"):
        await issue_pack(p.owner, built.digest, FIRST, [PAPER])
    assert await PackIssue.count() == 0


async def test_a_pack_as_at_another_day_stays_a_draft(p: Partnership) -> None:
    built = await build_pack_on(TESTER, KEY, dt.date(2026, 6, 30))
    with pytest.raises(Conflict, match="Only a round’s own pack can be issued"):
        await issue_pack(p.moderator, built.digest, FIRST, [PAPER])


async def test_a_version_is_issued_once(p: Partnership) -> None:
    built = await of_the_round()
    await issue_pack(p.moderator, built.digest, FIRST, [PAPER])
    with pytest.raises(
        Conflict, match=r"The pack of Q4 2025-26 has been issued already: version 1\.0, on 20 July 2026"
    ):
        await issue_pack(p.second_moderator, built.digest, FIRST, [PAPER])


async def test_an_issue_needs_a_version_a_marking_and_a_distribution(p: Partnership) -> None:
    built = await of_the_round()
    with pytest.raises(Invalid) as refused:
        await issue_pack(
            p.moderator, built.digest, NewIssue(version="", marking=" ", distribution=""), [PAPER]
        )
    assert set(refused.value.faults) == {"version", "marking", "distribution"}


async def test_the_next_pack_is_compared_with_the_one_issued_last(p: Partnership) -> None:
    issued = await of_the_round()
    assert issued.content.last_issued == "none issued before this one"
    await issue_pack(p.moderator, issued.digest, FIRST, [PAPER])
    await it_is(dt.date(2026, 7, 21))
    after = await build_pack_on(TESTER, KEY, dt.date(2026, 7, 20))
    assert issued.digest[:12] in after.content.last_issued
    again = await of_the_round()
    assert again.digest == issued.digest


async def test_a_pack_is_found_by_the_beginning_of_its_digest(p: Partnership) -> None:
    built = await of_the_round()
    assert (await kept_pack(built.digest[:12])).digest == built.digest
    with pytest.raises(NotFound, match="No pack with the digest ffff"):
        await kept_pack("ffff" + built.digest[4:])


async def test_a_round_that_has_not_frozen_has_no_pack_yet(p: Partnership) -> None:
    await make_round(p.moderator, suggested_dates(dt.date(2026, 7, 1)))
    with pytest.raises(Invalid, match="Q2 2026-27 has not frozen yet"):
        await build_pack_of(TESTER, KEY, "Q2 2026-27")
