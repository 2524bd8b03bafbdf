"""Workbooks held between the steps of bringing them in: their owner's alone, and forgotten after two days."""

import msgspec
from msgspec import Struct

from objectives.importing.lines import Choices
from objectives.importing.sheets import Sheet, Workbook
from objectives.problems import NotFound
from objectives.tables.held_workbook import HeldWorkbook

HELD_DAYS = 2
GONE = "This workbook is no longer here: it was brought in or put away, or two days have passed. Give it once more."


class Held(Struct, frozen=True):
    id: int
    purpose: str
    file_name: str
    workbook: Workbook
    choices: Choices

    @property
    def sheet(self) -> Sheet:
        """The chosen sheet, or the only one, or the first."""
        number = self.choices.sheet
        return self.workbook.sheets[number if 0 <= number < len(self.workbook.sheets) else 0]


async def hold(person: int, purpose: str, file_name: str, workbook: Workbook) -> int:
    """Holds what was read of a workbook, in place of any that the same person gave for the same purpose."""
    await HeldWorkbook.raw(_FORGET, HELD_DAYS, person, purpose)
    content = msgspec.json.encode(workbook).decode()
    choices = msgspec.json.encode(Choices()).decode()
    (row,) = await HeldWorkbook.raw(_HOLD, person, purpose, file_name, content, choices)
    id: int = row["id"]
    return id


async def forget_old() -> None:
    """Forgets what was held too long; done with each new workbook too."""
    await HeldWorkbook.raw(_FORGET, HELD_DAYS, 0, "")


async def held(id: int, person: int, purpose: str) -> Held:
    """Somebody's own. Raises NotFound for anybody else's, and for what is gone."""
    rows = await HeldWorkbook.raw(_HELD, id, person, purpose, HELD_DAYS)
    if not rows:
        raise NotFound(GONE)
    (row,) = rows
    return Held(
        id=id,
        purpose=purpose,
        file_name=row["file_name"],
        workbook=msgspec.json.decode(row["content"], type=Workbook),
        choices=msgspec.json.decode(row["choices"], type=Choices),
    )


async def choose(id: int, choices: Choices) -> None:
    """Keeps what its owner says that it means."""
    await HeldWorkbook.raw("UPDATE held_workbook SET choices = {} WHERE id = {}", _json(choices), id)


async def release(id: int) -> None:
    """Forgets a workbook: it was brought in, or put away."""
    await HeldWorkbook.raw("DELETE FROM held_workbook WHERE id = {}", id)


def _json(choices: Choices) -> str:
    return msgspec.json.encode(choices).decode()


_FORGET = """
DELETE FROM held_workbook WHERE held_at < governance_now() - make_interval(days => {}) OR (person = {} AND purpose = {})
"""
_HOLD = """
INSERT INTO held_workbook (person, purpose, file_name, content, choices, held_at)
VALUES ({}, {}, {}, {}, {}, governance_now()) RETURNING id
"""
_HELD = """
SELECT file_name, content, choices FROM held_workbook
WHERE id = {} AND person = {} AND purpose = {} AND held_at > governance_now() - make_interval(days => {})
"""
