"""The key that signs forms: given, or made once."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from governance_app.secret import secret_key
from governance_app.settings import Settings, read_settings
from objectives.problems import Problem


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"GOVERNANCE_HOME": str(tmp_path / "home")})


def test_a_given_key_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    settings = read_settings({"GOVERNANCE_HOME": str(tmp_path / "home"), "SECRET_KEY": "k" * 40})
    assert secret_key(settings) == "k" * 40
    assert not (tmp_path / "home").exists()


def test_a_key_is_made_once_for_its_owner_alone(settings: Settings) -> None:
    first = secret_key(settings)
    file = settings.home / "secret-key"
    assert len(first) >= 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_key(settings) == first
    assert os.listdir(settings.home) == ["secret-key"]


def test_processes_that_start_at_once_agree_on_one_key(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: secret_key(settings), range(32)))) == 1


def test_a_folder_that_is_a_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    with pytest.raises(Problem, match="make the folder writable, or set SECRET_KEY"):
        secret_key(read_settings({"GOVERNANCE_HOME": str(tmp_path / "home")}))
