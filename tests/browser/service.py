"""The service as a process of its own, as `governance run` serves it, which can be killed and started anew."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.example_site import variables_for

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0  # seconds for the service to answer


class Service:
    """On a port of its own, with a session of processes of its own."""

    def __init__(self, database: str, store: str) -> None:
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.variables = variables_for(DATABASE_URL=database, EVIDENCE_STORE=store, PORT=str(self.port))

    async def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "governance_app", "run"],
            cwd=ROOT,
            env=os.environ | self.variables,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        await asyncio.to_thread(_wait_for, f"{self.address}/health")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def kill(self) -> None:
        """All of it at once, with no chance to finish anything, as when the power goes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str) -> None:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer")
