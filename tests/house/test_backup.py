"""`governance backup` and `restore`: taken while others write, whole or not at all, believed only when looked at."""

import asyncio
import contextlib
import itertools
import os
import re
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from governance_app import storage
from governance_app.backup import archive, programs, restoring
from governance_app.backup.archive import Manifest, open_archive
from governance_app.backup.restoring import Restored, refuse_unless_empty, restore
from governance_app.backup.taking import back_up
from governance_app.database import Connections, address, connect, connected, disconnect
from governance_app.embedded import APPLICATION, OWNER, SUPERUSER
from governance_app.settings import read_settings
from governance_app.signing_in import make_link, use_link
from governance_app.storage import Store
from objectives.evidence import give_evidence
from objectives.files import file_of
from objectives.history import Actor
from objectives.problems import Conflict, NotFound, Problem
from objectives.redacting import NewRedaction, agree_to_redaction, ask_redaction
from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.evidence import Evidence
from objectives.tables.person import RoleGrant
from objectives.tables.sign_in import SignInSession
from objectives.verifying import verify
from objectives.words import Role
from tests.conftest import copied
from tests.domain.history_makers import add_agency, connection, rename
from tests.example_site import EXAMPLE, copied_store
from tests.house.backups import rewritten, silent, with_manifest
from tests.house.conftest import Terminal
from tests.makers import Partnership, a_partnership, an_action, some_evidence
from tests.schema import schema

numbers = itertools.count(1)


def store_at(folder: Path | str) -> Store:
    return storage.open_store(read_settings({"EVIDENCE_STORE": str(folder)}))


@contextlib.asynccontextmanager
async def empty_database(server: Path) -> AsyncIterator[Connections]:
    """A clean machine's: without a single table, gone after the block."""
    name = f"restored_{os.getpid()}_{next(numbers)}"
    async with connection(address(server, SUPERUSER, "postgres")) as superuser:
        await superuser.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
        try:
            yield Connections(address(server, APPLICATION, name), address(server, OWNER, name), True)
        finally:
            await superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Site(msgspec.Struct):
    """Where a test takes backups from, and restores them to."""

    connections: Connections
    store: Store
    folder: Path
    clean: Connections
    clean_store: Store

    @property
    def file(self) -> Path:
        return self.folder / "backup.tar"

    async def backed_up(self, **how: bool) -> Manifest:
        return await back_up(
            self.connections, self.store, self.file, told=silent, **{"despite_damage": False} | how
        )

    @contextlib.asynccontextmanager
    async def looked_at_clean(self) -> AsyncIterator[None]:
        """Connected to what was restored; to what there was again afterwards."""
        await disconnect()
        try:
            async with connected(self.clean):
                yield
        finally:
            await connect(self.connections)

    async def restored(self) -> Restored:
        """Somewhere else; the test is connected to what it had again afterwards."""
        await disconnect()
        try:
            with open_archive(self.file) as opened:
                opened.verify(silent)
                return await restore(opened, self.clean, self.clean_store, silent)
        finally:
            await connect(self.connections)


@contextlib.asynccontextmanager
async def site_of(
    server: Path, connections: Connections, kept: Path | str, folder: Path
) -> AsyncIterator[Site]:
    clean_store = folder / "clean"
    clean_store.mkdir()
    async with empty_database(server) as clean:
        yield Site(connections, store_at(kept), folder, clean, store_at(clean_store))


@pytest.fixture
async def busy(example: Path, tmp_path: Path) -> AsyncIterator[Site]:
    """The example with its issued packs."""
    with copied_store() as kept:
        async with (
            copied(example, EXAMPLE) as connections,
            connected(connections),
            site_of(example, connections, kept, tmp_path) as site,
        ):
            yield site


@pytest.fixture
async def begun(server: Path, database: Connections, tmp_path: Path) -> AsyncIterator[Site]:
    """A partnership, a store, and nothing in it."""
    (tmp_path / "store").mkdir()
    async with site_of(server, database, tmp_path / "store", tmp_path) as site:
        yield site


async def given(site: Site, content: bytes, p: Partnership) -> Evidence:
    file = await storage.keep(site.store, content, "figures.txt", "text/plain")
    return await give_evidence(p.owner, some_evidence(link="", file=file), await an_action(p))


async def write_until(done: asyncio.Event, written: asyncio.Semaphore, site: Site, number: int) -> None:
    """Somebody of the business unit who renames an agency and gives files without pause."""
    role = await RoleGrant.objects(RoleGrant.person).where(RoleGrant.role == Role.BUSINESS_UNIT).first()
    action = await Action.objects().order_by(Action.id).first()
    agency = await add_agency(f"Agency of writer {number}", Actor.person(number))
    for turn in itertools.count():
        if done.is_set():
            return
        await rename(agency, f"Agency {turn} of writer {number}", Actor.person(number))
        file = await storage.keep(site.store, f"{number} {turn}".encode(), "figures.txt", "text/plain")
        await give_evidence(role.person, some_evidence(link="", file=file), action)
        written.release()


# --------------------------------------------------------------------------------------------- what comes back


async def test_a_backup_taken_while_writers_write_comes_back_whole(busy: Site) -> None:
    before = (await verify()).head
    done, written = asyncio.Event(), asyncio.Semaphore(0)
    writers = [asyncio.create_task(write_until(done, written, busy, number)) for number in (1, 2, 3, 4)]
    for _ in writers:
        await written.acquire()
    manifest = await busy.backed_up()
    done.set()
    await asyncio.gather(*writers)
    after = (await verify()).head
    assert before.sequence + 8 < manifest.place.sequence < after.sequence
    restored = await busy.restored()
    assert restored.faults == ()
    assert restored.packs == 5, "four issued, and the draft"
    assert restored.files == len(manifest.evidence) > 18


def in_one_spelling(listed: str) -> list[str]:
    """PostgreSQL spells conditions anew when it reads them back, so what they are conditions of must do."""
    return [
        re.sub(r"(?s)(?<=^constraint of )(.*?: .*?):.*| WHEN \(.*", r"\1", line)
        for line in listed.splitlines()
    ]


async def test_what_comes_back_is_shaped_guarded_and_granted_as_it_was_and_lets_nobody_in(
    begun: Site,
) -> None:
    p = await a_partnership()
    await use_link(await make_link(p.owner.email))
    assert await SignInSession.count() == 1
    await begun.backed_up()
    await begun.restored()
    was, stands = [in_one_spelling(await schema(c.owner or "")) for c in (begun.connections, begun.clean)]
    assert stands == was
    async with begun.looked_at_clean():
        assert await SignInSession.count() == 0
        before = max([row["id"] for row in await Agency.select(Agency.id)])
        assert (await add_agency("Added after the restore")).id == before + 1
        assert (await verify()).fault is None


# --------------------------------------------------------------------------------------------------- the file


async def test_a_backup_is_its_owners_alone_and_overwrites_nothing(begun: Site) -> None:
    await begun.backed_up()
    assert stat.S_IMODE(begun.file.stat().st_mode) == 0o600
    written = begun.file.read_bytes()
    with pytest.raises(Conflict, match="never overwrites"):
        await begun.backed_up()
    assert begun.file.read_bytes() == written
    assert os.listdir(begun.folder).count("backup.tar") == 1
    assert not list(begun.folder.glob(f".*{archive.UNFINISHED}"))


async def test_a_backup_that_fails_leaves_nothing_and_says_why(
    begun: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    p = await a_partnership()
    evidence = await given(begun, b"what was found", p)
    assert begun.store.folder
    assert evidence.sha256
    kept = begun.store.folder / evidence.sha256[:2] / evidence.sha256
    kept.write_bytes(b"something else")
    before = os.listdir(begun.folder)
    with pytest.raises(Problem, match="is not what was kept"):
        await begun.backed_up()
    kept.unlink()
    with pytest.raises(NotFound):
        await begun.backed_up()
    assert os.listdir(begun.folder) == before


async def test_despite_damage_what_is_missing_is_named_and_the_rest_comes_back(begun: Site) -> None:
    p = await a_partnership()
    gone, there = await given(begun, b"gone", p), await given(begun, b"there", p)
    await storage.remove(begun.store, gone.sha256 or "")
    manifest = await begun.backed_up(despite_damage=True)
    assert manifest.missing == (gone.sha256,)
    assert [part.sha256 for part in manifest.evidence] == [there.sha256]
    assert (await begun.restored()).faults == ()


# ------------------------------------------------------------------------------------------------- redactions


async def redact(p: Partnership, evidence: Evidence) -> None:
    wanted = NewRedaction("evidence", evidence.id, ("sha256",), "It names a child.")
    await agree_to_redaction(p.moderator, await ask_redaction(p.administrator, wanted))


async def test_what_was_redacted_is_in_no_backup_even_while_its_file_waits_to_be_removed(begun: Site) -> None:
    p = await a_partnership()
    evidence = await given(begun, b"Jordan B., 14", p)
    await redact(p, evidence)
    assert await storage.fetch(begun.store, evidence.sha256 or "")
    assert (await begun.backed_up()).evidence == ()
    assert b"Jordan B., 14" not in begun.file.read_bytes()


async def test_a_store_that_still_holds_what_was_redacted_loses_it_at_a_restore(begun: Site) -> None:
    p = await a_partnership()
    evidence = await given(begun, b"Jordan B., 14", p)
    await redact(p, evidence)
    await begun.backed_up()
    await storage.keep(begun.clean_store, b"Jordan B., 14", "names.txt", "text/plain")
    assert (await begun.restored()).faults == ()
    with pytest.raises(NotFound):
        await storage.fetch(begun.clean_store, evidence.sha256 or "")
    async with begun.looked_at_clean():
        with pytest.raises(NotFound, match="was redacted"):
            await file_of(evidence.id)


async def test_a_redaction_while_a_backup_is_taken_has_it_taken_anew(
    begun: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    p = await a_partnership()
    first, second = await given(begun, b"Jordan B., 14", p), await given(begun, b"figures", p)
    dumped, dump = [], programs.dump

    def then_redacted(*arguments: object) -> None:
        dump(*arguments)  # type: ignore[arg-type]
        dumped.append(asyncio.run_coroutine_threadsafe(once(), loop).result())

    async def once() -> None:
        if not dumped:
            await redact(p, first)
            await storage.remove(begun.store, first.sha256 or "")

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(programs, "dump", then_redacted)
    manifest = await begun.backed_up()
    assert len(dumped) == 2
    assert [part.sha256 for part in manifest.evidence] == [second.sha256]
    assert (await begun.restored()).faults == ()


# -------------------------------------------------------------------------------------------- what is refused


async def test_a_restore_refuses_a_database_that_has_tables_and_says_how(begun: Site) -> None:
    await a_partnership()
    before = (await verify()).head
    with pytest.raises(Conflict, match="set GOVERNANCE_HOME to a new folder"):
        await refuse_unless_empty(begun.connections, begun.folder)
    named = Connections(begun.connections.application, begun.connections.owner, is_embedded=False)
    with pytest.raises(Conflict, match="name it in DATABASE_URL and DATABASE_OWNER_URL"):
        await refuse_unless_empty(named, begun.folder)
    with pytest.raises(Problem, match="set DATABASE_OWNER_URL"):
        await refuse_unless_empty(Connections(begun.connections.application, None, False), begun.folder)
    await refuse_unless_empty(begun.clean, begun.folder)
    assert (await verify()).head == before


async def test_a_restore_that_breaks_off_leaves_the_database_empty_and_can_be_run_again(begun: Site) -> None:
    await given(begun, b"figures", await a_partnership())
    await begun.backed_up()
    async with connection(begun.clean.owner or "") as owner:
        await owner.execute("CREATE FUNCTION text_without(text, text[]) RETURNS text RETURN $1")
        with pytest.raises(Problem, match="pg_restore ended before it was done"):
            await begun.restored()
        left = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        assert await owner.fetchval(left) == 1
        await refuse_unless_empty(begun.clean, begun.folder)
        await owner.execute("DROP FUNCTION text_without")
    assert (await begun.restored()).faults == ()


# -------------------------------------------------------------------------------------- what is found afterwards


async def test_a_restore_says_what_is_not_as_it_was(begun: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    p = await a_partnership()
    evidence = await given(begun, b"figures", p)
    manifest = await begun.backed_up()
    rewritten(begun.file, with_manifest(anchor=f"{manifest.place.sequence}:{'ab' * 32}"))
    kept = restoring.keep_open_file

    async def kept_and_lost(store: Store, content: object, file: object) -> None:
        await kept(store, content, file)  # type: ignore[arg-type]
        await storage.remove(store, evidence.sha256 or "")

    monkeypatch.setattr(restoring, "keep_open_file", kept_and_lost)
    anchored, lost = (await begun.restored()).faults
    assert "is not the one that the anchor was taken from" in anchored
    assert "is not in the evidence store" in lost


async def test_the_commands_say_what_was_taken_and_refuse_in_a_sentence(
    governance: Terminal, tmp_path: Path
) -> None:
    await a_partnership()
    file = tmp_path / "backup.tar"
    code, said, error = await governance("backup", str(file))
    assert (code, error) == (0, "")
    assert f"anchor   {(await verify()).head}\n" in said
    code, said, error = await governance("backup", str(file))
    assert (code, said) == (1, "")
    assert "give another name" in error
    code, said, error = await governance("restore", str(file))
    assert (code, said) == (1, "")
    assert error.startswith("There is a database here already")
    code, said, error = await governance("restore", str(tmp_path / "none.tar"))
    assert (code, error) == (1, f"{tmp_path / 'none.tar'} cannot be read (No such file or directory).")
