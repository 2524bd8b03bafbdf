"""A terminal in which `governance` is typed."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from governance_app.database import Connections
from tests import terminal

Terminal = Callable[..., Awaitable[tuple[int, str, str]]]


@pytest.fixture
def governance(database: Connections, tmp_path: Path) -> Terminal:
    """Runs `governance ...` on the test's database; answers code, output and errors."""
    typing = terminal.Terminal(database, tmp_path)

    async def run(*words: str, typed: str = "") -> tuple[int, str, str]:
        code, said, complained = await typing.run(*words, typed=typed)
        return code, said, complained.strip()

    return run
