"""A stored pack read as a page, and saved as it was issued."""

import datetime as dt
import hashlib
import re
from typing import Any

import pytest

from objectives.history import Actor
from objectives.mandates import Operator
from objectives.packs import kept_pack, refuse_issue
from objectives.people import find_person
from objectives.problems import Conflict
from objectives.redacting import NewRedaction, redact_by_command
from objectives.tables.milestone import Milestone
from objectives.tables.pack import Pack, PackFormat
from objectives.tables.sign_in import AccessEntry
from reports.formats import FORMATS, NAMES, Format
from reports.pack import build_pack_on
from tests.example_site import issued_digests
from tests.pages.test_roles import ROLES
from tests.pages.visitor import Visitor

HERE = "/strategies/coventry-csa"


@pytest.fixture
async def digest(visitor: Visitor) -> str:
    await visitor.sign_in("Grace Example")
    return (await issued_digests())[0]


async def test_a_pack_shows_its_marking_digest_and_anchor(visitor: Visitor, digest: str) -> None:
    page = await visitor.open(f"{HERE}/packs/{digest}")
    assert page.words.count("OFFICIAL-SENSITIVE") >= 2
    assert " ".join(digest[start : start + 4] for start in range(0, 64, 4)) in page.words
    assert "Version 1.0, issued" in page.words


async def test_each_reference_in_a_pack_leads_to_a_page_that_is_there(visitor: Visitor, digest: str) -> None:
    page = await visitor.open(f"{HERE}/packs/{digest}")
    references = {link for link in page.main_links if re.search(r"/(commitments|actions)/", link)}
    assert len(references) > 60
    for link in sorted(references)[::7]:
        await visitor.open(link)


@pytest.mark.parametrize("form", NAMES)
async def test_a_saved_pack_is_the_bytes_that_were_issued(visitor: Visitor, digest: str, form: str) -> None:
    answer = await visitor.client.get(f"{HERE}/packs/{digest}/{form}")
    kept = await PackFormat.select(PackFormat.sha256).where(PackFormat.format == form).output(as_list=True)
    assert hashlib.sha256(answer.content).hexdigest() in kept
    assert answer.headers["content-disposition"].startswith("attachment; filename=")


async def test_the_saved_content_has_the_digest_that_names_the_pack(visitor: Visitor, digest: str) -> None:
    answer = await visitor.client.get(f"{HERE}/packs/{digest}/json")
    assert hashlib.sha256(answer.content).hexdigest() == digest


async def test_a_pack_is_not_kept_in_a_form_that_was_never_made(visitor: Visitor, digest: str) -> None:
    page = await visitor.open(f"{HERE}/packs/{digest}/exe", status=404)
    assert "is not kept in that form" in page.words


async def test_somebody_who_may_not_read_a_pack_cannot_save_it(visitor: Visitor, digest: str) -> None:
    await visitor.send("/sign-out", token=(await visitor.open(HERE)).token())
    await visitor.sign_in("Sam Example")
    await visitor.open(f"{HERE}/packs/{digest}/pdf", status=403)


async def test_opening_and_saving_a_pack_is_noted(visitor: Visitor, digest: str) -> None:
    await visitor.open(f"{HERE}/packs/{digest}")
    await visitor.client.get(f"{HERE}/packs/{digest}/pdf")
    entries = (
        await AccessEntry.select(AccessEntry.what).where(AccessEntry.about == digest).order_by(AccessEntry.id)
    )
    assert [entry["what"] for entry in entries] == ["pack opened", "pack downloaded as pdf"]


async def test_a_draft_is_open_to_the_business_unit_alone(visitor: Visitor, digest: str) -> None:
    draft = await build_pack_on(Actor.command("test"), "coventry-csa", dt.date(2026, 3, 2))
    assert "Draft" not in (await visitor.open(f"{HERE}/packs")).words
    page = await visitor.open(f"{HERE}/packs/{draft.digest}", status=403)
    assert "This pack has not been issued yet. Until it is, only the business unit can read it." in page.words
    await visitor.send("/sign-out", token=page.token())
    await visitor.sign_in("Morgan Example")
    assert "Draft, built" in (await visitor.open(f"{HERE}/packs")).words
    page = await visitor.open(f"{HERE}/packs/{draft.digest}")
    assert "Draft: not issued" in page.words
    assert {f"{HERE}/packs/{draft.digest}/{form}" for form in NAMES} <= page.links
    answer = await visitor.client.get(f"{HERE}/packs/{draft.digest}/tables")
    assert answer.headers["content-disposition"].endswith(f'{draft.digest[:12]}-draft-tables.json"')
    assert "Draft: not issued, and not to be shared beyond its distribution" in answer.text
    assert await PackFormat.count().where(PackFormat.issue.pack.digest == draft.digest) == 0


async def test_a_draft_s_files_are_closed_as_the_draft_is(visitor: Visitor, digest: str) -> None:
    draft = await build_pack_on(Actor.command("test"), "coventry-csa", dt.date(2026, 3, 2))
    await visitor.open(f"{HERE}/packs/{draft.digest}/csv", status=403)


async def test_a_pack_that_was_issued_without_a_format_says_so_and_draws_none(
    visitor: Visitor, digest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = (*FORMATS, Format("odt", "OpenDocument", ".odt", "application/vnd.oasis.opendocument.text"))
    monkeypatch.setattr("governance_app.kept_formats.FORMATS", later)
    page = await visitor.open(f"{HERE}/packs/{digest}")
    assert "It was issued without OpenDocument, and an issued pack is never drawn again." in page.words
    assert f"{HERE}/packs/{digest}/odt" not in page.links
    await visitor.open(f"{HERE}/packs/{digest}/odt", status=404)


async def test_a_redacted_pack_says_so_and_what_was_kept_of_it_is_closed_at_once(
    visitor: Visitor, digest: str
) -> None:
    content = (await Pack.select(Pack.content).where(Pack.digest == digest).first())["content"]
    milestone = await quoted_milestone(content)
    await redact_by_command(
        Operator("test"),
        NewRedaction("milestone", milestone.id, ("title",), "It names a child."),
        await find_person("avery.example@example.org"),
        await find_person("morgan.example@example.org"),
    )
    page = await visitor.open(f"{HERE}/packs/{digest}")
    assert milestone.title not in page.words
    assert "This pack was redacted on" in page.words
    assert "To keep it as it was issued" not in page.words
    gone = await visitor.open(f"{HERE}/packs/{digest}/pdf", status=404)
    assert "This pack was redacted, so what was kept when it was issued is gone" in gone.words


async def test_an_issued_pack_that_was_redacted_is_not_issued_again_and_its_page_says_what_to_do(
    visitor: Visitor, digest: str
) -> None:
    content = (await Pack.select(Pack.content).where(Pack.digest == digest).first())["content"]
    milestone = await quoted_milestone(content)
    await redact_by_command(
        Operator("test"),
        NewRedaction("milestone", milestone.id, ("title",), "It names a child."),
        await find_person("avery.example@example.org"),
        await find_person("morgan.example@example.org"),
    )
    with pytest.raises(Conflict, match=r"was redacted since\. It is not issued again"):
        await refuse_issue(await kept_pack(digest))
    await visitor.send("/sign-out", token=(await visitor.open(HERE)).token())
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(f"{HERE}/packs/{digest}")
    assert "It was redacted, so it is not issued again." in page.words
    assert "Add a correction that says that it was redacted and why" in page.words
    assert f"{HERE}/packs/{digest}/addenda" in page.main_links


async def quoted_milestone(content: str) -> Milestone:
    """A milestone whose title the pack quotes."""
    return next(m for m in await Milestone.objects().order_by(Milestone.id) if m.title in content)


@pytest.mark.parametrize("name", sorted(name for name, *_ in ROLES.values()))
async def test_whoever_sends_whatever_an_issued_pack_is_served_as_it_was_issued(
    visitor: Visitor, digest: str, name: str
) -> None:
    """Every form of a pack with every field that any has, and what would replace or delete it by its address."""
    at = f"{HERE}/packs/{digest}"
    issued = await issued_rows()
    visitor.client.cookies.delete("session")
    await visitor.sign_in(name)
    token = visitor.client.cookies["form"]
    for form in ("issue", "extract", "addenda", "receipt", "matters", "verification"):
        answer = await visitor.send(f"{at}/{form}", token, follow=False, seen="0", **OTHERWISE)
        assert answer.status_code < 500, form
    for method in ("PUT", "PATCH", "DELETE"):
        answer = await visitor.client.request(method, at, headers={"x-csrftoken": token})
        assert answer.status_code in (403, 405), method
    assert await issued_rows() == issued
    visitor.client.cookies.delete("session")
    await visitor.sign_in("Grace Example")
    for form in ("json", "csv"):
        content = (await visitor.client.get(f"{at}/{form}")).content
        assert hashlib.sha256(content).hexdigest() in {row["sha256"] for row in issued["pack_format"]}


OTHERWISE = {
    "version": "9.9",
    "marking": "OFFICIAL",
    "distribution": "Executive Group members",
    "kind": "correction",
    "title": "Another title",
    "words": "Everything is Green.",
    "content": "{}",
    "digest": "0" * 64,
}


async def issued_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row that makes up the issued packs, table by table."""
    tables = ("pack", "pack_issue", "pack_format", "freeze_row")
    return {table: await Pack.raw(f"SELECT * FROM {table} ORDER BY id") for table in tables}
