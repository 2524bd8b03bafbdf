"""`governance doctor` finds each thing that is broken, says so in one line with what to do, and changes nothing."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from governance_app import doctor
from governance_app.database import Connections, connect, disconnect
from governance_app.doctor import Finding, Level, examine
from governance_app.mail.named import MailServer, Sender, Tls
from governance_app.settings import Settings, read_settings
from objectives.problems import Problem
from objectives.verifying import verify
from tests.domain.history_makers import add_agency, run_past_the_service
from tests.house.conftest import Terminal
from tests.mail_server import catching
from tests.makers import a_partnership

ROOMY = shutil.disk_usage("/")._replace(free=9_000_000_000)


class Patient:
    """A well installation, to be broken in one place."""

    def __init__(
        self, database: Connections, superuser: str, home: Path, patching: pytest.MonkeyPatch
    ) -> None:
        self.connections, self.superuser, self.patching = database, superuser, patching
        self.settings: Settings = read_settings({"GOVERNANCE_HOME": str(home)})
        self.key = home / "secret-key"
        self.key.write_text("x" * 40)
        self.key.chmod(0o600)

    def set(self, **changes: object) -> None:
        self.settings = msgspec.structs.replace(self.settings, **changes)

    def connect_as(self, application: str, owner: str | None) -> None:
        self.connections = Connections(application, owner, is_embedded=False)

    async def run(self, *statements: str) -> None:
        await run_past_the_service(self.superuser, *statements)

    async def examined(self) -> dict[str, Finding]:
        await disconnect()
        found = [finding async for finding in examine(self.settings, self.connections)]
        await connect(Connections(*self.whole))
        return {finding.subject: finding for finding in found}

    @property
    def whole(self) -> tuple[str, str, bool]:
        application = self.superuser.replace("//postgres@", "//governance_app@")
        return application, application.replace("//governance_app@", "//governance_owner@"), True


@pytest.fixture
async def patient(
    database: Connections, superuser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Patient:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: ROOMY)
    await a_partnership()
    return Patient(database, superuser, tmp_path, monkeypatch)


async def an_open_key(p: Patient) -> None:
    p.key.chmod(0o640)


async def no_store(p: Patient) -> None:
    p.set(evidence_store="file:///nowhere/at/all")


async def a_full_disk(p: Patient) -> None:
    p.patching.setattr(doctor.shutil, "disk_usage", lambda _: ROOMY._replace(free=1_000_000))


async def a_filling_disk(p: Patient) -> None:
    p.patching.setattr(doctor.shutil, "disk_usage", lambda _: ROOMY._replace(free=900_000_000))


async def no_database(p: Patient) -> None:
    p.connect_as("postgresql://governance_app:hunter2@127.0.0.1:9/governance", None)


async def a_superuser(p: Patient) -> None:
    p.connect_as(p.superuser, p.superuser)


async def a_right_lost(p: Patient) -> None:
    await p.run("REVOKE ALL ON agency FROM governance_app")


async def a_right_too_many(p: Patient) -> None:
    await p.run("GRANT UPDATE ON history TO governance_app")


async def no_owner(p: Patient) -> None:
    p.connect_as(p.connections.application, None)


async def an_old_shape(p: Patient) -> None:
    await p.run("DELETE FROM migration WHERE id = (SELECT max(id) FROM migration)")


async def a_clock_apart(p: Patient) -> None:
    now = doctor.time.clock_gettime(doctor.time.CLOCK_REALTIME)
    p.patching.setattr(doctor.time, "clock_gettime", lambda _: now - 3600)


async def a_clock_somewhat_apart(p: Patient) -> None:
    now = doctor.time.clock_gettime(doctor.time.CLOCK_REALTIME)
    p.patching.setattr(doctor.time, "clock_gettime", lambda _: now - 30)


async def a_clock_put_back(p: Patient) -> None:
    await p.run("UPDATE history_head SET instant = instant + interval '10 years'")


async def a_changed_row(p: Patient) -> None:
    await p.run("SET session_replication_role = replica", "UPDATE agency SET name = 'Changed' WHERE id = 1")


async def a_deaf_mail_server(p: Patient) -> None:
    p.set(mail_server=MailServer("127.0.0.1", 9, Tls.NONE), mail_from=Sender("Progress", "p@example.org"))


BROKEN: dict[str, tuple[Callable[[Patient], Awaitable[None]], str, Level, str]] = {
    "key": (an_open_key, "secret key", Level.FAULT, "run chmod 600"),
    "store": (no_store, "store", Level.FAULT, "mount or make it"),
    "full": (a_full_disk, "disk", Level.FAULT, "make room now"),
    "filling": (a_filling_disk, "disk", Level.ATTENTION, "make room soon"),
    "database": (no_database, "database", Level.FAULT, "check DATABASE_URL"),
    "superuser": (a_superuser, "database", Level.FAULT, "only read and write rows"),
    "right lost": (a_right_lost, "database", Level.FAULT, "may not use the table agency"),
    "right too many": (a_right_too_many, "database", Level.FAULT, "may change history"),
    "no owner": (no_owner, "database", Level.ATTENTION, "nothing can be migrated"),
    "old": (an_old_shape, "migrations", Level.FAULT, "run `governance migrate`"),
    "clock apart": (a_clock_apart, "clock", Level.FAULT, "set both by NTP"),
    "clock off": (a_clock_somewhat_apart, "clock", Level.ATTENTION, "30 s apart"),
    "clock back": (a_clock_put_back, "clock", Level.ATTENTION, "was put back"),
    "changed row": (a_changed_row, "history", Level.FAULT, "a backup holds it as it was"),
    "mail": (a_deaf_mail_server, "mail", Level.FAULT, "Check SMTP_URL"),
}


@pytest.mark.parametrize(("broken", "subject", "level", "words"), BROKEN.values(), ids=BROKEN)
async def test_each_broken_thing_is_found(
    patient: Patient, broken: Callable[[Patient], Awaitable[None]], subject: str, level: Level, words: str
) -> None:
    well = await patient.examined()
    assert well[subject].level is Level.OK, well[subject].sentence
    await broken(patient)
    found = await patient.examined()
    assert found[subject].level is level
    assert words in found[subject].sentence
    assert "hunter2" not in str(found)


async def test_a_mail_server_is_greeted_and_sent_nothing(patient: Patient) -> None:
    async with catching() as caught:
        patient.set(mail_server=caught.server, mail_from=Sender("Progress", "p@example.org"))
        assert (await patient.examined())["mail"].level is Level.OK
    assert caught.messages == []


async def test_looking_changes_nothing_and_leaves_no_probe(patient: Patient, tmp_path: Path) -> None:
    before = (await verify()).head
    await patient.examined()
    assert (await verify()).head == before
    assert [file.name for file in (tmp_path / "evidence").rglob("*") if file.is_file()] == []


async def test_a_store_that_will_not_let_go_is_a_fault(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise Problem("The store refuses.")

    monkeypatch.setattr(doctor, "remove", refuse)
    assert (await patient.examined())["store"].level is Level.FAULT


async def test_the_command_prints_a_line_for_each_and_ends_with_1_on_a_fault(
    governance: Terminal, superuser: str
) -> None:
    await a_partnership()
    code, said, error = await governance("doctor")
    assert (code, error) == (0, "")
    assert {line.split()[0] for line in said.splitlines()} <= {"ok", "attention"}
    await add_agency("To be changed")
    await run_past_the_service(
        superuser, "SET session_replication_role = replica", "UPDATE agency SET name = 'x' WHERE id = 1"
    )
    code, said, _ = await governance("doctor")
    assert code == 1
    assert [line.split()[1] for line in said.splitlines() if line.startswith("fault")] == ["history"]


async def test_settings_that_cannot_be_read_are_faults_of_a_line_each(
    governance: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "eighty")
    monkeypatch.setenv("TIME_ZONE", "Coventry")
    code, said, _ = await governance("doctor")
    assert code == 1
    assert [line.split()[:3] for line in said.splitlines()] == [
        ["fault", "settings", "PORT"],
        ["fault", "settings", "TIME_ZONE"],
    ]
