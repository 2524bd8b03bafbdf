"""Bringing in a workbook, page by page: taking it in, finding it again, and reading what its forms say of it.

Shared by the pages that bring in a plan and those that bring in people.
"""

import asyncio
from typing import Annotated, Any

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.params import QueryParameter

from governance_app.file_types import WrongType
from governance_app.forms import read_form, typed
from governance_app.uploads import Upload
from governance_app.workbooks import read_workbook
from objectives.days import today_at
from objectives.guard import Kind
from objectives.guarding import Note, Sender, note_stopped
from objectives.history import now
from objectives.importing.fields import Field, guess_columns, heading_row
from objectives.importing.held import Held, choose, hold
from objectives.importing.lines import Choices
from objectives.importing.sheets import Sheet, Workbook, letters
from objectives.mandates import Act
from objectives.words import Verdict

GIVEN = "workbook"
NONE_GIVEN = "Choose the workbook."
SEVERAL = "Choose one workbook."
Page = Annotated[int, QueryParameter(name="page", ge=1, le=1000)]
Count = Annotated[int, QueryParameter(ge=0, le=100_000)]
SAMPLES = 3  # values shown of each column


async def act_at(request: Request[Any, Any, Any]) -> Act:
    """Whoever is visiting, now, as an act would find them."""
    instant = await now()
    return Act(instant, today_at(instant), request.user.signed_in)


async def take_workbook(request: Request[Any, Any, Any], purpose: str) -> int | str:
    """Reads the workbook that a form brought and holds what is in it: its number, or what is wrong with it."""
    form = await read_form(request)
    uploads = [one for one in form.getall(GIVEN, []) if isinstance(one, Upload)]
    if len(uploads) != 1:
        return SEVERAL if uploads else NONE_GIVEN
    (upload,) = uploads
    try:
        if upload.file is None:
            raise WrongType(upload.fault)
        found = await asyncio.to_thread(read_workbook, upload.file, upload.filename, upload.size)
    except WrongType as refused:
        return f"“{upload.name}” {refused}"
    person = request.user.signed_in.person
    await note_stopped(Sender(person, request.url.path), _finds(found))
    return await hold(person, purpose, upload.name, found)


def _finds(workbook: Workbook) -> list[Note]:
    """What the guard masked, counted by kind and never by its value."""
    counted: dict[str, int] = {}
    for sheet in workbook.sheets:
        for row in sheet.rows:
            for cell in row.cells:
                for kind in cell.finds:
                    counted[kind] = counted.get(kind, 0) + 1
    return [Note(GIVEN, Kind(kind), times, Verdict.REFUSED) for kind, times in sorted(counted.items())]


def begun(held: Held, fields: tuple[Field, ...]) -> Choices:
    """What has been chosen, or what the sheet itself suggests: its row of headings, and what they are called."""
    choices = held.choices
    sheet = held.sheet
    heading = choices.heading or heading_row(sheet, fields)
    row = sheet.row(heading)
    guessed = guess_columns(row, fields) if row else {}
    seen = {column: field for column, field in guessed.items() if column not in sheet.hidden_columns}
    columns = choices.columns or seen
    number = choices.sheet if choices.sheet >= 0 else held.workbook.sheets.index(sheet)
    return Choices(number, heading, columns, choices.words)


async def choose_sheet(held: Held, form: FormMultiDict, fields: tuple[Field, ...]) -> dict[str, str]:
    """Keeps which sheet and which row of headings; what is wrong, by field."""
    words = typed(form, ("sheet", "heading"))
    sheets = held.workbook.sheets
    number = int(words["sheet"]) if words.get("sheet", "").isdecimal() else -1
    if not 0 <= number < len(sheets):
        return {"sheet": "Choose a sheet."}
    sheet = sheets[number]
    heading = int(words["heading"]) if words.get("heading", "").isdecimal() else 0
    if words.get("heading") and (heading > 1_048_576 or sheet.row(heading) is None):
        return {
            "heading": f"There is nothing in row {words['heading'][:9]} of “{sheet.name}”. Give its row of headings."
        }
    if (number, heading) != (held.choices.sheet, held.choices.heading):
        await choose(held.id, Choices(number, heading or heading_row(sheet, fields)))
    return {}


async def choose_columns(
    held: Held, form: FormMultiDict, fields: tuple[Field, ...], needed: str
) -> dict[str, str]:
    """Keeps what each column is; what is wrong, by field."""
    base, known = begun(held, fields), {field.name: field for field in fields}
    faults: dict[str, str] = {}
    columns: dict[int, str] = {}
    for column in range(held.sheet.width):
        chosen = typed(form, [f"column-{column}"]).get(f"column-{column}", "")
        if chosen not in known:
            continue
        if chosen in columns.values():
            other = letters(next(c for c, name in columns.items() if name == chosen))
            faults[f"column-{column}"] = (
                f"Column {other} is “{known[chosen].label}” already. Choose one of the two."
            )
        columns[column] = chosen
    if needed not in columns.values():
        faults.setdefault("column-0", f"Say which column is “{known[needed].label}”.")
    if not faults:
        kept = base.words if columns == base.columns else {}
        await choose(held.id, Choices(base.sheet, base.heading, columns, kept))
    return faults


def samples(sheet: Sheet, heading: int) -> dict[int, list[str]]:
    """The first few values of each column below the headings."""
    found: dict[int, list[str]] = {column: [] for column in range(sheet.width)}
    for row in sheet.rows:
        if row.number <= heading:
            continue
        for column, cell in enumerate(row.cells):
            if cell.text and len(found[column]) < SAMPLES:
                found[column].append(cell.text)
    return found
