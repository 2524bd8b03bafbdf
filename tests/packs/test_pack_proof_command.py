"""`governance pack verify` and `compare` as somebody at a terminal meets them, and what a build writes once issued."""

import asyncio
import datetime as dt
import json
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from governance_app.database import Connections, connected
from governance_app.issuing import issue_round
from governance_app.settings import read_settings
from governance_app.storage import Store, keep, open_store
from objectives.addenda import NewAddendum, add_addendum
from objectives.extracts import keep_extract
from objectives.history import Actor
from objectives.packs import StoredFormat, kept_pack, kept_packs
from objectives.tables.pack import PackFormat
from objectives.tables.person import Person
from objectives.words import AddendumKind
from reports.content import read_content
from reports.extract import canonical_extract, extract_digest, extract_of
from reports.formats import NAMES
from reports.pack import build_pack_on
from tests.conftest import HOME, add_template, copied
from tests.domain.history_makers import run_past_the_service
from tests.makers import KEY, a_milestone, a_partnership, an_action, it_is
from tests.packs.test_pack_command import PackTerminal

ROUND = "Q4 2025-26"


PAPER = b"What the sample said.\n"
PROVEN = "issued_and_draft"


async def issue_and_draft(home: Path) -> None:
    """Q4 2025-26 is issued, its files kept in `home`; then one action comes into the plan, and a draft shows it."""
    p = await a_partnership()
    await a_milestone(p, await an_action(p))
    await it_is(dt.date(2026, 7, 20))
    await issue_round(p.moderator, KEY, ROUND, open_store(read_settings({"GOVERNANCE_HOME": str(home)})))
    await an_action(p, title="Train the next officers")
    await it_is(dt.date(2026, 7, 21))
    await build_pack_on(Actor.command("test"), KEY, dt.date(2026, 7, 20), "Europe/London")


@pytest.fixture(scope="session")
def proven(server: Path) -> Path:
    """The folder of the server's socket, with the database `issued_and_draft` on it, and its files beside it."""
    home = Path(os.environ[HOME]) / PROVEN
    asyncio.run(add_template(server, PROVEN, lambda: issue_and_draft(home)))
    return server


@pytest.fixture
async def database(proven: Path) -> AsyncIterator[Connections]:
    async with copied(proven, PROVEN) as connections, connected(connections):
        yield connections


@pytest.fixture
def governance(database: Connections, tmp_path: Path) -> PackTerminal:
    shutil.copytree(Path(os.environ[HOME]) / PROVEN, tmp_path / "home")
    return PackTerminal(database, tmp_path)


async def digests() -> list[str]:
    """The draft's and the issued pack's."""
    return [pack.digest for pack in await kept_packs()]


async def test_an_issued_pack_verifies_with_its_files(governance: PackTerminal) -> None:
    _, issued = await digests()
    said = await governance.pack("verify", issued[:10])
    assert (said.code, said.error) == (0, "")
    lines = said.out.splitlines()
    assert lines[:2] == [f"digest   {issued}", "answer   reproduces"]
    assert lines[3:] == [f"file     version 1.0, {form}: as it was issued" for form in sorted(NAMES)]


async def test_the_digest_of_a_file_of_an_extract_or_of_a_late_paper_says_what_it_is(
    governance: PackTerminal,
) -> None:
    _, issued = await digests()
    kept = await with_extract_and_paper(issued, open_store(read_settings(governance.settings)))
    for digest, what in kept.items():
        said = await governance.pack("verify", digest)
        assert (said.code, said.error) == (0, "")
        assert said.out.splitlines()[0] == f"asked    {digest}"
        assert f"is       the {what}, by Morgan Example on 2" in said.out
        assert f"digest   {issued}\nanswer   reproduces" in said.out
        assert f"beside   the {what}: as it was kept" in said.out or what.startswith("file of a pack")
    nothing = await governance.pack("verify", "0123456789")
    assert (nothing.code, "Nothing with the digest 0123456789 is kept here" in nothing.error) == (1, True)


async def test_a_late_paper_that_is_not_what_was_kept_ends_with_code_1(governance: PackTerminal) -> None:
    _, issued = await digests()
    kept = await with_extract_and_paper(issued, open_store(read_settings(governance.settings)))
    (paper,) = [digest for digest, what in kept.items() if "addendum" in what]
    for file in Path(governance.settings["GOVERNANCE_HOME"], "evidence").rglob("*"):
        if file.is_file() and file.read_bytes() == PAPER:
            file.write_bytes(b"another paper")
    said = await governance.pack("verify", paper)
    assert said.code == 1
    assert "beside   the file of an addendum (late paper 1, Dip sample): " in said.out
    assert "as it was kept" not in said.out.splitlines()[-1]


async def with_extract_and_paper(issued: str, store: Store) -> dict[str, str]:
    """Adds both to the issued pack; what each digest names that belongs to it, in words."""
    unit = await Person.objects().get(Person.name == "Morgan Example")
    file = await keep(store, PAPER, "sample.txt", "text/plain")
    paper = NewAddendum(
        kind=AddendumKind.LATE_PAPER, title="Dip sample", words="It came on Monday.", file=file
    )
    await add_addendum(unit, issued, paper, 0, frozenset())
    content = (await kept_pack(issued)).content.encode()
    extract = canonical_extract(extract_of(read_content(content), issued))
    page = await keep(store, b"<p>The extract</p>", "extract.html", "text/html")
    stored = [StoredFormat("html", page.sha256, page.size)]
    await keep_extract(unit, issued, extract.decode(), extract_digest(extract), stored)
    (pdf,) = await PackFormat.select(PackFormat.sha256).where(PackFormat.format == "pdf")
    return {
        pdf["sha256"]: "file of a pack (pdf, version 1.0)",
        extract_digest(extract): "public extract",
        page.sha256: "file of a public extract (html)",
        file.sha256: "file of an addendum (late paper 1, Dip sample)",
    }


async def test_a_pack_that_does_not_reproduce_ends_with_code_1(
    governance: PackTerminal, superuser: str
) -> None:
    draft, _ = await digests()
    await run_past_the_service(
        superuser,
        "SET session_replication_role = replica",
        "UPDATE history SET row_json = replace(row_json, 'next officers', 'other officers')",
    )
    said = await governance.pack("verify", draft)
    assert said.code == 1
    assert "answer   does not reproduce" in said.out
    assert "Train the next officers" in said.out


async def test_a_forged_file_ends_with_code_1_though_the_content_reproduces(governance: PackTerminal) -> None:
    _, issued = await digests()
    for file in Path(governance.settings["GOVERNANCE_HOME"], "evidence").rglob("*"):
        if file.is_file() and file.read_bytes().startswith(b"%PDF"):
            file.write_bytes(b"%PDF forged")
    said = await governance.pack("verify", issued)
    assert said.code == 1
    assert "answer   reproduces" in said.out
    assert "file     version 1.0, pdf: The file " in said.out


async def test_packs_are_compared_by_round_and_by_the_beginning_of_a_digest(governance: PackTerminal) -> None:
    draft, _ = await digests()
    said = await governance.pack("compare", "q4 2025-26", draft[:9])
    assert (said.code, said.error) == (0, "")
    assert "from     the freeze of Q4 2025-26" in said.out
    assert "PROT-4.2\tscope\tnone\tTrain the next officers\tThis action was added." in said.out.splitlines()


@pytest.mark.parametrize("name", ["Q9 2030-31", "%", "ffffffffffff"])
async def test_a_pack_that_is_not_there_gets_one_sentence(governance: PackTerminal, name: str) -> None:
    for words in (("verify", name), ("compare", name, ROUND)):
        said = await governance.pack(*words)
        assert (said.code, said.out) == (1, "")
        assert said.error.endswith("See `governance pack list`.\n")


async def test_a_build_of_an_issued_round_writes_the_files_that_were_issued(governance: PackTerminal) -> None:
    said = await governance.build("--round", ROUND)
    assert "status   issued; these are the files that were stored then" in said.out
    page = governance.bytes_of("pack.html").decode()
    assert "Version 1.0, issued 20 July 2026 by Morgan Example" in page
    assert "Draft: not issued" not in page
    assert json.loads(governance.bytes_of("pack.json"))["round"]["name"] == ROUND


async def test_a_build_of_another_day_stays_a_draft(governance: PackTerminal) -> None:
    said = await governance.build("--as-at", "2026-07-20")
    assert "status   draft" in said.out
    assert "Draft: not issued" in governance.bytes_of("pack.html").decode()
