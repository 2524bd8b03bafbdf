"""`governance run` as somebody at a terminal meets it: one command, a page, Ctrl-C, and no trace of a sudden end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.house.test_embedded import new_home, postmaster

GOVERNANCE = [sys.executable, "-m", "governance_app"]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Begun for real, so that no example is loaded."""
    made = new_home()
    words = ["--partnership", "Testshire", "--administrator", "Ada Abel", "--email", "ada@example.org"]
    subprocess.run([*GOVERNANCE, "start", "--empty", *words], env=environment(made, 8000), check=True)
    yield made
    shutil.rmtree(made)


def environment(home: Path, port: int) -> dict[str, str]:
    return os.environ | {"GOVERNANCE_HOME": str(home), "PORT": str(port)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def served(home: Path, port: int) -> subprocess.Popen[str]:
    """The service, once it has said where it is."""
    process = subprocess.Popen(
        [*GOVERNANCE, "run"],
        env=environment(home, port),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    while f"Strategy progress is at http://127.0.0.1:{port}" not in (line := process.stdout.readline()):
        assert line, "the service ended before it served"
    return process


def status(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
        code: int = answer.status
        return code


def until(true: object) -> None:
    for _ in range(100):
        if true():  # type: ignore[operator]
            return
        time.sleep(0.1)
    pytest.fail("it did not come about in ten seconds")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_it_serves_until_ctrl_c_and_leaves_nothing_running(home: Path) -> None:
    port = free_port()
    process = served(home, port)
    assert status(port) == 200
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=30) == 0
    assert is_free(port)
    assert postmaster(home) is None
    process.communicate()


def test_two_services_share_one_data_folder_and_killing_one_leaves_the_other_serving(home: Path) -> None:
    first_port, second_port = free_port(), free_port()
    first = served(home, first_port)
    second = served(home, second_port)
    first.kill()
    first.communicate()
    until(lambda: is_free(first_port))
    assert status(second_port) == 200
    again = served(home, first_port)
    assert status(first_port) == 200
    for process in (second, again):
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=30)
    assert postmaster(home) is None


def test_the_secret_key_is_made_once_for_its_owner_alone(home: Path) -> None:
    key = home / "secret-key"
    assert key.stat().st_mode & 0o777 == 0o600
    made = key.read_text()
    process = served(home, free_port())
    process.terminate()
    process.communicate(timeout=30)
    assert key.read_text() == made
    assert len(made) >= 32


def test_the_process_that_serves_carries_nothing_that_draws_packs(home: Path) -> None:
    process = served(home, free_port())
    (worker,) = psutil.Process(process.pid).children()
    assert [
        part.path for part in worker.memory_maps() if "matplotlib" in part.path or "typst" in part.path
    ] == []
    process.terminate()
    process.communicate(timeout=30)
