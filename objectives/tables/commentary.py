"""Commentary: what the business unit says of an objective in a round, under the partnership's own three headings."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Timestamptz
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Objective


class Commentary(Table, tags=["recorded"]):
    """One for each objective in a round, by whoever wrote it last; history has what it said before."""

    id: Serial
    objective = ForeignKey(Objective, null=False, on_delete=OnDelete.restrict)
    round = ForeignKey(ReportingRound, null=False, on_delete=OnDelete.restrict)
    working_well = Text()
    worried_about = Text()
    needs_to_happen = Text()
    written_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    written_at = Timestamptz(default=None, null=True)

    commentary_once = Unique([objective, round])
    commentary_given = Check("working_well <> '' AND worried_about <> '' AND needs_to_happen <> ''")
