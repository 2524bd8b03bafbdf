"""A draft is built, looked at and issued on pages: once, by the business unit, with a cover that says who it is for."""

import asyncio

import asyncpg
import pytest

from governance_app.database import Connections
from governance_app.embedded import APPLICATION, SUPERUSER
from objectives.tables.pack import Pack, PackFormat, PackIssue
from reports.formats import NAMES
from tests.pages.visitor import Page, Visitor, words_of

HERE = "/strategies/coventry-csa"
LOOKED_FOR = ("Updates", "Moderation", "Commentary", "Assurance", "Decisions")
COVER = {"version": "1.0", "marking": "OFFICIAL-SENSITIVE", "distribution": "Executive Group members"}


@pytest.fixture
async def frozen(visitor: Visitor, place: Connections) -> str:
    """The digest of the last round's pack as if it had not been issued yet; the business unit has signed in."""
    connection = await asyncpg.connect(place.application.replace(f"//{APPLICATION}@", f"//{SUPERUSER}@"))
    await connection.execute(
        "SET session_replication_role = replica;"
        " DELETE FROM pack_format WHERE issue = (SELECT max(id) FROM pack_issue);"
        " DELETE FROM pack_issue WHERE id = (SELECT max(id) FROM pack_issue)"
    )
    await connection.close()
    rows = await Pack.raw(
        "SELECT digest FROM pack WHERE round IS NOT NULL AND id NOT IN (SELECT pack FROM pack_issue)"
    )
    await visitor.sign_in("Morgan Example")
    digest: str = rows[0]["digest"]
    return digest


def page_of(visitor: Visitor, answer: object) -> Page:
    page = Page(answer.status_code, answer.text, answer.headers)  # type: ignore[attr-defined]
    visitor.check(page)
    return page


async def test_a_draft_as_things_are_now_is_built_at_the_press_of_a_button(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    shelf = await visitor.open(f"{HERE}/packs")
    page = page_of(visitor, await visitor.send(f"{HERE}/packs/drafts", shelf.token()))
    assert "Draft: not issued, and not to be shared beyond its distribution" in page.words
    assert "stays a draft: what is issued is a round’s own pack" in page.words
    assert f"{page_address(page)}/pdf" in page.links
    pdf = await visitor.client.get(f"{page_address(page)}/pdf")
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    await visitor.open(f"{page_address(page)}/issue", status=404)


def page_address(page: Page) -> str:
    (form,) = [form for form in page.forms if form.attrib["action"].endswith("/verification")]
    return form.attrib["action"].removesuffix("/verification")


async def test_what_is_missing_is_shown_before_a_pack_is_issued(visitor: Visitor, frozen: str) -> None:
    page = await visitor.open(f"{HERE}/packs/{frozen}")
    assert "Frozen, and not issued yet." in page.words
    assert f"{HERE}/packs/{frozen}/issue" in page.main_links
    looked = await visitor.open(f"{HERE}/packs/{frozen}/issue")
    lines = [words_of(line) for line in looked.all("li")]
    names = [line.split(" ")[0] for line in lines if " " in line]
    assert [name for name in names if name in LOOKED_FOR] == list(LOOKED_FOR)
    missing = [line for line in lines if " Missing. " in line]
    assert missing, lines
    assert all(line.split(" ")[0] in LOOKED_FOR for line in missing)


async def test_issuing_keeps_every_format_and_opens_the_pack_to_those_it_names(
    visitor: Visitor, frozen: str
) -> None:
    at = f"{HERE}/packs/{frozen}/issue"
    form = await visitor.open(at)
    cover = COVER | {"distribution": "Executive Group members\nSam Example\nby hand: the chair of the board"}
    page = page_of(visitor, await visitor.send(at, form.token(), **cover))
    assert "Version 1.0, issued" in page.words
    assert "Executive Group members; Sam Example; by hand: the chair of the board" in page.words
    (issue,) = await PackIssue.objects().where(PackIssue.pack.digest == frozen)
    kept = await PackFormat.select(PackFormat.format).where(PackFormat.issue == issue.id).output(as_list=True)
    assert set(kept) == set(NAMES)
    await visitor.send("/sign-out", token=page.token())
    await visitor.sign_in("Sam Example")
    assert "Version 1.0" in (await visitor.open(f"{HERE}/packs/{frozen}")).words


async def test_a_cover_that_says_too_little_or_names_nobody_is_refused_beside_the_field(
    visitor: Visitor, frozen: str
) -> None:
    at = f"{HERE}/packs/{frozen}/issue"
    form = await visitor.open(at)
    wrong = {"version": "", "marking": "SECRET", "distribution": "Executive Group members; Nobody At All"}
    refused = page_of(visitor, await visitor.send(at, form.token(), **wrong))
    assert refused.status == 422
    assert {"#version", "#marking", "#distribution"} <= refused.links
    assert "Nobody here is called “Nobody At All”." in refused.words
    assert await PackIssue.count().where(PackIssue.pack.digest == frozen) == 0


async def test_pressed_twice_and_by_two_at_once_a_pack_is_issued_once(visitor: Visitor, frozen: str) -> None:
    at = f"{HERE}/packs/{frozen}/issue"
    token = (await visitor.open(at)).token()
    other = COVER | {"version": "1.1"}
    answers = await asyncio.gather(
        visitor.send(at, token, follow=False, **COVER), visitor.send(at, token, follow=False, **other)
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    late = page_of(visitor, await visitor.send(at, token, **COVER))
    assert late.status == 409
    assert "has been issued already: version 1." in late.words
    assert await PackIssue.count().where(PackIssue.pack.digest == frozen) == 1


async def test_a_pack_that_is_no_longer_what_was_looked_at_is_not_issued(
    visitor: Visitor, frozen: str, place: Connections
) -> None:
    """The stored row is of another content than history gives, as after a redaction or with newer rules."""
    at = f"{HERE}/packs/{frozen}/issue"
    token = (await visitor.open(at)).token()
    connection = await asyncpg.connect(place.application.replace(f"//{APPLICATION}@", f"//{SUPERUSER}@"))
    await connection.execute(
        "SET session_replication_role = replica; UPDATE pack SET digest = repeat('a', 64) WHERE digest = '"
        + frozen
        + "'"
    )
    await connection.close()
    answer = await visitor.send(at.replace(frozen, "a" * 64), token, **COVER)
    assert answer.status_code == 409
    assert "is not what you looked at any more" in answer.text
    assert await PackIssue.count().where(PackIssue.pack.digest == "a" * 64) == 0


@pytest.mark.parametrize("name", ["Grace Example", "Sam Example"])
async def test_nobody_else_looks_at_or_issues_a_draft(visitor: Visitor, frozen: str, name: str) -> None:
    await visitor.send("/sign-out", token=(await visitor.open(HERE)).token())
    await visitor.sign_in(name)
    page = await visitor.open(f"{HERE}/packs/{frozen}/issue", status=403)
    answer = await visitor.send(f"{HERE}/packs/{frozen}/issue", page.token(), **COVER)
    assert answer.status_code == 403
