"""A backup as a file: whole or not at all, and not believed where a single byte of it is not what was written."""

import datetime as dt
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from governance_app.backup import archive, programs
from governance_app.backup.archive import Manifest, Part, digested, new_archive, open_archive
from governance_app.backup.restoring import refuse_a_newer_shape
from governance_app.database import known_migrations
from objectives.history import Place
from objectives.problems import Invalid
from tests.house.backups import rewritten, silent, with_manifest

KILLED = """
import sys
from io import BytesIO
from pathlib import Path
from governance_app.backup.archive import new_archive
with new_archive(Path(sys.argv[1])) as draft:
    draft.add("database.dump", BytesIO(b"x" * 100_000))
    print("half", flush=True)
    sys.stdin.read()
"""


def test_a_backup_that_is_killed_leaves_nothing_under_its_name_and_goes_at_the_next(tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "half\n"
        with new_archive(tmp_path / "other.tar"):
            assert len(list(tmp_path.iterdir())) == 2
        process.send_signal(signal.SIGKILL)
    (left,) = (name for name in os.listdir(tmp_path) if name != "other.tar")
    assert left.startswith(".backup.tar.")
    assert left.endswith(".unfinished")
    with new_archive(file):
        pass
    assert sorted(os.listdir(tmp_path)) == ["backup.tar", "other.tar"]


DAMAGE: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "dump changed": (
        lambda p: p.update({"database.dump": p["database.dump"][:-1] + b"?"}),
        "is not what was written",
    ),
    "dump gone": (lambda p: p.pop("database.dump"), "database.dump is missing"),
    "file changed": (lambda p: p.update({k: b"?" for k in p if "evidence/" in k}), "is not what was written"),
    "file gone": (lambda p: [p.pop(k) for k in list(p) if "evidence/" in k], "is missing from it"),
    "file added": (lambda p: p.update({"evidence/more": b"?"}), "does not belong to it"),
    "manifest gone": (lambda p: p.pop("manifest.json"), "was never finished"),
    "manifest cut": (
        lambda p: p.update({"manifest.json": p["manifest.json"][:40]}),
        "manifest cannot be read",
    ),
    "anchor cut": (with_manifest(anchor="12"), "manifest cannot be read"),
    "another format": (with_manifest(format=2), "restore it with the version that made it"),
}


def a_manifest(database: Part, *evidence: Part, **changes: object) -> Manifest:
    usual = {
        "format": archive.FORMAT,
        "taken_at": dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC),
        "partnership": "Testshire",
        "example": False,
        "version": "0.1.0",
        "postgresql": "18.4",
        "migrations": (),
        "anchor": str(Place(0, "00" * 32)),
        "database": database,
        "evidence": evidence,
    }
    return Manifest(**(usual | changes))


def write_small(file: Path, **changes: object) -> None:
    """A backup in form: what is damaged in it does not depend on what is in it."""
    figures = io.BytesIO(b"figures")
    with new_archive(file) as draft:
        database = draft.add("database.dump", io.BytesIO(b"rows"))
        evidence = draft.add(f"evidence/{digested(figures).sha256}", figures)
        draft.finish(a_manifest(database, evidence, **changes))


@pytest.mark.parametrize(("change", "said"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_backup_is_refused_before_anything_is_written(
    tmp_path: Path, change: Callable[[dict[str, bytes]], object], said: str
) -> None:
    file = tmp_path / "backup.tar"
    write_small(file)
    with open_archive(file) as whole:
        whole.verify(silent)
    rewritten(file, change)
    with pytest.raises(Invalid, match=said), open_archive(file) as damaged:
        damaged.verify(silent)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_file_cut_short_is_no_backup(tmp_path: Path, share: float) -> None:
    file = tmp_path / "backup.tar"
    write_small(file)
    content = file.read_bytes().rstrip(b"\0")
    file.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Invalid), open_archive(file) as cut:
        cut.verify(silent)


def test_a_backup_of_a_newer_version_waits_until_the_service_is_up_to_date() -> None:
    newer = a_manifest(Part("", 0), migrations=("2999-01-01T00:00:00:000000",))
    with pytest.raises(Invalid, match="Bring the service up to date first"):
        refuse_a_newer_shape(newer)
    refuse_a_newer_shape(a_manifest(Part("", 0), migrations=tuple(known_migrations())))


def test_a_password_is_told_to_postgresqls_programs_where_no_list_of_processes_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[list[str], dict[str, str]]] = []

    def run(words: list[str], env: dict[str, str], **_: object) -> subprocess.CompletedProcess[bytes]:
        told.append((words, env))
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(programs.subprocess, "run", run)
    with (tmp_path / "dump").open("wb") as into:
        programs.dump(
            "postgresql://owner:hunter%402@db.example.org:5433/governance?sslmode=require", "1-1", (), into
        )
    ((words, env),) = told
    assert words[-1] == "--dbname=postgresql://owner@db.example.org:5433/governance?sslmode=require"
    assert env["PGPASSWORD"] == "hunter@2"
