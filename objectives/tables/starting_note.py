"""What a partnership's own plan said of an action when it was brought in from a workbook; no rating of this service."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.person import Person


class StartingNote(Table, tags=["recorded"]):
    """The plan's own words beside an action. `rating` is the plan's word for one, as `read_as` was understood.

    `plan_reference` is what the plan called the action, by which the same line is found again. `source` names the
    workbook, the sheet and the row.
    """

    id: Serial
    action = ForeignKey(Action, null=False, on_delete=OnDelete.restrict)
    plan_reference = Varchar()
    rating = Varchar()
    read_as = Varchar()
    status = Varchar()
    timescale = Varchar()
    progress = Text()
    evidence = Text()
    notes = Text()
    source = Varchar(length=500)
    written_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    written_at = Timestamptz(default=None, null=True)

    starting_note_once = Unique([action])
