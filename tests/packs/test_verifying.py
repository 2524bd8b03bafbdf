"""Verifying a stored pack: built again from history, and one of four answers."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from governance_app.database import Connections
from governance_app.kept_formats import check_formats, newest_formats
from governance_app.settings import read_settings
from governance_app.storage import Store, keep, open_store
from objectives.history import Actor
from objectives.moments import Moment
from objectives.packs import NewIssue, StoredFormat, issue_pack, keep_pack, kept_pack
from objectives.problems import NotFound
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.tables.milestone import Milestone
from objectives.tables.pack import Pack
from reports.content import Content, canonical, digest_of
from reports.pack import BuiltPack, build_pack_of, build_pack_on
from reports.verifying import Answer, Verified, first_difference, verify_pack
from tests.domain.history_makers import run_past_the_service
from tests.makers import KEY, Partnership, a_milestone, a_partnership, an_action, it_is

TESTER = Actor.command("test")
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


async def verified(digest: str) -> Verified:
    return await verify_pack(await kept_pack(digest))


async def kept_as(content: Content) -> str:
    """Keeps a content that was not built here, as an earlier version of the service would have; its digest."""
    stored = canonical(content)
    moment = Moment(
        content.as_at,
        content.as_at_on,
        content.time_zone,
        content.anchor.sequence,
        content.anchor.chain_digest,
    )
    await keep_pack(TESTER, KEY, None, moment, stored.decode(), digest_of(stored))
    return digest_of(stored)


async def test_a_round_s_pack_reproduces_after_more_has_come_in(p: Partnership) -> None:
    built = await of_the_round()
    await it_is(dt.date(2026, 7, 21))
    await an_action(p, title="Train the next officers")
    found = await verified(built.digest)
    assert (found.answer, found.holds, found.findings) == (Answer.REPRODUCES, True, ())


async def test_a_pack_of_a_moment_reproduces_to_the_microsecond(p: Partnership) -> None:
    built = await build_pack_on(TESTER, KEY, dt.date(2026, 7, 20))
    await an_action(p, title="Train the next officers")
    assert (await verified(built.digest)).answer is Answer.REPRODUCES


async def test_a_pack_reproduces_in_the_time_zone_it_was_built_with(p: Partnership) -> None:
    built = await build_pack_on(TESTER, KEY, dt.date(2026, 7, 19), "America/New_York")
    assert built.content.time_zone == "America/New_York"
    assert (await verified(built.digest)).answer is Answer.REPRODUCES


async def test_verifying_writes_nothing(p: Partnership) -> None:
    built = await of_the_round()
    before = await Pack.raw("SELECT max(sequence) FROM history")
    await verified(built.digest)
    assert await Pack.raw("SELECT max(sequence) FROM history") == before


async def test_a_pack_that_history_does_not_give_says_where_it_first_differs(p: Partnership) -> None:
    built = await of_the_round()
    found = await verified(await kept_as(replace(built.content, of_the_actions="All is well.")))
    assert (found.answer, found.holds) == (Answer.DIFFERS, False)
    (finding,) = found.findings
    assert finding.startswith('The first difference is at of_the_actions: the pack holds "All is well."')


async def test_content_changed_behind_the_service_s_back_is_not_what_its_digest_names(
    p: Partnership, superuser: str
) -> None:
    built = await of_the_round()
    await run_past_the_service(
        superuser,
        "SET session_replication_role = replica",
        "UPDATE pack SET content = replace(content, 'Grey', 'Green')",
    )
    found = await verified(built.digest)
    assert (found.answer, found.holds) == (Answer.DIFFERS, False)
    assert "The stored content is not what the digest names" in found.findings[0]


async def test_a_row_changed_in_history_shows_as_a_pack_that_does_not_reproduce(
    p: Partnership, superuser: str
) -> None:
    built = await of_the_round()
    await run_past_the_service(
        superuser,
        "SET session_replication_role = replica",
        "UPDATE history SET row_json = replace(row_json, 'Train front-line officers', 'Train all')"
        " WHERE table_name = 'action'",
    )
    (finding,) = (await verified(built.digest)).findings
    assert "Train front-line officers" in finding
    assert "history now gives" in finding


async def test_a_pack_of_other_rules_has_its_figures_compared(p: Partnership) -> None:
    built = await of_the_round()
    found = await verified(await kept_as(replace(built.content, rules="2025-01")))
    assert (found.answer, found.holds) == (Answer.OTHER_VERSIONS, True)
    assert "rules 2025-01 then and 2026-11 now" in found.sentence
    assert "All counts, published ratings and dates are the same." in found.sentence


async def test_a_figure_that_other_rules_gave_differently_is_named(p: Partnership) -> None:
    built = await of_the_round()
    counts = replace(built.content.actions, red=7)
    found = await verified(await kept_as(replace(built.content, rules="2025-01", actions=counts)))
    assert (found.answer, found.holds) == (Answer.OTHER_VERSIONS, False)
    assert found.findings == ("Actions of all, red: the pack says 7, history now gives 0.",)


async def test_a_pack_in_the_first_format_is_compared_in_the_dates_that_it_holds(p: Partnership) -> None:
    built = await of_the_round()
    plain = msgspec.json.decode(built.canonical_content)
    for action in (a for o in plain["objectives"] for line in o["lines"] for a in line["actions"]):
        del action["deputy"], action["accountable"], action["milestones"]
    stored = msgspec.json.encode(plain | {"format": "1"})
    row = await kept_pack(built.digest)
    row.content, row.digest = stored.decode(), digest_of(stored)
    found = await verify_pack(row)
    assert (found.answer, found.holds, found.findings) == (Answer.OTHER_VERSIONS, True, ())


async def test_a_pack_in_the_second_format_has_its_figures_compared(p: Partnership) -> None:
    built = await of_the_round()
    plain = msgspec.json.decode(built.canonical_content)
    for name in ("decisions", "compared", "disagreements", "difference", "risks", "changes", "next_days"):
        del plain[name]
    stored = msgspec.json.encode(plain | {"format": "2"})
    row = await kept_pack(built.digest)
    row.content, row.digest = stored.decode(), digest_of(stored)
    found = await verify_pack(row)
    assert (found.answer, found.holds, found.findings) == (Answer.OTHER_VERSIONS, True, ())
    assert "format 2" in found.sentence


async def redact_the_milestone(p: Partnership) -> None:
    (milestone,) = await Milestone.objects()
    new = NewRedaction("milestone", milestone.id, ("title",), "A name was written here.")
    await agree_to_redaction(p.moderator, await ask_redaction(p.administrator, new))


async def test_a_redacted_pack_says_when_by_whom_and_why(p: Partnership) -> None:
    built = await of_the_round()
    await redact_the_milestone(p)
    found = await verified(built.digest)
    assert (found.answer, found.holds, found.findings) == (Answer.REDACTED, True, ())
    assert found.sentence.startswith(
        "Redacted on 20 July 2026 by Avery Example, agreed to by Morgan Example: A name was written here."
    )
    assert found.sentence.endswith("All its counts and ratings are what history gives.")


async def test_a_redaction_does_not_cover_for_a_changed_figure(p: Partnership, superuser: str) -> None:
    built = await of_the_round()
    await redact_the_milestone(p)
    await run_past_the_service(
        superuser,
        "SET session_replication_role = replica",
        """UPDATE pack SET content = regexp_replace(content, '"word": ?"Grey"', '"word":"Green"', 'g')""",
    )
    found = await verified(built.digest)
    assert (found.answer, found.holds) == (Answer.REDACTED, False)
    assert any("the pack says Green" in finding for finding in found.findings)


@pytest.mark.parametrize(
    ("kept", "rebuilt", "found"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, "b: the pack holds 2, history now gives 3"),
        ({"a": 1}, {}, "a: the pack holds 1, history now gives nothing"),
        ({"a": []}, {"a": [None]}, "a[0]: the pack holds nothing, history now gives null"),
        (
            {"lines": [{"reference": "PREV-1", "n": 1}]},
            {"lines": [{"reference": "PREV-1", "n": 2}]},
            "lines[PREV-1].n: the pack holds 1, history now gives 2",
        ),
    ],
)
def test_a_difference_is_said_by_its_path(kept: Any, rebuilt: Any, found: str) -> None:
    assert first_difference(kept, rebuilt) == found
    assert first_difference(kept, kept) is None


# ------------------------------------------------------------------------------------------- the stored files


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(read_settings({"GOVERNANCE_HOME": str(tmp_path)}))


async def issued(p: Partnership, store: Store) -> Pack:
    """The round's pack, issued with one stored file."""
    built = await of_the_round()
    kept = await keep(store, b"%PDF as issued", "pack.pdf", "application/pdf")
    await issue_pack(p.moderator, built.digest, FIRST, [StoredFormat("pdf", kept.sha256, kept.size)])
    return await kept_pack(built.digest)


async def test_stored_files_are_those_that_were_issued(p: Partnership, store: Store) -> None:
    pack = await issued(p, store)
    assert [(one.version, one.format, one.fault) for one in await check_formats(store, pack)] == [
        ("1.0", "pdf", "")
    ]
    assert await newest_formats(store, pack.digest) == {"pdf": b"%PDF as issued"}


async def test_a_stored_file_that_was_changed_is_found_out(p: Partnership, store: Store) -> None:
    pack = await issued(p, store)
    (file,) = [path for path in (store.folder or Path()).rglob("*") if path.is_file()]
    file.write_bytes(b"%PDF as forged")
    (one,) = await check_formats(store, pack)
    assert "is not what was kept" in one.fault


async def test_the_files_of_a_redacted_pack_are_not_missed(p: Partnership, store: Store) -> None:
    pack = await issued(p, store)
    await redact_the_milestone(p)
    assert await check_formats(store, pack) == ()


async def test_a_stored_file_that_is_gone_is_found_out_and_never_drawn_again(
    p: Partnership, store: Store
) -> None:
    pack = await issued(p, store)
    (file,) = [path for path in (store.folder or Path()).rglob("*") if path.is_file()]
    file.unlink()
    (one,) = await check_formats(store, pack)
    assert "is not in the evidence store" in one.fault
    with pytest.raises(NotFound):
        await newest_formats(store, pack.digest)


async def test_a_draft_has_no_stored_file(p: Partnership, store: Store) -> None:
    built = await of_the_round()
    assert await check_formats(store, await kept_pack(built.digest)) == ()
    assert await newest_formats(store, built.digest) == {}
