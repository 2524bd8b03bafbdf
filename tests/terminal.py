"""A terminal at which tests type `governance …` against a database of their own."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from governance_app.commands import governance
from governance_app.database import Connections, connect, disconnect


class Said(NamedTuple):
    code: int
    out: str
    error: str


class Terminal:
    """Runs commands on the test's database, with a folder for what the service keeps and one for packs."""

    def __init__(self, database: Connections, folder: Path) -> None:
        self.database, self.out = database, folder / "packs"
        self.settings = {
            "DATABASE_URL": database.application,
            "DATABASE_OWNER_URL": database.owner or "",
            "GOVERNANCE_HOME": str(folder / "home"),
            "COLUMNS": "160",
        }

    async def run(self, *words: str, typed: str = "") -> Said:
        """In this process, in a thread with an event loop of its own; the test is connected again afterwards."""
        await disconnect()
        done = await asyncio.to_thread(
            CliRunner().invoke, governance, list(words), env=self.settings, input=typed
        )
        await connect(self.database)
        return Said(done.exit_code, done.stdout, done.stderr)

    async def run_apart(self, *words: str) -> Said:
        """In a process of its own, for what processes might do differently: a second or two each."""
        command = [sys.executable, "-m", "governance_app", *words]
        done = await asyncio.to_thread(
            subprocess.run,
            command,
            env=os.environ | self.settings,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Said(done.returncode, done.stdout, done.stderr)
