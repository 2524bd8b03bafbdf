"""A process of its own that uses the embedded server until its input ends, for tests of sharing and of sudden ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

PROGRAM = """
import sys
from pathlib import Path
from governance_app.embedded import embedded_server
with embedded_server(Path(sys.argv[1])) as socket_folder:
    print(socket_folder, flush=True)
    sys.stdin.read()
"""


class Neighbour:
    """Started when the block begins, asked to leave when it ends."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self.home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.socket_folder = Path(self.process.stdout.readline().strip())
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def leave(self) -> None:
        self.process.communicate()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def press_ctrl_c(self) -> int:
        """As a terminal does it: to the whole group of processes."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=30)
