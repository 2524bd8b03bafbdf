"""Corrections and late papers: added to an issued pack on its page, read with it, and never changed."""

import re

import pytest

from objectives.tables.pack import Pack, PackAddendum
from tests.example_site import issued_digests
from tests.pages.test_steps import page_of
from tests.pages.visitor import Visitor

HERE = "/strategies/coventry-csa"
SAID = {
    "kind": "correction",
    "title": "Reach of training",
    "words": "412 were trained, not 421.",
    "seen": "0",
}


@pytest.fixture
async def at(visitor: Visitor) -> str:
    """The address of the pack issued last; the business unit has signed in."""
    newest = (await issued_digests())[0]
    await visitor.sign_in("Morgan Example")
    return f"{HERE}/packs/{newest}"


async def first_line(at: str) -> str:
    row = await Pack.select(Pack.content).where(Pack.digest == at.rpartition("/")[2]).first()
    found = re.search(r'"number":"(4\.\d+)"', row["content"])
    assert found
    return found.group(1)


async def test_a_correction_stands_with_the_pack_and_beside_its_line(visitor: Visitor, at: str) -> None:
    form, line = await visitor.open(f"{at}/addenda"), await first_line(at)
    page = page_of(visitor, await visitor.send(f"{at}/addenda", form.token(), **SAID, line=line))
    assert "Added since it was issued" in page.words
    assert "412 were trained, not 421." in page.words
    assert {f"#line-{line.replace('.', '-')}", "#addendum-1"} <= page.main_links
    assert page.words.count("Correction 1") == 2
    await visitor.send("/sign-out", token=page.token())
    await visitor.sign_in("Grace Example")
    assert "Reach of training" in (await visitor.open(at)).words
    assert "1 added since" in (await visitor.open(f"{HERE}/packs")).words


async def test_a_late_paper_brings_its_file_for_whoever_reads_the_pack(visitor: Visitor, at: str) -> None:
    form = await visitor.open(f"{at}/addenda")
    fields = {"_csrf_token": form.token()} | SAID | {"kind": "late paper"}
    file = ("minutes.txt", b"What the board said.\n", "text/plain")
    answer = await visitor.client.post(
        f"{at}/addenda", data=fields, files={"files": file}, follow_redirects=True
    )
    assert f"{at}/addenda/1/file" in page_of(visitor, answer).main_links
    saved = await visitor.client.get(f"{at}/addenda/1/file")
    assert (saved.content, saved.headers["content-type"].split(";")[0]) == (file[1], "text/plain")
    await visitor.send("/sign-out", token=form.token())
    await visitor.sign_in("Sam Example")
    await visitor.open(f"{at}/addenda/1/file", status=403)


async def test_what_is_missing_is_asked_for_with_the_typing_kept(visitor: Visitor, at: str) -> None:
    form = await visitor.open(f"{at}/addenda")
    wrong = {"title": "Reach", "words": "", "line": "99.9", "seen": "0"}
    refused = page_of(visitor, await visitor.send(f"{at}/addenda", form.token(), **wrong))
    assert refused.status == 422
    assert {"#kind", "#words", "#line"} <= refused.links
    assert 'value="Reach"' in refused.text


async def test_pressed_twice_it_is_added_once(visitor: Visitor, at: str) -> None:
    token = (await visitor.open(f"{at}/addenda")).token()
    await visitor.send(f"{at}/addenda", token, **SAID)
    again = page_of(visitor, await visitor.send(f"{at}/addenda", token, **SAID))
    assert again.status == 409
    assert "Something was added to this pack since you opened this page." in again.words
    assert await PackAddendum.count() == 1


async def test_the_guard_looks_at_an_addendum(visitor: Visitor, at: str) -> None:
    token = (await visitor.open(f"{at}/addenda")).token()
    told = SAID | {"words": "The child with NHS number 943 476 5919 was left out."}
    answer = await visitor.send(f"{at}/addenda", token, **told)
    assert "NHS" in page_of(visitor, answer).words
    assert await PackAddendum.count() == 0
