"""Uploads under strain: a large one is never whole in memory, a full disk costs nothing else, what was redacted."""

import resource
import tracemalloc
from collections.abc import AsyncIterator, Iterator

import pytest

from governance_app.places import Places
from objectives.mandates import row_of
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.tables.evidence import Evidence
from objectives.tables.person import Person
from tests.pages.filling import OWNER, controls, read
from tests.pages.test_evidence import ANY_TIME, DETAILS, PDF, give, given_now
from tests.pages.visitor import Visitor

LARGE = 24_000_000


@pytest.fixture
async def owner(visitor: Visitor) -> Visitor:
    await visitor.sign_in(OWNER)
    return visitor


async def test_a_large_file_is_streamed_and_never_whole_in_memory(owner: Visitor) -> None:
    fields = controls(await owner.open(ANY_TIME), ANY_TIME) | DETAILS | {"then": "add", "title": "Q2"}

    async def body() -> AsyncIterator[bytes]:
        for name, text in fields.items():
            yield f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="Q2.pdf"\r\n\r\n%PDF-1.7 '
        for _ in range(LARGE // 60_000):
            yield bytes(60_000)
        yield b"%%EOF\r\n--x--\r\n"

    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        answer = await owner.client.post(ANY_TIME, content=body(), headers=headers, follow_redirects=True)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.status_code == 200
    (row,) = await given_now()
    assert row["size"] > LARGE
    assert peak - before < LARGE / 2, f"{(peak - before) / 1e6:.1f} MB at the peak"


@pytest.fixture
def nearly_full() -> Iterator[None]:
    """No file of this process may grow past five thousand bytes, which is how a full disk answers a write."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


async def test_a_full_disk_is_said_and_costs_nothing_else(owner: Visitor, nearly_full: None) -> None:
    files = [("large.pdf", PDF + bytes(100_000)), ("Q2 small.pdf", PDF)]
    page = read(await give(owner, ANY_TIME, files, **DETAILS, title="Q2", statement="83 came."))
    owner.check(page)
    assert page.status == 422
    assert "“large.pdf” could not be taken in: there is no room for it on the server now." in page.words
    held = controls(page, ANY_TIME)
    assert (held["title"], held["statement"]) == ("Q2", "83 came.")
    assert "Q2 small.pdf, 44 bytes" in page.words
    assert await given_now() == []


async def test_a_redacted_file_says_who_had_it_removed_and_is_not_handed_out(owner: Visitor) -> None:
    await give(owner, ANY_TIME, [("Q2.pdf", PDF)], **DETAILS, title="Q2")
    (row,) = await given_now()
    evidence = await row_of(Evidence, row["id"])
    asker, agreer = [
        await Person.objects().get(Person.name == name) for name in ("Avery Example", "Morgan Example")
    ]
    wanted = NewRedaction("evidence", evidence.id, ("sha256",), "It names a child.")
    await agree_to_redaction(agreer, await ask_redaction(asker, wanted))
    page = await owner.open(Places("coventry-csa").file(evidence.id), status=404)
    assert "This file was redacted on" in page.words
    assert "Avery Example asked for it and Morgan Example agreed. It is not kept any more." in page.words
    entries = await Evidence.raw("SELECT count(*) AS n FROM access_entry WHERE what = 'evidence downloaded'")
    assert entries == [{"n": 0}]
