"""The whole example with its packs, loaded once in a run, for the tests that look at pages."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from governance_app.example import fill_with_example
from governance_app.settings import Settings, read_settings
from objectives.tables.pack import Pack, PackIssue
from tests.conftest import HOME, add_template

EXAMPLE = "example_with_packs"
SECRET = secrets.token_hex()
# The letters of the example's own requests would stand before each one that a test looks for.
NO_LETTERS = "DO $$ BEGIN SET LOCAL session_replication_role = replica; DELETE FROM mail; END $$"


async def load_example_site(server: Path) -> None:
    """Puts the example into a database of the server, to be copied; the first process that asks does the work."""
    await add_template(server, EXAMPLE, lambda: fill_with_example(settings_for()), NO_LETTERS)


async def issued_digests() -> list[str]:
    """The digest of every pack of the example that was issued, the latest first; its draft is later than all."""
    rows = await PackIssue.select(PackIssue.pack.digest).order_by(PackIssue.id, ascending=False)
    return [row["pack.digest"] for row in rows]


async def draft_digest() -> str:
    """The digest of the example's one draft, as things were on the day of loading."""
    (row,) = await Pack.raw("SELECT digest FROM pack WHERE id NOT IN (SELECT pack FROM pack_issue)")
    return str(row["digest"])


def settings_for(**more: str) -> Settings:
    """Settings with one store of files for the whole run: the example's packs lie in it."""
    return read_settings(variables_for(**more))


def variables_for(**more: str) -> dict[str, str]:
    return {"EVIDENCE_STORE": str(_store()), "SECRET_KEY": SECRET, **more}


@contextlib.contextmanager
def copied_store() -> Iterator[str]:
    """A copy of the run's store, gone after the block: what one test removes, no other misses."""
    copy = Path(os.environ[HOME]) / f"store-{secrets.token_hex(8)}"
    shutil.copytree(_store(), copy)
    try:
        yield str(copy)
    finally:
        shutil.rmtree(copy)


def _store() -> Path:
    store = Path(os.environ[HOME]) / "packs"
    store.mkdir(exist_ok=True)
    return store
