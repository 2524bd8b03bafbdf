"""Giving evidence without a script: with an update or at any time, and saving its files again."""

import hashlib
import re
from collections.abc import AsyncIterator

import httpx
import msgspec
import pytest

from governance_app import storage, uploads
from governance_app.places import Places
from governance_app.settings import Settings
from objectives.mandates import row_of
from objectives.tables.action import Action
from objectives.tables.draft import Draft
from objectives.tables.evidence import Evidence, EvidenceLink
from tests.pages.filling import ACTION, FORM, HERE, NEWS, OWNER, controls, fill, read
from tests.pages.visitor import Visitor

BESIDE, ANY_TIME = f"{FORM}/evidence", f"{ACTION}/evidence"
PDF = b"%PDF-1.7 training figures, totals only %%EOF"
DETAILS = {
    "kind": "training figures",
    "shows_on": "30",
    "shows_on-month": "9",
    "shows_on-year": "2026",
    "declared_free_of_child_data": "yes",
}
NO_FILES: list[tuple[str, bytes]] = []


@pytest.fixture
async def owner(visitor: Visitor) -> Visitor:
    await visitor.sign_in(OWNER)
    return visitor


async def become(visitor: Visitor, name: str) -> None:
    """Somebody else at the same browser."""
    visitor.client.cookies.delete("session")
    await visitor.sign_in(name)


async def give(
    visitor: Visitor, at: str, files: list[tuple[str, bytes]] = NO_FILES, **changes: str
) -> httpx.Response:
    """Fills in the form that takes files and presses its button."""
    fields = controls(await visitor.open(at), at) | {"then": "add"} | changes
    return await send(visitor, at, files, fields)


async def send(
    visitor: Visitor, at: str, files: list[tuple[str, bytes]], fields: dict[str, str]
) -> httpx.Response:
    sent = [("files", (name, content, "application/x-guess")) for name, content in files]
    return await visitor.client.post(at, data=fields, files=sent or None, follow_redirects=True)


async def given_now() -> list[dict]:
    return await Evidence.select().where(Evidence.title.like("Q2%")).order_by(Evidence.id)


async def test_files_a_link_and_a_statement_go_with_the_update(owner: Visitor) -> None:
    typing = await fill(owner, FORM, "evidence", **NEWS)
    assert read(typing).heading == "Evidence with this update"
    files = [("../../Q2 figures.pdf", PDF), ("Q2 reach.csv", b"quarter,reached\n2,83\n")]
    page = read(await give(owner, BESIDE, files, **DETAILS, title="Q2", link="https://example.org/q2"))
    owner.check(page)
    for said in ("Q2: Q2 figures", "Q2 figures.pdf, 44 bytes", "Q2: Q2 reach", "https://example.org/q2"):
        assert said in page.words
    again = read(await give(owner, BESIDE, files, **DETAILS, title="Q2", link="https://example.org/q2"))
    assert again.words.count("Q2: Q2 figures") == page.words.count("Q2: Q2 figures")
    remove = next(form for form in again.forms if form.attrib["action"].endswith("/remove"))
    tag = next(button.attrib["value"] for button in remove.iter() if button.attrib.get("name") == "piece")
    for _ in range(2):
        await owner.send(f"{BESIDE}/remove", again.token(), piece=tag)
    assert await given_now() == []
    assert "Second edition printed." in (await owner.open(FORM)).text
    checked = read(await fill(owner, FORM, "check"))
    assert "Q2: Q2 reach, shows 30 September 2026: Q2 reach.csv" in checked.words
    assert "Q2: Q2 figures" not in checked.words
    await fill(owner, f"{FORM}/check")
    assert [row["title"] for row in await given_now()] == ["Q2: Q2 reach", "Q2"]


async def test_evidence_is_offered_at_any_time_for_a_milestone_and_once_however_often(owner: Visitor) -> None:
    page = await owner.open(ANY_TIME)
    milestone = re.search(r'value="(\d+)">Milestone', page.text)
    assert milestone
    fields = controls(page, ANY_TIME) | DETAILS | {"then": "add", "about": milestone.group(1)}
    for _ in range(2):
        answer = read(await send(owner, ANY_TIME, [("Q2 figures.pdf", PDF)], fields))
        assert "Q2 figures" in answer.words
        assert "Waiting to be judged" in answer.words
    (row,) = await given_now()
    assert (row["sha256"], row["file_name"], row["media_type"], row["size"]) == (
        hashlib.sha256(PDF).hexdigest(),
        "Q2 figures.pdf",
        "application/pdf",
        len(PDF),
    )
    (link,) = await EvidenceLink.select().where(EvidenceLink.evidence == row["id"])
    assert link["milestone"] == int(milestone.group(1))


async def test_evidence_given_before_is_given_anew_for_another_action(owner: Visitor) -> None:
    page = await owner.open(BESIDE)
    (select,) = [one for one in page.all("select") if one.attrib.get("id") == "earlier"]
    options = [option.attrib["value"] for option in select]
    fields = controls(page, BESIDE) | {"then": "again", "earlier": options[0]}
    answer = read(await owner.client.post(BESIDE, data=fields, follow_redirects=True))
    earlier = await row_of(Evidence, int(options[0]))
    assert earlier.title in answer.words
    (draft,) = await Draft.select().where(Draft.pieces != "[]")
    assert earlier.title in draft["pieces"]
    refused = await owner.client.post(BESIDE, data=fields | {"earlier": "999999"})
    assert (refused.status_code, "not one that you can give again" in refused.text) == (404, True)


async def test_a_refused_file_keeps_what_was_typed_and_the_files_that_were_good(owner: Visitor) -> None:
    files = [("Q2 figures.pdf", PDF), ("notes.pdf", b"<html><script>alert(1)</script>"), ("none.pdf", b"")]
    answer = await give(owner, ANY_TIME, files, title="Q2 <figures>", link="ftp://x")
    page = read(answer)
    owner.check(page)
    assert answer.status_code == 422
    assert "“notes.pdf” cannot be taken: it is none of PDF" in page.words
    assert "“none.pdf” is empty" in page.words
    assert {"#files", "#link", "#kind", "#shows_on", "#declared_free_of_child_data"} <= page.links
    held = controls(page, ANY_TIME)
    assert held["title"] == "Q2 <figures>"
    assert "Q2 figures.pdf, 44 bytes" in page.words
    forged = await send(owner, ANY_TIME, [], held | DETAILS | {"kept": "a" + held["kept"], "link": ""})
    assert (forged.status_code, await given_now()) == (422, [])
    done = await send(owner, ANY_TIME, [], held | DETAILS | {"link": ""})
    assert done.status_code == 200
    assert [row["file_name"] for row in await given_now()] == ["Q2 figures.pdf"]


async def test_a_file_too_large_or_too_many_is_named_and_the_rest_goes_on(
    owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = ("large.pdf", PDF + bytes(25_000_000))
    page = read(await give(owner, ANY_TIME, [large, ("Q2.pdf", PDF)], **DETAILS))
    assert "“large.pdf” is larger than 25 MB. Make it smaller, or give a link" in page.words
    assert "Q2.pdf, 44 bytes" in page.words
    many = [(f"{n}.csv", b"%d" % n) for n in range(300)]
    page = read(await give(owner, ANY_TIME, many, **DETAILS))
    assert "“20.csv” was left out: give up to 20 files at once" in page.words
    assert "275 more files were refused or left out." in page.words
    assert len([box for box in page.all("input") if box.attrib.get("name") == "kept"]) == 20
    assert await given_now() == []


async def test_a_form_that_is_no_form_is_refused_with_a_page(owner: Visitor) -> None:
    token = (await owner.open(ANY_TIME)).token()
    whole = f'--x\r\nContent-Disposition: form-data; name="_csrf_token"\r\n\r\n{token}\r\n'
    for body, boundary, status in [
        (whole, "x", 400),
        ("--x\nnothing", "x", 400),
        ("", "", 400),
        ("", "x", 403),
        (whole + "--x--", "", 400),
    ]:
        kind = f"multipart/form-data; boundary={boundary}" if boundary else "multipart/form-data"
        answer = await owner.client.post(ANY_TIME, content=body, headers={"Content-Type": kind})
        assert answer.status_code == status, (body[:200], answer.text)
        assert "othing was changed" in answer.text


def small_files_only(visitor: Visitor) -> None:
    visitor.app.state.settings = msgspec.structs.replace(visitor.app.state.settings, max_upload_mb=1)


@pytest.mark.parametrize("signed_in", [True, False])
async def test_a_form_beyond_every_bound_is_told_what_was_too_much(
    owner: Visitor, monkeypatch: pytest.MonkeyPatch, signed_in: bool
) -> None:
    """Whoever has not signed in can have no more of it read than anybody else."""
    token = (await owner.open(ANY_TIME)).token()
    if not signed_in:
        owner.client.cookies.delete("session")
    part = f'--x\r\nContent-Disposition: form-data; name="_csrf_token"\r\n\r\n{token}\r\n'
    file = '--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
    monkeypatch.setattr(uploads, "MOST_THROWN_AWAY", 1_000_000)
    small_files_only(owner)
    kept_and_text = 1_000_000 * uploads.MOST_FILES + uploads.MOST_TEXT

    async def endless() -> AsyncIterator[bytes]:
        yield (part + file).encode()
        for _ in range((kept_and_text + 2_000_000) // 1_000_000):
            yield bytes(1_000_000)

    for body, said in [
        (part * 1100 + "--x--\r\n", "more than 1,000 answers and files"),
        (part.replace(token, "a" * 2_000_000) + "--x--", "more than a million characters of text"),
        (endless(), "GB together, so the rest of it was not read"),
    ]:
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        answer = await owner.client.post(ANY_TIME, content=body, headers=headers)
        assert answer.status_code == 413, answer.text[-500:]
        page = read(answer)
        assert said in page.words
        assert "Go back: what you typed is still there in most browsers" in page.words
        assert "10 MB" not in page.words


async def test_files_far_beyond_what_can_be_kept_cost_no_word_that_stands_after_them(owner: Visitor) -> None:
    """More than twenty-one times what one may have, which is where reading once ended."""
    small_files_only(owner)
    page = await owner.open(ANY_TIME)
    typed = controls(page, ANY_TIME) | {"then": "add", "statement": "Half of them came.", "title": "Kept"}
    boundary = "x"
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
        for name, text in typed.items()
    ]

    async def body() -> AsyncIterator[bytes]:
        yield parts[0]
        for n in range(22):
            head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="film {n}.pdf"\r\n\r\n'
            yield head.encode()
            yield bytes(1_000_001)
            yield b"\r\n"
        for part in parts[1:]:
            yield part
        yield b"--x--\r\n"

    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    answer = await owner.client.post(ANY_TIME, content=body(), headers=headers)
    page = read(answer)
    assert page.status == 422
    assert "“film 0.pdf” is larger than 1 MB" in page.words
    held = controls(page, ANY_TIME)
    assert (held["statement"], held["title"]) == ("Half of them came.", "Kept")


async def test_typing_that_comes_after_the_sign_in_ended_is_held_without_its_file(owner: Visitor) -> None:
    fields = controls(await owner.open(ANY_TIME), ANY_TIME) | {
        "then": "add",
        "statement": "Half of them came.",
    }
    owner.client.cookies.delete("session")
    answer = await send(owner, ANY_TIME, [("Q2.pdf", PDF)], fields)
    assert read(answer).heading.startswith("Who is") or "/sign-in" in str(answer.url)
    await owner.sign_in(OWNER)
    page = await owner.open(ANY_TIME)
    assert controls(page, ANY_TIME)["statement"] == "Half of them came."
    assert "files have to be chosen again" in page.words


async def test_the_guard_looks_at_the_names_of_files(owner: Visitor) -> None:
    page = read(await give(owner, ANY_TIME, [("DOB 12-03-2015.pdf", PDF)], **DETAILS))
    assert "Look at this before it is saved" in page.words
    assert await given_now() == []


async def test_files_need_not_be_chosen_again_because_the_guard_asked_about_a_word(owner: Visitor) -> None:
    files = [("Q2 figures.pdf", PDF), ("Q2 Child A.csv", b"a,b\n"), ("Q2 wrong.pdf", b"<html>")]
    page = read(await give(owner, ANY_TIME, files, **DETAILS, statement="Ring 024 7655 1234."))
    owner.check(page)
    assert page.heading == "Look at this before it is saved"
    assert "Uploaded already: Q2 figures.pdf, 44 bytes" in page.words
    assert "Choose the file again: Q2 wrong.pdf" in page.words
    fields = controls(page, ANY_TIME) | {"statement": "Asked by telephone.", "title": "Q2"}
    fields = {name: text for name, text in fields.items() if not name.startswith(("may-stay", "asked-about"))}
    assert (await send(owner, ANY_TIME, [], fields)).status_code == 200
    assert [row["file_name"] for row in await given_now()] == ["Q2 figures.pdf", None]


async def test_a_file_that_was_uploaded_and_swept_away_is_asked_for_again(
    owner: Visitor, settings: Settings
) -> None:
    held = controls(read(await give(owner, ANY_TIME, [("Q2.pdf", PDF)], title="Q2")), ANY_TIME)
    await storage.remove(storage.open_store(settings), hashlib.sha256(PDF).hexdigest())
    page = read(await send(owner, ANY_TIME, [], held | DETAILS))
    assert "“Q2.pdf” was uploaded too long ago and never given. Choose it again." in page.words
    assert (controls(page, ANY_TIME)["title"], await given_now()) == ("Q2", [])


GIVERS = {
    "Morgan Example": (200, 200),
    "Grace Example": (403, 403),
    "Lowell Example": (403, 403),
    "Avery Example": (403, 403),
    "Elliot Example": (403, 403),
    OWNER: (200, 200),
}


async def test_who_may_give_evidence_and_who_may_save_its_file(owner: Visitor) -> None:
    await give(owner, ANY_TIME, [('Q2 "figures" \u202egnp.pdf', PDF)], **DETAILS)
    (row,) = await given_now()
    address = Places("coventry-csa").file(row["id"])
    token = (await owner.open(ANY_TIME)).token()
    for name, (beside, any_time) in GIVERS.items():
        await become(owner, name)
        for at, status in ((BESIDE, beside), (ANY_TIME, any_time)):
            answer = await owner.client.get(at)
            assert (name, at, answer.status_code) == (name, at, status)
            if status == 403:
                refused = await send(owner, at, [("Q2.pdf", PDF)], {"_csrf_token": token, "then": "add"})
                assert (name, at, refused.status_code) == (name, at, 403)
        may_read = name in ("Morgan Example", "Grace Example", "Lowell Example", OWNER)
        answer = await owner.client.get(address)
        assert (name, answer.status_code) == (name, 200 if may_read else 404)
    await become(owner, "Elliot Example")
    closed, none = [
        await owner.open(Places("coventry-csa").file(n), status=404) for n in (row["id"], 999_999)
    ]
    assert "not open to you" in closed.words
    assert closed.words == none.words
    assert len(await given_now()) == 1


async def test_a_saved_file_is_what_was_kept_and_the_access_log_says_so(owner: Visitor) -> None:
    await give(owner, ANY_TIME, [("Q2 “Ünï”.pdf", PDF)], **DETAILS)
    (row,) = await given_now()
    address = Places("coventry-csa").file(row["id"])
    assert address in (await owner.open(ACTION)).links
    answer = await owner.client.get(address)
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"Q2 __n__.pdf\"; filename*=UTF-8''Q2%20%E2%80%9C%C3%9Cn%C3%AF%E2%80%9D.pdf"
    )
    entries = await Evidence.raw("SELECT what, about FROM access_entry ORDER BY id DESC LIMIT 1")
    assert entries == [{"what": "evidence downloaded", "about": f"evidence {row['id']}"}]


async def test_a_locked_update_takes_no_evidence(owner: Visitor) -> None:
    page = await owner.open(BESIDE)
    fields = controls(page, BESIDE) | DETAILS | {"then": "add", "link": "https://example.org"}
    await Action.update({Action.status: "superseded"}).where(Action.reference == "PROT-3.3")
    answer = await send(owner, BESIDE, [], fields)
    assert (answer.status_code, "no update is asked for" in answer.text) == (409, True)
    assert (await owner.open(BESIDE)).heading != "Evidence with this update"
    assert HERE in str(page.links)
    assert await Draft.count() == 0
