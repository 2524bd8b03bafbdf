"""The embedded server: shared by processes, outliving any one of them, and stopped by the last."""

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from governance_app import embedded, server_account
from governance_app.database import address
from governance_app.embedded import SUPERUSER, embedded_server
from objectives.problems import Problem
from tests.house.neighbour import Neighbour


def new_home() -> Path:
    """Under /tmp, but not in pytest's folder there, which nobody but its owner may pass through."""
    home = Path(tempfile.mkdtemp(prefix="governance-home-"))
    home.chmod(0o711)
    return home


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """One for the module, as making a cluster takes seconds. Every test leaves its server stopped."""
    made = new_home()
    yield made
    shutil.rmtree(made)


def postmaster(home: Path) -> int | None:
    file = home / "postgres" / "cluster" / "postmaster.pid"
    return int(file.read_text().splitlines()[0]) if file.exists() else None


async def ask(socket_folder: Path, question: str) -> object:
    connection = await asyncpg.connect(address(socket_folder, SUPERUSER))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_two_processes_share_one_server_and_the_last_out_stops_it(home: Path) -> None:
    with Neighbour(home) as first, Neighbour(home) as second:
        number = postmaster(home)
        assert first.socket_folder == second.socket_folder
        first.leave()
        assert postmaster(home) == number
        assert await ask(second.socket_folder, "SELECT 1") == 1
    assert postmaster(home) is None


async def test_killing_the_process_that_started_the_server_leaves_the_other_working(home: Path) -> None:
    with Neighbour(home) as first, Neighbour(home) as second:
        first.kill()
        assert await ask(second.socket_folder, "SELECT 1") == 1
    assert postmaster(home) is None


async def test_ctrl_c_in_one_terminal_leaves_the_other_working(home: Path) -> None:
    with Neighbour(home) as first, Neighbour(home) as second:
        assert first.press_ctrl_c() != 0
        assert await ask(second.socket_folder, "SELECT 1") == 1
    assert postmaster(home) is None


def test_ctrl_c_in_the_only_terminal_stops_the_server(home: Path) -> None:
    with Neighbour(home) as only:
        only.press_ctrl_c()
        assert postmaster(home) is None


async def test_a_server_left_behind_by_a_killed_process_is_joined_and_then_stopped(home: Path) -> None:
    with Neighbour(home) as killed:
        killed.kill()
    left = postmaster(home)
    with Neighbour(home) as next_one:
        assert postmaster(home) == left
        assert await ask(next_one.socket_folder, "SELECT 1") == 1
    assert postmaster(home) is None


async def test_after_a_power_cut_another_programs_number_is_not_taken_for_the_server(home: Path) -> None:
    with embedded_server(home):
        number = postmaster(home)
        kept = (home / "postgres" / "cluster" / "postmaster.pid").read_text()
        assert number is not None
        server = psutil.Process(number)
        workers = server.children()
        server.kill()
        psutil.wait_procs([server, *workers], timeout=10)
    (home / "postgres" / "cluster" / "postmaster.pid").write_text(
        kept.replace(str(number), str(os.getpid()), 1)
    )
    with embedded_server(home) as socket_folder:
        assert await ask(socket_folder, "SELECT 1") == 1


async def test_the_server_is_reached_by_a_private_socket_and_by_no_port(home: Path) -> None:
    with embedded_server(home) as socket_folder:
        assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
        assert await ask(socket_folder, "SHOW listen_addresses") == ""
        assert await ask(socket_folder, "SELECT count(*) FROM pg_roles WHERE rolsuper") == 1


async def test_a_home_too_deep_for_a_socket_gets_a_short_private_one() -> None:
    top = new_home()
    home = top / ("a-folder-with-a-long-name/" * 6)
    home.mkdir(parents=True)
    with embedded_server(home) as socket_folder:
        assert home not in socket_folder.parents
        assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
        assert await ask(socket_folder, "SELECT 1") == 1
    shutil.rmtree(socket_folder)
    shutil.rmtree(top)


def test_a_first_start_cut_short_leaves_nothing_in_the_way() -> None:
    home = new_home()
    unfinished = home / "postgres" / "cluster.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18")
    if os.geteuid() == 0:
        shutil.chown(home / "postgres", server_account.ACCOUNT)
    with embedded_server(home):
        assert not unfinished.exists()
    shutil.rmtree(home)


def test_a_cluster_of_another_version_is_refused(home: Path) -> None:
    with embedded_server(home):
        pass
    version = home / "postgres" / "cluster" / "PG_VERSION"
    version.write_text("17\n")
    with (
        pytest.raises(Problem, match="made by PostgreSQL 17 and this service brings 18"),
        embedded_server(home),
    ):
        pass
    version.write_text("18\n")


def test_a_home_that_cannot_be_made_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(Problem, match="set GOVERNANCE_HOME to another folder"),
        embedded_server(tmp_path / "file" / "home"),
    ):
        pass


def test_a_server_that_does_not_start_says_why(home: Path) -> None:
    with embedded_server(home):
        pass
    settings = home / "postgres" / "cluster" / "postgresql.auto.conf"
    kept = settings.read_text()
    settings.write_text("shared_buffers = 'a lot'\n")
    with pytest.raises(Problem, match=r"did not start \(.*contains errors\)"), embedded_server(home):
        pass
    settings.write_text(kept)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another account")
async def test_root_loosens_no_folder_and_keeps_the_cluster_where_its_account_can_reach_it(
    tmp_path: Path,
) -> None:
    tmp_path.chmod(0o700)
    home = tmp_path / "home"
    with embedded_server(home) as socket_folder:
        assert await ask(socket_folder, "SELECT 1") == 1
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
        assert (home / "postgres").resolve().is_relative_to(server_account.PLACE)
    shutil.rmtree((home / "postgres").resolve())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another account")
def test_root_copies_programs_that_the_account_cannot_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    place = new_home()
    monkeypatch.setattr(server_account, "PLACE", place)
    copy = server_account._copied(embedded.programs())
    assert copy == server_account._copied(embedded.programs())
    said = subprocess.run(
        [copy / "bin" / "initdb", "--version"],
        capture_output=True,
        text=True,
        **server_account.running_as(server_account.ACCOUNT),
    )
    assert said.stdout.startswith("initdb (PostgreSQL) 18")
    assert len(list(place.iterdir())) == 1
    shutil.rmtree(place)
