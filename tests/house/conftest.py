"""A terminal in which `governance` is typed."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from governance_app.database import Connections

Said = tuple[int, str, str]
Terminal = Callable[..., Said]


@pytest.fixture
def governance(database: Connections, tmp_path: Path) -> Terminal:
    """Runs `governance ...` in a process of its own, on the test's database; answers code, output and errors."""
    settings = {
        "DATABASE_URL": database.application,
        "DATABASE_OWNER_URL": database.owner or "",
        "GOVERNANCE_HOME": str(tmp_path / "home"),
    }

    async def run(*words: str, typed: str = "") -> Said:
        command = [sys.executable, "-m", "governance_app", *words]
        done = await asyncio.to_thread(
            subprocess.run,
            command,
            input=typed,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout, done.stderr.strip()

    return run
