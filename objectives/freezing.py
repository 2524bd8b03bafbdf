"""Records what each passed freeze found: one row for each action and commitment, written once, never recomputed."""

import msgspec

from objectives.history import Actor, acting_as
from objectives.judging import missing_freeze_rows
from objectives.moments import LONDON
from objectives.tables.freeze import FreezeRow


async def write_missing_freeze_rows(key: str, time_zone: str = LONDON) -> int:
    """Record every passed freeze of a strategy that has no rows yet, oldest first; the number of rows written.

    Whoever first needs a freeze calls this; a second caller at the same moment finds the rows there.
    """
    if not await _any_missing(key):
        return 0
    written = 0
    for round, found in (await missing_freeze_rows(key, time_zone)).items():
        async with acting_as(Actor.system("freeze")):
            strategy = found[0].strategy if found else None
            if not found or await FreezeRow.exists().where(
                (FreezeRow.strategy == strategy) & (FreezeRow.round == round)
            ):
                continue
            await FreezeRow.insert(*(_as_table(row) for row in found))
            written += len(found)
    return written


async def _any_missing(key: str) -> bool:
    """Spares reading the whole world where every freeze has its rows, as it has for nearly every pack."""
    (found,) = await FreezeRow.raw(_ANY_MISSING, key)
    missing: bool = found["missing"]
    return missing


_ANY_MISSING = """
SELECT EXISTS (
    SELECT FROM reporting_round AS r WHERE r.freezes_at < governance_now() AND NOT EXISTS (
        SELECT FROM freeze_row AS f JOIN strategy AS s ON s.id = f.strategy WHERE s.key = {} AND f.round = r.id
    )
) AS missing
"""


def _as_table(row: msgspec.Struct) -> FreezeRow:
    columns = msgspec.structs.asdict(row)
    del columns["id"]
    return FreezeRow(**columns)
