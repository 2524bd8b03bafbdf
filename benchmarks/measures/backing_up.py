"""Taking a backup of a long history, and bringing it back with all that is looked at afterwards."""

import tempfile
import time
from pathlib import Path

from benchmarks.ground import Ground
from benchmarks.results import Line, Unit
from governance_app.backup.archive import open_archive
from governance_app.backup.restoring import restore
from governance_app.backup.taking import back_up
from governance_app.embedded import OWNER
from governance_app.settings import read_settings
from governance_app.storage import open_store


async def measure(ground: Ground, database: str, length: int) -> list[Line]:
    """One backup of a database with a history of `length` rows, and one restore: each takes long enough to be told."""
    await ground.as_superuser(f"CREATE DATABASE brought_back OWNER {OWNER}")
    with tempfile.TemporaryDirectory(dir=ground.home) as folder:
        store = open_store(read_settings({"EVIDENCE_STORE": folder}))
        file, began = Path(folder) / "backup.tar", time.perf_counter()
        await back_up(ground.connections(database), store, file, despite_damage=False, told=_unheard)
        taken, size, began = time.perf_counter() - began, file.stat().st_size, time.perf_counter()
        with open_archive(file) as archive:
            archive.verify(_unheard)
            restored = await restore(archive, ground.connections("brought_back"), store, _unheard)
        brought_back = time.perf_counter() - began
    if restored.faults:
        raise AssertionError(restored.faults[0])
    await ground.drop("brought_back")
    sizes = f"{length:,} rows"
    return [
        Line(name="Backup", sizes=sizes, median=taken),
        Line(name="Restore, all of it verified", sizes=sizes, median=brought_back),
        Line(name="Size of the backup", sizes=sizes, median=size / 1_000_000, unit=Unit.MEGABYTES),
    ]


def _unheard(done: int, of: int) -> None:
    """Nobody watches."""
